"""Numbers that know where they come from, and texts that carry it along to the page.

Whoever writes a sentence does nothing for a number of a row: `Sourced(tables)` gives the same tables, but each number
of theirs knows its cell (`Place`: table, row, column). The functions of `findings/numbers.py` (`significant`, `share`,
`doubling`, `count`, `of`, `power`, ...) write such a number with a mark around its digits, and the page turns a mark
into a link to that row. A change of unit (months to years, a share to per cent, FLOP to pfs-days) keeps the cell; any
other arithmetic of Python on such numbers makes one that knows how it was worked out (`Worked`), which is a row of the
page's table of numbers that were worked out. Three things lose a source, and have a replacement here:

- `len(rows)`: `number_of(rows, "runs that agree")` says what was counted;
- `int(number)`: `whole(number)`;
- a median, a sum, a number of config: `worked(tables, value, "median of their ratios")` says how it was got, and
  `defined("8.64e19", "86,400 s x 1e15 FLOP/s")` a number that no build changes.

f-strings write a number without its source (`f"{row['runs']:,}"`): use `decimals`, `integer` and their like. Texts are
compared by `plain(text)`. With tables that are not `Sourced` nothing is marked, and every sentence reads the same.
"""

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from numbers import Real as Number
from typing import Any, NamedTuple

import pandas as pd

from ai_compute.storage.rows import Tables
from ai_compute.values.quantities import PFS_DAY
from ai_compute.values.spelling import RAISED

OPEN, BETWEEN, CLOSE, APART = "\ue000", "\ue001", "\ue002", "\ue003"
"""Characters for private use, which no text has by itself: around a number, before its source, and within that."""
MARK = re.compile(f"{OPEN}([^{OPEN}{BETWEEN}{CLOSE}]*){BETWEEN}([^{OPEN}{BETWEEN}{CLOSE}]*){CLOSE}")
WITHIN = str.maketrans({OPEN: "\ue004", BETWEEN: "\ue005", CLOSE: "\ue006", " ": "\ue007"})
OUT_OF = str.maketrans({after: chr(before) for before, after in WITHIN.items()})
"""Marks and blanks within the words of a source, and back: who splits a text at blanks splits no mark."""
UNITS = (12, 100, PFS_DAY, 1)
"""To divide or multiply by these is a change of unit: the number stays that of its cell."""
DIGITS = 3
"""Significant digits of a number in arithmetic, as tables show it."""
MOST = 4
"""Arithmetic of more numbers is not spelled out."""
UNCITED = ("start", "end", "position", "since")
"""Columns of dates and places, which sentences tell as dates."""
FROM = "table"
"""Under this name a table of `Sourced` tables says which one it is."""


class Place(NamedTuple):
    """A cell: the table, the label of the row in it, the column."""

    table: str
    row: int
    column: str


@dataclass(frozen=True)
class Worked:
    """What a number was worked out by, in words in which the numbers that it rests on are marked."""

    value: float
    how: str


Source = Place | Worked


class _Arithmetic:
    """What numbers of both kinds can do without losing where they come from."""

    source: "Source | _Step"
    __array_priority__ = 1.0
    """So that numbers of NumPy leave arithmetic with these to them."""

    def __add__(self, other: Any) -> Any:
        return _stepped(self, "+", other)

    def __radd__(self, other: Any) -> Any:
        return _stepped(other, "+", self)

    def __sub__(self, other: Any) -> Any:
        return _stepped(self, "−", other)

    def __rsub__(self, other: Any) -> Any:
        return _stepped(other, "−", self)

    def __mul__(self, other: Any) -> Any:
        return _stepped(self, "×", other)

    def __rmul__(self, other: Any) -> Any:
        return _stepped(other, "×", self)

    def __truediv__(self, other: Any) -> Any:
        return _stepped(self, "÷", other)

    def __rtruediv__(self, other: Any) -> Any:
        return _stepped(other, "÷", self)

    def __pow__(self, other: Any, modulus: Any = None) -> Any:
        return _stepped(self, "to the power of", other)

    def __rpow__(self, other: Any, modulus: Any = None) -> Any:
        return _stepped(other, "to the power of", self)

    def __neg__(self) -> Any:
        return number(-_bare(self), self.source)

    def __abs__(self) -> Any:
        return number(abs(_bare(self)), self.source)

    def __round__(self, digits: Any = None) -> Any:
        return number(round(_bare(self), digits), self.source)

    def log10(self) -> Any:
        """What NumPy calls for a column of such numbers."""
        return number(math.log10(_bare(self)), _Step("log₁₀", (self,)))


class Real(_Arithmetic, float):
    """A float that knows its source."""


class Whole(_Arithmetic, int):
    """A whole number that knows its source."""


@dataclass(frozen=True)
class _Step:
    """A step of arithmetic, spelled out only where a text needs it."""

    sign: str
    parts: tuple[Any, ...]


OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "−": operator.sub,
    "×": operator.mul,
    "÷": operator.truediv,
    "to the power of": operator.pow,
}


def number(value: float, source: Any) -> Any:
    """A number that knows its source; whole ones stay whole."""
    kind: type[Real] | type[Whole] = Whole if isinstance(value, Integral) else Real
    found = kind(value)
    found.source = source
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, Number)


def _bare(value: Any) -> Any:
    return int(value) if isinstance(value, Integral) else float(value)


