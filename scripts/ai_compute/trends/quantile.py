"""Quantile regression with one slope, exact, for many weightings of the same points at once.

The line of quantile q minimizes the sum of q (y - line) above it and (1 - q) (line - y) below it (Koenker and Bassett
1978). Among the best lines is one through two points. For lines through one given point, the best slope is a weighted
median of the slopes to all others; from there the line is turned about its second point, and so on, until no turn is
better (Bloomfield and Steiger 1983): the sum is convex, so that line is the best of all. The order of slopes about a
point is the same for every weighting, so that a bootstrap of a thousand resamples costs little more than one line.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ai_compute.trends.bootstrap import Integers, percentile_interval
from ai_compute.trends.regression import Floats, Line

BY_PAPERS, BY_ORGANIZATIONS = "bootstrap over papers", "bootstrap over organizations"
TURNS_AT_MOST = 1000
NUMBERS_AT_ONCE = 8_000_000
APART = 1e-10
"""So far, in log10, are points moved apart of which three might lie on one line, where turning would go in circles."""


def quantile_line(
    points: pd.DataFrame,
    quantile: float,
    level: float,
    draws: int,
    random: np.random.Generator,
    organizations_at_least: int | None = None,
) -> Line:
    """The line of a quantile through points (paper, cluster, decimal_year, log10_flop), with its interval.

    Whole papers are drawn, since runs of one paper resemble each other; from so many organizations on whole
    organizations too, whose runs may as well, and the wider interval of percentiles is told. Without a least number
    of organizations none are drawn.
    """
    x, y = (points[name].to_numpy(float) for name in ("decimal_year", "log10_flop"))
    (slope,), (intercept,) = quantile_lines(x, y, quantile, np.ones((1, len(x))))
    ends = {
        interval: percentile_interval(quantile_lines(x, y, quantile, times_drawn(groups, draws, random))[0], level)
        for interval, groups in drawn_by(points, organizations_at_least).items()
    }
    told = widest(ends)
    return Line(
        estimator="quantile",
        interval=told,
        runs=len(x),
        slope=float(slope),
        slope_low=ends[told][0],
        slope_high=ends[told][1],
        intercept=float(intercept),
        r_squared=float("nan"),
        residual_sd=float("nan"),
        mean_year=float(x.mean()),
        sum_of_squares=float(((x - x.mean()) ** 2).sum()),
    )


def drawn_by(points: pd.DataFrame, organizations_at_least: int | None) -> dict[str, pd.Series]:
    """What is drawn as a whole: papers, and organizations where there are enough of them."""
    groups = {BY_PAPERS: points["paper"]}
    if organizations_at_least is not None and points["cluster"].nunique() >= organizations_at_least:
        groups[BY_ORGANIZATIONS] = points["cluster"]
    return groups


def widest(ends: Mapping[str, tuple[float, float]]) -> str:
    """The name of the widest interval; one that is not known is wider than any."""
    return max(ends, key=lambda name: np.inf if np.isnan(ends[name][0]) else ends[name][1] - ends[name][0])


def times_drawn(groups: pd.Series, draws: int, random: np.random.Generator) -> Floats:
    """How often each run counts when whole groups are drawn with replacement, shape (draws, runs)."""
    codes, names = pd.factorize(groups, sort=True)
    times = random.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    return np.asarray(times[:, codes], float)


def quantile_lines(
    years: Floats, log10_flop: Floats, quantile: float, weights: Floats, like: float | None = None
) -> tuple[Floats, Floats]:
    """Slopes and intercepts of the lines that a share `quantile` of the weight lies below.

    Args:
        years: publication dates, shape (runs,).
        log10_flop: shape (runs,).
        quantile: between 0 and 1.
        weights: of each run in each resample, at least 0, shape (resamples, runs).
        like: a slope that is not far from theirs, log10 FLOP a year, which saves time; that of least squares if none.

    Returns:
        Two arrays of shape (resamples,), log10 FLOP a year and log10 FLOP in year 0; NaN where a resample has one date
        only.
    """
    x = years - years.mean()
    y = log10_flop + APART * np.modf(np.arange(len(x)) * 0.6180339887498949)[0]
    slope = np.polyfit(x, y, 1)[0] if like is None else like
    if len(weights) > 1:
        (slope,), _ = quantile_lines(years, log10_flop, quantile, np.ones((1, len(x))), slope)
    # Any point of a resample will do to turn about; one that lies near its line saves turns.
    heights = y - slope * x
    near = np.argsort(np.abs(heights - np.quantile(heights, quantile)), kind="stable")
    rows = max(1, NUMBERS_AT_ONCE // len(x))
    blocks = [_lines(x, y, quantile, weights[start : start + rows], near) for start in range(0, len(weights), rows)]
    slopes, at_means = np.concatenate(blocks, axis=1)
    return slopes, at_means - slopes * years.mean()


def _lines(x: Floats, y: Floats, quantile: float, weights: Floats, near: Integers) -> Floats:
    """Slopes and values at x = 0, shape (2, resamples); the first of the points `near` that counts is turned about."""
    found = np.full((2, len(weights)), np.nan)
    waiting = np.arange(len(weights))
    pivots = near[(weights > 0)[:, near].argmax(axis=1)]
    before = np.full(len(weights), -1)
    for _ in range(TURNS_AT_MOST):
        if len(waiting) == 0:
            break
        partners = np.empty(len(waiting), np.int64)
        for pivot in np.unique(pivots[waiting]):
            about = pivots[waiting] == pivot
            partners[about] = _best_partners(x, y, quantile, weights, waiting[about], pivot)
        done = partners == before[waiting]
        ended, others = waiting[done], partners[done]
        across, up = (each[others] - each[pivots[ended]] for each in (x, y))
        slopes = np.divide(up, across, out=np.full(len(ended), np.nan), where=across != 0)
        found[:, ended] = slopes, y[others] - slopes * x[others]
        before[waiting], pivots[waiting] = pivots[waiting], partners
        waiting = waiting[~done]
    return found


def _best_partners(x: Floats, y: Floats, quantile: float, weights: Floats, rows: Integers, pivot: int) -> Integers:
    """For each of these resamples the point through which, and the pivot, the best of all lines through the pivot goes.

    In a resample of one date there is none but the pivot. Elsewhere that is where a running sum over the points, in the
    order of their slopes, reaches a share of the whole: looked for among sums of neighbours first, then among those.
    """
    across, up = x - x[pivot], y - y[pivot]
    slopes = np.divide(up, across, out=np.full_like(up, np.inf), where=across != 0)
    order = np.argsort(slopes, kind="stable")
    size = int(np.ceil(np.sqrt(len(x))))
    blocks = np.zeros((len(x), size))
    blocks[order, np.arange(len(x)) // size] = np.abs(across[order])
    own = weights[rows]
    # The rounding of sums must not decide, nor that of neighbours' sums; no point without weight is the first to reach.
    target = own @ np.where(across > 0, quantile * across, (quantile - 1) * across) * (1 - 1e-12)
    running = np.cumsum(own @ blocks, axis=1)
    block = (running >= target[:, None]).argmax(axis=1)
    places = np.minimum(block[:, None] * size + np.arange(size), len(x) - 1)
    near = order[places]
    pull = np.take_along_axis(own, near, axis=1) * np.abs(across)[near]
    pull[:, 0] += np.where(block > 0, running[np.arange(len(rows)), block - 1], 0)
    first = (np.cumsum(pull, axis=1) >= target[:, None] * (1 - 1e-12)).argmax(axis=1)
    return np.where(running[:, -1] > 0, near[np.arange(len(rows)), first], pivot)
