"""Do both methods line up, and do their intervals hold? The cross-check by domain, era and kind of count."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from ai_compute.uncertainty import interval_factor, normal_quantile

COLUMNS = [
    *("by", "group", "runs", "within_2", "within_3", "within_10", "within_3_low", "within_3_high"),
    *("ratio_low", "ratio_median", "ratio_high", "implied_utilization_median", "z_mean", "z_sd"),
    *("inside_50", "inside_80", "inside_95", "median_interval_factor"),
]
LEVELS = {"inside_50": 0.5, "inside_80": 0.8, "inside_95": 0.95}


def agreement(checks: pd.DataFrame, groups: Mapping[str, pd.Series], level: float) -> pd.DataFrame:
    """Shares of runs whose two independent estimates agree within a factor of 2, 3 and 10, and within their intervals.

    Args:
        checks: ratio, implied_utilization, z, held_out_sd_log10, independent; rows that are not independent are left
            out.
        groups: for each way of grouping, the group of each row of `checks` (empty text: none).
        level: of the binomial interval (Wilson 1927).

    Returns:
        The table `agreement`.
    """
    independent = checks["independent"].astype(bool)
    rows = []
    for by, labels in {"all": pd.Series("all", checks.index), **groups}.items():
        for group, chosen in checks[independent & (labels != "")].groupby(labels, sort=True):
            distance = np.abs(np.log10(chosen["ratio"].to_numpy(float)))
            within = {factor: int((distance <= np.log10(factor)).sum()) for factor in (2, 3, 10)}
            share = binomtest(within[3], len(chosen)).proportion_ci(level, method="wilson")
            apart = distance / chosen["held_out_sd_log10"].to_numpy(float)
            low, median, high = chosen["ratio"].quantile([(1 - level) / 2, 0.5, (1 + level) / 2])
            rows.append(
                {"by": by, "group": group, "runs": len(chosen)}
                | {f"within_{factor}": number / len(chosen) for factor, number in within.items()}
                | {"within_3_low": share.low, "within_3_high": share.high}
                | {"ratio_low": low, "ratio_median": median, "ratio_high": high}
                | {"implied_utilization_median": chosen["implied_utilization"].median()}
                | {"z_mean": chosen["z"].mean(), "z_sd": chosen["z"].std(ddof=0)}
                | {name: float((apart <= normal_quantile(nominal)).mean()) for name, nominal in LEVELS.items()}
                | {"median_interval_factor": float(np.median(interval_factor(chosen["held_out_sd_log10"])))}
            )
    return pd.DataFrame(rows, columns=COLUMNS)
