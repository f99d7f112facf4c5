"""What a layer tells while it is counted: products, parameters, mistakes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, Protocol

from ai_compute.architectures.lines import Row
from ai_compute.architectures.options import Around, place
from ai_compute.architectures.plan import Item
from ai_compute.architectures.readers import Layers
from ai_compute.architectures.shapes import Tensor
from ai_compute.entries.documents import Document, Path
from ai_compute.messages.problems import Problems


class Network(Protocol):
    """What a layer may ask of the network around it."""

    document: Document
    tables: set[tuple[int, int]]

    def run(self, here: "Here", layers: Layers, fed: Tensor, branch: str) -> Tensor:
        """Count layers inside a layer."""

    def run_single(self, here: "Here", word: str, options: dict[str, Any], fed: Tensor) -> Tensor:
        """Count a layer that the file does not say, such as the projection of a shortcut."""

    def recall(self, name: str) -> Tensor | None:
        """The output of an earlier layer, or an input."""

    def known(self) -> list[str]:
        """The names that can be recalled."""

    def label(self, here: "Here") -> str:
        """What a layer is called."""


class Here:
    """The layer that is being counted: where it stands, and what it tells."""

    __slots__ = ("around", "item", "lines", "name", "network", "own", "trained", "x")

    def __init__(self, network: Network, item: Item, around: Around, x: Tensor, trained: bool, name: str) -> None:
        """Nothing is told yet; `own` are those lines that a further word about the same part goes to."""
        self.network, self.item, self.around = network, item, around
        self.x, self.trained, self.name = x, trained, name
        self.lines: list[Row] = []
        self.own = self.lines

    @property
    def kind(self) -> str:
        """The word of its kind."""
        return self.item.word

    @property
    def tables(self) -> set[tuple[int, int]]:
        """Rows and width of the tables of words so far, which a head may be tied to."""
        return self.network.tables

    def run(self, layers: Layers, fed: Tensor, branch: str) -> Tensor:
        """Count layers inside this one."""
        return self.network.run(self, layers, fed, branch)

    def run_single(self, word: str, options: dict[str, Any], fed: Tensor) -> Tensor:
        """Count a layer that the file does not say."""
        return self.network.run_single(self, word, options, fed)

    def label(self) -> str:
        """What it is called in the table."""
        return self.network.label(self)

    def part(self, name: str = "", shape: Tensor | None = None) -> Row:
        """The line of the table for this layer, or for a named part of it."""
        for row in self.own:
            if row.part == name:
                return row
        row = Row(self.label, name, shape, kind=self.item.word)
        self.lines.append(row)
        if self.own is not self.lines:
            self.own.append(row)
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

    def output(self, x: Tensor, channels: int, positions: tuple[int, ...] | None = None) -> Tensor:
        """The tensor behind weights that map `x` to `channels`, at the same positions if no others are given."""
        return Tensor(channels, x.positions if positions is None else positions, x.layout, x.learned or self.trained)

    @contextmanager
    def repeated(self, times: int, copies: int | None = None) -> Iterator[None]:
        """Count what is told inside once and multiply it; `copies` of the repeats hold weights, all if left out."""
        held = list(self.own)
        self.own = []
        yield
        for row in self.own:
            row.repeats *= times
            row.copies *= times if copies is None else copies
        self.own = held

    def named(self, name: str, option: str, raw: bool = False) -> Tensor:
        """The output of an earlier layer or input; numbers of words only if `raw`: nothing computes with them."""
        tensor = self.network.recall(name)
        if tensor is None:
            from ai_compute.messages.problems import did_you_mean

            known = self.network.known()
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
        at += f"; used by {place(self.around.used_by)}" if self.around.used_by else ""
        path = (*self.item.path, self.kind if option == "" else option, *inside)
        raise Problems([self.network.document.problem(path, key=True, found=at, expected=expected, way_out=way_out)])

    def need(self, *layouts: str, way_out: str = "") -> None:
        """Require one of some layouts of the input."""
        if self.x.layout not in layouts:
            self.fail("", f"{article(self.x.layout)} input ({self.x})", " or ".join(map(article, layouts)), way_out)


def article(noun: str) -> str:
    """`a grid`."""
    return {"grid": "a grid (channels x positions)", "tokens": "tokens"}.get(noun, f"a {noun}")
