"""Pairs of image and text: CLIP, SigLIP, and either encoder alone."""

from collections.abc import Callable

from ai_compute.architectures.huggingface.base import (
    Item,
    Network,
    Wanted,
    dense,
    embedding,
    feed_forward,
    residual,
    stacked,
)
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.defaults import defaults_of
from ai_compute.architectures.huggingface.vision import (
    attention,
    check_channels,
    image,
    patches,
    patching,
    plain_layer,
    stated,
)


def clip_text(c: Config, projected: bool) -> list[Item]:
    """CLIP's text encoder: causal; the last token stands for the text."""
    c.ignore("projection_dim", "logit_scale_init_value")
    width = c.whole("hidden_size")
    end = [{"take": "last"}, dense(c.whole("projection_dim"), bias=False)] if projected else []
    table = embedding(c.whole("vocab_size"), width, positions=c.whole("max_position_embeddings"))
    return [table, *stacked([plain_layer(c, causal=True)] * c.whole("num_hidden_layers")), "layer_norm", *end]


def clip_vision(c: Config, projected: bool) -> list[Item]:
    """CLIP's image encoder."""
    # LLaVA writes the words of the whole beside the encoder of images, which has none.
    c.ignore("projection_dim", "logit_scale_init_value", "vocab_size")
    width = c.whole("hidden_size")
    end = [dense(c.whole("projection_dim"), bias=False)] if projected else []
    return [
        patching(c, width, bias=False),
        "class_token",
        {"learned": (patches(c) + 1) * width, "name": "positions of patches"},
        "layer_norm",
        *stacked([plain_layer(c)] * c.whole("num_hidden_layers")),
        {"take": "first"},
        "layer_norm",
        *end,
    ]


def siglip_text(c: Config) -> list[Item]:
    """SigLIP's text encoder: not causal."""
    width = c.whole("hidden_size")
    table = embedding(c.whole("vocab_size"), width, positions=c.whole("max_position_embeddings"))
    end: list[Item] = [{"take": "last"}, dense(c.whole("projection_size", default=width))]
    return [table, *stacked([plain_layer(c)] * c.whole("num_hidden_layers")), "layer_norm", *end]


def siglip_vision(c: Config) -> list[Item]:
    """SigLIP's image encoder: a learned query gathers the patches."""
    width = c.whole("hidden_size")
    middle = feed_forward(c.whole("intermediate_size"), False, True)
    pooled: list[Item] = []
    if c.flag("vision_use_head", default=True):
        query: Item = {"learned": width, "name": "query"}
        pooled = [{"take": 1}, query, attention(c, memory="patches"), residual("layer_norm", middle)]
    return [
        patching(c, width),
        {"learned": patches(c) * width, "name": "positions of patches"},
        *stacked([plain_layer(c)] * c.whole("num_hidden_layers")),
        {"layer_norm": None, "name": "patches"},
        *pooled,
    ]


def one_side(side: Callable[..., list[Item]], projects: bool, text: bool) -> Callable[[Config, Wanted], Network]:
    """One of the two encoders alone, with or without the projection to the common space."""

    def family(c: Config, wanted: Wanted) -> Network:
        endings = ("TextModelWithProjection", "VisionModelWithProjection")
        if wanted.head not in ("Model", "", *endings):
            c.fail("architectures", f"the head {wanted.head}", "the model, or the model with projection")
        layers = side(c, wanted.head in endings) if projects else side(c)
        limit = {"input": f"{c.whole('max_position_embeddings')} tokens"} if text else {}
        inputs = (wanted.inputs or limit) if text else image(c, wanted)
        return Network(inputs, layers, unit="token" if text else "image")

    return family


def pair(kind: str) -> Callable[[Config, Wanted], Network]:
    """Image and text, both encoders, and the product of what they make."""

    def family(c: Config, wanted: Wanted) -> Network:
        text = c.section("text_config", defaults_of(f"{kind}_text_model"))
        picture = c.section("vision_config", defaults_of(f"{kind}_vision_model"))
        if text is None or picture is None:
            c.fail("", "no text_config or no vision_config", "both, or a configuration of one of them alone")
        if wanted.head not in ("Model", ""):
            c.fail("architectures", f"the head {wanted.head}", "the model of image and text")
        c.ignore("projection_dim", "text_config_dict", "vision_config_dict", "logit_scale_init_value")
        picture.ignore("num_channels")
        inputs = wanted.inputs or {"image": stated(picture), "text": f"{text.whole('max_position_embeddings')} tokens"}
        by_kind = {"text" if "token" in shape else "image": name for name, shape in inputs.items()}
        if len(inputs) != 2 or len(by_kind) != 2:
            c.fail("ai_compute", "inputs: " + ", ".join(inputs.values()), "an image and a text",
                   'such as {"input": {"image": "3 x 224 x 224", "text": "77 tokens"}}')  # fmt: skip
        check_channels(picture, inputs[by_kind["image"]])
        common = c.maybe("projection_dim")
        seen = clip_vision(picture, False) if kind == "clip" else siglip_vision(picture)
        read = clip_text(text, False) if kind == "clip" else siglip_text(text)
        if kind == "clip":
            if common is None:
                c.fail("", "no `projection_dim`", "the width of the common space")
            seen, read = [*seen, dense(common, bias=False)], [*read, {"take": "last"}, dense(common, bias=False)]
        elif picture.flag("vision_use_head", default=True):
            seen = [*seen, {"take": "first"}]
        scores: list[Item] = [{"learned": 1 if kind == "clip" else 2, "name": "scale"}, {"inner_product": "picture"}]
        return Network(inputs, [{"from": by_kind["image"]}, *seen, {"group": [], "name": "picture"},
                                {"from": by_kind["text"]}, *read, *scores], unit="pair of image and text")  # fmt: skip

    return family


FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "clip_text_model": one_side(clip_text, projects=True, text=True),
    "clip_vision_model": one_side(clip_vision, projects=True, text=False),
    "siglip_text_model": one_side(siglip_text, projects=False, text=True),
    "siglip_vision_model": one_side(siglip_vision, projects=False, text=False),
    "clip": pair("clip"),
    "siglip": pair("siglip"),
}
