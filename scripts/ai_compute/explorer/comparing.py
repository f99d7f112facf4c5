"""Two groups of runs compared: the difference of their slopes, told as a slope is told."""

from pathlib import Path

import numpy as np
import pandas as pd

from ai_compute.explorer.choices import parse_choice
from ai_compute.explorer.fits import Rules, chosen_runs, fitted, points_of
from ai_compute.explorer.rows import rows_of
from ai_compute.explorer.spreadsheets import read_spreadsheets
from ai_compute.trends.backtest import slope_test
from ai_compute.trends.clusters import cluster_robust
from ai_compute.trends.lines import BY_ORGANIZATION, BY_T, fit
from ai_compute.trends.regression import t_quantile


def comparison_of(folder: str | Path, address: str, **rules: float) -> dict[str, object]:
    """The two fits and their difference that the explorer shows at an address, from reports/tables.

    Args:
        folder: where the tables lie as CSV.
        address: `from=2012&split=2018-05-17`, or `country=CN&against=country:US`, or the whole address of the page.
        rules: as of `Rules`.

    Returns:
        `groups`, each as of `trend_of`, and the difference of their slopes as of `slope_difference`, which is without
        interval for frontier runs (selected maxima) and for lines of quantiles.

    Raises:
        ValueError: the address cannot be read or compares nothing, or a group has too few runs for a line.
    """
    choice = parse_choice(address)
    if choice.groups is None:
        raise ValueError("expected an address that compares two groups, by split or against; or use trend_of")
    followed = Rules(**rules)  # type: ignore[arg-type]
    rows = rows_of(read_spreadsheets(folder), choice.source)
    points = [points_of(chosen_runs(rows, each, followed.frontier_start), each) for each in choice.groups]
    fits = [fitted(each, choice, followed) for each in points]
    if choice.top is None and choice.quantile is None:
        return {"groups": fits} | slope_difference(points[0], points[1], followed)
    return {"groups": fits, "difference": float(fits[1]["slope"]) - float(fits[0]["slope"])}  # type: ignore[arg-type]


def slope_difference(one: pd.DataFrame, other: pd.DataFrame, rules: Rules) -> dict[str, object]:
    """The difference of the slopes of two groups of points (other - one): the wider of its intervals by t and CR2.

    By t: Welch's, as the table slope_tests has it. By organization, from as many on as a slope needs: CR2 of one
    regression that gives each group its own line, so that runs of an organization in both groups may resemble each
    other, and a run that is in both is not taken for two.

    Returns:
        difference, difference_low, difference_high, interval (t or CR2), organizations.
    """
    welch = slope_test(one, other, rules.level)
    difference = float(welch["difference"])  # type: ignore[arg-type]
    reaches = {BY_T: float(welch["difference_high"]) - difference}  # type: ignore[arg-type]
    organizations = pd.concat([one["organization"], other["organization"]], ignore_index=True)
    if organizations.nunique() >= rules.organizations_at_least:
        error, degrees = _by_organization([one, other], organizations)
        if not np.isnan(error):
            reaches[BY_ORGANIZATION] = t_quantile(degrees, rules.level) * error
    told = max(reaches, key=lambda interval: reaches[interval])
    return {
        "difference": difference,
        "difference_low": difference - reaches[told],
        "difference_high": difference + reaches[told],
        "interval": told,
        "organizations": int(organizations.nunique()),
    }


def _by_organization(groups: list[pd.DataFrame], organizations: pd.Series) -> tuple[float, float]:
    """Standard error (CR2) and degrees of freedom of the coefficient of date times second group."""
    years = pd.concat([each["decimal_year"] for each in groups]).to_numpy(float)
    second = np.repeat([0.0, 1.0], [len(each) for each in groups])
    within = second * (years - groups[1]["decimal_year"].mean())
    design = np.column_stack([np.ones(len(years)), years - years.mean(), second, within])
    lines = [fit(each) for each in groups]
    residuals = [
        each["log10_flop"] - line.at(each["decimal_year"].to_numpy(float))
        for each, line in zip(groups, lines, strict=True)
    ]
    clusters = pd.factorize(organizations, sort=True)[0].astype(np.int64)
    return cluster_robust(design, np.concatenate(residuals), clusters, np.array([0.0, 0.0, 0.0, 1.0]))
