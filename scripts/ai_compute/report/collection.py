"""All tables of a build together."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ai_compute.schemas.registry import models_of
from ai_compute.storage.tables import read_table, without_rows


def read_tables(paths: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The tables of these files by name, validated; tables of our own that are not among them are empty."""
    files = {stem(path): path for path in paths}
    return {
        name: read_table(files[name], model) if name in files else without_rows(model)
        for name, model in models_of(files).items()
    }


def stem(path: str) -> str:
    """The name of the table in a file."""
    return Path(path).stem


def spreadsheet(table: pd.DataFrame) -> str:
    """A table as CSV: days as days, missing values empty, text that a spreadsheet would run as a formula quoted."""
    plain = table.copy()
    for name in plain.select_dtypes("datetime").columns:
        plain[name] = plain[name].dt.strftime("%Y-%m-%d")
    for name in plain.select_dtypes("str").columns:
        runs = plain[name].str.match(r"[=+\-@\t\r]", na=False)
        if runs.any():
            plain[name] = plain[name].where(~runs, "'" + plain[name])
    return plain.to_csv(index=False, lineterminator="\n")
