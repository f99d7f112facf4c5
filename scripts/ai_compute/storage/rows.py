"""Rows of tables for those who write words and figures from them."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

Tables = Mapping[str, pd.DataFrame]
"""Tables of a build by name."""


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """Rows with columns as attributes, whose types the table's schema vouches for."""
    yield from table.itertuples()


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for JSON: missing values as None."""
    plain = table.astype(object).where(table.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
