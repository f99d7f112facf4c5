"""Kept results: found again by their inputs and by nothing else; damaged ones cost time, never a wrong number."""

import os

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_compute.storage.kept import Kept
from ai_compute.storage.kept_files import KeptFiles, digest

FRAME = pd.DataFrame({"run": ["a", "b"], "flop": [1.0, np.nan], "when": pd.to_datetime(["2020-01-01", None]),
                      "runs": pd.array([1, None], dtype="Int64"), "told": [True, False]})  # fmt: skip


class Maker:
    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> list[pd.DataFrame]:
        self.made += 1
        return [FRAME, FRAME.iloc[:0]]


@pytest.fixture
def make() -> Maker:
    return Maker()


def test_the_same_inputs_are_worked_on_once_and_give_the_same_tables(tmp_path, make):
    for _ in range(2):
        first, empty = Kept(tmp_path, "code").frames("trend", [FRAME, 0.95], make)
        pd.testing.assert_frame_equal(first, FRAME)
        pd.testing.assert_frame_equal(empty, FRAME.iloc[:0])
    assert make.made == 1


@pytest.mark.parametrize(
    ("code", "name", "inputs"),
    [
        ("other", "trend", [FRAME, 0.95]),
        ("code", "break", [FRAME, 0.95]),
        ("code", "trend", [FRAME, 0.9]),
        ("code", "trend", [FRAME.assign(flop=[1.0, 2.0]), 0.95]),
        ("code", "trend", [FRAME.iloc[::-1], 0.95]),
        ("code", "trend", [FRAME.rename(columns={"flop": "value"}), 0.95]),
    ],
)
def test_anything_else_is_worked_on_anew(tmp_path, make, code, name, inputs):
    Kept(tmp_path, "code").frames("trend", [FRAME, 0.95], make)
    Kept(tmp_path, code).frames(name, inputs, make)
    assert make.made == 2


def _cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flip(content: bytes) -> bytes:
    middle = len(content) // 3
    return content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]


@pytest.mark.parametrize("damage", [_cut_off, _flip, lambda _: b"", lambda _: b"no table at all"])
def test_a_damaged_result_is_made_anew(tmp_path, make, damage):
    Kept(tmp_path, "code").frames("trend", [FRAME], make)
    [file] = tmp_path.glob("*.parquet")
    file.write_bytes(damage(file.read_bytes()))
    found, _ = Kept(tmp_path, "code").frames("trend", [FRAME], make)
    pd.testing.assert_frame_equal(found, FRAME)


def test_another_result_under_its_name_is_not_taken_for_it(tmp_path, make):
    kept = Kept(tmp_path, "code")
    kept.frames("trend", [FRAME], make)
    [file] = tmp_path.glob("*.parquet")
    FRAME.to_parquet(file)
    kept.frames("trend", [FRAME], make)
    assert make.made == 2


def test_a_kept_result_under_the_name_of_another_is_not_taken_for_it(tmp_path, make):
    kept = Kept(tmp_path, "code")
    kept.frame("trend", [1], lambda: FRAME.iloc[:1])
    [other] = tmp_path.glob("*.parquet")
    kept.frames("trend", [FRAME], make)
    for file in tmp_path.glob("*.parquet"):
        file.write_bytes(other.read_bytes())
    kept.frames("trend", [FRAME], make)
    assert make.made == 2


def test_a_kept_file_under_the_name_of_another_is_not_taken_for_it(tmp_path):
    kept = KeptFiles(tmp_path, "code")
    kept.text("figure", [1], lambda: "one")
    [other] = tmp_path.glob("*.kept")
    kept.text("figure", [2], lambda: "two")
    for file in tmp_path.glob("*.kept"):
        file.write_bytes(other.read_bytes())
    assert kept.text("figure", [2], lambda: "made again") == "made again"


def test_times_decide_nothing(tmp_path, make):
    kept = Kept(tmp_path, "code")
    kept.frames("trend", [FRAME], make)
    [file] = tmp_path.glob("*.parquet")
    os.utime(file, (0, 0))
    kept.frames("trend", [FRAME], make)
    assert make.made == 1


def test_where_nothing_can_be_kept_the_work_is_done_each_time(tmp_path, make):
    (tmp_path / "file").write_text("in the way")
    for folder in (None, tmp_path / "file" / "folder"):
        Kept(folder, "code").frames("trend", [FRAME], make)
    assert make.made == 2


def test_only_so_many_are_kept_the_last_used_ones(tmp_path, make):
    kept = Kept(tmp_path, "code")
    for number in range(5):
        kept.frames("trend", [number], make)
    for place, file in enumerate(sorted(tmp_path.glob("*.parquet"))):
        os.utime(file, (place, place))
    kept.prune(2)
    assert sorted(file.stat().st_mtime for file in tmp_path.glob("*.parquet")) == [3, 4]


@given(st.lists(st.one_of(st.integers(), st.floats(), st.text(), st.none(), st.lists(st.integers()))))
def test_values_one_after_the_other_are_not_values_joined(values):
    assert digest([values]) != digest(values)
    assert digest(["ab", "c"]) != digest(["a", "bc"])
