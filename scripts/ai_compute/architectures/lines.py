"""Lines of the layer table, and their sums.

The lines of a layer or block that is met again are kept once and pointed to: sums cost as much as there are distinct
layers, and the whole table is written out when somebody asks for it, which a count does not.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Union

from ai_compute.architectures.shapes import Tensor


@dataclass(slots=True)
class Row:
    """One line of the layer table; all numbers are of one application to one example."""

    of: Callable[[], str]
    """What its layer is called; put together when somebody asks, which a count does not."""
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
    above: tuple[str, ...] = ()
    """What it stands in, from the outside."""

    def under(self, above: tuple[str, ...], repeats: int, copies: int) -> "Row":
        """The line as it stands in the table of the whole network."""
        return replace(self, repeats=self.repeats * repeats, copies=self.copies * copies, above=above)

    @property
    def label(self) -> str:
        """What it stands in, the layer, and the part of it."""
        return " / ".join(filter(None, (*self.above, self.of(), self.part)))

    @property
    def output_shape(self) -> str:
        """The shape behind it as papers print it."""
        return str(self.shape)


class Sums(NamedTuple):
    """Sums over lines: products as often as they are repeated, learned values as often as there are copies."""

    macs: int
    spared_macs: int
    masked_macs: int
    scan_macs: int
    parameters: int
    idle_parameters: int
    weights: int

    def times(self, repeats: int, copies: int) -> "Sums":
        """Those of so many applications."""
        products, learned = self[:4], self[4:]
        return Sums(*(repeats * number for number in products), *(copies * number for number in learned))


@dataclass(slots=True, eq=False)
class Lines:
    """The lines of some layers, one after the other; they may stand in several such lists and do not change."""

    inside: Sequence[Union[Row, "Lines"]]
    repeats: int = 1
    copies: int = 1
    of: Callable[[], str] | None = None
    """What they stand in: the name of a block or branch."""
    added: Sums | None = None

    @property
    def once(self) -> Sums:
        """The sums of one application."""
        if self.added is None:
            self.added = _added(self.inside)
        return self.added

    @property
    def sums(self) -> Sums:
        """The sums of all repeats."""
        return self.once if self.repeats == self.copies == 1 else self.once.times(self.repeats, self.copies)

    def again(self, of: Callable[[], str]) -> "Lines":
        """The same lines in a block of another name."""
        return Lines(self.inside, of=of, added=self.once)

    def rows(self, above: tuple[str, ...] = (), repeats: int = 1, copies: int = 1) -> Iterator[Row]:
        """Every line, written out."""
        above = (*above, self.of()) if self.of else above
        repeats, copies = repeats * self.repeats, copies * self.copies
        for line in self.inside:
            if isinstance(line, Row):
                yield line.under(above, repeats, copies)
            else:
                yield from line.rows(above, repeats, copies)


def _added(lines: Sequence[Row | Lines]) -> Sums:
    macs = spared = masked = scan = parameters = idle = weights = 0
    for line in lines:
        if isinstance(line, Row):
            repeats, copies = line.repeats, line.copies
            macs += repeats * line.macs
            spared += repeats * line.spared_macs
            masked += repeats * line.masked_macs
            scan += repeats * line.scan_macs
            parameters += copies * line.parameters
            idle += copies * line.idle_parameters
            weights += copies * line.weights
        else:
            sums = line.sums
            macs += sums.macs
            spared += sums.spared_macs
            masked += sums.masked_macs
            scan += sums.scan_macs
            parameters += sums.parameters
            idle += sums.idle_parameters
            weights += sums.weights
    return Sums(macs, spared, masked, scan, parameters, idle, weights)
