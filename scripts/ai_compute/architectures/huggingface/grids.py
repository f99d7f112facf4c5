"""Images that stay grids: Swin, Swin V2 and ConvNeXt, which get smaller from stage to stage."""

from collections.abc import Callable
from typing import Any

from ai_compute.architectures.huggingface.base import Item, Network, Wanted, dense, residual, sizes, stacked
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.decoders import labels
from ai_compute.architectures.huggingface.vision import classes, image, qkv, sides

POSITION_WIDTH = 512
"""Channels in the middle of Swin V2's network of relative positions."""


def swin(second: bool) -> Callable[[Config, Wanted], Network]:
    """Swin: windows on a grid; a stage whose grid is smaller than the window is one window.

    The second version makes its biases by a small network of relative positions and divides queries and keys by their
    norms, with a learned factor a head; keys have no offsets, and norms stand behind.
    """

    def family(c: Config, wanted: Wanted) -> Network:
        c.ignore("num_layers", "hidden_size", "encoder_stride", "path_norm", "pretrained_window_sizes")
        c.only("use_absolute_embeddings", False)
        depths = c.row("depths")
        heads = c.row("num_heads", len(depths))
        width, window, inputs = c.whole("embed_dim"), c.whole("window_size"), image(c, wanted)
        down, right = sides(c, "patch_size")
        shape = next(iter(inputs.values()))
        grid = [-(-side // by) for side, by in zip(sizes(c, shape, 3)[1:], (down, right), strict=True)]
        layers: list[Item] = [{"convolution": width, "kernel": [down, right], "stride": [down, right]}, "layer_norm"]
        tables: dict[str, str] = {}
        for stage, (depth, number) in enumerate(zip(depths, heads, strict=True)):
            if stage:
                layers += [{"patch_merging": 2, "norm": "none"}, "layer_norm"] if second else [{"patch_merging": 2}]
                grid = [-(-side // 2) for side in grid]
            side, channels = min(window, *grid), width * 2**stage
            layer: dict[str, Any] = {"heads": number, "window": side, **qkv(c),
                           "feed_forward": int(channels * (c.number("mlp_ratio", 4) or 4))}  # fmt: skip
            if second:
                offsets = (2 * side - 1) ** 2
                table = f"{offsets} relative positions"
                tables[table] = f"{offsets} steps x 2"
                biases: list[Item] = [{"from": table}, dense(POSITION_WIDTH), dense(number, bias=False)]
                keys = {"key_bias": False} if c.flag("qkv_bias", default=True) else {}
                block: list[Item] = [{"auxiliary": biases}, {"learned": number},
                                     {"transformer": 1, **layer, "relative_biases": 0, **keys}]  # fmt: skip
                layers += stacked([block] * depth)
            else:
                layers.append({"transformer": depth, **layer, "relative_biases": (2 * window - 1) ** 2})
        top = [dense(labels(c))] if wanted.head in ("ImageClassification", "") else classes(c, wanted, [])
        return Network({**inputs, **tables}, [*layers, "layer_norm", "global_average_pool", *top], unit="image")

    return family


def convnext(second: bool) -> Callable[[Config, Wanted], Network]:
    """ConvNeXt; the second version normalizes responses in place of a layer scale."""

    def family(c: Config, wanted: Wanted) -> Network:
        c.ignore("num_stages", "hidden_size")
        depths, widths = c.wholes("depths") or [3, 3, 9, 3], c.wholes("hidden_sizes") or [96, 192, 384, 768]
        if len(depths) != len(widths):
            c.fail("hidden_sizes", f"{len(widths)} items", f"{len(depths)}: one for each of depths")
        patch = c.whole("patch_size", default=4)
        scaled: list[Item] = ["channel_scale"] if not second and c.number("layer_scale_init_value", 0) > 0 else []
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


FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "swin": swin(second=False),
    "swinv2": swin(second=True),
    "convnext": convnext(second=False),
    "convnextv2": convnext(second=True),
}
