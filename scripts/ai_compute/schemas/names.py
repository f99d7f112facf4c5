"""The names of all tables and of their columns, without the second that importing the schemas takes."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

OTHER_NAMES = {"excluded_trends": "Excluded", "excluded_drivers": "Excluded", "excluded_growth": "Excluded"}
"""Tables whose name is not that of their model."""


def table_name(model: str) -> str:
    """`TrainingCompute` -> `training_compute`: the name of the file of a table."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model).lower()


def columns_of_tables() -> Mapping[str, Mapping[str, str]]:
    """The columns of every table with their types, as the schemas' source declares them."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    classes = [node for file in files for node in ast.parse(file.read_bytes()).body if isinstance(node, ast.ClassDef)]
    models = {each.name: dict(_columns(each)) for each in classes if any(map(_is_table, each.bases))}
    named = {table_name(model): columns for model, columns in models.items()}
    return {**named, **{name: models[model] for name, model in OTHER_NAMES.items()}}


def _is_table(base: ast.expr) -> bool:
    return isinstance(base, ast.Name) and base.id == "Table"


def _columns(model: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for line in model.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            yield line.target.id, ast.unparse(line.annotation)
