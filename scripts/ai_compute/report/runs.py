"""The table of every run, and how tables name a run."""

import pandas as pd

from ai_compute.findings.numbers import count, power
from ai_compute.findings.run import readable
from ai_compute.report.parts import ROWS_AT_MOST, Cell, Column, PageTable, run_address
from ai_compute.storage.rows import Tables, each_row

LANDMARK_RANK = 10
"""Runs among so many of the largest published until then are shown before others."""


def shown_runs(tables: Tables, at_most: int = ROWS_AT_MOST) -> pd.DataFrame:
    """Rows of the table `runs` that get a row and a card: all, or the most telling up to `at_most`.

    These are the members of named sets, then runs among the largest at their publication, then the latest.
    """
    runs, adopted = tables["runs"], tables["training_compute"]
    large = adopted.loc[adopted["rank_at_publication"] <= LANDMARK_RANK, "run"]
    landmark = 2 * runs["run"].isin(tables["sets"]["run"]) + runs["run"].isin(large)
    ordered = runs.assign(landmark=landmark).sort_values(
        ["landmark", "decimal_year", "run"], ascending=[False, False, True]
    )
    return ordered.head(at_most)[list(runs.columns)]


def names_of(tables: Tables) -> pd.Series:
    """Name by run."""
    return tables["runs"].set_index("run")["name"]


def run_cell(names: pd.Series, run: str) -> Cell:
    """A run's name, leading to its card."""
    return Cell(str(names.get(run, run)), link=run_address(run)) if run in names.index else Cell(run)


def runs_table(tables: Tables) -> PageTable:
    """Every run with its adopted value and its arithmetic; runs without a value last."""
    names = names_of(tables)
    adopted = {row.run: row for row in each_row(tables["training_compute"])}
    arithmetic = {(row.run, row.method): row.arithmetic for row in each_row(tables["estimates"])}
    rows = []
    for row in each_row(tables["runs"].sort_values(["decimal_year", "run"], ascending=[False, True])):
        value = adopted.get(row.run)
        if value is None:
            worked, numbers = "no estimate", [Cell("–", sort=0.0)] * 2
        else:
            numbers = [Cell(power(each), sort=float(value.flop)) for each in (value.pfs_days, value.flop)]
            worked = readable(arithmetic.get((row.run, value.method), f"{value.basis} total"))
        rows.append(
            [
                run_cell(names, row.run),
                Cell(row.published.strftime("%Y-%m-%d"), sort=float(row.decimal_year), look="date"),
                Cell(row.domain, look="domain"),
                Cell(row.organization),
                *numbers,
                Cell("none" if value is None else value.basis),
                Cell(worked, look="arithmetic"),
            ]
        )
    columns = [
        *(
            Column("Run"),
            Column("Published", sorted="descending"),
            Column("Domain"),
            Column("Organization"),
            Column("Training compute, pfs-days", True),
        ),
        *(Column("FLOP", True), Column("Basis"), Column("Arithmetic")),
    ]
    return PageTable(
        f"{count(len(rows), 'run')}".capitalize(),
        columns,
        rows,
        "tables/training_compute.csv",
        empty="There are no runs yet.",
    )
