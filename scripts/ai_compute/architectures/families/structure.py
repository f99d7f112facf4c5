"""Layers that hold layers: residuals, branches, skips."""

from typing import Annotated

from ai_compute.architectures.language import layer
from ai_compute.architectures.ledger import Here
from ai_compute.architectures.readers import Branches, Flag, LayerList, Layers, Name, Names, OneOf
from ai_compute.architectures.shapes import Tensor, same_shape, vector

Inner = Annotated[Layers, LayerList(), "the layers inside"]
Join = Annotated[str, OneOf("concatenate", "add", "multiply"), "how the outputs of the branches are joined"]


@layer
def group(here: Here, x: Tensor, layers: Inner) -> Tensor:
    """Layers one after the other, to be named, repeated or shared together."""
    return here.run(layers, x, "")


@layer
def residual(
    here: Here,
    x: Tensor,
    layers: Inner,
    shortcut: Annotated[
        str | Layers,
        OneOf("identity", "projection", "zero padded", otherwise=LayerList()),
        "projection: a 1 x 1 convolution (or dense layer) with the file's defaults, only where the shapes differ; zero "
        "padded: subsampling and zeros instead, no parameters; or a list of layers",
    ] = "identity",
) -> Tensor:
    """The input, through its shortcut, is added to the output of the layers."""
    here.need("grid", "sequence", "vector", way_out="put an `embedding` before it")
    out = here.run(layers, x, "")
    if isinstance(shortcut, Layers):
        passed = here.run(shortcut, x, "shortcut")
    elif shortcut == "identity" or same_shape(x, out):
        passed = x
    elif shortcut == "zero padded":
        passed = out._replace(learned=x.learned)
    else:
        passed = _project(here, x, out)
    if not same_shape(passed, out):
        way_out = "give `shortcut: projection`" if shortcut == "identity" else "check the strides of the shortcut"
        if all(small < large for small, large in zip(out.positions, x.positions, strict=False)):
            way_out = f"without a stride, `padding: same` inside keeps {x}; with one, {way_out}"
        here.fail("", f"{out} to be added to {passed}", "two equal shapes", way_out)
    return Tensor(*out[:3], out.learned or passed.learned)


