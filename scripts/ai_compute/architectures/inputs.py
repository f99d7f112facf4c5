"""What goes into a network: `3 x 224 x 224`, `784`, `35 steps x 128`, `512 tokens`; and how many units a pass is."""

import re
from collections.abc import Iterable

from ai_compute.architectures.readers import Unreadable
from ai_compute.architectures.shapes import Tensor
from ai_compute.architectures.words import singular

STEPWISE = (
    "token",
    "word",
    "step",
    "frame",
    "letter",
    "character",
    "byte",
    "piece",
    "subword",
    "residue",
    "nucleotide",
)
"""Units of which a pass through a sequence has as many as the sequence has steps."""
INPUT = "`3 x 224 x 224` (channels x positions), `784`, `512 tokens`, `35 steps x 128`, or several by name"
SHAPE = re.compile(r"(\d+)(\s+channels?)?((?:\s*x\s*\d+){0,3})", re.ASCII)
TOKENS = re.compile(r"(\d+)\s+tokens?", re.ASCII)
STEPS = re.compile(r"(\d+)\s+steps?\s*x\s*(\d+)", re.ASCII)
COLOURS = (1, 3)
SMALLEST_IMAGE = 8


def read_input(written: object) -> Tensor:
    """The shape of one example.

    Raises:
        Unreadable: text that is no shape, a size of 0, or an image whose channels seem to stand last.
    """
    text = str(written).strip()
    if match := TOKENS.fullmatch(text):
        tensor = Tensor(1, (int(match[1]),), "tokens")
    elif match := STEPS.fullmatch(text):
        tensor = Tensor(int(match[2]), (int(match[1]),), "sequence")
    elif match := SHAPE.fullmatch(text):
        positions = tuple(int(size) for size in re.findall(r"\d+", match[3]))
        tensor = Tensor(int(match[1]), positions, "grid" if positions else "vector")
        if not match[2]:
            _ask_for_channels(tensor)
    else:
        raise Unreadable(f"'{text}'", INPUT, "sizes are whole numbers joined by ' x '")
    if min(tensor.channels, tensor.size) < 1:
        raise Unreadable(f"'{text}'", "sizes of at least 1")
    return tensor


def _ask_for_channels(x: Tensor) -> None:
    """An image of 3 colours or 1, written height x width x channels as some frameworks do, would be counted wrongly."""
    sizes = (x.channels, *x.positions)
    if len(sizes) > 2 and sizes[-1] in COLOURS and min(sizes[:-1]) >= SMALLEST_IMAGE:
        first = " x ".join(map(str, (sizes[-1], *sizes[:-1])))
        kept = " x ".join([f"{x.channels} channels", *map(str, x.positions)])
        raise Unreadable(f"'{x}', whose last number looks like the channels", "channels first",
                         f"write `{first}`; if there really are {x.channels} channels: `{kept}`")  # fmt: skip


def is_stepwise(unit: str) -> bool:
    """Whether a sequence has as many of a unit as it has steps."""
    return singular(unit.lower()) in STEPWISE


def units_of_a_pass(unit: str, inputs: Iterable[Tensor]) -> int:
    """How many units one pass through the inputs is, where the file does not say it.

    Raises:
        Unreadable: a unit such as token or frame, of inputs that do not say how many of it they hold.
    """
    if not is_stepwise(unit):
        return 1
    shapes = list(inputs)
    steps = sum(x.size for x in shapes if x.layout in ("tokens", "sequence"))
    unclear = [x for x in shapes if x.layout == "grid"] or ([] if steps else shapes)
    if unclear:
        found = f"the unit '{unit}' of an input of {unclear[0]}, which does not say how many it holds"
        raise Unreadable(found, "`units_per_pass` beside it", "write `units_per_pass: 1` if a pass is one of them")
    return steps
