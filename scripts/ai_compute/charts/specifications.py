"""The specification curve: the doubling time under every crossing of defensible choices."""

import altair as alt
import pandas as pd

from ai_compute.charts.figure import Drawing, Figure
from ai_compute.charts.frame import Kind
from ai_compute.charts.points import Tables, four_digits, trend_row
from ai_compute.charts.theme import LIGHT, SMALL, Size
from ai_compute.findings import specifications as words
from ai_compute.rows import records

DATASET, SET = "specifications", "openai-2018"
CHOICES = {
    "method": "method",
    "utilization": "utilization",
    "estimator": "line",
    "dates": "dates",
    "frontier": "runs",
    "self_play": "self-play",
    "exclude": "left out",
    "third_party": "third-party totals",
}
ROW_HEIGHT = 13
PALE = 0.4


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: each fit with its interval, its rank, and the choices that lead to it."""
    found = tables["specifications"]
    found = found[(found["set"] == SET) & found["doubling_months"].notna()].sort_values(
        ["doubling_months", "specification"]
    )
    choices = {column: f"{title}: " + found[column].astype("str") for column, title in CHOICES.items()}
    choices["utilization"] = choices["utilization"].where(found["utilization"].notna(), "")
    values = {
        name: four_digits(found[name]) for name in ("doubling_months", "doubling_months_low", "doubling_months_high")
    }
    return pd.DataFrame({**values, **choices}).reset_index(drop=True).rename_axis("rank").reset_index()


def specifications(tables: Tables) -> Figure:
    """Fits in the order of their doubling time, and below them the choices."""
    data = rows(tables)
    law = trend_row(tables, SET)
    middle = float(law["doubling_months"]) if law is not None else float("nan")

    def draw(size: Size, kind: Kind) -> Drawing:
        return _draw(data, middle, size)

    title = words.title(tables)
    return Figure(
        name="specifications",
        title=title,
        caption=words.CAPTION,
        alternative=title,
        draw=draw,
        data={DATASET: data},
        kinds=("linear",),
        empty=data.empty or law is None,
    )


def _draw(data: pd.DataFrame, middle: float, size: Size) -> Drawing:
    extent = 118 if size.dense else 210
    width = size.width + size.left - extent
    base = alt.Chart(alt.NamedData(DATASET))
    rank = alt.X("rank:Q", scale=alt.Scale(domain=[-1, max(len(data), 2)], nice=False), axis=None)
    highest = float(data["doubling_months"].max()) * 1.45 if len(data) else 1.0
    scale = alt.Scale(domain=[0, highest], nice=False)
    axis = alt.Axis(title="doubling time, months", tickCount=5, minExtent=extent, maxExtent=extent, titleX=0, titleY=-8)
    axis.titleAnchor, axis.titleAngle, axis.titleAlign = "start", 0, "left"
    bars = (
        base.transform_filter(f"datum.doubling_months_low < {highest!r}")
        .transform_calculate(
            high=f"min(isValid(datum.doubling_months_high) ? datum.doubling_months_high : 1e9, {highest!r})"
        )
        .mark_rule(color=LIGHT.context, strokeWidth=1, opacity=PALE, clip=True, aria=False)
        .encode(rank, alt.Y("doubling_months_low:Q", scale=scale, axis=axis), alt.Y2("high:Q"))
    )
    dots = base.mark_point(filled=True, size=7, opacity=1, color=LIGHT.second, clip=True, aria=False).encode(
        rank, alt.Y("doubling_months:Q", scale=scale, axis=axis)
    )
    line = alt.Chart(alt.InlineData(records(pd.DataFrame({"y": [middle]}))))
    headline = line.mark_rule(color=LIGHT.trend, strokeWidth=1.4, strokeDash=[6, 4], aria=False).encode(
        alt.Y("y:Q", scale=scale)
    )
    said = line.mark_text(align="right", dy=-8, x=width, color=LIGHT.trend, fontWeight="bold", aria=False).encode(
        alt.Y("y:Q", scale=scale), text=alt.value(f"headline: {middle:.1f} months")
    )
    curve = alt.layer(bars, headline, dots, said).properties(width=width, height=210)
    options = [value for column in CHOICES for value in sorted(set(data[column])) if value] if len(data) else [""]
    label = alt.Axis(
        title=None, labelLimit=extent - 12, labelFontSize=SMALL - 1, minExtent=extent, maxExtent=extent, grid=False
    )
    marks = (
        base.transform_fold(list(CHOICES), as_=["choice", "option"])
        .transform_filter("datum.option !== ''")
        .mark_tick(orient="vertical", thickness=1, size=ROW_HEIGHT - 4, color=LIGHT.second, opacity=0.55, aria=False)
        .encode(rank, alt.Y("option:N", sort=options, scale=alt.Scale(domain=options), axis=label))
        .properties(width=width, height=len(options) * ROW_HEIGHT)
    )
    return alt.vconcat(curve, marks, spacing=8)
