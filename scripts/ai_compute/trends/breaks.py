"""Did growth change, and when? Piecewise straight lines with 0, 1 or 2 breaks, joined or not.

Every admissible break date is tried (profile likelihood) and the fit with the lowest Bayesian information criterion is
selected, a break's date counting as one parameter. Sums of squares come from running sums, so that all dates, and all
resamples of the bootstrap, are tried at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.trends.bootstrap import draws, generator
from ai_compute.trends.points import EXCLUDED
from ai_compute.trends.regression import Floats, doubling_months

Integers = NDArray[np.int64]
COLUMNS = [
    *("set", "breaks", "continuous", "break_number", "runs", "bic", "delta_bic", "selected", "date", "date_low"),
    *("date_high", "slope_before", "slope_after", "doubling_months_before", "doubling_months_after"),
    *("log10_flop_before", "log10_flop_after"),
]
RIDGE = 1e-13
TIED = 1e-9
"""Sums of squares that differ by less than this share of the total are equal: the last bits must not choose a date."""


@dataclass(frozen=True)
class Search:
    """How breaks are looked for.

    `dates` bounds the candidate dates of each fit, `bootstrap_dates` those of each resample of a fit with two breaks.
    """

    runs_in_a_segment: int
    dates: int
    bootstrap_dates: int
    resamples: int
    seed: int
    level: float


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


SHAPES = (Shape(0, True), Shape(1, True), Shape(1, False), Shape(2, True), Shape(2, False))


def breaks(sets: Mapping[str, pd.DataFrame], search: Search) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fits with 0, 1 and 2 breaks to the points (decimal_year, log10_flop) of every set.

    Returns:
        The table `breaks`, and rows of the table `excluded` for sets with too few runs for a fit.
    """
    tables, left_out = [], []
    for name, points in sets.items():
        table, missing = _breaks_of_set(points, name, search)
        tables.append(table)
        left_out += [{"analysis": f"breaks {name}", "run": "", "reason": reason} for reason in missing]
    found = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)
    return found, pd.DataFrame(left_out, columns=EXCLUDED)


def _breaks_of_set(points: pd.DataFrame, name: str, search: Search) -> tuple[pd.DataFrame, list[str]]:
    ordered = points.sort_values("decimal_year", kind="stable")
    years, values = ordered["decimal_year"].to_numpy(float), ordered["log10_flop"].to_numpy(float)
    rows: list[dict[str, object]] = []
    missing = []
    for shape in SHAPES:
        candidates = _candidates(years, shape.breaks, search.runs_in_a_segment, search.dates)
        if len(candidates) == 0 or len(np.unique(years)) < 2 or len(years) <= shape.parameters:
            kind = "continuous" if shape.continuous else "discontinuous"
            missing.append(f"too few runs or dates for {shape.breaks} {kind} breaks")
            continue
        rows += _fit(years, values, shape, candidates, name, search)
    table = pd.DataFrame(rows, columns=COLUMNS)
    if rows:
        table["delta_bic"] = table["bic"] - table["bic"].min()
        table["selected"] = table["delta_bic"] == 0
    return table, missing


def _fit(
    years: Floats, values: Floats, shape: Shape, candidates: Integers, name: str, search: Search
) -> list[dict[str, object]]:
    x, y = years - years.mean(), values - values.mean()
    ones = np.ones((1, len(x)))
    squares = sums_of_squares(x[None], y[None], ones, x, candidates, shape.continuous)[0]
    best = candidates[_earliest_of_best(squares[None], float((y * y).sum()))[0]]
    least = max(float(squares.min()), 1e-12 * max(float((y * y).sum()), 1e-12))
    bic = len(x) * np.log(least / len(x)) + shape.parameters * np.log(len(x))
    slopes, levels = _lines(x, y, best, shape.continuous)
    dates = _dates(years, best)
    intervals = _date_intervals(years, x, y, shape, best, name, search)
    rows = []
    for number in range(1, shape.breaks + 1) or [0]:
        before = max(number - 1, 0)
        low, high = intervals[before] if shape.breaks else (np.nan, np.nan)
        rows.append(
            {
                "set": name,
                "breaks": shape.breaks,
                "continuous": shape.continuous,
                "break_number": number,
                "runs": len(x),
                "bic": float(bic),
                "date": dates[before] if shape.breaks else np.nan,
                "date_low": low,
                "date_high": high,
                "slope_before": slopes[before],
                "slope_after": slopes[number],
                "doubling_months_before": doubling_months(slopes[before]),
                "doubling_months_after": doubling_months(slopes[number]),
                "log10_flop_before": values.mean() + levels[before][0] if shape.breaks else np.nan,
                "log10_flop_after": values.mean() + levels[before][1] if shape.breaks else np.nan,
            }
        )
    return rows


