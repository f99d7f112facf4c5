"""The cross-check: both methods on the same run."""

from dataclasses import replace
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from ai_compute.charts import notes
from ai_compute.charts.axes import above
from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Frame, Kind, decade_span, decades
from ai_compute.charts.labels import NEAR, Boxes, Label, around, boxes_along, overlaps, place
from ai_compute.charts.notes import Note
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.theme import BESIDE_WORDS, LIGHT, SMALL, Size
from ai_compute.findings import agreement
from ai_compute.findings.numbers import compute, times
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables, records
from ai_compute.values.quantities import PFS_DAY

DATASET = "cross_check"
BEYOND = (1e-4, 1e3)
RADIUS = 4.4
ROOM_FOR_MARK = 36
"""Pixels along an axis."""
OFF_THE_EDGE = (9.0, 20.0, 31.0)
"""Pixels from the edge of the band to the words along it, the nearest first."""


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: both estimates of a run in pfs-days, their ratio and the verdict."""
    checks = tables["cross_check"]
    names = tables["runs"].set_index("run")["name"]
    return pd.DataFrame(
        {
            "run": checks["run"],
            "name": checks["run"].map(names).fillna(checks["run"]).astype("str"),
            "counting": four_digits(checks["operation_counting_flop"] / PFS_DAY),
            "time": four_digits(checks["hardware_time_flop"] / PFS_DAY),
            "ratio": four_digits(checks["ratio"]),
            "apart": four_digits(np.exp(np.abs(np.log(checks["ratio"])))),
            "verdict": checks["verdict"],
            "independent": checks["independent"],
            "compute": checks["operation_counting_flop"].div(PFS_DAY).map(compute).astype("str"),
        }
    )


def cross_check(tables: Tables, agree_within: float) -> Figure:
    """Operation counting against hardware time, with the diagonal and the band in which methods agree."""
    told = Sourced(tables)
    data = rows(tables)
    values = data[["counting", "time"]].to_numpy().ravel()
    note = Note(agreement.red_ones(tables), 0.8, 0.72, LIGHT.bad)
    span = decade_span(values, *BEYOND)

    def draw(size: Size, kind: Kind) -> Drawing:
        shaped = size.reshaped(top=30, bottom=48)
        return _draw(data, Frame(replace(shaped, height=shaped.width), span, span), agree_within, note)

    title = agreement.title(told, agree_within)
    return Figure(
        name="cross-check",
        title=title,
        caption=agreement.caption(told, agree_within),
        alternative=f"{title} {agreement.alternative(tables)}",
        draw=draw,
        reading=agreement.READING,
        data={DATASET: data},
        sizes=BESIDE_WORDS,
        empty=data.empty,
    )


def _draw(data: pd.DataFrame, frame: Frame, agree_within: float, note: Note) -> Drawing:
    ends = np.array([frame.x.low, frame.x.high])
    band = pd.DataFrame({"x": ends, "low": ends / agree_within, "high": ends * agree_within, "y": ends})
    across = alt.X("x:Q", scale=frame.x.scale(), axis=_axis(frame, title="Hardware time, pfs-days →"))
    upwards = _axis(frame, title="↑ Operation counting, pfs-days", titleAnchor="start", **above(frame.size))
    ground = Chart(inline(records(band))).encode(across)
    axis = alt.Y("low:Q", scale=frame.y.scale(), axis=upwards)
    agreeing = ground.mark_area(color=LIGHT.good, opacity=0.1, clip=True, aria=False).encode(axis, alt.Y2("high:Q"))
    diagonal = ground.mark_line(color=LIGHT.soft, strokeWidth=0.9, clip=True, aria=False).encode(alt.Y("y:Q"))
    taken = around(frame.pixels(data["time"], data["counting"]), RADIUS + 2)
    words, boxes = _along(frame, agree_within, taken)
    points = Chart(alt.NamedData(DATASET)).encode(alt.X("time:Q"), alt.Y("counting:Q"))
    colour = alt.when("datum.verdict === 'agree'").then(alt.value(LIGHT.second)).otherwise(alt.value(LIGHT.bad))
    fill = (
        alt.when("!datum.independent")
        .then(alt.value(LIGHT.ground))
        .when("datum.verdict === 'agree'")
        .then(alt.value(LIGHT.second))
        .otherwise(alt.value(LIGHT.bad))
    )
    dots = points.mark_point(size=RADIUS**2 * 3.6, opacity=0.95, strokeWidth=1.3, cursor="pointer").encode(
        fill=fill, stroke=colour, tooltip=["name:N", "counting:Q", "time:Q", "ratio:Q"]
    )
    line = np.linspace(0, frame.size.width, 60)
    crossed = around(np.column_stack([line, frame.size.height - line]), RADIUS)
    noted, noted_boxes = notes.layers([note], frame.size, np.vstack([boxes, crossed, taken]))
    labels = _labels(data, frame, np.vstack([boxes, noted_boxes]))
    return sized(alt.layer(agreeing, diagonal, *words, dots, *noted, *labels), frame.size)


def _axis(frame: Frame, **choices: Any) -> alt.Axis:
    marks = decades(frame.x.low, frame.x.high)
    step = int(np.ceil(len(marks) * ROOM_FOR_MARK / frame.size.width))
    shown = [mark for mark in marks if round(np.log10(mark)) % step == 0]
    return alt.Axis(values=shown, labelExpr="format(datum.value, '.0e')", grid=True, **choices)


def _along(frame: Frame, agree_within: float, dots: Boxes) -> tuple[list[alt.Chart], Boxes]:
    """`within 3x` along the upper edge of the band, as far up as no dot is in its way; and the boxes it takes."""
    words = f"within {times(agree_within)}"
    tried = [(float(at), off) for off in OFF_THE_EDGE for at in frame.x.value(np.linspace(0.9, 0.1, 17))]
    middles = frame.pixels(*np.array([[at, at * agree_within] for at, _ in tried]).T)
    places = [boxes_along(words, SMALL, x, y, -np.pi / 4, off) for (x, y), (_, off) in zip(middles, tried, strict=True)]
    best = int(np.argmin([overlaps(boxes, dots).sum() for boxes in places]))
    (at, off), boxes = tried[best], places[best]
    rows = [{"x": at, "y": at * agree_within, "text": words}]
    text = Chart(inline(rows)).mark_text(angle=315, dy=-off, color=LIGHT.good, fontSize=SMALL, aria=False)
    return [text.encode(alt.X("x:Q"), alt.Y("y:Q"), alt.Text("text:N"))], boxes


def _labels(data: pd.DataFrame, frame: Frame, boxes: Boxes) -> list[alt.Chart]:
    # The least agreeing first: they are what a reader looks for.
    wanted = data.sort_values(["apart", "run"], ascending=[False, True])
    pixels = frame.pixels(wanted["time"], wanted["counting"])
    labels = [
        Label(str(run), str(name), float(x), float(y))
        for run, name, (x, y) in zip(wanted["run"], wanted["name"], pixels, strict=True)
    ]
    placed = place(labels, frame.size.width, frame.size.height, SMALL, pixels, RADIUS + 1, boxes, NEAR)
    found = [
        {
            "run": item.label.key,
            "text": item.label.text,
            "x": float(f"{float(frame.x_value(item.x)):.5g}"),
            "y": float(f"{float(frame.y_value(item.y)):.5g}"),
            "align": item.align,
        }
        for item in placed
    ]
    if not found:
        return []
    text = Chart(inline(found)).encode(alt.X("x:Q"), alt.Y("y:Q"), alt.Text("text:N"))
    return [text.mark_text(align=alt.expr("datum.align"), fontSize=SMALL, color=LIGHT.ink, cursor="pointer")]
