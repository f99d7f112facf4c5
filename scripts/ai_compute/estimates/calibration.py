"""Are the intervals honest? One scale, fitted to the cross-checks of independent methods, tested on papers left out.

Two independent estimates of one run differ by log10 ratio ~ N(0, fixed + scale² x scalable variance). For each run and
level there is a smallest scale at which the run falls inside its predicted interval; the calibrated scale is the one
at which the share inside, averaged over the levels that it is fitted at, is the average of those levels.

Whether intervals hold is told only where it could fail: at levels that the scale was not fitted at, on papers that it
has not seen, left out one by one or published later.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.values.intervals import normal_quantile, share_interval

Floats = NDArray[np.float64]
COLUMNS = [
    *("tried", "level", "runs", "inside", "share", "share_low", "share_high", "median_interval_factor"),
    *("papers", "scale", "tried_after", "scale_asked"),
]
LEFT_OUT, LATER = "papers left out", "later papers"


def calibrated_scale(
    checks: pd.DataFrame, levels: Sequence[float], at_least: float = 0.0, at_most: float = np.inf
) -> float:
    """The scale of assumed and derived facts that makes intervals hold as often as they say.

    Args:
        checks: log10_ratio, fixed_variance, scaled_variance; one row a run with two independent estimates.
        levels: the levels whose coverage is averaged: 0.95 for intervals that are shown at 95 %.
        at_least: lower bound of the scale.
        at_most: upper bound of the scale.

    Returns:
        The scale; 1.0 if there is nothing to calibrate on.
    """
    if checks.empty or len(levels) == 0:
        return 1.0
    thresholds = smallest_scales(checks, levels).ravel()
    scale = float(np.quantile(thresholds, np.mean(levels), method="inverted_cdf"))
    return float(np.clip(scale, at_least, at_most))


def held_out_sd(
    checks: pd.DataFrame, fitted_at: Sequence[float], at_least: float = 0.0, at_most: float = np.inf
) -> pd.Series:
    """Standard deviation of log10 ratio that is predicted for each run by the scale fitted to all other papers.

    Args:
        checks: paper, log10_ratio, fixed_variance, scaled_variance, independent; one row a run with both methods.
        fitted_at: the levels that the scale is fitted at.
        at_least: lower bound of the scale.
        at_most: upper bound of the scale.

    Returns:
        One value a row of `checks`; NaN where the methods are not independent of each other.
    """
    independent = checks[checks["independent"].astype(bool)]
    scale = _scales_of_others(independent, fitted_at, at_least, at_most)
    variance = independent["fixed_variance"] + scale**2 * independent["scaled_variance"]
    predicted: pd.Series = (variance**0.5).reindex(checks.index)
    return predicted


def _scales_of_others(checks: pd.DataFrame, levels: Sequence[float], at_least: float, at_most: float) -> Floats:
    """For each row the scale that all papers but its own ask for, as `calibrated_scale` would; shape (runs,).

    All smallest scales are sorted once. The one that is wanted of the others has the same rank among all, and one more
    for each of the paper's own that stands before it.
    """
    codes, names = pd.factorize(checks["paper"])
    needed = smallest_scales(checks, levels).ravel()
    owner = np.repeat(codes, len(levels))
    ordered = np.argsort(needed, kind="stable")
    place = np.empty(len(needed), int)
    place[ordered] = np.arange(len(needed))
    own = place[np.lexsort((place, owner))]
    counts = np.bincount(owner, minlength=len(names))
    starts = np.cumsum(counts) - counts
    others = len(needed) - counts
    rank = np.maximum(np.ceil(others * np.mean(levels) - 1), 0).astype(int) if len(needed) else counts
    for step in range(counts.max(initial=0)):
        more = counts > step
        rank[more] += own[starts[more] + step] <= rank[more]
    scales = np.ones(len(names))
    scales[others > 0] = np.clip(needed[ordered][rank[others > 0]], at_least, at_most)
    return np.asarray(scales[codes])


def coverage(
    checks: pd.DataFrame,
    fitted_at: Sequence[float],
    levels: Sequence[float],
    after: pd.Timestamp,
    at_least: float = 0.0,
    at_most: float = np.inf,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Coverage of the predicted intervals where it could fail: on papers and at levels that the scale did not see.

    Args:
        checks: as of `held_out_sd`, and published; rows that are not independent are left out.
        fitted_at: the levels that the scale is fitted at, of which none is told.
        levels: nominal levels whose coverage is told.
        after: what is fitted to papers before this day is tried on those from it on.
        at_least: lower bound of the scale.
        at_most: upper bound of the scale.
        confidence: level of the binomial intervals (Wilson 1927) of the shares.

    Returns:
        The table `calibration`: each paper judged with the scale of all others (`papers left out`, the scale that of
        all papers), and later papers judged with that of earlier ones (`later papers`). `scale_asked` is the scale that
        the same papers ask for without bounds.
    """
    checks = checks[checks["independent"].astype(bool)]
    earlier, later = checks[checks["published"] < after], checks[checks["published"] >= after]
    bounds = (at_least, at_most)
    rows = []
    if len(checks):
        predicted = held_out_sd(checks, fitted_at, *bounds)
        told = _scales(checks, fitted_at, *bounds)
        rows += [row | told for row in _rows(LEFT_OUT, checks, predicted, confidence, levels)]
    if len(earlier) and len(later):
        told = _scales(earlier, fitted_at, *bounds)
        predicted = (later["fixed_variance"] + told["scale"] ** 2 * later["scaled_variance"]) ** 0.5
        rows += [row | told for row in _rows(LATER, later, predicted, confidence, levels)]
    kept = [row | {"tried_after": after} for row in rows if row["level"] not in fitted_at]
    return pd.DataFrame(kept, columns=COLUMNS)


def _scales(checks: pd.DataFrame, fitted_at: Sequence[float], at_least: float, at_most: float) -> dict[str, float]:
    """The scale within its bounds, which intervals have, and the one that the checks ask for."""
    asked = calibrated_scale(checks, fitted_at)
    return {"scale": float(np.clip(asked, at_least, at_most)), "scale_asked": asked}


def _rows(
    tried: str, checks: pd.DataFrame, predicted: pd.Series, confidence: float, levels: Sequence[float]
) -> list[dict[str, object]]:
    distance, rows = np.abs(checks["log10_ratio"].to_numpy()), []
    for level in levels:
        reach = normal_quantile(level) * predicted.to_numpy()
        inside = int((distance <= reach).sum())
        low, high = share_interval(inside, len(checks), confidence)
        rows.append(
            {
                "tried": tried,
                "level": level,
                "runs": len(checks),
                "inside": inside,
                "share": inside / len(checks),
                "share_low": low,
                "share_high": high,
                "median_interval_factor": float(10.0 ** np.median(reach)),
                "papers": checks["paper"].nunique(),
            }
        )
    return rows


def smallest_scales(checks: pd.DataFrame, levels: Sequence[float]) -> Floats:
    """For each run and level the smallest scale that puts the run inside; shape (runs, levels)."""
    quantiles = np.array([normal_quantile(level) for level in levels])
    needed = (checks["log10_ratio"].to_numpy()[:, None] / quantiles) ** 2
    missing = np.maximum(needed - checks["fixed_variance"].to_numpy()[:, None], 0.0)
    scalable = np.broadcast_to(checks["scaled_variance"].to_numpy()[:, None], missing.shape)
    squares = np.full(missing.shape, np.inf)
    np.divide(missing, scalable, out=squares, where=scalable > 0)
    squares[missing == 0] = 0.0
    return np.asarray(np.sqrt(squares))
