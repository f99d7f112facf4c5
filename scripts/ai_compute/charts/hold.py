"""Did it hold? Everything published since 2010, and the law of 2018 carried forward."""

from dataclasses import replace

import numpy as np
import pandas as pd

from ai_compute.charts.bands import Band
from ai_compute.charts.figure import Drawing, Figure
from ai_compute.charts.frame import Frame, Kind, Span, decade_span, linear_span
from ai_compute.charts.lines import TrendLine, trend_line
from ai_compute.charts.notes import Note
from ai_compute.charts.points import external_points, run_points
from ai_compute.charts.scatter import scatter
from ai_compute.charts.scene import Scene, datasets
from ai_compute.charts.theme import LIGHT, Size
from ai_compute.findings import external, growth, hold
from ai_compute.findings.numbers import doubling, doubling_label
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW, UPPER_BEFORE, UPPER_SINCE, WITH_THIRD_PARTY
from ai_compute.values.dates import decimal_year

START = 2010.0
ROOM_AHEAD = 0.6
LABELS = 28
DECADES = (1e-6, 1e6)
UPPER_LINES = (
    (UPPER_BEFORE + WITH_THIRD_PARTY, (), (6, 4)),
    (UPPER_SINCE + WITH_THIRD_PARTY, ("upper", "tenth"), (6, 4)),
    (UPPER_SINCE, ("without", "totals", "of others"), (2, 3)),
)
"""The lines that a tenth of all runs exceed: which, in what words at their end, with which dashes."""


def did_it_hold(tables: Tables) -> Figure:
    """The figure of all runs since 2010."""
    points = run_points(tables)
    points = points[points["decimal_year"] >= START]
    end = float(np.ceil(points["decimal_year"].max() + ROOM_AHEAD)) if len(points) else 2027.0
    theirs, every = external_points(tables)
    theirs = theirs[theirs["decimal_year"] >= START]
    scene = Scene(
        points=points,
        shown=f"datum.decimal_year >= {START}",
        main=pd.Series(True, points.index),
        main_expression="true",
        labelled=by_importance(points)[:LABELS],
        trends=_lines(tables, points, end),
        bands=[Band(decimal_year(hold.STATED.date()), 2200.0, ("published since the law was stated",))],
        radius=3.3,
        bars=False,
        notes=[Note(hold.since_the_law(tables), 0.2, 0.12, LIGHT.trend)],
        beside=theirs,
    )
    values = points["pfs_days"].to_numpy()
    years = Span(START, end)

    def draw(size: Size, kind: Kind) -> Drawing:
        return scatter(
            scene, Frame(size, years, decade_span(values, *DECADES) if kind == "log" else linear_span(values))
        )

    title = hold.title(tables)
    return Figure(
        name="did-it-hold",
        title=title,
        caption=hold.caption(tables) + external.caption(len(theirs), every),
        alternative=f"{title} {growth.headline_alternative(tables)}",
        draw=draw,
        reading=hold.READING,
        data=datasets(points, theirs),
        kinds=("log", "linear"),
        filters=True,
        bars=scene.bars,
        empty=points.empty,
    )


def by_importance(points: pd.DataFrame) -> list[str]:
    """Records first, then the largest for their time."""
    above = np.log10(points["pfs_days"]) - np.polyval([0.6, 0.0], points["decimal_year"] - START)
    ordered = points.assign(above=above).sort_values(["record", "above", "run"], ascending=[False, False, True])
    return list(ordered["run"])


def _lines(tables: Tables, points: pd.DataFrame, end: float) -> list[TrendLine]:
    lines = []
    law = growth.trend(tables, LAW)
    if law is not None:
        text = f"the law re-derived, carried forward: {doubling_label(law['doubling_months'])}"
        line = TrendLine(text, law["slope"], law["intercept"], law["start"], end)
        lines.append(replace(line, short=f"law re-derived: {doubling(law['doubling_months'])}"))
        moore = 12 * np.log10(2) / growth.MOORE_MONTHS
        first = law["intercept"] + law["slope"] * law["start"]
        text = f"Moore’s law: {doubling_label(growth.MOORE_MONTHS)}"
        line = TrendLine(text, moore, first - moore * law["start"], law["start"], end, LIGHT.soft, (1, 3))
        lines.append(replace(line, short=f"Moore’s law: {doubling(growth.MOORE_MONTHS)}"))
    for name, who, dash in UPPER_LINES:
        row = growth.trend(tables, name)
        if row is not None:
            pace = doubling_label(row["doubling_months"])
            at_end = (pace.replace(" doubling", ""), "doubling", *who) if who else ()
            line = trend_line(row, pace, pd.Series(dtype=float), row["start"], row["end"], LIGHT.second)
            lines.append(replace(line, dash=dash, half_width=0.0, end_text=at_end, short=" ".join(who) or pace))
    return lines
