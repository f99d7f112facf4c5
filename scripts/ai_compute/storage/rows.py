"""Rows of tables for those who write words and figures from them."""

from collections import namedtuple
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pandas as pd

Tables = Mapping[str, pd.DataFrame]
"""Tables of a build by name."""


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """Rows with columns as attributes, whose types the table's schema vouches for."""
    # Iterating over a column of text would ask Arrow for each value by itself.
    columns = (table.iloc[:, place].tolist() for place in range(table.shape[1]))
    yield from map(_row_type(tuple(table.columns))._make, zip(table.index, *columns, strict=True))


@cache
def _row_type(columns: tuple[str, ...]) -> Any:
    """What `itertuples` would make of each table anew, which costs more than the rows of a small one."""
    return namedtuple("Pandas", ["Index", *columns], rename=True)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for JSON: missing values as None."""
    known = {str(name): column.astype(object).where(column.notna(), None).tolist() for name, column in table.items()}
    return [dict(zip(known, row, strict=True)) for row in zip(*known.values(), strict=True)]
