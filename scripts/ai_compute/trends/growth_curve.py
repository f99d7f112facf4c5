"""Growth over time: a curve instead of one line or of breaks.

Monthly means of log10 compute follow a local linear trend: level and growth wander, and months without runs are kept as
missing (Harvey 1989). A mean of n runs has the variance tau² / n, which changes from month to month. With variances
given, that is a straight line whose residuals are correlated, and level and growth are its best linear unbiased
prediction (Robinson 1991): what a Kalman smoother with a diffuse start gives, as that of statsmodels, which the tests
hold this against, but whose import takes longer than all curves. How much growth wanders the data hardly tell: the
likeliest guess is nearly 0 in many worlds where growth changes, and its band too narrow. So the curve is an average
over a grid of it, weighted by likelihood.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.special import ndtr, ndtri

from ai_compute.trends.quantile import quantile_lines
from ai_compute.trends.regression import LOG10_2, Floats

COLUMNS = [
    *("set", "decimal_year", "runs", "doubling_months", "doubling_months_low", "doubling_months_high"),
    *("growth_per_year", "growth_per_year_low", "growth_per_year_high", "slope", "slope_low", "slope_high"),
]
MONTHS = 12
ROUNDS, TURNS, STEP = 3, 12, 0.6
"""A quantile's curve is renewed so often: rounds over the grid, and turns within one, each going part of the way."""


@dataclass(frozen=True)
class Wandering:
    """How far level and growth may wander in a year (log10, and log10 a year): the grid that is averaged over."""

    level_sd: tuple[float, ...]
    growth_sd: tuple[float, ...]


@dataclass(frozen=True)
class Curve:
    """Level and growth a year at the middle of each month, with the standard deviation of growth."""

    decimal_year: Floats
    runs: NDArray[np.int64]
    level: Floats
    slope: Floats
    slope_sd: Floats


@dataclass(frozen=True)
class Variances:
    """Of one run about the curve, and of the steps of the level and of growth a month, from month to month."""

    run: float
    level: float
    growth: float


@dataclass(frozen=True)
class Smoothed:
    """Level and growth a month in every month, and how likely the means are (log, but for a constant)."""

    likelihood: float
    level: Floats
    slope: Floats


class Months:
    """All months from that of the first run to that of the last, and how level and growth wander along them.

    Args:
        years: publication dates, shape (runs,).
    """

    def __init__(self, years: Floats) -> None:
        month = np.floor(years * MONTHS + 1e-6).astype(np.int64)
        self.of_run = month - month.min()
        self.runs = np.bincount(self.of_run)
        self.middles = (month.min() + np.arange(len(self.runs)) + 0.5) / MONTHS
        self.seen = np.flatnonzero(self.runs)
        self.line = np.column_stack([np.ones(len(self.seen)), self.seen])
        # Steps before each month add up to what growth and level wandered; those of growth add up twice in the level.
        once = np.tri(len(self.runs), k=-1)
        twice = once @ once
        self.level_by_level, self.level_by_growth = (each @ each[self.seen].T for each in (once, twice))
        self.slope_by_growth = once @ twice[self.seen].T

    def means(self, values: Floats) -> Floats:
        """Means of the runs of each month that has some, shape (months seen,)."""
        return np.asarray((np.bincount(self.of_run, values) / np.maximum(self.runs, 1))[self.seen])

    def smooth(self, means: Floats, given: Variances) -> Smoothed:
        """Level and growth by generalized least squares on the line, plus what their residuals say of the steps."""
        with_level = given.level * self.level_by_level + given.growth * self.level_by_growth
        factor = self._factor(given)
        pulled = cho_solve(factor, np.column_stack([means, self.line]))
        information = self.line.T @ pulled[:, 1:]
        start, growth = np.linalg.solve(information, self.line.T @ pulled[:, 0])
        left = pulled[:, 0] - pulled[:, 1:] @ (start, growth)
        spread = 2 * np.log(np.diag(factor[0])).sum() + np.linalg.slogdet(information)[1]
        level = start + growth * np.arange(len(self.runs)) + with_level @ left
        slope = growth + given.growth * self.slope_by_growth @ left
        return Smoothed(float(-(spread + means @ left) / 2), level, slope)

    def slope_sd(self, given: Variances) -> Floats:
        """Standard deviation of growth a month in every month, shape (months,)."""
        factor, with_slope = self._factor(given), given.growth * self.slope_by_growth
        known = (with_slope * cho_solve(factor, with_slope.T).T).sum(axis=1)
        pulled = cho_solve(factor, self.line)
        open_line = np.array([0.0, 1.0]) - with_slope @ pulled
        of_line = (open_line @ np.linalg.inv(self.line.T @ pulled) * open_line).sum(axis=1)
        return np.asarray(np.sqrt(np.maximum(given.growth * np.arange(len(known)) - known + of_line, 0.0)))

    def _factor(self, given: Variances) -> tuple[Floats, bool]:
        wandered = given.level * self.level_by_level[self.seen] + given.growth * self.level_by_growth[self.seen]
        found: tuple[Floats, bool] = cho_factor(wandered + np.diag(given.run / self.runs[self.seen]))
        return found


