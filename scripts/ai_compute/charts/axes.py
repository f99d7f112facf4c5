"""Axes that figures share: years and compute, rows with names, quantities along the bottom, lines of reference."""

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import numpy as np

from ai_compute.charts.frame import Frame, decades
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.text import text_width
from ai_compute.charts.theme import LIGHT, SMALL, Size
from ai_compute.values.quantities import PFS_DAY

FLOP_STEP = 2
WORDS_OFF = 9
"""Pixels between a mark and the words right of it, and BESIDE_ROW: between the name of a row and the plot."""
BESIDE_ROW = 8


def years_and_compute(frame: Frame) -> tuple[alt.X, alt.Y]:
    """Years below, pfs-days left."""
    years = np.arange(np.ceil(frame.x.low), np.floor(frame.x.high) + 1)
    room = frame.size.width / 44
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if len(years) / step <= room)
    x_axis = alt.Axis(values=[float(year) for year in years if year % step == 0], format="d", title=None)
    unit: dict[str, Any] = {"title": "pfs-days", "titleAnchor": "start", **above(frame.size)}
    if frame.y.kind == "log":
        marks = decades(frame.y.low, frame.y.high)
        step = 1 if len(marks) <= 14 else 2 if len(marks) <= 28 else 3
        marks = [mark for mark in marks if round(np.log10(mark)) % step == 0]
        y_axis = alt.Axis(values=marks, labelExpr="format(datum.value, '.0e')", grid=True, **unit)
    else:
        number = ",.0f" if frame.y.high >= 10 else "~g"
        y_axis = alt.Axis(format=number, tickCount=6, grid=True, **unit)
    return alt.X("x:Q", scale=frame.x.scale(), axis=x_axis), alt.Y("y:Q", scale=frame.y.scale(), axis=y_axis)


def flop_axis(frame: Frame) -> alt.Chart:
    """Decades of FLOP at the right edge."""
    marks = decades(frame.y.low * PFS_DAY, frame.y.high * PFS_DAY)
    rows = [
        {"y": mark / PFS_DAY, "text": f"1e{round(np.log10(mark))} FLOP"}
        for mark in marks
        if round(np.log10(mark)) % (FLOP_STEP if len(marks) < 20 else 4) == 0
    ]
    text: alt.Chart = (
        Chart(inline(rows))
        .mark_text(
            align="left", baseline="middle", x=frame.size.width + 8, color=LIGHT.soft, fontSize=SMALL, aria=False
        )
        .encode(alt.Y("y:Q"), alt.Text("text:N"))
    )
    return text


def scale(low: float, high: float, logarithmic: bool = False) -> alt.Scale:
    """A scale that ends exactly there."""
    if logarithmic:
        return alt.Scale(type="log", domain=[low, high], nice=False)
    return alt.Scale(domain=[low, high], nice=False, zero=False)


def quantity(title: str, ticks: Sequence[float] | None = None, **choices: Any) -> alt.Axis:
    """The axis of a quantity with a grid, marked at `ticks` or at about five places, its title at its start."""
    marks: dict[str, Any] = {"tickCount": 5} if ticks is None else {"values": list(ticks)}
    return alt.Axis(title=title, titleAnchor="start", grid=True, **marks, **choices)


def above(size: Size) -> dict[str, Any]:
    """The title of a vertical axis, to be read without turning the head: above it, from the left edge."""
    return {"titleAngle": 0, "titleAlign": "left", "titleX": -size.left, "titleY": -14}


def room_for(names: Iterable[str], least: int) -> int:
    """Pixels left of a plot for the names of its rows, with those between a name and the plot."""
    widest = max((text_width(name, SMALL) for name in names), default=0.0)
    return max(least, int(np.ceil(widest)) + BESIDE_ROW)


def named_rows(room: float) -> alt.Axis:
    """The axis of rows: their names in the ink of words, within `room` pixels."""
    return alt.Axis(title=None, labelColor=LIGHT.ink, labelLimit=room, grid=False)


def between(ticks: Sequence[float], low: float, high: float) -> list[float]:
    """Those ticks that lie on the axis."""
    return [tick for tick in ticks if low <= tick <= high]


def end_for_words(low: float, ends: Sequence[float], words: Sequence[str], width: float) -> float:
    """Where a linear axis must end so that words right of `ends` stay within a plot of `width` pixels."""
    room = [max(width - WORDS_OFF - text_width(text, SMALL) - 2, width / 4) for text in words]
    return max((low + (end - low) * width / left for end, left in zip(ends, room, strict=True)), default=low + 1.0)


def reference(
    value: float, on: alt.Scale, words: str = "", colour: str = LIGHT.soft, dash: Sequence[int] = (6, 4)
) -> list[alt.Chart]:
    """A line from top to bottom at a value of the horizontal axis, and its words above the plot."""
    line = Chart(inline([{"x": value}]))
    at = alt.X("x:Q", scale=on)
    rule = line.mark_rule(color=colour, strokeWidth=1.3, strokeDash=list(dash), aria=False).encode(at)
    if not words:
        return [rule]
    said = line.mark_text(baseline="bottom", y=-6, color=colour, fontSize=SMALL, aria=False)
    return [rule, said.encode(at, text=alt.value(words))]
