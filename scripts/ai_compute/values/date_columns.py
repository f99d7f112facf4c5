"""Columns of dates as people write them: whether the day or the month comes first is decided by the column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from ai_compute.values.dates import PublicationDate, parse_date

Order = Literal["day first", "month first"]
DAY_FIRST: Order = "day first"
MONTH_FIRST: Order = "month first"
NO_DATE = "no publication date"
BLANK = {"", "-", "–", "—", "?", "n/a", "na", "nan", "nat", "none", "null", "unknown", "tbd", "#n/a"}
TIME = re.compile(
    r"(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})([/-])(\d{1,2})(?:\2(\d{1,2}))?", re.ASCII)
WHOLE_YEAR = re.compile(r"(\d{4})\.0+", re.ASCII)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
IN_WORDS = re.compile(r"(?:(\d{1,2})\.?[ -])?([a-z]{3,9})\.?[ -](?:(\d{1,2}), ?|, ?)?(\d{4})", re.ASCII)
EXPECTED = "a date such as 2012-12-03, 2012-12 or 2012, or 03/12/2012 in a column that is of one order"


class UndecidedDates(ValueError):
    """A column of dates that can be read in two ways, or in no single one."""

    def __init__(self, reason: str, example: str) -> None:
        """Keep why, and a cell that shows it."""
        super().__init__(reason)
        self.reason, self.example = reason, example


@dataclass(frozen=True)
class DateColumn:
    """The dates of a column: the day of each cell (None where there is none), its precision and what is wrong."""

    found: list[PublicationDate | None]
    complaints: list[str]
    order: Order | None
    """How its dates with the year last were read; None if it has none, or none that the order changes."""


def read_dates(cells: Iterable[str], order: Order | None = None) -> DateColumn:
    """Read a column of dates: ISO, years, months, with times, in words, and day or month first.

    Args:
        cells: the column as text.
        order: of dates with the year last; None lets the column decide: some part that passes 12 is a day.

    Raises:
        UndecidedDates: dates with the year last could be read either way, or some only in one and some in the other.
        ValueError: no such order.
    """
    if order not in (None, DAY_FIRST, MONTH_FIRST):
        raise ValueError(f"dates stand {DAY_FIRST} or {MONTH_FIRST}, not '{order}'")
    written = [_without_time(cell) for cell in cells]
    decided = order or order_of(written)
    read = {text: _read(text, decided) for text in dict.fromkeys(written)}
    used = decided if any(YEAR_LAST.fullmatch(text) for text in read) else None
    return DateColumn([read[text][0] for text in written], [read[text][1] for text in written], used)


def order_of(written: Iterable[str]) -> Order | None:
    """What comes first in dates with the year last; None if it does not matter.

    Raises:
        UndecidedDates: as `read_dates`.
    """
    parts = {text: (int(found[1]), int(found[3])) for text in written if (found := YEAR_LAST.fullmatch(text))}
    days_first = [text for text, (one, two) in parts.items() if 12 < one <= 31 and 0 < two <= 12]
    months_first = [text for text, (one, two) in parts.items() if 12 < two <= 31 and 0 < one <= 12]
    if days_first and months_first:
        raise UndecidedDates(
            f"{days_first[0]} can only be day first, {months_first[0]} only month first", months_first[0]
        )
    if days_first or months_first:
        return DAY_FIRST if days_first else MONTH_FIRST
    either = next((text for text, (one, two) in parts.items() if one != two and max(one, two) <= 12), None)
    if either is not None:
        readings = [_read(either, order)[0] for order in (DAY_FIRST, MONTH_FIRST)]
        shown = " or ".join(f"{found.day:%d %B %Y}".lstrip("0") for found in readings if found)
        raise UndecidedDates(f"{either} is {shown}, and no date of the column tells which", either)
    return None


def _without_time(text: str) -> str:
    return TIME.sub("", " ".join(str(text).split()))


def _read(text: str, order: Order | None) -> tuple[PublicationDate | None, str]:
    if text.casefold() in BLANK:
        return None, NO_DATE
    try:
        return parse_date(_year_first(text, order)), ""
    except ValueError as error:
        wrong = str(error)
        return None, f"expected {wrong if 'exists' in wrong or 'after' in wrong else EXPECTED}"


def _year_first(text: str, order: Order | None) -> str:
    """A date in any of the known ways as ISO writes it; as it stands if it is in none."""
    if found := YEAR_LAST.fullmatch(text):
        day, month = (found[1], found[3]) if order != MONTH_FIRST else (found[3], found[1])
        return f"{found[4]}-{month:0>2}-{day:0>2}"
    if found := YEAR_FIRST.fullmatch(text):
        return f"{found[1]}-{found[3]:0>2}" + (f"-{found[4]:0>2}" if found[4] else "")
    if found := WHOLE_YEAR.fullmatch(text):
        return found[1]
    if found := IN_WORDS.fullmatch(text.casefold()):
        month, day = found[2][:3], found[1] or found[3]
        if month in MONTHS and not (found[1] and found[3]):
            return f"{found[4]}-{MONTHS.index(month) + 1:02}" + (f"-{day:0>2}" if day else "")
    return text


def days_of(column: pd.Series, order: Order | None = None) -> tuple[pd.Series, pd.Series]:
    """The days of any column of dates (text, dates or years), None where there is none; and what is wrong with it.

    Raises:
        UndecidedDates: as `read_dates`, with what decides.
    """
    if pd.api.types.is_datetime64_any_dtype(column):
        days = [None if pd.isna(cell) else cell.date() for cell in column]
        wrong = ["" if day else NO_DATE for day in days]
    else:
        text = ["" if pd.isna(cell) else cell.isoformat() if isinstance(cell, date) else str(cell) for cell in column]
        try:
            read = read_dates(text, order)
        except UndecidedDates as found:
            way_out = f"say order='{DAY_FIRST}' or order='{MONTH_FIRST}'"
            raise UndecidedDates(f"{found.reason}; {way_out}", found.example) from None
        days = [found.day if found else None for found in read.found]
        wrong = read.complaints
    return pd.Series(days, column.index, dtype=object), pd.Series(wrong, column.index, dtype="str")
