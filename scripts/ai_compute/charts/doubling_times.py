"""Growth of the trends that matter beside each other, each with its interval and its doubling time."""

from typing import Any

import altair as alt
import pandas as pd

from ai_compute.charts.axes import between, quantity, reference, scale
from ai_compute.charts.ends import LEADING
from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Kind, Span
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.text import BOLD, text_width, wrapped
from ai_compute.charts.theme import BESIDE_WORDS, LIGHT, SMALL, Size
from ai_compute.findings import doubling_times as words
from ai_compute.findings import growth
from ai_compute.findings.numbers import significant
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables, each_row
from ai_compute.trends.keys import LAW

DATASET = "doubling_times"
ROW_HEIGHT, HEADING_HEIGHT = 21, 30
LEAST_LEFT, INDENT = 150, 12
"""Least pixels left of the plot, and pixels from the left edge to the names within a group."""
BESIDE_LINE = 2
"""Pixels between words and the line of Moore's law."""
DENSE_STRETCH = 1.5
"""On a phone rows are so much higher: their numbers stand below their names."""
TICKS = (0.5, 1, 1.5, 2, 3, 5, 10, 20, 50, 100, 1000)
MOORE_GROWTH = 2 ** (12 / growth.MOORE_MONTHS)
REPEATED = r"^([0-9.]+) ([a-z]+) [(](.*) \2[)]$"
"""A doubling time and its interval in the same unit."""


def doubling_times(tables: Tables) -> Figure:
    """A forest of growth a year, in groups of runs."""
    told = Sourced(tables)
    data = rows(tables)

    def draw(size: Size, kind: Kind) -> Drawing:
        return forest(data, size, DATASET)

    title = words.title(told)
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
    """What is drawn: each trend, named within its group, with its growth a year, its interval and its doubling time."""
    found = words.shown(tables)
    return forest_rows(found, found["trend"] == LAW)


def forest_rows(found: pd.DataFrame, stressed: pd.Series) -> pd.DataFrame:
    """Trends in groups as rows of a forest; those that are stressed are red. Growth is a factor a year."""
    return pd.DataFrame(
        {
            "trend": found["trend"],
            "group": found["group"],
            "name": found["name"],
            "runs": found["runs"],
            "months": four_digits(found["doubling_months"]),
            "growth": four_digits(found["growth_per_year"]),
            "low": four_digits(found["growth_per_year_low"]),
            "high": four_digits(found["growth_per_year_high"]),
            "law": stressed,
            "text": found["text"],
            "at": _heights(found["group"]),
        }
    )


def forest(data: pd.DataFrame, size: Size, dataset: str) -> Drawing:
    """Growth a year with intervals, a line each, under the headings of their groups; doubling times as words."""
    stretch = DENSE_STRETCH if size.dense else 1.0
    height = round(((data["at"].max() if len(data) else 0.0) + ROW_HEIGHT) * stretch)
    # The numbers stand in a column of their own, right of the plot; on a phone below the names.
    column = 0 if size.dense else round(max((text_width(text, SMALL) for text in data["text"]), default=0))
    shaped = size.reshaped(left=_room(data, size), right=column + 20, top=24, bottom=46, height=height)
    ends = [data["low"].min(), data["high"].max()] if len(data) else [MOORE_GROWTH, 2.0]
    low, high = min(float(ends[0]), MOORE_GROWTH) * 0.9, float(ends[1]) * 1.1
    x = scale(low, high, logarithmic=True)
    said = "Growth a year" if size.dense else "Growth a year: the further right, the faster"
    axis = quantity(said, between(TICKS, low, high), labelExpr="format(datum.value, '~g') + '×'")
    base = Chart(alt.NamedData(dataset))
    drop = alt.Scale(domain=[0, height / stretch], range=[0, height], nice=False, zero=False)
    y = alt.Y("at:Q", scale=drop, axis=None)
    colour = alt.when("datum.law").then(alt.value(LIGHT.trend)).otherwise(alt.value(LIGHT.second))
    tip = ["name:N", "group:N", "text:N", "runs:Q"]
    bars = base.mark_rule(strokeWidth=1.6, aria=False).encode(
        alt.X("low:Q", scale=x, axis=axis), y, alt.X2("high:Q"), color=colour
    )
    dots = base.mark_point(filled=True, size=62, opacity=1).encode(alt.X("growth:Q"), y, color=colour, tooltip=tip)
    moore = f"Moore’s law: {significant(MOORE_GROWTH)}×"
    layers = [*reference(MOORE_GROWTH, x, moore, dash=(1, 3)), bars, dots, *_words(base, y, shaped)]
    # Headings stand in as many lines as keep them left of the line of Moore's law.
    to_line = shaped.left + shaped.width * float(Span(low, high, "log").share(MOORE_GROWTH)) - BESIDE_LINE
    heads = Chart(
        inline(
            [
                {"group": line, "at": row.at - ROW_HEIGHT - below * (size.font + LEADING) / stretch}
                for row in each_row(data.drop_duplicates("group"))
                for below, line in enumerate(reversed(wrapped(row.group, size.font, to_line / BOLD)))
            ]
        )
    )
    bold = heads.mark_text(
        align="left", x=-shaped.left, fontSize=size.font, fontWeight="bold", color=LIGHT.ink, aria=False
    )
    return sized(alt.layer(*layers, bold.encode(y, alt.Text("group:N"))), shaped)


def _room(data: pd.DataFrame, size: Size) -> int:
    """Pixels left of the plot: for all names within groups, and for headings in one line where the plot is wide."""
    room = [INDENT + text_width(name, size.font) + BESIDE_LINE for name in data["name"]]
    if not size.dense:
        room += [BOLD * text_width(group, size.font) for group in data["group"]]
    return round(max([LEAST_LEFT, *room]))


def _words(base: alt.Chart, y: alt.Y, size: Size) -> list[alt.Chart]:
    """Names left of the plot, doubling times right of it; on a phone below the names, their unit once."""
    name, text = alt.Text("name:N"), alt.Text("text:N")
    at: dict[str, Any] = {"align": "left", "aria": False}
    names = base.mark_text(x=INDENT - size.left, dy=-7 if size.dense else 0, fontSize=size.font, color=LIGHT.ink, **at)
    if not size.dense:
        return [
            names.encode(y, name),
            base.mark_text(x=size.width + 16, fontSize=SMALL, color=LIGHT.ink, **at).encode(y, text),
        ]
    short = base.transform_calculate(text=f"replace(datum.text, regexp({REPEATED!r}), '$1 ($3) $2')")
    below = short.mark_text(x=INDENT - size.left, dy=7, fontSize=SMALL, color=LIGHT.soft, **at)
    return [names.encode(y, name), below.encode(y, text)]


def _heights(groups: pd.Series) -> pd.Series:
    """The height of each row, in pixels from the top: a heading before each group."""
    starts = groups != groups.shift()
    steps = ROW_HEIGHT + starts.astype(float) * HEADING_HEIGHT
    return steps.cumsum() - ROW_HEIGHT / 2
