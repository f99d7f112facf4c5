"""Training compute of a counted network, and where it would stand on fitted trends."""

import math
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from ai_compute.architectures.counted import Count
from ai_compute.values.dates import DAYS_A_YEAR, EPOCH, decimal_year

FLOP_A_MAC = 2
FORWARD_AND_BACKWARD = 3
SLOPE, INTERCEPT = "slope", "intercept"


def training_flop(count: Count, units: float) -> float:
    """2 x MACs of a unit x 3 x units: operation counting, in FLOP."""
    macs = Fraction(count.forward_macs, count.architecture.batch)
    return float(FLOP_A_MAC * macs * FORWARD_AND_BACKWARD * Fraction(units))


class Standing(NamedTuple):
    """Where a run would stand on a trend."""

    trend: str
    reached: date | None
    """When the line has this compute; None where that is no date."""
    inside: bool
    """Whether that is within the dates that the line was fitted to."""
    compared_at: date
    ratio: float
    """Compute over that of the line at this date."""


def standing(flop: float, trend: str, line: Mapping[str, Any], at: date | None = None) -> Standing:
    """A run of so much compute on a trend of `reports/summary.json`, compared at a date or else at the line's end."""
    when = decimal_year(at) if at else line["end"]
    reached = (math.log10(flop) - line[INTERCEPT]) / line[SLOPE] if line[SLOPE] else math.inf
    return Standing(
        trend,
        day_of(reached),
        bool(line["start"] <= reached <= line["end"]),
        at or day_of(line["end"]) or EPOCH,
        flop / 10.0 ** (line[INTERCEPT] + line[SLOPE] * when),
    )


def day_of(year: float) -> date | None:
    """The day of a decimal year; None beyond what a calendar holds."""
    days = (year - EPOCH.year) * DAYS_A_YEAR
    try:
        return EPOCH + timedelta(days=math.floor(days))
    except (OverflowError, ValueError):
        return None
