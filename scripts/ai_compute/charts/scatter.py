"""Training compute against publication date: the layers that all such figures share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import altair as alt
import numpy as np
import pandas as pd

from ai_compute.charts import lines
from ai_compute.charts.figure import Drawing, sized
from ai_compute.charts.frame import Frame, decades
from ai_compute.charts.labels import FAR, NEAR, Boxes, Label, Placed, place
from ai_compute.charts.lines import TrendLine
from ai_compute.charts.text import text_width
from ai_compute.charts.theme import DOMAIN_COLOURS, LIGHT, SHAPES, SMALL
from ai_compute.quantities import PFS_DAY
from ai_compute.schemas.raw import DOMAINS

RUNS = "runs"
"""Name of the dataset of runs, which the page holds once."""

EXTERNAL = "external"
"""Name of the dataset of runs of an external database."""

HIDDEN_DOMAINS, ERROR_BARS = "hidden_domains", "error_bars"
"""Parameters that the page changes."""

HOLLOW = "datum.basis === 'third-party'"
FLOP_STEP = 2
LOWEST_LABELLED = 0.008
"""On a linear axis nearly all runs lie on the ground; those below this share of its height have no label."""
DENSE_LABELS = 15
"""On a phone so many labels are enough."""
ROOM_FOR_WORDS = 60
"""Pixels at the right of a plot that words need."""


@dataclass(frozen=True)
class Band:
    """A period shaded from top to bottom, and its name, one line each."""

    start: float
    end: float
    name: tuple[str, ...]
    colour: str = LIGHT.era


@dataclass(frozen=True)
class Scene:
    """What a figure of this kind shows.

    `points` are the runs inside the plot; `shown` is a Vega expression that picks them from the page's dataset;
    `main` says which of them are drawn in the colours of their domains, the rest is context. Labels are placed in
    the order of `labelled`. `beside` are the runs of an external database, a layer of small dots below ours.
    """

    points: pd.DataFrame
    shown: str
    main: pd.Series
    main_expression: str
    labelled: Sequence[str]
    trends: Sequence[TrendLine] = ()
    bands: Sequence[Band] = ()
    radius: float = 4.2
    leaders: bool = True
    bars: bool = True
    beside: pd.DataFrame = field(default_factory=pd.DataFrame)


def datasets(points: pd.DataFrame, beside: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The data behind a figure by name: our runs, and those of an external database if there are any."""
    return {RUNS: points} if beside.empty else {RUNS: points, EXTERNAL: beside}


def scatter(scene: Scene, frame: Frame) -> Drawing:
    """The figure, without a title."""
    occupied: list[Boxes] = []
    layers: list[alt.Chart] = []
    band_layers, band_boxes = _bands(scene.bands, frame)
    layers += band_layers
    occupied.append(band_boxes)
    main = scene.points[scene.main]
    taken = frame.pixels(main["decimal_year"], main["pfs_days"])
    labels, crossed = [], [np.empty((0, 4))]
    at_end = frame.size.right >= ROOM_FOR_WORDS
    ends: list[tuple[TrendLine, pd.DataFrame]] = []
    for line in scene.trends:
        sampled = lines.samples(line, frame)
        layers += lines.layers(line, frame, sampled)
        crossed.append(lines.boxes_on(sampled, frame))
        around = np.column_stack([taken - scene.radius, taken + scene.radius])
        if at_end and line.end_text:
            ends.append((line, sampled))
            continue
        drawn, boxes = lines.label(line, frame, sampled, [around, *occupied])
        occupied.append(boxes)
        if drawn is not None:
            labels.append(drawn)
    layers += [*_beside(scene), *_points(scene, frame)]
    placed = place_labels(scene, frame, occupied, crossed)
    layers += [*labels, *_labels(placed, scene, frame)]
    if ends:
        layers += lines.end_labels(ends, frame)
    elif at_end and frame.y.kind == "log":
        layers.append(_flop_axis(frame))
    drawing = alt.layer(*layers).add_params(
        alt.param(name=HIDDEN_DOMAINS, value=[]),
        alt.param(name=ERROR_BARS, value=scene.bars and not frame.size.dense),
    )
    return sized(drawing, frame.size)