def _stepped(one: Any, sign: str, other: Any) -> Any:
    if not (_is_number(one) and _is_number(other)):
        return NotImplemented
    value = OPERATIONS[sign](_bare(one), _bare(other))
    sourced = one if isinstance(one, _Arithmetic) else other
    constant = other if sourced is one else one
    factor = sign == "×" or (sign == "÷" and sourced is one)
    units = (1,) if isinstance(sourced.source, _Step) else UNITS
    if factor and not isinstance(constant, _Arithmetic) and constant in units:
        return number(value, sourced.source)
    return number(value, _Step(sign, (one, other)))


class Sourced(Mapping[str, pd.DataFrame]):
    """Tables whose numbers know their cells."""

    def __init__(self, tables: Tables) -> None:
        self.bare: Tables = tables.bare if isinstance(tables, Sourced) else tables
        self._known: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._known:
            self._known[name] = _sourced(self.bare[name], name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.bare)

    def __len__(self) -> int:
        return len(self.bare)


def _sourced(table: pd.DataFrame, name: str) -> pd.DataFrame:
    rows = [int(row) for row in table.index]
    cited = {
        str(column): _cited(table[column], name, rows) for column in table.columns if _told(table[column], str(column))
    }
    found = table.assign(**cited)
    found.attrs[FROM] = name
    return found


def _cited(values: pd.Series, name: str, rows: Sequence[int]) -> pd.Series:
    """The numbers of a column with their places; missing values stay as they are."""
    kind: type[Real] | type[Whole] = Whole if pd.api.types.is_integer_dtype(values) else Real
    found, column = values.tolist(), str(values.name)
    for at in values.notna().to_numpy().nonzero()[0].tolist():
        found[at] = kind(found[at])
        found[at].source = Place(name, rows[at], column)
    return pd.Series(found, values.index, dtype=object)


def _told(values: pd.Series, column: str) -> bool:
    number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    return number and column not in UNCITED


def whole(value: Any) -> int:
    """A number as a whole one, with its source."""
    bare = int(value)
    found: int = number(bare, value.source) if isinstance(value, _Arithmetic) else bare
    return found


def number_of(rows: pd.DataFrame, what: str) -> int:
    """How many rows of a table of `Sourced` tables there are: `what` names them."""
    name = rows.attrs.get(FROM)
    found: int = number(len(rows), Worked(len(rows), f"{what}: rows of {name}")) if name else len(rows)
    return found


def worked(tables: Tables, value: float, how: str) -> Any:
    """A number that was worked out, and how in words; numbers in these words may be marked themselves."""
    return number(_bare(value), Worked(_bare(value), how)) if isinstance(tables, Sourced) else value


def defined(text: str, how: str) -> str:
    """A number that no build changes, and what defines it."""
    return _marked(text, Worked(math.nan, how))


def cite(text: str, value: Any) -> str:
    """The text of a number, marked with its source if it knows one."""
    if not isinstance(value, _Arithmetic):
        return text
    source = value.source
    if isinstance(source, _Step):
        source = Worked(_bare(value), _spelled(source))
    return _marked(plain(text), source)


def _marked(text: str, source: Source) -> str:
    if isinstance(source, Place):
        kept = f"{source.table}{APART}{source.row}{APART}{source.column}"
    else:
        kept = f"{source.value!r}{APART}{source.how.translate(WITHIN)}"
    return f"{OPEN}{text}{BETWEEN}{kept}{CLOSE}"


def _spelled(step: _Step) -> str:
    leaves = list(_leaves(step))
    if len(leaves) > MOST:
        names = sorted({leaf.source.table for leaf in leaves if isinstance(leaf.source, Place)})
        return f"worked out from {len(leaves):,} numbers of {', '.join(names)}"
    parts = [_part(part) for part in step.parts]
    return f"{step.sign} {parts[0]}" if len(parts) == 1 else f"{parts[0]} {step.sign} {parts[1]}"


def _leaves(step: _Step) -> Iterator[Any]:
    waiting = list(step.parts)
    while waiting:
        part = waiting.pop()
        if isinstance(part, _Arithmetic) and isinstance(part.source, _Step):
            waiting += part.source.parts
        elif isinstance(part, _Arithmetic):
            yield part


def _part(part: Any) -> str:
    if isinstance(part, _Arithmetic) and isinstance(part.source, _Step):
        return f"({_spelled(part.source)})"
    if isinstance(part, _Arithmetic) and isinstance(part.source, Worked):
        return f"{_written(part)} ({part.source.how})"
    return cite(f"{part:,}" if isinstance(part, int) else _written(part), part)


def _written(value: Any) -> str:
    mantissa, _, exponent = f"{value:.{DIGITS}g}".partition("e")
    text = f"{mantissa} × 10{str(int(exponent)).translate(RAISED)}" if exponent else mantissa
    return text.replace("-", "−")


def plain(text: str) -> str:
    """The text without marks."""
    return MARK.sub(r"\1", text) if OPEN in text else text


def marks(text: str) -> tuple[str, list[tuple[int, int, Source]]]:
    """The text without marks, and where in it the marked numbers stand: start, end, source."""
    found, parts, at, length = [], [], 0, 0
    for mark in MARK.finditer(text):
        parts.append(text[at : mark.start()])
        length += len(parts[-1])
        found.append((length, length + len(mark[1]), _source(mark[2])))
        parts.append(mark[1])
        length, at = length + len(mark[1]), mark.end()
    return "".join([*parts, text[at:]]), found


def _source(kept: str) -> Source:
    first, *rest = kept.split(APART)
    if len(rest) == 2:
        return Place(first, int(rest[0]), rest[1])
    return Worked(float(first), APART.join(rest).translate(OUT_OF))
