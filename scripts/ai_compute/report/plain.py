"""Tables shown as they are: their own columns, folded, with the meaning of the table as caption."""

from collections.abc import Sequence

import pandas as pd

from ai_compute.findings import chosen
from ai_compute.findings.numbers import power
from ai_compute.report.linking import row_anchor
from ai_compute.report.parts import ROWS_AT_MOST, Cell, Column, PageTable
from ai_compute.schemas.columns import Table
from ai_compute.schemas.registry import models_of
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import FIRST_ERA, LAW

DIGITS = 3
NAMED = ("trend", "headline", "line", "set", "analysis")
"""Columns that hold keys of trends or sets, where they hold words: the line of a legal text is a number."""
FIRST_ROWS = {"rule_of_thumb": 12}
"""Of tables with a row a run so many rows are an example; the file has all."""
PLAIN = {"null": "simulated"}
"""What a heading says for a word of a column's name that readers would take for an empty cell."""
SETS = {LAW: "Runs of OpenAI’s chart of 2018", FIRST_ERA: "Runs of OpenAI’s first era"}


def plain_tables(tables: Tables, *names: str) -> list[PageTable]:
    """Tables by name, folded."""
    return [plain_table(tables, name) for name in names]


def plain_table(tables: Tables, name: str, columns: Sequence[str] = ()) -> PageTable:
    """One table, folded; all of its columns, or some."""
    table = tables[name]
    names = list(columns) or list(table.columns)
    model = models_of(tables)[name]
    titles = [_heading(column, table[column], model) for column in names]
    keys = [column for column in names if column in NAMED and not pd.api.types.is_numeric_dtype(table[column])]
    shown = table[names].assign(**{column: _named(tables, name, column) for column in keys})
    rows = [[_cell(value) for value in row] for row in shown.itertuples(index=False, name=None)]
    about = (model.__doc__ or "").strip().splitlines()[0].rstrip(".")
    anchors = row_anchors(name, table)
    at_most = FIRST_ROWS.get(name, ROWS_AT_MOST)
    return PageTable(
        about,
        titles,
        rows,
        f"tables/{name}.csv",
        folded=True,
        anchors=anchors,
        name=name,
        labels=list(table.index),
        at_most=at_most,
    )


def row_anchors(name: str, rows: pd.DataFrame) -> list[str]:
    """Names of rows by their labels in the whole table, whichever are shown in what order."""
    return [row_anchor(name, int(row)) for row in rows.index]


def _heading(name: str, values: pd.Series, model: type[Table]) -> Column:
    """The name of a column with its unit, unless the name says it, and its meaning as a note."""
    declared = model.to_schema().columns[name]
    number = pd.api.types.is_numeric_dtype(values) and not _is_truth(values)
    title, unit = " ".join(PLAIN.get(word, word) for word in name.split("_")), (declared.metadata or {}).get("unit", "")
    said = not unit or unit.split()[-1].lower() in title
    return Column(title if said or not number else f"{title}, {unit}", number, note=declared.description or "")


def _named(tables: Tables, name: str, column: str) -> pd.Series:
    """A column of keys of trends or sets in plain words; other keys as they are."""
    keys, trends, name_of = tables[name][column], set(tables["trends"]["trend"]), chosen.name_of(tables)
    members = {} if name == "breaks" else SETS
    spoken = column != "analysis"
    return keys.map(lambda key: members.get(key) or (name_of(key) if spoken or key in trends else key))


def _is_truth(column: pd.Series) -> bool:
    return pd.api.types.is_bool_dtype(column)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return Cell(value)
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, pd.Timestamp):
        return Cell(value.strftime("%Y-%m-%d"))
    if pd.api.types.is_integer(value):
        return Cell(f"{value:,}", sort=int(value))
    if isinstance(value, float) and pd.notna(value):
        whole = value == round(value) and abs(value) < 1e6
        return Cell(f"{value:,.0f}" if whole else _number(value), sort=value)
    return Cell("–")


def _number(value: float) -> str:
    # A date as a decimal year keeps its decimals.
    return f"{value:.2f}" if 1900 < value < 2100 else power(value, DIGITS)