def mean_curve(years: Floats, values: Floats, wandering: Wandering) -> Curve:
    """Growth of the mean of all runs.

    Args:
        years: publication dates, shape (runs,).
        values: log10 FLOP, shape (runs,).
        wandering: the grid.
    """
    months = Months(years)
    return _averaged(months, months.means(values), _scatter(years, values), wandering)[0]


def quantile_curve(years: Floats, values: Floats, quantile: float, wandering: Wandering) -> Curve:
    """Growth of the level that a share `quantile` of all runs lie below.

    By pseudo-data (Nychka et al. 1995): a run counts as the curve plus (quantile - whether it lies below) / the density
    of runs at the curve; their mean is the quantile's next estimate, their variance that of a sample quantile.
    """
    (slope,), (intercept,) = quantile_lines(years, values, quantile, np.ones((1, len(years))))
    months, curve = Months(years), intercept + slope * years
    at = (0.0, 0.0)
    found = None
    for _ in range(ROUNDS):
        for _ in range(TURNS if found else 0):
            pseudo, variance = _pseudo(values, curve, quantile)
            level = months.smooth(months.means(pseudo), Variances(variance, *at)).level
            curve = (1 - STEP) * curve + STEP * level[months.of_run]
        pseudo, variance = _pseudo(values, curve, quantile)
        found, at = _averaged(months, months.means(pseudo), variance, wandering)
        curve = found.level[months.of_run]
    assert found is not None
    return found


def _pseudo(values: Floats, curve: Floats, quantile: float) -> tuple[Floats, float]:
    residuals = values - curve
    width = 1.06 * float(residuals.std()) * len(values) ** -0.2
    density = float(np.exp(-((residuals / width) ** 2) / 2).mean() / (width * np.sqrt(2 * np.pi)))
    return curve + (quantile - ndtr(-residuals / width)) / density, quantile * (1 - quantile) / density**2


def _scatter(years: Floats, values: Floats) -> float:
    """The variance of runs about a smooth curve: a cubic."""
    x = years - years.mean()
    degree = min(3, len(np.unique(years)) - 1)
    residuals = values - np.polyval(np.polyfit(x, values, degree), x)
    return max(float((residuals**2).sum() / max(len(x) - degree - 1, 1)), 1e-6)


def _averaged(
    months: Months, means: Floats, variance: float, wandering: Wandering
) -> tuple[Curve, tuple[float, float]]:
    """The curve averaged over how much growth wanders, each with its best level; and the best variances of both."""
    best: list[Variances] = []
    states: list[Smoothed] = []
    for growth_sd in wandering.growth_sd:
        of_growth = (growth_sd / MONTHS) ** 2 / MONTHS
        tried = [Variances(variance, level_sd**2 / MONTHS, of_growth) for level_sd in wandering.level_sd]
        found = [months.smooth(means, each) for each in tried]
        likeliest = int(np.argmax([each.likelihood for each in found]))
        best.append(tried[likeliest])
        states.append(found[likeliest])
    likelihoods = np.array([each.likelihood for each in states])
    widths = np.gradient(np.array(wandering.growth_sd)) if len(best) > 1 else np.ones(1)
    weights = np.exp(likelihoods - likelihoods.max()) * widths
    weights /= weights.sum()
    slope = MONTHS * np.stack([each.slope for each in states])
    sd = MONTHS * np.stack([months.slope_sd(each) for each in best])
    mean = weights @ slope
    spread = np.sqrt(weights @ (sd**2 + (slope - mean) ** 2))
    level = weights @ np.stack([each.level for each in states])
    at = best[int(likelihoods.argmax())]
    return Curve(months.middles, months.runs, level, mean, spread), (at.level, at.growth)


def growth_table(curves: dict[str, Curve], level: float) -> pd.DataFrame:
    """The table `growth`: a row a month, doubling times only where the band leaves 0."""
    reach = float(ndtri(0.5 + level / 2))
    tables = []
    for name, curve in curves.items():
        slopes = [curve.slope, curve.slope - reach * curve.slope_sd, curve.slope + reach * curve.slope_sd]
        months = [12 * LOG10_2 / np.where(slopes[1] > 0, each, np.nan) for each in (slopes[0], slopes[2], slopes[1])]
        found = [*months, *(10**each for each in slopes), *slopes]
        about = {"set": name, "decimal_year": curve.decimal_year, "runs": curve.runs}
        tables.append(pd.DataFrame(about | dict(zip(COLUMNS[3:], found, strict=True))))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)
