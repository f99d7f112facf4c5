"""Do both methods line up, and do their intervals hold? The cross-check by domain, era and kind of count."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ai_compute.estimates.uncertainty import interval_factor
from ai_compute.values.intervals import median_interval, normal_quantile, share_interval

COLUMNS = [
    *("by", "group", "runs", "within_2", "within_3", "within_10"),
    *(f"within_{factor}_{end}" for factor in (2, 3, 10) for end in ("low", "high")),
    *("ratio_low", "ratio_median", "ratio_high", "implied_utilization_median"),
    *("implied_utilization_median_low", "implied_utilization_median_high", "z_mean", "z_sd"),
    *("inside_50", "inside_80", "inside_95", "median_interval_factor"),
]
ENDS_OF_MEDIAN = ("implied_utilization_median_low", "implied_utilization_median_high")
LEVELS = {"inside_50": 0.5, "inside_80": 0.8, "inside_95": 0.95}


def agreement(checks: pd.DataFrame, groups: Mapping[str, pd.Series], level: float) -> pd.DataFrame:
    """Shares of runs whose two independent estimates agree within a factor of 2, 3 and 10, and within their intervals.

    Args:
        checks: ratio, implied_utilization, z, held_out_sd_log10, independent; rows that are not independent are left
            out.
        groups: for each way of grouping, the group of each row of `checks` (empty text: none).
        level: of the binomial intervals of shares (Wilson 1927) and of the order-statistic intervals of medians.

    Returns:
        The table `agreement`.
    """
    independent = checks["independent"].astype(bool)
    rows = []
    for by, labels in {"all": pd.Series("all", checks.index), **groups}.items():
        for group, chosen in checks[independent & (labels != "")].groupby(labels, sort=True):
            distance = np.abs(np.log10(chosen["ratio"].to_numpy(float)))
            within = {factor: int((distance <= np.log10(factor)).sum()) for factor in (2, 3, 10)}
            implied = chosen["implied_utilization"]
            apart = distance / chosen["held_out_sd_log10"].to_numpy(float)
            low, median, high = chosen["ratio"].quantile([(1 - level) / 2, 0.5, (1 + level) / 2])
            rows.append(
                {"by": by, "group": group, "runs": len(chosen)}
                | {f"within_{factor}": number / len(chosen) for factor, number in within.items()}
                | _ends_of_shares(within, len(chosen), level)
                | {"ratio_low": low, "ratio_median": median, "ratio_high": high}
                | {"implied_utilization_median": implied.median()}
                | dict(zip(ENDS_OF_MEDIAN, median_interval(implied, level), strict=True))
                | {"z_mean": chosen["z"].mean(), "z_sd": chosen["z"].std(ddof=0)}
                | {name: float((apart <= normal_quantile(nominal)).mean()) for name, nominal in LEVELS.items()}
                | {"median_interval_factor": float(np.median(interval_factor(chosen["held_out_sd_log10"])))}
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _ends_of_shares(within: Mapping[int, int], runs: int, level: float) -> dict[str, float]:
    ends: dict[str, float] = {}
    for factor, number in within.items():
        low, high = share_interval(number, runs, level)
        ends |= {f"within_{factor}_low": low, f"within_{factor}_high": high}
    return ends
