"""Straight lines through log10 FLOP against decimal year: ordinary and weighted least squares, Theil-Sen, Huber.

scipy.stats and statsmodels have them too, and the tests hold these against both; but importing them takes longer than
most stages need for all lines. Dates are centred first, so that nothing is lost to rounding.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ai_compute.trends.bootstrap import HUBER_TUNING
from ai_compute.values.intervals import normal_quantile

Floats = NDArray[np.float64]
LOG10_2 = np.log10(2.0)
STEPS_AT_MOST, LOSS_TOLERANCE, NEWTON_TOLERANCE = 200, 1e-12, 1e-12
MEDIAN_ABSOLUTE_OF_NORMAL = normal_quantile(0.5)
LEAST_SCALE = 1e-9
"""Residuals (log10) below this are rounding."""
MOST_DIGITS = 300.0
"""Powers of ten beyond this are no numbers to tell, and soon none that a 64-bit float holds."""


def powers_of_ten(log10: Floats) -> Floats:
    """Ten to the power of each, held between 1e-300 and 1e300: intervals of lines through a few runs reach farther."""
    return np.asarray(10.0 ** np.clip(log10, -MOST_DIGITS, MOST_DIGITS))


@dataclass(frozen=True)
class Line:
    """A fitted line, log10 FLOP = intercept + slope x decimal year, with the interval of its slope.

    `between_sd` is the part of the scatter (log10) that estimate error does not explain; NaN where not estimated.
    """

    estimator: str
    interval: str
    runs: int
    slope: float
    slope_low: float
    slope_high: float
    intercept: float
    r_squared: float
    residual_sd: float
    mean_year: float
    sum_of_squares: float
    between_sd: float = float("nan")

    def at(self, decimal_years: Floats) -> Floats:
        """Log10 FLOP of the line at these dates."""
        return np.asarray(self.intercept + self.slope * decimal_years)

    def prediction_sd(self, decimal_years: Floats) -> Floats:
        """Standard deviation of one new run's log10 FLOP about the line at these dates (least squares)."""
        leverage = 1 / self.runs + (decimal_years - self.mean_year) ** 2 / self.sum_of_squares
        return np.asarray(self.residual_sd * np.sqrt(1 + leverage))

    def prediction(self, decimal_years: Floats, level: float) -> tuple[Floats, Floats]:
        """Interval of one new run's log10 FLOP at these dates, by t."""
        reach = t_quantile(self.runs - 2, level) * self.prediction_sd(decimal_years)
        return self.at(decimal_years) - reach, self.at(decimal_years) + reach


