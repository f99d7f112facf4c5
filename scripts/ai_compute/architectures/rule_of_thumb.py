"""Multiply-adds of a unit beside those of the rule of thumb 6ND, and what makes the difference.

6ND (Kaplan et al. 2020) takes one multiply-add for each parameter and token, forward; and twice as many backward.
"""

from fractions import Fraction
from typing import NamedTuple

from ai_compute.architectures.counted import Count
from ai_compute.architectures.lines import Row

LOOKED_UP = ("embedding", "position_embedding", "class_token")
HEADS = ("unembedding",)


class Part(NamedTuple):
    """What one part of a network adds: multiply-adds of a unit, and parameters, which 6ND takes for them."""

    part: str
    macs: Fraction
    parameters: int
    idle_parameters: int = 0
    """Those of experts that are not chosen."""


def parts(count: Count) -> list[Part]:
    """The parts that differ by their nature; their sums are the totals of the count, without its batch."""
    found = {
        name: Part(name, Fraction(0), 0)
        for name in ("attention and scans", "looked-up tables", "head", "experts", "other layers")
    }
    for row in count.rows:
        _add(found, "attention and scans", count, row.repeats * row.data_macs, 0, 0)
        macs, parameters = row.repeats * (row.macs - row.data_macs), row.copies * row.parameters
        _add(found, _name(row), count, macs, parameters, row.copies * row.idle_parameters)
    return [part for part in found.values() if part.macs or part.parameters]


def _name(row: Row) -> str:
    if row.idle_parameters:
        return "experts"
    return "looked-up tables" if row.kind in LOOKED_UP else "head" if row.kind in HEADS else "other layers"


def _add(found: dict[str, Part], name: str, count: Count, macs: int, parameters: int, idle: int) -> None:
    before = found[name]
    found[name] = Part(
        name,
        before.macs + Fraction(macs, count.architecture.units_per_pass),
        before.parameters + parameters,
        before.idle_parameters + idle,
    )
