"""Frontier runs: among the top k of all runs of their table published up to their date."""

from bisect import bisect_right, insort
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ai_compute.values.dates import decimal_year


def rank_at_publication(decimal_years: ArrayLike, flop: ArrayLike) -> NDArray[np.int64]:
    """1 + the number of runs with more compute that were published up to the same day.

    Args:
        decimal_years: publication dates, shape (runs,), in any order.
        flop: training compute, shape (runs,).

    Returns:
        Ranks, shape (runs,): 1 is a record. Equal compute is equal rank; runs of one day are ranked against each other.
    """
    years = np.asarray(decimal_years, float)
    values = np.asarray(flop, float)
    ranks = np.zeros(len(years), np.int64)
    seen: list[float] = []
    order = np.argsort(years, kind="stable")
    in_order = values[order].tolist()
    days = [0, *(np.flatnonzero(np.diff(years[order])) + 1).tolist(), len(order)]
    for first, last in pairwise(days):
        for value in in_order[first:last]:
            insort(seen, value)
        ranks[order[first:last]] = [len(seen) - bisect_right(seen, value) + 1 for value in in_order[first:last]]
    return ranks


def frontier(decimal_years: ArrayLike, flop: ArrayLike, top: int, start: date | float) -> NDArray[np.bool_]:
    """Which runs are frontier runs, counted from `start`.

    Args:
        decimal_years: publication dates, shape (runs,), in any order.
        flop: training compute, shape (runs,).
        top: the k of 'top k'; 1 means records.
        start: runs before this date neither count nor compete.

    Returns:
        Mask, shape (runs,). The first `top` frontier runs are left out, since any run would be one; of runs of one day
        the smaller ones count as earlier.
    """
    return frontiers(decimal_years, flop, [top], start)[top]


def frontiers(
    decimal_years: ArrayLike, flop: ArrayLike, tops: Sequence[int], start: date | float
) -> dict[int, NDArray[np.bool_]]:
    """What `frontier` finds, for each k of several, which are ranked once."""
    years = np.asarray(decimal_years, float)
    values = np.asarray(flop, float)
    candidates = np.flatnonzero(years >= (decimal_year(start) if isinstance(start, date) else float(start)))
    # By date; of runs of one day the smaller ones count as earlier.
    candidates = candidates[np.lexsort((values[candidates], years[candidates]))]
    ranks = rank_at_publication(years[candidates], values[candidates])
    found = {}
    for top in tops:
        found[top] = np.zeros(len(years), np.bool_)
        found[top][candidates[ranks <= top][top:]] = True
    return found
