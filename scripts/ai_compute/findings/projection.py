"""Lines carried forward: what they say, and a plain warning."""

import pandas as pd

from ai_compute.findings.numbers import flop, power, significant
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LARGEST_SINCE, LAW_AS_PLOTTED, WITH_THIRD_PARTY

TREND = LARGEST_SINCE + WITH_THIRD_PARTY
WARNING = (
    "Lines carried forward are no forecast: they assume that money, devices and power go on growing as they did, and "
    "their intervals hold the scatter of runs about a line, not the chance that the line bends."
)


def last(tables: Tables, trend: str) -> pd.Series | None:
    """The last row of a projected line, or None if it was not projected."""
    rows = tables["projection"]
    rows = rows[rows["trend"] == trend].sort_values("decimal_year", kind="stable")
    return None if rows.empty else rows.iloc[-1]


def title(tables: Tables) -> str:
    """The finding of the figure."""
    end = last(tables, TREND)
    if end is None:
        return "Too few later runs to carry a trend forward"
    ratio = end["flop"] / tables["training_compute"]["flop"].max()
    times = f"{significant(ratio) if 0.01 <= ratio < 1e6 else power(ratio)} times the compute of the largest so far"
    return f"If nothing changed, the largest runs of {end['decimal_year']:.0f} would take {times}"


CAPTION = (
    "Lines carried forward are no forecast. Shaded: 50, 80 and 95 % prediction intervals of one of the largest runs of "
    "its time."
)
READING = (
    "The fan is the trend of the runs since May 2018 that were among the ten largest of their time, "
    "totals of others included. Red: the law of 2018 as plotted. Moore’s law starts at AlexNet, as a doubling every 18 "
    f"and every 24 months. {WARNING}"
)


def finding(tables: Tables) -> str:
    """The projection in a few sentences."""
    end, law = last(tables, TREND), last(tables, LAW_AS_PLOTTED)
    if end is None:
        return f"{title(tables)}."
    interval = f"95 % prediction interval of one run {flop(end['flop_low'])} to {flop(end['flop_high'])}"
    text = f"{title(tables)}, {flop(end['flop'])} ({interval})"
    if law is not None:
        text += f"; the law of 2018 would have asked for {flop(law['flop'])}"
    return f"{text}. {WARNING}"
