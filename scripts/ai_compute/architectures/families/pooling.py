"""Pooling and other changes of shape: no products, hardly any parameters."""

import math
from typing import Annotated

from ai_compute.architectures.effects import not_beside
from ai_compute.architectures.families.convolutional import Dilation, Kernel, Padding, per_axis, slide
from ai_compute.architectures.language import layer
from ai_compute.architectures.ledger import Here
from ai_compute.architectures.readers import Flag, OneOf, Sizes, Whole
from ai_compute.architectures.shapes import Tensor, vector

PoolStride = Annotated[tuple[int, ...] | None, Sizes(), "step of the window; its size if left out"]
CeilMode = Annotated[bool, Flag(), "round output sizes up instead of down", not_beside("padding", "same")]


@layer
def max_pool(
    here: Here,
    x: Tensor,
    kernel: Kernel,
    stride: PoolStride = None,
    padding: Padding = (0,),
    dilation: Dilation = (1,),
    ceil_mode: CeilMode = False,
) -> Tensor:
    """Maximum of a window."""
    positions = slide(here, kernel, stride or kernel, padding, dilation, ceil_mode)
    _refuse_windows_of_one(here, kernel, positions)
    return x.at(positions)


@layer
def average_pool(
    here: Here,
    x: Tensor,
    kernel: Kernel,
    stride: PoolStride = None,
    padding: Padding = (0,),
    ceil_mode: CeilMode = False,
    trainable: Annotated[bool, Flag(), "a learned coefficient and offset a channel (LeNet-5's subsampling)"] = False,
) -> Tensor:
    """Mean of a window."""
    positions = slide(here, kernel, stride or kernel, padding, (1,), ceil_mode)
    if not trainable:
        _refuse_windows_of_one(here, kernel, positions)
        return x.at(positions)
    here.parameters(2 * x.channels)
    return here.output(x, x.channels, positions)


def _refuse_windows_of_one(here: Here, kernel: tuple[int, ...], positions: tuple[int, ...]) -> None:
    """Windows of one position that leave none out change nothing."""
    if set(kernel) == {1} and tuple(positions) == tuple(here.x.positions):
        here.fail("", "windows of 1 that leave no position out", "larger windows, or a stride above 1",
                  "remove the layer")  # fmt: skip


@layer
def global_average_pool(
    here: Here, x: Tensor, keep: Annotated[bool, Flag(), "keep the axes, each of size 1"] = False
) -> Tensor:
    """Mean of all positions: a vector of channels."""
    here.need("grid", "sequence")
    return x._replace(positions=(1,) * len(x.positions)) if keep else vector(x.channels, x.learned)


@layer
def global_max_pool(
    here: Here, x: Tensor, keep: Annotated[bool, Flag(), "keep the axes, each of size 1"] = False
) -> Tensor:
    """Maximum of all positions: a vector of channels."""
    return global_average_pool(here, x, keep)


@layer
def adaptive_pool(
    here: Here, x: Tensor, size: Annotated[tuple[int, ...], Sizes(), "output positions on each axis: 6, or 6 x 4"]
) -> Tensor:
    """Pooling to a given size, whatever the input."""
    here.need("grid", "sequence")
    return x._replace(positions=per_axis(here, here.kind, size))


@layer
def upsample(
    here: Here,
    x: Tensor,
    factor: Annotated[tuple[int, ...] | None, Sizes(), "how many times larger each axis becomes"] = None,
    size: Annotated[tuple[int, ...] | None, Sizes(), "or the output positions on each axis"] = None,
) -> Tensor:
    """Enlarging by interpolation or repetition."""
    here.need("grid", "sequence")
    if (factor is None) == (size is None):
        here.fail("", "both or neither of factor and size", "one of them: `upsample: 2`, or `size: 520`")
    if size is not None:
        sizes = per_axis(here, "size", size)
        if tuple(sizes) == tuple(x.positions):
            here.fail("size", " x ".join(map(str, sizes)), "another size than the input has", "remove the layer")
        return x._replace(positions=sizes)
    factors = per_axis(here, here.kind, factor or (1,))
    if set(factors) == {1}:
        here.fail("", "1 on every axis", "a factor that enlarges some axis", "remove the layer")
    return x._replace(positions=tuple(i * f for i, f in zip(x.positions, factors, strict=True)))


