"""What it costs to count attention in full where half of it is masked."""

from ai_compute.findings.numbers import count as number_of
from ai_compute.findings.numbers import sentence, share
from ai_compute.storage.rows import Tables

LONG = 4096
"""Tokens a pass from which a context is called long."""


def convention(tables: Tables) -> str:
    """What the convention adds to the counts of masked attention, in the middle and at the longest contexts."""
    counted = tables["rule_of_thumb"]
    masked = counted.loc[counted["masked_share"] > 0]
    if masked.empty:
        return ""
    most = masked.sort_values(["masked_share", "architecture"], ascending=[False, True]).iloc[0]
    names = tables["architectures"].set_index("architecture")["name"]
    told = [
        "Attention is counted in full, as the field's counters do, also where a mask hides half of it",
        f"in {number_of(len(masked), 'network')} over tokens with such a mask that is "
        f"{share(masked['masked_share'].median())} of the operations in the middle, and at most "
        f"{share(most['masked_share'])} ({names[most['architecture']] or most['architecture']}, at "
        f"{most['context']:,} tokens a pass)",
    ]
    long = masked.loc[masked["context"] >= LONG, "masked_share"]
    if len(long):
        told.append(f"from {LONG:,} on ({number_of(len(long), 'network')}) it is {share(long.median())}")
    return sentence("; ".join(told))
