"""Publication dates: how precise they are, as decimal years, and the periods that hold them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

EARLIEST_YEAR = 1940
EPOCH = date(1970, 1, 1)
DAYS_A_YEAR = 365.25
Period = tuple[date | None, date | None]
"""From a first day up to, not including, another; None is open."""


@dataclass(frozen=True)
class PublicationDate:
    """A day, and whether the source knows it to the day, the month or the year."""

    day: date
    precision: str


def parse_date(text: str) -> PublicationDate:
    """Read `2012-12-03`, `2012-12` (its 15th) or `2012` (its 1 July).

    Raises:
        ValueError: with the expectation as its text.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text.strip(), re.ASCII)
    if match is None:
        raise ValueError("a date such as 2012-12-03, 2012-12 or 2012")
    year, month, day = (int(part) if part else None for part in match.groups())
    precision = "day" if day is not None else "month" if month is not None else "year"
    assert year is not None
    try:
        found = date(year, 7 if month is None else month, (1 if month is None else 15) if day is None else day)
    except ValueError:
        raise ValueError("a date that exists (year-month-day)") from None
    if found.year < EARLIEST_YEAR:
        raise ValueError(f"a date after {EARLIEST_YEAR}")
    return PublicationDate(found, precision)


def decimal_year(day: date) -> float:
    """1970 + days since 1970-01-01 / 365.25 (design: decimal year)."""
    return EPOCH.year + (day - EPOCH).days / DAYS_A_YEAR


def period_of(day: date, periods: Mapping[str, Period]) -> str:
    """The first of some periods that holds a day, '' if none does."""
    for name, (start, end) in periods.items():
        if (start is None or start <= day) and (end is None or day < end):
            return name
    return ""
