"""Convolutions over 1 to 3 dimensions, and what is built of them."""

import math
from typing import Annotated, NoReturn

from ai_compute.architectures.effects import not_beside
from ai_compute.architectures.families.normalization import NormOption, add_norm
from ai_compute.architectures.language import KINDS, REQUIRED, layer
from ai_compute.architectures.ledger import Here
from ai_compute.architectures.readers import Flag, Links, OneOf, Sizes, Whole
from ai_compute.architectures.shapes import Tensor

Channels = Annotated[int, Whole(), "output channels (feature maps)"]
Kernel = Annotated[tuple[int, ...], Sizes(), "size of the kernel: 3, or one for each axis: 1 x 7"]
Stride = Annotated[tuple[int, ...], Sizes(), "step of the kernel"]
Padding = Annotated[
    tuple[int, ...] | str,
    OneOf("same", "valid", otherwise=Sizes(0)),
    "zeros on each side; valid = 0; same = as many as make the output input / stride, rounded up",
]
ONE_TAP = ((1,), (1, 1), (1, 1, 1))
Dilation = Annotated[tuple[int, ...], Sizes(), "distance of neighbouring taps", not_beside("kernel", *ONE_TAP)]
Groups = Annotated[int, Whole(), "channels are cut into so many groups that do not see each other"]
ConvolutionBias = Annotated[
    bool | str | None,
    OneOf("none", "untied", otherwise=Flag()),
    "one offset a channel: true unless `norm` is given; untied: one for each output unit",
]


def per_axis(here: Here, option: str, sizes: tuple[int, ...]) -> tuple[int, ...]:
    """A size for each axis of the input."""
    axes = len(here.x.positions)
    if len(sizes) == axes:
        return sizes
    if len(sizes) != 1:
        here.fail(main(here, option), " x ".join(map(str, sizes)), f"one number, or {axes}: one for each axis")
    return sizes * axes