def _date_intervals(
    years: Floats, x: Floats, y: Floats, shape: Shape, best: Integers, name: str, search: Search
) -> list[tuple[float, float]]:
    """Percentile intervals of the dates over resampled runs, each end moved halfway to the next date that was tried.

    Estimates jump from one date that is tried to the next, so that bare percentiles would be too narrow.
    """
    if shape.breaks == 0:
        return []
    most = search.dates if shape.breaks == 1 else search.bootstrap_dates
    candidates = _candidates(years, shape.breaks, search.runs_in_a_segment, most)
    candidates = np.unique(np.vstack([candidates, best[None]]), axis=0)
    random = generator(search.seed, f"breaks {name} {shape}")
    found = []
    for drawn in draws(len(x), search.resamples, random, width=max(len(x), len(candidates)) * 4):
        times = np.zeros((len(drawn), len(x)))
        np.add.at(times, (np.arange(len(drawn))[:, None], drawn), 1.0)
        squares = sums_of_squares(x[None], y[None], times, x, candidates, shape.continuous)
        found.append(candidates[_earliest_of_best(squares, float((y * y).sum()))])
    dates = _dates(years, np.concatenate(found))
    tails = [(1 - search.level) / 2, (1 + search.level) / 2]
    intervals = []
    # A date that was found, not one between two: interpolated, its last bits would decide which date is the next.
    for number, (low, high) in enumerate(np.quantile(dates, tails, axis=0, method="inverted_cdf").T):
        tried = np.unique(_dates(years, candidates[:, number]))
        below = max(int(np.searchsorted(tried, low, side="left")) - 1, 0)
        above = min(int(np.searchsorted(tried, high, side="right")), len(tried) - 1)
        intervals.append((float(low + tried[below]) / 2, float(high + tried[above]) / 2))
    return intervals


def _earliest_of_best(squares: Floats, total: float) -> Integers:
    """The first candidate of each row that is as good as its best: shape (resamples,)."""
    return np.asarray(np.argmax(squares <= squares.min(axis=1, keepdims=True) + TIED * total, axis=1))


def _candidates(years: Floats, number: int, at_least: int, at_most: int) -> Integers:
    """Admissible breaks, shape (candidates, number): each is the position of the first run after it.

    A break stands between two dates, with at least `at_least` runs in each segment; if there are more than `at_most`
    places, evenly spread ones are tried.
    """
    if number == 0:
        return np.zeros((1, 0), np.int64)
    places = np.flatnonzero(np.diff(years) > 0) + 1
    places = places[(places >= at_least) & (places <= len(years) - at_least)]
    if len(places) > at_most:
        places = places[np.unique(np.linspace(0, len(places) - 1, at_most).round().astype(int))]
    if number == 1:
        return places[:, None]
    first, second = np.meshgrid(places, places, indexing="ij")
    apart = second - first >= at_least
    return np.column_stack([first[apart], second[apart]])


def _dates(years: Floats, positions: Integers) -> Floats:
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
    dates = _dates(sorted_x, candidates)
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


def _lines(
    x: Floats, y: Floats, positions: Integers, continuous: bool
) -> tuple[list[float], list[tuple[float, float]]]:
    """Slopes of all segments, and at each break the values of the lines that end and begin there."""
    dates = _dates(x, positions) if len(positions) else np.zeros(0)
    hinges = [np.maximum(0, x - date) for date in dates]
    steps = [] if continuous else [(x > date).astype(float) for date in dates]
    design = np.column_stack([np.ones(len(x)), x, *hinges, *steps])
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
