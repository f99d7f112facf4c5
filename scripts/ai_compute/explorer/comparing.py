"""Two groups of runs compared: the difference of their slopes, told as a slope is told."""

from pathlib import Path

import pandas as pd

from ai_compute.explorer.choices import DATE, parse_choice
from ai_compute.explorer.fits import Rules, chosen_runs, fitted, points_of
from ai_compute.explorer.rows import rows_of
from ai_compute.explorer.spreadsheets import read_spreadsheets
from ai_compute.trends import differences


def comparison_of(folder: str | Path, address: str, **rules: float) -> dict[str, object]:
    """The two fits and their difference that the explorer shows at an address, from reports/tables.

    Args:
        folder: where the tables lie as CSV.
        address: `from=2012&split=2018-05-17`, or `country=CN&against=country:US`, or the whole address of the page.
        rules: as of `Rules`.

    Returns:
        `groups`, each as of `trend_of`, and the difference of their slopes as of `slope_difference`, which is without
        interval for frontier runs (selected maxima) and for lines of quantiles. Where no one line fits a group (it is
        `curved`), there is no difference.

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
    if any(fit["curved"] and choice.x == DATE and choice.quantile is None for fit in fits):
        return {"groups": fits}
    if choice.top is None and choice.quantile is None:
        return {"groups": fits} | slope_difference(points[0], points[1], followed)
    return {"groups": fits, "difference": float(fits[1]["slope"]) - float(fits[0]["slope"])}  # type: ignore[arg-type]


def slope_difference(one: pd.DataFrame, other: pd.DataFrame, rules: Rules) -> dict[str, object]:
    """The difference of the slopes of two groups of points (other - one), as the table slope_tests tells it.

    Returns:
        difference, difference_low, difference_high, interval (t or CR2), organizations.
    """
    found = differences.slope_difference(one, other, rules.level, rules.organizations_at_least)
    told = ("difference", "difference_low", "difference_high", "interval", "organizations")
    return {name: found[name] for name in told}
