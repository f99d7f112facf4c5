"""The headline figure: everything published since 2010, and how fast the upper tenth grew before and since 2018."""

from dataclasses import replace

import numpy as np
import pandas as pd

from ai_compute.charts.bands import Band
from ai_compute.charts.ends import ROOM_FOR_ENDS, pace
from ai_compute.charts.figure import Drawing, Figure
from ai_compute.charts.frame import Frame, Kind, Span, decade_span, linear_span
from ai_compute.charts.lines import TrendLine, trend_line
from ai_compute.charts.points import external_points, run_points
from ai_compute.charts.scatter import scatter
from ai_compute.charts.scene import Scene, datasets
from ai_compute.charts.theme import LIGHT, Size
from ai_compute.findings import chosen, external, growth, story
from ai_compute.findings.numbers import integer, sentence, significant
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW, UPPER_BEFORE, UPPER_SINCE, WITH_THIRD_PARTY
from ai_compute.values.dates import decimal_year

START = 2010.0
ROOM_AHEAD = 0.3
HEIGHT = 450
"""Pixels: so that a usual screen holds the answer and its figure."""
NAMED = 8
"""So many runs are named: the largest for their time, no two of one year."""
APART_YEARS = 1.2
DECADES = (1e-6, 1e6)
LINES = (
    (UPPER_BEFORE + WITH_THIRD_PARTY, "upper tenth", LIGHT.second, ()),
    (UPPER_SINCE + WITH_THIRD_PARTY, "upper tenth", LIGHT.second, ()),
    (LAW, "OpenAI’s chart", LIGHT.trend, (6, 4)),
)
"""The lines that are drawn: which, of whom, in what colour, with which dashes."""


def headline(tables: Tables) -> Figure:
    """The figure of all runs since 2010."""
    told = Sourced(tables)
    points = run_points(tables)
    points = points[points["decimal_year"] >= START]
    end = float(np.ceil(10 * (points["decimal_year"].max() + ROOM_AHEAD)) / 10) if len(points) else 2027.0
    theirs, every = external_points(tables)
    theirs = theirs[theirs["decimal_year"] >= START]
    scene = Scene(
        points=points,
        shown=f"datum.decimal_year >= {START}",
        main=pd.Series(True, points.index),
        main_expression="true",
        labelled=landmarks(points),
        trends=_lines(tables),
        bands=[
            Band(decimal_year(chosen.split_day(tables).date()), 2200.0, (f"published since {chosen.split(tables)}",))
        ],
        radius=3.3,
        bars=False,
        beside=theirs,
    )
    values = points["pfs_days"].to_numpy()
    years = Span(START, end)

    def draw(size: Size, kind: Kind) -> Drawing:
        shaped = size.reshaped(right=ROOM_FOR_ENDS[size.name], height=min(size.height, HEIGHT))
        y = decade_span(values, *DECADES) if kind == "log" else linear_span(values)
        return scatter(scene, Frame(shaped, years, y))

    title = story.headline_title(told)
    return Figure(
        name="headline",
        title=title,
        caption=caption(told) + external.caption(tables, len(theirs), every),
        alternative=f"{title} {growth.alternative(len(points))}",
        draw=draw,
        reading=READING,
        data=datasets(points, theirs),
        kinds=("log", "linear"),
        filters=True,
        fits=[line.told() for line in scene.trends],
        bars=scene.bars,
        empty=points.empty,
    )


def caption(tables: Tables) -> str:
    """What the figure shows."""
    law = growth.trend(tables, LAW)
    month = chosen.split(tables)
    until, since = (growth.trend(tables, name + WITH_THIRD_PARTY) is not None for name in (UPPER_BEFORE, UPPER_SINCE))
    parts = []
    if until or since:
        drawn = f"until {month} and since" if until and since else f"{'until' if until else 'since'} {month}"
        parts.append(f"grey {'lines' if until and since else 'line'}: what a tenth of all runs exceed, {drawn}")
    if law is not None:
        parts.append(f"red dashes: the line through the {integer(law['runs'])} runs of OpenAI’s chart")
    return " ".join(
        f"{part}." for part in ("Training compute by first publication", sentence("; ".join(parts))) if part
    )


READING = (
    "A line that a tenth of all runs exceed is found by quantile regression on all runs, so that no run is selected "
    "for its size. Its intervals are by a bootstrap over papers or over organizations, the wider of both. Hollow: "
    "totals of others, be the model open or closed. Named are at most eight runs that were records of their time, no "
    "two of one year."
)


def landmarks(points: pd.DataFrame) -> list[str]:
    """Runs to be named: the largest of all, then records, the largest for their time first, none of near years."""
    records = points[points["record"]] if points["record"].any() else points
    above = np.log10(records["pfs_days"]) - 0.55 * (records["decimal_year"] - START)
    largest = records["pfs_days"] == records["pfs_days"].max()
    ordered = records.assign(above=above.mask(largest, np.inf)).sort_values(["above", "run"], ascending=[False, True])
    named: list[str] = []
    years: list[float] = []
    for run, year in zip(ordered["run"], ordered["decimal_year"], strict=True):
        if all(abs(year - other) >= APART_YEARS for other in years) and len(named) < NAMED:
            named.append(str(run))
            years.append(float(year))
    return named


def _lines(tables: Tables) -> list[TrendLine]:
    lines = []
    for name, who, role, dash in LINES:
        row = growth.trend(tables, name)
        if row is None:
            continue
        line = trend_line(row, "", pd.Series(dtype=float), row["start"], row["end"], role)
        words = (f"{significant(row['growth_per_year'])}× a year", *pace(row["doubling_months"]), who)
        lines.append(replace(line, dash=dash, half_width=0.0, end_text=words))
    return lines
