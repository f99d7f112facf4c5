"""Models of images, and pairs of image and text."""

from collections.abc import Callable
from typing import Any

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
from ai_compute.architectures.huggingface.decoders import labels
from ai_compute.architectures.huggingface.defaults import defaults_of


def image(c: Config, wanted: Wanted) -> dict[str, str]:
    """The input: as asked for, else the size that the configuration states."""
    c.ignore("num_channels", "image_size")
    if len(wanted.inputs) > 1:
        c.fail("ai_compute", "several inputs", 'one, such as {"input": "3 x 224 x 224"}')
    return wanted.inputs or {"input": stated(c)}


def stated(c: Config) -> str:
    """The image that the configuration states."""
    return " x ".join(map(str, (c.whole("num_channels"), *sides(c, "image_size"))))


def sides(c: Config, name: str) -> tuple[int, int]:
    """Height and width."""
    value = c.value(name)
    if isinstance(value, list) and len(value) == 2 and all(type(side) is int and side > 0 for side in value):
        return value[0], value[1]
    return c.whole(name), c.whole(name)


def patches(c: Config) -> int:
    """Patches of the image that the configuration states: rows of the table of positions."""
    (height, width), (down, right) = sides(c, "image_size"), sides(c, "patch_size")
    return (height // down) * (width // right)


def patching(c: Config, width: int, bias: bool = True) -> Item:
    """Patches mapped to tokens."""
    down, right = sides(c, "patch_size")
    return {"patch_embedding": width, "patch": down if down == right else [down, right], "bias": bias}


def attention(c: Config, **options: Any) -> Item:
    """Attention over all tokens."""
    width, heads = c.whole("hidden_size"), c.whole("num_attention_heads")
    if width % heads:
        c.fail("num_attention_heads", f"{heads} heads of {width} channels", f"heads that divide {width}")
    return {"attention": heads, **options}


def qkv(c: Config) -> dict[str, Any]:
    """Offsets of queries, keys and values."""
    return {"query_key_value_bias": c.flag("qkv_bias", default=True)}


def classes(c: Config, wanted: Wanted, pooled: list[Item], first: str = "ImageClassification") -> list[Item]:
    """A classifier on the class token, or the model's pooler."""
    wanted_head = wanted.head or first
    if wanted_head == "ImageClassification":
        return [{"take": "first"}, dense(labels(c))]
    if wanted_head == "Model":
        return pooled
    raise c.wrong("architectures", f"the head {wanted_head}", "ForImageClassification, or the model without a head")


def vit(c: Config, wanted: Wanted) -> Network:
    """ViT."""
    c.ignore("pooler_act", "pooler_output_size")
    width = c.whole("hidden_size")
    layer = [residual("layer_norm", attention(c, **qkv(c))),
             residual("layer_norm", feed_forward(c.whole("intermediate_size"), False, True))]  # fmt: skip
    pooled: list[Item] = [{"take": "first"}, dense(c.whole("pooler_output_size", default=width))]
    return Network(image(c, wanted), [
        patching(c, width), "class_token", {"learned": (patches(c) + 1) * width, "name": "positions"},
        *stacked([layer] * c.whole("num_hidden_layers")), "layer_norm", *classes(c, wanted, pooled),
    ], unit="image")  # fmt: skip


def deit(c: Config, wanted: Wanted) -> Network:
    """DeiT: a token of distillation beside the class token, and a classifier for each."""
    c.ignore("pooler_act", "pooler_output_size")
    width = c.whole("hidden_size")
    layer = [residual("layer_norm", attention(c, **qkv(c))),
             residual("layer_norm", feed_forward(c.whole("intermediate_size"), False, True))]  # fmt: skip
    pooled: list[Item] = [{"take": "first"}, dense(c.whole("pooler_output_size", default=width))]
    if wanted.head == "ImageClassificationWithTeacher":
        top: list[Item] = [{"take": "first"}, {"auxiliary": [dense(labels(c))]}, dense(labels(c))]
    else:
        top = classes(c, wanted, pooled)
    return Network(image(c, wanted), [
        patching(c, width), {"class_token": 2}, {"learned": (patches(c) + 2) * width, "name": "positions"},
        *stacked([layer] * c.whole("num_hidden_layers")), "layer_norm", *top,
    ], unit="image")  # fmt: skip


def dinov2(c: Config, wanted: Wanted) -> Network:
    """DINOv2: a token for masked patches, layer scale; the classifier reads class token and mean patch."""
    c.ignore("apply_layernorm", "layerscale_value")
    width = c.whole("hidden_size")
    middle = int(width * float(c.value("mlp_ratio") or 4))
    if c.flag("use_swiglu_ffn"):
        middle = (int(middle * 2 / 3) + 7) // 8 * 8
    layer = [residual("layer_norm", attention(c, **qkv(c)), "channel_scale"),
             residual("layer_norm", feed_forward(middle, c.flag("use_swiglu_ffn"), True), "channel_scale")]  # fmt: skip
    registers = c.maybe("num_register_tokens") or 0
    mask: list[Item] = [{"learned": width, "name": "masked patch"}] if c.flag("use_mask_token", default=True) else []
    added: list[Item] = [{"class_token": registers, "name": "registers"}] if registers else []
    if wanted.head == "ImageClassification":
        top: list[Item] = [
            {"take": "first"},
            {"group": [], "name": "class"},
            {"concatenate": "class"},
            dense(labels(c)),
        ]
    elif wanted.head in ("Model", ""):
        top = []
    else:
        c.fail("architectures", f"the head {wanted.head}", "ForImageClassification, or the model without a head")
    return Network(image(c, wanted), [
        patching(c, width), "class_token", {"learned": (patches(c) + 1) * width, "name": "positions"}, *mask, *added,
        *stacked([layer] * c.whole("num_hidden_layers")), "layer_norm", *top,
    ], unit="image")  # fmt: skip


def beit(c: Config, wanted: Wanted) -> Network:
    """BEiT: relative positions, no offsets of keys, layer scale."""
    c.ignore("pool_scales", "use_auxiliary_head", "auxiliary_channels", "auxiliary_num_convs", "auxiliary_concat_input",
             "semantic_loss_ignore_index", "auxiliary_loss_weight", "add_fpn", "vocab_size")  # fmt: skip
    width, heads = c.whole("hidden_size"), c.whole("num_attention_heads")
    (height, broad), (down, right) = sides(c, "image_size"), sides(c, "patch_size")
    table: Item = {"learned": ((2 * (height // down) - 1) * (2 * (broad // right) - 1) + 3) * heads}
    scaled: list[Item] = ["channel_scale"] if (c.value("layer_scale_init_value") or 0) > 0 else []
    own: list[Item] = [table] if c.flag("use_relative_position_bias") else []
    layer = [residual("layer_norm", *own, attention(c, key_bias=False), *scaled),
             residual("layer_norm", feed_forward(c.whole("intermediate_size"), False, True), *scaled)]  # fmt: skip
    front: list[Item] = [patching(c, width), "class_token"]
    if c.flag("use_mask_token"):
        front.append({"learned": width, "name": "masked patch"})
    if c.flag("use_absolute_position_embeddings"):
        front.append({"learned": (patches(c) + 1) * width, "name": "positions"})
    if c.flag("use_shared_relative_position_bias"):
        front.append({**table, "name": "relative positions"})  # type: ignore[dict-item]
    c.ignore("use_mean_pooling")
    body = stacked([layer] * c.whole("num_hidden_layers"))
    return Network(image(c, wanted), [*front, *body, "layer_norm", *classes(c, wanted, [])], unit="image")


def swin(c: Config, wanted: Wanted) -> Network:
    """Swin: windows on a grid; a stage whose grid is smaller than the window is one window."""
    c.ignore("num_layers", "hidden_size")
    c.only("use_absolute_embeddings", False)
    depths, heads = c.listed("depths") or [], c.listed("num_heads", len(c.listed("depths") or [])) or []
    width, window = c.whole("embed_dim"), c.whole("window_size")
    inputs = image(c, wanted)
    down, right = sides(c, "patch_size")
    grid = [
        -(-int(side) // by) for side, by in zip(next(iter(inputs.values())).split("x")[1:], (down, right), strict=True)
    ]
    layers: list[Item] = [{"convolution": width, "kernel": [down, right], "stride": [down, right]}, "layer_norm"]
    for stage, (depth, number) in enumerate(zip(depths, heads, strict=True)):
        if stage:
            layers.append({"patch_merging": 2})
            grid = [-(-side // 2) for side in grid]
        channels = width * 2**stage
        layers.append({"transformer": depth, "heads": number, "window": min(window, *grid),
                       "relative_biases": (2 * window - 1) ** 2, **qkv(c),
                       "feed_forward": int(channels * float(c.value("mlp_ratio") or 4))})  # fmt: skip
    top = [dense(labels(c))] if wanted.head in ("ImageClassification", "") else classes(c, wanted, [])
    return Network(inputs, [*layers, "layer_norm", "global_average_pool", *top], unit="image")


def convnext(second: bool) -> Callable[[Config, Wanted], Network]:
    """ConvNeXt; the second version normalizes responses in place of a layer scale."""

    def family(c: Config, wanted: Wanted) -> Network:
        c.ignore("num_stages", "hidden_size")
        depths, widths = c.listed("depths") or [3, 3, 9, 3], c.listed("hidden_sizes") or [96, 192, 384, 768]
        patch = c.whole("patch_size", default=4)
        scaled: list[Item] = ["channel_scale"] if not second and (c.value("layer_scale_init_value") or 0) > 0 else []
        layers: list[Item] = [{"convolution": widths[0], "kernel": patch, "stride": patch}, "layer_norm"]
        for stage, (depth, width) in enumerate(zip(depths, widths, strict=True)):
            if stage:
                layers += ["layer_norm", {"convolution": width, "kernel": 2, "stride": 2}]
            wide: list[Item] = [{"convolution": 4 * width, "kernel": 1}]
            wide += ["layer_norm"] if second else []
            block = [residual({"depthwise_convolution": 7, "padding": 3}, "layer_norm", *wide,
                              {"convolution": width, "kernel": 1}, *scaled)]  # fmt: skip
            layers += stacked([block] * depth)
        top = [dense(labels(c))] if wanted.head in ("ImageClassification", "") else classes(c, wanted, [])
        return Network(image(c, wanted), [*layers, "global_average_pool", "layer_norm", *top], unit="image")

    return family


def clip_text(c: Config, projected: bool) -> list[Item]:
    """CLIP's text encoder: causal; the last token stands for the text."""
    c.ignore("projection_dim", "logit_scale_init_value")
    width = c.whole("hidden_size")
    layer = [residual("layer_norm", attention(c, causal=True)),
             residual("layer_norm", feed_forward(c.whole("intermediate_size"), False, True))]  # fmt: skip
    end = [{"take": "last"}, dense(c.whole("projection_dim"), bias=False)] if projected else []
    table = embedding(c.whole("vocab_size"), width, positions=c.whole("max_position_embeddings"))
    return [table, *stacked([layer] * c.whole("num_hidden_layers")), "layer_norm", *end]


def clip_vision(c: Config, projected: bool) -> list[Item]:
    """CLIP's image encoder."""
    # LLaVA writes the words of the whole beside the encoder of images, which has none.
    c.ignore("projection_dim", "logit_scale_init_value", "vocab_size")
    width = c.whole("hidden_size")
    layer = [residual("layer_norm", attention(c)),
             residual("layer_norm", feed_forward(c.whole("intermediate_size"), False, True))]  # fmt: skip
    end = [dense(c.whole("projection_dim"), bias=False)] if projected else []
    return [
        patching(c, width, bias=False),
        "class_token",
        {"learned": (patches(c) + 1) * width, "name": "positions of patches"},
        "layer_norm",
        *stacked([layer] * c.whole("num_hidden_layers")),
        {"take": "first"},
        "layer_norm",
        *end,
    ]


def siglip_text(c: Config) -> list[Item]:
    """SigLIP's text encoder: not causal."""
    width = c.whole("hidden_size")
    layer = [residual("layer_norm", attention(c)),
             residual("layer_norm", feed_forward(c.whole("intermediate_size"), False, True))]  # fmt: skip
    table = embedding(c.whole("vocab_size"), width, positions=c.whole("max_position_embeddings"))
    end: list[Item] = [{"take": "last"}, dense(c.whole("projection_size", default=width))]
    return [table, *stacked([layer] * c.whole("num_hidden_layers")), "layer_norm", *end]


def siglip_vision(c: Config) -> list[Item]:
    """SigLIP's image encoder: a learned query gathers the patches."""
    width = c.whole("hidden_size")
    middle = feed_forward(c.whole("intermediate_size"), False, True)
    layer = [residual("layer_norm", attention(c)), residual("layer_norm", middle)]
    pooled: list[Item] = []
    if c.flag("vision_use_head", default=True):
        query: Item = {"learned": width, "name": "query"}
        pooled = [{"take": 1}, query, attention(c, memory="patches"), residual("layer_norm", middle)]
    return [
        patching(c, width),
        {"learned": patches(c) * width, "name": "positions of patches"},
        *stacked([layer] * c.whole("num_hidden_layers")),
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
    "vit": vit,
    "deit": deit,
    "dinov2": dinov2,
    "dinov2_with_registers": dinov2,
    "beit": beit,
    "swin": swin,
    "convnext": convnext(second=False),
    "convnextv2": convnext(second=True),
    "clip_text_model": one_side(clip_text, projects=True, text=True),
    "clip_vision_model": one_side(clip_vision, projects=True, text=False),
    "siglip_text_model": one_side(siglip_text, projects=False, text=True),
    "siglip_vision_model": one_side(siglip_vision, projects=False, text=False),
    "clip": pair("clip"),
    "siglip": pair("siglip"),
}
