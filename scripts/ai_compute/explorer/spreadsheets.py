"""The tables of a build as its spreadsheets hold them (reports/tables)."""

from pathlib import Path

import pandas as pd

from ai_compute.schemas.columns import Table
from ai_compute.schemas.registry import models_of
from ai_compute.storage.tables import typed, without_rows

TRUTH = {"True": True, "False": False, "": pd.NA}


def read_spreadsheets(folder: str | Path) -> dict[str, pd.DataFrame]:
    """All tables in a folder by name, in their types; tables of our own that are not there are empty."""
    files = {file.stem: file for file in sorted(Path(folder).glob("*.csv"))}
    return {
        name: _read(files[name], model) if name in files else without_rows(model)
        for name, model in models_of(files).items()
    }


def _read(file: Path, model: type[Table]) -> pd.DataFrame:
    """A table from its CSV; text comes back as it was before a spreadsheet was kept from running it."""
    text = pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8")
    kinds = {name: str(details.dtype) for name, details in model.to_schema().columns.items()}
    for name in kinds.keys() & set(text.columns):
        text[name] = _column(text[name], kinds[name])
    return typed(text, model)


def _column(cells: pd.Series, kind: str) -> pd.Series:
    if kind.startswith(("str", "object")):
        return cells.str.replace(r"^'(?=[=+\-@\t\r])", "", regex=True)
    if kind.startswith("datetime"):
        return pd.to_datetime(cells.where(cells != "", None))
    if kind.startswith("bool"):
        return cells.map(TRUTH)
    if kind.lower().startswith("int"):
        return cells.map(lambda cell: int(cell) if cell else pd.NA)
    return cells.map(lambda cell: float(cell or "nan"))
