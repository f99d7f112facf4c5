"""A run's estimate as one would document it: method, formula, inputs with source and uncertainty, result, error."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ai_compute.findings.numbers import flop, listing, share, significant
from ai_compute.messages.console import aligned
from ai_compute.messages.problems import visible
from ai_compute.storage.rows import Tables, each_row
from ai_compute.values.subjects import COUNTING, TIME

FORMULAS = {
    COUNTING: (
        "C = sum over parts of 2 x multiply-adds of a pass x 3 (forward and backward; 1 where it goes forward only) "
        "x passes"
    ),
    TIME: "C = sum over parts of devices x time x peak operations a second x utilization",
}
OFFICIAL = {COUNTING: "architecture-based approach", TIME: "hardware-based approach"}
"""What guidelines of the European Commission call the two methods."""
LONGEST = 1000
"""Characters of a line of a document: what an entry holds beyond is cut."""
NOT_COUNTED = (
    "Not in it: the generation of synthetic data, of which the entry has no published figure, and what was spent on "
    "evaluation, on failed attempts or on other models."
)


@dataclass(frozen=True)
class Accuracy:
    """How sure an estimate is asked to be, and what its intervals rest on."""

    asked: float
    """The relative error within which an estimate is asked for."""
    scale: float
    """The calibrated scale: the logarithms of the factors of some facts are multiplied by it."""
    scaled: Collection[str]
    """The kinds of `known` that it applies to."""


def form_text(run: Any, tables: Tables, accuracy: Accuracy) -> str:
    """The estimates of a run, one block a method, and what others published of it.

    Args:
        run: a row of the table `runs`.
        tables: estimates, factors, cumulative, training_compute, reported, unestimated.
        accuracy: what intervals are held against.
    """
    estimates = of_run(tables["estimates"], run)
    lines = [f"Estimate of the training compute of {run.name} ({run.run})", f"Trained by {run.organization}"]
    for row in each_row(estimates.sort_values("method", ascending=False, kind="stable")):
        factors = of_run(tables["factors"], run)
        chosen = factors[factors["method"] == row.method].sort_values(["part", "position"])
        lines += ["", *_method(row, chosen, accuracy)]
    lines += _published(run, tables)
    lines += _adopted(run, tables, accuracy)
    for row in each_row(of_run(tables["cumulative"], run)):
        at_least = "" if row.complete else "at least "
        between = f"95 % interval {flop(row.flop_low)} to {flop(row.flop_high)}"
        total = f"{at_least}{flop(row.flop)}, {between} (median of the sum of {row.parts})"
        lines += [
            "",
            f"With what it was trained on top of: {total}",
            *([_error(row, accuracy)] if row.complete else []),
        ]
    return "\n".join(visible(line, LONGEST) for line in lines)


def of_run(table: pd.DataFrame, run: Any) -> pd.DataFrame:
    """The rows of a table that speak of a run."""
    found: pd.DataFrame = table[table["run"] == run.run]
    return found


def _method(estimate: Any, factors: pd.DataFrame, accuracy: Accuracy) -> Iterator[str]:
    yield f"Method: {estimate.method} ({OFFICIAL[estimate.method]})"
    yield f"Formula: {FORMULAS[estimate.method]}"
    yield "Inputs:"
    headings = ["input", "value", "95 % interval", "known", "evidence", "source"]
    sources = list(dict.fromkeys(row.source for row in each_row(factors)))
    rows = [
        [
            f"{row.part}: {row.factor}" if row.part else row.factor,
            row.text,
            _doubt(row, accuracy),
            row.known,
            row.evidence or "-",
            f"[{sources.index(row.source) + 1}]",
        ]
        for row in each_row(factors)
    ]
    yield from (f"  {line}" for line in aligned([headings, *rows]))
    yield from (f"  [{number}] {source or 'none given'}" for number, source in enumerate(sources, 1))
    doubted = factors[factors["value_high"] != factors["value"]]
    if set(doubted["known"]) & set(accuracy.scaled):
        yield (
            f"Uncertainty: scale {accuracy.scale:.3g}, to whose power the factors of {listing(list(accuracy.scaled))} "
            "facts are raised, so that cross-checks of both methods fall inside their intervals as often as they "
            "should; the interval of the result is that of the product"
        )
    yield f"Calculation: {estimate.arithmetic}"
    yield f"Result: {flop(estimate.flop)}, 95 % interval {flop(estimate.flop_low)} to {flop(estimate.flop_high)}"
    yield _error(estimate, accuracy)


def _doubt(row: Any, accuracy: Accuracy) -> str:
    """`x/÷ 1.2`: the factor of an input as the result takes it."""
    if row.value_high == row.value:
        return "exact"
    power = accuracy.scale if row.known in accuracy.scaled else 1.0
    return f"x/÷ {significant((row.value_high / row.value) ** power, 3)}"


def _error(value: Any, accuracy: Accuracy) -> str:
    above, below = value.flop_high / value.flop - 1, 1 - value.flop_low / value.flop
    verdict = "within" if max(above, below) <= accuracy.asked else "beyond"
    return (
        f"Error: -{share(below)} to +{share(above)} at 95 %, {verdict} the {share(accuracy.asked)} of the reported "
        "estimate that the European Commission’s guidelines allow (annex A.2 of their version of 18 July 2025)"
    )


def _published(run: Any, tables: Tables) -> Iterator[str]:
    """What authors and others published of the run's compute, and why no method of ours is possible, where none is."""
    totals = of_run(tables["reported"], run)
    if of_run(tables["estimates"], run).empty:
        yield from ("", "No estimate of our own:")
        for row in each_row(of_run(tables["unestimated"], run)):
            yield f"  {row.method}: {row.reason}"
    if totals.empty:
        yield from ("", "No total was published.")
        return
    yield from ("", "Published totals:")
    for row in each_row(totals.sort_values(["party", "by"], kind="stable")):
        how = f" by {row.method}" if row.method else ""
        party = "the authors" if row.party == "first" else "others"
        bound = f"{row.bound} " if row.bound else ""
        yield f"  {bound}{flop(row.reported_flop)}{how}: {row.by} ({party}); source: {row.source or 'none given'}"
        if row.note:
            yield f"    {row.note}"


def _adopted(run: Any, tables: Tables, accuracy: Accuracy) -> Iterator[str]:
    """The value that the run is known by, and what stands in no value."""
    for row in each_row(of_run(tables["training_compute"], run)):
        whose = {"own": f"our estimate by {row.method}", "first-party": "the authors’ total"}
        yield ""
        yield (
            f"Adopted: {whose.get(row.basis, 'the total of others')}, {flop(row.flop)}, 95 % interval "
            f"{flop(row.flop_low)} to {flop(row.flop_high)}"
        )
        if row.basis != "own" or row.method not in OFFICIAL:
            yield _error(row, accuracy)
        yield NOT_COUNTED
