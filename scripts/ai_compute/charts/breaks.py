"""Breaks of growth: the two eras with their selected lines, and the dates of all breaks with their intervals."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from ai_compute.charts.axes import between, end_for_words, named_rows, scale, years_and_compute
from ai_compute.charts.figure import Drawing, Figure, stacked
from ai_compute.charts.frame import Frame, Kind, Span, decade_span
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.theme import LIGHT, SMALL, Size
from ai_compute.findings import breaks as words
from ai_compute.findings.numbers import doubling
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables, each_row, records
from ai_compute.trends.keys import ERAS_AS_PLOTTED, WITH_THIRD_PARTY
from ai_compute.trends.regression import powers_of_ten
from ai_compute.values.quantities import PFS_DAY

DATASET, DRAWN = "breaks", "two_eras_points"
ROW_HEIGHT, DENSE_ROW_HEIGHT = 24, 34
YEARS = Span(1958.0, 2019.0)
DECADES = (1e-14, 1e4)
SETS = [
    ERAS_AS_PLOTTED,
    "all",
    *(name + end for name in words.SINCE_2010 for end in ("", WITH_THIRD_PARTY)),
]


def points(tables: Tables) -> pd.DataFrame:
    """Points of OpenAI's two charts, as it drew them."""
    drawn = tables["reported"]
    drawn = drawn[drawn["plotted_flop"].notna()].drop_duplicates("run")
    names = tables["runs"].set_index("run")["name"]
    days = pd.to_datetime(drawn["plotted_date"])
    return pd.DataFrame(
        {
            "run": drawn["run"],
            "name": drawn["run"].map(names).fillna(drawn["run"]).astype("str"),
            "year": (days.dt.year + (days.dt.day_of_year - 1) / 365.25).round(3),
            "pfs_days": four_digits(drawn["plotted_flop"] / PFS_DAY),
        }
    ).reset_index(drop=True)


def rows(tables: Tables) -> pd.DataFrame:
    """One row a selected break: its date, interval, and the doubling times either side."""
    found = [row for name in SETS for row in each_row(words.selected(tables, name)) if row.break_number > 0]
    data = {
        "set": [_named(row.set) for row in found],
        "lane": [str(row.break_number) for row in found],
        "date": [round(row.date, 2) for row in found],
        "low": [round(row.date_low, 2) for row in found],
        "high": [round(row.date_high, 2) for row in found],
        "text": [_change(_told(row, "before"), _told(row, "after")) for row in found],
    }
    return pd.DataFrame(data)


def breaks(tables: Tables) -> Figure:
    """The figure of breaks."""
    told = Sourced(tables)
    data, drawn = rows(tables), points(tables)

    def draw(size: Size, kind: Kind) -> Drawing:
        shaped = size.reshaped(left=106 if size.dense else 130, right=12)
        span = decade_span(drawn["pfs_days"].to_numpy(), *DECADES)
        frame = Frame(shaped.reshaped(height=round(size.height * 0.6)), YEARS, span)
        return stacked([(_eras(tables, frame), frame.size), _dates(data, shaped)])

    title = words.title(told)
    return Figure(
        name="breaks",
        title=title,
        caption=words.CAPTION,
        alternative=words.finding(tables),
        draw=draw,
        reading=words.READING,
        data={DATASET: data, DRAWN: drawn},
        empty=data.empty,
    )


def _named(name: str) -> str:
    """Runs by a short name, with what counts beside them."""
    known = name.removesuffix(WITH_THIRD_PARTY)
    return words.NAMES.get(known, known) + (", others’ totals too" if known != name else "")


def _told(row: Any, side: str) -> float:
    """The doubling time of a side; of one too short to tell, infinite."""
    short = getattr(row, f"years_{side}") < words.SHORT_YEARS
    return float("inf") if short else float(getattr(row, f"doubling_months_{side}"))


def _change(before: float, after: float) -> str:
    """`21 → 3.3 months`, `3.5 years → 16 months`, `4.5 months → no growth`."""
    told = ("too short to tell" if np.isinf(months) else doubling(months) for months in (before, after))
    first, then = (text.replace("never", "no growth") for text in told)
    same = first.split(" ")[-1] == then.split(" ")[-1] == "months"
    return f"{first.removesuffix(' months') if same else first} → {then}"


