"""Tables shown as they are: their own columns, folded, with the meaning of the table as caption."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ai_compute.findings.numbers import power
from ai_compute.report.parts import Cell, Column, PageTable
from ai_compute.schemas.registry import models_of

Tables = Mapping[str, pd.DataFrame]
DIGITS = 3


def plain_tables(tables: Tables, *names: str) -> list[PageTable]:
    """Tables by name, folded."""
    return [plain_table(tables, name) for name in names]


def plain_table(tables: Tables, name: str, columns: Sequence[str] = ()) -> PageTable:
    """One table, folded; all of its columns, or some."""
    table = tables[name]
    names = list(columns) or list(table.columns)
    titles = [
        Column(column.replace("_", " "), pd.api.types.is_numeric_dtype(table[column]) and not _is_truth(table[column]))
        for column in names
    ]
    rows = [[_cell(value) for value in row] for row in table[names].itertuples(index=False, name=None)]
    about = (models_of(tables)[name].__doc__ or "").strip().splitlines()[0].rstrip(".")
    return PageTable(about, titles, rows, f"tables/{name}.csv", folded=True)


def _is_truth(column: pd.Series) -> bool:
    return pd.api.types.is_bool_dtype(column)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return Cell(value)
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, pd.Timestamp):
        return Cell(value.strftime("%Y-%m-%d"))
    if isinstance(value, int):
        return Cell(f"{value:,}", sort=value)
    if isinstance(value, float) and pd.notna(value):
        whole = value == round(value) and abs(value) < 1e6
        return Cell(f"{value:,.0f}" if whole else _number(value), sort=value)
    return Cell("–")


def _number(value: float) -> str:
    # A date as a decimal year keeps its decimals.
    return f"{value:.2f}" if 1900 < value < 2100 else power(value, DIGITS)
