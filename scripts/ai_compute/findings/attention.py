"""What it costs to count attention in full where half of it is masked."""

import pandas as pd

from ai_compute.findings.numbers import count as number_of
from ai_compute.findings.numbers import sentence, share
from ai_compute.storage.rows import Tables

LONG = 4096
"""Units a pass from which a context is called long."""


def saved(architectures: pd.DataFrame) -> pd.Series:
    """The share of each architecture's forward MACs that causal masks, windows and choices of keys make needless."""
    return 1 - architectures["forward_macs_causal"] / architectures["forward_macs"]


def convention(tables: Tables) -> str:
    """What the convention adds to the counts of masked attention, in the middle and at the longest contexts."""
    architectures = tables["architectures"]
    masked = architectures.assign(saved=saved(architectures)).loc[lambda table: table["saved"] > 0]
    if masked.empty:
        return ""
    most = masked.sort_values(["saved", "architecture"], ascending=[False, True]).iloc[0]
    told = [
        "Attention is counted in full, as the field's counters do, also where a mask hides half of it",
        f"in {number_of(len(masked), 'network')} with such a mask that is {share(masked['saved'].median())} of the "
        f"operations in the middle, and at most {share(most['saved'])} ({most['name'] or most['architecture']}, at "
        f"{most['units_per_pass']:,} {most['unit']}s a pass)",
    ]
    long = masked.loc[masked["units_per_pass"] >= LONG, "saved"]
    if len(long):
        told.append(f"from {LONG:,} on ({number_of(len(long), 'network')}) it is {share(long.median())}")
    return sentence("; ".join(told))
