"""Publication dates: how precise they are, as decimal years, and the periods that hold them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

EARLIEST_YEAR = 1940
EPOCH = date(1970, 1, 1)
DAYS_A_YEAR = 365.25
MONTHS = ("january february march april may june july august september october november december").split()
MONTHS_A_YEAR = len(MONTHS)
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


def respelled(text: str) -> str | None:
    """A date as others write it in our spelling, or None if what is meant is not certain (03/04/2020).

    A day above 12 tells day from month; between points the day is first (03.12.2012), as where dates are written so.
    """
    words = text.strip().casefold().replace(",", " ")
    named = re.fullmatch(
        r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?(\d{4})", words
    )
    if named:
        month = next((at for at, name in enumerate(MONTHS, 1) if name.startswith(named[2])), None)
        parts = (int(named[4]), month, int(named[1] or named[3]) if named[1] or named[3] else None)
        return None if month is None or (named[1] and named[3]) else _existing(*parts)
    numbers = [int(part) for part in re.split(r"[-/.]", words) if part.isdecimal()]
    if re.fullmatch(r"\d{4}([-/])\d{1,2}(\1\d{1,2})?|\d{4}\.\d{1,2}\.\d{1,2}", words):  # 2012.5 is the middle of a year
        return _existing(*numbers)
    if re.fullmatch(r"\d{1,2}([-/.])\d{1,2}\1\d{4}", words):
        first, second, year = numbers
        if "." in words or first > MONTHS_A_YEAR:
            return _existing(year, second, first)
        return _existing(year, first, second) if second > MONTHS_A_YEAR else None
    return None


def _existing(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The date with as many parts as are given, if it can be read."""
    text = f"{year:04}" + "".join(f"-{part:02}" for part in (month, day) if part is not None)
    try:
        parse_date(text)
    except ValueError:
        return None
    return text


def decimal_year(day: date) -> float:
    """1970 + days since 1970-01-01 / 365.25 (design: decimal year)."""
    return EPOCH.year + (day - EPOCH).days / DAYS_A_YEAR


def period_of(day: date, periods: Mapping[str, Period]) -> str:
    """The first of some periods that holds a day, '' if none does."""
    for name, (start, end) in periods.items():
        if (start is None or start <= day) and (end is None or day < end):
            return name
    return ""
