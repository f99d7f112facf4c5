"""A run's estimate as one would document it: method, formula, inputs with source and uncertainty, result, error."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ai_compute.findings.numbers import flop, share, significant
from ai_compute.messages.console import aligned
from ai_compute.messages.problems import visible
from ai_compute.storage.rows import Tables, each_row

FORMULAS = {
    "operation counting": "C = sum over parts of 2 x multiply-adds of a pass x 3 (forward and backward) x passes",
    "hardware time": "C = sum over parts of devices x time x peak operations a second x utilization",
}
OFFICIAL = {"operation counting": "architecture-based approach", "hardware time": "hardware-based approach"}
"""What guidelines of the European Commission call the two methods."""
WIDEST_CELL = 60


def form_text(run: Any, tables: Tables, accuracy: float) -> str:
    """The estimates of a run, one block a method.

    Args:
        run: a row of the table `runs`.
        tables: estimates, factors, cumulative.
        accuracy: the relative error within which an estimate is asked for.
    """
    estimates = tables["estimates"][tables["estimates"]["run"] == run.run]
    lines = [f"Estimate of the training compute of {run.name} ({run.run})", f"Trained by {run.organization}"]
    if estimates.empty:
        return "\n".join([*lines, "", "No method is possible with what is published."])
    for row in each_row(estimates.sort_values("method", ascending=False, kind="stable")):
        factors = tables["factors"]
        chosen = factors[(factors["run"] == run.run) & (factors["method"] == row.method)]
        lines += ["", *_method(row, chosen.sort_values(["part", "position"]), accuracy)]
    whole = tables["cumulative"][tables["cumulative"]["run"] == run.run]
    for row in each_row(whole):
        at_least = "" if row.complete else "at least "
        lines += ["", f"With what it was trained on top of: {at_least}{flop(row.flop)} = {row.parts}"]
    return "\n".join(visible(line, 1000) for line in lines)


def _method(estimate: Any, factors: pd.DataFrame, accuracy: float) -> Iterator[str]:
    yield f"Method: {estimate.method} ({OFFICIAL[estimate.method]})"
    yield f"Formula: {FORMULAS[estimate.method]}"
    yield "Inputs:"
    headings = ["input", "value", "95 % before calibration", "known", "evidence", "source"]
    rows = [
        [
            f"{row.part}: {row.factor}" if row.part else row.factor,
            row.text,
            "exact" if row.value_high == row.value else f"x/÷ {significant(row.value_high / row.value, 3)}",
            row.known,
            row.evidence or "-",
            visible(row.source, WIDEST_CELL),
        ]
        for row in each_row(factors)
    ]
    yield from (f"  {line}" for line in aligned([headings, *rows]))
    yield f"Calculation: {estimate.arithmetic}"
    yield f"Result: {flop(estimate.flop)}, 95 % interval {flop(estimate.flop_low)} to {flop(estimate.flop_high)}"
    above, below = estimate.flop_high / estimate.flop - 1, 1 - estimate.flop_low / estimate.flop
    verdict = "within" if max(above, below) <= accuracy else "beyond"
    yield (
        f"Error: -{share(below)} to +{share(above)} at 95 %, {verdict} the {share(accuracy)} that the European "
        "Commission’s guidelines are said to ask for (their annex was not seen)"
    )
