"""Files in and out: read safely, written whole or not at all."""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ai_compute.entries.unreadable import LARGEST_DOCUMENT
from ai_compute.guard.room import CannotWrite
from ai_compute.messages.problems import Problem, Problems

FUTURE_BEGINS = 60.0
"""Clocks of a network may differ by so many seconds."""


def files_in(folder: str | Path, *patterns: str) -> list[str]:
    """Files of a folder that match, sorted; a name that begins with a dot or a tilde is an editor's."""
    found = {path for pattern in patterns for path in Path(folder).glob(pattern) if path.name[0] not in ".~"}
    return sorted(map(str, found))


def impossible_names(names: Sequence[str]) -> list[Problem]:
    """Files whose names no step could be told: braces are wildcards of Snakemake; others no terminal can show."""
    return [
        Problem(
            name,
            field="file name",
            found=name.rsplit("/", 1)[-1],
            expected="a name without braces, line ends and other control characters",
            way_out="rename the file: small letters, digits, single hyphens, and .yaml",
        )
        for name in names
        if set(name) & set("{}") or not name.isprintable()
    ]


def not_read(folder: str | Path, read: Sequence[str]) -> list[str]:
    """What else lies in a folder of raw files, sorted, but for its README and the files of editors.

    Args:
        folder: the folder.
        read: the names of the files that are read.
    """
    known = {Path(name).name for name in read}
    try:
        others = [path.name for path in Path(folder).iterdir()]
    except OSError:
        return []
    ours = {*known, "README.md", "layers.md", "values.md"}
    return [
        f"{folder}/{name}" for name in sorted(others) if name not in ours and name[0] not in ".~" and name[-1] != "~"
    ]


def from_the_future(paths: Sequence[str | Path]) -> list[Problem]:
    """Files changed later than now: no step could be newer than what it was made from."""
    problems = []
    for path in map(Path, paths):
        changed = path.stat().st_mtime if path.is_file() else 0.0
        if changed > time.time() + FUTURE_BEGINS:
            found = f"a time stamp in the future, {datetime.fromtimestamp(changed):%Y-%m-%d %H:%M}"
            expected, way_out = "one of the past, since steps are compared by time", f"touch {path}, or set the clock"
            problems.append(Problem(str(path), found=found, expected=expected, way_out=way_out))
    return problems


def empty_folder(folder: str, what: str, expected: str = "at least one entry, NAME.yaml") -> list[Problem]:
    """Why a folder holds nothing to read."""
    try:
        found = "no file that is read" if any(Path(folder).iterdir()) else "an empty folder"
        way_out = "restore its files; " + what
    except OSError as error:
        found, way_out = error.strerror or str(error), "check that it exists and who may read it"
    return [Problem(str(folder), found=found, expected=expected, way_out=way_out)]


def read_files(paths: Sequence[str | Path]) -> dict[str, bytes]:
    """The content of files by name; of a file that is too large only so much that a reader notices.

    Raises:
        Problems: a file that cannot be read, or a link that leads out of its folder.
    """
    contents, problems = readable_files(paths)
    if problems:
        raise Problems(problems)
    return contents


def readable_files(
    paths: Sequence[str | Path], largest: int | None = LARGEST_DOCUMENT
) -> tuple[dict[str, bytes], list[Problem]]:
    """As `read_files`, with what is wrong beside the files that can be read; `largest` None reads all of any."""
    contents: dict[str, bytes] = {}
    problems = []
    for path in map(Path, paths):
        try:
            if path.is_symlink() and _leads_out(path):
                found, way_out = "a link out of its folder, or in a circle", "copy the file to this place"
                problems.append(Problem(str(path), found=found, expected="a file", way_out=way_out))
                continue
            if path.exists() and not path.is_file():
                found = "a folder" if path.is_dir() else "a pipe or device"
                problems.append(Problem(str(path), found=found, expected="a file", way_out="move it out, or rename it"))
                continue
            with path.open("rb") as file:
                contents[str(path)] = file.read(-1 if largest is None else largest + 1)
        except OSError as error:
            found, way_out = error.strerror or str(error), "check that it exists and who may read it"
            problems.append(Problem(str(path), found=found, expected="a file that can be read", way_out=way_out))
    return contents, problems


def _leads_out(link: Path) -> bool:
    """Whether a link ends outside of its folder, or nowhere since it leads back to itself."""
    try:
        return link.resolve().parent != link.parent.resolve()
    except RuntimeError:
        return True


def write_whole(target: Path, write: Callable[[Path], object]) -> None:
    """Call `write` with a name beside the target, and give the result the target's name when it is complete.

    Raises:
        CannotWrite: there is no room or no permission; the target is as it was.
    """
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(partial)
        partial.replace(target)
    except OSError as error:
        raise CannotWrite(target, error) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_text(text: str, path: str | Path) -> None:
    """Write a text file, under its name only when it is whole."""
    write_whole(Path(path), lambda partial: partial.write_text(text, encoding="utf-8", newline="\n"))
