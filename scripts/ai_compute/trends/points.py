"""Any table with a date and a compute column, as the points that a trend is fitted to."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.estimates.uncertainty import log_sd
from ai_compute.values.dates import DAYS_A_YEAR, EPOCH

COLUMNS = ["run", "paper", "cluster", "decimal_year", "log10_flop", "sd_log10"]
EXCLUDED = ["analysis", "run", "reason"]


def decimal_years(dates: pd.Series) -> pd.Series:
    """1970 + days since 1970-01-01 / 365.25 of a column of dates; what is no date becomes NaN."""
    days = (pd.to_datetime(dates, errors="coerce") - pd.Timestamp(EPOCH)).dt.total_seconds() / 86_400
    return EPOCH.year + days / DAYS_A_YEAR


def to_points(
    table: pd.DataFrame, analysis: str, date: str = "decimal_year", compute: str = "flop"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Points of a table, and the rows that cannot be points.

    Args:
        table: any table; `run` (default: the row's number), `paper` and `cluster` (whose runs may resemble each other;
            default: the run) and COMPUTE_low and COMPUTE_high (a 95 % interval) are used where they exist.
        analysis: the name under which rows are reported as left out.
        date: column of dates, or of decimal years if it is numeric.
        compute: column of training compute in FLOP.

    Returns:
        Points (run, paper, cluster, decimal_year, log10_flop, sd_log10) sorted by date and run, and rows of the
        table `excluded`.
    """
    run = (table["run"] if "run" in table else pd.Series(table.index, table.index)).astype(str)
    years = table[date].astype(float) if pd.api.types.is_numeric_dtype(table[date]) else decimal_years(table[date])
    flop = pd.to_numeric(table[compute], errors="coerce").astype(float)
    reasons = pd.Series(None, table.index, dtype=object)
    reasons[~np.isfinite(flop) | (flop <= 0)] = "no training compute"
    reasons[~np.isfinite(years)] = "no publication date"
    points = pd.DataFrame(
        {
            "run": run,
            **{
                name: table[name].replace("", None).fillna(run).astype(str) if name in table else run
                for name in ("paper", "cluster")
            },
            "decimal_year": years,
            "log10_flop": np.log10(flop.where(flop > 0)),
            "sd_log10": np.nan,
        }
    )
    if f"{compute}_low" in table and f"{compute}_high" in table:
        points["sd_log10"] = log_sd(table[f"{compute}_low"].astype(float), table[f"{compute}_high"].astype(float))
    excluded = pd.DataFrame({"analysis": analysis, "run": run, "reason": reasons})[reasons.notna()]
    kept = points[reasons.isna()].sort_values(["decimal_year", "run"], ignore_index=True)
    return kept[COLUMNS], excluded[EXCLUDED].reset_index(drop=True)


def without_value(runs: pd.DataFrame, training_compute: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table `excluded` for runs that no analysis can use."""
    missing = sorted(set(runs["run"]) - set(training_compute["run"]))
    return pd.DataFrame({"analysis": "all", "run": missing, "reason": "no training compute"}, columns=EXCLUDED)


def too_few(points: pd.DataFrame, at_least: int) -> str | None:
    """Why no line can be fitted to these points, or None."""
    return too_few_dates(points["decimal_year"].to_numpy(float), at_least)


def too_few_dates(years: NDArray[np.float64], at_least: int) -> str | None:
    """Why no line can be fitted to runs of these dates, or None."""
    if len(years) < at_least:
        return f"{len(years)} of the {at_least} runs that a line needs"
    if (years == years[0]).all():
        return "all runs have one date"
    return None
