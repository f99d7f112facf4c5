"""The independent check: both methods on a database's own facts, without its published totals.

Hardware time / operation counting of the same run tells how far two ways of knowing its compute are apart. Where the
database's MFU is the utilization, hardware time restates 6ND, from which an MFU is computed: such runs are apart.
"""

import numpy as np
import pandas as pd

from ai_compute.schemas.external import ALL, INDEPENDENT, SAME_FORMULA
from ai_compute.values.subjects import COUNTING, TIME

WITHIN = (2, 3)


def both_methods(estimates: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """Runs with an estimate by each method: run, kind, ratio (hardware time / operation counting), domain, year."""
    counted, timed = (estimates[estimates["method"].eq(method)] for method in (COUNTING, TIME))
    pairs = counted[["run", "flop"]].merge(
        timed[["run", "flop", "measured_utilization"]], on="run", suffixes=("_counted", "_timed")
    )
    pairs = pairs.merge(runs[["run", "domain", "published"]], on="run")
    return pairs.assign(
        kind=np.where(pairs["measured_utilization"], SAME_FORMULA, INDEPENDENT),
        ratio=pairs["flop_timed"] / pairs["flop_counted"],
        year=pairs["published"].dt.year.astype("str"),
    )


def check(estimates: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """How far the two methods are apart, over all runs, by domain and by year (columns of `ExternalCheck`)."""
    pairs = both_methods(estimates, runs)
    groups = [pairs.assign(by=ALL, group=ALL)]
    groups += [pairs.assign(by=by, group=pairs[by]) for by in ("domain", "year")]
    together = pd.concat(groups, ignore_index=True)
    distance = np.abs(np.log10(together["ratio"]))
    for factor in WITHIN:
        together[f"share_within_{factor}"] = (distance <= np.log10(factor)).astype(float)
    shares = {f"share_within_{factor}": (f"share_within_{factor}", "mean") for factor in WITHIN}
    return together.groupby(["kind", "by", "group"], as_index=False).agg(
        runs=("run", "size"), median_ratio=("ratio", "median"), **shares
    )
