"""A table's seal: rows that were validated when they were written need not be once more; any others are."""

from pathlib import Path

import pandas as pd
import pytest

from ai_compute.messages.problems import Problems
from ai_compute.schemas.columns import Table, column
from ai_compute.storage import tables
from ai_compute.storage.tables import read_table, write_table


class Weights(Table):
    """Anything that has a key and a rule."""

    run: str = column("the run", key=True)
    weight: float = column("its weight", "kg", gt=0)


class StricterWeights(Weights):
    """The same columns with another rule."""

    weight: float = column("its weight", "kg", gt=5)


GIVEN = pd.DataFrame({"run": ["a", "b"], "weight": [2.0, 7.5]})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "weights.parquet"
    write_table(GIVEN, Weights, path)
    return path


def test_rows_that_were_validated_are_not_validated_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "validate", lambda *_: pytest.fail("validated once more"))
    pd.testing.assert_frame_equal(read_table(file, Weights), tables.table(GIVEN, Weights))


def test_rows_of_another_hand_are_validated(file: Path) -> None:
    pd.DataFrame({"run": ["a"], "weight": [-1.0]}).to_parquet(file, index=False)
    with pytest.raises(Problems, match="weight"):
        read_table(file, Weights)


def test_rows_of_another_schema_are_validated(file: Path) -> None:
    with pytest.raises(Problems, match="weight"):
        read_table(file, StricterWeights)


def test_a_seal_on_other_rows_is_worth_nothing(file: Path) -> None:
    seal = tables.pq.ParquetFile(file).metadata.metadata[tables.SEAL]
    rows = tables.pa.table({"run": ["a"], "weight": [-1.0]})
    with tables.pq.ParquetWriter(file, rows.schema, compression="zstd") as writer:
        writer.write_table(rows)
        writer.add_key_value_metadata({tables.SEAL: seal})
    with pytest.raises(Problems, match="weight"):
        read_table(file, Weights)


def test_the_same_rows_are_the_same_bytes(file: Path, tmp_path: Path) -> None:
    write_table(GIVEN.iloc[::-1], Weights, tmp_path / "again.parquet")
    assert (tmp_path / "again.parquet").read_bytes() == file.read_bytes()
