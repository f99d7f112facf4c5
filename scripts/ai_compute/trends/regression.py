"""Straight lines through log10 FLOP against decimal year: ordinary and weighted least squares, Theil-Sen, Huber.

All but plain least squares is done by scipy and statsmodels, which are imported where they are used: most stages only
import what imports this, and they take a second. Dates are centred first, so that nothing is lost to rounding.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LOG10_2 = np.log10(2.0)
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
    from statsmodels.regression.linear_model import WLS

    spread = np.where(np.isfinite(sd_log10), sd_log10, np.nanmedian(sd_log10) if np.isfinite(sd_log10).any() else 0.0)
    design = _design(years)
    variance = _between_variance(design, log10_flop, spread**2)
    total = variance + spread**2
    fit = WLS(log10_flop, design, weights=1 / total if (total > 0).all() else np.ones(len(total))).fit()
    low, high = fit.conf_int(1 - level)[1]
    return _line("weighted", "t", years, log10_flop, fit.params[1], low, high, fit.params[0], np.sqrt(variance))


def theil_sen(years: Floats, log10_flop: Floats, sd_log10: Floats, level: float) -> Line:
    """Median of the slopes of all pairs (Theil 1950, Sen 1968), with Sen's interval by ranks."""
    from scipy.stats import theilslopes

    centred = years - years.mean()
    slope, intercept, low, high = theilslopes(log10_flop, centred, alpha=level, method="joint")
    return _line("theil-sen", "ranks", years, log10_flop, slope, low, high, intercept)


def huber(years: Floats, log10_flop: Floats, sd_log10: Floats, level: float) -> Line:
    """Huber's M-estimate (1964), tuning 1.345, scale by the median absolute deviation; asymptotic interval with t."""
    from statsmodels.robust.robust_linear_model import RLM

    fit = RLM(log10_flop, _design(years)).fit(maxiter=200)
    if not np.isfinite(fit.bse[1]):  # more than half of the points lie on the line: the scale is 0
        ordinary = least_squares(years, log10_flop, sd_log10, level)
        low, high = ordinary.slope_low, ordinary.slope_high
        return _line("huber", "asymptotic", years, log10_flop, ordinary.slope, low, high, ordinary.at(years.mean()))
    reach = t_quantile(len(years) - 2, level) * fit.bse[1]
    slope = fit.params[1]
    return _line("huber", "asymptotic", years, log10_flop, slope, slope - reach, slope + reach, fit.params[0])


Estimator = Callable[[Floats, Floats, Floats, float], Line]
ESTIMATORS: dict[str, Estimator] = {
    "ols": least_squares,
    "weighted": weighted,
    "theil-sen": theil_sen,
    "huber": huber,
}


def _design(years: Floats) -> Floats:
    return np.column_stack([np.ones(len(years)), years - years.mean()])


def _between_variance(design: Floats, log10_flop: Floats, error_variance: Floats) -> float:
    from scipy.optimize import brentq

    degrees = len(log10_flop) - design.shape[1]

    def excess(variance: float) -> float:
        weights = 1 / (variance + error_variance)
        root = np.sqrt(weights)
        residuals = log10_flop - design @ np.linalg.lstsq(design * root[:, None], log10_flop * root, rcond=None)[0]
        return float((weights * residuals**2).sum() - degrees)

    most = float(np.var(log10_flop)) * len(log10_flop) + 1e-12
    least = 1e-12 * most
    if excess(least) <= 0:
        return 0.0
    return float(brentq(excess, least, most)) if excess(most) < 0 else most


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
