"""Runs against the lines of laws that were in force when they appeared."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.charts.axes import above
from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Frame, Kind, Span, decade_span, decades
from ai_compute.charts.labels import Boxes, Label, around, boxes_at, clearest, overlaps, place
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.text import bold_width, text_width, wrapped
from ai_compute.charts.theme import HALO, LIGHT, SMALL, Size
from ai_compute.findings import thresholds as words
from ai_compute.findings.numbers import flop
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables, each_row
from ai_compute.values.dates import decimal_year

DATASET, LINES = "above_the_lines", "lines_of_laws"
END = 2027.0
DECADES = (1e20, 1e27)
FAINTEST = 0.12
RADIUS = 4.0
LINE_HEIGHT = 14
BESIDE_LINE = (-1, 1, -2, 2, -3, 3)
"""Where the name of a line may stand, in lines of text: above it (negative) rather than below."""
STEP = 6.0
"""Pixels along a line from one place that is tried to the next."""


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: runs since the figure's start, with the nearest line in force on their day, if there was one."""
    found = words.against_nearest(tables)
    return pd.DataFrame(
        {
            "run": found["run"],
            "name": found["run"].map(tables["runs"].set_index("run")["name"]).astype("str"),
            "year": found["decimal_year"].round(3),
            "published": found["published"].dt.strftime("%Y-%m-%d"),
            "flop": four_digits(found["flop"]),
            "compute": found["flop"].map(flop).astype("str"),
            "line": found["line_name"],
            "probability": found["probability"].round(3),
            "standing": found["standing"],
            "shade": (FAINTEST + (1 - FAINTEST) * found["probability"]).round(3),
        }
    )


def line_rows(tables: Tables) -> pd.DataFrame:
    """The lines that are or were in force, from the first day to the last that is drawn."""
    texts = words.once_in_force(tables)
    starts = [decimal_year(day.date()) for day in texts["start"]]
    ends = [decimal_year(day.date()) if pd.notna(day) else END for day in texts["end"]]
    return pd.DataFrame(
        {
            "threshold": texts["threshold"],
            "name": texts["name"],
            "flop": texts["flop"],
            "start": np.round(np.array(starts, float), 3),
            "end": np.round(np.array(ends, float), 3),
        }
    ).reset_index(drop=True)


def above_the_lines(tables: Tables) -> Figure:
    """The figure of runs and lines."""
    told = Sourced(tables)
    data, lines = rows(tables), line_rows(tables)
    start = float(words.FIRST_YEAR)

    def draw(size: Size, kind: Kind) -> Drawing:
        return _draw(data, lines, Frame(size, Span(start, END), decade_span(data["flop"].to_numpy(), *DECADES)))

    return Figure(
        name="above-the-lines",
        title=words.title(told),
        caption=words.CAPTION,
        alternative=f"{words.title(tables)}. {words.CAPTION}",
        draw=draw,
        reading=words.READING,
        data={DATASET: data, LINES: lines},
        empty=data.empty,
    )


def _draw(data: pd.DataFrame, lines: pd.DataFrame, frame: Frame) -> Drawing:
    years = np.arange(np.ceil(frame.x.low), np.floor(frame.x.high) + 1)
    across = alt.X("year:Q", scale=frame.x.scale(), axis=alt.Axis(values=list(years), format="d", title=None))
    axis = alt.Axis(
        values=decades(frame.y.low, frame.y.high),
        labelExpr="format(datum.value, '.0e')",
        grid=True,
        title="FLOP",
        titleAnchor="start",
        **above(frame.size),
    )
    up = alt.Y("flop:Q", scale=frame.y.scale(), axis=axis)
    source = Chart(alt.NamedData(DATASET))
    tip = ["name:N", "published:N", "compute:N", "line:N", "probability:Q", "standing:N"]
    held = source.transform_filter("datum.line !== ''")
    area = RADIUS**2 * 3.6
    without = source.transform_filter("datum.line === ''").mark_point(
        size=22, opacity=0.6, color=LIGHT.context, strokeWidth=1, clip=True, cursor="pointer"
    )
    edge = held.mark_point(size=area, color=LIGHT.trend, strokeWidth=1, opacity=0.6, clip=True, aria=False)
    filled = held.mark_point(filled=True, size=area, color=LIGHT.trend, clip=True, cursor="pointer")
    dots = frame.pixels(data["year"], data["flop"])
    rules, taken = _lines(lines, frame, around(dots, RADIUS))
    layers = [
        *rules,
        without.encode(across, up, tooltip=tip),
        edge.encode(across, up),
        filled.encode(across, up, alt.Opacity("shade:Q", scale=None), tooltip=tip),
        *_names(data, frame, dots, taken),
    ]
    return sized(alt.layer(*layers), frame.size)


