"""Worlds without a change of growth: the data's own dates, one line, and scatter about it; many at once."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ai_compute.trends.regression import Floats

Mask = NDArray[np.bool_]
Scatter = Literal["common", "by period", "resampled residuals"]
"""One standard deviation for all dates; one before the split and one since; the data's own distances from the line."""
SCATTERS: tuple[Scatter, ...] = get_args(Scatter)
ROUNDS = 5


def without_change(
    years: Floats, log10_flop: Floats, split: float, scatter: Scatter, worlds: int, random: np.random.Generator
) -> tuple[Floats, float]:
    """Simulated log10 compute on the data's dates, shape (worlds, runs), and the slope of the line behind it.

    Line and scatter are fitted to the data; with scatter by period, runs weigh by the scatter of theirs.
    """
    later = years >= split
    periods = [part for part in (later, ~later) if part.sum() > 2] if scatter == "by period" else []
    sd = np.ones(len(years))
    for _ in range(ROUNDS if periods else 1):
        slope, intercept = np.polyfit(years - years.mean(), log10_flop, 1, w=1 / sd)
        line = intercept + slope * (years - years.mean())
        residuals = log10_flop - line
        sd = np.full(len(years), np.sqrt((residuals**2).sum() / max(len(years) - 2, 1)))
        for part in periods:
            # Two parameters are shared by both periods.
            sd[part] = np.sqrt((residuals[part] ** 2).mean() * len(years) / (len(years) - 2))
        sd = np.maximum(sd, 1e-9)
    if scatter == "resampled residuals":
        drawn = residuals[random.integers(0, len(years), (worlds, len(years)))]
        return line + drawn * np.sqrt(len(years) / max(len(years) - 2, 1)), float(slope)
    return line + sd * random.standard_normal((worlds, len(years))), float(slope)


def leading(years: Floats, values: Floats, tops: Sequence[int]) -> dict[int, Mask]:
    """The frontier runs of every world, as `frontier` finds those of one, for each k of 'top k'.

    Args:
        years: publication dates in order, shape (runs,), from the frontier's start on.
        values: log10 compute, shape (worlds, runs); fastest if a run's values in all worlds stand side by side.
        tops: each k.

    Returns:
        By k, shape (worlds, runs).
    """
    worlds, runs = values.shape
    largest = np.full((max(tops), worlds), -np.inf)
    number = {top: np.zeros(worlds, np.int64) for top in tops}
    found = {top: np.zeros((runs, worlds), np.bool_) for top in tops}
    edges = [0, *(np.flatnonzero(np.diff(years) > 0) + 1), runs]
    for first, last in pairwise(edges):
        today = values.T[first:last]
        for new in today:
            for place in largest:
                new, place[:] = np.minimum(place, new), np.maximum(place, new)
        for top in tops:
            kept = among = today >= largest[top - 1]
            if (number[top] < top).any():
                # The first k are left out; of runs of one day the smaller ones count as earlier.
                smallest_first = np.argsort(np.where(among, today, np.inf), axis=0, kind="stable")
                kept = among & (number[top] + np.argsort(smallest_first, axis=0, kind="stable") >= top)
            number[top] += among.sum(axis=0)
            found[top][first:last] = kept
    return {top: each.T for top, each in found.items()}


def slopes_of(years: Floats, values: Floats, chosen: Mask, at_least: int) -> Floats:
    """Least-squares slopes of the chosen runs of each world; NaN for fewer than `at_least` runs or one date."""
    x = years - years[:1]
    powers = np.column_stack([np.ones(len(x)), x, x * x])
    n, sx, sxx = (chosen.astype(float) @ powers).T
    sy, sxy = (np.where(chosen, values, 0.0) @ powers[:, :2]).T
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = sxx - sx * sx / n
        slopes = (sxy - sx * sy / n) / spread
    enough = (n >= at_least) & (spread > 1e-9)
    return np.where(enough, slopes, np.nan)
