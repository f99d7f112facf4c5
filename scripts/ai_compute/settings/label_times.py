"""Do the dates in a name fit the period below it? Days, months, years and decades, in the words of everyday English."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from ai_compute.values.dates import MONTHS_A_YEAR, Period

YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
TIME = re.compile(rf"{YEAR.pattern}(?:(s)\b|-(0[1-9]|1[0-2])(?!\d)(?:-(0[1-9]|[12]\d|3[01])(?!\d))?)?")
SHORT = re.compile(r"(?<!\d)(19|20)(\d\d)-(\d\d)(?![-\d])")
"""`2010-12`: a month, or years up to 2012."""
BEFORE = re.compile(r"(?i)\b(?<!not[- ])(?<!no[- ])(pre|before|earlier|older)\b")
UNTIL = re.compile(
    r"(?i)\b(until|till|to|through|by|(?:and|or)[- ](?:before|earlier|older)|no[- ](?:later|newer)[- ]than)\b"
)
BETWEEN = re.compile(r"(?i)\b(?!up\b)\w+[- ](?:until|till|to|through)\b")
"""What a name calls the beginning of may be no date: `alexnet-to-2018`."""
SINCE = re.compile(
    r"(?i)\b(since|from|start(?:s|ing)?|begin(?:s|ning)?|onwards?|on(?![- ]\w)|beyond|(?<!no[- ])later|"
    r"(?<!no[- ])newer|plus|not[- ]before|no[- ](?:earlier|older)[- ]than)\b"
    r"|\b(today|now|present|date)\b|\d(?:\+|ff\b)"
)
AFTER = re.compile(r"(?i)\b(?<!no[- ])(after|post|(?:later|newer)[- ]than)\b")
VAGUE = re.compile(r"(?i)\b(early|mid|late|half)\b")
Span = tuple[date, date]
"""From a first day up to, not including, another."""


class Time(NamedTuple):
    """What a name calls a time: its text, its first unit and its last, which are two of a decade alone."""

    text: str
    first: Span
    last: Span


def wrong_years(label: str, period: Period, data: Span, sets: Iterable[str] = ()) -> str | None:
    """What the dates of a label say that the period does not, or None.

    Args:
        label: the name.
        period: what it stands over.
        data: the time of all runs, with which an open period begins or ends.
        sets: names that may be part of the label, and whose years say nothing.
    """
    for name in sets:
        label = label.replace(name, "")
    said, short = _wrong_times(label, period, data), SHORT.search(label)
    if said and short and short[2] < short[3]:
        return said if _wrong_times(SHORT.sub(r"\1\2 to \1\3", label), period, data) else None
    return said


def _wrong_times(label: str, period: Period, data: Span) -> str | None:
    """Of words that can be read in several ways, one that is right is enough."""
    start, end = period
    times = [_time(found, VAGUE.search(label) is not None) for found in TIME.finditer(label)]
    if len(times) not in (1, 2):
        return None
    one, other = times[0], times[-1]
    starts = one.first[0] <= (start or data[0]) < one.first[1]
    ends = other.last[0] <= end <= other.last[1] if end else other.first[0] <= data[1] < other.last[1]
    if len(times) == 2:
        return None if starts and ends else f"from {one.text} to {other.text}"
    readings: dict[str, bool] = {}
    if UNTIL.search(label):
        readings[f"until {one.text}"] = ends and (start is None or BETWEEN.search(label) is not None)
    elif BEFORE.search(label):
        # Before 2012 ends with 2011; until 2012 may end with it.
        readings[f"before {one.text}"] = start is None and end is not None and one.first[0] <= end < one.first[1]
    if AFTER.search(label):
        # What is after 2017 may begin when it is over, or in the midst of it, as after an article.
        readings[f"after {one.text}"] = end is None and (starts or start == one.last[1])
    elif SINCE.search(label):
        readings[f"since {one.text}"] = end is None and starts
    readings = readings or {f"of {one.text}": starts and ends}
    return None if any(readings.values()) else next(iter(readings))


def _time(found: re.Match[str], vague: bool) -> Time:
    year, decade, month, day = found.groups()
    if decade:
        whole = date(int(year), 1, 1), date(int(year) + 10, 1, 1)
        first, last = _of_year(int(year)), _of_year(int(year) + 9)
        return Time(found[0], whole, whole) if vague else Time(found[0], first, last)
    span = _of_year(int(year))
    if month:
        ahead, next_month = divmod(int(month), MONTHS_A_YEAR)
        span = date(int(year), int(month), 1), date(int(year) + ahead, next_month + 1, 1)
    if day:
        start = span[0] + timedelta(days=int(day) - 1)
        span = start, start + timedelta(days=1)
    return Time(found[0], span, span)


def _of_year(year: int) -> Span:
    return date(year, 1, 1), date(year + 1, 1, 1)
