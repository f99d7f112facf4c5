"""Room and permission to write: what keeps a build from writing, said so that a stranger can mend it."""

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from ai_compute.messages.problems import Problem

CANNOT_WRITE = 73
"""Exit status of a process that has said why it cannot write (EX_CANTCREAT of sysexits.h)."""
NOTHING_LOST = "No result was lost: the next build goes on from here."
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
OWN_FOLDER = ".snakemake"
"""Where Snakemake keeps its notes, and we ours."""


class CannotWrite(Exception):
    """A file or folder cannot be written; the message names it, and says why and what to do."""

    def __init__(self, path: str | Path, error: OSError) -> None:
        """Explain an error of the operating system, as long as its cause can still be seen."""
        if error.errno in NO_ROOM:
            problem = _no_room(Path(path), os.strerror(error.errno), "room for what is written there")
        else:
            problem = _closed(str(path), error.strerror or str(error))
        super().__init__(f"{problem}\n\n{NOTHING_LOST}")


def unwritable(folders: Iterable[str | Path], room: int) -> list[Problem]:
    """What would keep a build from writing into folders, which need not be there yet.

    Args:
        folders: where something will be written.
        room: bytes that every disk of them must have free.
    """
    places = {folder: existing(folder) for folder in sorted(set(map(Path, folders)))}
    closed = {place for place in places.values() if not os.access(place, os.W_OK | os.X_OK)}
    disks = {place.stat().st_dev: place for place in reversed(places.values())}
    full = [place for place in disks.values() if free(place) < room]
    return [
        *(_no_room(place, f"{megabytes(free(place))} free", f"room for {megabytes(room)}") for place in full),
        *(_closed(str(place), "a folder that is read-only, or another user's") for place in sorted(closed)),
    ]


def closed_folder(folders: Iterable[str | Path]) -> Problem | None:
    """The first of the folders that cannot be written, which need not be there yet."""
    return next(iter(unwritable(folders, 0)), None)


def size_of(paths: Iterable[str | Path]) -> int:
    """Bytes of those of the files that are there."""
    return sum(Path(path).stat().st_size for path in paths if Path(path).is_file())


def _no_room(path: Path, found: str, expected: str) -> Problem:
    disk = existing(path).resolve()
    disk = disk if disk.is_dir() else disk.parent
    way_out = f"free some room on the disk of {disk}, then build again"
    return Problem(str(path), found=found, expected=expected, way_out=way_out)


def _closed(path: str, found: str) -> Problem:
    way_out = "make it writable, or build in a copy of the project elsewhere"
    return Problem(path, found=found, expected="a place that can be written", way_out=way_out)


def existing(path: str | Path) -> Path:
    """The path itself, or the nearest folder above it that is there."""
    return next(place for place in (Path(path), *Path(path).parents, Path("/")) if place.exists())


def free(path: Path) -> int:
    """Bytes that are free on the disk of a file or folder that is there."""
    return shutil.disk_usage(path).free


def megabytes(size: int) -> str:
    """`1.5 MB`."""
    return f"{size / 1e6:,.1f} MB"
