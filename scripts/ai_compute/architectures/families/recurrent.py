"""Recurrent layers. For each step and direction: gates x units x (input + output) products."""

from typing import Annotated

from ai_compute.architectures.effects import beside
from ai_compute.architectures.language import layer
from ai_compute.architectures.ledger import Here
from ai_compute.architectures.readers import Flag, OneOf, Whole
from ai_compute.architectures.shapes import Tensor

Units = Annotated[int, Whole(), "hidden units (cells) of each direction"]
Stack = Annotated[int, Whole(), "layers on top of each other"]
Bidirectional = Annotated[bool, Flag(), "a second set of cells reads the sequence backwards"]
Merge = Annotated[
    str, OneOf("concatenate", "sum"), "what becomes of the outputs of the two directions", beside("bidirectional")
]
Biases = Annotated[int, Whole(0), "offset vectors of each gate: papers have 1, torch and cuDNN hold 2, 0 = none"]
InitialState = Annotated[
    str,
    OneOf("zero", "given"),
    "given: handed over by another layer (a decoder's); matters for the exact backward factor only",
]


def add_recurrent(
    here: Here,
    x: Tensor,
    gates: int,
    units: int,
    layers: int,
    bidirectional: bool,
    merge: str,
    biases: int,
    initial_state: str,
    projection: int | None = None,
    extra: int = 0,
) -> Tensor:
    """A stack of recurrent layers; `extra` further weights a direction (peepholes). Returns the sequence of outputs."""
    here.need(
        "sequence", way_out="recurrent layers read steps: `input: 35 steps x 128`, or put `to_sequence` before it"
    )
    directions = 2 if bidirectional else 1
    out = projection or units
    for number in range(min(layers, 3)):
        if number == 2:
            with here.repeated(layers - 2):
                x = _one_layer(
                    here, x, gates, units, out, directions, biases, initial_state, projection, extra, "layers 3 on"
                )
        else:
            part = f"layer {number + 1}" if layers > 1 else ""
            x = _one_layer(here, x, gates, units, out, directions, biases, initial_state, projection, extra, part)
        if merge == "sum":
            x = x._replace(channels=out)
    return x


def _one_layer(
    here: Here,
    x: Tensor,
    gates: int,
    units: int,
    out: int,
    directions: int,
    biases: int,
    initial_state: str,
    projection: int | None,
    extra: int,
    part: str,
) -> Tensor:
    step_in, step_state = gates * units * x.channels, gates * units * out
    zero = directions * step_state if initial_state == "zero" else 0
    result = here.output(x, out * directions)
    here.products(directions * x.size * step_in, x, part=part, shape=result)
    here.products(directions * x.size * step_state, here.output(x, out), part=part, zero=zero)
    projected = units * projection if projection else 0
    here.products(directions * x.size * projected, here.output(x, units), part=part)
    here.parameters(directions * (step_in + step_state + projected + biases * gates * units + extra), part=part)
    return result


@layer
def rnn(
    here: Here,
    x: Tensor,
    units: Units,
    layers: Stack = 1,
    bidirectional: Bidirectional = False,
    merge: Merge = "concatenate",
    biases: Biases = 1,
    initial_state: InitialState = "zero",
) -> Tensor:
    """Simple recurrent layer: the sequence of its states."""
    return add_recurrent(here, x, 1, units, layers, bidirectional, merge, biases, initial_state)


@layer
def lstm(
    here: Here,
    x: Tensor,
    units: Units,
    layers: Stack = 1,
    bidirectional: Bidirectional = False,
    merge: Merge = "concatenate",
    projection: Annotated[int | None, Whole(), "outputs are mapped to so many numbers before they are used"] = None,
    peepholes: Annotated[bool, Flag(), "gates see the cell through a weight each (3 a cell)"] = False,
    biases: Biases = 1,
    initial_state: InitialState = "zero",
) -> Tensor:
    """Long short-term memory, four gates: the sequence of its outputs."""
    extra = 3 * units if peepholes else 0
    return add_recurrent(here, x, 4, units, layers, bidirectional, merge, biases, initial_state, projection, extra)


@layer
def gru(
    here: Here,
    x: Tensor,
    units: Units,
    layers: Stack = 1,
    bidirectional: Bidirectional = False,
    merge: Merge = "concatenate",
    biases: Biases = 1,
    initial_state: InitialState = "zero",
) -> Tensor:
    """Gated recurrent unit, three gates: the sequence of its states."""
    return add_recurrent(here, x, 3, units, layers, bidirectional, merge, biases, initial_state)
