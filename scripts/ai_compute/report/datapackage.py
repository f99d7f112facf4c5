"""The tables for spreadsheets as a Frictionless Data Package, from the tables' own schemas: datapackage.org."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ai_compute.schemas.columns import Table, key_columns

ABOUT: Mapping[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "ai-compute",
    "title": "The compute that trains AI models, re-derived from raw paper metadata",
    "description": "The Parquet files of data/processed hold the same tables under the same names.",
    "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
    "contributors": [{"title": "The ai-compute maintainers"}],
    "sources": [
        {
            "title": "D. Amodei and D. Hernandez, AI and Compute, 2018",
            "path": "https://openai.com/index/ai-and-compute/",
        },
        {"title": "Epoch AI, Data on AI Models and on Machine Learning Hardware", "path": "https://epoch.ai/data"},
    ],
}
TYPES = {
    "str": "string",
    "float64": "number",
    "int64": "integer",
    "Int64": "integer",
    "bool": "boolean",
    "datetime": "date",
}
CONSTRAINTS = {
    "isin": ("enum", "allowed_values"),
    "greater_than_or_equal_to": ("minimum", "min_value"),
    "less_than_or_equal_to": ("maximum", "max_value"),
    "greater_than": ("exclusiveMinimum", "min_value"),
    "less_than": ("exclusiveMaximum", "max_value"),
}
"""What a check of pandera is called in the standard, and its argument."""
TABLES_OF_KEYS = {"paper": "papers", "run": "runs", "architecture": "architectures", "device": "devices"}
"""Columns that refer to the row of another table by its key."""
NOT_ALWAYS_A_KEY = dict.fromkeys(("excluded", "excluded_trends", "excluded_drivers", "excluded_growth"), "run")
"""Columns of such a name that may be blank, for 'all'."""


def data_package(models: Mapping[str, type[Table]], version: str) -> str:
    """The package as JSON: every table a resource, with its columns, units, constraints and keys.

    Args:
        models: those of the tables that stand as CSV in tables/, by name.
        version: the version of the data.
    """
    resources = [
        {
            "name": name,
            "type": "table",
            "path": f"tables/{name}.csv",
            "description": (model.__doc__ or "").strip().splitlines()[0],
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": table_schema(name, model),
        }
        for name, model in models.items()
    ]
    content = {**ABOUT, "version": version, "resources": resources}
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def table_schema(name: str, model: type[Table]) -> dict[str, Any]:
    """The columns of a table and its keys, in the words of the standard."""
    columns = model.to_schema().columns
    schema: dict[str, Any] = {"fields": [_field(column, details) for column, details in columns.items()]}
    if keys := key_columns(model):
        schema["primaryKey"] = keys
    if foreign := list(_foreign_keys(name, columns)):
        schema["foreignKeys"] = foreign
    return schema


def _field(name: str, details: Any) -> dict[str, Any]:
    declared = str(details.dtype)
    kind = next(word for start, word in TYPES.items() if declared.startswith(start))
    field = {"name": name, "type": kind, "description": details.description}
    if unit := details.metadata["unit"]:
        field["unit"] = unit
    if kind == "string":
        field["missingValues"] = []  # no text is a text
    return {**field, "constraints": dict(_constraints(details))}


def _constraints(details: Any) -> Iterator[tuple[str, Any]]:
    yield "required", not details.nullable
    if details.unique:
        yield "unique", True
    for check in details.checks:
        constraint, argument = CONSTRAINTS[check.name]
        value = check.statistics[argument]
        yield constraint, list(value) if constraint == "enum" else value


def _foreign_keys(name: str, columns: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The columns that refer to another table; keys of external databases are not ours."""
    for column, other in TABLES_OF_KEYS.items():
        is_key = column in columns and NOT_ALWAYS_A_KEY.get(name) != column and not name.startswith("external_")
        if is_key and name != other:
            yield {"fields": [column], "reference": {"resource": other, "fields": [column]}}
