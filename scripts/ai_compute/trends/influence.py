"""On which runs a trend hangs: leave-one-out doubling times and Cook's distance."""

import numpy as np
import pandas as pd

from ai_compute.trends.lines import fit
from ai_compute.trends.regression import LOG10_2

COLUMNS = ["trend", "run", "doubling_months_without", "shift_months", "cooks_distance"]


def influence(points: pd.DataFrame, trend: str) -> pd.DataFrame:
    """Each run's weight in an ordinary least-squares trend.

    Args:
        points: run, decimal_year, log10_flop, sd_log10; at least four runs, or the table is empty.
        trend: the trend's id.

    Returns:
        Rows of the table `influence`. The slope without a run follows in closed form from its residual and leverage
        (Cook and Weisberg 1982, chapter 3), which is tested against fits without the run.
    """
    if len(points) < 4:
        return pd.DataFrame(columns=COLUMNS)
    line = fit(points)
    years, values = (points[name].to_numpy(float) for name in ("decimal_year", "log10_flop"))
    centred, residuals = years - line.mean_year, values - line.at(years)
    leverage = 1 / len(years) + centred**2 / line.sum_of_squares
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = centred * residuals / (line.sum_of_squares * (1 - leverage))
        distance = (residuals / line.residual_sd / (1 - leverage)) ** 2 * leverage / 2
    without = _doubling_months(line.slope - shift)
    return pd.DataFrame(
        {
            "trend": trend,
            "run": points["run"],
            "doubling_months_without": without,
            "shift_months": without - _doubling_months(np.asarray(line.slope)),
            "cooks_distance": distance,
        }
    )


def _doubling_months(slopes: np.ndarray) -> np.ndarray:
    months = np.full(np.shape(slopes), np.nan)
    np.divide(12 * LOG10_2, slopes, out=months, where=slopes > 0)
    return months
