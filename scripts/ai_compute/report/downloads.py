"""What can be taken away: every table as CSV, and how to cite it."""

from collections.abc import Mapping
from datetime import date

from ai_compute import VERSION
from ai_compute.findings.numbers import day, inside_sentence
from ai_compute.report.datapackage import ABOUT
from ai_compute.report.parts import Cell, Column, PageTable
from ai_compute.schemas.columns import Table
from ai_compute.storage.rows import Tables


def downloads(tables: Tables, models: Mapping[str, type[Table]]) -> PageTable:
    """Every table with its file, its size and its meaning."""
    rows = [
        [
            Cell(f"{name}.csv", link=f"tables/{name}.csv"),
            Cell(f"{len(tables[name]):,}"),
            Cell(f"{len(tables[name].columns):,}"),
            Cell((model.__doc__ or "").strip().splitlines()[0]),
        ]
        for name, model in models.items()
    ]
    columns = [Column("Table"), Column("Rows", True), Column("Columns", True), Column("What it holds")]
    return PageTable(f"All {len(rows)} tables", columns, rows, folded=True)


def citation(cut_off: date, data_version: str, revision: str) -> str:
    """How to cite this build: who, what, which release, which data, and which revision if it is known."""
    author, title = ABOUT["contributors"][0]["title"], ABOUT["title"]
    build = f"Release {VERSION}, data version {data_version}{f', revision {revision}' if revision else ''}"
    named = f"{author}: {ABOUT['name']}: {inside_sentence(title)}"
    return f"{named}. {build}, data cut off at {day(cut_off)}. CC BY 4.0."
