"""The table of all trends: plain names, intervals, and the arithmetic that leads to each doubling time."""

from collections.abc import Callable

import pandas as pd

from ai_compute.findings.names import by_importance
from ai_compute.findings.numbers import doubling, doubling_interval, known, significant
from ai_compute.report.parts import Cell, Column, PageTable
from ai_compute.trends.told import told


def trends_table(trends: pd.DataFrame, caption: str, file: str, anchor: str, name: Callable[[str], str]) -> PageTable:
    """Every trend with the interval that is told, in the words of `name`; a row is named by `anchor` and its id."""
    found = told(trends)
    place = {name: number for number, name in enumerate(by_importance(found["trend"]))}
    found = found.sort_values("trend", key=lambda names: names.map(place), kind="stable")
    columns = [
        *(Column("Runs fitted"), Column("Number", True), Column("Doubling time", True), Column("95 % interval", True)),
        *(Column("Growth a year", True), Column("R²", True), Column("Arithmetic")),
    ]
    return PageTable(
        caption,
        columns,
        [_row(row, name) for _, row in found.iterrows()],
        file,
        folded=True,
        empty="No trend could be fitted.",
        anchors=[f"{anchor}_{trend}" for trend in found["trend"]],
        labels=list(found.index),
        name=file.removeprefix("tables/").removesuffix(".csv"),
    )


def _row(row: pd.Series, name: Callable[[str], str]) -> list[Cell]:
    return [
        Cell(name(row["trend"])),
        Cell(f"{row['runs']:,}", sort=float(row["runs"])),
        Cell(doubling(row["doubling_months"], 3)),
        Cell(f"nominal: {doubling_interval(row)}" if row["nominal"] else doubling_interval(row)),
        Cell(_growth(row)),
        Cell(f"{row['r_squared']:.2f}" if known(row["r_squared"]) else "–"),
        Cell(arithmetic(row), look="arithmetic"),
    ]


def _growth(row: pd.Series) -> str:
    """`4.3x (2.9 to 4.7)`; `4.3x` of selected runs, whose interval does not hold."""
    low, high = row["growth_per_year_low"], row["growth_per_year_high"]
    ends = f" ({significant(low)} to {significant(high)})" if known(low) and known(high) and not row["nominal"] else ""
    return f"{significant(row['growth_per_year'])}x{ends}"


def arithmetic(row: pd.Series) -> str:
    """`12 × log₁₀ 2 / 1.136 = 3.18 months (slope 0.785 to 1.487)`: from the slope, log10 FLOP a year."""
    slope = significant(row["slope"], 4)
    ends = " to ".join(significant(row[name], 3) for name in ("slope_low", "slope_high") if known(row[name]))
    interval = f" (slope {ends} a year{', nominal' if row['nominal'] else ''})" if ends else ""
    if not known(row["doubling_months"]):
        return f"slope {slope} a year does not rise{interval}"
    return f"12 × log₁₀ 2 / {slope} = {significant(row['doubling_months'], 3)} months{interval}"
