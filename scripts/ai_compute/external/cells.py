"""Cells of hand-edited tables: numbers, dates and lists, or what is wrong with them."""

import csv
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from ai_compute.external.units import on_the_line
from ai_compute.values.date_columns import Order, read_dates

MISSING = {"", "-", "–", "—", "?", "n/a", "na", "none", "null", "unknown", "tbd", "#n/a"}
CURRENCIES = "$€£¥"
NUMBER = re.compile(r"[~≈]?\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(%?)", re.ASCII)
POWER = re.compile(r"[~≈]?\s*(?:(\d+(?:\.\d*)?)\s*[x×*·]\s*)?10\s*(?:\^|\*\*)\s*([+-]?\d+)", re.ASCII)
"""6 x 10^20, as people write it who do not write 6e20."""
THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}(?:(?:,\d{3})+|(?:['’ ]\d{3})+))(?![\d,]|\s*[eE])", re.ASCII)
"""1,234,567, as others write it 1'234'567 or 1 234 567; never with a power of ten behind."""
COMMA = re.compile(r"\D*((?:\d{1,3}(?:[.'’ ]\d{3})+|\d+)),(\d+)([^\d,]?)[^,]*", re.ASCII)
POINT = re.compile(r"\D*((?:\d{1,3}(?:[,'’ ]\d{3})+|\d+))\.(\d+)([^\d.]?)[^.,]*", re.ASCII)
NAN = float("nan")


def parse_number(text: str) -> tuple[float, str]:
    """A number, or NaN and why it is none ('' if the cell says nothing).

    Signs of currency and of thousands are taken away; 72 % is 0.72. A decimal comma is never guessed: a column decides
    (`decimal_commas`).
    """
    written = on_the_line(text).replace("−", "-").strip().strip(CURRENCIES).strip()
    if written.casefold() in MISSING:
        return NAN, ""
    if power := POWER.fullmatch(written):
        written = f"{power[1] or 1}e{power[2]}"
    match = NUMBER.fullmatch(THOUSANDS.sub(lambda found: re.sub(r"\D", "", found[1]), written))
    if match is None:
        words = re.fullmatch(r"[+-]?(nan|inf|infinity)", written, re.IGNORECASE)
        return NAN, "not a finite number" if words else "not a number"
    value = float(match[1]) / (100 if match[2] else 1)
    return (value, "") if math.isfinite(value) else (NAN, "not a finite number")


def decimal_commas(cells: Iterable[str]) -> bool:
    """Whether commas of a column are decimal points: some can be nothing else, and no point or comma says otherwise.

    1,25 and 0,125 and 1,234e20 are such commas; 1,234 alone may be either, and is thousands.
    """
    texts = [on_the_line(cell).strip() for cell in cells if "," in cell or "." in cell]
    return any(_can_only_be_decimal(text, COMMA) for text in texts) and not any(
        _can_only_be_decimal(text, POINT) or re.search(r"\d,\d{3},\d{3}", text) for text in texts
    )


def _can_only_be_decimal(text: str, sign: re.Pattern[str]) -> bool:
    found = sign.fullmatch(text)
    if found is None:
        return False
    grouped = not found[1].isdigit()
    return grouped or len(found[2]) != 3 or found[1] == "0" or (found[3] in "eExX×*·" and found[3] != "")


def with_points(cell: str) -> str:
    """A number with a decimal comma, with a point instead, and without points of thousands."""
    return cell.replace(".", "").replace(",", ".")


def numbers(cells: pd.Series, low: float, high: float) -> tuple[pd.Series, pd.Series]:
    """The numbers of a column within [low, high], NaN elsewhere; and what is wrong with the others ('' if nothing)."""
    values, complaints = _each(cells, parse_number)
    values = values.astype(float)
    outside = values.notna() & ~values.between(low, high)
    complaints = complaints.mask(outside, f"outside {low:g} to {high:g}")
    return values.mask(outside), complaints


def dates(cells: pd.Series, order: Order | None = None) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Days (NaT where there is none), how precise they are, and what is wrong ('' if nothing).

    A first of January may stand for a year and a first of a month for a month, so they count as no more precise than
    that; the day itself is left as it is written.

    Raises:
        UndecidedDates: the column can be read day first and month first, and no order is given.
    """
    read = read_dates(cells, order)
    found = pd.Series(read.found, cells.index, dtype=object)
    days = pd.to_datetime(found.map(lambda date: date.day if date else None)).astype("datetime64[us]")
    precision = found.map(lambda date: date.precision if date else "").astype("str")
    exact = precision.eq("day")
    precision = precision.mask(exact & days.dt.day.eq(1), "month")
    complaints = pd.Series(read.complaints, cells.index, dtype="str")
    return days, precision.mask(exact & days.dt.day_of_year.eq(1), "year"), complaints


def as_written(day: pd.Timestamp, precision: str) -> str:
    """A date as precise as a source gives it: 1998 for the 1 July that stands for a year, 1998-03 for a month's 15th.

    A year or a month that was written as its first day stays a day.
    """
    written = f"{day:%Y-%m-%d}"
    if precision == "year" and (day.month, day.day) == (7, 1):
        return written[:4]
    return written[:7] if precision == "month" and day.day == 15 else written


def _each(cells: pd.Series, parse: Callable[[str], tuple[Any, str]]) -> tuple[pd.Series, pd.Series]:
    """What a parser finds in each cell, and its complaint; each distinct text is parsed once."""
    parsed = {text: parse(text) for text in cells.unique()}
    found = pd.Series([parsed[text][0] for text in cells], cells.index, dtype=object)
    return found, pd.Series([parsed[text][1] for text in cells], cells.index, dtype="str")


def parse_list(text: str) -> tuple[str, ...]:
    """Items of a comma-separated list, each once; quoted items may hold commas."""
    if not text:
        return ()
    items = next(csv.reader([" ".join(text.split())], skipinitialspace=True), [])
    return tuple(dict.fromkeys(item.strip() for item in items if item.strip()))


def lists(cells: pd.Series) -> pd.Series:
    """The items of each cell, as tuples."""
    parsed = {text: parse_list(text) for text in cells.unique()}
    return pd.Series([parsed[text] for text in cells], cells.index, dtype=object)


def joined(items: pd.Series) -> pd.Series:
    """Tuples as text: 'a; b'."""
    return items.map("; ".join).astype("str")


def one_line(cells: pd.Series) -> pd.Series:
    """Text without newlines, tabs, doubled blanks and characters that cannot be seen."""

    def clean(text: str) -> str:
        seen = "".join(character for character in text if character.isprintable() or character.isspace())
        return " ".join(unicodedata.normalize("NFC", seen).split())

    cleaned = {text: clean(text) for text in cells.unique()}
    return cells.map(cleaned).astype("str")
