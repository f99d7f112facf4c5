"""CSV files of any shape -> rows of text under known names, each with the line it starts on.

Such files are edited by hand in spreadsheets: columns move, appear twice and change their names, cells hold newlines.
A row that does not fit is put aside with its reason; only a file that is no such table at all is an error.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from ai_compute.external.unused import Unused
from ai_compute.messages.problems import Problem, Problems

DELIMITERS = ",;\t"
LARGEST_CELL = 10_000_000
LARGEST_HEADER = 1_000_000
ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
Headers = Mapping[str, Sequence[str]]
Records = Iterator[tuple[int, int, list[str]]]
"""First and last line of each row, and its cells."""


@dataclass(frozen=True)
class ExternalFile:
    """What a file holds: its kind, and its rows as text (the columns of that kind, file and line)."""

    kind: str
    rows: pd.DataFrame
    has: frozenset[str]
    """The columns that the file really has; the others are blank."""


def read_file(content: bytes, file: str, kinds: Mapping[str, Headers], unused: Unused) -> ExternalFile:
    """The rows of a file.

    Args:
        content: the file.
        file: its name, as messages and tables show it.
        kinds: for each kind of file its columns, and for each column the headers it is known by; the first column of
            a kind is the one that names its rows.
        unused: rows that cannot be read are added here, with the reason.

    Raises:
        Problems: the file is none of the kinds.
    """
    known = _recognized(_decode(content, file, unused), file, kinds)
    rows = _rows(known.lines, known.width, known.places, file, unused)
    return ExternalFile(known.kind, rows, frozenset(name for name, found in known.places.items() if found))


def kind_of(content: bytes, file: str, kinds: Mapping[str, Headers]) -> str:
    """The kind of a file, by its header alone.

    Raises:
        Problems: the file is none of the kinds.
    """
    return _recognized(_decode(content[:LARGEST_HEADER], file, Unused()), file, kinds).kind


class _Recognized(NamedTuple):
    """A file whose header has been read: its kind, where columns stand, how many cells a row has, and its rows."""

    kind: str
    places: Mapping[str, Sequence[int]]
    width: int
    lines: Records


def _recognized(text: str, file: str, kinds: Mapping[str, Headers]) -> _Recognized:
    for delimiter in DELIMITERS:
        lines = _records(text, delimiter)
        header = [heading(cell) for cell in next(lines, (1, 1, []))[2]]
        for kind, headers in kinds.items():
            places = _places(header, headers)
            if places[next(iter(headers))]:
                return _Recognized(kind, places, len(header), lines)
    raise Problems([_unknown_table(text, file, kinds)])


def heading(text: str) -> str:
    """A header without differences of case, blanks and a trailing '(s)'."""
    return " ".join(text.replace("\ufeff", "").split()).casefold().removesuffix("(s)").rstrip()


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


def _places(header: Sequence[str], headers: Headers) -> dict[str, list[int]]:
    """Where each column stands: by its first header that occurs, then by the others; a header may occur twice."""
    return {
        column: [place for name in names for place, found in enumerate(header) if found == heading(name)]
        for column, names in headers.items()
    }


def _rows(
    lines: Records,
    width: int,
    places: Mapping[str, Sequence[int]],
    file: str,
    unused: Unused,
) -> pd.DataFrame:
    columns: dict[str, list[str]] = {column: [] for column in places}
    numbers: list[int] = []
    for line, last, cells in lines:
        if len(cells) != width and (len(cells) < width or any(cell.strip() for cell in cells[width:])):
            more = "more" if len(cells) > width else "fewer"
            span = f" over {last - line + 1:,} lines: is a quote not closed?" if last > line else ""
            reason = f"{more} cells than columns ({len(cells)}, not {width}){span}"
            unused.add_row(file, line, cells[0], reason)
            continue
        numbers.append(line)
        for column, found in places.items():
            filled = dict.fromkeys(cell for place in found if (cell := cells[place].strip()))
            if len(filled) > 1:
                first, second = list(filled)[:2]
                unused.add_cell(file, line, cells[0], column, second, f"the column stands twice; {first} is used")
            columns[column].append(next(iter(filled), ""))
    rows = pd.DataFrame(columns, dtype="str")
    return rows.assign(
        file=pd.Series(file, rows.index, dtype="str"), line=pd.Series(numbers, rows.index, dtype="int64")
    )


def _unknown_table(text: str, file: str, kinds: Mapping[str, Headers]) -> Problem:
    first = text.splitlines()[0] if text.strip() else "an empty file"
    keys = " or ".join(f"'{next(iter(headers.values()))[0]}' ({kind})" for kind, headers in kinds.items())
    return Problem(
        file,
        1,
        found=first,
        expected=f"a CSV file with a column {keys}",
        way_out="remove the file from data/raw/external, or add its header to `external` in config.yaml",
    )
