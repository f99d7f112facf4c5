"""The utilization that operation counting implies: by date, and by device."""

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from ai_compute.charts import notes
from ai_compute.charts.axes import BESIDE_ROW, above, named_rows, quantity, room_for
from ai_compute.charts.figure import Drawing, Figure, stacked
from ai_compute.charts.frame import Frame, Kind, Span
from ai_compute.charts.labels import around
from ai_compute.charts.notes import Note
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.theme import BESIDE_WORDS, LIGHT, Size
from ai_compute.findings import agreement as words
from ai_compute.findings.assumed import utilizations
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables

DATASET, DEVICES = "utilization", "utilization_by_device"
ROW_HEIGHT, RADIUS = 17, 6.0
LEFT, REACH = 116, 0.05
"""Least pixels for the names of devices; how far words stand from their line."""
RUNS_A_DEVICE = 2
"""A device that fewer runs used tells nothing of itself."""
PEAK = 1.0
TICKS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, PEAK]


def rows(tables: Tables) -> pd.DataFrame:
    """One row a run with both methods: its date, device and implied utilization."""
    checks = tables["cross_check"].merge(tables["runs"][["run", "name", "decimal_year"]], on="run")
    used = tables["run_devices"].drop_duplicates("run").set_index("run")["device"]
    kinds = tables["devices"].set_index("device")["kind"]
    device = checks["run"].map(used).astype("object").fillna("").astype("str")
    return pd.DataFrame(
        {
            "run": checks["run"],
            "name": checks["name"].astype("str"),
            "year": checks["decimal_year"].round(2),
            "device": device,
            "kind": device.map(kinds).astype("object").fillna("").astype("str"),
            "utilization": four_digits(checks["implied_utilization"]),
            "independent": checks["independent"],
        }
    )


def by_device(data: pd.DataFrame) -> pd.DataFrame:
    """Runs of devices that several independent runs used, the best used device first."""
    chosen = data[data["independent"] & (data["device"] != "")]
    groups = chosen.groupby("device")["utilization"]
    chosen = chosen.assign(runs=groups.transform("size"), median=groups.transform("median"))
    chosen = chosen[chosen["runs"] >= RUNS_A_DEVICE].sort_values(
        ["median", "device", "run"], ascending=[False, True, True]
    )
    return chosen[["run", "name", "device", "utilization", "median"]].reset_index(drop=True)


def utilization(tables: Tables) -> Figure:
    """The figure of implied utilization."""
    told = Sourced(tables)
    data = rows(tables)
    devices = by_device(data)
    assumed = [value for kind, value in utilizations(tables).items() if kind == words.KIND]

    def draw(size: Size, kind: Kind) -> Drawing:
        shaped = size.reshaped(left=room_for(devices["device"], LEFT))
        return stacked([_by_date(data, assumed, shaped), _by_device(devices, assumed, shaped)])

    title = words.utilization_title(told)
    return Figure(
        name="utilization",
        title=title,
        caption=words.UTILIZATION_CAPTION,
        alternative=title,
        draw=draw,
        reading=words.UTILIZATION_READING,
        data={DATASET: data, DEVICES: devices},
        sizes=BESIDE_WORDS,
        empty=data.empty,
    )


def _span(data: pd.DataFrame) -> Span:
    lowest = float(data["utilization"].min()) if len(data) else 0.01
    highest = float(data["utilization"].max()) if len(data) else 1.0
    return Span(min(0.9 * lowest, 0.01), max(1.1 * highest, 1.2), "log")


def _rules(assumed: Sequence[float]) -> alt.Chart:
    """What is assumed, and what is impossible."""
    levels = [*({"at": value, "colour": LIGHT.soft} for value in assumed), {"at": PEAK, "colour": LIGHT.bad}]
    rules: alt.Chart = Chart(inline(levels)).mark_rule(strokeWidth=1, strokeDash=[4, 3], aria=False)
    return rules


def _by_date(data: pd.DataFrame, assumed: Sequence[float], size: Size) -> tuple[Drawing, Size]:
    years = data["year"]
    years_shown = Span(float(years.min()) - 1, float(years.max()) + 1) if len(data) else Span(2000.0, 2026.0)
    frame = Frame(size.reshaped(top=30, height=250), years_shown, _span(data))
    axis = quantity("↑ Implied utilization", sorted({*TICKS, *assumed}), format="~%", **above(frame.size))
    x = alt.X("year:Q", scale=frame.x.scale(), axis=alt.Axis(title=None, format="d", tickCount=6))
    y = alt.Y("utilization:Q", scale=frame.y.scale(), axis=axis)
    dots = Chart(alt.NamedData(DATASET)).mark_point(size=44, strokeWidth=1.3, opacity=0.9, cursor="pointer")
    fill = alt.condition("datum.independent", alt.value(LIGHT.second), alt.value(LIGHT.ground))
    points = dots.encode(
        x, y, fill=fill, stroke=alt.value(LIGHT.second), tooltip=["name:N", "device:N", "utilization:Q"]
    )
    rules = _rules(assumed).encode(alt.Y("at:Q", scale=frame.y.scale()), alt.Color("colour:N", scale=None))
    return alt.layer(rules, points, *_words_on_rules(data, assumed, frame)), frame.size


def _words_on_rules(data: pd.DataFrame, assumed: Sequence[float], frame: Frame) -> list[alt.Chart]:
    """What both rules mean, below each of them where no dot is."""
    told = [("assumed where nothing is stated", value, LIGHT.soft) for value in assumed]
    told.append(("the devices’ peak", PEAK, LIGHT.bad))
    heights = frame.pixels([frame.x.low] * len(told), [level for _, level, _ in told])[:, 1]
    found = [
        Note(text, 0.42, (float(height) + 12) / frame.size.height, colour, REACH)
        for (text, _, colour), height in zip(told, heights, strict=True)
    ]
    across = np.array([[0.0, height - 1, frame.size.width, height + 1] for height in heights])
    dots = around(frame.pixels(data["year"], data["utilization"]), RADIUS)
    return notes.layers(found, frame.size, np.vstack([across, dots]))[0]


def _by_device(devices: pd.DataFrame, assumed: Sequence[float], size: Size) -> tuple[Drawing, Size]:
    order = list(dict.fromkeys(devices["device"]))
    shaped = size.reshaped(bottom=46, height=max(len(order), 1) * ROW_HEIGHT)
    base = Chart(alt.NamedData(DEVICES)).encode(
        alt.Y("device:N", sort=order, axis=named_rows(shaped.left - BESIDE_ROW))
    )
    axis = quantity("Implied utilization", sorted({*TICKS, *assumed}), format="~%", labelOverlap=True)
    x = alt.X("utilization:Q", scale=_span(devices).scale(), axis=axis)
    dots = base.mark_point(aria=False, filled=True, size=30, opacity=0.65, color=LIGHT.second, cursor="pointer")
    middle = base.mark_tick(thickness=2.4, size=ROW_HEIGHT - 4, color=LIGHT.trend, aria=False).encode(alt.X("median:Q"))
    rules = _rules(assumed).encode(alt.X("at:Q"), alt.Color("colour:N", scale=None))
    tip = ["name:N", "device:N", "utilization:Q"]
    return alt.layer(rules, dots.encode(x, tooltip=tip), middle), shaped
