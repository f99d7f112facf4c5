"""The runs as figures draw them: one dataset, which the page holds once for all figures."""

import numpy as np
import pandas as pd

from ai_compute.findings.numbers import compute
from ai_compute.storage.rows import Tables
from ai_compute.values.quantities import PFS_DAY

COLUMNS = [
    *("run", "name", "published", "decimal_year", "domain", "organization", "basis", "sets", "record"),
    *("pfs_days", "pfs_days_low", "pfs_days_high", "compute"),
]
EXTERNAL_COLUMNS = [column for column in COLUMNS if column not in ("sets", "record", "pfs_days_low", "pfs_days_high")]
MOST_EXTERNAL = 3000


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


def external_points(tables: Tables, with_ours: bool = False) -> tuple[pd.DataFrame, int]:
    """Runs of an external database that are not among ours (or all), one of every so many, and that number.

    Fine-tunes are left out, as in the external trends. Above MOST_EXTERNAL a page would become slow, and the dots a
    blot: they are thinned evenly in time.
    """
    runs = tables.get("external_training_compute")
    if runs is None:
        return pd.DataFrame(columns=EXTERNAL_COLUMNS), 1
    runs = runs[~runs["fine_tune"] & (with_ours | runs["our_run"].eq(""))].sort_values(["decimal_year", "run"])
    every = -(-len(runs) // MOST_EXTERNAL) or 1
    points = runs.iloc[::every].assign(
        published=lambda found: found["published"].dt.strftime("%Y-%m-%d"),
        decimal_year=lambda found: found["decimal_year"].round(3),
        compute=lambda found: found["pfs_days"].map(compute).astype("str"),
        pfs_days=lambda found: four_digits(found["pfs_days"]),
    )
    return points[EXTERNAL_COLUMNS].reset_index(drop=True), every


def in_set(points: pd.DataFrame, name: str) -> pd.Series:
    """Which points belong to a named selection."""
    return points["sets"].str.contains(f" {name} ", regex=False)
