"""Tables of the section on lines of laws: the runs near them, and how many there are."""

import pandas as pd

from ai_compute.findings.numbers import power, share, significant
from ai_compute.findings.thresholds import ALIVE, near
from ai_compute.report.parts import Cell, Column, PageTable
from ai_compute.report.plain import plain_table, row_anchors
from ai_compute.report.runs import names_of, run_cell
from ai_compute.schemas.thresholds import FORECAST, RELATIVE
from ai_compute.storage.rows import Tables, each_row

NEAREST = 120
"""So many rows are shown, the least sure; the file has all."""
OWN = " (by the base’s own developer: does not apply)"


def near_table(tables: Tables) -> PageTable:
    """Every run that is not surely below a line in force or signed, to be sorted; the least sure first."""
    names, lines = names_of(tables), tables["threshold_texts"].set_index("threshold")["name"]
    rows = [
        [
            run_cell(names, row.run),
            Cell(str(lines.get(row.threshold, row.threshold)) + (OWN if row.same_developer else "")),
            Cell(power(row.flop), sort=float(row.flop)),
            Cell(power(row.line), sort=float(row.line)),
            Cell(significant(row.flop_high / row.flop), sort=float(row.flop_high / row.flop)),
            Cell(chance(row.probability), sort=float(row.probability)),
            Cell(row.standing),
            Cell(row.deciding_factor),
            Cell(share(row.deciding_share), sort=float(row.deciding_share)),
            Cell("yes" if row.in_force else "no"),
        ]
        for row in each_row(near(tables))
    ]
    counted = "With what it was trained on top of, where the text counts that"
    columns = [
        Column("Run"),
        Column("Line"),
        Column("Compute, FLOP", True, note=counted),
        Column("Line, FLOP", True, note="For a modification a share of its base’s compute"),
        Column("High end / value", True, note="How far up the 95 % interval reaches"),
        Column("Chance of being above", True),
        Column("Standing"),
        Column("What would narrow it most", note="The fact with the largest share of the variance"),
        Column("Its share", True),
        Column("In force when it appeared"),
    ]
    return PageTable(
        "Every run that is not surely below a line in force or signed, the least sure first",
        columns,
        rows,
        "tables/thresholds.csv",
        folded=True,
        empty="No run is near a line in force or signed.",
        anchors=row_anchors("thresholds", near(tables)),
        labels=list(near(tables).index),
        name="thresholds",
        at_most=NEAREST,
        sortable=True,
    )


def chance(probability: float) -> str:
    """`0.501`, `0.998`: as many digits as tell it from sure, and from the edges of standings."""
    return f"{probability:.3f}"


def last_counts_table(tables: Tables) -> PageTable:
    """The latest count of each line and what is forecast, without the years before."""
    return plain_table({**tables, "threshold_counts": last_counts(tables)}, "threshold_counts")


def last_counts(tables: Tables) -> pd.DataFrame:
    """Rows of `threshold_counts` for lines in force or signed: the latest, days of others' counts, and forecasts.

    Relative lines are among them; lines that no longer are, or never were, stand in the file.
    """
    texts = tables["threshold_texts"]
    living = texts.loc[texts["status"].isin(ALIVE), "threshold"]
    counts = tables["threshold_counts"].sort_values(["threshold", "kind", "published"])
    counts = counts[counts["threshold"].isin(living) | (counts["kind"] == RELATIVE)]
    latest = ~counts.duplicated(["threshold", "kind"], keep="last") | (counts["kind"] == FORECAST)
    # Days that are no ends of years are those of others' counts.
    of_census = (counts["kind"] != RELATIVE) & (counts["published"].dt.strftime("%m-%d") != "12-31")
    found: pd.DataFrame = counts[latest | of_census]
    return found