def t_quantile(degrees: float, level: float) -> float:
    """The t that leaves (1 - level) / 2 above it."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.5 + level / 2))


def two_sided_p(value: float, error: float, degrees: float) -> float:
    """How probable an estimate at least so far from 0 is of 0, by t; `error` is its standard error."""
    from scipy.special import stdtr

    return 2 * float(stdtr(degrees, -abs(value) / error)) if error > 0 else float(value == 0)


def doubling_months(slope: float) -> float:
    """12 log10(2) / slope; NaN if the slope is not above 0."""
    return float(12 * LOG10_2 / slope) if slope > 0 else float("nan")


def least_squares(years: Floats, log10_flop: Floats, sd_log10: Floats, level: float) -> Line:
    """Ordinary least squares with an interval by t; estimate error is in the residuals already, so not used."""
    x, middle = years - years.mean(), log10_flop.mean()
    squares = float(x @ x)
    slope = float(x @ (log10_flop - middle)) / squares
    residuals = log10_flop - middle - slope * x
    degrees = len(x) - 2
    variance = float(residuals @ residuals) / degrees if degrees > 0 else float("nan")
    reach = t_quantile(degrees, level) * np.sqrt(variance / squares)
    return _line("ols", "t", years, log10_flop, slope, slope - reach, slope + reach, middle)


def weighted(years: Floats, log10_flop: Floats, sd_log10: Floats, level: float) -> Line:
    """Least squares with weights 1 / (tau² + s²): s is each run's estimate error, tau the scatter between runs.

    tau² is the one at which the weighted residuals are as large as they should be (Paule and Mandel 1982; DerSimonian
    and Kacker 2007), 0 if estimate error alone explains the scatter. The interval is Knapp and Hartung's (2003), by t.
    Runs without an interval count as if their error were the median of the others.
    """
    x = years - years.mean()
    spread = np.where(np.isfinite(sd_log10), sd_log10, np.nanmedian(sd_log10) if np.isfinite(sd_log10).any() else 0.0)
    variance = _between_variance(x, log10_flop, spread**2)
    total = variance + spread**2
    weights = 1 / total if (total > 0).all() else np.ones(len(total))
    slope, at_mean, squares = _weighted_line(x, log10_flop, weights)
    residuals = log10_flop - at_mean - slope * x
    degrees = len(x) - 2
    error = np.sqrt(float(weights @ residuals**2) / degrees / squares) if degrees > 0 else float("nan")
    reach = t_quantile(degrees, level) * error
    return _line("weighted", "t", years, log10_flop, slope, slope - reach, slope + reach, at_mean, np.sqrt(variance))


def theil_sen(years: Floats, log10_flop: Floats, sd_log10: Floats, level: float) -> Line:
    """Median of the slopes of all pairs (Theil 1950), with the interval by ranks of Sen (1968, equation 2.6)."""
    from scipy.special import ndtri

    x = years - years.mean()
    across, up = x[:, None] - x, log10_flop[:, None] - log10_flop
    slopes = np.sort(up[across > 0] / across[across > 0])
    slope = float(np.median(slopes))
    ties = np.concatenate([np.unique(values, return_counts=True)[1] for values in (x, log10_flop)])
    reach = ndtri(0.5 + level / 2) * np.sqrt((_of_ranks(len(x)) - _of_ranks(ties).sum()) / 18)
    low = max(int(np.round((len(slopes) - reach) / 2)) - 1, 0)
    high = min(int(np.round((len(slopes) + reach) / 2)), len(slopes) - 1)
    at_mean = float(np.median(log10_flop - slope * x))
    return _line("theil-sen", "ranks", years, log10_flop, slope, slopes[low], slopes[high], at_mean)


def huber(years: Floats, log10_flop: Floats, sd_log10: Floats, level: float) -> Line:
    """Huber's M-estimate (1964), tuning 1.345, by iteratively reweighted least squares; asymptotic interval with t.

    The scale is the median absolute residual over that of a normal distribution, renewed with the line; the error of
    the slope is the first of the three of Huber (1981, section 7.6).
    """
    x = years - years.mean()
    weights, before = np.ones(len(x)), np.inf
    for _ in range(STEPS_AT_MOST):
        slope, at_mean, _ = _weighted_line(x, log10_flop, weights)
        distances = np.abs(log10_flop - at_mean - slope * x)
        scale = float(np.median(distances)) / MEDIAN_ABSOLUTE_OF_NORMAL
        if scale < LEAST_SCALE:  # at least half of the points lie on the line
            return replace(least_squares(years, log10_flop, sd_log10, level), estimator="huber", interval="asymptotic")
        distances /= scale
        held = np.minimum(distances, HUBER_TUNING)
        loss = float(held @ (distances - held / 2))
        if abs(loss - before) <= LOSS_TOLERANCE:
            break
        weights, before = HUBER_TUNING / np.maximum(distances, HUBER_TUNING), loss
    inside = float((distances <= HUBER_TUNING).mean())
    degrees = len(x) - 2
    correction = 1 + 2 / len(x) * (1 - inside) / inside
    variance = float(held @ held) / degrees * (scale / inside) ** 2 / float(x @ x)
    reach = t_quantile(degrees, level) * correction * np.sqrt(variance)
    return _line("huber", "asymptotic", years, log10_flop, slope, slope - reach, slope + reach, at_mean)


Estimator = Callable[[Floats, Floats, Floats, float], Line]
ESTIMATORS: dict[str, Estimator] = {
    "ols": least_squares,
    "weighted": weighted,
    "theil-sen": theil_sen,
    "huber": huber,
}


def _weighted_line(x: Floats, y: Floats, weights: Floats) -> tuple[float, float, float]:
    """Slope, value at x = 0, and weighted sum of squares of x about its weighted mean."""
    total = weights.sum()
    middle, height = weights @ x / total, weights @ y / total
    pull = weights * (x - middle)
    squares = float(pull @ (x - middle))
    slope = float(pull @ (y - height)) / squares
    return slope, float(height - slope * middle), squares


def _between_variance(x: Floats, y: Floats, error_variance: Floats) -> float:
    """Paule and Mandel's variance between runs, by Newton's method from below (DerSimonian and Kacker 2007)."""
    variance = least = 1e-12 * (float(np.var(y)) * len(y) + 1e-12)
    for _ in range(STEPS_AT_MOST):
        weights = 1 / (variance + error_variance)
        slope, height, _ = _weighted_line(x, y, weights)
        pulls = weights * (y - height - slope * x) ** 2
        excess, fall = float(pulls.sum()) - (len(x) - 2), float(weights @ pulls)
        if excess <= NEWTON_TOLERANCE * fall * variance:
            break
        variance += excess / fall
    return 0.0 if variance == least else variance


def _of_ranks(runs: Any) -> Any:
    """18 times the variance that so many runs give Kendall's S, or that so many equal ones take from it."""
    return runs * (runs - 1) * (2 * runs + 5)


def _line(
    estimator: str,
    interval: str,
    years: Floats,
    log10_flop: Floats,
    slope: float,
    low: float,
    high: float,
    at_mean: float | Floats,
    between_sd: float = float("nan"),
) -> Line:
    """A Line from its value `at_mean`, the mean of the dates."""
    mean = float(years.mean())
    residuals = log10_flop - (float(at_mean) + slope * (years - mean))
    total = float(((log10_flop - log10_flop.mean()) ** 2).sum())
    squares = float((residuals**2).sum())
    return Line(
        estimator=estimator,
        interval=interval,
        runs=len(years),
        slope=float(slope),
        slope_low=float(low),
        slope_high=float(high),
        intercept=float(at_mean) - float(slope) * mean,
        r_squared=1 - squares / total if total > 0 else float("nan"),
        residual_sd=float(np.sqrt(squares / (len(years) - 2))) if len(years) > 2 else float("nan"),
        mean_year=mean,
        sum_of_squares=float(((years - mean) ** 2).sum()),
        between_sd=float(between_sd),
    )
