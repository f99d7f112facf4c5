"""All tables by name: what the report reads, explains and offers as CSV."""

import re
from collections.abc import Mapping
from types import ModuleType

from ai_compute.schemas import calibration, counts, cross_check, estimates, raw, trends
from ai_compute.schemas.columns import Table

MODULES: tuple[ModuleType, ...] = (raw, counts, estimates, cross_check, calibration, trends)

OTHER_NAMES: Mapping[str, type[Table]] = {
    "excluded_drivers": trends.Excluded,
}
"""Tables whose name is not that of their model."""


def table_name(model: type[Table]) -> str:
    """`TrainingCompute` -> `training_compute`: the name of the file of a table."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()


def models() -> Mapping[str, type[Table]]:
    """The model of every table by its name, in the order of the stages."""
    declared = [value for module in MODULES for value in vars(module).values() if _is_table(value)]
    return {**{table_name(model): model for model in declared}, **OTHER_NAMES}


def _is_table(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Table) and value is not Table
