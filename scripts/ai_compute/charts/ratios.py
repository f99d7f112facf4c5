"""How far both methods are apart: the distribution of their ratio."""

from math import log2

import altair as alt
import numpy as np
import pandas as pd

from ai_compute.charts.axes import above, between, quantity, reference, scale
from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Kind
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.theme import BESIDE_WORDS, LIGHT, SMALL, Size
from ai_compute.findings import agreement as words
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables

DATASET = "ratios"
STEP = 0.5
"""Width of a bar in doublings."""
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
LEAST = 3.0
"""Doublings that are drawn either side of equality, at least."""


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: runs whose methods are independent, in bars of half a doubling of their ratio."""
    checks = tables["cross_check"]
    checks = checks[checks["independent"]]
    # Bars lie symmetrically about equality: the middle one holds ratios of 0.84 to 1.19.
    middle = (np.log2(checks["ratio"].to_numpy(float)) / STEP).round() * STEP
    counts = pd.Series(middle).value_counts().sort_index()
    return pd.DataFrame(
        {
            "low": counts.index - STEP / 2,
            "high": counts.index + STEP / 2,
            "runs": counts.to_numpy(int),
            "ratio": four_digits(pd.Series(2.0**counts.index)).to_numpy(),
        }
    )


def ratios(tables: Tables, agree_within: float) -> Figure:
    """The figure of the distribution."""
    told = Sourced(tables)
    data = rows(tables)

    def draw(size: Size, kind: Kind) -> Drawing:
        return _draw(data, words.middle(tables), size, agree_within)

    title = words.ratio_title(told)
    return Figure(
        name="ratios",
        title=title,
        caption=words.ratio_caption(told, agree_within),
        alternative=f"{title}. {words.factors(tables)}",
        draw=draw,
        data={DATASET: data},
        sizes=BESIDE_WORDS,
        kinds=("linear",),
        empty=data.empty,
    )


def _draw(data: pd.DataFrame, median: float | None, size: Size, agree_within: float) -> Drawing:
    low = min(float(data["low"].min()) if len(data) else 0.0, -LEAST)
    high = max(float(data["high"].max()) if len(data) else 0.0, LEAST)
    shaped = size.reshaped(top=30, bottom=46, height=230)
    x = scale(low, high)
    marks = between([log2(tick) for tick in TICKS], low, high)
    axis = quantity("Operation counting / hardware time", marks, labelExpr="format(pow(2, datum.value), '~g') + 'x'")
    axis.grid = False
    tallest = float(data["runs"].max()) if len(data) else 1.0
    y = alt.Y(
        "runs:Q", axis=quantity("↑ Runs", **above(shaped)), scale=alt.Scale(domain=[0, 1.18 * tallest], nice=False)
    )
    within = log2(agree_within)
    band = Chart(inline([{"x": -within, "x2": within}])).mark_rect(color=LIGHT.good, opacity=0.12, aria=False)
    bars = Chart(alt.NamedData(DATASET)).mark_rect(stroke=LIGHT.ground, strokeWidth=1, color=LIGHT.second)
    middle_line = [] if median is None else reference(log2(median), x, f"median {median:.2g}x", LIGHT.trend)
    equal = reference(0.0, x, dash=(1, 0))
    said = Chart(inline([{"x": within, "text": f"within {agree_within:g}x"}]))
    drawing = alt.layer(
        band.encode(alt.X("x:Q", scale=x, axis=axis), alt.X2("x2:Q")),
        bars.encode(alt.X("low:Q"), alt.X2("high:Q"), y, alt.Y2(datum=0), tooltip=["ratio:Q", "runs:Q"]),
        *equal,
        *middle_line,
        said.mark_text(align="right", dx=-5, y=9, color=LIGHT.good, fontSize=SMALL, aria=False).encode(
            alt.X("x:Q"), alt.Text("text:N")
        ),
    )
    return sized(drawing, shaped)
