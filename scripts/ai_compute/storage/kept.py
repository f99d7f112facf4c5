"""Tables kept by what they were made from (as files are: see kept_files), so that the same work is not done again."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ai_compute.guard.room import CannotWrite
from ai_compute.storage.files import write_whole
from ai_compute.storage.kept_files import KeptFiles, digest, plain

DIGEST = b"ai-compute-digest"


class Kept(KeptFiles):
    """A folder of kept results: tables, as Parquet, beside files; tables may be inputs too."""

    def frames(
        self, name: str, inputs: Sequence[Any], make: Callable[[], Sequence[pd.DataFrame]]
    ) -> tuple[pd.DataFrame, ...]:
        """Tables that were made from these inputs before, or that are made now and kept.

        Args:
            name: what is made.
            inputs: all that the result depends on besides the code: tables, plain values, lists and mappings of them.
            make: makes the result.
        """
        if self.folder is None:
            return tuple(make())
        file = self.folder / f"{self.key(name, inputs)}.parquet"
        found = _read(file)
        if found is not None:
            return found
        made = tuple(make())
        _write(made, file)
        return made

    def frame(self, name: str, inputs: Sequence[Any], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """One table that was made from these inputs before, or that is made now and kept."""
        [found] = self.frames(name, inputs, lambda: [make()])
        return found

    @staticmethod
    def bytes_of(value: Any) -> bytes:
        """Tables count with their columns, types and the order of their rows."""
        if isinstance(value, pd.DataFrame):
            return b"table" + _content(value)
        if isinstance(value, pd.Series):
            return b"column" + _content(value.to_frame())
        return plain(value)


NOTHING_KEPT = Kept(None, "")
"""Every result is made."""


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
        if whole != digest([file.stem, *table.column("content").to_pylist()]).encode():
            return None
        file.touch()
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):
        return None
    return tuple(part.to_pandas() for part in parts)


def _write(frames: Sequence[pd.DataFrame], file: Path) -> None:
    """Keep tables. Where they cannot be written, nothing is lost but time."""
    content = [_content(frame) for frame in frames]
    table = pa.table({"content": pa.array(content, pa.large_binary())})
    table = table.replace_schema_metadata({DIGEST: digest([file.stem, *content]).encode()})
    try:
        write_whole(file, lambda partial: pq.write_table(table, partial, compression="zstd"))
    except (CannotWrite, OSError):
        return