def segments(tables: Tables) -> pd.DataFrame:
    """The ends of the selected lines of both eras, in pfs-days."""
    found = list(each_row(words.selected(tables, ERAS_AS_PLOTTED)))
    found = [row for row in found if row.break_number > 0]
    lines = []
    for place, row in enumerate(found):
        start = found[place - 1].date if place else YEARS.low
        end = found[place + 1].date if place + 1 < len(found) else YEARS.high
        sides = [(start, row.date, row.slope_before, row.log10_flop_before)] if place == 0 else []
        for low, high, slope, level in [*sides, (row.date, end, row.slope_after, row.log10_flop_after)]:
            for year in (low, high):
                value = powers_of_ten(level + slope * (year - row.date)) / PFS_DAY
                lines.append({"line": f"{low:.1f}", "year": round(year, 2), "pfs_days": float(f"{value:.4g}")})
    return pd.DataFrame(lines, columns=["line", "year", "pfs_days"])


def _eras(tables: Tables, frame: Frame) -> Drawing:
    x, y = years_and_compute(frame)
    x.shorthand, y.shorthand = "year:Q", "pfs_days:Q"
    found = words.selected(tables, ERAS_AS_PLOTTED)
    found = found[found["break_number"] > 0]
    spans = found[["date_low", "date_high"]].clip(YEARS.low, YEARS.high).round(2)
    band = Chart(inline(records(spans))).mark_rect(color=LIGHT.modern, opacity=0.7, aria=False)
    lines = Chart(inline(records(segments(tables)))).mark_line(color=LIGHT.trend, strokeWidth=1.8, clip=True)
    dots = Chart(alt.NamedData(DRAWN)).mark_point(filled=True, size=46, opacity=1, color=LIGHT.second)
    return alt.layer(
        band.encode(alt.X("date_low:Q", scale=frame.x.scale()), alt.X2("date_high:Q")),
        dots.encode(x, y, tooltip=["name:N", "pfs_days:Q"]),
        lines.encode(alt.X("year:Q"), alt.Y("pfs_days:Q"), alt.Detail("line:N")),
    )


LONG_YEARS = 25
"""A longer axis has room for every tenth year only."""


def _dates(data: pd.DataFrame, size: Size) -> tuple[Drawing, Size]:
    height = max(len(data), 1) * (DENSE_ROW_HEIGHT if size.dense else ROW_HEIGHT) + 12
    shaped = size.reshaped(height=height)
    low = np.floor(data["low"].min()) - 1 if len(data) else YEARS.low
    high = end_for_words(low, data["high"].tolist(), data["text"].tolist(), shaped.width)
    if size.dense:
        high = float(data["high"].max() + 1 if len(data) else YEARS.high)
    last = float(data["high"].max() + 1 if len(data) else YEARS.high)
    years = between(range(1950, 2040, 10 if last - low > LONG_YEARS else 5), low, last)
    axis = alt.Axis(title=None, format="d", values=years, grid=True)
    order = list(dict.fromkeys(data["set"]))
    names = alt.Y("set:N", sort=order, axis=named_rows(shaped.left - 8))
    base = Chart(alt.NamedData(DATASET)).encode(names, alt.YOffset("lane:N"))
    bars = base.mark_rule(strokeWidth=1.4, color=LIGHT.second, aria=False).encode(
        alt.X("low:Q", scale=scale(low, high), axis=axis), alt.X2("high:Q")
    )
    dots = base.mark_point(filled=True, size=52, opacity=1, color=LIGHT.trend).encode(
        alt.X("date:Q"), tooltip=["set:N", "date:Q", "low:Q", "high:Q", "text:N"]
    )
    # On a phone words stand above their bars.
    beside = base.mark_text(align="left", dx=8, fontSize=SMALL, aria=False).encode(alt.X("high:Q"))
    above = base.mark_text(align="right", x=shaped.width, dy=-9, fontSize=SMALL, aria=False)
    text = (above if size.dense else beside).encode(alt.Text("text:N"))
    return alt.layer(bars, dots, text), shaped
