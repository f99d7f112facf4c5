"""The numbers at the head of the page."""

from dataclasses import dataclass

import pandas as pd

from ai_compute.findings import chosen
from ai_compute.findings.agreement import agreeing, independent
from ai_compute.findings.growth import aside, grows, trend
from ai_compute.findings.numbers import doubling, doubling_interval, integer, times
from ai_compute.findings.sources import worked
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LARGEST_SINCE, LAW, LAW_AS_PLOTTED, UPPER_SINCE, WITH_THIRD_PARTY


@dataclass(frozen=True)
class KeyFigure:
    """A number, and what it says."""

    number: str
    words: str


def key_figures(tables: Tables, agree_within: float) -> list[KeyFigure]:
    """Those that the tables allow."""
    month = chosen.split(tables)
    largest = f"for the ten largest runs of their time since {month}, totals of others included"
    found = [
        pace(tables, LAW, "to double, 2012 to 2018, by our estimates"),
        pace(tables, LAW_AS_PLOTTED, "through the points as OpenAI drew them"),
        pace(tables, LARGEST_SINCE + WITH_THIRD_PARTY, largest, trend(tables, LARGEST_SINCE)),
        pace(tables, UPPER_SINCE + WITH_THIRD_PARTY, f"for the line that a tenth of all runs exceed, since {month}"),
        agreement(tables, agree_within),
    ]
    return [figure for figure in found if figure is not None]


def pace(tables: Tables, name: str, words: str, ours: pd.Series | None = None) -> KeyFigure | None:
    """The doubling time of a trend with its interval, unless that is nominal; `ours` is its variant without totals."""
    row = trend(tables, name)
    if row is None or not grows(row):
        return None
    told = words if row["nominal"] else f"{words} (95 % interval {doubling_interval(row)})"
    also = aside(row, ours)
    return KeyFigure(doubling(row["doubling_months"]), f"{told}; {also}" if also else told)


def agreement(tables: Tables, agree_within: float) -> KeyFigure | None:
    """On how many runs both methods agree."""
    checks = independent(tables)
    if checks.empty:
        return None
    agree, every = agreeing(checks)
    runs = "run" if every == 1 else "runs"
    within = times(worked(tables, agree_within, "cross_check, agree_within in config.yaml"))
    return KeyFigure(
        f"{integer(agree)} of {integer(every)}",
        f"{runs} with independent facts on which both methods agree within {within}",
    )
