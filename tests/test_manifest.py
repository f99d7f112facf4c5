"""The manifest: what a finished build vouches for, and what is made anew because nobody does."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from ai_compute.guard.manifest import (
    EDITED,
    OUTDATED,
    UNFINISHED,
    Step,
    checksum,
    checksums,
    needed_for,
    parse,
    read,
    render,
    to_renew,
    vouch,
)

COLLECT = Step("collect", ["raw"], ["table"])
FIT = Step("fit", ["table"], ["line"])
CHART = Step("chart", ["line", "style"], ["picture"])
STEPS = [COLLECT, FIT, CHART]
FILES = ["raw", "style", "table", "line", "picture"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        Path(name).write_text(f"the {name}")
    return tmp_path


def finished() -> dict[str, str]:
    return vouch(STEPS, ["table", "line", "picture"], checksums(FILES), {})


def test_a_finished_build_needs_nothing(folder: Path) -> None:
    assert sorted(finished()) == sorted(FILES)
    assert to_renew(STEPS, checksums(FILES), finished()) == {}


@pytest.mark.parametrize("content", ["", "the ta", "the line", "the table, edited"])
def test_a_truncated_empty_foreign_or_edited_output_is_made_anew(folder: Path, content: str) -> None:
    vouched = finished()
    Path("table").write_text(content)
    assert to_renew(STEPS, checksums(FILES), vouched) == {"table": EDITED}


def test_an_input_that_changed_renews_what_reads_it_whatever_its_time(folder: Path) -> None:
    vouched = finished()
    Path("style").write_text("another")
    assert to_renew(STEPS, checksums(FILES), vouched) == {"picture": OUTDATED}


def test_outputs_of_a_build_that_was_killed_are_not_trusted(folder: Path) -> None:
    assert set(to_renew(STEPS, checksums(FILES), {})) == {"table", "line", "picture"}
    assert set(to_renew(STEPS, checksums(FILES), {}).values()) == {UNFINISHED}


def test_a_missing_output_is_left_to_snakemake(folder: Path) -> None:
    vouched = finished()
    Path("table").unlink()
    assert to_renew(STEPS, checksums(FILES), vouched) == {}


def test_a_partial_build_does_not_vouch_for_what_it_did_not_make(folder: Path) -> None:
    vouched = finished()
    Path("picture").write_text("edited")
    after = vouch(STEPS, ["table", "line"], checksums(FILES), vouched)
    assert "picture" not in after
    assert set(after) == {"raw", "table", "line"}


def test_a_changed_input_is_vouched_for_when_its_reader_is_done(folder: Path) -> None:
    vouched = finished()
    Path("raw").write_text("changed")
    assert vouch(STEPS, [], checksums(FILES), vouched)["raw"] == vouched["raw"]
    assert vouch(STEPS, ["table"], checksums(FILES), vouched)["raw"] == checksum("raw")


TWO_READERS = [*STEPS, Step("list", ["raw"], ["names"])]
FILES_OF_TWO = [*FILES, "names"]


@pytest.fixture
def made_for_one(folder: Path) -> dict[str, str]:
    """The manifest after an input changed and one of its two readers was asked for."""
    Path("names").write_text("the names")
    vouched = vouch(TWO_READERS, ["table", "line", "picture", "names"], checksums(FILES_OF_TWO), {})
    Path("raw").write_text("changed")
    Path("table").write_text("the table of the change")
    return vouch(TWO_READERS, ["table"], checksums(FILES_OF_TWO), vouched)


def test_an_input_that_changed_is_read_once_by_each_of_its_readers(made_for_one: dict[str, str]) -> None:
    assert to_renew(TWO_READERS, checksums(FILES_OF_TWO), made_for_one) == {"names": OUTDATED}
    both = vouch(TWO_READERS, ["names"], checksums(FILES_OF_TWO), made_for_one)
    assert to_renew(TWO_READERS, checksums(FILES_OF_TWO), both) == {}
    assert sorted(both) == sorted(FILES_OF_TWO)


def test_an_input_that_was_changed_for_one_of_its_readers_and_put_back_renews_that_one(
    made_for_one: dict[str, str],
) -> None:
    Path("raw").write_text("the raw")
    assert to_renew(TWO_READERS, checksums(FILES_OF_TWO), made_for_one) == {"table": OUTDATED}


def test_what_one_reader_read_is_written_as_a_comment(made_for_one: dict[str, str]) -> None:
    assert parse(render(made_for_one)) == made_for_one
    assert [line for line in render(made_for_one).splitlines() if line.startswith("# ")] != []


def test_an_input_that_changed_during_the_build_counts_as_changed(folder: Path) -> None:
    before = checksums(FILES)
    Path("raw").write_text("changed while it was read")
    after = vouch(STEPS, ["table", "line", "picture"], before, {})
    assert to_renew(STEPS, checksums(FILES), after) == {"table": OUTDATED}


def test_only_what_the_targets_need_is_renewed(folder: Path) -> None:
    assert [step.name for step in needed_for(STEPS, ["fit"])] == ["collect", "fit"]
    assert [step.name for step in needed_for(STEPS, ["picture"])] == ["collect", "fit", "chart"]
    assert needed_for(STEPS, ["unknown"]) == []


def test_a_folder_has_a_checksum_that_follows_names_and_contents(folder: Path) -> None:
    Path("inner").mkdir()
    empty = checksum("inner")
    Path("inner/a").write_text("a")
    one = checksum("inner")
    Path("inner/a").rename("inner/b")
    assert len({empty, one, checksum("inner"), ""}) == 4


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_sha256sum_reads_the_manifest(folder: Path) -> None:
    Path("SHA256SUMS").write_text(render(finished()))
    assert subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], check=False).returncode == 0


@pytest.mark.parametrize("content", [b"", b"nonsense", b"abc  file\n", b"\x00\x01", b"\xff\xfe"])
def test_a_damaged_manifest_vouches_for_nothing(folder: Path, content: bytes) -> None:
    Path("SHA256SUMS").write_bytes(content)
    assert read("SHA256SUMS") == {}


@contextmanager
def readers_let_go(pipe: str) -> Iterator[list[str]]:
    """Whoever waits for a pipe meanwhile is told, and let go."""
    over, waited = threading.Event(), []

    def let_go() -> None:
        while not over.wait(0.01):
            with suppress(OSError):  # nobody reads
                os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
                waited.append("somebody waited")

    beside = threading.Thread(target=let_go)
    beside.start()
    try:
        yield waited
    finally:
        over.set()
        beside.join()


def test_nobody_waits_for_a_pipe_that_stands_in_the_place_of_an_output(folder: Path) -> None:
    vouched = finished()
    Path("table").unlink()
    os.mkfifo("table")
    with readers_let_go("table") as waited:
        assert to_renew(STEPS, checksums(FILES), vouched) == {"table": EDITED}
    assert waited == []


def test_a_manifest_is_read_as_it_was_written() -> None:
    vouched = {"b": "0" * 64, "a  with blanks": "1" * 64}
    assert parse(render(vouched)) == vouched