def slide(
    here: Here,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: tuple[int, ...] | str,
    dilation: tuple[int, ...] = (1,),
    ceil_mode: bool = False,
) -> tuple[int, ...]:
    """Positions that a window takes: floor((i + 2p - d(k-1) - 1) / s) + 1, or ceil.

    With ceil, a last window that would start beyond the input and its left padding is left out.
    """
    here.need("grid", "sequence", way_out="a window slides over positions; `reshape` gives a vector positions")
    sizes = here.x.positions
    kernels, strides = per_axis(here, "kernel", kernel), per_axis(here, "stride", stride)
    dilations = per_axis(here, "dilation", dilation)
    if padding == "same":
        return tuple([-(-size // step) for size, step in zip(sizes, strides, strict=True)])
    pads = (0,) * len(sizes) if isinstance(padding, str) else per_axis(here, "padding", padding)
    steps = []
    for size, width, stride_, pad, dilation_ in zip(sizes, kernels, strides, pads, dilations, strict=True):
        rest = size + 2 * pad - dilation_ * (width - 1) - 1
        if rest < 0:
            _too_large(here, size, width, pad, dilation_)
        last = -(-rest // stride_) if ceil_mode else rest // stride_
        steps.append(last if ceil_mode and last * stride_ >= size + pad else last + 1)
    return tuple(steps)


def _too_large(here: Here, size: int, kernel: int, pad: int, dilation: int) -> NoReturn:
    dilated = f" (dilated to {dilation * (kernel - 1) + 1})" if dilation > 1 else ""
    padded = f" padded to {size + 2 * pad}" if pad else ""
    here.fail(
        main(here, "kernel"),
        f"a kernel of {kernel}{dilated} on an axis of {size}{padded}",
        "a kernel that is no larger than its padded input",
        "give padding (`padding: same`), or check the strides of the layers before"
        if "padding" in KINDS[here.kind].options
        else "a smaller one, or check the input and the layers before",
    )


def main(here: Here, option: str) -> str:
    """How the file calls an option: the kind's own word if it is the main one; the side of a patch is a kernel too."""
    kind = KINDS[here.kind]
    called = "patch" if option not in kind.options and "patch" in kind.options else option
    return here.kind if kind.main == called else called


def _grouped(here: Here, channels: int, groups: int) -> None:
    for number, what in ((here.x.channels, "input"), (channels, "output")):
        if number % groups:
            here.fail(
                "groups",
                f"{groups} groups of {number} {what} channels",
                f"{what} channels that {groups} divides",
                "change the number of groups or of channels",
            )


@layer
def convolution(
    here: Here,
    x: Tensor,
    channels: Channels,
    kernel: Kernel = REQUIRED,
    stride: Stride = (1,),
    padding: Padding = (0,),
    dilation: Dilation = (1,),
    groups: Annotated[Groups, not_beside("connections")] = 1,
    bias: ConvolutionBias = None,
    norm: NormOption = "none",
    connections: Annotated[
        tuple[int, ...] | None,
        Links(),
        "partial connection table: pairs of connected input and output maps in all (60), or the list of the input maps "
        "(or their number) of each output map",
    ] = None,
    shared_weights: Annotated[bool, Flag(), "false: every output position has a kernel of its own"] = True,
) -> Tensor:
    """Convolution over the 1, 2 or 3 axes of a grid, or over the steps of a sequence."""
    _grouped(here, channels, groups)
    positions = slide(here, kernel, stride, padding, dilation)
    taps = math.prod(per_axis(here, "kernel", kernel))
    links = channels * (x.channels // groups)
    if connections is not None:
        links = _links(here, connections, channels)
    units = math.prod(positions)
    here.products(units * links * taps, x)
    here.parameters(links * taps * (1 if shared_weights else units))
    out = here.output(x, channels, positions)
    add_bias(here, bias, norm, channels, units)
    add_norm(here, norm, channels)
    return out


def add_bias(here: Here, bias: bool | str | None, norm: str, channels: int, units: int) -> None:
    """Offsets of a convolution: by default where no normalization follows."""
    if bias == "untied":
        here.parameters(channels * units)
    elif bias is True or (bias is None and norm == "none"):
        here.parameters(channels)


def _links(here: Here, connections: tuple[int, ...], channels: int) -> int:
    if len(connections) not in (1, channels):
        here.fail(
            "connections", f"{len(connections)} items", f"one number, or {channels} items: one for each output map"
        )
    links, most = sum(connections), channels * here.x.channels
    if len(connections) > 1 and max(connections) > here.x.channels:
        here.fail("connections", f"{max(connections)} input maps of one output map", f"at most {here.x.channels}")
    if links > most:
        here.fail("connections", f"{links} connected pairs", f"at most {most} (input maps x output maps)")
    return links


@layer
def depthwise_convolution(
    here: Here,
    x: Tensor,
    kernel: Kernel,
    stride: Stride = (1,),
    padding: Padding = (0,),
    dilation: Dilation = (1,),
    multiplier: Annotated[int, Whole(), "output channels of each input channel"] = 1,
    bias: ConvolutionBias = None,
    norm: NormOption = "none",
) -> Tensor:
    """Convolution of each channel by itself (groups = channels)."""
    channels = x.channels * multiplier
    return convolution(here, x, channels, kernel, stride, padding, dilation, x.channels, bias, norm)


@layer
def separable_convolution(
    here: Here,
    x: Tensor,
    channels: Channels,
    kernel: Kernel = REQUIRED,
    stride: Stride = (1,),
    padding: Padding = (0,),
    dilation: Dilation = (1,),
    bias: ConvolutionBias = None,
    depthwise_bias: Annotated[bool, Flag(), "offsets of the depthwise half"] = False,
    norm: NormOption = "none",
) -> Tensor:
    """Depthwise convolution, then a 1 x 1 convolution; bias and norm belong to the second."""
    positions = slide(here, kernel, stride, padding, dilation)
    taps, units = math.prod(per_axis(here, "kernel", kernel)), math.prod(positions)
    middle = here.output(x, x.channels, positions)
    here.products(units * taps * x.channels, x, part="depthwise", shape=middle)
    here.parameters(taps * x.channels + (x.channels if depthwise_bias else 0), part="depthwise")
    here.products(units * x.channels * channels, middle)
    here.parameters(x.channels * channels)
    add_bias(here, bias, norm, channels, units)
    add_norm(here, norm, channels)
    return here.output(middle, channels)


@layer
def transposed_convolution(
    here: Here,
    x: Tensor,
    channels: Channels,
    kernel: Kernel = REQUIRED,
    stride: Stride = (1,),
    padding: Annotated[
        tuple[int, ...] | str,
        OneOf("same", "valid", otherwise=Sizes(0)),
        "rows taken away on each side of the output; valid = 0; same = as many as make the output input x stride",
    ] = (0,),
    output_padding: Annotated[
        tuple[int, ...], Sizes(0), "rows added at the end of the output", not_beside("padding", "same")
    ] = (0,),
    dilation: Dilation = (1,),
    groups: Groups = 1,
    bias: ConvolutionBias = None,
    norm: NormOption = "none",
) -> Tensor:
    """Transposed ('fractionally strided') convolution: output (i - 1) s - 2p + d (k - 1) + output padding + 1."""
    here.need("grid", "sequence")
    _grouped(here, channels, groups)
    kernels, strides = per_axis(here, "kernel", kernel), per_axis(here, "stride", stride)
    dilations, extra = per_axis(here, "dilation", dilation), per_axis(here, "output_padding", output_padding)
    if padding == "same":
        positions = tuple(i * s for i, s in zip(x.positions, strides, strict=True))
    else:
        pads = (0,) * len(kernels) if isinstance(padding, str) else per_axis(here, "padding", padding)
        axes = zip(x.positions, kernels, strides, pads, dilations, extra, strict=True)
        positions = tuple((i - 1) * s - 2 * p + d * (k - 1) + o + 1 for i, k, s, p, d, o in axes)
    if min(positions) < 1:
        here.fail("padding", f"an output of {' x '.join(map(str, positions))}", "an output of at least 1 a side")
    links = x.channels * (channels // groups) * math.prod(kernels)
    here.products(x.size * links, x)
    here.parameters(links)
    add_bias(here, bias, norm, channels, math.prod(positions))
    add_norm(here, norm, channels)
    return here.output(x, channels, positions)


@layer
def squeeze_excitation(
    here: Here,
    x: Tensor,
    width: Annotated[int, Whole(), "channels in the middle, such as 64 or channels // 16"],
    bias: Annotated[bool, Flag(), "offsets of both dense layers"] = True,
) -> Tensor:
    """Channel weights from the mean of all positions through two dense layers; the shape stays."""
    here.need("grid", "sequence")
    mean = here.output(x, x.channels)
    here.products(x.channels * width, x, part="squeeze")
    here.products(width * x.channels, mean, part="excite")
    here.parameters(x.channels * width + (width if bias else 0), part="squeeze")
    here.parameters(x.channels * width + (x.channels if bias else 0), part="excite")
    return mean


@layer
def patch_embedding(
    here: Here,
    x: Tensor,
    width: Annotated[int, Whole(), "width of a token"],
    patch: Annotated[tuple[int, ...], Sizes(), "side of a patch: 16, or one for each axis"] = REQUIRED,
    bias: Annotated[bool, Flag(), "offsets of the projection"] = True,
    class_token: Annotated[bool, Flag(), "a learned token is put before the patches"] = False,
    positions: Annotated[bool, Flag(), "a learned vector for each token is added"] = False,
) -> Tensor:
    """A grid cut into patches without overlap, each mapped to a token of a sequence; a rest at the edge is cut off."""
    here.need("grid")
    counts = slide(here, patch, patch, (0,))
    links = x.channels * math.prod(per_axis(here, "patch", patch)) * width
    tokens = math.prod(counts)
    here.products(tokens * links, x)
    here.parameters(links + (width if bias else 0))
    length = tokens + class_token
    if class_token:
        here.parameters(width, part="class token")
    if positions:
        here.parameters(length * width, part="positions")
    return Tensor(width, (length,), "sequence", True)


@layer
def patch_merging(
    here: Here,
    x: Tensor,
    side: Annotated[int, Whole(), "side of the square of neighbours that become one"] = 2,
    channels: Annotated[int | None, Whole(), "output channels; 2 x the input's if left out"] = None,
    norm: NormOption = "layer",
    bias: Annotated[bool, Flag(), "offsets of the projection"] = False,
) -> Tensor:
    """Swin's downsampling: neighbours concatenated, normalized and mapped to `channels`; odd sides are padded."""
    here.need("grid")
    width = channels or 2 * x.channels
    positions = tuple(math.ceil(i / side) for i in x.positions)
    joined = x.channels * side ** len(positions)
    here.products(math.prod(positions) * joined * width, x)
    here.parameters(joined * width + (width if bias else 0))
    add_norm(here, norm, joined)
    return here.output(x, width, positions)
