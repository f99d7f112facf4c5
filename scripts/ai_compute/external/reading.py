"""CSV files of any shape -> rows of text under known names, each with the line it starts on.

Such files are edited by hand in spreadsheets: columns move, appear twice and change their names, cells hold newlines.
A row that does not fit is put aside with its reason; only a file that is no such table at all is an error.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import pandas as pd

from ai_compute.external.cells import decimal_commas, parse_number, with_points
from ai_compute.external.headers import Layout, Place, places
from ai_compute.external.units import KIND_OF, conversion_told
from ai_compute.external.unused import Unused
from ai_compute.messages.problems import Problem, Problems

DELIMITERS = ",;\t|"
LARGEST_CELL = 10_000_000
LARGEST_HEADER = 1_000_000
ROWS_ABOVE = 4
"""So many rows may stand above the header: a title, or `sep=;`; then it needs two known columns to be one."""
ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NUMBERS = {*KIND_OF, "utilization"}
COMMAS_ARE_POINTS = "its commas are read as decimal points: some can be nothing else"
Layouts = Mapping[str, Layout]
Records = Iterator[tuple[int, int, list[str]]]
"""First and last line of each row, and its cells."""


@dataclass(frozen=True)
class ExternalFile:
    """What a file holds: its kind, and its rows as text (the columns of that kind, file and line)."""

    kind: str
    rows: pd.DataFrame
    has: frozenset[str]
    """The columns that the file really has; the others are blank."""
    unread: tuple[str, ...] = ()
    """Headers of columns that hold numbers and that nobody reads."""
    refused: tuple[tuple[str, str], ...] = ()
    """Headers that are not read for their unit, each with the reason."""
    converted: tuple[tuple[str, str], ...] = ()
    """Headers whose numbers are converted, each with what 1 there is."""


def read_file(content: bytes, file: str, kinds: Layouts, unused: Unused) -> ExternalFile:
    """The rows of a file.

    Args:
        content: the file.
        file: its name, as messages and tables show it.
        kinds: how files of each kind are laid out; a file is of the first kind whose needed columns it has.
        unused: rows that cannot be read are added here, with the reason.

    Raises:
        Problems: the file is none of the kinds.
    """
    known = _recognized(_decode(content, file, unused), file, kinds)
    read = {place.position for some in known.places.values() for place in some} | set(known.refused)
    others = _Others([position for position in range(known.width) if position not in read])
    rows = _rows(known, file, unused, others)
    has = frozenset(name for name, found in known.places.items() if found)
    unread = tuple(dict.fromkeys(known.header[position] for position in others.with_numbers()))
    refused = tuple((known.header[position], reason) for position, reason in known.refused.items())
    converted = tuple(
        (known.header[place.position], conversion_told(column, place.factor))
        for column, found in known.places.items()
        for place in found
        if place.factor != 1
    )
    return ExternalFile(known.kind, rows, has, unread, refused, converted)


def kind_of(content: bytes, file: str, kinds: Layouts) -> str:
    """The kind of a file, by its header alone.

    Raises:
        Problems: the file is none of the kinds.
    """
    return _recognized(_decode(content[:LARGEST_HEADER], file, Unused()), file, kinds).kind


class _Recognized(NamedTuple):
    """A file whose header has been read: its kind, where columns stand, what was refused, and its rows."""

    kind: str
    header: list[str]
    places: Mapping[str, Sequence[Place]]
    refused: Mapping[int, str]
    lines: Records

    @property
    def width(self) -> int:
        return len(self.header)


class _Others:
    """Columns that nobody reads: which of them hold numbers."""

    def __init__(self, positions: Sequence[int]) -> None:
        self._counts = {position: [0, 0] for position in positions}

    def add(self, cells: Sequence[str]) -> None:
        for position, counts in self._counts.items():
            if cell := cells[position].strip():
                counts[0] += 1
                counts[1] += _is_number(cell)

    def with_numbers(self) -> list[int]:
        """Those more than half of whose filled cells are numbers."""
        return [position for position, (filled, numbers) in self._counts.items() if 2 * numbers > filled]


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "").lstrip("$"))
    except ValueError:
        return False
    return True


def _recognized(text: str, file: str, kinds: Layouts) -> _Recognized:
    for delimiter in DELIMITERS:
        lines = _records(text, delimiter)
        for place, (_, _, cells) in enumerate(islice(lines, ROWS_ABOVE + 1)):
            header = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
            for kind, layout in kinds.items():
                found, refused = places(header, layout)
                known = sum(map(bool, found.values()))
                if all(found[column] for column in layout.needs) and (place == 0 or known > 1):
                    return _Recognized(kind, header, found, refused, lines)
    raise Problems([_unknown_table(text, file, kinds)])


def _decode(content: bytes, file: str, unused: Unused) -> str:
    encoding = next((name for mark, name in ENCODINGS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        unused.add_file(file, line, f"not {encoding}: the whole file is read as Windows-1252")
        return content.decode("cp1252", errors="replace")


def _records(text: str, delimiter: str) -> Records:
    """First and last line of each row that is not blank, and its cells."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    row: tuple[int, int, list[str]] = (0, 0, [])
    try:
        for cells in reader:
            if any(cell.strip() for cell in row[2]):
                yield row
            row = (row[1] + 1, reader.line_num, cells)
    except csv.Error as error:
        yield row[1] + 1, reader.line_num, [str(error)]
    first, last, cells = row
    if any(cell.strip() for cell in cells):
        swallowed = last > first and text.count('"') % 2
        yield first, last, cells[:1] if swallowed else cells


