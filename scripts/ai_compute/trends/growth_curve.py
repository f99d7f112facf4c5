"""Growth over time: a curve instead of one line or of breaks.

Monthly means of log10 compute follow a local linear trend: level and growth wander, and months without runs are kept
as missing (statsmodels; Harvey 1989). A mean of n runs has the variance tau² / n, which changes from month to month.
How much growth wanders the data hardly tell: the likeliest guess is nearly 0 in many worlds where growth changes, and
its band too narrow. So the curve is an average over a grid of it, weighted by likelihood.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from statsmodels.tsa.statespace.structural import UnobservedComponents

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


class Monthly(UnobservedComponents):  # type: ignore[misc]
    """A local linear trend through means of several runs each: the variance of a month is tau² / its runs."""

    def __init__(self, means: Floats, runs: NDArray[np.int64]) -> None:
        super().__init__(means, "local linear trend", use_exact_diffuse=True)
        self.runs = np.maximum(runs, 1)
        self.ssm["obs_cov"] = np.ones((1, 1, len(means)))

    def update(self, params: Floats, **options: bool) -> None:
        """Set the variances: of one run, of the level's and of growth's steps from month to month."""
        super().update(params, **options)
        self.ssm["obs_cov"] = (params[0] / self.runs)[None, None, :]


def mean_curve(years: Floats, values: Floats, wandering: Wandering) -> Curve:
    """Growth of the mean of all runs.

    Args:
        years: publication dates, shape (runs,).
        values: log10 FLOP, shape (runs,).
        wandering: the grid.
    """
    return _averaged(years, values, _scatter(years, values), wandering)[0]


def quantile_curve(years: Floats, values: Floats, quantile: float, wandering: Wandering) -> Curve:
    """Growth of the level that a share `quantile` of all runs lie below.

    By pseudo-data (Nychka et al. 1995): a run counts as the curve plus (quantile - whether it lies below) / the density
    of runs at the curve; their mean is the quantile's next estimate, their variance that of a sample quantile.
    """
    (slope,), (intercept,) = quantile_lines(years, values, quantile, np.ones((1, len(years))))
    curve = intercept + slope * years
    at = (0.0, 0.0)
    found = None
    for _ in range(ROUNDS):
        for _ in range(TURNS if found else 0):
            pseudo, variance = _pseudo(values, curve, quantile)
            means, runs, month = _monthly(years, pseudo)
            level = Monthly(means, runs).smooth([variance, *_steps(*at)], return_ssm=True).smoothed_state[0]
            curve = (1 - STEP) * curve + STEP * level[month]
        pseudo, variance = _pseudo(values, curve, quantile)
        found, at = _averaged(years, pseudo, variance, wandering)
        curve = found.level[_monthly(years, values)[2]]
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


def _monthly(years: Floats, values: Floats) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Mean and number of runs of each month from the first to the last, NaN and 0 without a run; each run's month."""
    month = np.floor(years * MONTHS + 1e-6).astype(np.int64)
    month -= month.min()
    runs = np.bincount(month)
    sums = np.bincount(month, values)
    return np.divide(sums, runs, out=np.full(len(runs), np.nan), where=runs > 0), runs, month


def _steps(level_sd: float, growth_sd: float) -> tuple[float, float]:
    """Variances of a month's steps of the level and of growth a month."""
    return level_sd**2 / MONTHS, (growth_sd / MONTHS) ** 2 / MONTHS


def _averaged(
    years: Floats, values: Floats, variance: float, wandering: Wandering
) -> tuple[Curve, tuple[float, float]]:
    """The curve averaged over how much growth wanders, each with its best level; and the best pair of both."""
    means, runs, _ = _monthly(years, values)
    model = Monthly(means, runs)
    best: list[tuple[float, float, float]] = []
    states = []
    for growth_sd in wandering.growth_sd:
        tried = [(model.loglike([variance, *_steps(level, growth_sd)]), level) for level in wandering.level_sd]
        likelihood, level_sd = max(tried)
        best.append((likelihood, level_sd, growth_sd))
        smoothed = model.smooth([variance, *_steps(level_sd, growth_sd)], return_ssm=True)
        slope_sd = np.sqrt(np.maximum(smoothed.smoothed_state_cov[1, 1], 0.0))
        states.append((smoothed.smoothed_state[0], MONTHS * smoothed.smoothed_state[1], MONTHS * slope_sd))
    likelihoods = np.array([each[0] for each in best])
    widths = np.gradient(np.array(wandering.growth_sd)) if len(best) > 1 else np.ones(1)
    weights = np.exp(likelihoods - likelihoods.max()) * widths
    weights /= weights.sum()
    level, slope, sd = (np.stack(each) for each in zip(*states, strict=True))
    mean = weights @ slope
    spread = np.sqrt(weights @ (sd**2 + (slope - mean) ** 2))
    first = np.floor(years.min() * MONTHS + 1e-6)
    middles = (first + np.arange(len(runs)) + 0.5) / MONTHS
    _, level_sd, growth_sd = max(best)
    return Curve(middles, runs, weights @ level, mean, spread), (level_sd, growth_sd)


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
