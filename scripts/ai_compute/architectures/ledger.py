"""What a layer tells while it is counted: products, parameters, mistakes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn

from ai_compute.architectures.language import Layers
from ai_compute.architectures.shapes import Tensor
from ai_compute.entries.documents import Document, Path
from ai_compute.messages.problems import Problems


class Label:
    """What a line is called, behind what stands above it; put together when somebody asks, which a count does not."""

    __slots__ = ("above", "make", "text")

    def __init__(self, above: "Label | None", make: Callable[[], str]) -> None:
        """Keep how it is made."""
        self.above, self.make = above, make
        self.text: str | None = None

    def __str__(self) -> str:
        """The label, joined by ' / '."""
        if self.text is None:
            own, above = self.make(), str(self.above) if self.above else ""
            self.text = f"{above} / {own}" if above and own else above or own
        return self.text

    def below(self, above: "Label | None") -> str:
        """The label without what stands above it."""
        return str(self)[len(str(above)) + 3 :] if above is not None and str(above) else str(self)


@dataclass(slots=True)
class Row:
    """One line of the layer table; all numbers are of one application to one example."""

    of: Label
    part: str
    shape: Tensor | None
    repeats: int = 1
    copies: int = 1
    """How many of the repeats hold weights of their own."""
    macs: int = 0
    parameters: int = 0
    idle_parameters: int = 0
    """Those of experts that are not chosen."""
    spared_macs: int = 0
    """Products that a backward pass leaves out of the two forward passes it would cost (see Here.products)."""
    masked_macs: int = 0
    """Those of the MACs that a causal mask, a window or a choice of keys makes needless."""
    data_macs: int = 0
    """Those of the MACs whose both factors are data (attention, scans), so that no parameters stand for them."""
    scan_macs: int = 0
    """Those of the MACs that are recurrences over time: state update and read-out."""
    weights: int = 0
    """Its numbers whether they are learned here, fixed, or those of another layer."""
    kind: str = ""

    def again(self, of: Label, repeats: int, copies: int) -> "Row":
        """The same line of another application."""
        return Row(of, self.part, self.shape, repeats, copies, *KEPT(self))

    @property
    def label(self) -> str:
        """The layer, and the part of it."""
        return f"{self.of} / {self.part}" if self.part else str(self.of)

    @property
    def output_shape(self) -> str:
        """The shape behind it as papers print it."""
        return str(self.shape)


KEPT = attrgetter(*(field.name for field in fields(Row)[5:]))
"""What a line of another application has in common with the first: all numbers behind repeats and copies."""


@dataclass(slots=True)
class Here:
    """The layer that is being counted: where it stands, and what it may ask of the network around it."""

    document: Document
    path: Path
    kind: str
    used_by: str
    x: Tensor
    trained: bool
    label: Label
    rows: list[Row]
    run: Callable[[Layers, Tensor, str], Tensor]
    recall: Callable[[str], Tensor | None]
    known: Callable[[], list[str]]
    run_single: Callable[[str, dict[str, Any], Tensor], Tensor]
    tables: set[tuple[int, int]]
    """Rows and width of the tables of words so far, which a head may be tied to."""
    own: list[Row] = field(default_factory=list)

    def part(self, name: str = "", shape: Tensor | None = None) -> Row:
        """The line of the table for this layer, or for a named part of it."""
        for row in self.own:
            if row.part == name:
                return row
        row = Row(self.label, name, shape, kind=self.kind)
        self.own.append(row)
        self.rows.append(row)
        return row

    def products(
        self, macs: int, *fed_by: Tensor, part: str = "", shape: Tensor | None = None, zero: int = 0, masked: int = 0
    ) -> None:
        """Multiply-adds of weights with data, or of data with data (two tensors in `fed_by`).

        `masked` of them are needless, since a mask hides their outcome.

        A backward pass costs as many for the gradient of each of the two factors: none for an input that nothing
        trained lies before, none for weights that are not trained, none for products with a zero initial state.
        """
        row = self.part(part, shape)
        row.macs += macs
        row.masked_macs += masked
        factors = [tensor.learned for tensor in fed_by]
        if len(factors) == 1:
            factors.append(self.trained)
        else:
            row.data_macs += macs
        row.spared_macs += macs * factors.count(False) + zero

    def scan(self, macs: int, state: Tensor, part: str = "scan") -> None:
        """Multiply-adds of a recurrence over time, in its closed form: the write and the read of the state."""
        self.products(macs, state, state, part=part, shape=state)
        self.part(part).scan_macs += macs

    def parameters(self, number: int, part: str = "", idle: int = 0, shape: Tensor | None = None) -> None:
        """Learned values; `idle` of them belong to experts that are not chosen."""
        row = self.part(part, shape)
        row.weights += number
        if self.trained:
            row.parameters += number
            row.idle_parameters += idle

    def output(self, x: Tensor, channels: int) -> Tensor:
        """The tensor behind weights that map `x` to `channels`."""
        return x._replace(channels=channels, learned=x.learned or self.trained)

    @contextmanager
    def repeated(self, times: int, copies: int | None = None) -> Iterator[None]:
        """Count what is told inside once and multiply it; `copies` of the repeats hold weights, all if left out."""
        held = self.own
        self.own = []
        yield
        for row in self.own:
            row.repeats *= times
            row.copies *= times if copies is None else copies
        self.own = held

    def named(self, name: str, option: str, raw: bool = False) -> Tensor:
        """The output of an earlier layer or input; numbers of words only if `raw`: nothing computes with them."""
        tensor = self.recall(name)
        if tensor is None:
            from ai_compute.messages.problems import did_you_mean

            known = self.known()
            otherwise = "give an earlier layer `name: ...`; known here: " + (", ".join(known) or "none")
            self.fail(
                option, f"'{name}'", "the name of an earlier layer or input", did_you_mean(name, known, otherwise)
            )
        if tensor.layout == "tokens" and not raw:
            way_out = f"go there with {{from: {name}}}, put an `embedding` behind it, and use the name of that"
            self.fail(option, f"'{name}', which is {tensor}", "a sequence, grid or vector", way_out)
        return tensor

    def fail(self, option: str, found: str, expected: str, way_out: str = "", inside: Path = ()) -> NoReturn:
        """Say what is wrong with an option, and the shape at that point.

        Raises:
            Problems: always.
        """
        at = f"{found}; the input of this layer is {self.x}"
        at += f"; used by {self.used_by}" if self.used_by else ""
        path = (*self.path, self.kind if option == "" else option, *inside)
        raise Problems([self.document.problem(path, key=True, found=at, expected=expected, way_out=way_out)])

    def need(self, *layouts: str, way_out: str = "") -> None:
        """Require one of some layouts of the input."""
        if self.x.layout not in layouts:
            self.fail("", f"{article(self.x.layout)} input ({self.x})", " or ".join(map(article, layouts)), way_out)


def article(noun: str) -> str:
    """`a grid`."""
    return {"grid": "a grid (channels x positions)", "tokens": "tokens"}.get(noun, f"a {noun}")
