"""How many runs of this collection are over a line, by date of publication."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ai_compute.entries.thresholds import relative_line
from ai_compute.schemas.thresholds import FIXED, RELATIVE
from ai_compute.storage.rows import each_row
from ai_compute.thresholds.standing import speaks_of
from ai_compute.thresholds.worlds import Floats, interval_of

PROBABLE = 0.05
"""Runs without figures are counted from the first run on that is over a line with this probability."""


def counting_dates(published: pd.Series, cut_off: date, further: Sequence[date]) -> list[pd.Timestamp]:
    """The ends of all years with runs up to the cut-off, that day itself, and further days."""
    last = pd.Timestamp(cut_off)
    years = range(int(published.dt.year.min()), last.year) if len(published) else range(0)
    days = {pd.Timestamp(year, 12, 31) for year in years} | {last} | {pd.Timestamp(day) for day in further}
    return sorted(day for day in days if day <= last)


def over_lines(
    texts: pd.DataFrame,
    classified: pd.DataFrame,
    training_compute: pd.DataFrame,
    alone: Floats,
    with_bases: Floats,
    dates: Sequence[pd.Timestamp],
) -> dict[str, Floats]:
    """How many of the runs published up to each day are over each line in each world, shape (dates, draws), by line.

    Args:
        texts: the table `threshold_texts`; its lines that are numbers are counted.
        classified: the table `thresholds`: which runs each line speaks of.
        training_compute: the table of that name; its order is that of the worlds.
        alone: log10 FLOP of the runs, shape (runs, draws).
        with_bases: the same with what they were trained on top of.
        dates: the days up to which runs are counted, in order.
    """
    # The first of the days on which a run is counted; beyond the last it is on none.
    since = np.searchsorted(pd.DatetimeIndex(list(dates)), pd.DatetimeIndex(training_compute["published"]))
    highest = {True: with_bases.max(axis=1, initial=-np.inf), False: alone.max(axis=1, initial=-np.inf)}
    members = classified.groupby("threshold")["run"]
    counts = {}
    for text in each_row(numbers(texts)):
        summed, line = text.counts == "cumulative", np.log10(text.flop)
        of_text = members.get_group(text.threshold) if text.threshold in members.groups else classified["run"].iloc[:0]
        # Most runs are over no line in any world.
        rows = np.flatnonzero(training_compute["run"].isin(of_text).to_numpy() & (highest[summed] > line))
        worlds = with_bases if summed else alone
        new = np.zeros((len(dates) + 1, worlds.shape[1]))
        for row in rows:
            new[since[row]] += worlds[row] > line
        counts[str(text.threshold)] = new[:-1].cumsum(axis=0)
    return counts


def numbers(texts: pd.DataFrame) -> pd.DataFrame:
    """The lines that are numbers which a run, alone or with its bases, is held against."""
    return texts[texts["flop"].notna() & (texts["counts"] != "modification")]


def fixed_counts(
    texts: pd.DataFrame,
    classified: pd.DataFrame,
    training_compute: pd.DataFrame,
    over: Mapping[str, Floats],
    unknown: pd.DataFrame,
    dates: Sequence[pd.Timestamp],
) -> list[dict[str, Any]]:
    """Rows of `threshold_counts` for lines that are numbers: the runs published up to each day.

    Args:
        texts: the table `threshold_texts`.
        classified: the table `thresholds`.
        training_compute: the table of that name.
        over: what `over_lines` counts at the same dates.
        unknown: published and domains of the runs without any figure.
        dates: the days up to which runs are counted.
    """
    rows = []
    published = training_compute.set_index("run")["published"]
    probable = classified[classified["probability"] >= PROBABLE]
    since = {name: published[members].min() for name, members in probable.groupby("threshold")["run"]}
    for text in each_row(numbers(texts)):
        silent = unknown.loc[speaks_of(text, unknown["domains"]), "published"].sort_values(kind="stable")
        # Before no day at all, which sorts last, none is counted.
        before = silent.searchsorted(since.get(text.threshold, pd.NaT))
        missing = np.maximum(silent.searchsorted(dates, side="right") - before, 0)
        rows += _rows([text.threshold] * len(dates), dates, FIXED, over[text.threshold], missing.tolist())
    return rows


def relative_counts(
    training_compute: pd.DataFrame, worlds: Floats, within: Sequence[float], unknown: pd.Series, cut_off: date
) -> list[dict[str, Any]]:
    """Rows for lines so many orders of magnitude below the largest run so far: the runs published in each year.

    Runs of one day are held against the largest of that day.
    """
    if not len(training_compute):
        return []
    days = training_compute["published"].reset_index(drop=True)
    missing = unknown.dt.year.value_counts()
    largest = np.full(worlds.shape[1], -np.inf)
    rows = []
    years = range(int(days.dt.year.min()), int(days.dt.year.max()) + 1)
    for year in years:
        near = np.zeros((len(within), worlds.shape[1]))
        of_year = days[days.dt.year == year]
        for places in of_year.groupby(of_year).indices.values():
            today = worlds[of_year.index[places]]
            largest = np.maximum(largest, today.max(axis=0))
            gap = largest - today
            near += [(gap <= distance).sum(axis=0) for distance in within]
        day = min(pd.Timestamp(year, 12, 31), pd.Timestamp(cut_off))
        lines, silent = [relative_line(distance) for distance in within], int(missing.get(year, 0))
        rows += _rows(lines, [day] * len(lines), RELATIVE, near, [silent] * len(lines))
    return rows


def _rows(
    lines: Sequence[str], days: Sequence[pd.Timestamp], kind: str, counts: Floats, without_figures: Sequence[int]
) -> list[dict[str, Any]]:
    """One row for each line and day beside its counts, shape (rows, draws)."""
    lows, highs = interval_of(counts)
    return [
        {
            "threshold": line,
            "published": day,
            "kind": kind,
            "expected": float(expected),
            "low": float(low),
            "high": float(high),
            "without_figures": silent,
        }
        for line, day, expected, low, high, silent in zip(
            lines, days, counts.mean(axis=1), lows, highs, without_figures, strict=True
        )
    ]
