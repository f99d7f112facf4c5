"""Tables are validated, sorted and rounded on their way to disk, and come back the same."""

import pandas as pd
import pytest

from ai_compute.messages.problems import Problems
from ai_compute.schemas.raw import Sets
from ai_compute.schemas.trends import Influence
from ai_compute.storage.tables import read_table, rounded_floats, table, write_table

ROWS = [{"run": "b", "set": "one"}, {"run": "a", "set": "two"}, {"run": "a", "set": "one"}]


def test_rows_are_sorted_by_their_keys_whatever_their_order(tmp_path):
    for rows in (ROWS, ROWS[::-1]):
        write_table(pd.DataFrame(rows), Sets, tmp_path / "sets.parquet")
        found = read_table(tmp_path / "sets.parquet", Sets)
        assert found.to_numpy().tolist() == [["a", "one"], ["a", "two"], ["b", "one"]]


def test_a_key_that_stands_twice_is_refused_and_leaves_the_last_table(tmp_path):
    file = tmp_path / "sets.parquet"
    write_table(pd.DataFrame(ROWS), Sets, file)
    with pytest.raises(Problems, match="each key once"):
        write_table(pd.DataFrame([*ROWS, ROWS[0]]), Sets, file)
    assert len(read_table(file, Sets)) == len(ROWS)


def test_floats_keep_nine_digits_so_that_last_bits_of_a_processor_do_not_count():
    found = rounded_floats(
        pd.DataFrame({"value": [1 / 3, 1 / 3 + 1e-12, 2e24 / 3, float("nan")], "name": list("abcd")})
    )
    assert found["value"].tolist()[:3] == [0.333333333, 0.333333333, 6.66666667e23]
    assert pd.isna(found["value"][3])


def test_no_rows_are_a_table_with_its_columns_in_their_types():
    empty = table([], Influence)
    assert len(empty) == 0
    assert empty.dtypes.astype("str").to_dict() == table(_a_row(), Influence).dtypes.astype("str").to_dict()


def _a_row():
    kinds = {name: str(details.dtype) for name, details in Influence.to_schema().columns.items()}
    return [{name: 1.0 if kind.startswith("float") else "x" for name, kind in kinds.items()}]
