"""How many runs are above the lines in force, and how many will be."""

import re

import altair as alt
import numpy as np
import pandas as pd

from ai_compute.charts.axes import above
from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Frame, Kind, Span
from ai_compute.charts.labels import around, clearest
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.text import bold_width
from ai_compute.charts.theme import LIGHT, SMALL, Size
from ai_compute.findings import threshold_counts as words
from ai_compute.findings.sources import Sourced
from ai_compute.findings.thresholds import line_name
from ai_compute.schemas.thresholds import FIXED, FORECAST
from ai_compute.storage.rows import Tables, each_row
from ai_compute.values.dates import decimal_year

DATASET, OTHERS = "lines_counted", "counted_by_others"
START, END = 2020.0, 2031.0
LEAST, MOST = 0.5, 1000.0
TICKS = (1, 3, 10, 30, 100, 300, 1000)
LIFTS = (12, 15, 18, 22, 26, 31, 36, 42)
"""Pixels that the name of a line may stand above its end."""
RADIUS = 4.0
COLOURS = (LIGHT.second, LIGHT.trend, LIGHT.good)


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: the number of runs above each line by day, counted and forecast, one line of a law a number."""
    counts = tables["threshold_counts"]
    lines = words.alive(tables).drop_duplicates("flop")
    found = counts[counts["threshold"].isin(lines["threshold"]) & counts["kind"].isin([FIXED, FORECAST])]
    last = found[found["kind"] == FIXED].groupby("threshold")["published"].transform("max")
    # Forecasts begin where the count ends.
    first = found.loc[last.index][found.loc[last.index, "published"] == last].assign(kind=FORECAST)
    found = pd.concat([found, first], ignore_index=True)
    flop = found["threshold"].map(lines.set_index("threshold")["flop"])
    return pd.DataFrame(
        {
            "threshold": found["threshold"],
            "line": flop.map(line_name).astype("str"),
            "kind": found["kind"],
            "year": np.round(np.array([decimal_year(day.date()) for day in found["published"]], float), 3),
            "expected": four_digits(found["expected"]),
            "low": four_digits(found["low"]),
            "high": four_digits(found["high"]),
        }
    ).sort_values(["threshold", "kind", "year"], ignore_index=True)


def other_rows(tables: Tables) -> pd.DataFrame:
    """Counts and forecasts of others, from the statements that speak of a row of `threshold_counts`."""
    flop = tables["threshold_texts"].set_index("threshold")["flop"]
    found = []
    for claim in each_row(tables["claims"].sort_values("claim", kind="stable")):
        place = words.COUNTED.fullmatch(claim.path)
        if place is None or place["threshold"] not in flop.index:
            continue
        ends = (claim.stated_low, claim.stated_high)
        middle = claim.stated if pd.notna(claim.stated) else float(np.sqrt(ends[0] * ends[1]))
        low, high = (end if pd.notna(end) else middle for end in ends)
        year = round(decimal_year(pd.Timestamp(place["day"]).date()), 3)
        who = re.split(r",| \d{4}", claim.source)[0]
        about = {"claim": claim.claim, "who": who, "line": line_name(float(flop[place["threshold"]]))}
        found.append({**about, "year": year, "expected": middle, "low": low, "high": high})
    return pd.DataFrame(found, columns=["claim", "who", "line", "year", "expected", "low", "high"])


def lines_counted(tables: Tables) -> Figure:
    """The figure of counts."""
    told = Sourced(tables)
    data, others = rows(tables), other_rows(tables)

    def draw(size: Size, kind: Kind) -> Drawing:
        frame = Frame(size, Span(START, END), Span(LEAST, MOST, "log"))
        return _draw(data, others, frame)

    return Figure(
        name="lines-counted",
        title=words.title(told),
        caption=words.CAPTION,
        alternative=f"{words.title(tables)}. {words.CAPTION}",
        draw=draw,
        reading=words.READING,
        data={DATASET: data, OTHERS: others},
        empty=data.empty,
    )


def _draw(data: pd.DataFrame, others: pd.DataFrame, frame: Frame) -> Drawing:
    names = (
        list(dict.fromkeys(data.sort_values(["expected", "line"], ascending=False)["line"])) if len(data) else ["none"]
    )
    colours = alt.Scale(domain=names, range=[COLOURS[number % len(COLOURS)] for number in range(len(names))])
    step = 1 if frame.size.width > 400 else 2
    years = [float(year) for year in range(int(START), int(END) + 1, step)]
    across = alt.X("year:Q", scale=frame.x.scale(), axis=alt.Axis(values=years, format="d", title=None))
    axis = alt.Axis(values=list(TICKS), format=",d", grid=True, title="runs", titleAnchor="start", **above(frame.size))
    up = alt.Y("expected:Q", scale=frame.y.scale(), axis=axis)
    colour = alt.Color("line:N", scale=colours)
    # A logarithmic axis has no zero: what lies below it ends at its foot.
    source = Chart(alt.NamedData(DATASET)).transform_calculate(
        foot=f"max(datum.low, {LEAST})", head=f"max(datum.high, {LEAST})"
    )
    seen = source.transform_filter(f"datum.expected >= {LEAST}")
    band = source.mark_area(opacity=0.16, clip=True, aria=False).encode(
        across, alt.Y("foot:Q", scale=frame.y.scale()), alt.Y2("head:Q"), colour, alt.Detail("kind:N")
    )
    dash = alt.condition(f"datum.kind === '{FORECAST}'", alt.value([5, 4]), alt.value([1, 0]))
    line = seen.mark_line(strokeWidth=2, clip=True, aria=False).encode(
        across, up, colour, alt.Detail("kind:N"), strokeDash=dash
    )
    tip = ["line:N", "kind:N", "year:Q", "expected:Q", "low:Q", "high:Q"]
    dots = seen.mark_point(filled=True, size=16, opacity=1, clip=True).encode(across, up, colour, tooltip=tip)
    told = Chart(alt.NamedData(OTHERS))
    bars = told.mark_rule(strokeWidth=1.2, clip=True, aria=False).encode(
        across, alt.Y("low:Q", scale=frame.y.scale()), alt.Y2("high:Q"), colour
    )
    marks = told.mark_point(shape="diamond", size=52, strokeWidth=1.5, fill=LIGHT.ground, opacity=1, clip=True)
    said = marks.encode(across, up, colour, tooltip=["who:N", "line:N", "year:Q", "expected:Q", "low:Q", "high:Q"])
    named = _names(data, others, dict(zip(names, COLOURS * len(names), strict=False)), frame)
    return sized(alt.layer(band, line, dots, bars, said, *named), frame.size)


def _names(data: pd.DataFrame, others: pd.DataFrame, colours: dict[str, str], frame: Frame) -> list[alt.Chart]:
    """The name of each line above the last day that is counted, clear of the dots of other lines."""
    drawn = []
    seen = pd.concat([data, others])
    dots = around(frame.pixels(seen["year"], seen["expected"].clip(lower=LEAST / 10)), RADIUS)
    for name, own in data[(data["kind"] == FIXED) & (data["expected"] >= LEAST)].groupby("line"):
        place = own.iloc[-1]
        said = str(name).removesuffix(" FLOP") if frame.size.dense else f"above {name}"
        [[x, y]] = frame.pixels([place["year"]], [place["expected"]])
        left, half = x - bold_width([said], SMALL), SMALL / 2
        lift = LIFTS[clearest(np.array([[left, y - up - half, x, y - up + half] for up in LIFTS]), dots)]
        where = [{"year": float(place["year"]), "expected": float(place["expected"]), "text": said}]
        text = Chart(inline(where)).mark_text(
            align="right", dy=-lift, color=colours[str(name)], fontSize=SMALL, fontWeight="bold", aria=False
        )
        drawn.append(text.encode(alt.X("year:Q"), alt.Y("expected:Q"), alt.Text("text:N")))
    return drawn
