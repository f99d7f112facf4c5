"""Published statements, judged by what the tables say."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ai_compute.entries.claims import COLUMNS, FILTER, TERM, Claim, split_filters
from ai_compute.storage.rows import each_row
from ai_compute.values.intervals import median_interval, share_interval

UNINFORMATIVE_WIDTH = 2.0
"""An interval wider than this factor decides nothing."""
RUNS_AT_LEAST = 5
"""Fewer runs judge nothing: they may show that something exists, but not how it is with most."""
LEVEL = 0.95
YEAR = "year"
UNINFORMATIVE_YEARS = 5.0
"""Of dates, an interval wider than so many years decides nothing: a factor has no meaning there."""


@dataclass(frozen=True)
class Found:
    """A value looked up, with its interval (NaN: none; an open end is infinite)."""

    value: float
    low: float = math.nan
    high: float = math.nan
    runs: float = math.nan
    """How many runs it rests on; NaN if it is no statistic of runs."""
    nominal: bool = False
    """Whether the interval is that of selected runs, which does not hold as often as it says."""

    @property
    def has_interval(self) -> bool:
        """Whether there is an interval to judge by."""
        return not math.isnan(self.low) and not math.isnan(self.high)

    @property
    def inverse(self) -> "Found":
        """1 / the value, with its interval."""
        ends = (1 / self.high if self.high else math.inf, 1 / self.low if self.low else math.inf)
        return Found(1 / self.value, *ends, self.runs, self.nominal)

    def times(self, other: "Found") -> "Found":
        """The product of two independent values above 0: the logarithms of their intervals' factors add in squares."""
        value, ends = self.value * other.value, [each for each in (self, other) if each.has_interval]
        runs = min((each.runs for each in (self, other) if not math.isnan(each.runs)), default=math.nan)
        about = (runs, self.nominal or other.nominal)
        if not ends:
            return Found(value, math.nan, math.nan, *about)
        if value <= 0 or any(each.low <= 0 for each in ends):
            return Found(value, -math.inf, math.inf, *about)
        below = math.hypot(*(math.log(each.value / each.low) for each in ends))
        above = math.hypot(*(math.log(each.high / each.value) for each in ends))
        return Found(value, value / math.exp(below), value * math.exp(above), *about)


COUNTS = ("count(", "distinct(")
SEVERAL = re.compile(r"\d+ rows of \w+ fit")


class NotFoundError(LookupError):
    """A path that leads to no single value; its text says why, `several` whether it leads to more than one."""

    several = False


class SeveralRowsError(NotFoundError):
    """A path that leads to several rows: it misses a condition, whatever the entries are."""

    several = True


