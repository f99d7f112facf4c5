"""How many runs of this collection are over a line, by date of publication."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ai_compute.schemas.thresholds import FIXED, RELATIVE
from ai_compute.storage.rows import each_row
from ai_compute.thresholds.standing import speaks_of
from ai_compute.thresholds.worlds import Floats, interval_of

PROBABLE = 0.05
"""Runs without figures are counted from the first run on that is over a line with this probability."""
WITHIN = "within-"


def counting_dates(published: pd.Series, cut_off: date, further: Sequence[date]) -> list[pd.Timestamp]:
    """The ends of all years with runs up to the cut-off, that day itself, and further days."""
    last = pd.Timestamp(cut_off)
    years = range(int(published.dt.year.min()), last.year) if len(published) else range(0)
    days = {pd.Timestamp(year, 12, 31) for year in years} | {last} | {pd.Timestamp(day) for day in further}
    return sorted(day for day in days if day <= last)


def fixed_counts(
    texts: pd.DataFrame,
    classified: pd.DataFrame,
    training_compute: pd.DataFrame,
    alone: Floats,
    with_bases: Floats,
    unknown: pd.DataFrame,
    dates: Sequence[pd.Timestamp],
) -> list[dict[str, Any]]:
    """Rows of `threshold_counts` for lines that are numbers: the runs published up to each day.

    Args:
        texts: the table `threshold_texts`.
        classified: the table `thresholds`: which runs each line speaks of.
        training_compute: the table of that name; its order is that of the worlds.
        alone: log10 FLOP of the runs, shape (runs, draws).
        with_bases: the same with what they were trained on top of.
        unknown: published and domains of the runs without any figure.
        dates: the days up to which runs are counted.
    """
    rows = []
    published = training_compute["published"]
    for text in each_row(texts[texts["flop"].notna() & (texts["counts"] != "modification")]):
        of_text = classified[classified["threshold"] == text.threshold]
        spoken_of = training_compute["run"].isin(of_text["run"]).to_numpy()
        worlds = with_bases if text.counts == "cumulative" else alone
        over = (worlds > np.log10(text.flop)) & spoken_of[:, None]
        ever = over.any(axis=1)  # most runs are below the line in every world, and would be summed for each day
        over, days = over[ever], published[ever]
        first = of_text.loc[of_text["probability"] >= PROBABLE, "run"]
        silent = unknown.loc[speaks_of(text, unknown["domains"]), "published"]
        since: Any = published[training_compute["run"].isin(first)].min() if len(first) else pd.NaT
        for day in dates:
            counts = over[(days <= day).to_numpy()].sum(axis=0)
            rows.append(_row(text.threshold, day, FIXED, counts, int(silent.between(since, day).sum())))
    return rows


def relative_counts(
    training_compute: pd.DataFrame, worlds: Floats, within: Sequence[float], unknown: pd.Series, cut_off: date
) -> list[dict[str, Any]]:
    """Rows for lines so many orders of magnitude below the largest run so far: the runs published in each year."""
    order = np.lexsort((training_compute["run"], training_compute["published"]))
    published = training_compute["published"].iloc[order].reset_index(drop=True)
    ordered = worlds[order]
    if not len(ordered):
        return []
    largest = np.maximum.accumulate(ordered, axis=0)
    # Runs of one day are held against the largest of that day.
    last_of_day = published.map(published.reset_index().groupby("published")["index"].max()).to_numpy()
    gap = largest[last_of_day] - ordered
    years = published.dt.year
    rows = []
    for distance in within:
        near = gap <= distance
        for year in range(int(years.min()), int(years.max()) + 1):
            day = min(pd.Timestamp(year, 12, 31), pd.Timestamp(cut_off))
            counts = near[(years == year).to_numpy()].sum(axis=0)
            missing = int((unknown.dt.year == year).sum())
            rows.append(_row(f"{WITHIN}{distance:g}", day, RELATIVE, counts, missing))
    return rows


def _row(threshold: str, day: pd.Timestamp, kind: str, counts: Any, without_figures: int) -> dict[str, Any]:
    low, high = interval_of(np.asarray(counts, float))
    return {
        "threshold": threshold,
        "published": day,
        "kind": kind,
        "expected": float(np.mean(counts)),
        "low": float(low),
        "high": float(high),
        "without_figures": without_figures,
    }