def place_labels(scene: Scene, frame: Frame, occupied: Sequence[Boxes], crossed: Sequence[Boxes] = ()) -> list[Placed]:
    """The labels of the scene in their places."""
    size = frame.size
    by_run = scene.points.set_index("run")
    wanted = by_run.loc[[run for run in scene.labelled if run in by_run.index]]
    if frame.y.kind == "linear":
        wanted = wanted[frame.y.share(wanted["pfs_days"]) > LOWEST_LABELLED]
    where = frame.pixels(wanted["decimal_year"], wanted["pfs_days"])
    if size.dense:
        wanted, where = wanted.head(DENSE_LABELS), where[:DENSE_LABELS]
    labels = [
        Label(str(run), str(name), float(x), float(y))
        for run, name, (x, y) in zip(wanted.index, short_names(wanted["name"]), where, strict=True)
    ]
    main = scene.points[scene.main]
    points = frame.pixels(main["decimal_year"], main["pfs_days"])
    obstacles = np.vstack([np.empty((0, 4)), *occupied])
    reach = FAR if scene.leaders else NEAR
    lines_drawn = np.vstack([np.empty((0, 4)), *crossed])
    radius = scene.radius + 1
    return place(labels, size.width, size.height, size.font, points, radius, obstacles, reach, lines_drawn)


def short_names(names: pd.Series) -> list[str]:
    """Names without what stands in brackets, where that leaves them apart."""
    short = names.str.replace(r"\s*\(.*\)$", "", regex=True)
    return short.where(~short.duplicated(keep=False), names).tolist()


def axes(frame: Frame) -> tuple[alt.X, alt.Y]:
    """Years below, pfs-days left."""
    years = np.arange(np.ceil(frame.x.low), np.floor(frame.x.high) + 1)
    room = frame.size.width / 44
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if len(years) / step <= room)
    x_axis = alt.Axis(values=[float(year) for year in years if year % step == 0], format="d", title=None)
    if frame.y.kind == "log":
        marks = decades(frame.y.low, frame.y.high)
        step = 1 if len(marks) <= 14 else 2 if len(marks) <= 28 else 3
        marks = [mark for mark in marks if round(np.log10(mark)) % step == 0]
        y_axis = alt.Axis(values=marks, labelExpr="format(datum.value, '.0e')", title=None, grid=True)
    else:
        number = ",.0f" if frame.y.high >= 10 else "~g"
        y_axis = alt.Axis(format=number, title=None, tickCount=6, grid=True)
    return alt.X("x:Q", scale=frame.x.scale(), axis=x_axis), alt.Y("y:Q", scale=frame.y.scale(), axis=y_axis)


def _bands(bands: Sequence[Band], frame: Frame) -> tuple[list[alt.Chart], Boxes]:
    x, y = axes(frame)
    inside = [band for band in bands if band.end > frame.x.low and band.start < frame.x.high]
    # Shades let the grid through.
    rows = [
        {"x": max(band.start, frame.x.low), "x2": min(band.end, frame.x.high), "colour": band.colour} for band in inside
    ]
    # The first layer carries the axes, and is there without a band too.
    ground = (
        alt.Chart(alt.InlineData(rows or [{"x": frame.x.low, "x2": frame.x.low, "colour": LIGHT.ground}]))
        .mark_rect(clip=True, opacity=0.5, aria=False)
        .encode(x, alt.X2("x2:Q"), alt.Color("colour:N", scale=None))
    )
    corner = alt.Chart(alt.InlineData([{"y": frame.y.low}])).mark_point(opacity=0, aria=False).encode(y)
    layers, boxes = [ground, corner], []
    for band, row in zip(inside, rows, strict=True):
        ends = [max(band.start, frame.x.low), min(band.end, frame.x.high)]
        left, right = (frame.x.share(ends) * frame.size.width).tolist()
        if right - left < max((text_width(line, SMALL) for line in band.name), default=0.0) + 10:
            continue
        text = alt.Chart(alt.InlineData([{"x": row["x"], "text": list(band.name)}]))
        layers.append(
            text.mark_text(
                align="left",
                baseline="top",
                dx=6,
                dy=6,
                y=0,
                color=LIGHT.soft,
                fontSize=SMALL,
                lineHeight=14,
                aria=False,
            ).encode(alt.X("x:Q"), alt.Text("text:N"))
        )
        width = max(text_width(line, SMALL) for line in band.name)
        boxes.append((left, 0.0, left + 8 + width, 8 + 14.0 * len(band.name)))
    return layers, np.array(boxes).reshape(-1, 4)


def _beside(scene: Scene) -> list[alt.Chart]:
    if scene.beside.empty:
        return []
    dots = (
        alt.Chart(alt.NamedData(EXTERNAL))
        .transform_filter(f"indexof({HIDDEN_DOMAINS}, datum.domain) < 0")
        .mark_circle(color=LIGHT.second, opacity=0.35, size=9, clip=True, tooltip=True)
        .encode(
            alt.X("decimal_year:Q"),
            alt.Y("pfs_days:Q"),
            alt.Tooltip(["name:N", "published:N", "organization:N", "compute:N", "basis:N"]),
        )
    )
    return [dots]


