"""The difference of two slopes, told as a slope is told: the wider of its intervals by t and by organization."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ai_compute.trends.bootstrap import percentile_interval
from ai_compute.trends.clusters import cluster_robust
from ai_compute.trends.lines import BY_ORGANIZATION, BY_T, fit
from ai_compute.trends.quantile import drawn_by, quantile_lines, times_drawn, widest
from ai_compute.trends.regression import Floats, Line, t_quantile, two_sided_p
from ai_compute.values.intervals import share_interval


def slope_difference(
    one: pd.DataFrame, other: pd.DataFrame, level: float, organizations_at_least: int
) -> dict[str, object]:
    """The difference of the slopes of two groups of points (other - one): the wider of its intervals by t and CR2.

    By t: Welch's. By organization, from as many on as a slope needs: CR2 of one regression that gives each group its
    own line, so that runs of an organization in both groups may resemble each other, and a run that is in both is not
    taken for two.

    Returns:
        difference, difference_low, difference_high, p (two-sided, the larger of both), interval (t or CR2),
        organizations.
    """
    lines = [fit(each, level=level) for each in (one, other)]
    difference = lines[1].slope - lines[0].slope
    tests = {BY_T: welch(*lines)}
    organizations = pd.concat([one["cluster"], other["cluster"]], ignore_index=True)
    if organizations.nunique() >= organizations_at_least:
        robust = _by_organization([one, other], lines, organizations)
        if not np.isnan(robust[0]):
            tests[BY_ORGANIZATION] = robust
    reaches = {name: t_quantile(degrees, level) * error for name, (error, degrees) in tests.items()}
    told = max(reaches, key=lambda interval: reaches[interval])
    return {
        "difference": difference,
        "difference_low": difference - reaches[told],
        "difference_high": difference + reaches[told],
        "p": max(two_sided_p(difference, error, degrees) for error, degrees in tests.values()),
        "apart": bool(abs(difference) > reaches[told]),
        "interval": told,
        "organizations": int(organizations.nunique()),
    }


def welch(one: Line, other: Line) -> tuple[float, float]:
    """Standard error of the difference of two slopes, and Welch's degrees of freedom of its t."""
    variances = np.array([line.residual_sd**2 / line.sum_of_squares for line in (one, other)])
    degrees = np.array([one.runs - 2, other.runs - 2])
    total = float(variances.sum())
    return float(np.sqrt(total)), total**2 / float((variances**2 / degrees).sum()) if total > 0 else float(
        degrees.sum()
    )


def _by_organization(
    groups: Sequence[pd.DataFrame], lines: Sequence[Line], organizations: pd.Series
) -> tuple[float, float]:
    """Standard error (CR2) and degrees of freedom of the coefficient of date times second group."""
    years = pd.concat([each["decimal_year"] for each in groups]).to_numpy(float)
    second = np.repeat([0.0, 1.0], [len(each) for each in groups])
    within = second * (years - groups[1]["decimal_year"].mean())
    design = np.column_stack([np.ones(len(years)), years - years.mean(), second, within])
    residuals = [
        each["log10_flop"] - line.at(each["decimal_year"].to_numpy(float))
        for each, line in zip(groups, lines, strict=True)
    ]
    clusters = pd.factorize(organizations, sort=True)[0].astype(np.int64)
    return cluster_robust(design, np.concatenate(residuals), clusters, np.array([0.0, 0.0, 0.0, 1.0]))


def quantile_difference(
    one: pd.DataFrame,
    other: pd.DataFrame,
    quantile: float,
    level: float,
    draws: int,
    random: np.random.Generator,
    organizations_at_least: int | None = None,
) -> dict[str, object]:
    """The difference of two quantile lines' slopes (other - one), with the wider of its bootstrap intervals.

    Whole papers are drawn and, from so many organizations on, whole organizations, once for both groups: those of an
    organization in either resemble each other. They are `apart` if every interval, not the wider alone, leaves 0 by
    more than the likely luck of the draw: Wilson's interval of the share of resamples on the other side of 0 must lie
    below the share that the level leaves there.

    Returns:
        slope_one, slope_other, difference, difference_low, difference_high, p (two-sided), apart, interval;
        ends are of the interval that is named, the wider; p is the largest.
    """
    points = pd.concat([one, other], ignore_index=True)
    groups = drawn_by(points, organizations_at_least)
    parts = np.split(np.arange(len(points)), [len(one)])
    x, y = (points[name].to_numpy(float) for name in ("decimal_year", "log10_flop"))

    def slopes(weights: Floats) -> list[Floats]:
        return [quantile_lines(x[part], y[part], quantile, weights[:, part])[0] for part in parts]

    (slope_one,), (slope_other,) = slopes(np.ones((1, len(x))))
    drawn = {
        interval: np.subtract(*reversed(slopes(times_drawn(each, draws, random)))) for interval, each in groups.items()
    }
    about = {"slope_one": float(slope_one), "slope_other": float(slope_other)}
    return about | {"difference": float(slope_other - slope_one)} | told_of(drawn, level)


def told_of(drawn: Mapping[str, Floats], level: float) -> dict[str, object]:
    """The widest interval of resampled differences, and whether every one leaves 0, by the bootstrap that drew them."""
    ends = {name: percentile_interval(differences, level) for name, differences in drawn.items()}
    told = widest(ends)
    leaves, chances = [], []
    for name, differences in drawn.items():
        known = differences[~np.isnan(differences)]
        beyond = min(int((known <= 0).sum()), int((known >= 0).sum()))
        likely = share_interval(beyond, len(known), level)[1] if len(known) else 1.0
        leaves.append(likely < (1 - level) / 2 and not np.isnan(ends[name][0]))
        chances.append(min(1.0, 2 * (beyond + 1) / (len(known) + 1)))
    return {
        "difference_low": ends[told][0],
        "difference_high": ends[told][1],
        "p": max(chances),
        "apart": all(leaves),
        "interval": told,
    }
