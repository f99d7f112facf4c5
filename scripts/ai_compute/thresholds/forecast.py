"""How many runs will be over a line: paths of growth, with runs spread about it as they were.

A path draws the line of growth of the last years from its own uncertainty (t distribution of intercept and slope), how
many runs are published each year (Poisson, at the rate of those years, itself drawn), and how far from the line each
run lies (resampled). The number over a law's line up to a year is counted on each path; its interval comes from whole
paths. The line runs through the frontier, or through all runs: the first takes it that small runs grow as the largest
do, the second that they need not. Which of the two is told of a line, the cuts say that paths were widened on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ai_compute.schemas.thresholds import ALL_RUNS, CARRIED_ON, FRONTIER, SIMPLE
from ai_compute.settings.thresholds import Forecast
from ai_compute.thresholds.worlds import Floats, interval_of
from ai_compute.trends.frontier import frontier

PATHS = (FRONTIER, ALL_RUNS)
METHODS = (*PATHS, *SIMPLE)
WIDENINGS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
LEVEL = 0.8
"""Level of the intervals that forecasts are widened to and scored at."""
TOP = 10
"""The frontier whose growth a path carries on: runs among the ten largest so far."""
MOST_A_YEAR = 10_000
"""No path has more runs a year: a drawn rate has a long tail."""
FLAT_SLOPE = 1e-9
"""Paths that grow less than so many orders of magnitude a year are flat within it."""
RUNS_AT_LEAST = 2 * TOP
"""Fewer runs in the last years carry no forecast."""


@dataclass(frozen=True)
class Past:
    """What is known up to a cut: the runs of the last years."""

    years: Floats
    """Decimal years of publication, shape (runs,)."""
    logs: Floats
    """log10 FLOP, shape (runs,)."""
    cut: float
    span: float
    """Years before the cut that the runs are of."""

    @property
    def enough(self) -> bool:
        """Whether there are enough runs, of more than one day, to draw a line through."""
        return len(self.years) >= RUNS_AT_LEAST and bool(np.ptp(self.years))


def past(decimal_year: Floats, logs: Floats, cut: float, span: float) -> Past:
    """The runs of the years before a cut."""
    seen = (decimal_year < cut) & (decimal_year >= cut - span)
    return Past(decimal_year[seen], logs[seen], cut, span)


def paths(
    known: Past, ahead: int, lines: Sequence[float], method: str, number: int, seed: int, widening: float
) -> Floats:
    """Runs over each line in each year after the cut, shape (lines, years, paths).

    Args:
        known: the runs of the last years.
        ahead: how many years.
        lines: log10 FLOP.
        method: whether growth is that of the frontier or of all runs.
        number: of paths.
        seed: of the random numbers.
        widening: factor on the spread of the slope and of the number of runs a year.
    """
    rng = np.random.default_rng(seed)
    leading = frontier(known.years, known.logs, TOP, known.cut - known.span)
    if method == ALL_RUNS or leading.sum() < TOP or not np.ptp(known.years[leading]):
        leading = np.ones(len(known.years), bool)
    slope, level, slope_sd, level_sd, freedom = _line(known.years[leading] - known.cut, known.logs[leading])
    around = known.logs - (level + slope * (known.years - known.cut))
    draws = rng.standard_t(max(freedom, 1), size=(2, number))
    slopes, levels = slope + widening * slope_sd * draws[0], level + level_sd * draws[1]
    # The logarithm of a Poisson rate that n events tell is known to 1 / sqrt(n).
    spread = widening / np.sqrt(len(known.years))
    rate = len(known.years) / known.span * np.exp(spread * rng.standard_normal(number))
    rate = np.minimum(rate, MOST_A_YEAR)
    order = np.argsort(lines, kind="stable")
    chances = np.array([shares_over(lines[place], levels, slopes, around, ahead) for place in order])
    counts = np.zeros((len(lines), ahead, number))
    for year in range(ahead):
        # Runs of a Poisson process that are over one line and not over the next are Poisson too, each band on its own.
        between = np.clip(-np.diff(chances[:, year], axis=0, append=np.zeros((1, number))), 0, None)
        counts[order, year] = np.cumsum(rng.poisson(rate * between)[::-1], axis=0)[::-1]
    return counts


def shares_over(line: float, start: Floats, slope: Floats, around: Floats, ahead: int) -> Floats:
    """Probability that a run of each of the next years is over a line, on each path, shape (years, paths).

    The run is published on any day of the year alike, and as far from the path as any of `around`: this is the mean of
    their survival function over the distances from path to line in that year, whose integral is linear between them.

    Args:
        line: log10 FLOP.
        start: log10 FLOP of the paths at the start of the first year, shape (paths,).
        slope: their growth in a year.
        around: distances of runs from their line, log10.
        ahead: how many years.
    """
    ordered = np.sort(around)
    edges = line - (start + slope * np.arange(ahead + 1)[:, None])
    # Integral from the smallest distance up: `1 - k/n` after k of n distances, and a whole before the first.
    steps = np.concatenate([[0.0], np.cumsum(np.diff(ordered) * (1 - np.arange(1, len(ordered)) / len(ordered)))])
    integral = np.where(edges < ordered[0], edges - ordered[0], np.interp(edges, ordered, steps))
    flat = np.abs(slope) < FLAT_SLOPE
    shares = np.clip((integral[:-1] - integral[1:]) / np.where(flat, 1.0, slope), 0.0, 1.0)
    middles = (edges[:-1, flat] + edges[1:, flat]) / 2
    shares[:, flat] = 1 - np.searchsorted(ordered, middles, side="right") / len(ordered)
    return np.asarray(shares)


def _line(x: Floats, y: Floats) -> tuple[float, float, float, float, int]:
    """Slope and intercept by least squares, the standard deviations of both, and degrees of freedom."""
    middle = x - x.mean()
    sxx = float((middle**2).sum())
    slope = float((middle * y).sum() / sxx)
    level = float(y.mean() - slope * x.mean())
    freedom = len(x) - 2
    variance = float(((y - level - slope * x) ** 2).sum()) / max(freedom, 1)
    level_sd = float(np.sqrt(variance * (1 / len(x) + x.mean() ** 2 / sxx)))
    return slope, level, float(np.sqrt(variance / sxx)), level_sd, freedom


def naive(yearly: Sequence[float], ahead: int, growing: bool, number: int, seed: int) -> Floats:
    """Runs in each year after the last, shape (years, paths): as many, or growing as it did.

    Counts are Poisson about their mean, the mean of the last year being drawn from its own gamma distribution.
    """
    rng = np.random.default_rng(seed)
    last, before = float(yearly[-1]), float(yearly[-2]) if len(yearly) > 1 else float(yearly[-1])
    growth = (last + 0.5) / (before + 0.5) if growing else 1.0
    mean = rng.gamma(last + 0.5, 1.0, number)[None, :] * growth ** np.arange(1, ahead + 1)[:, None]
    return np.asarray(rng.poisson(np.minimum(mean, MOST_A_YEAR)), float)


@dataclass(frozen=True)
class History:
    """All runs with a value, and how sure each is over each line."""

    decimal_year: Floats
    logs: Floats
    over: Mapping[str, Floats]
    """Probability of being over a line, shape (runs,), by line."""
    lines: Mapping[str, float]
    """log10 FLOP, by line."""
    last: float
    """Decimal year up to which runs are known."""

    def only(self, lines: Iterable[str]) -> "History":
        """The same runs against some of the lines."""
        return replace(self, lines={line: self.lines[line] for line in lines})

    def yearly(self, line: str, years: Iterable[int]) -> Floats:
        """Expected number of runs over a line that were published in each of the years."""
        chance = self.over[line]
        return np.array([chance[np.floor(self.decimal_year) == year].sum() for year in years], float)


def scores(history: History, choice: Forecast, seed: int) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """Each cut forecast by each method and held against what came, and the widening of each kind of paths.

    Returns:
        Rows of `threshold_forecasts`; for either kind of paths the smallest of a few factors at which the intervals of
        early cuts hold as many counts as they should.
    """
    early = [cut for cut in choice.cuts if cut <= choice.widened_up_to]
    widening = {}
    for method in PATHS:
        for factor in WIDENINGS:
            widening[method] = factor
            inside = [row["inside"] for cut in early for row in _of_cut(history, choice, cut, [method], seed, widening)]
            if not inside or np.mean(inside) >= LEVEL:
                break
    rows = [row for cut in choice.cuts for row in _of_cut(history, choice, cut, METHODS, seed, widening)]
    told = told_of(rows, choice.widened_up_to)
    return [
        {**row, "widened_on": row["cut"] <= choice.widened_up_to, "told": row["method"] == told[row["threshold"]]}
        for row in rows
    ], widening


def told_of(rows: Sequence[Mapping[str, Any]], up_to: int) -> dict[str, str]:
    """The kind of paths that is told of each line: the one that erred less on the cuts that paths were widened on."""
    told = {}
    for line in {str(row["threshold"]) for row in rows}:
        errors = {
            method: [
                abs(row["error_log10"])
                for row in rows
                if (row["threshold"], row["method"]) == (line, method) and row["cut"] <= up_to
            ]
            for method in PATHS
        }
        told[line] = min(PATHS, key=lambda method: np.mean(errors[method] or [0.0]))
    return told


def ahead_of(
    history: History, choice: Forecast, cut: float, ahead: int, method: str, seed: int, widening: float
) -> Floats:
    """Paths from a cut on, shape (lines, years, paths); none where the last years have too few runs."""
    known = past(history.decimal_year, history.logs, cut, choice.years)
    if ahead < 1 or not history.lines or not known.enough:
        return np.zeros((len(history.lines), 0, choice.paths))
    return paths(known, ahead, list(history.lines.values()), method, choice.paths, seed, widening)


def _of_cut(
    history: History, choice: Forecast, cut: int, methods: Sequence[str], seed: int, widening: Mapping[str, float]
) -> Iterator[dict[str, Any]]:
    """The rows of one cut: runs up to the end of that year are known, whole years after it are forecast.

    After the last whole year, the part of the next that is known is forecast: a run of that year is in it by chance.
    """
    years = min(choice.horizon_at_most, int(history.last) - cut - 1)
    part = 1.0 if years > 0 else history.last - cut - 1
    ahead = max(years, 1) if part > 0 else 0
    if not past(history.decimal_year, history.logs, cut + 1.0, choice.years).enough:
        return
    for method in methods:
        drawn = None
        if method in PATHS:
            drawn = ahead_of(history, choice, cut + 1.0, ahead, method, seed, widening[method])
        for place, line in enumerate(history.lines if ahead > 0 else ()):
            found = history.yearly(line, range(cut + 1, cut + 1 + ahead))
            before = list(history.yearly(line, (cut - 1, cut)))
            growing = method == CARRIED_ON
            counts = naive(before, ahead, growing, choice.paths, seed) if drawn is None else drawn[place]
            if part < 1:
                counts = np.random.default_rng(seed).binomial(counts.astype(int), part).astype(float)
            scored = _scored(counts.cumsum(axis=0), found.cumsum())
            for horizon, scores in enumerate(scored, 1):
                about = {"threshold": line, "method": method, "cut": cut, "horizon": horizon, "part": part}
                yield {**about, **scores}


def _scored(drawn: Floats, found: Floats) -> Iterator[dict[str, Any]]:
    """Scores of each horizon: drawn numbers, shape (horizons, paths), against what was found, shape (horizons,)."""
    lows, highs = interval_of(drawn, LEVEL)
    for low, high, median, came, score in zip(
        lows, highs, np.median(drawn, axis=1), found, crps(drawn, found), strict=True
    ):
        yield {
            "found": float(came),
            "forecast": float(median),
            "forecast_low": float(low),
            "forecast_high": float(high),
            # What is found is an expected number and no count: it may lie half a run beyond the whole numbers.
            "inside": bool(low - 0.5 <= came <= high + 0.5),
            "error_log10": float(np.log10((median + 0.5) / (came + 0.5))),
            "crps": float(score),
        }


def crps(drawn: Floats, found: Floats) -> Floats:
    """Continuous ranked probability scores of drawn forecasts (Gneiting and Raftery 2007, eq. 21).

    Shape (forecasts,), of draws of shape (forecasts, draws) and what was found of each, shape (forecasts,).
    """
    ordered = np.sort(drawn, axis=1)
    number = ordered.shape[1]
    weights = 2 * np.arange(1, number + 1) - number - 1
    return np.asarray(np.abs(ordered - found[:, None]).mean(axis=1) - (weights * ordered).sum(axis=1) / number**2)
