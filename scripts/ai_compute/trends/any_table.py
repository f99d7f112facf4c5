"""Trends of any table with a date and a column of compute, such as another database's rows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from ai_compute.trends.any_options import LATEST_YEAR, check_columns, check_options, plain_day, plain_days
from ai_compute.trends.bootstrap import generator, percentile_interval
from ai_compute.trends.breaks import Search
from ai_compute.trends.breaks import breaks as fit_breaks
from ai_compute.trends.lines import bootstraps, fit, line_row
from ai_compute.trends.points import to_points, too_few
from ai_compute.trends.quantile import quantile_line
from ai_compute.trends.selections import between, frontier_points
from ai_compute.values.date_columns import NO_DATE, Order, days_of
from ai_compute.values.dates import Period, decimal_year

EVER: Period = (None, None)
AT_LEAST = 3
NAME = "trend"
YEAR = "decimal year of the row"


def trend_of(
    table: pd.DataFrame,
    dates: str = "published",
    compute: str = "flop",
    period: Period = EVER,
    top: int | None = None,
    frontier_start: date | float = 2010,
    estimator: str = "ols",
    level: float = 0.95,
    *,
    order: Order | None = None,
    quantile: float | None = None,
    resamples: int = 0,
    seed: int = 1,
    breaks: Search | None = None,
    all_rows: bool = False,
) -> dict[str, object]:
    """The trend of a table's rows, by the same functions as the table `trends`.

    Records since 2012 of a table `theirs`: `trend_of(theirs, "Publication date", "Training compute (FLOP)",
    period=(date(2012, 1, 1), date(2018, 5, 17)), top=1)`.

    Args:
        table: any table; rows without a date or without compute above 0 are left out, and told. COMPUTE_low and
            COMPUTE_high, the ends of 95 % intervals, are used where they exist.
        dates: its column of dates: text of any order, dates, years (each its 1 July), or decimal years.
        compute: its column of training compute in FLOP.
        period: half-open; rows of other dates are left out.
        top: only rows among the top k of all rows so far; 1 is the records.
        frontier_start: date from which on such rows are counted.
        estimator: ols, weighted, theil-sen or huber.
        level: of the intervals, by theory.
        order: `day first` or `month first`, for dates such as 03/04/2020; by default the column decides.
        quantile: fit the line that leaves this share of rows below, instead of the line through their middle.
        resamples: if above 0, bootstraps of so many are told too (or of the quantile's line, where they are needed).
        seed: of their random numbers.
        breaks: how breaks of the line are looked for; they are, if it is given.
        all_rows: raise if any row cannot be used, instead of telling it.

    Returns:
        runs, slope, doubling_months, growth_per_year, their ends, and what else a row of the table `trends` says; and
        `dropped` (the labels of rows that could not be used, by reason), `outside` (how many usable rows the period
        and top leave out, by which of them), and where asked for `bootstrap` (ends of the doubling time by kind of
        bootstrap) and `breaks` (rows of the table `breaks`).

    Raises:
        ValueError: an option that cannot be; too few rows are left for a line; the dates can be read in two ways;
            with `all_rows`, a row that cannot be used; a column that the table has not.
    """
    check_options(
        {"period": period, "top": top, "frontier_start": frontier_start, "estimator": estimator, "level": level}
        | {"order": order, "quantile": quantile, "resamples": resamples, "seed": seed, "breaks": breaks}
        | {"all_rows": all_rows}
    )
    check_columns(table, dates, compute)
    check_columns(table, *(end for end in ends_of(compute) if end in table.columns), compute)
    labels, table = table.index, table.reset_index(drop=True)
    years, wrong = years_of(table[dates], order)
    flop = pd.to_numeric(table[compute], errors="coerce").astype(float)
    dropped = {
        reason: [labels[row] for row in rows] for reason, rows in dropped_rows(wrong, flop, table[compute]).items()
    }
    if all_rows and dropped:
        reason, rows = next(iter(dropped.items()))
        raise ValueError(f"{sum(map(len, dropped.values()))} rows cannot be used; row {rows[0]}: {reason}")
    points, _ = to_points(with_intervals(table, compute).assign(**{YEAR: years}), NAME, YEAR, compute)
    leading = points if top is None else frontier_points(points, top, plain_day(frontier_start))
    chosen = between(leading, plain_days(period))
    outside = {"top": len(points) - len(leading), "period": len(leading) - len(chosen)}
    reason_why = too_few(chosen, AT_LEAST)
    if reason_why is None and estimator == "weighted" and chosen["sd_log10"].isna().all():
        reason_why = f"found no interval of any row, expected columns {compute}_low and {compute}_high to weigh by"
    if reason_why is not None:
        raise ValueError(f"{reason_why}{told(dropped, outside)}")
    line = (
        fit(chosen, estimator, level)
        if quantile is None
        else quantile_line(chosen, quantile, level, resamples or 1000, generator(seed, NAME))
    )
    found = line_row(line) | {"dropped": dropped, "outside": outside}
    if resamples and quantile is None:
        found["bootstrap"] = {}
        for kind, slopes in bootstraps(chosen, line, resamples, seed, NAME).items():
            low, high = percentile_interval(slopes, level)
            row = line_row(replace(line, interval=kind, slope_low=low, slope_high=high))
            found["bootstrap"][kind] = (row["doubling_months_low"], row["doubling_months_high"])  # type: ignore[index]
    if breaks is not None:
        found["breaks"] = fit_breaks({NAME: chosen}, breaks)[0].to_dict("records")
    return found


def years_of(column: pd.Series, order: Order | None = None) -> tuple[pd.Series, pd.Series]:
    """Decimal years of a column of dates (NaN where there is none), and what is wrong with each cell ('' if nothing).

    Raises:
        ValueError: the dates can be read in two ways.
    """
    if pd.api.types.is_numeric_dtype(column):
        numbers = column.astype(float)
        fine = np.isfinite(numbers) & numbers.between(0, LATEST_YEAR)
        wrong = pd.Series(NO_DATE, column.index).mask(numbers.notna(), "no year").mask(fine, "")
        whole = bool((numbers[fine] % 1 == 0).all())
        if not whole:
            return numbers.where(fine), wrong
        column = numbers.where(fine).map(lambda year: "" if np.isnan(year) else f"{year:04.0f}")
        days, unread = days_of(column, order)
        wrong = wrong.mask(wrong.eq(""), unread)
    else:
        days, wrong = days_of(column, order)
    return days.map(lambda day: decimal_year(day) if day else np.nan).astype(float), wrong


def dropped_rows(wrong_dates: pd.Series, flop: pd.Series, written: pd.Series) -> dict[str, list[int]]:
    """The places of rows that cannot be points, by reason."""
    blank = written.isna() | written.astype(str).str.strip().eq("")
    reasons = pd.Series("", flop.index, dtype="str")
    reasons = reasons.mask(~(np.isfinite(flop) & (flop > 0)), "training compute that is no number above 0")
    reasons = reasons.mask(blank, "no training compute").mask(wrong_dates.ne(""), wrong_dates)
    lost = reasons[reasons.ne("")]
    return {reason: list(lost.index[lost.eq(reason)]) for reason in sorted(lost.unique())}


def ends_of(compute: str) -> list[str]:
    """The columns that the ends of intervals of a column have."""
    return [f"{compute}_low", f"{compute}_high"]


def with_intervals(table: pd.DataFrame, compute: str) -> pd.DataFrame:
    """The table with the ends of intervals as numbers, both missing where they are none: 0 < low <= value <= high."""
    ends = ends_of(compute)
    if not set(ends) <= set(table.columns):
        return table
    low, value, high = (pd.to_numeric(table[name], errors="coerce") for name in (ends[0], compute, ends[1]))
    fine = (low > 0) & (low <= value) & (value <= high) & np.isfinite(high)
    return table.assign(**{ends[0]: low.where(fine), ends[1]: high.where(fine)})


def told(dropped: Mapping[str, list[object]], outside: Mapping[str, int]) -> str:
    """What was dropped and left out, as the end of a message; '' if nothing was."""
    parts = [f"{len(rows)} with {reason}" for reason, rows in dropped.items()]
    parts += [f"{rows} that `{option}` leaves out" for option, rows in outside.items() if rows]
    return f" (dropped: {'; '.join(parts)})" if parts else ""
