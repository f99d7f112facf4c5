"""Results kept by what they were made from, so that the same work is not done again.

A result is found again by a digest of all its inputs, of the code that makes it, and of the versions of the libraries
that compute it: never by a time or a name. Each file carries a digest of its own content; one that is damaged, cut off
or of another version is made anew. So a kept result can save time, and a wrong one can only cost it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ai_compute.guard.room import CannotWrite
from ai_compute.storage.files import write_whole

LIBRARIES = ("numpy", "pandas", "scipy", "statsmodels", "pyarrow", "vl-convert-python")
"""What computes or holds results: with other versions of these, results may differ."""
KEPT_AT_MOST = 2000
"""So many results are kept; beyond, those that were longest not used go first."""
DIGEST = b"ai-compute-digest"


class Kept:
    """A folder of kept results."""

    def __init__(self, folder: str | Path | None, code: str) -> None:
        """Results of code with this digest; without a folder nothing is kept."""
        self._folder = None if folder is None else Path(folder)
        libraries = [f"{name} {version(name)}" for name in LIBRARIES]
        self._code = json.dumps([code, *libraries])

    def frames(
        self, name: str, inputs: Sequence[Any], make: Callable[[], Sequence[pd.DataFrame]]
    ) -> tuple[pd.DataFrame, ...]:
        """Tables that were made from these inputs before, or that are made now and kept.

        Args:
            name: what is made.
            inputs: all that the result depends on besides the code: tables, plain values, lists and mappings of them.
            make: makes the result.
        """
        if self._folder is None:
            return tuple(make())
        key = digest([self._code, name, *inputs])
        found = _read(self._folder / f"{key}.parquet")
        if found is not None:
            return found
        made = tuple(make())
        _write(made, self._folder / f"{key}.parquet")
        return made

    def frame(self, name: str, inputs: Sequence[Any], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """One table that was made from these inputs before, or that is made now and kept."""
        [found] = self.frames(name, inputs, lambda: [make()])
        return found

    def prune(self, at_most: int = KEPT_AT_MOST) -> None:
        """Remove results that were longest not used. What is removed is made again if it is ever needed."""
        if self._folder is None:
            return
        files = sorted(self._folder.glob("*.parquet"), key=_last_use)
        for file in files[: max(len(files) - at_most, 0)]:
            file.unlink(missing_ok=True)


NOTHING_KEPT = Kept(None, "")
"""Every result is made."""


def digest(inputs: Iterable[Any]) -> str:
    """One digest of values; tables count with their columns, types and index, other values as JSON."""
    whole = hashlib.sha256()
    for value in inputs:
        part = _bytes_of(value)
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def _bytes_of(value: Any) -> bytes:
    if isinstance(value, pd.DataFrame):
        return b"table" + _content(value)
    if isinstance(value, pd.Series):
        return b"column" + _content(value.to_frame())
    if isinstance(value, dict):
        return b"mapping" + digest(part for key in sorted(value, key=str) for part in (str(key), value[key])).encode()
    if isinstance(value, list | tuple):
        return b"list" + digest(value).encode()
    if isinstance(value, set | frozenset):
        return b"set" + digest(sorted(value, key=str)).encode()
    return f"{type(value).__name__} {value!r}".encode()


def _content(frame: pd.DataFrame) -> bytes:
    """A table with its types as bytes: equal for equal tables, whatever they were made from."""
    table = pa.Table.from_pandas(frame.reset_index(drop=True), preserve_index=False)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return bytes(sink.getvalue())


def _read(file: Path) -> tuple[pd.DataFrame, ...] | None:
    """Kept tables; None if there are none, or if they are not what was kept."""
    try:
        table = pq.read_table(file)
        parts = [pa.ipc.open_stream(part).read_all() for part in table.column("content").to_pylist()]
        whole = table.schema.metadata[DIGEST]
        if whole != digest(table.column("content").to_pylist()).encode():
            return None
        file.touch()
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):
        return None
    return tuple(part.to_pandas() for part in parts)


def _write(frames: Sequence[pd.DataFrame], file: Path) -> None:
    """Keep tables. Where they cannot be written, nothing is lost but time."""
    content = [_content(frame) for frame in frames]
    table = pa.table({"content": pa.array(content, pa.large_binary())})
    table = table.replace_schema_metadata({DIGEST: digest(content).encode()})
    try:
        write_whole(file, lambda partial: pq.write_table(table, partial, compression="zstd"))
    except (CannotWrite, OSError):
        return


def _last_use(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