def ambiguous(judged: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Statements whose paths lead to several rows, and how many they lead to."""
    for row in each_row(judged):
        found = SEVERAL.match(row.reason)
        if found:
            yield row.claim, found[0]


def judge(claims: Sequence[Claim], tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table `claims`: each statement with what is found and a verdict."""
    rows = []
    for claim in claims:
        found, verdict, reason = Found(math.nan), "not checkable", claim.reason
        if claim.path:
            try:
                found = look_up(claim.path, tables)
                verdict, why = (verdict, "a proxy only") if claim.proxy else verdict_of(claim, found)
                reason = "; ".join(filter(None, [why, claim.reason]))
            except NotFoundError as error:
                reason = "; ".join(filter(None, [str(error) if error.several else "", claim.reason])) or str(error)
        row = {name: getattr(claim, name) for name in COLUMNS if name not in ("same_points", "proxy")}
        # An interval of selected runs does not hold as often as it says: where nothing is judged by it, it is not told.
        told = () if found.nominal and not claim.same_points else (found.low, found.high)
        ends = [end if math.isfinite(end) else math.nan for end in told] or [math.nan, math.nan]
        rows.append(
            row
            | {"found": found.value, "found_low": ends[0], "found_high": ends[1], "runs": found.runs}
            | {"verdict": verdict, "reason": reason, "tolerance": tolerance_of(claim)}
        )
    return pd.DataFrame(rows)


def verdict_of(claim: Claim, found: Found) -> tuple[str, str]:
    """Verdict and reason.

    In this order: a value is replicated if it is the stated one within its printed rounding, on the same points. A
    count of the source's own points that finds fewer tells what was entered, and nothing of the source.
    Without an interval of ours, that rounding (or the stated range) alone tells compatible from contradicted. A
    statement is contradicted if no value of our interval would make it true, and compatible if every value would (a
    range or a bound that holds all of the interval, however wide). Else part of the interval agrees: uninformative if
    it is wider than a factor of 2 (dates: than some years), compatible if not. Fewer than RUNS_AT_LEAST runs decide
    nothing, nor does the interval of selected runs, unless the points are the source's own.
    """
    holds, exact = _holds(claim, found.value), claim.relation == "equals"
    if holds and claim.same_points:
        return "replicated", "on the same points"
    if claim.same_points and exact and claim.path.startswith("count(") and found.value < claim.stated:
        return "not checkable", f"only {found.value:.0f} of the source's own points are entered"
    if found.runs < RUNS_AT_LEAST:
        return "uninformative", f"rests on {found.runs:.0f} of the {RUNS_AT_LEAST} runs that it takes to judge"
    if found.nominal and not claim.same_points:
        return "uninformative", "the largest runs are selected, so that the interval of a line through them is nominal"
    if not found.has_interval:
        if holds:
            return "compatible", "within the printed rounding" if exact else "as stated"
        return "contradicted", "outside the printed rounding" if exact else "not as stated"
    if not _possible(claim, found):
        return "contradicted", "outside our interval"
    if not exact and _holds(claim, found.low) and _holds(claim, found.high):
        return "compatible", "true of all of our interval"
    if _is_wide(claim, found):
        return "uninformative", "inside our interval, which is too wide to decide"
    return "compatible", "inside our interval"


def tolerance_of(claim: Claim) -> float:
    """The relative distance that counts as equal: as declared, or NaN for statements that are no equality."""
    return claim.tolerance if claim.relation == "equals" else math.nan


def look_up(path: str, tables: Mapping[str, pd.DataFrame]) -> Found:
    """The value of a path.

    Raises:
        NotFoundError: if a table, or the one row that is meant, is not there.
    """
    words = re.split(r" (/|x) ", path)
    share = _share(words, tables)
    if share is not None:
        return share
    found = _term(words[0], tables)
    for sign, word in zip(words[1::2], words[2::2], strict=True):
        other = _term(word, tables)
        if other.value == 0 and sign == "/":
            raise NotFoundError(f"{word} is 0")
        found = found.times(other.inverse if sign == "/" else other)
    return found


def _share(words: Sequence[str], tables: Mapping[str, pd.DataFrame]) -> Found | None:
    """A count over a count that holds it, with its binomial interval (Wilson 1927); None of other paths."""
    if len(words) != 3 or words[1] != "/" or not all(word.startswith(COUNTS) for word in words[::2]):
        return None
    part, whole = (int(_term(word, tables).value) for word in words[::2])
    if whole == 0:
        raise NotFoundError(f"{words[2]} is 0")
    if part > whole:
        return None
    low, high = share_interval(part, whole, LEVEL)
    return Found(part / whole, low, high, whole)


def _term(word: str, tables: Mapping[str, pd.DataFrame]) -> Found:
    match = TERM.fullmatch(word)
    if match is None:
        return Found(float(word))
    table = tables.get(match["table"])
    if table is None:
        raise NotFoundError(f"there is no table {match['table']}")
    for each in split_filters(match["filters"]):
        table = table[_chosen(table, each)]
    function, column = match["function"], match["column"]
    if function == "count":
        return Found(float(len(table)))
    if column not in table:
        raise NotFoundError(f"{match['table']} has no column {column}")
    if function == "distinct":
        return Found(float(table[column].nunique()))
    values = table[column].dropna().astype(float)
    if values.empty:
        raise NotFoundError(f"{match['table']} has no such row or value")
    if function == "median":
        low, high = median_interval(values, LEVEL)
        return Found(float(values.median()), low, high, len(values))
    if function:
        return Found(float(getattr(values, function)()))
    if len(values) > 1:
        raise SeveralRowsError(f"{len(values)} rows of {match['table']} fit")
    row = table.loc[values.index[0]]
    ends = [float(row[name]) if name in row else math.nan for name in (f"{column}_low", f"{column}_high")]
    if not math.isnan(ends[0]) and math.isnan(ends[1]):
        ends[1] = math.inf
    runs = float(row["runs"]) if "runs" in row else math.nan
    return Found(float(values.iloc[0]), ends[0], ends[1], runs, bool(row.get("nominal", False)))


def _chosen(table: pd.DataFrame, text: str) -> pd.Series:
    match = FILTER.fullmatch(text)
    if match is None or match["column"] not in table:
        raise NotFoundError(f"'{text}' names no column")
    column, sign, value = table[match["column"]], match["sign"], match["value"]
    if value == "":
        empty = column.isna() | (column.astype(str) == "")
        return empty if sign == "=" else ~empty
    if pd.api.types.is_bool_dtype(column) or not (
        pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)
    ):
        same: pd.Series = column.astype(str).str.lower() == value.lower()
        return same if sign == "=" else ~same
    wanted = pd.Timestamp(value) if pd.api.types.is_datetime64_any_dtype(column) else float(value)
    if sign in ("=", "!=") and isinstance(wanted, float):
        close = pd.Series(np.isclose(column.astype(float), wanted, rtol=1e-9, atol=0), column.index)
        return close if sign == "=" else ~close
    compare = {"=": column.eq, "!=": column.ne, ">=": column.ge, "<=": column.le, ">": column.gt, "<": column.lt}
    return compare[sign](wanted)


def _holds(claim: Claim, value: float) -> bool:
    if claim.relation == "equals":
        return abs(value - claim.stated) <= claim.tolerance * abs(claim.stated) * (1 + 1e-9)
    if claim.relation == "at least":
        return value >= claim.stated
    if claim.relation == "at most":
        return value <= claim.stated
    return claim.stated_low <= value <= claim.stated_high


def _possible(claim: Claim, found: Found) -> bool:
    """Whether some value in our interval would make the statement true."""
    if claim.relation == "equals":
        return found.low <= claim.stated <= found.high
    if claim.relation == "at least":
        return found.high >= claim.stated
    if claim.relation == "at most":
        return found.low <= claim.stated
    return found.low <= claim.stated_high and found.high >= claim.stated_low


def _is_wide(claim: Claim, found: Found) -> bool:
    if claim.unit == YEAR:
        return found.high - found.low > UNINFORMATIVE_YEARS
    return found.low <= 0 or found.high / found.low > UNINFORMATIVE_WIDTH
