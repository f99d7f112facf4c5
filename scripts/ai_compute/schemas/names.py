"""The names of all tables and of their columns, without the second that importing the schemas takes."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ai_compute.values import subjects

OTHER_NAMES = {"excluded_trends": "Excluded", "excluded_drivers": "Excluded", "excluded_growth": "Excluded"}
"""Tables whose name is not that of their model."""


def table_name(model: str) -> str:
    """`TrainingCompute` -> `training_compute`: the name of the file of a table."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model).lower()


class Column(NamedTuple):
    """What a schema's source declares of a column."""

    type: str
    allowed: Sequence[str] = ()
    """The only texts that it holds; none are told where they are made elsewhere, or of a column of any text."""


def columns_of_tables() -> Mapping[str, Mapping[str, Column]]:
    """The columns of every table, as the schemas' source declares them."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    nodes = [node for file in files for node in ast.parse(file.read_bytes()).body]
    lists = _lists(nodes)
    classes = [node for node in nodes if isinstance(node, ast.ClassDef) and any(map(_is_table, node.bases))]
    models = {each.name: dict(_columns(each, lists)) for each in classes}
    named = {table_name(model): columns for model, columns in models.items()}
    return {**named, **{name: models[model] for name, model in OTHER_NAMES.items()}}


def _is_table(base: ast.expr) -> bool:
    return isinstance(base, ast.Name) and base.id == "Table"


def _columns(model: ast.ClassDef, lists: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Column]]:
    for line in model.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            keywords = line.value.keywords if isinstance(line.value, ast.Call) else []
            allowed = next((_texts(each.value, lists) for each in keywords if each.arg == "isin"), None)
            yield line.target.id, Column(ast.unparse(line.annotation), allowed or ())


def _lists(nodes: Sequence[ast.stmt]) -> dict[str, Sequence[str]]:
    """Lists of texts by their names: those of the schemas, and those of `subjects`, which they are made of."""
    found = {name: [each] if isinstance(each, str) else each for name, each in vars(subjects).items()}
    lists: dict[str, Sequence[str]] = {name: each for name, each in found.items() if isinstance(each, list)}
    for node in nodes:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AugAssign) and isinstance(target, ast.Name):
            before = lists.get(target.id, []) if isinstance(node, ast.AugAssign) else []
            lists[target.id] = [*before, *(_texts(node.value, lists) or ())]
    return lists


def _texts(node: ast.expr, lists: Mapping[str, Sequence[str]]) -> Sequence[str] | None:
    """The texts that are listed; None if one of them is not known."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Name(id=name) | ast.Starred(value=ast.Name(id=name)):
            return lists.get(name) or None
        case ast.List(elts=items):
            parts = [_texts(item, lists) for item in items]
            return None if None in parts else [text for part in parts if part for text in part]
    return None