def _rows(known: _Recognized, file: str, unused: Unused, others: _Others) -> pd.DataFrame:
    columns: dict[str, list[str]] = {column: [] for column in known.places}
    numbers: list[int] = []
    width = known.width
    lines = list(_mended(known.lines, width))
    commas = _decimal_commas(known, lines)
    for position in sorted(commas):
        unused.add_file(file, 1, COMMAS_ARE_POINTS, known.header[position])
    for line, last, cells in lines:
        if len(cells) != width and (len(cells) < width or any(cell.strip() for cell in cells[width:])):
            more = "more" if len(cells) > width else "fewer"
            span = f" over {last - line + 1:,} lines: is a quote not closed?" if last > line else ""
            reason = f"{more} cells than columns ({len(cells)}, not {width}){span}"
            unused.add_row(file, line, cells[0], reason)
            continue
        numbers.append(line)
        others.add(cells)
        for column, found in known.places.items():
            filled = dict.fromkeys(
                _scaled(with_points(cell) if place.position in commas else cell, place)
                for place in found
                if (cell := cells[place.position].strip())
            )
            first, second = [*filled, "", ""][:2]
            # A year beside a day says the same, less precisely.
            if second and not first.startswith(second) and not any(place.deprecated for place in found):
                found_of_both = f"{second} (used: {first})"
                unused.add_cell(file, line, cells[0], column, found_of_both, "the column stands twice: one is used")
            columns[column].append(next(iter(filled), ""))
    rows = pd.DataFrame(columns, dtype="str")
    return rows.assign(
        file=pd.Series(file, rows.index, dtype="str"), line=pd.Series(numbers, rows.index, dtype="int64")
    )


def _decimal_commas(known: _Recognized, lines: Sequence[tuple[int, int, list[str]]]) -> set[int]:
    """Where columns of numbers stand whose commas are decimal points."""
    positions = [place.position for column, found in known.places.items() if column in NUMBERS for place in found]
    whole = [cells for _, _, cells in lines if len(cells) >= known.width]
    return {position for position in positions if decimal_commas(cells[position] for cells in whole)}


def _mended(lines: Records, width: int) -> Records:
    """Rows, those put together again that a newline without quotes has broken in two within a cell."""
    broken: tuple[int, int, list[str]] | None = None
    for row in lines:
        first, last, cells = row
        if broken and len(broken[2]) + len(cells) == width + 1 and broken[1] + 1 == first:
            row = (broken[0], last, [*broken[2][:-1], f"{broken[2][-1]}\n{cells[0]}", *cells[1:]])
            broken = None
        elif broken:
            yield broken
            broken = None
        if len(row[2]) < width:
            broken = row
        else:
            yield row
    if broken:
        yield broken


def _scaled(cell: str, place: Place) -> str:
    """A cell in the unit that is kept; what is no number stays, to be told as such."""
    if place.factor == 1:
        return cell
    value, complaint = parse_number(cell)
    return cell if complaint or value != value else repr(value * place.factor)


def _unknown_table(text: str, file: str, kinds: Layouts) -> Problem:
    first = text.splitlines()[0] if text.strip() else ""
    keys = " or ".join(
        " and ".join(f"'{layout.headers[column][0]}'" for column in layout.needs) + f" ({kind})"
        for kind, layout in kinds.items()
    )
    headers = "add its headers to `external: databases` in config.yaml (see data/raw/external/README.md)"
    return Problem(
        file,
        1,
        found=first or "an empty file",
        expected=f"a CSV file with a column {keys}",
        way_out=f"{headers if first else 'put the table there'}, or take it out of data/raw/external",
    )