def _lines(lines: pd.DataFrame, frame: Frame, dots: Boxes) -> tuple[list[alt.Chart], Boxes]:
    """Each line with its name along it (in a small figure whose it is), and the boxes that the names take."""
    rule = Chart(alt.NamedData(LINES)).mark_rule(color=LIGHT.ink, strokeWidth=1.6, clip=True, aria=False)
    drawn = [
        rule.encode(alt.X("start:Q", scale=frame.x.scale()), alt.X2("end:Q"), alt.Y("flop:Q", scale=frame.y.scale()))
    ]
    said: list[dict[str, Any]] = []
    boxes = np.empty((0, 4))
    for row in each_row(lines.sort_values(["flop", "start", "threshold"])):
        name = row.name.partition(":")[0] if frame.size.dense else row.name
        [[start, y], [end, _]] = frame.pixels([row.start, row.end], [row.flop] * 2)
        # In one line where that is clear of dots, else in two, else whose line it is.
        halves = wrapped(name, SMALL, text_width(name, SMALL) / 2 + LINE_HEIGHT)
        shapes = [[name], halves, [name.partition(":")[0]]]
        tried = [_along(lines, float(start), float(end), float(y), frame) for lines in shapes]
        found = np.vstack(tried)
        lines_of = [lines for lines, own in zip(shapes, tried, strict=True) for _ in own]
        free = np.flatnonzero(~overlaps(found, boxes).any(axis=1))
        if not len(free):
            continue
        best = free[clearest(found[free], dots)]
        boxes = np.vstack([boxes, found[best]])
        corner = _at(frame, float(found[best, 0]), float(found[best, 1]) + LINE_HEIGHT / 2)
        said.append({"text": lines_of[best], "align": "left", **corner})
    return [*drawn, *_words(said)], boxes


def _along(lines: Sequence[str], start: float, end: float, y: float, frame: Frame) -> Boxes:
    """Where lines of text may stand along a line of a law or at its ends, the best first: boxes of shape (n, 4)."""
    wide, high = bold_width(lines, SMALL), LINE_HEIGHT * len(lines)
    # A name that would leave the plot at its right ends there.
    first = min(start, frame.size.width - wide - 2)
    lefts = np.arange(first, max(min(end, frame.size.width) - wide, first + 1), STEP)
    tops = [
        y - 1 - high - LINE_HEIGHT * (-off - 1) if off < 0 else y + 1 + LINE_HEIGHT * (off - 1) for off in BESIDE_LINE
    ]
    along = boxes_at(lefts, tops, wide, high)
    ends = np.array([end + STEP, start - STEP - wide])
    beside = np.column_stack([ends, np.full(2, y - high / 2), ends + wide, np.full(2, y + high / 2)])
    return np.vstack([along, beside[(ends >= 0) & (ends + wide <= frame.size.width)]])


def _names(data: pd.DataFrame, frame: Frame, dots: NDArray[np.float64], taken: Boxes) -> list[alt.Chart]:
    """The names of runs that are undecided against the line in force, where there is room."""
    wanted = data[data["standing"] == words.UNDECIDED].sort_values(["flop", "run"], ascending=[False, True])
    pixels = frame.pixels(wanted["year"], wanted["flop"])
    labels = [
        Label(str(run), str(name), float(x), float(y))
        for run, name, (x, y) in zip(wanted["run"], wanted["name"], pixels, strict=True)
    ]
    placed = place(labels, frame.size.width, frame.size.height, SMALL, dots, RADIUS + 1, taken)
    said, leaders = [], []
    for item in placed:
        to = _at(frame, *item.to)
        said.append({"run": item.label.key, "text": item.label.text, "align": item.align, **_at(frame, item.x, item.y)})
        if item.leader:
            leaders.append({**_at(frame, item.label.x, item.label.y), "to_x": to["x"], "to_y": to["y"]})
    rule = Chart(inline(leaders)).mark_rule(color=LIGHT.context, strokeWidth=0.7, aria=False)
    drawn = [rule.encode(alt.X("x:Q"), alt.Y("y:Q"), alt.X2("to_x:Q"), alt.Y2("to_y:Q"))] if leaders else []
    return [*drawn, *_words(said, weight="normal")]


def _at(frame: Frame, x: float, y: float) -> dict[str, float]:
    """A place in pixels as values of the axes."""
    return {"x": round(float(frame.x_value(x)), 4), "y": float(f"{float(frame.y_value(y)):.5g}")}


def _words(said: list[dict[str, Any]], weight: str = "bold") -> list[alt.Chart]:
    """Words in their places, with a halo that keeps grid and dots from running through them."""
    if not said:
        return []
    text = Chart(inline(said)).encode(alt.X("x:Q"), alt.Y("y:Q"), alt.Text("text:N"))
    look: dict[str, Any] = {
        "align": alt.expr("datum.align"),
        "fontSize": SMALL,
        "fontWeight": weight,
        "lineHeight": LINE_HEIGHT,
    }
    halo = text.mark_text(**HALO, aria=False, **look)
    return [halo, text.mark_text(color=LIGHT.ink, cursor="pointer", **look)]
