"""On which runs a trend hangs: leave-one-out doubling times and Cook's distance."""

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.outliers_influence import OLSInfluence

from ai_compute.trends.regression import LOG10_2

COLUMNS = ["trend", "run", "doubling_months_without", "shift_months", "cooks_distance"]


def influence(points: pd.DataFrame, trend: str) -> pd.DataFrame:
    """Each run's weight in an ordinary least-squares trend.

    Args:
        points: run, decimal_year, log10_flop; at least four runs, or the table is empty.
        trend: the trend's id.

    Returns:
        Rows of the table `influence`. The slope without a run follows in closed form from its residual and leverage
        (Cook and Weisberg 1982, chapter 3), which is tested against fits without the run.
    """
    if len(points) < 4:
        return pd.DataFrame(columns=COLUMNS)
    years = points["decimal_year"].to_numpy(float)
    centred = years - years.mean()
    fit = OLS(points["log10_flop"].to_numpy(float), np.column_stack([np.ones(len(years)), centred])).fit()
    measures = OLSInfluence(fit)
    leverage = measures.hat_matrix_diag
    spread = (centred**2).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = centred * fit.resid / (spread * (1 - leverage))
    without = _doubling_months(fit.params[1] - shift)
    return pd.DataFrame(
        {
            "trend": trend,
            "run": points["run"],
            "doubling_months_without": without,
            "shift_months": without - _doubling_months(np.asarray(fit.params[1])),
            "cooks_distance": measures.cooks_distance[0],
        }
    )


def _doubling_months(slopes: np.ndarray) -> np.ndarray:
    months = np.full(np.shape(slopes), np.nan)
    np.divide(12 * LOG10_2, slopes, out=months, where=slopes > 0)
    return months
