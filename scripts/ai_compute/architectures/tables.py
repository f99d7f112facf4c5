"""Counts as tables."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from ai_compute.architectures.counted import Count
from ai_compute.architectures.rule_of_thumb import parts
from ai_compute.schemas.counts import Architectures, Layers, RuleOfThumb
from ai_compute.storage.tables import table

TOKEN = "token"
"""The unit of networks that 6ND is said of."""
LARGEST_DIFFERENCE = 0.02
"""A count that differs by more from what was published is explained in its file, or flagged."""


def layers_table(counts: Iterable[Count]) -> pd.DataFrame:
    """A row for each line of each count, columns of `Layers`."""
    return table([row for count in counts for row in _layer_rows(count)], Layers)


def _layer_rows(count: Count) -> Iterable[dict[str, Any]]:
    for position, row in enumerate(count.rows, 1):
        yield {
            "architecture": count.architecture.key,
            "position": position,
            "layer": row.label,
            "output_shape": row.output_shape,
            "repeats": row.repeats,
            "macs": count.architecture.batch * row.repeats * row.macs,
            "parameters": row.copies * row.parameters,
        }


def rule_of_thumb_table(counts: Sequence[Count]) -> pd.DataFrame:
    """A row for each network over tokens, columns of `RuleOfThumb`."""
    of_tokens = [count for count in counts if count.architecture.unit == TOKEN and count.active_parameters]
    return table([_rule_of_thumb_row(count) for count in of_tokens], RuleOfThumb)


def _rule_of_thumb_row(count: Count) -> dict[str, Any]:
    found = {part.part: part for part in parts(count)}
    attention, tables = found.get("attention and scans"), found.get("looked-up tables")
    return {
        "architecture": count.architecture.key,
        "context": count.architecture.units_per_pass,
        "active_parameters": count.active_parameters,
        "forward_macs": count.forward_macs,
        "ratio": count.forward_macs / count.active_parameters,
        "attention_share": float(attention.macs) / count.forward_macs if attention and count.forward_macs else 0.0,
        "masked_share": 1 - count.forward_macs_causal / count.forward_macs if count.forward_macs else 0.0,
        "embedding_share": tables.parameters / count.active_parameters if tables else 0.0,
    }


def architectures_table(counts: Sequence[Count]) -> pd.DataFrame:
    """A row for each count, columns of `Architectures`."""
    return table([_architecture_row(count) for count in counts], Architectures)


def _architecture_row(count: Count) -> dict[str, Any]:
    described = count.architecture
    macs_ratio = _ratio(count.forward_macs, described.published_macs)
    parameters_ratio = _ratio(count.parameters, described.published_parameters)
    differs = any(ratio and abs(ratio - 1) > LARGEST_DIFFERENCE for ratio in (macs_ratio, parameters_ratio))
    return {
        "architecture": described.key,
        "name": described.name,
        "unit": described.unit,
        "units_per_pass": described.units_per_pass,
        "pass_macs": count.macs,
        "forward_macs": count.forward_macs,
        "forward_macs_causal": count.forward_macs_causal,
        "pass_scan_macs": count.scan_macs,
        "parameters": count.parameters,
        "active_parameters": count.active_parameters,
        "exact_factor": count.exact_factor,
        "published_macs": described.published_macs,
        "macs_ratio": macs_ratio,
        "published_parameters": described.published_parameters,
        "parameters_ratio": parameters_ratio,
        "differs": differs,
        "flagged": differs and not described.explanation,
        "explanation": described.explanation,
        "source": described.source,
    }


def _ratio(counted: int, published: float | None) -> float | None:
    return counted / published if published else None
