"""Worlds without a change of growth: the data's own dates, one line, and scatter about it; many at once."""

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


def leading(years: Floats, values: Floats, top: int) -> Mask:
    """The frontier runs of every world, as `frontier` finds those of one.

    Args:
        years: publication dates in order, shape (runs,), from the frontier's start on.
        values: log10 compute, shape (worlds, runs).
        top: the k of 'top k'.

    Returns:
        Shape (worlds, runs).
    """
    worlds = len(values)
    largest = np.full((worlds, top), -np.inf)
    number = np.zeros(worlds, np.int64)
    found = np.zeros(values.shape, np.bool_)
    edges = [0, *(np.flatnonzero(np.diff(years) > 0) + 1), len(years)]
    for first, last in pairwise(edges):
        today = values[:, first:last]
        if last - first == 1:
            smallest = largest.argmin(axis=1)
            least = largest[np.arange(worlds), smallest]
            among = today >= least[:, None]
            largest[np.arange(worlds), smallest] = np.maximum(least, today[:, 0])
        else:
            both = np.concatenate([largest, today], axis=1)
            largest = np.partition(both, -top, axis=1)[:, -top:]
            among = today >= largest.min(axis=1, keepdims=True)
        kept = among
        if (number < top).any():
            # The first k are left out; of runs of one day the smaller ones count as earlier.
            places = np.argsort(
                np.argsort(np.where(among, today, np.inf), axis=1, kind="stable"), axis=1, kind="stable"
            )
            kept = among & (number[:, None] + places >= top)
        number += among.sum(axis=1)
        found[:, first:last] = kept
    return found


def slopes_of(years: Floats, values: Floats, chosen: Mask, at_least: int) -> Floats:
    """Least-squares slopes of the chosen runs of each world; NaN for fewer than `at_least` runs or one date."""
    x = years - years.mean()
    n = chosen.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        sx, sxx = chosen @ x, chosen @ (x * x)
        y = np.where(chosen, values, 0.0)
        spread = sxx - sx * sx / n
        slopes = (y @ x - sx * y.sum(axis=1) / n) / spread
    enough = (n >= at_least) & (spread > 1e-9)
    return np.where(enough, slopes, np.nan)