@layer
def pixel_shuffle(
    here: Here, x: Tensor, factor: Annotated[int, Whole(), "how many times larger each axis becomes"]
) -> Tensor:
    """Channels rearranged into positions (sub-pixel convolution)."""
    here.need("grid")
    if factor == 1:
        here.fail("", "1", "a factor that enlarges the axes", "remove the layer")
    share = factor ** len(x.positions)
    if x.channels % share:
        here.fail("", f"{x.channels} channels", f"channels that {share} divides")
    return x._replace(channels=x.channels // share, positions=tuple(i * factor for i in x.positions))


@layer
def zero_pad(
    here: Here,
    x: Tensor,
    before: Annotated[tuple[int, ...], Sizes(0), "zeros before the first position of each axis"],
    after: Annotated[tuple[int, ...] | None, Sizes(0), "zeros behind the last; as many as before if left out"] = None,
) -> Tensor:
    """Zeros around the input."""
    here.need("grid", "sequence")
    first, last = per_axis(here, here.kind, before), per_axis(here, "after", before if after is None else after)
    if not any((*first, *last)):
        here.fail("", "no zeros on any side", "zeros on some side", "remove the layer")
    return x._replace(positions=tuple(a + i + b for a, i, b in zip(first, x.positions, last, strict=True)))


@layer
def crop(
    here: Here, x: Tensor, size: Annotated[tuple[int, ...], Sizes(), "positions that are left on each axis"]
) -> Tensor:
    """A part of the positions."""
    here.need("grid", "sequence")
    sizes = per_axis(here, here.kind, size)
    if any(left > i for left, i in zip(sizes, x.positions, strict=True)):
        here.fail("", " x ".join(map(str, sizes)), "no more than the input has")
    if tuple(sizes) == tuple(x.positions):
        here.fail("", " x ".join(map(str, sizes)), "less than the input has", "remove the layer")
    return x._replace(positions=sizes)


@layer
def flatten(here: Here, x: Tensor) -> Tensor:
    """Everything in one row: a vector."""
    here.need("grid", "sequence", "vector")
    return vector(x.channels * x.size, x.learned)


@layer
def reshape(
    here: Here,
    x: Tensor,
    shape: Annotated[tuple[int, ...], Sizes(), "channels x positions, such as 256 x 4 x 4"],
) -> Tensor:
    """The same numbers as a grid of another shape (up to two axes), or as a vector (one number)."""
    here.need("grid", "sequence", "vector", way_out="put an `embedding` before it")
    if math.prod(shape) != x.channels * x.size:
        here.fail("", " x ".join(map(str, shape)), f"a shape of {x.channels * x.size} numbers")
    made = Tensor(shape[0], tuple(shape[1:]), "grid" if len(shape) > 1 else "vector", x.learned)
    if made == x:
        here.fail("", " x ".join(map(str, shape)), "another shape than the input has", "remove the layer")
    return made


@layer
def to_sequence(
    here: Here,
    x: Tensor,
    steps: Annotated[
        str,
        OneOf("positions", "last axis", "first axis"),
        "positions: each position is a step; last axis, first axis: this axis is time, the others join the channels",
    ] = "positions",
) -> Tensor:
    """A grid read as a sequence."""
    here.need("grid", "sequence", "vector", way_out="an `embedding` makes a sequence of tokens")
    if steps != "positions":
        here.need("grid", way_out="only a grid has axes: write `to_sequence` without a value, or leave it out")
    if x.layout == "vector":
        return Tensor(x.channels, (1,), "sequence", x.learned)
    if steps == "positions":
        return Tensor(x.channels, (x.size,), "sequence", x.learned)
    length = x.positions[-1 if steps == "last axis" else 0]
    return Tensor(x.channels * x.size // length, (length,), "sequence", x.learned)


@layer
def to_grid(here: Here, x: Tensor, size: Annotated[tuple[int, ...], Sizes(), "positions: 14 x 14"]) -> Tensor:
    """A sequence read as a grid: its steps are the positions."""
    here.need("sequence")
    if math.prod(size) != x.size:
        here.fail("", " x ".join(map(str, size)), f"{x.size} positions, as many as the sequence has steps")
    return x._replace(positions=size, layout="grid")


@layer
def transpose(here: Here, x: Tensor) -> Tensor:
    """Steps and channels of a sequence exchanged."""
    here.need("sequence")
    return x._replace(channels=x.size, positions=(x.channels,))


@layer
def take(
    here: Here,
    x: Tensor,
    which: Annotated[
        str | int, OneOf("first", "last", otherwise=Whole()), "first, last, or how many of the first steps"
    ],
) -> Tensor:
    """One step of a sequence (the class token, the last state) as a vector, or its first steps as a sequence."""
    here.need("sequence")
    if isinstance(which, str):
        return vector(x.channels, x.learned)
    if which > x.size:
        here.fail("", str(which), f"at most {x.size}, the steps that there are")
    return x._replace(positions=(which,))
