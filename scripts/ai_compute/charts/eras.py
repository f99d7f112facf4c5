"""Two eras: from the first trained networks to 2018, slow growth and then fast."""

from datetime import date

import pandas as pd

from ai_compute.charts.bands import Band
from ai_compute.charts.figure import Drawing, Figure
from ai_compute.charts.frame import Frame, Kind, Span, decade_span, linear_span
from ai_compute.charts.lines import trend_line
from ai_compute.charts.points import external_points, in_set, run_points
from ai_compute.charts.scatter import scatter
from ai_compute.charts.scene import Scene, datasets
from ai_compute.charts.theme import LIGHT, Size
from ai_compute.findings import external, growth
from ai_compute.findings.numbers import doubling_label
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables, each_row
from ai_compute.trends.keys import FIRST_ERA, LAW
from ai_compute.values.dates import decimal_year

MODERN_START = 2012.0
MARGIN_YEARS = 2.0
STATED_EDGES = "as stated"


def two_eras(tables: Tables) -> Figure:
    """The figure of both eras."""
    told = Sourced(tables)
    points = run_points(tables)
    first, modern = in_set(points, FIRST_ERA), in_set(points, LAW)
    points = points[first | modern]
    first, modern = first[points.index], modern[points.index]
    lines = []
    for name, of_era, role in ((FIRST_ERA, first, LIGHT.second), (LAW, modern, LIGHT.trend)):
        row = growth.trend(tables, name)
        if row is not None:
            fitted = points[of_era & (points["basis"] == "own")]["decimal_year"]
            lines.append(
                trend_line(row, doubling_label(row["doubling_months"]), fitted, row["start"], row["end"], role)
            )
    theirs, every = external_points(tables)
    scene = Scene(
        points=points,
        shown=f"indexof(datum.sets, ' {FIRST_ERA} ') >= 0 || indexof(datum.sets, ' {LAW} ') >= 0",
        main=pd.Series(True, points.index),
        main_expression="true",
        labelled=[*points[modern].sort_values("pfs_days", kind="stable")["run"].iloc[[0, -1]], *points[first]["run"]]
        if modern.any()
        else list(points["run"]),
        trends=lines,
        bands=[Band(MODERN_START, 2030.0, ("Modern era",), LIGHT.modern)],
        radius=4.2,
        beside=theirs,
    )
    ends = points["decimal_year"].agg(["min", "max"]) if len(points) else pd.Series({"min": 1958.0, "max": 2018.0})
    years = Span(float(ends["min"]) - MARGIN_YEARS, float(ends["max"]) + MARGIN_YEARS)
    values = points["pfs_days"].to_numpy()

    def draw(size: Size, kind: Kind) -> Drawing:
        return scatter(
            scene, Frame(size, years, decade_span(values, 1e-14, 1e4) if kind == "log" else linear_span(values))
        )

    title = growth.eras_title(told)
    return Figure(
        name="two-eras",
        title=title,
        caption=growth.ERAS_CAPTION + external.caption(tables, len(theirs), every),
        alternative=title,
        draw=draw,
        reading=growth.ERAS_READING,
        data=datasets(points, theirs),
        kinds=("log", "linear"),
        filters=True,
        empty=points.empty,
    )


def era_bands(tables: Tables) -> list[Band]:
    """The eras of the article of 2018, every second one shaded, named by their years and the devices they state."""
    eras = tables["eras"]
    stated = eras[eras["edges"] == STATED_EDGES].drop_duplicates(["era", "quantity"])
    bands = []
    for index, (era, rows) in enumerate(
        stated.sort_values("start", na_position="first", kind="stable").groupby("era", sort=False)
    ):
        start, end = rows["start"].iloc[0], rows["end"].iloc[0]
        name = [str(era), *_stated_devices(rows)]
        colour = LIGHT.era if index % 2 else LIGHT.ground
        bands.append(Band(_year(start, 1900.0), _year(end, 2100.0), tuple(name), colour))
    return bands


def _stated_devices(rows: pd.DataFrame) -> list[str]:
    counts = rows[(rows["quantity"] == "device count") & rows["stated_low"].notna() & rows["stated_high"].notna()]
    return [f"{row.stated_low:g}–{row.stated_high:g} devices" for row in each_row(counts)][:1]


def _year(day: pd.Timestamp, otherwise: float) -> float:
    return otherwise if pd.isna(day) else decimal_year(date(day.year, day.month, day.day))
