"""The table of trends: every selection of runs by every estimator, each with intervals by theory and by bootstrap."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.trends.bootstrap import generator, huber_slopes, ols_slopes, percentile_interval, theil_sen_slopes
from ai_compute.trends.clusters import cluster_robust
from ai_compute.trends.points import EXCLUDED, too_few
from ai_compute.trends.quantile import quantile_line
from ai_compute.trends.regression import (
    ESTIMATORS,
    LEAST_SCALE,
    MEDIAN_ABSOLUTE_OF_NORMAL,
    Floats,
    Line,
    doubling_months,
    t_quantile,
    two_sided_p,
)
from ai_compute.trends.selections import Selection

COLUMNS = [
    *("trend", "estimator", "interval", "runs", "start", "end", "slope", "slope_low", "slope_high", "intercept"),
    *("doubling_months", "doubling_months_low", "doubling_months_high", "open_ended"),
    *("growth_per_year", "growth_per_year_low", "growth_per_year_high", "r_squared", "residual_sd"),
    *("between_sd", "nominal", "organizations", "resamples", "told", "curvature_p", "curved"),
]
BY_T, BY_ORGANIZATION = "t", "CR2"


def trends(
    selections: Mapping[str, Selection],
    level: float,
    resamples: int,
    seed: int,
    runs_at_least: int,
    pairwise_runs_at_most: int,
    robust_bootstrap_runs_at_most: int,
    organizations_at_least: int,
    curved_below: float,
    quantile_draws: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every trend by every estimator and interval; of least squares, the wider of t and CR2 is told.

    Args:
        selections: points by trend id.
        level: of the intervals.
        resamples: of each bootstrap.
        seed: of its random numbers.
        runs_at_least: fewer runs are no trend.
        pairwise_runs_at_most: Theil-Sen, which looks at all pairs, is left out above this.
        robust_bootstrap_runs_at_most: Theil-Sen and Huber are bootstrapped up to this.
        organizations_at_least: with fewer of them there is no interval by organization (CR2, or whole ones drawn).
        curved_below: a line whose curvature chance explains with a lesser probability counts as curved.
        quantile_draws: resamples of the bootstraps, over papers and over organizations, that lines of quantiles have.

    Returns:
        The table `trends`, and rows of the table `excluded`.
    """
    rows: list[dict[str, object]] = []
    left_out: list[dict[str, str]] = []
    for trend, selection in selections.items():
        points = selection.points
        reason = too_few(points, runs_at_least)
        if reason is not None:
            left_out.append({"analysis": f"trend {trend}", "run": "", "reason": reason})
            continue
        bent = curvature(points, organizations_at_least)
        shared = {
            "trend": trend,
            "start": float(points["decimal_year"].min()),
            "end": float(points["decimal_year"].max()),
            "nominal": selection.nominal,
            "organizations": int(points["cluster"].nunique()),
            "curvature_p": bent,
            "curved": bool(bent < curved_below),
            "told": False,
        }
        if selection.quantile is not None:
            random = generator(seed, trend)
            line = quantile_line(points, selection.quantile, level, quantile_draws, random, organizations_at_least)
            rows.append(shared | line_row(line) | {"resamples": quantile_draws, "told": True})
            continue
        for estimator in ESTIMATORS:
            if estimator == "theil-sen" and len(points) > pairwise_runs_at_most:
                more = f"theil-sen: more than {pairwise_runs_at_most} runs, and it looks at every pair"
                left_out.append({"analysis": f"trend {trend}", "run": "", "reason": more})
                continue
            if estimator == "weighted" and not points["sd_log10"].notna().any():
                continue
            line = fit(points, estimator, level)
            if estimator == "ols":
                both = [line, *by_organization(points, line, level, organizations_at_least)]
                widest = max(both, key=lambda each: each.slope_high - each.slope_low)
                rows += [shared | line_row(each) | {"resamples": 0, "told": each is widest} for each in both]
            else:
                rows.append(shared | line_row(line) | {"resamples": 0})
            robust = estimator in ("theil-sen", "huber")
            if robust and len(points) > robust_bootstrap_runs_at_most:
                continue
            for interval, slopes in bootstraps(points, line, resamples, seed, trend).items():
                low, high = percentile_interval(slopes, level)
                renewed = replace(line, interval=interval, slope_low=low, slope_high=high)
                rows.append(shared | line_row(renewed) | {"resamples": resamples})
    return pd.DataFrame(rows, columns=COLUMNS), pd.DataFrame(left_out, columns=EXCLUDED)


