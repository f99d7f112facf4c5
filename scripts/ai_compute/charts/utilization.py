"""The utilization that operation counting implies: by date, and by device."""

import altair as alt
import pandas as pd

from ai_compute.charts.figure import Drawing, Figure
from ai_compute.charts.frame import Kind
from ai_compute.charts.points import Tables, four_digits
from ai_compute.charts.theme import BESIDE_WORDS, LIGHT, SMALL, Size
from ai_compute.findings import agreement as words

DATASET, DEVICES = "utilization", "utilization_by_device"
ROW_HEIGHT = 17
RUNS_A_DEVICE = 2
"""A device that fewer runs used tells nothing of itself."""
ASSUMED = 0.33
TICKS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.33, 0.5, 1]


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
    data = rows(tables)
    devices = by_device(data)

    def draw(size: Size, kind: Kind) -> Drawing:
        return alt.vconcat(_by_date(data, size), _by_device(devices, size), spacing=26)

    title = words.utilization_title(tables)
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


def _scale(data: pd.DataFrame) -> alt.Scale:
    lowest = float(data["utilization"].min()) if len(data) else 0.01
    highest = float(data["utilization"].max()) if len(data) else 1.0
    return alt.Scale(type="log", domain=[min(0.9 * lowest, 0.01), max(1.1 * highest, 1.2)], nice=False)


def _rules() -> alt.Chart:
    """What is assumed, and what is impossible."""
    levels = [{"at": ASSUMED, "colour": LIGHT.soft}, {"at": 1.0, "colour": LIGHT.bad}]
    rules: alt.Chart = alt.Chart(alt.InlineData(levels)).mark_rule(strokeWidth=1, strokeDash=[4, 3], aria=False)
    return rules


def _by_date(data: pd.DataFrame, size: Size) -> Drawing:
    axis = alt.Axis(title="implied utilization", values=TICKS, format="~%", grid=True)
    ends = [float(data["year"].min()) - 1, float(data["year"].max()) + 1] if len(data) else [2000.0, 2026.0]
    x = alt.X("year:Q", scale=alt.Scale(domain=ends, nice=False), axis=alt.Axis(title=None, format="d", tickCount=6))
    y = alt.Y("utilization:Q", scale=_scale(data), axis=axis)
    dots = alt.Chart(alt.NamedData(DATASET)).mark_point(size=44, strokeWidth=1.3, opacity=0.9, cursor="pointer")
    fill = alt.condition("datum.independent", alt.value(LIGHT.second), alt.value(LIGHT.ground))
    points = dots.encode(
        x, y, fill=fill, stroke=alt.value(LIGHT.second), tooltip=["name:N", "device:N", "utilization:Q"]
    )
    rules = _rules().encode(alt.Y("at:Q", scale=_scale(data)), alt.Color("colour:N", scale=None))
    return alt.layer(rules, points).properties(width=min(size.width, 640), height=250)


def _by_device(devices: pd.DataFrame, size: Size) -> Drawing:
    order = list(dict.fromkeys(devices["device"]))
    label = alt.Axis(title=None, labelColor=LIGHT.ink, labelLimit=150, labelFontSize=SMALL, grid=False)
    base = alt.Chart(alt.NamedData(DEVICES)).encode(alt.Y("device:N", sort=order, axis=label))
    axis = alt.Axis(title="implied utilization", values=TICKS, format="~%", grid=True, labelOverlap=True)
    x = alt.X("utilization:Q", scale=_scale(devices), axis=axis)
    dots = base.mark_point(aria=False, filled=True, size=30, opacity=0.65, color=LIGHT.second, cursor="pointer")
    middle = base.mark_tick(thickness=2.4, size=ROW_HEIGHT - 4, color=LIGHT.trend, aria=False).encode(alt.X("median:Q"))
    rules = _rules().encode(alt.X("at:Q"), alt.Color("colour:N", scale=None))
    width = min(size.width, 640) - (104 if size.dense else 116)
    return alt.layer(rules, dots.encode(x, tooltip=["name:N", "device:N", "utilization:Q"]), middle).properties(
        width=width, height=max(len(order), 1) * ROW_HEIGHT
    )
