"""Transformers over the patches of an image: ViT and its kin."""

from collections.abc import Callable
from typing import Any

from ai_compute.architectures.huggingface.base import (
    Item,
    Network,
    Wanted,
    dense,
    dividing_heads,
    feed_forward,
    residual,
    stacked,
)
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.decoders import labels
from ai_compute.messages.problems import Problems


def image(c: Config, wanted: Wanted) -> dict[str, str]:
    """The input: as asked for, else the size that the configuration states."""
    c.ignore("num_channels", "image_size")
    if len(wanted.inputs) > 1:
        c.fail("ai_compute", "several inputs", 'one, such as {"input": "3 x 224 x 224"}')
    for shape in wanted.inputs.values():
        check_channels(c, shape)
    return wanted.inputs or {"input": stated(c)}


def check_channels(c: Config, shape: str) -> None:
    """Refuse an image of more or fewer channels than the model reads."""
    first, *rest = (side.strip() for side in shape.split("x"))
    channels = c.whole("num_channels", default=3)
    if rest and first != f"{channels}":
        place = ("ai_compute", "input")
        found, sides = (f"{first} channels", rest) if len(rest) > 1 else ("two sides without channels", [first, *rest])
        if len(rest) > 1 and rest[-1] == f"{channels}":
            sides = [first, *rest[:-1]]
        raise Problems([c.source.problem(place, found, f"{channels}, as num_channels",
                                         f'write "{" x ".join([str(channels), *sides])}"')])  # fmt: skip


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
    return {"attention": dividing_heads(c), **options}


def plain_layer(c: Config, **options: Any) -> list[Item]:
    """Attention over all tokens, then a feed-forward layer, a norm before each; options are of attention."""
    middle = feed_forward(c.whole("intermediate_size"), False, True)
    return [residual("layer_norm", attention(c, **options)), residual("layer_norm", middle)]


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
    pooled: list[Item] = [{"take": "first"}, dense(c.whole("pooler_output_size", default=width))]
    return Network(image(c, wanted), [
        patching(c, width), "class_token", {"learned": (patches(c) + 1) * width, "name": "positions"},
        *stacked([plain_layer(c, **qkv(c))] * c.whole("num_hidden_layers")), "layer_norm", *classes(c, wanted, pooled),
    ], unit="image")  # fmt: skip


def deit(c: Config, wanted: Wanted) -> Network:
    """DeiT: a token of distillation beside the class token, and a classifier for each."""
    c.ignore("pooler_act", "pooler_output_size")
    width = c.whole("hidden_size")
    pooled: list[Item] = [{"take": "first"}, dense(c.whole("pooler_output_size", default=width))]
    if wanted.head == "ImageClassificationWithTeacher":
        top: list[Item] = [{"take": "first"}, {"auxiliary": [dense(labels(c))]}, dense(labels(c))]
    else:
        top = classes(c, wanted, pooled)
    return Network(image(c, wanted), [
        patching(c, width), {"class_token": 2}, {"learned": (patches(c) + 2) * width, "name": "positions"},
        *stacked([plain_layer(c, **qkv(c))] * c.whole("num_hidden_layers")), "layer_norm", *top,
    ], unit="image")  # fmt: skip


def dinov2(c: Config, wanted: Wanted) -> Network:
    """DINOv2: a token for masked patches, layer scale; the classifier reads class token and mean patch."""
    c.ignore("apply_layernorm", "layerscale_value")
    width = c.whole("hidden_size")
    middle = int(width * (c.number("mlp_ratio", 4) or 4))
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
    scaled: list[Item] = ["channel_scale"] if c.number("layer_scale_init_value", 0) > 0 else []
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


FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "vit": vit,
    "deit": deit,
    "dinov2": dinov2,
    "dinov2_with_registers": dinov2,
    "beit": beit,
}
