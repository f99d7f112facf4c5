"""What may be asked of a trend of any table: each option that cannot be is told with what was found and is expected."""

from collections.abc import Mapping
from datetime import date, datetime
from numbers import Integral, Real

from ai_compute.trends.breaks import Search
from ai_compute.trends.regression import ESTIMATORS
from ai_compute.values.date_columns import DAY_FIRST, MONTH_FIRST
from ai_compute.values.dates import EARLIEST_YEAR, Period

LATEST_YEAR = 2200
FEWEST_RESAMPLES = 20
"""Of fewer resamples the ends of an interval are chance."""
EXPECTED = {
    "period": "a pair of dates, the first before the second; None for an open end",
    "top": "a whole number from 1 on, or None",
    "frontier_start": f"a date, or a year from {EARLIEST_YEAR} to {LATEST_YEAR}",
    "estimator": f"one of {', '.join(ESTIMATORS)}",
    "level": "a number between 0 and 1",
    "order": f"{DAY_FIRST} or {MONTH_FIRST}, or None",
    "quantile": "a number between 0 and 1, or None",
    "resamples": f"0, or a whole number from {FEWEST_RESAMPLES} on",
    "seed": "a whole number from 0 on",
    "breaks": "a Search(...) of ai_compute.trends.breaks, or None",
    "all_rows": "True or False",
}


def check_options(options: Mapping[str, object]) -> None:
    """Raise ValueError, which names every option that cannot be, with what was found and what is expected."""
    fine = {
        "period": is_period(options["period"]),
        "top": options["top"] is None or _whole(options["top"], 1),
        "frontier_start": isinstance(options["frontier_start"], date)
        or _number(options["frontier_start"], EARLIEST_YEAR, LATEST_YEAR),
        "estimator": isinstance(options["estimator"], str) and options["estimator"] in ESTIMATORS,
        "level": _share(options["level"]),
        "order": options["order"] in (None, DAY_FIRST, MONTH_FIRST),
        "quantile": options["quantile"] is None or _share(options["quantile"]),
        "resamples": _whole(options["resamples"], FEWEST_RESAMPLES) or _number(options["resamples"], 0, 0),
        "seed": _whole(options["seed"], 0),
        "breaks": options["breaks"] is None or isinstance(options["breaks"], Search),
        "all_rows": isinstance(options["all_rows"], bool),
    }
    wrong = [f"{name}: found {options[name]!r}, expected {EXPECTED[name]}" for name, well in fine.items() if not well]
    if wrong:
        raise ValueError("; ".join(wrong))


def is_period(period: object) -> bool:
    """Whether it is a pair of dates in order, either of which may be None."""
    if not isinstance(period, tuple | list) or len(period) != 2:
        return False
    if not all(end is None or isinstance(end, date) for end in period):
        return False
    start, end = plain_days((period[0], period[1]))
    return start is None or end is None or start < end


def plain_days(period: Period) -> Period:
    """The days of a period whose ends may have times."""
    start, end = (each.date() if isinstance(each, datetime) else each for each in period)
    return start, end


def _number(value: object, low: float, high: float) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and low <= float(value) <= high


def _share(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and 0 < float(value) < 1


def _whole(value: object, low: int) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and int(value) >= low
