"""Piecewise straight lines with 0, 1 or 2 breaks, joined or not: where they may break, and how well each fits."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.trends.regression import Floats

Integers = NDArray[np.int64]
SINGULAR = 1e-9
"""A column of which less than this share is left, once others are taken out, is taken to be made of them."""


@dataclass(frozen=True)
class Shape:
    """A kind of piecewise line."""

    breaks: int
    continuous: bool

    @property
    def parameters(self) -> int:
        """Slopes and intercepts, dates of breaks, and the variance."""
        lines = 2 + self.breaks if self.continuous else 2 * (self.breaks + 1)
        return lines + self.breaks + 1

    def design(self, x: Floats, dates: Floats) -> Floats:
        """Columns of 1, of the dates, of a hinge at each break and, if segments need not meet, of a step there."""
        hinges = [np.maximum(0, x - date) for date in dates]
        steps = [] if self.continuous else [(x > date).astype(float) for date in dates]
        return np.column_stack([np.ones(len(x)), x, *hinges, *steps])


SHAPES = (Shape(0, True), Shape(1, True), Shape(1, False), Shape(2, True), Shape(2, False))


def candidate_breaks(years: Floats, papers: Integers, number: int, at_least: int, at_most: int) -> Integers:
    """Admissible breaks, shape (candidates, number): each is the position of the first run after it.

    A break stands between two dates, with runs of at least `at_least` papers in each segment; if there are more than
    `at_most` places, evenly spread ones are tried.
    """
    if number == 0:
        return np.zeros((1, 0), np.int64)
    places = np.flatnonzero(np.diff(years) > 0) + 1
    named = pd.Series(papers)
    before = np.cumsum(~named.duplicated().to_numpy())
    after = np.cumsum(~named.duplicated(keep="last").to_numpy()[::-1])[::-1]
    places = places[(before[places - 1] >= at_least) & (after[places] >= at_least)]
    if len(places) > at_most:
        places = places[np.unique(np.linspace(0, len(places) - 1, at_most).round().astype(int))]
    if number == 1:
        return places[:, None]
    first, second = np.meshgrid(places, places, indexing="ij")
    apart = papers_from(papers, places)[:, places] >= at_least
    return np.column_stack([first[apart], second[apart]])


def papers_from(papers: Integers, starts: Integers) -> Integers:
    """How many different papers lie from each start up to, not including, each position: shape (starts, runs + 1)."""
    last = pd.Series(np.arange(len(papers))).groupby(papers).shift().fillna(-1).to_numpy(np.int64)
    position = np.arange(len(papers))
    new = (last[None] < starts[:, None]) & (position[None] >= starts[:, None])
    return np.concatenate([np.zeros((len(starts), 1), np.int64), np.cumsum(new, axis=1)], axis=1)


def break_dates(years: Floats, positions: Integers) -> Floats:
    """The middle between the runs either side of each break."""
    return np.asarray((years[positions - 1] + years[positions]) / 2)


def sums_of_squares(x: Floats, y: Floats, times: Floats, candidates: Integers, continuous: bool) -> Floats:
    """Residual sums of squares at every candidate of every resample.

    Args:
        x: dates in order, shape (runs,), centred.
        y: log10 compute, shape (runs,), centred.
        times: how often each run counts, shape (runs, resamples).
        candidates: positions of the first run after each break, shape (candidates, breaks).
        continuous: whether segments meet (at the middle between the runs either side).

    Returns:
        Shape (candidates, resamples).
    """
    places, which = np.unique(candidates, return_inverse=True)
    which = which.reshape(candidates.shape)
    moments = [np.ones(len(x)), x, y, x * x, x * y, y * y]
    starts = np.concatenate([[0], places])
    between = np.stack([np.add.reduceat(each[:, None] * times, starts, axis=0) for each in moments])
    # Of the runs before the first place, of those before the second, and so on; of all runs.
    running = np.cumsum(between, axis=1)
    if continuous:
        return _squares_joined(running, break_dates(x, places), which)
    running = np.concatenate([np.zeros_like(running[:, :1]), running], axis=1)
    inner = which + 1
    ends = np.array([0, len(places) + 1])
    edges = np.column_stack([np.full(len(inner), ends[0]), inner, np.full(len(inner), ends[1])])
    segments = np.stack([edges[:, :-1], edges[:, 1:]], axis=-1)
    # Most candidates share their first and last segments with others.
    different, number = np.unique(segments.reshape(-1, 2), axis=0, return_inverse=True)
    squares = _squares_of(running, different)
    total: Floats = squares[np.reshape(number, edges[:, 1:].shape)].sum(axis=1)
    return total


def _squares_of(running: Floats, segments: Integers) -> Floats:
    """Residual sums of squares of a line through each segment (the places it lies between), of every resample."""
    s, sx, sy, sxx, sxy, syy = running[:, segments[:, 1]] - running[:, segments[:, 0]]
    s = np.maximum(s, 1e-9)
    spread = sxx - sx * sx / s
    scatter = sxy - sx * sy / s
    explained = np.divide(scatter**2, spread, out=np.zeros_like(spread), where=spread > 1e-9)
    return np.asarray(np.maximum(syy - sy * sy / s - explained, 0.0))


def _squares_joined(running: Floats, dates: Floats, which: Integers) -> Floats:
    """As `sums_of_squares`, for segments that meet: least squares on 1, x and one hinge max(0, x - date) a break.

    By elimination: what 1 and x explain is taken out of hinges and values once, so that of each candidate one or two
    unknowns are left. `which` of the dates each candidate breaks at is of shape (candidates, breaks).
    """
    s, sx, sy, sxx, sxy, syy = running[:, -1:]
    spread, scatter = sxx - sx * sx / s, sxy - sx * sy / s
    inverse = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 1e-9)
    line = syy - sy * sy / s - scatter * scatter * inverse
    if which.shape[1] == 0:
        return np.asarray(np.maximum(line, 0.0))
    dates = dates[:, None]
    n, nx, ny, nxx, nxy, _ = running[:, -1:] - running[:, :-1]
    total, along, squares = nx - dates * n, nxx - dates * nx, nxx - 2 * dates * nx + dates * dates * n
    slope = along - total * sx / s
    pull = nxy - dates * ny - total * sy / s - slope * scatter * inverse
    own = squares - total * total / s - slope * slope * inverse
    # A hinge that 1 and x all but make up, since hardly any run lies behind it, explains nothing more.
    alone = np.divide(pull * pull, own, out=np.zeros_like(own), where=own > SINGULAR * squares)
    if which.shape[1] == 1:
        return np.asarray(np.maximum(line - alone[which[:, 0]], 0.0))
    first, second = which.T
    shared = along[second] - dates[first] * total[second]
    shared -= (total / s)[first] * total[second] + (slope * inverse)[first] * slope[second]
    one, other, both = own[first], own[second], own[first] * own[second]
    left = both - shared * shared
    explained = pull[first] ** 2 * other + pull[second] ** 2 * one - 2 * pull[first] * pull[second] * shared
    least = np.maximum(alone[first], alone[second])
    explained = np.divide(explained, left, out=least.copy(), where=left > SINGULAR * both)
    return np.asarray(np.maximum(line - np.maximum(explained, least), 0.0))


def lines_of(
    x: Floats, y: Floats, positions: Integers, continuous: bool
) -> tuple[list[float], list[tuple[float, float]]]:
    """Slopes of all segments, and at each break the values of the lines that end and begin there."""
    dates = break_dates(x, positions) if len(positions) else np.zeros(0)
    design = Shape(len(dates), continuous).design(x, dates)
    coefficients = np.linalg.lstsq(design, y, rcond=None)[0]
    slopes, jumps = np.cumsum(coefficients[1 : 2 + len(dates)]), coefficients[2 + len(dates) :]
    if continuous:
        jumps = np.zeros(len(dates))
    ends, value, since = [], float(coefficients[0]), 0.0
    for date, slope, jump in zip(dates, slopes, jumps, strict=False):
        value += float(slope) * (float(date) - since)
        ends.append((value, value + float(jump)))
        value, since = ends[-1][1], float(date)
    return [float(slope) for slope in slopes], ends
