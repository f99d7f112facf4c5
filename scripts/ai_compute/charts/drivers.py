"""What drives growth: more devices, faster devices, longer training, before and after 2018."""

from math import log10

import altair as alt
import pandas as pd

from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Kind
from ai_compute.charts.points import Tables, four_digits
from ai_compute.charts.theme import BESIDE_WORDS, LIGHT, SMALL, Size
from ai_compute.findings import drivers as words
from ai_compute.findings.numbers import share

DATASET = "drivers"
LANE_HEIGHT = 21
TICKS = (0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100)


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: growth of each driver in both periods, with its share of the total."""
    found = words.compared(tables)
    data = pd.DataFrame(
        {
            "driver": found["driver"],
            "period": found["set"].map(words.PERIODS).astype("str"),
            "slope": four_digits(found["slope"]),
            "low": four_digits(found["slope_low"]),
            "high": four_digits(found["slope_high"]),
            "text": [
                share(value) if name != words.TOTAL else f"{growth:.1f}x a year"
                for value, name, growth in zip(found["share"], found["driver"], found["growth_per_year"], strict=True)
            ],
        }
    )
    return data.reset_index(drop=True)


def drivers(tables: Tables) -> Figure:
    """Growth of each factor with its interval."""
    data = rows(tables)

    def draw(size: Size, kind: Kind) -> Drawing:
        return _draw(data, size)

    title = words.title(tables)
    return Figure(
        name="drivers",
        title=title,
        caption=words.caption(tables),
        alternative=f"{title}. {words.finding(tables)}",
        draw=draw,
        reading=words.READING,
        data={DATASET: data},
        sizes=BESIDE_WORDS,
        kinds=("linear",),
        empty=data.empty,
    )


def _draw(data: pd.DataFrame, size: Size) -> Drawing:
    order = list(dict.fromkeys(data["driver"]))
    periods = [period for period in words.PERIODS.values() if period in set(data["period"])]
    low, high = (
        (float(data[["low", "high"]].min().min()), float(data[["low", "high"]].max().max()))
        if len(data)
        else (0.0, 1.0)
    )
    scale = alt.Scale(domain=[min(low, 0.0) - 0.05, high + (0.3 if size.dense else 0.4) * (high - low)], nice=False)
    axis = alt.Axis(title="growth a year", labelExpr="format(pow(10, datum.value), '.2~g') + 'x'", grid=True)
    axis.values = [round(log10(growth), 4) for growth in TICKS if scale.domain[0] <= log10(growth) <= scale.domain[1]]
    y = alt.Y("driver:N", sort=order, axis=alt.Axis(title=None, labelColor=LIGHT.ink, labelLimit=170))
    lane = alt.YOffset("period:N", sort=periods)
    colour = alt.Color("period:N", scale=alt.Scale(domain=periods, range=[LIGHT.second, LIGHT.trend][: len(periods)]))
    base = alt.Chart(alt.NamedData(DATASET)).encode(y, lane, colour)
    bars = base.mark_rule(strokeWidth=1.4, aria=False).encode(alt.X("low:Q", scale=scale, axis=axis), alt.X2("high:Q"))
    dots = base.mark_point(filled=True, size=58, opacity=1).encode(
        alt.X("slope:Q"), tooltip=["driver:N", "period:N", "text:N"]
    )
    said = base.transform_calculate(
        words=f"datum.driver === {order[0]!r} ? datum.period + ': ' + datum.text : datum.text" if order else "''"
    )
    text = said.mark_text(align="left", dx=8, fontSize=SMALL, aria=False).encode(alt.X("high:Q"), alt.Text("words:N"))
    zero = (
        alt.Chart(alt.InlineData([{"x": 0}]))
        .mark_rule(color=LIGHT.soft, strokeWidth=0.8, aria=False)
        .encode(alt.X("x:Q"))
    )
    height = max(len(order), 1) * max(len(periods), 1) * LANE_HEIGHT + 20
    shaped = size.reshaped(left=116 if size.dense else 150, bottom=46, height=height)
    return sized(alt.layer(zero, bars, dots, text), shaped)
