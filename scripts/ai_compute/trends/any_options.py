"""What may be asked of a trend of any table: each option that cannot be is told with what was found and is expected."""

from collections.abc import Mapping
from datetime import date, datetime
from numbers import Integral, Real
from typing import TypeVar

import pandas as pd

from ai_compute.messages.problems import visible
from ai_compute.trends.breaks import Search
from ai_compute.trends.regression import ESTIMATORS
from ai_compute.values.date_columns import DAY_FIRST, MONTH_FIRST
from ai_compute.values.dates import EARLIEST_YEAR, Period

Moment = TypeVar("Moment")
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
        "frontier_start": _day(options["frontier_start"])
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
    wrong = [
        f"{name}: found {visible(repr(options[name]))}, expected {EXPECTED[name]}"
        for name, well in fine.items()
        if not well
    ]
    if options["quantile"] is not None and options["estimator"] != "ols" and fine["estimator"]:
        wrong.append(f"estimator: found {options['estimator']!r} beside quantile, expected one of the two")
    if wrong:
        raise ValueError("; ".join(wrong))


def check_columns(table: object, *names: str) -> None:
    """Raise ValueError unless it is a table that has each of the columns once, the last one not of truths."""
    if not isinstance(table, pd.DataFrame):
        raise ValueError(f"table: found {type(table).__name__}, expected a pandas.DataFrame")
    for name in names:
        times = int((table.columns == name).sum())
        if times != 1:
            found = f"found no column '{name}'" if not times else f"found {times} columns '{name}'"
            raise ValueError(f"{found}, expected one of {', '.join(map(str, table.columns))}")
    if pd.api.types.is_bool_dtype(table[names[-1]]):
        raise ValueError(f"{names[-1]}: found a column of True and False, expected numbers")


def is_period(period: object) -> bool:
    """Whether it is a pair of dates in order, either of which may be None."""
    if not isinstance(period, tuple | list) or len(period) != 2:
        return False
    if not all(end is None or _day(end) for end in period):
        return False
    start, end = plain_days((period[0], period[1]))
    return start is None or end is None or start < end


def plain_days(period: Period) -> Period:
    """The days of a period whose ends may have times."""
    return plain_day(period[0]), plain_day(period[1])


def plain_day(moment: Moment) -> Moment:
    """A date without its time; anything else as it is."""
    return moment.date() if isinstance(moment, datetime) else moment  # type: ignore[return-value]


def _day(value: object) -> bool:
    """Whether it is a date; NaT is none, though it is one by type."""
    return isinstance(value, date) and bool(pd.notna(value))


def _number(value: object, low: float, high: float) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and low <= float(value) <= high


def _share(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and 0 < float(value) < 1


def _whole(value: object, low: int) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and int(value) >= low
