"""Do both methods agree? What the cross-check says."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ai_compute.findings.numbers import count, listing, sentence, share, significant, times

Tables = Mapping[str, pd.DataFrame]


def title(tables: Tables, agree_within: float) -> str:
    """The finding of the cross-check."""
    checks = tables["cross_check"]
    if checks.empty:
        return "No run has both estimates, so the methods cannot be held against each other"
    agree, both = int((checks["verdict"] == "agree").sum()), len(checks)
    if both == 1:
        verb = "agree" if agree else "do not agree"
        return f"Both methods {verb} within {times(agree_within)} on the one run that has both"
    which = f"all {both}" if agree == both else f"{agree} of {both}"
    return f"Both methods agree within {times(agree_within)} on {which} runs"


def caption(agree_within: float) -> str:
    """What the figure shows."""
    return (
        "Each dot is a run that allows both estimates: operations counted in the described architecture (upwards) "
        "and devices × time × peak × utilization (to the right). "
        f"On the diagonal both are equal; in the band they differ by less than {times(agree_within)}. "
        "Hollow: the facts of one method were derived from the other, so agreement proves nothing."
    )


def alternative(tables: Tables) -> str:
    """The figure for those who cannot see it."""
    checks = tables["cross_check"]
    return f"A scatter chart of {count(len(checks), 'run')} around a diagonal."


def finding(tables: Tables, agree_within: float) -> str:
    """The cross-check in a few sentences."""
    checks = tables["cross_check"]
    if checks.empty:
        return f"{title(tables, agree_within)}."
    independent = checks[checks["independent"]]
    text = f"{title(tables, agree_within)}."
    if len(independent) and len(independent) < len(checks):
        agree = (independent["verdict"] == "agree").mean()
        text += f" Of the {len(independent)} whose facts are independent, {share(agree)} do."
    if len(independent):
        middle = float(np.median(independent["ratio"]))
        by, side = (middle, "higher") if middle >= 1 else (1 / middle, "lower")
        text += (
            f" In the median, operation counting is {significant(by)} times {side} than hardware time."
            if by >= 1.05
            else " In the median they are equal within 5 %."
        )
    impossible = list(checks.loc[checks["verdict"] == "impossible", "run"])
    if impossible:
        names = tables["runs"].set_index("run")["name"]
        named = listing([str(names.get(run, run)) for run in impossible])
        text += f" {sentence(named)} would need more than its devices’ peak: some fact must be wrong."
    return text
