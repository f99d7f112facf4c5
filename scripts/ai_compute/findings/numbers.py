"""Numbers as a reader wants them: few digits, plain words, true minus signs and powers.

A number that knows its source is written with a mark that leads there (findings/sources.py).
"""

import math
from datetime import date

import pandas as pd

from ai_compute.findings.sources import OPEN, cite, plain
from ai_compute.values.spelling import RAISED

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
LONGEST_IN_MONTHS = 120
"""An interval that ends later is told in years."""
MONTHS_SHOWN = 30.0
"""Doubling times above are told in years."""
LONGEST_YEARS = 100
"""Longer doubling times are told as longer than this."""


def known(value: object) -> bool:
    """Whether a value of a table is a finite number."""
    return isinstance(value, int | float) and math.isfinite(value)


def significant(value: float, digits: int = 2) -> str:
    """`0.0058`, `3.4`, `1,900`: rounded to significant digits, with thousands separated."""
    if value == 0:
        return cite("0", value)
    rounded = float(f"{value:.{digits - 1}e}")
    decimals = max(digits - 1 - math.floor(math.log10(abs(rounded))), 0)
    return cite(f"{rounded:,.{decimals}f}".replace("-", "−"), value)


def decimals(value: float, places: int = 2) -> str:
    """`0.08`, `−0.01`: a plain number with so many decimals, never `−0.00`."""
    rounded = round(float(value), places)
    return cite(f"{rounded if rounded else 0.0:.{places}f}".replace("-", "−"), value)


def integer(value: float) -> str:
    """`1,900`, `−3`: a whole number with thousands separated."""
    return cite(f"{value:,.0f}".replace("-", "−"), value)


def power(value: float, digits: int = 2) -> str:
    """`5.0 × 10¹⁷`; plain below a million."""
    return significant(value, digits) if 1e-3 <= abs(value) < 1e6 else _as_power(value, digits)


TIMES_TEN = " × 10"


def _as_power(value: float, digits: int) -> str:
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return cite(f"{mantissa.replace('-', '−')}{TIMES_TEN}{str(int(exponent)).translate(RAISED)}", value)


def power_range(low: float, high: float, digits: int = 2) -> str:
    """`0.0034 to 0.0094`, `8.8 × 10⁵ to 1.3 × 10⁶`: both ends in one form, so that they compare at a glance."""
    ends = [power(low, digits), power(high, digits)]
    if sum(TIMES_TEN in plain(end) for end in ends) == 1:
        ends = [_as_power(low, digits), _as_power(high, digits)]
    return " to ".join(ends)


def compute(pfs_days: float) -> str:
    """Training compute in pfs-days: `0.0058 pfs-days`, `8.1 × 10⁻⁹ pfs-days`."""
    return f"{power(pfs_days)} pfs-days"


def flop(value: float) -> str:
    """Training compute in FLOP."""
    return f"{power(value)} FLOP"


def times(factor: float) -> str:
    """A ratio of at least one as a factor: `3.2x`, `320,000x`."""
    exact = factor == round(factor) and factor < 100
    return cite(f"{factor:,.0f}x" if exact else f"{significant(float(factor))}x", factor)


def share(value: float) -> str:
    """`33 %`, `−5 %`; never `−0 %`."""
    return cite(f"{round(100 * float(value)):,} %".replace("-", "−"), value)


def share_range(low: float, high: float) -> str:
    """`24 to 67 %`, `−2 to 8 %`: both ends in one unit."""
    return f"{cite(share(float(low)).removesuffix(' %'), low)} to {share(high)}"


def low_to_high(low: str, high: str) -> str:
    """`0.03 to 0.04`: two told numbers, once if they read the same."""
    return low if plain(low) == plain(high) else f"{low} to {high}"


def of(part: int, whole: int) -> str:
    """`3 of 4`, `all 4`, `none of 4`; of one `the one` or `not the one`."""
    if whole == 1:
        return "the one" if part else "not the one"
    if part == whole:
        return f"all {integer(whole)}"
    return f"{integer(part)} of {integer(whole)}" if part else f"none of {integer(whole)}"


def doubling(months: float | None, digits: int = 2) -> str:
    """`3.4 months`, `1.8 years`; a falling trend halves."""
    if months is None or not known(months):
        return "never"
    if months < 0:
        return f"falling by half in {doubling(-months, digits)}"
    if months > 12 * LONGEST_YEARS:
        return cite(f"over {LONGEST_YEARS} years", months)
    if abs(months) > MONTHS_SHOWN:
        return f"{significant(months / 12, digits)} years"
    return f"{significant(months, digits)} months"


def doubling_label(months: float) -> str:
    """`3.4-month doubling`, `no growth`: the words along a trend line."""
    if not known(months):
        return "no growth"
    number, unit = doubling(months).rsplit(" ", 1)
    return f"{number}-{unit.rstrip('s')} doubling"


def doubling_interval(trend: pd.Series) -> str:
    """`2.9 to 4.2 months`, `at least 2.9 months`: the interval of a row of the table `trends`."""
    low, high = trend["doubling_months_low"], trend["doubling_months_high"]
    if trend["open_ended"] or not known(high):
        ends = [end for end in (low, high) if known(end) and end > 0]
        return f"at least {doubling(min(ends))}" if ends else "unknown"
    return doubling_range(low, high, trend["doubling_months"])


def doubling_range(low: float, high: float, middle: float | None = None) -> str:
    """`2.9 to 4.2 months`, `18 to 35 months`, `1.6 to 2.8 years`: ends in one unit, that of the middle if known."""
    if plain(doubling(low)) == plain(doubling(high)):
        return doubling(low)
    if high > 12 * LONGEST_YEARS:
        return f"{significant(low / 12)} to {doubling(high)}"
    told = middle if middle is not None and known(middle) else low
    unit, by = ("years", 12) if told > MONTHS_SHOWN or high > LONGEST_IN_MONTHS else ("months", 1)
    return f"{significant(low / by)} to {significant(high / by)} {unit}"


def year(value: float) -> str:
    """`2026`: the year of a date in decimal years, where that is a result."""
    return cite(f"{math.floor(value)}", value)


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`no runs`, `one run`, `15 runs`: a word, too, leads to where its number comes from."""
    word = cite(WORDS[number], number) if number < len(WORDS) else integer(number)
    return f"{word} {noun if number == 1 else plural or noun + 's'}"


def day(when: pd.Timestamp | date, precision: str = "day") -> str:
    """`3 December 2012`, `December 2012`, `2012`: as precisely as it is known."""
    if precision == "year":
        return f"{when.year}"
    month = when.strftime("%B %Y")
    return month if precision == "month" else f"{when.day} {month}"


def sentence(text: str) -> str:
    """The text with a capital first letter, be it that of a number with a source."""
    at = 1 if text.startswith(OPEN) else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def inside_sentence(text: str) -> str:
    """The text with a small first letter."""
    return text[:1].lower() + text[1:]


def listing(items: list[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; `a or b` if `last` says so."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else "none"
