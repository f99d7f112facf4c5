"""Piecewise straight lines with 0, 1 or 2 breaks, joined or not: where they may break, and how well each fits."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.trends.regression import Floats

Integers = NDArray[np.int64]
RIDGE = 1e-13


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


def sums_of_squares(
    x: Floats, y: Floats, times: Floats, sorted_x: Floats, candidates: Integers, continuous: bool
) -> Floats:
    """Residual sums of squares of every resample at every candidate.

    Args:
        x: dates in order, shape (1, runs), centred.
        y: log10 compute, shape (1, runs), centred.
        times: how often each run counts, shape (resamples, runs).
        sorted_x: the dates again, shape (runs,).
        candidates: positions of the first run after each break, shape (candidates, breaks).
        continuous: whether segments meet (at the middle between the runs either side).

    Returns:
        Shape (resamples, candidates).
    """
    moments = np.stack([times, times * x, times * y, times * x * x, times * x * y, times * y * y])
    running = np.concatenate([np.zeros((*moments.shape[:2], 1)), np.cumsum(moments, axis=2)], axis=2)
    if continuous:
        return _squares_joined(running, sorted_x, candidates)
    edges = np.concatenate(
        [
            np.zeros((len(candidates), 1), np.int64),
            candidates,
            np.full((len(candidates), 1), len(sorted_x), np.int64),
        ],
        axis=1,
    )
    total = np.zeros((times.shape[0], len(candidates)))
    for segment in range(edges.shape[1] - 1):
        s, sx, sy, sxx, sxy, syy = running[:, :, edges[:, segment + 1]] - running[:, :, edges[:, segment]]
        s = np.maximum(s, 1e-9)
        spread = sxx - sx * sx / s
        scatter = sxy - sx * sy / s
        explained = np.divide(scatter**2, spread, out=np.zeros_like(spread), where=spread > 1e-9)
        total += np.maximum(syy - sy * sy / s - explained, 0.0)
    return total


def _squares_joined(running: Floats, sorted_x: Floats, candidates: Integers) -> Floats:
    """As `sums_of_squares`, for segments that meet: least squares on 1, x and one hinge max(0, x - date) a break."""
    s, sx, sy, sxx, sxy, syy = running[:, :, -1:]
    columns = [(s, sx, sxx, sy, sxy)]
    size = 2 + candidates.shape[1]
    shape = (running.shape[1], len(candidates))
    gram = np.zeros((*shape, size, size))
    right = np.zeros((*shape, size))
    s, sx, sxx, sy, sxy = columns[0]
    gram[..., 0, 0], gram[..., 0, 1], gram[..., 1, 1] = s, sx, sxx
    right[..., 0], right[..., 1] = sy, sxy
    dates = break_dates(sorted_x, candidates)
    for hinge in range(candidates.shape[1]):
        n, nx, ny, nxx, nxy, _ = running[:, :, -1:] - running[:, :, candidates[:, hinge]]
        date = dates[:, hinge]
        gram[..., 0, 2 + hinge] = nx - date * n
        gram[..., 1, 2 + hinge] = nxx - date * nx
        right[..., 2 + hinge] = nxy - date * ny
        for earlier in range(hinge + 1):
            gram[..., 2 + earlier, 2 + hinge] = nxx - (date + dates[:, earlier]) * nx + date * dates[:, earlier] * n
    gram = gram + np.triu(gram, 1).swapaxes(-1, -2)
    trace = np.trace(gram, axis1=-2, axis2=-1)[..., None, None]
    solution = np.linalg.solve(gram + RIDGE * trace * np.eye(size), right[..., None])[..., 0]
    squares: Floats = np.maximum(syy - (solution * right).sum(axis=-1), 0.0)
    return squares


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
