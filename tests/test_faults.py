"""What goes wrong around a build: no room, no permission, an interrupt, another build, files that somebody damaged."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from builds import FEW_PAPERS, build, command, copy_workflow, differences, edit, environment, fewer_resamples, products

ENTRY = "data/raw/papers/alexnet.yaml"
TABLE = "data/processed/cross_check.parquet"
TARGETS = (TABLE, "data/processed/inputs.json")
ANOTHER_NUMBER = ("epochs: 90", "epochs: 91")
ANOTHER_CHOICE = ("agree_within: 3", "agree_within: 1.0001")
CANNOT_WRITE = 73
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with a handful of papers and resamples, built up to the cross-check."""
    folder = copy_workflow(tmp_path_factory.mktemp("faults") / "project", FEW_PAPERS)
    fewer_resamples(folder, 200)
    build(folder, *TARGETS)
    return folder


@pytest.fixture(scope="module")
def expected(built: Path) -> dict[str, bytes]:
    """What the build made."""
    return products(built)


@pytest.fixture
def folder(tmp_path: Path, built: Path) -> Path:
    """A copy of the build for one test."""
    return shutil.copytree(built, tmp_path / "project")


@pytest.fixture
def disk(tmp_path: Path, built: Path) -> Iterator[Path]:
    """A small disk with a copy of the build in its folder `project`."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", tmp_path], check=False)
    if mounted.returncode:
        pytest.skip("this root may not mount a disk")
    try:
        shutil.copytree(built, tmp_path / "project")
        yield tmp_path
    finally:
        subprocess.run(["umount", "--lazy", tmp_path], check=True)


def leave_free(disk: Path, size: int) -> None:
    """Fill a disk up to so many bytes, whoever else writes there."""
    with (disk / "filler").open("ab") as file:
        while (missing := shutil.disk_usage(disk).free - size) > 0:
            try:
                os.posix_fallocate(file.fileno(), file.tell(), min(missing, 1 << 20))
            except OSError:
                os.posix_fallocate(file.fileno(), file.tell(), 1 << 12)
            file.seek(0, os.SEEK_END)


def change(file: Path, damage: Callable[[bytes], bytes]) -> None:
    """Change a file under its old time stamp."""
    times = file.stat()
    file.write_bytes(damage(file.read_bytes()))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a build in a process group of its own, as a terminal does."""
    return subprocess.Popen(
        command(*arguments),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
        # Tests that run in the background of a shell are deaf to Ctrl-C, and so would be what they start.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )


def said_when(running: subprocess.Popen[str], line_has: str, act: Callable[[], object]) -> str:
    """All that a build says; at the first line that has a text in it, something else happens."""
    assert running.stdout is not None
    lines, waiting = [], True
    for line in running.stdout:
        lines.append(line)
        if waiting and line_has in line:
            act()
            waiting = False
    running.wait()
    assert not waiting, f"{line_has} was not said:\n{''.join(lines)}"
    return "".join(lines)


def made(folder: Path) -> dict[str, bytes]:
    """What a build made, without the manifest, which tells two histories of the same files apart."""
    return {path: content for path, content in products(folder).items() if path != "data/processed/SHA256SUMS"}


@needs_root
def test_without_room_no_build_starts_but_what_needs_none_runs(disk: Path, expected: dict[str, bytes]) -> None:
    folder = disk / "project"
    leave_free(disk, 8_000_000)
    assert "Nothing to do" in build(folder, *TARGETS).stdout
    edit(folder / ENTRY, *ANOTHER_NUMBER)
    failed = build(folder, *TARGETS, check=False)
    assert failed.returncode == CANNOT_WRITE
    assert failed.stdout.count(": error\n") == 1
    assert re.search(
        r"MB free\n    expected: room for 2\d\.\d MB\n    way out:  free some room on the disk of", failed.stdout
    )
    assert failed.stdout.rstrip().endswith("Nothing was changed: the last results stand.")
    assert "Traceback" not in failed.stdout
    assert differences(products(folder), expected) == []
    build(folder, "--dry-run")
    build(folder, "check")


@needs_root
def test_a_read_only_disk_or_folder_is_named(disk: Path, expected: dict[str, bytes]) -> None:
    folder = disk / "project"
    edit(folder / ENTRY, *ANOTHER_NUMBER)
    (folder / "reports").mkdir()
    subprocess.run(["mount", "--bind", folder / "reports", folder / "reports"], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", folder / "reports"], check=True)
    without_reports = build(folder, check=False)
    subprocess.run(["umount", folder / "reports"], check=True)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    without_anything = build(folder, check=False)
    for failed, name in ((without_reports, "reports"), (without_anything, ".snakemake")):
        assert failed.returncode == CANNOT_WRITE, failed.stdout
        assert f"\n{name}: error\n    found: " in failed.stdout
        assert failed.stdout.count(": error\n") == 1
        assert "way out:  make it writable" in failed.stdout
        assert "Traceback" not in failed.stdout
    assert differences(products(folder), expected) == []


@needs_root
def test_a_disk_that_fills_up_during_a_build_loses_nothing(disk: Path, expected: dict[str, bytes]) -> None:
    folder = disk / "project"
    edit(folder / "config.yaml", *ANOTHER_CHOICE)
    (folder / "data/processed/estimates.parquet").write_bytes(b"")
    leave_free(disk, 24_000_000)
    running = start(folder, *TARGETS)
    said = said_when(running, "] estimate ", lambda: leave_free(disk, 0))
    assert running.returncode != 0
    assert said.count(": error\n") == 1
    assert "found:    No space left on device\n" in said
    assert "way out:  free some room on the disk of" in said
    assert "Traceback" not in said
    assert "Exiting because" not in said
    assert products(folder)[TABLE] == expected[TABLE]
    assert set(products(folder)) == set(expected)
    (disk / "filler").unlink()
    build(folder, *TARGETS)
    assert [path for path in differences(made(folder), expected) if path.endswith(".parquet")] == [TABLE]


def test_a_step_that_failed_is_run_again_even_if_nothing_changed_since(
    folder: Path, expected: dict[str, bytes]
) -> None:
    """Snakemake would trust the old outputs that it put back: it has noted the new choice as theirs."""
    log = folder / "data/processed/logs/cross_check.log"
    edit(folder / "config.yaml", *ANOTHER_CHOICE)
    log.unlink()
    (log / "in the way").mkdir(parents=True)
    failed = build(folder, TABLE, check=False)
    assert failed.returncode != 0
    assert "data/processed/logs/cross_check.log: error\n    found:    Is a directory" in failed.stdout
    assert "Traceback" not in failed.stdout
    assert products(folder)[TABLE] == expected[TABLE]
    shutil.rmtree(log)
    build(folder, TABLE)
    assert products(folder)[TABLE] != expected[TABLE]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "data/processed/papers.parquet": lambda content: content[: len(content) // 2],
    "data/processed/estimates.parquet": lambda content: b"",
    TABLE: lambda content: b"\xff\x00 something else",
    "data/processed/audit.parquet": lambda content: content + b" ",
}


def test_damaged_outputs_are_made_anew_and_damaged_notes_do_no_harm(folder: Path, expected: dict[str, bytes]) -> None:
    for path, damage in DAMAGES.items():
        change(folder / path, damage)
    for note in ("check.json", "estimate.log"):
        (folder / "data/processed/logs" / note).write_bytes(b"\xff{")
    done = build(folder, *TARGETS)
    for path in DAMAGES:
        assert f"{path} is not what the last build made: it is made anew." in done.stdout
    assert "Traceback" not in done.stdout
    assert differences(made(folder), expected) == ["data/processed/SHA256SUMS"]


def test_interrupted_builds_are_completed_by_the_next_and_of_two_at_once_one_waits(
    folder: Path, expected: dict[str, bytes]
) -> None:
    for kind in (signal.SIGINT, signal.SIGTERM):
        (folder / "data/processed/estimates.parquet").write_bytes(b"")
        running = start(folder, *TARGETS)
        said = said_when(running, "] estimate ", lambda: os.killpg(running.pid, kind))  # noqa: B023
        assert running.returncode != 0, said
        assert said.count("Stopping. What is finished stays; the next build makes the rest.") == 1
        assert "rror" not in said
        assert "Traceback" not in said
    (folder / TABLE).write_bytes(b"")
    both = [start(folder, *TARGETS), start(folder, *TARGETS)]
    texts = [running.communicate()[0] for running in both]
    assert [running.returncode for running in both] == [0, 0]
    assert sum("Another build is at work in this folder; waiting for it to end." in text for text in texts) == 1
    assert sum("Nothing to do" in text for text in texts) == 1
    assert differences(made(folder), expected) == ["data/processed/SHA256SUMS"]


def test_keep_going_finishes_what_does_not_need_the_step_that_failed(folder: Path, expected: dict[str, bytes]) -> None:
    script = folder / "scripts/check.py"
    script.write_text(f"raise RuntimeError('made to fail')\n{script.read_text(encoding='utf-8')}", encoding="utf-8")
    edit(folder / ENTRY, *ANOTHER_NUMBER)
    failed = build(folder, *TARGETS, "--keep-going", "--cores", "1", check=False)
    assert failed.returncode != 0
    assert "made to fail" in failed.stdout
    left = products(folder)
    assert left[TABLE] != expected[TABLE]
    assert left["data/processed/inputs.json"] == expected["data/processed/inputs.json"]


def test_a_pipe_among_the_entries_is_named_and_nobody_waits_for_it(folder: Path, expected: dict[str, bytes]) -> None:
    os.mkfifo(folder / "data/raw/papers/x.yaml")
    failed = build(folder, check=False)
    assert "data/raw/papers/x.yaml: error\n    found:    a pipe or device" in failed.stdout
    assert "Traceback" not in failed.stdout
    assert differences(products(folder), expected) == []
