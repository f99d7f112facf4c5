"""Doubling times beside each other: the trends that matter, each with its interval."""

import altair as alt
import pandas as pd

from ai_compute.charts.axes import between, quantity, reference, scale
from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Kind
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.text import text_width
from ai_compute.charts.theme import BESIDE_WORDS, LIGHT, SMALL, Size
from ai_compute.findings import doubling_times as words
from ai_compute.findings import growth
from ai_compute.storage.rows import Tables, records
from ai_compute.trends.keys import LAW

DATASET = "doubling_times"
ROW_HEIGHT, HEADING_HEIGHT = 21, 30
TICKS = (1, 2, 3, 6, 12, 24, 48, 96, 192)


def doubling_times(tables: Tables) -> Figure:
    """A forest of doubling times, in groups of runs."""
    data = rows(tables)

    def draw(size: Size, kind: Kind) -> Drawing:
        return forest(data, size, DATASET)

    title = words.title(tables)
    return Figure(
        name="doubling-times",
        title=title,
        caption=words.CAPTION,
        alternative=f"{title}. A dot plot of {len(data)} trends with their intervals.",
        draw=draw,
        reading=words.READING,
        data={DATASET: data},
        sizes=BESIDE_WORDS,
        kinds=("linear",),
        empty=data.empty,
    )


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: each trend with its name within its group, its doubling time and interval in months."""
    found = words.shown(tables)
    return forest_rows(found, found["trend"] == LAW)


def forest_rows(found: pd.DataFrame, stressed: pd.Series) -> pd.DataFrame:
    """Trends in groups as rows of a forest; those that are stressed are red."""
    return pd.DataFrame(
        {
            "trend": found["trend"],
            "group": found["group"],
            "name": found["name"],
            "runs": found["runs"],
            "months": four_digits(found["doubling_months"]),
            "low": four_digits(found["doubling_months_low"]),
            "high": four_digits(found["doubling_months_high"]),
            "law": stressed,
            "text": found["text"],
            "at": _heights(found["group"]),
        }
    )


def forest(data: pd.DataFrame, size: Size, dataset: str) -> Drawing:
    """Doubling times with their intervals, a line each, under the headings of their groups."""
    height = int(data["at"].max()) + ROW_HEIGHT if len(data) else ROW_HEIGHT
    # The numbers stand in a column of their own, right of the plot.
    column = 0 if size.dense else round(max((text_width(text, SMALL) for text in data["text"]), default=0))
    shaped = size.reshaped(left=150 if size.dense else 180, right=column + 20, top=24, bottom=46, height=height)
    ends = [data["low"].min(), data["high"].max(), data["months"].max()] if len(data) else [1.0, 2.0]
    low, high = float(min(ends)) * 0.85, float(max(*ends, growth.MOORE_MONTHS)) * 1.15
    x = scale(low, high, logarithmic=True)
    said = "Doubling time, months" if size.dense else "Doubling time, months: the further right, the slower"
    axis = quantity(said, between(TICKS, low, high), format="d")
    base = Chart(alt.NamedData(dataset)).transform_calculate(to=f"isValid(datum.high) ? datum.high : {high!r}")
    y = alt.Y("at:Q", scale=alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False), axis=None)
    colour = alt.when("datum.law").then(alt.value(LIGHT.trend)).otherwise(alt.value(LIGHT.second))
    tip = ["name:N", "group:N", "text:N", "runs:Q"]
    bars = base.mark_rule(strokeWidth=1.6, aria=False)
    dots = base.mark_point(filled=True, size=62, opacity=1)
    names = base.mark_text(align="left", x=12 - shaped.left, fontSize=size.font, color=LIGHT.ink, aria=False)
    layers = [
        *reference(growth.MOORE_MONTHS, x, f"Moore’s law: {growth.MOORE_MONTHS:.0f}", dash=(1, 3)),
        bars.encode(alt.X("low:Q", scale=x, axis=axis), y, alt.X2("to:Q"), color=colour),
        dots.encode(alt.X("months:Q"), y, color=colour, tooltip=tip),
        names.encode(y, alt.Text("name:N")),
    ]
    if not size.dense:
        text = base.mark_text(align="left", x=shaped.width + 16, fontSize=SMALL, color=LIGHT.ink, aria=False)
        layers.append(text.encode(y, alt.Text("text:N")))
    first = data.drop_duplicates("group")[["group", "at"]]
    heads = Chart(inline(records(first.assign(at=first["at"] - ROW_HEIGHT))))
    bold = heads.mark_text(
        align="left", x=-shaped.left, fontSize=size.font, fontWeight="bold", color=LIGHT.ink, aria=False
    )
    return sized(alt.layer(*layers, bold.encode(y, alt.Text("group:N"))), shaped)


def _heights(groups: pd.Series) -> pd.Series:
    """The height of each row, in pixels from the top: a heading before each group."""
    starts = groups != groups.shift()
    steps = ROW_HEIGHT + starts.astype(float) * HEADING_HEIGHT
    return steps.cumsum() - ROW_HEIGHT / 2
