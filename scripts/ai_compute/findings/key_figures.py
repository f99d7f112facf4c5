"""The numbers at the head of the page."""

from dataclasses import dataclass

from ai_compute.findings.growth import aside, grows, trend
from ai_compute.findings.numbers import doubling, doubling_interval, times
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LARGEST_SINCE, LAW, LAW_AS_PLOTTED, WITH_THIRD_PARTY


@dataclass(frozen=True)
class KeyFigure:
    """A number, what it says, and where on the page its arithmetic stands."""

    number: str
    words: str
    link: str


def key_figures(tables: Tables, agree_within: float) -> list[KeyFigure]:
    """Those that the tables allow."""
    found = [
        pace(tables, LAW, "to double, 2012 to 2018, by our estimates"),
        pace(tables, LAW_AS_PLOTTED, "through the points as OpenAI drew them"),
        pace(tables, LARGEST_SINCE, "for the ten largest runs of their time since May 2018"),
        agreement(tables, agree_within),
    ]
    return [figure for figure in found if figure is not None]


def pace(tables: Tables, name: str, words: str) -> KeyFigure | None:
    """The doubling time of a trend with its interval."""
    row = trend(tables, name)
    if row is None or not grows(row):
        return None
    told = f"{words} (95 % interval {doubling_interval(row)})"
    also = aside(row, trend(tables, name + WITH_THIRD_PARTY))
    return KeyFigure(doubling(row["doubling_months"]), f"{told}; {also}" if also else told, f"#trend_{name}")


def agreement(tables: Tables, agree_within: float) -> KeyFigure | None:
    """On how many runs both methods agree."""
    checks = tables["cross_check"]
    if checks.empty:
        return None
    agree = int((checks["verdict"] == "agree").sum())
    runs = "run" if len(checks) == 1 else "runs"
    return KeyFigure(
        f"{agree:,} of {len(checks):,}",
        f"{runs} on which both methods agree within {times(agree_within)}",
        "#page_sure",
    )
