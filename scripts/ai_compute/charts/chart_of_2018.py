"""The runs of OpenAI's chart of 2018, by our own estimates, with their trend."""

import pandas as pd

from ai_compute.charts.eras import era_bands
from ai_compute.charts.figure import Drawing, Figure
from ai_compute.charts.frame import Frame, Kind, Span, decade_span, linear_span
from ai_compute.charts.lines import TrendLine, trend_line
from ai_compute.charts.notes import Note
from ai_compute.charts.points import external_points, in_set, run_points
from ai_compute.charts.scatter import scatter
from ai_compute.charts.scene import Scene, datasets
from ai_compute.charts.theme import Size
from ai_compute.findings import external, growth
from ai_compute.findings.numbers import doubling_label
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW

YEARS = (2012.0, 2018.5)
DECADES = (1e-5, 1e4)


def chart_of_2018(tables: Tables) -> Figure:
    """The figure of the modern era."""
    told = Sourced(tables)
    points = run_points(tables)
    points = points[points["decimal_year"].between(*YEARS)]
    theirs, every = external_points(tables)
    theirs = theirs[theirs["decimal_year"].between(*YEARS)]
    main = in_set(points, LAW)
    row = growth.trend(tables, LAW)
    scene = Scene(
        points=points,
        shown=f"datum.decimal_year >= {YEARS[0]} && datum.decimal_year <= {YEARS[1]}",
        main=main,
        main_expression=f"indexof(datum.sets, ' {LAW} ') >= 0",
        labelled=list(points[main].sort_values("pfs_days", ascending=False, kind="stable")["run"]),
        trends=trends(row, points[main & (points["basis"] == "own")]),
        bands=era_bands(tables),
        radius=4.6,
        notes=[Note(growth.others(tables, *YEARS), 0.82, 0.9)],
        beside=theirs,
    )

    def draw(size: Size, kind: Kind) -> Drawing:
        return scatter(scene, frame(scene, size, kind))

    title = growth.headline_title(told)
    return Figure(
        name="chart-of-2018",
        title=title,
        caption=growth.HEADLINE_CAPTION,
        alternative=f"{title} {growth.alternative(len(points))}",
        draw=draw,
        reading=growth.headline_reading(told) + external.caption(tables, len(theirs), every),
        data=datasets(points, theirs),
        kinds=("log", "linear"),
        filters=True,
        fits=[line.told() for line in scene.trends],
        empty=points.empty,
    )


def trends(row: pd.Series | None, fitted: pd.DataFrame) -> list[TrendLine]:
    """The line through the fitted runs, labelled with its doubling time."""
    if row is None:
        return []
    text = doubling_label(row["doubling_months"])
    return [trend_line(row, text, fitted["decimal_year"], row["start"] - 0.25, row["end"] + 0.35)]


def frame(scene: Scene, size: Size, kind: Kind) -> Frame:
    """The plot: the decades of the chart of 2018, more if the data need them."""
    main = scene.points[scene.main]
    values = main["pfs_days"].to_numpy()
    y = decade_span(values, *DECADES) if kind == "log" else linear_span(values)
    return Frame(size, Span(*YEARS), y)
