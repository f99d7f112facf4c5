"""What it costs to count attention in full where half of it is masked."""

import pandas as pd

from ai_compute.findings.numbers import count, integer, share
from ai_compute.findings.sources import number_of, worked
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
        "Attention is counted in full, as the field’s counters do, also where a mask hides half of it",
        f"In {count(number_of(masked, 'networks with masked attention'), 'network')} with such a mask that is "
        f"{share(_middle(tables, masked['masked_share']))} of the operations in the median, and at most "
        f"{share(most['masked_share'])} ({names[most['architecture']] or most['architecture']}, at "
        f"{integer(most['context'])} tokens a pass)",
    ]
    long = masked[masked["context"] >= LONG]
    if len(long):
        first = integer(worked(tables, LONG, "what is called a long context here"))
        networks = count(number_of(long, "networks with masked attention and a long context"), "network")
        told.append(f"From {first} tokens on ({networks}) it is {share(_middle(tables, long['masked_share']))}")
    return " ".join(f"{text}." for text in told)


def _middle(tables: Tables, shares: pd.Series) -> float:
    found: float = worked(tables, shares.median(), "median of masked_share in rule_of_thumb over these networks")
    return found
