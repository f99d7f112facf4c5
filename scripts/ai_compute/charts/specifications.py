"""The specification curve: the doubling time under every crossing of defensible choices."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Kind
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.theme import LIGHT, SMALL, Size
from ai_compute.findings import growth
from ai_compute.findings import specifications as words
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables, records
from ai_compute.trends.keys import LAW, LAW_AS_PLOTTED

DATASET = "specifications"
CURVE_HEIGHT, GAP, ROW_HEIGHT = 230, 46, 17
PALE = 0.4
BEYOND_AXIS = -26
"""Pixels from the plot to the left end of the numbers of its axis."""


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: each fit with its interval, its rank, and the choices that lead to it."""
    found = tables["specifications"]
    found = found[(found["set"] == LAW) & found["doubling_months"].notna()].sort_values(
        ["doubling_months", "specification"]
    )
    choices = {column: words.options(found[column], column) for column in words.CHOICES}
    values = {
        name: four_digits(found[name]) for name in ("doubling_months", "doubling_months_low", "doubling_months_high")
    }
    return pd.DataFrame({**values, **choices}).reset_index(drop=True).rename_axis("rank").reset_index()


def specifications(tables: Tables) -> Figure:
    """Fits in the order of their doubling time, and below them the choices."""
    told = Sourced(tables)
    data = rows(tables)
    law, stated = growth.trend(tables, LAW), growth.trend(tables, LAW_AS_PLOTTED)

    def draw(size: Size, kind: Kind) -> Drawing:
        shown = (words.by_importance(tables), words.summary(tables, size.dense))
        return _draw(data, law, stated, size, words.inside(tables), *shown)

    title = words.title(told)
    return Figure(
        name="specifications",
        title=title,
        caption=words.CAPTION,
        alternative=title,
        draw=draw,
        reading=words.READING,
        data={DATASET: data},
        kinds=("linear",),
        empty=data.empty or law is None,
    )


def _draw(
    data: pd.DataFrame,
    law: pd.Series | None,
    stated: pd.Series | None,
    size: Size,
    inside: str,
    choices: Sequence[str],
    summary: str,
) -> Drawing:
    options = [value for column in choices for value in sorted(set(data[column])) if value] or [""]
    below = CURVE_HEIGHT + GAP
    height = below + len(options) * ROW_HEIGHT
    shaped = size.reshaped(left=176 if size.dense else 250, right=12, top=30, bottom=8, height=height)
    base = Chart(alt.NamedData(DATASET))
    rank = alt.X("rank:Q", scale=alt.Scale(domain=[-1, max(len(data), 2)], nice=False), axis=None)
    highest = float(data["doubling_months"].max()) * 1.45 if len(data) else 1.0
    heights = alt.Scale(domain=[0, highest], range=[CURVE_HEIGHT, 0], nice=False)
    axis = alt.Axis(title="Doubling time, months", tickCount=5, titleAngle=0, titleAlign="right", titleX=-8, titleY=-16)
    axis.titleAnchor = "start"
    bars = (
        base.transform_filter(f"datum.doubling_months_low < {highest!r}")
        .transform_calculate(
            high=f"min(isValid(datum.doubling_months_high) ? datum.doubling_months_high : 1e9, {highest!r})"
        )
        .mark_rule(color=LIGHT.context, strokeWidth=1, opacity=PALE, aria=False)
        .encode(rank, alt.Y("doubling_months_low:Q", scale=heights, axis=axis), alt.Y2("high:Q"))
    )
    dots = base.mark_point(filled=True, size=9, opacity=1, color=LIGHT.second, aria=False).encode(
        rank, alt.Y("doubling_months:Q", scale=heights, axis=None)
    )
    layers = [bars, *_references(law, stated, shaped, heights, inside), dots]
    rows_scale = alt.Scale(domain=options, range=[below + ROW_HEIGHT / 2, height - ROW_HEIGHT / 2], type="point")
    names = alt.Axis(title=None, labelLimit=shaped.left - 12, labelFontSize=SMALL, orient="left", grid=False)
    marks = (
        base.transform_fold(list(words.CHOICES), as_=["choice", "option"])
        .transform_filter("datum.option !== ''")
        .mark_tick(orient="vertical", thickness=1.2, size=ROW_HEIGHT - 5, color=LIGHT.second, opacity=0.6, aria=False)
        .encode(rank, alt.Y("option:N", sort=options, scale=rows_scale, axis=names))
    )
    heading = (
        Chart(inline([{"text": summary}]))
        .mark_text(
            align="right", x=shaped.width, y=below - 8, baseline="bottom", fontSize=SMALL, color=LIGHT.soft, aria=False
        )
        .encode(alt.Text("text:N"))
    )
    return sized(alt.layer(*layers, marks, heading).resolve_scale(y="independent"), shaped)


def _references(
    law: pd.Series | None, stated: pd.Series | None, size: Size, heights: alt.Scale, inside: str
) -> list[alt.Chart]:
    """Our own fit as a line, and the interval of the points as OpenAI drew them as a band."""
    layers = []
    if stated is not None and pd.notna(stated["doubling_months_high"]):
        ends = {"low": float(stated["doubling_months_low"]), "high": float(stated["doubling_months_high"])}
        band = Chart(inline([ends]))
        high = alt.Y("high:Q", scale=heights, axis=None)
        shade = band.mark_rect(color=LIGHT.trend, opacity=0.08, aria=False)
        layers.append(shade.encode(alt.Y("low:Q", scale=heights, axis=None), alt.Y2("high:Q")))
        said = band.mark_text(align="left", baseline="top", dx=6, dy=5, x=0, color=LIGHT.trend, aria=False)
        if not size.dense:
            words_of_band = f"OpenAI’s points, 95 % interval{inside}"
            layers.append(said.encode(high, text=alt.value(words_of_band)))
    if law is not None:
        middle = float(law["doubling_months"])
        line = Chart(inline(records(pd.DataFrame({"y": [middle]}))))
        at = alt.Y("y:Q", scale=heights, axis=None)
        layers.append(line.mark_rule(color=LIGHT.trend, strokeWidth=1.4, strokeDash=[6, 4], aria=False).encode(at))
        said = line.mark_text(align="right", baseline="top", dy=5, x=size.width - 4, color=LIGHT.trend, aria=False)
        if size.dense:
            # Intervals fill the plot: beyond the numbers of its axis there is room.
            said = line.mark_text(align="right", baseline="middle", x=BEYOND_AXIS, color=LIGHT.trend, aria=False)
        layers.append(said.encode(at, text=alt.value(f"our estimate: {middle:.1f} months")))
    return layers