def _project(here: Here, x: Tensor, out: Tensor) -> Tensor:
    if not x.positions or x.layout == "sequence":
        return here.run_single("dense", {"dense": out.channels}, x)
    stride = [-(-i // o) for i, o in zip(x.positions, out.positions, strict=True)]
    return here.run_single("convolution", {"convolution": out.channels, "kernel": 1, "stride": stride, "padding": 0}, x)


def _join(here: Here, outputs: list[Tensor], join: str, option: str) -> Tensor:
    """Several tensors made one; a vector or a single position may multiply a grid."""
    first = outputs[0]
    learned = any(output.learned for output in outputs)
    if join == "concatenate":
        alike = all(o.positions == first.positions and o.layout == first.layout for o in outputs)
        if not alike or first.layout == "tokens":
            here.fail(option, f"shapes {', '.join(map(str, outputs))}", "shapes that differ in their channels only",
                      "check strides and padding of the branches; `crop: true` cuts a larger skip")  # fmt: skip
        return Tensor(sum(output.channels for output in outputs), first.positions, first.layout, learned)
    if not all(same_shape(first, output) for output in outputs):
        here.fail(option, f"shapes {', '.join(map(str, outputs))}", "equal shapes")
    return Tensor(*first[:3], learned)


@layer
def branches(
    here: Here,
    x: Tensor,
    layers: Annotated[
        list[tuple[str, Layers]], Branches(), "a list of branches, each a list of layers; [] passes the input on"
    ],
    join: Join = "concatenate",
    split: Annotated[bool, Flag(), "each branch reads an equal share of the channels instead of all"] = False,
) -> Tensor:
    """Several ways side by side, joined at their ends (inception)."""
    fed = x
    if split:
        if x.channels % len(layers):
            here.fail("split", f"{x.channels} channels for {len(layers)} branches", "channels that the branches divide")
        fed = x._replace(channels=x.channels // len(layers))
    outputs = [here.run(branch, fed, name or f"branch {number}") for number, (name, branch) in enumerate(layers, 1)]
    return _join(here, outputs, join, "")


@layer
def dense_connection(here: Here, x: Tensor, layers: Inner) -> Tensor:
    """The input is concatenated with the output of the layers (DenseNet)."""
    return _join(here, [x, here.run(layers, x, "")], "concatenate", "")


@layer
def scale(here: Here, x: Tensor, layers: Inner) -> Tensor:
    """The input is multiplied by what the layers make of it: numbers for each channel, or for everything."""
    here.need("grid", "sequence", "vector", way_out="put an `embedding` before it")
    weights = here.run(layers, x, "")
    if weights.channels not in (1, x.channels) and weights.size * weights.channels != x.channels:
        here.fail("", f"factors of shape {weights}", f"as many channels as the input ({x.channels}), or 1")
    return x._replace(learned=x.learned or weights.learned)


@layer
def auxiliary(here: Here, x: Tensor, layers: Inner) -> Tensor:
    """Layers whose output goes nowhere further (auxiliary classifiers, heads); the main way goes on from the input."""
    here.run(layers, x, "")
    return x


@layer
def from_(here: Here, x: Tensor, other: Annotated[str, Name(), "name of an earlier layer or input"]) -> Tensor:
    """Go on from the output of an earlier layer or input instead of from the layer above."""
    return here.named(other, "", raw=True)


@layer
def concatenate(
    here: Here,
    x: Tensor,
    names: Annotated[tuple[str, ...], Names(), "the name of an earlier layer or input, or a list of them"],
    crop: Annotated[bool, Flag(), "cut what is larger to the positions of this input (U-Net)"] = False,
) -> Tensor:
    """The channels of earlier layers are put beside those of the input."""
    others = [here.named(name, "") for name in names]
    if crop:
        here.need("grid", "sequence", way_out="a vector has no positions to cut: leave `crop` out")
        others = [other._replace(positions=tuple(map(min, other.positions, x.positions))) for other in others]
    return _join(here, [x, *others], "concatenate", "")


@layer
def add(
    here: Here,
    x: Tensor,
    names: Annotated[tuple[str, ...], Names(), "the name of an earlier layer or input, or a list of them"],
) -> Tensor:
    """The outputs of earlier layers are added to the input."""
    return _join(here, [x, *(here.named(name, "") for name in names)], "add", "")


@layer
def multiply(here: Here, x: Tensor, other: Annotated[str, Name(), "name of an earlier layer or input"]) -> Tensor:
    """The input is multiplied, number by number, with an earlier layer's output."""
    return _join(here, [x, here.named(other, "")], "multiply", "")


@layer
def append(here: Here, x: Tensor, other: Annotated[str, Name(), "name of an earlier layer or input"]) -> Tensor:
    """The steps of an earlier sequence (or a vector, as one step) are put behind those of the input."""
    here.need("sequence", way_out="`to_sequence` makes a sequence of a vector or grid")
    behind = here.named(other, "")
    if behind.channels != x.channels or behind.layout not in ("sequence", "vector"):
        here.fail("", f"{behind} behind {x}", f"a sequence or vector of {x.channels} channels")
    return x._replace(positions=(x.size + behind.size,), learned=x.learned or behind.learned)


@layer
def inner_product(here: Here, x: Tensor, other: Annotated[str, Name(), "name of an earlier layer or input"]) -> Tensor:
    """Every step here times every step there, summed over channels (contrastive and pointer scores)."""
    here.need("grid", "sequence", "vector", way_out="put an `embedding` before it")
    there = here.named(other, "")
    if there.channels != x.channels:
        here.fail("", f"{x} and {there}", "as many channels in both")
    here.products(x.size * there.size * x.channels, x, there)
    scores = vector(there.size, x.learned or there.learned)
    return scores if x.layout == "vector" else x._replace(channels=there.size, learned=scores.learned)
