"""The section on other people's data, where a build has any."""

from typing import Any

import pandas as pd

from ai_compute.findings import external
from ai_compute.findings.external_lines import LINES_FIGURE, RUNS_FIGURE
from ai_compute.findings.numbers import compute, significant
from ai_compute.findings.sources import Sourced
from ai_compute.report.parts import Cell, Column, PageTable, Section
from ai_compute.report.plain import plain_table
from ai_compute.report.runs import names_of, run_cell
from ai_compute.report.trends import trends_table
from ai_compute.schemas.external import DEVICE, ROW
from ai_compute.storage.rows import Tables, each_row
from ai_compute.values.quantities import PFS_DAY

ROWS_SHOWN = 200
"""Rows of a table of rejects that the page shows; its file holds all."""


def external_sections(tables: Tables) -> list[Section]:
    """One section if the build read an external database, else none."""
    if not external.present(tables):
        return []
    file = "tables/external_trends.csv"

    def name(trend: str) -> str:
        return external.name_of(trend, tables)

    trends = trends_table(
        tables["external_trends"], f"Trends of {external.whose(tables)}", file, "external-trend", name
    )
    plain = [plain_table(tables, name) for name in ("external_check", "external_agreement")]
    shown = [trends, _counts(tables), *plain, _matches(tables), _reasons(tables), _unused(tables)]
    told = Sourced(tables)
    return [
        Section(
            "external",
            "What do others say?",
            external.finding(told),
            external.details(told),
            figure=RUNS_FIGURE,
            figures=[LINES_FIGURE],
            tables=shown,
        )
    ]


def _counts(tables: Tables) -> PageTable:
    numbers = ("rows", "without_total", "stated", "fine_tunes", "not_leading", "runs")
    rows = [
        [
            Cell(external.name_of(row.trend, tables)),
            *(Cell(f"{getattr(row, name):,}", sort=getattr(row, name)) for name in numbers),
        ]
        for row in each_row(tables["external_counts"])
    ]
    columns = [
        Column("Line"),
        *(Column("Models of its kind and years", True), Column("Without a total", True)),
        *(Column("With one: the database’s own count", True), Column("Fine-tunes among them", True)),
        *(Column("Not the largest of their time", True), Column("Runs of the line", True)),
    ]
    file = "tables/external_counts.csv"
    return PageTable("Why a line has fewer runs than the database", columns, rows, file, folded=True, empty="No line.")


def _matches(tables: Tables) -> PageTable:
    names = names_of(tables)
    rows = [
        [
            run_cell(names, row.run),
            Cell(row.external_name),
            Cell(row.way),
            Cell(_value(row.flop), sort=row.flop),
            Cell(row.basis),
            Cell(_value(row.external_flop), sort=row.external_flop),
            Cell(row.external_basis),
            Cell(significant(row.ratio) if pd.notna(row.ratio) else "–", sort=row.ratio),
        ]
        for row in each_row(tables["external_matches"])
    ]
    columns = [
        *(Column("Our run"), Column("Name in the database"), Column("Found by")),
        *(Column("Ours", True), Column("Our basis"), Column("Theirs", True), Column("Their basis")),
        Column("Ratio", True),
    ]
    file = "tables/external_matches.csv"
    return PageTable("Our runs in the database", columns, rows, file, folded=True, empty="No run of ours is in it.")


def _value(flop: float) -> str:
    return compute(flop / PFS_DAY) if pd.notna(flop) else "–"


def _reasons(tables: Tables) -> PageTable:
    counted = tables["external_unused"].groupby(["use", "reason"], as_index=False).size()
    ordered = counted.sort_values(["use", "size", "reason"], ascending=[True, False, True]).head(ROWS_SHOWN)
    rows = [[Cell(row.use), Cell(row.reason), Cell(f"{row.size:,}", sort=row.size)] for row in each_row(ordered)]
    columns = [Column("Not used for"), Column("Why"), Column("How often", True)]
    file = "tables/external_unused.csv"
    return PageTable("What is not used, by reason", columns, rows, file, folded=True, empty="Everything is used.")


def _unused(tables: Tables) -> PageTable:
    unused = tables["external_unused"]
    lost = unused[unused["use"].isin([ROW, DEVICE])].sort_values("use", ascending=False, kind="stable")
    rows = [
        [Cell(row.use), *_place(row), Cell(row.name), Cell(row.found), Cell(row.reason)]
        for row in each_row(lost.head(ROWS_SHOWN))
    ]
    columns = [Column("What"), Column("File"), Column("Line", True), Column("Name"), Column("Found"), Column("Why")]
    some = f" (the first {ROWS_SHOWN:,} of {len(lost):,})" if len(lost) > ROWS_SHOWN else ""
    caption, file = f"Rows that cannot be used{some}", "tables/external_unused.csv"
    return PageTable(caption, columns, rows, file, folded=True, empty="Every row is used.")


def _place(row: Any) -> list[Cell]:
    return [Cell(row.file), Cell(str(row.line), sort=row.line)]
