"""The data dictionary: every column of every table with its type, unit and meaning, from the tables' own schemas."""

from collections.abc import Mapping

from ai_compute.report.parts import Cell, Column, PageTable
from ai_compute.schemas.columns import Table

COLUMNS = [Column("Column"), Column("Type"), Column("Unit"), Column("Meaning")]
TYPES = {
    "str": "text",
    "string": "text",
    "float64": "number",
    "int64": "whole number",
    "Int64": "whole number",
    "bool": "yes or no",
}


def dictionary(models: Mapping[str, type[Table]]) -> list[PageTable]:
    """One table a table."""
    tables = []
    for name, model in models.items():
        rows = []
        for column, details in model.to_schema().columns.items():
            kind = str(details.dtype)
            key = " (key)" if (details.metadata or {}).get("key") else ""
            rows.append(
                [
                    Cell(column + key),
                    Cell(next((word for dtype, word in TYPES.items() if kind.startswith(dtype)), "date")),
                    Cell((details.metadata or {}).get("unit", "")),
                    Cell(details.description or ""),
                ]
            )
        about = (model.__doc__ or "").strip().splitlines()[0]
        tables.append(PageTable(f"{name}: {about}", COLUMNS, rows, file=f"tables/{name}.csv", folded=True))
    return tables
