"""Did the law hold? Growth before against growth after, and earlier lines against later frontier runs."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from ai_compute.trends.bootstrap import generator
from ai_compute.trends.differences import quantile_difference, slope_difference
from ai_compute.trends.ids import frontier_name
from ai_compute.trends.keys import WITH_THIRD_PARTY
from ai_compute.trends.lines import fit
from ai_compute.trends.points import EXCLUDED, too_few
from ai_compute.trends.regression import doubling_months, powers_of_ten, t_quantile
from ai_compute.trends.selections import Selection

SLOPE_TESTS = [
    *("split", "subset", "runs_before", "runs_after", "slope_before", "slope_after", "difference", "difference_low"),
    *("difference_high", "doubling_months_before", "doubling_months_after", "mean_residual", "mean_residual_low"),
    *("mean_residual_high", "inside_share", "nominal", "p", "apart", "interval"),
]
WHEN = ("before", "after")
BACKTEST = [
    *("line", "third_party", "run", "published", "decimal_year", "flop", "predicted_flop", "predicted_flop_low"),
    *("predicted_flop_high", "ratio", "inside", "basis"),
]


def slope_tests(
    selections: Mapping[str, Selection],
    subsets: Mapping[str, tuple[str, str]],
    split: date,
    level: float,
    runs_at_least: int,
    draws: int,
    seed: int,
    organizations_at_least: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Growth before and after the split: by ordinary least squares, or of quantile lines.

    Args:
        selections: points by trend id.
        subsets: a name for each comparison, and the trends before and after.
        split: the first day after.
        level: of the intervals.
        runs_at_least: fewer runs are no trend.
        draws: resamples of the bootstraps, over papers and over organizations, that quantile lines have.
        seed: of its random numbers.
        organizations_at_least: from so many on, intervals allow for runs of one organization that resemble each other.

    Returns:
        The table `slope_tests`, and rows of the table `excluded`.
    """
    rows, left_out = [], []
    for subset, (before, after) in subsets.items():
        points = [selections[name].points if name in selections else pd.DataFrame() for name in (before, after)]
        reasons = [too_few(each, runs_at_least) if len(each) else "no run" for each in points]
        if any(reasons):
            reason = "; ".join(f"{name}: {why}" for name, why in zip((before, after), reasons, strict=True) if why)
            left_out.append({"analysis": f"slope test {subset}", "run": "", "reason": reason})
            continue
        shares = [selections[name].quantile for name in (before, after)]
        if shares[0] is not None and shares[0] == shares[1]:
            random = generator(seed, f"slope test {subset}")
            found = quantile_difference(points[0], points[1], shares[0], level, draws, random, organizations_at_least)
            found |= {"slope_before": found["slope_one"], "slope_after": found["slope_other"]}
        else:
            found = slope_test(points[0], points[1], level, organizations_at_least)
        ends = {f"doubling_months_{when}": doubling_months(float(str(found[f"slope_{when}"]))) for when in WHEN}
        rows.append(
            {"split": pd.Timestamp(split), "subset": subset}
            | {"nominal": any(selections[name].nominal for name in (before, after))}
            | {f"runs_{when}": len(each) for when, each in zip(WHEN, points, strict=True)}
            | found
            | ends
        )
    return pd.DataFrame(rows, columns=SLOPE_TESTS), pd.DataFrame(left_out, columns=EXCLUDED)


def slope_test(
    before: pd.DataFrame, after: pd.DataFrame, level: float, organizations_at_least: int
) -> dict[str, object]:
    """Two lines compared: the difference of slopes, and later runs' mean distance from the earlier line.

    The interval of the mean residual is that of the mean of so many new runs about the earlier line: its own
    uncertainty, and that of the mean of the later residuals.
    """
    earlier, later = fit(before, level=level), fit(after, level=level)
    years, values = after["decimal_year"].to_numpy(float), after["log10_flop"].to_numpy(float)
    residuals = values - earlier.at(years)
    own = earlier.residual_sd**2 * (1 / earlier.runs + (years.mean() - earlier.mean_year) ** 2 / earlier.sum_of_squares)
    mean_reach = t_quantile(earlier.runs - 2, level) * np.sqrt(own + earlier.residual_sd**2 / len(after))
    low, high = earlier.prediction(years, level)
    return slope_difference(before, after, level, organizations_at_least) | {
        "slope_before": earlier.slope,
        "slope_after": later.slope,
        "mean_residual": float(residuals.mean()),
        "mean_residual_low": float(residuals.mean() - mean_reach),
        "mean_residual_high": float(residuals.mean() + mean_reach),
        "inside_share": float(((values >= low) & (values <= high)).mean()),
    }


def backtest(
    selections: Mapping[str, Selection],
    lines: Mapping[str, int],
    training_compute: pd.DataFrame,
    level: float,
    runs_at_least: int,
) -> pd.DataFrame:
    """Earlier lines extrapolated over later frontier runs, with the prediction interval of one new run.

    Args:
        selections: points by trend id.
        lines: trend ids, and how many of the largest runs so far make the later frontier that each is held against.
        training_compute: for publication dates and bases.
        level: of the interval.
        runs_at_least: fewer runs are no trend.

    Returns:
        The table `backtest`.
    """
    known = training_compute.set_index("run")
    tables = []
    for name, top in lines.items():
        if name not in selections or too_few(selections[name].points, runs_at_least):
            continue
        line = fit(selections[name].points, level=level)
        later = f"{frontier_name(top)}-since-split"
        for third_party, frontier in (("without", later), ("with", later + WITH_THIRD_PARTY)):
            if frontier not in selections:
                continue
            points = selections[frontier].points
            years = points["decimal_year"].to_numpy(float)
            values = points["log10_flop"].to_numpy(float)
            low, high = line.prediction(years, level)
            rows = pd.DataFrame(
                {
                    "line": name,
                    "third_party": third_party,
                    "run": points["run"],
                    "published": points["run"].map(known["published"]),
                    "decimal_year": years,
                    "flop": 10**values,
                    "predicted_flop": powers_of_ten(line.at(years)),
                    "predicted_flop_low": powers_of_ten(low),
                    "predicted_flop_high": powers_of_ten(high),
                    "ratio": powers_of_ten(values - line.at(years)),
                    "inside": (values >= low) & (values <= high),
                    "basis": points["run"].map(known["basis"]),
                }
            )
            tables.append(rows)
    return pd.concat(tables, ignore_index=True)[BACKTEST] if tables else pd.DataFrame(columns=BACKTEST)
