"""How the columns of all tables are declared."""

from typing import Annotated, Any

import pandera.pandas as pa
from pandera.api.pandas.model_config import BaseConfig
from pandera.engines.pandas_engine import DateTime

Day = Annotated[DateTime, {}, "us", None, False, {}]
"""A date, as microseconds without a time zone: what pandas, DuckDB, polars and arrow all read as a date and time."""

DAY = "day"
FLOP = "FLOP"
YEAR = "year"
MONTHS = "month"
SLOPE = "log10 FLOP / year"
GROWTH = "x / year"


def column(description: str, unit: str = "", *, key: bool = False, **checks: Any) -> Any:
    """A pandera field with a meaning, a unit ('' for text and plain numbers) and whether it belongs to the key."""
    return pa.Field(description=description, metadata={"unit": unit, "key": key}, **checks)


class Table(pa.DataFrameModel):
    """A table: exactly these columns, in this order."""

    class Config(BaseConfig):
        """No column more, none less."""

        strict = True
        ordered = True
        coerce = False


def key_columns(model: type[Table]) -> list[str]:
    """The columns that tell the rows of a table apart."""
    return [name for name, details in model.to_schema().columns.items() if (details.metadata or {}).get("key")]