def fit(points: pd.DataFrame, estimator: str = "ols", level: float = 0.95) -> Line:
    """The line through points (decimal_year, log10_flop, sd_log10), of which there must be two dates or more."""
    x, y, sd = (points[name].to_numpy(float) for name in ("decimal_year", "log10_flop", "sd_log10"))
    return ESTIMATORS[estimator](x, y, sd, level)


def by_organization(points: pd.DataFrame, line: Line, level: float, organizations_at_least: int) -> list[Line]:
    """The line with the interval of its slope by organization; nothing with too few of them."""
    if points["cluster"].nunique() < organizations_at_least:
        return []
    x, y = points["decimal_year"].to_numpy(float), points["log10_flop"].to_numpy(float)
    design = np.column_stack([np.ones(len(x)), x - x.mean()])
    error, degrees = cluster_robust(design, y - line.at(x), _clusters(points), np.array([0.0, 1.0]))
    if np.isnan(error):
        return []
    reach = t_quantile(degrees, level) * error
    return [replace(line, interval=BY_ORGANIZATION, slope_low=line.slope - reach, slope_high=line.slope + reach)]


def curvature(points: pd.DataFrame, organizations_at_least: int) -> float:
    """How probable so much curvature is of a straight line: the larger p of the square's t and, if told, its CR2."""
    x, y = points["decimal_year"].to_numpy(float), points["log10_flop"].to_numpy(float)
    x = x - x.mean()
    design = np.column_stack([np.ones(len(x)), x, x * x])
    if len(x) <= 3 or np.linalg.matrix_rank(design) < 3:
        return float("nan")
    residuals = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    square = np.array([0.0, 0.0, 1.0])
    coefficient = float(np.linalg.lstsq(design, y, rcond=None)[0][2])
    variance = float((residuals**2).sum()) / (len(x) - 3) * float(np.linalg.inv(design.T @ design)[2, 2])
    tests = [(np.sqrt(variance), len(x) - 3.0)]
    if points["cluster"].nunique() >= organizations_at_least:
        tests.append(cluster_robust(design, residuals, _clusters(points), square))
    found = [two_sided_p(coefficient, error, degrees) for error, degrees in tests if error > 0]
    return max(found, default=float("nan"))


def _clusters(points: pd.DataFrame) -> NDArray[np.int64]:
    return pd.factorize(points["cluster"], sort=True)[0].astype(np.int64)


def bootstraps(points: pd.DataFrame, line: Line, resamples: int, seed: int, name: str) -> dict[str, Floats]:
    """Slopes of resampled runs (`bootstrap`) and, by least squares, of organizations (`cluster bootstrap`)."""
    x, y = points["decimal_year"].to_numpy(float), points["log10_flop"].to_numpy(float)
    random = generator(seed, f"{name} {line.estimator}")
    if line.estimator == "theil-sen":
        return {"bootstrap": theil_sen_slopes(x, y, resamples, random)}
    if line.estimator == "huber":
        residuals = np.abs(y - line.at(x))
        scale = max(float(np.median(residuals)) / MEDIAN_ABSOLUTE_OF_NORMAL, LEAST_SCALE)
        return {"bootstrap": huber_slopes(x, y, resamples, random, scale)}
    weights = None
    if line.estimator == "weighted":
        error = points["sd_log10"].fillna(points["sd_log10"].median()).to_numpy(float)
        total = line.between_sd**2 + error**2
        weights = 1 / total if (total > 0).all() else None
    found = {"bootstrap": ols_slopes(x, y, resamples, random, weights=weights)}
    if points["cluster"].nunique() > 2:
        found["cluster bootstrap"] = ols_slopes(x, y, resamples, random, _clusters(points), weights)
    return found


def line_row(line: Line) -> dict[str, object]:
    """A line in the words of the table `trends`; the doubling time's interval is the image of the slope's."""
    return {
        "estimator": line.estimator,
        "interval": line.interval,
        "runs": line.runs,
        "slope": line.slope,
        "slope_low": line.slope_low,
        "slope_high": line.slope_high,
        "intercept": line.intercept,
        "doubling_months": doubling_months(line.slope),
        "doubling_months_low": doubling_months(line.slope_high),
        "doubling_months_high": doubling_months(line.slope_low),
        "open_ended": bool(line.slope_low <= 0 <= line.slope_high),
        "growth_per_year": 10**line.slope,
        "growth_per_year_low": 10**line.slope_low,
        "growth_per_year_high": 10**line.slope_high,
        "r_squared": line.r_squared,
        "residual_sd": line.residual_sd,
        "between_sd": line.between_sd,
    }


def names(selections: Mapping[str, Selection], wanted: Sequence[str], runs_at_least: int) -> list[str]:
    """Those of the wanted trends that can be fitted."""
    return [name for name in wanted if name in selections and too_few(selections[name].points, runs_at_least) is None]
