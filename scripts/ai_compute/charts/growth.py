"""Growth over time: how many times more in a year, as curves with bands."""

import altair as alt
import numpy as np
import pandas as pd

from ai_compute.charts.axes import above, between
from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Frame, Kind, Span
from ai_compute.charts.line_names import Curve, names
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart
from ai_compute.charts.theme import LIGHT, Size
from ai_compute.findings import curve as words
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables

DATASET = "growth"
TICKS = (0.5, 1, 2, 3, 5, 10, 20, 50)
COLOURS = {"mean": LIGHT.second, "upper": LIGHT.trend}
LEAST, MOST = 1.0, 10.0
MONTHS_APART = 3
"""A curve this smooth needs no point a month."""


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: each curve by quarter, up to the last month, with its band, in times a year."""
    tables_of = []
    for which in words.sets(tables):
        found = words.curve(tables, which).iloc[::-MONTHS_APART].iloc[::-1]
        kind, _, alone = which.partition(" ")
        data = {
            "curve": which,
            "kind": kind,
            "alone": bool(alone),
            "who": words.who(tables, kind),
            "year": found["decimal_year"].round(3),
        }
        values = {name: four_digits(found[f"growth_per_year{end}"]) for name, end in ENDS.items()}
        tables_of.append(pd.DataFrame(data | values | {"months": four_digits(found["doubling_months"])}))
    columns = ["curve", "kind", "alone", "who", "year", *ENDS, "months"]
    return pd.concat(tables_of, ignore_index=True) if tables_of else pd.DataFrame(columns=columns)


ENDS = {"value": "", "low": "_low", "high": "_high"}


def growth(tables: Tables) -> Figure:
    """The figure of growth over time."""
    told = Sourced(tables)
    data = rows(tables)

    def draw(size: Size, kind: Kind) -> Drawing:
        return sized(_draw(data, size), size)

    title = words.title(told)
    return Figure(
        name="growth",
        title=title,
        caption=words.caption(told),
        alternative=" ".join(words.details(tables)),
        draw=draw,
        reading=words.READING,
        data={DATASET: data},
        empty=data.empty,
    )


def _draw(data: pd.DataFrame, size: Size) -> Drawing:
    ends = (data["year"].min(), data["year"].max()) if len(data) else (2010.0, 2026.0)
    years = Span(float(np.floor(ends[0])), float(np.ceil(ends[1])))
    shown = data[~data["alone"].astype(bool)] if len(data) else data
    low, high = min(LEAST, shown["low"].min()), max(MOST, shown["high"].max())
    heights = Span(float(low), float(high), "log")
    ticks = [tick for tick in TICKS if low <= tick <= high]
    across = alt.X(
        "year:Q",
        scale=years.scale(),
        axis=alt.Axis(title=None, format="d", values=between(range(1950, 2060, 2), years.low, years.high)),
    )
    axis = alt.Axis(title="Growth in a year", titleAnchor="start", values=ticks, labelExpr=TIMES, **above(size))
    up = alt.Y("value:Q", scale=heights.scale(), axis=axis)
    source = Chart(alt.NamedData(DATASET))
    layers = []
    for kind, colour in COLOURS.items():
        own = source.transform_filter(f"datum.kind === '{kind}' && !datum.alone")
        alone = source.transform_filter(f"datum.kind === '{kind}' && datum.alone")
        layers.append(
            own.mark_area(color=colour, opacity=0.16, clip=True, aria=False).encode(
                across, alt.Y("low:Q", scale=heights.scale()), alt.Y2("high:Q")
            )
        )
        layers.append(alone.mark_line(color=colour, strokeWidth=0.9, clip=True, aria=False).encode(across, up))
        line = own.mark_line(color=colour, strokeWidth=2, clip=True)
        layers.append(line.encode(across, up, tooltip=["year:Q", "value:Q", "low:Q", "high:Q", "months:Q"]))
    return alt.layer(*layers, *_names(data, Frame(size, years, heights)))


TIMES = "datum.label + 'x'"


def _names(curves: pd.DataFrame, frame: Frame) -> list[alt.Chart]:
    """The name of each curve beside it, near where it begins; those of single runs have none."""
    paths = {which: frame.pixels(curve["year"], curve["value"]) for which, curve in curves.groupby("curve")}
    who = curves.drop_duplicates("curve").set_index("curve")["who"]
    named = [
        Curve(str(who[kind]), paths[kind], float(paths[kind][0, 0]), colour)
        for kind, colour in COLOURS.items()
        if kind in paths
    ]
    return names(named, paths.values(), frame.size, np.empty((0, 4)))
