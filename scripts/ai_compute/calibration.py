"""Are the intervals honest? One scale, fitted to the cross-checks of independent methods, tested on papers left out.

Two independent estimates of one run differ by log10 ratio ~ N(0, fixed + scale² x scalable variance). For each run and
level there is a smallest scale at which the run falls inside its predicted interval; the calibrated scale is the one
at which the share inside, averaged over the levels, is the average of the levels.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import binomtest

from ai_compute.uncertainty import normal_quantile

Floats = NDArray[np.float64]
COLUMNS = ["level", "runs", "inside", "share", "share_low", "share_high", "median_interval_factor", "papers", "scale"]


def calibrated_scale(
    checks: pd.DataFrame, levels: Sequence[float], at_least: float = 0.0, at_most: float = np.inf
) -> float:
    """The scale of assumed and derived facts that makes intervals hold as often as they say.

    Args:
        checks: log10_ratio, fixed_variance, scaled_variance; one row a run with two independent estimates.
        levels: the levels whose coverage is averaged, such as (0.5, 0.8, 0.95).
        at_least: lower bound of the scale.
        at_most: upper bound of the scale.

    Returns:
        The scale; 1.0 if there is nothing to calibrate on.
    """
    if checks.empty or len(levels) == 0:
        return 1.0
    thresholds = _smallest_scales(checks, levels)
    scale = float(np.quantile(thresholds, np.mean(levels), method="inverted_cdf"))
    return float(np.clip(scale, at_least, at_most))


def leave_one_paper_out(
    checks: pd.DataFrame,
    levels: Sequence[float],
    at_least: float = 0.0,
    at_most: float = np.inf,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Coverage of the predicted intervals when each paper's runs are judged with the scale fitted to all others.

    Args:
        checks: paper, log10_ratio, fixed_variance, scaled_variance, independent; one row a run with both methods. Rows
            that are not independent are left out.
        levels: nominal levels.
        at_least: lower bound of the scale.
        at_most: upper bound of the scale.
        confidence: level of the binomial intervals (Wilson 1927) of the shares.

    Returns:
        The table `calibration`; `scale` is the one fitted to all papers.
    """
    checks = checks[checks["independent"].astype(bool)].reset_index(drop=True)
    if checks.empty:
        return pd.DataFrame({name: pd.Series(dtype=float) for name in COLUMNS})
    held_out = np.empty(len(checks))
    for paper in checks["paper"].unique():
        mine = (checks["paper"] == paper).to_numpy()
        held_out[mine] = calibrated_scale(checks[~mine], levels, at_least, at_most)
    variance = checks["fixed_variance"].to_numpy() + held_out**2 * checks["scaled_variance"].to_numpy()
    sd = np.sqrt(variance)
    distance = np.abs(checks["log10_ratio"].to_numpy())
    rows = []
    for level in levels:
        reach = normal_quantile(level) * sd
        inside = int((distance <= reach).sum())
        share = binomtest(inside, len(checks)).proportion_ci(confidence, method="wilson")
        rows.append(
            {
                "level": level,
                "runs": len(checks),
                "inside": inside,
                "share": inside / len(checks),
                "share_low": share.low,
                "share_high": share.high,
                "median_interval_factor": float(10.0 ** np.median(reach)),
                "papers": checks["paper"].nunique(),
                "scale": calibrated_scale(checks, levels, at_least, at_most),
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _smallest_scales(checks: pd.DataFrame, levels: Sequence[float]) -> Floats:
    """For each run and level the smallest scale that puts the run inside; shape (runs x levels,)."""
    quantiles = ndtri(0.5 + np.asarray(levels, float) / 2)
    needed = (checks["log10_ratio"].to_numpy()[:, None] / quantiles) ** 2
    missing = np.maximum(needed - checks["fixed_variance"].to_numpy()[:, None], 0.0)
    scalable = np.broadcast_to(checks["scaled_variance"].to_numpy()[:, None], missing.shape)
    squares = np.full(missing.shape, np.inf)
    np.divide(missing, scalable, out=squares, where=scalable > 0)
    squares[missing == 0] = 0.0
    return np.sqrt(squares).ravel()
