"""What can be taken away: every table as CSV, and how to cite it."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from ai_compute.findings.numbers import day
from ai_compute.report.parts import Cell, Column, PageTable
from ai_compute.schemas.columns import Table

Tables = Mapping[str, pd.DataFrame]


def downloads(tables: Tables, models: Mapping[str, type[Table]]) -> PageTable:
    """Every table with its file, its size and its meaning."""
    rows = [
        [
            Cell(f"{name}.csv", link=f"tables/{name}.csv"),
            Cell(f"{len(tables[name]):,}"),
            Cell((model.__doc__ or "").strip().splitlines()[0]),
        ]
        for name, model in models.items()
    ]
    columns = [Column("Table"), Column("Rows", True), Column("What it holds")]
    return PageTable(f"All {len(rows)} tables", columns, rows, folded=True)


def citation(cut_off: date, revision: str) -> str:
    """How to cite this build."""
    build = f", revision {revision}" if revision else ""
    return f"ai-compute: AI and Compute, re-derived. Data up to {day(cut_off)}{build}. CC BY 4.0."
