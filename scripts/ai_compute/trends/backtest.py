"""Did the law hold? Growth before against growth after, and earlier lines against later frontier runs."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from ai_compute.trends.bootstrap import generator, percentile_interval
from ai_compute.trends.keys import WITH_THIRD_PARTY
from ai_compute.trends.lines import fit
from ai_compute.trends.points import EXCLUDED, too_few
from ai_compute.trends.quantile import over_papers, quantile_lines
from ai_compute.trends.regression import Line, doubling_months, t_quantile
from ai_compute.trends.selections import Selection, frontier_name

SLOPE_TESTS = [
    *("split", "subset", "runs_before", "runs_after", "slope_before", "slope_after", "difference", "difference_low"),
    *("difference_high", "doubling_months_before", "doubling_months_after", "mean_residual", "mean_residual_low"),
    *("mean_residual_high", "inside_share", "nominal"),
]
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
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Growth before and after the split: by ordinary least squares, or of quantile lines.

    Args:
        selections: points by trend id.
        subsets: a name for each comparison, and the trends before and after.
        split: the first day after.
        level: of the intervals.
        runs_at_least: fewer runs are no trend.
        draws: resamples of the bootstrap over papers that quantile lines have.
        seed: of its random numbers.

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
        nominal = any(selections[name].nominal for name in (before, after))
        shared = {"split": pd.Timestamp(split), "subset": subset, "nominal": nominal}
        if shares[0] is not None and shares[0] == shares[1]:
            random = generator(seed, f"slope test {subset}")
            rows.append(shared | quantile_test(points[0], points[1], shares[0], level, draws, random))
        else:
            rows.append(shared | slope_test(points[0], points[1], level))
    return pd.DataFrame(rows, columns=SLOPE_TESTS), pd.DataFrame(left_out, columns=EXCLUDED)


def slope_test(before: pd.DataFrame, after: pd.DataFrame, level: float) -> dict[str, object]:
    """Two lines compared: the difference of slopes by Welch's t, and later runs' mean distance from the earlier line.

    The interval of the mean residual is that of the mean of so many new runs about the earlier line: its own
    uncertainty, and that of the mean of the later residuals.
    """
    earlier, later = fit(before, level=level), fit(after, level=level)
    variances = np.array([_slope_variance(line) for line in (earlier, later)])
    degrees = np.array([earlier.runs - 2, later.runs - 2])
    total = float(variances.sum())
    welch = total**2 / float((variances**2 / degrees).sum()) if total > 0 else float(degrees.sum())
    difference = later.slope - earlier.slope
    reach = t_quantile(welch, level) * np.sqrt(total)
    years, values = after["decimal_year"].to_numpy(float), after["log10_flop"].to_numpy(float)
    residuals = values - earlier.at(years)
    own = earlier.residual_sd**2 * (1 / earlier.runs + (years.mean() - earlier.mean_year) ** 2 / earlier.sum_of_squares)
    mean_reach = t_quantile(earlier.runs - 2, level) * np.sqrt(own + earlier.residual_sd**2 / len(after))
    low, high = earlier.prediction(years, level)
    return {
        "runs_before": earlier.runs,
        "runs_after": later.runs,
        "slope_before": earlier.slope,
        "slope_after": later.slope,
        "difference": difference,
        "difference_low": difference - reach,
        "difference_high": difference + reach,
        "doubling_months_before": doubling_months(earlier.slope),
        "doubling_months_after": doubling_months(later.slope),
        "mean_residual": float(residuals.mean()),
        "mean_residual_low": float(residuals.mean() - mean_reach),
        "mean_residual_high": float(residuals.mean() + mean_reach),
        "inside_share": float(((values >= low) & (values <= high)).mean()),
    }


def quantile_test(
    before: pd.DataFrame, after: pd.DataFrame, quantile: float, level: float, draws: int, random: np.random.Generator
) -> dict[str, object]:
    """Two quantile lines compared: the difference of their slopes, its interval by a bootstrap over papers."""
    slopes, resampled = [], []
    for points in (before, after):
        x, y = (points[name].to_numpy(float) for name in ("decimal_year", "log10_flop"))
        slopes.append(float(quantile_lines(x, y, quantile, np.ones((1, len(x))))[0][0]))
        resampled.append(quantile_lines(x, y, quantile, over_papers(points["paper"], draws, random))[0])
    low, high = percentile_interval(resampled[1] - resampled[0], level)
    return {
        "runs_before": len(before),
        "runs_after": len(after),
        "slope_before": slopes[0],
        "slope_after": slopes[1],
        "difference": slopes[1] - slopes[0],
        "difference_low": low,
        "difference_high": high,
        "doubling_months_before": doubling_months(slopes[0]),
        "doubling_months_after": doubling_months(slopes[1]),
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
                    "predicted_flop": 10 ** line.at(years),
                    "predicted_flop_low": 10**low,
                    "predicted_flop_high": 10**high,
                    "ratio": 10 ** (values - line.at(years)),
                    "inside": (values >= low) & (values <= high),
                    "basis": points["run"].map(known["basis"]),
                }
            )
            tables.append(rows)
    return pd.concat(tables, ignore_index=True)[BACKTEST] if tables else pd.DataFrame(columns=BACKTEST)


def _slope_variance(line: Line) -> float:
    return line.residual_sd**2 / line.sum_of_squares
