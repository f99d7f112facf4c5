"""Tables in and out: validated at both ends, sorted by key, the same bytes for the same rows, whole or not at all.

A file carries a seal: a digest of its rows and of the schema that they were held against when it was written. Rows that
the seal is right for are those rows, so that they are not held against the same schema once more when they are read;
any others are.
"""

import hashlib
import io
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandera.errors import SchemaErrors

from ai_compute.messages.problems import Problem, Problems
from ai_compute.schemas.columns import Table, key_columns
from ai_compute.storage.files import write_whole

SIGNIFICANT_DIGITS = 9
"""Floats are rounded to so many digits on writing: processors may differ in the last bits of a logarithm."""
SEAL = b"ai-compute-seal"


def table(rows: Iterable[Mapping[str, Any]] | pd.DataFrame, model: type[Table]) -> pd.DataFrame:
    """Rows as a table of a model: its columns in order with their types, sorted by key; right even without a row."""
    frame = pd.DataFrame(rows if isinstance(rows, pd.DataFrame) else list(rows), columns=list(_types(model)))
    return typed(frame, model).sort_values(key_columns(model), kind="stable", ignore_index=True)


def without_rows(model: type[Table]) -> pd.DataFrame:
    """The table of a model without a row, at a fifth of what `table` would cost."""
    return pd.DataFrame({name: pd.array([], dtype) for name, dtype in _types(model).items()})


@cache
def _types(model: type[Table]) -> Mapping[str, Any]:
    """The type of each column, as pandas calls it."""
    return {name: _dtype(str(details.dtype)) for name, details in model.to_schema().columns.items()}


def _dtype(declared: str) -> str:
    if declared.startswith("string"):
        return "str"
    return "datetime64[us]" if declared.startswith("datetime") else declared


def validate(frame: pd.DataFrame, model: type[Table], name: str) -> pd.DataFrame:
    """The table itself, if it is as its schema says.

    Raises:
        Problems: one for each column or check that fails, with the first values that fail it.
    """
    problems = []
    try:
        model.validate(frame, lazy=True)
    except SchemaErrors as errors:
        for (column, check), group in errors.failure_cases.groupby(["column", "check"], dropna=False, sort=False):
            values = ", ".join(map(str, group["failure_case"].head(3)))
            problems.append(Problem(name, field=str(column), found=values, expected=str(check)))
    keys = key_columns(model)
    if not problems and keys and frame.duplicated(keys).any():
        first = frame.loc[frame.duplicated(keys), keys].iloc[0]
        problems.append(
            Problem(name, field=", ".join(keys), found=", ".join(map(str, first)), expected="each key once")
        )
    if problems:
        raise Problems(problems)
    return frame


def write_table(frame: pd.DataFrame, model: type[Table], path: str | Path) -> None:
    """Validate a table and write it as Parquet, under its name only when it is whole."""
    target = Path(path)
    rounded = rounded_floats(table(frame, model))
    arrow = pa.Table.from_pandas(validate(rounded, model, target.name), preserve_index=False)
    arrow = arrow.replace_schema_metadata(None)
    content = io.BytesIO()
    with pq.ParquetWriter(content, arrow.schema, compression="zstd") as writer:
        writer.write_table(arrow)
        writer.add_key_value_metadata({SEAL: _seal(content.getvalue(), arrow.schema, model)})
    write_whole(target, lambda partial: partial.write_bytes(content.getvalue()))


def read_table(path: str | Path, model: type[Table]) -> pd.DataFrame:
    """Read a table and validate it, unless these rows were validated when they were written."""
    content = Path(path).read_bytes()
    file = pq.ParquetFile(io.BytesIO(content))
    frame = typed(file.read().to_pandas(), model)
    end = 8 + file.metadata.serialized_size
    sealed = (file.metadata.metadata or {}).get(SEAL) == _seal(content[:-end], file.schema_arrow, model)
    return frame if sealed else validate(frame, model, Path(path).name)


def _seal(rows: bytes, columns: pa.Schema, model: type[Table]) -> bytes:
    """A digest of all of a Parquet file but its end, of its columns, and of the schema that its rows keep."""
    schema = model.to_schema()
    kept = [(name, str(each.dtype), each.nullable, each.unique, each.checks) for name, each in schema.columns.items()]
    rules = repr([kept, schema.checks, key_columns(model)])
    return hashlib.sha256(f"{columns.remove_metadata()} {rules}".encode() + rows).hexdigest().encode()


def typed(frame: pd.DataFrame, model: type[Table]) -> pd.DataFrame:
    """The table with those of its columns that the model knows in their types.

    Raises:
        ValueError, TypeError: values that have no such type.
    """
    found = dict(frame.dtypes)
    others = {name: dtype for name, dtype in _types(model).items() if found.get(name, dtype) != dtype}
    return frame.assign(**{name: frame[name].astype(dtype) for name, dtype in others.items()})


def read_parts(paths: Iterable[str | Path], model: type[Table]) -> pd.DataFrame:
    """The rows of several tables of one model together."""
    return pd.concat([read_table(path, model) for path in paths], ignore_index=True)


def rounded_floats(frame: pd.DataFrame, digits: int = SIGNIFICANT_DIGITS) -> pd.DataFrame:
    """The table with all floats rounded to so many significant digits."""
    floats = frame.select_dtypes("float")
    if floats.empty:
        return frame
    text = np.char.mod(f"%.{digits}g", floats.to_numpy(dtype=float))
    return frame.assign(**pd.DataFrame(text.astype(float), columns=floats.columns, index=frame.index))
