"""All tables by name: what the report reads, explains and offers as CSV."""

from collections.abc import Collection, Mapping
from types import ModuleType

from ai_compute.schemas import (
    calibration,
    claims,
    counts,
    cross_check,
    estimates,
    explanations,
    external,
    growth,
    raw,
    specifications,
    thresholds,
    trends,
)
from ai_compute.schemas.columns import Table
from ai_compute.schemas.names import OTHER_NAMES, table_name

MODULES: tuple[ModuleType, ...] = (
    *(raw, counts, estimates, cross_check, calibration, trends, growth),
    *(explanations, specifications, thresholds, claims),
)

EXTERNAL: Mapping[str, type[Table]] = {
    **{f"external_{name}": model for name, model in external.MODELS.items()},
    "external_trends": trends.Trends,
    "external_excluded": trends.Excluded,
    "external_counts": external.ExternalCounts,
}
"""The tables of other people's databases, which only a build with such files has."""


def models() -> Mapping[str, type[Table]]:
    """The model of every table by its name, in the order of the stages."""
    declared = {name: value for module in MODULES for name, value in vars(module).items() if _is_table(value)}
    named = {table_name(name): model for name, model in declared.items()}
    return {**named, **{name: declared[model] for name, model in OTHER_NAMES.items()}}


def models_of(names: Collection[str]) -> Mapping[str, type[Table]]:
    """The models of all of our own tables, and of those external ones that are among the names."""
    return {**models(), **{name: model for name, model in EXTERNAL.items() if name in names}}


def _is_table(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Table) and value is not Table
