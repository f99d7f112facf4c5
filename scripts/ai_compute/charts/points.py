"""The runs as figures draw them: one dataset, which the page holds once for all figures."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ai_compute.findings.numbers import compute
from ai_compute.quantities import PFS_DAY

Tables = Mapping[str, pd.DataFrame]

COLUMNS = [
    *("run", "name", "published", "decimal_year", "domain", "organization", "basis", "sets", "record"),
    *("pfs_days", "pfs_days_low", "pfs_days_high", "compute"),
]


def run_points(tables: Tables) -> pd.DataFrame:
    """One row a run with a value: COLUMNS; dates and interval as text, `sets` framed by blanks."""
    runs = tables["training_compute"]
    sets = tables["sets"].groupby("run")["set"].agg(" ".join) if len(tables["sets"]) else pd.Series(dtype="str")
    points = runs.assign(
        published=runs["published"].dt.strftime("%Y-%m-%d"),
        decimal_year=runs["decimal_year"].round(3),
        sets=" " + runs["run"].map(sets).fillna("").astype(str) + " ",
        pfs_days=four_digits(runs["pfs_days"]),
        pfs_days_low=four_digits(runs["flop_low"] / PFS_DAY),
        pfs_days_high=four_digits(runs["flop_high"] / PFS_DAY),
        compute=runs["pfs_days"].map(compute).astype("str"),
    )
    return points[COLUMNS].sort_values(["decimal_year", "run"], ignore_index=True)


def four_digits(values: pd.Series) -> pd.Series:
    """Values rounded to four significant digits: more than a figure can show."""
    text = np.char.mod("%.4g", values.to_numpy(dtype=float))
    return pd.Series(text.astype(float), index=values.index)


def in_set(points: pd.DataFrame, name: str) -> pd.Series:
    """Which points belong to a named selection."""
    return points["sets"].str.contains(f" {name} ", regex=False)


def trend_row(tables: Tables, trend: str) -> pd.Series | None:
    """A trend by least squares with its t interval, or None if it was not fitted."""
    trends = tables["trends"]
    rows = trends[(trends["trend"] == trend) & (trends["estimator"] == "ols") & (trends["interval"] == "t")]
    return None if rows.empty else rows.iloc[0]
