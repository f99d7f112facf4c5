"""Trends of any table with a date and a column of compute, such as another database's rows."""

from datetime import date

import pandas as pd

from ai_compute.trends.lines import fit, line_row
from ai_compute.trends.points import to_points, too_few
from ai_compute.trends.selections import between, frontier_points
from ai_compute.values.dates import Period

EVER: Period = (None, None)
AT_LEAST = 3


def trend_of(
    table: pd.DataFrame,
    dates: str = "published",
    compute: str = "flop",
    period: Period = EVER,
    top: int | None = None,
    frontier_start: date | float = 2010,
    estimator: str = "ols",
    level: float = 0.95,
) -> dict[str, object]:
    """The trend of a table's rows, by the same functions as the table `trends`.

    Records since 2012 of a table `theirs`: `trend_of(theirs, "Publication date", "Training compute (FLOP)",
    period=(date(2012, 1, 1), date(2018, 5, 17)), top=1)`.

    Args:
        table: any table; rows without a date or without compute above 0 are left out.
        dates: its column of dates (as text, dates, or decimal years).
        compute: its column of training compute in FLOP.
        period: half-open; rows of other dates are left out.
        top: only rows among the top k of all rows so far; 1 is the records.
        frontier_start: date from which on such rows are counted.
        estimator: ols, weighted, theil-sen or huber.
        level: of the intervals, by theory.

    Returns:
        runs, slope, doubling_months, growth_per_year, their ends, and what else a row of the table `trends` says.

    Raises:
        ValueError: if too few rows are left for a line.
    """
    points, _ = to_points(table, "trend", dates, compute)
    leading = points if top is None else frontier_points(points, top, frontier_start)
    chosen = between(leading, period)
    reason = too_few(chosen, AT_LEAST)
    if reason is not None:
        raise ValueError(reason)
    return line_row(fit(chosen, estimator, level))