def _points(scene: Scene, frame: Frame) -> list[alt.Chart]:
    visible = f"({scene.shown}) && indexof({HIDDEN_DOMAINS}, datum.domain) < 0"
    base = alt.Chart(alt.NamedData(RUNS)).transform_filter(visible)
    main = base.transform_filter(scene.main_expression)
    colour = alt.Color("domain:N", scale=alt.Scale(domain=DOMAINS, range=DOMAIN_COLOURS), legend=None)
    shape = alt.Shape("domain:N", scale=alt.Scale(domain=DOMAINS, range=[SHAPES[domain] for domain in DOMAINS]))
    x, y = alt.X("decimal_year:Q"), alt.Y("pfs_days:Q")
    area = scene.radius**2 * np.pi * 1.15
    layers = []
    if not bool(scene.main.all()):
        context = base.transform_filter(f"!({scene.main_expression})")
        layers.append(
            context.mark_point(
                filled=True,
                color=LIGHT.context,
                opacity=0.38,
                size=area * 0.4,
                clip=True,
                tooltip=True,
                cursor="pointer",
            ).encode(x, y, alt.Tooltip(["name:N", "published:N", "compute:N"]))
        )
    layers.append(
        main.transform_filter(ERROR_BARS)
        .transform_calculate(
            low=f"max(datum.pfs_days_low, {frame.y.low!r})", high=f"min(datum.pfs_days_high, {frame.y.high!r})"
        )
        .mark_rule(strokeWidth=1, opacity=0.45, clip=True, aria=False)
        .encode(x, alt.Y("low:Q"), alt.Y2("high:Q"), colour)
    )
    # Dots are filled with the colour of their domain; totals of third parties are hollow.
    fill = alt.Fill("domain:N", scale=alt.Scale(domain=DOMAINS, range=DOMAIN_COLOURS), legend=None)
    layers.append(
        main.mark_point(filled=False, strokeWidth=1.4, size=area, opacity=1, clip=True, cursor="pointer").encode(
            x,
            y,
            colour,
            shape,
            alt.Tooltip(["name:N", "published:N", "compute:N"]),
            fill=alt.condition(HOLLOW, alt.value(LIGHT.ground), fill),
        )
    )
    return layers


def _labels(placed: Sequence[Placed], scene: Scene, frame: Frame) -> list[alt.Chart]:
    if not placed:
        return []
    domains = scene.points.set_index("run")["domain"]
    rows = []
    for found in placed:
        left, top, right, bottom = found.box
        to_x, to_y = np.clip(found.label.x, left, right), np.clip(found.label.y, top, bottom)
        rows.append(
            {
                "run": found.label.key,
                "text": found.label.text,
                "domain": domains[found.label.key],
                "x": round(float(frame.x_value(found.x)), 4),
                "y": float(f"{float(frame.y_value(found.y)):.5g}"),
                "align": found.align,
                "leader": found.leader,
                "to_x": round(float(frame.x_value(to_x)), 4),
                "to_y": float(f"{float(frame.y_value(to_y)):.5g}"),
                "at_x": round(float(frame.x_value(found.label.x)), 4),
                "at_y": float(f"{float(frame.y_value(found.label.y)):.5g}"),
            }
        )
    base = alt.Chart(alt.InlineData(rows)).transform_filter(f"indexof({HIDDEN_DOMAINS}, datum.domain) < 0")
    leaders = (
        base.transform_filter("datum.leader")
        .mark_rule(color=LIGHT.context, strokeWidth=0.7, aria=False)
        .encode(alt.X("at_x:Q"), alt.Y("at_y:Q"), alt.X2("to_x:Q"), alt.Y2("to_y:Q"))
    )
    # A halo in the colour of the ground keeps grid and line from running through the words.
    text = base.encode(alt.X("x:Q"), alt.Y("y:Q"), alt.Text("text:N"))
    halo = text.mark_text(
        align=alt.expr("datum.align"),
        fontSize=frame.size.font,
        stroke=LIGHT.ground,
        strokeWidth=3,
        strokeJoin="round",
        opacity=0.85,
        aria=False,
    )
    words = text.mark_text(align=alt.expr("datum.align"), fontSize=frame.size.font, color=LIGHT.ink, cursor="pointer")
    return [leaders, halo, words]


def _flop_axis(frame: Frame) -> alt.Chart:
    """Decades of FLOP at the right edge."""
    marks = decades(frame.y.low * PFS_DAY, frame.y.high * PFS_DAY)
    rows = [
        {"y": mark / PFS_DAY, "text": f"1e{round(np.log10(mark))} FLOP"}
        for mark in marks
        if round(np.log10(mark)) % (FLOP_STEP if len(marks) < 20 else 4) == 0
    ]
    text: alt.Chart = (
        alt.Chart(alt.InlineData(rows))
        .mark_text(
            align="left", baseline="middle", x=frame.size.width + 8, color=LIGHT.soft, fontSize=SMALL, aria=False
        )
        .encode(alt.Y("y:Q"), alt.Text("text:N"))
    )
    return text
