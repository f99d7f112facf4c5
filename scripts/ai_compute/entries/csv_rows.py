"""CSV files read strictly: each row a model, each mistake at its line and column."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from ai_compute.entries.complaints import problems_of
from ai_compute.entries.documents import Document, Places
from ai_compute.entries.structures import Strict
from ai_compute.entries.unreadable import decode
from ai_compute.messages.problems import Problem, Problems, did_you_mean


def read_rows(content: bytes, file: str, model: type[Strict]) -> list[tuple[int, Any]]:
    """The rows of a CSV file as models, each with the line on which it starts; empty lines are skipped.

    Raises:
        Problems: every mistake of the file, each at its line and column name.
    """
    rows, problems = rows_and_mistakes(content, file, model)
    if problems:
        raise Problems(problems)
    return rows


def rows_and_mistakes(content: bytes, file: str, model: type[Strict]) -> tuple[list[tuple[int, Any]], list[Problem]]:
    """The rows that can be read, each with its line, and every mistake of the others.

    Raises:
        Problems: the content is no text.
    """
    reader = csv.reader(io.StringIO(decode(content, file), newline=""), strict=True)
    columns = [field.alias or name for name, field in model.model_fields.items()]
    rows: list[tuple[int, Any]] = []
    problems: list[Problem] = []
    try:
        header = next(reader, [])
        required = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
        problems += _header_problems(header, columns, required, file)
        for line, cells in _numbered(reader) if not problems else ():
            found, item = _row(header, cells, line, file, model)
            problems += found
            rows += [] if item is None else [(line, item)]
    except csv.Error as error:
        expected = "a row of comma-separated values"
        way_out = "close every quote; double a quote inside a quoted cell"
        problems.append(Problem(file, reader.line_num, found=str(error), expected=expected, way_out=way_out))
    return rows, problems


def repeated(rows: Sequence[tuple[int, Any]], column: str, what: str, file: str, way_out: str) -> Iterator[Problem]:
    """Rows whose cell of a column stands in an earlier row."""
    first: dict[str, int] = {}
    for line, row in rows:
        value = str(getattr(row, column))
        if value in first:
            found, expected = f"the {what} '{value}' again", f"each {what} once (it stands on line {first[value]})"
            yield Problem(file, line, field=column, found=found, expected=expected, way_out=way_out)
        first.setdefault(value, line)


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with the line on which each starts."""
    line = reader.line_num + 1
    for cells in reader:
        if any(cells):
            yield line, cells
        line = reader.line_num + 1


def _header_problems(found: Sequence[str], known: Sequence[str], required: Sequence[str], file: str) -> list[Problem]:
    if not found:
        expected = f"the columns {', '.join(known)}"
        way_out = f"restore the file, or begin it with the line {','.join(known)}"
        return [Problem(file, found="an empty file", expected=expected, way_out=way_out)]

    def problem(name: str, found: str, expected: str, way_out: str) -> Problem:
        return Problem(file, 1, field=name, found=found, expected=expected, way_out=way_out)

    known_names = f"known columns: {', '.join(known)}"
    unknown = [
        problem(name, f"the unknown column '{name}'", "a known column", did_you_mean(name, known, known_names))
        for name in found
        if name not in known
    ]
    repeated = [
        problem(name, f"the column '{name}' twice", "each column once", "remove one of the two")
        for name in sorted({name for name in found if list(found).count(name) > 1})
    ]
    missing = [
        problem(name, f"no column '{name}'", f"the columns {', '.join(required)}", "add it, and fill its cells")
        for name in required
        if name not in found and not unknown
    ]
    return unknown + repeated + missing


def _row(
    header: Sequence[str], cells: Sequence[str], line: int, file: str, model: type[Strict]
) -> tuple[list[Problem], Any]:
    if len(cells) != len(header):
        found, expected = f"{len(cells)} cells", f"{len(header)} cells, one for each column"
        way_out = "put a cell that holds a comma in quotes" if len(cells) > len(header) else "add the missing commas"
        return [Problem(file, line, found=found, expected=expected, way_out=way_out)], None
    filled = {name: cell for name, cell in zip(header, cells, strict=True) if cell != ""}
    document = Document(file, filled, [], Places({(): (line, 0), **{(name,): (line, 0) for name in header}}, {}))
    try:
        return [], model.model_validate(filled)
    except ValidationError as error:
        return [_in_cells(problem) for problem in problems_of(error, document, model)], None


def _in_cells(problem: Problem) -> Problem:
    """The way out of a missing value: a cell, where YAML would have a key."""
    return replace(problem, way_out="fill the cell") if problem.found == "nothing" else problem
