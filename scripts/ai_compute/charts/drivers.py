"""What drives growth: more devices, faster devices, longer training, before and after 2018."""

import json

import altair as alt
import pandas as pd

from ai_compute.charts.axes import between, end_for_words, named_rows, quantity, reference, scale
from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Kind
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.theme import BESIDE_WORDS, LIGHT, SMALL, Size
from ai_compute.findings import drivers as words
from ai_compute.findings.numbers import share, share_range
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables, each_row

DATASET = "drivers"
PER_CENT = "replace(format(100 * datum.value, 'd'), '-', '−') + ' %'"
LANE_HEIGHT, DENSE_LANE_HEIGHT = 21, 32
TICKS = (-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: the share of each driver in the growth of both periods."""
    found = words.compared(tables)
    found = found[(found["driver"] != words.TOTAL) & found["share"].notna() & found["share_low"].notna()]
    data = pd.DataFrame(
        {
            "driver": found["driver"],
            "period": found["set"].map(words.PERIODS).astype("str"),
            "share": four_digits(found["share"]),
            "low": four_digits(found["share_low"]),
            "high": four_digits(found["share_high"]),
            "text": [
                f"{share(value)} ({share_range(low, high)})"
                for value, low, high in zip(found["share"], found["share_low"], found["share_high"], strict=True)
            ],
        }
    )
    return data.reset_index(drop=True)


def drivers(tables: Tables) -> Figure:
    """The share of each factor in growth, with its interval."""
    told = Sourced(tables)
    data = rows(tables)

    def draw(size: Size, kind: Kind) -> Drawing:
        return _draw(data, size)

    title = words.title(told)
    return Figure(
        name="drivers",
        title=title,
        caption=words.caption(told),
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
    # The first rows say which period has which colour; on a phone a line above the plot does.
    named = order[:1] if not size.dense else []
    said = [f"{row.period}: {row.text}" if row.driver in named else row.text for row in each_row(data)]
    height = max(len(order), 1) * max(len(periods), 1) * (DENSE_LANE_HEIGHT if size.dense else LANE_HEIGHT) + 20
    shaped = size.reshaped(left=134 if size.dense else 150, top=24, bottom=46, height=height)
    start = min(low, 0.0) - 0.05
    words_from = data["low"].clip(lower=0.0) if size.dense else data["high"]
    x = scale(start, max(end_for_words(start, words_from.tolist(), said, shaped.width), high))
    said_below = "Share of the growth" if size.dense else "Share of the growth of training compute"
    axis = quantity(said_below, between(TICKS, *x.domain), labelExpr=PER_CENT)
    y = alt.Y("driver:N", sort=order, axis=named_rows(shaped.left - 8))
    lane = alt.YOffset("period:N", sort=periods)
    colour = alt.Color("period:N", scale=alt.Scale(domain=periods, range=[LIGHT.second, LIGHT.trend][: len(periods)]))
    base = Chart(alt.NamedData(DATASET)).encode(y, lane, colour)
    bars = base.mark_rule(strokeWidth=1.4, aria=False).encode(alt.X("low:Q", scale=x, axis=axis), alt.X2("high:Q"))
    dots = base.mark_point(filled=True, size=58, opacity=1).encode(
        alt.X("share:Q"), tooltip=["driver:N", "period:N", "text:N"]
    )
    worded = base.transform_calculate(
        words=f"indexof({json.dumps(named)}, datum.driver) < 0 ? datum.text : datum.period + ': ' + datum.text"
    )
    # On a phone words stand above their bars.
    beside = worded.mark_text(align="left", dx=8, fontSize=SMALL, aria=False).encode(alt.X("high:Q"))
    # They begin right of the line of zero, which would run through them.
    over = (
        worded.transform_calculate(start="max(datum.low, 0)")
        .mark_text(align="left", dx=3, dy=-10, fontSize=SMALL, aria=False)
        .encode(alt.X("start:Q"))
    )
    text = (over if size.dense else beside).encode(alt.Text("words:N"))
    zero = reference(0.0, x, dash=(1, 0))
    return sized(alt.layer(*zero, bars, dots, text, *(_periods(periods, shaped) if size.dense else [])), shaped)


def _periods(periods: list[str], size: Size) -> list[alt.Chart]:
    """The periods in their colours, above the plot."""
    return [
        Chart(inline([{"text": period}]))
        .mark_text(align="left", baseline="bottom", x=place * size.width / 2, y=-4, color=colour, fontSize=SMALL)
        .encode(alt.Text("text:N"))
        for place, (period, colour) in enumerate(zip(periods, (LIGHT.second, LIGHT.trend), strict=False))
    ]
