"""One build at a time in one folder, by locks of the operating system, which end with the processes that hold them."""

import fcntl
import os
import shlex
import sys
from pathlib import Path

WAITING = "Another build is at work in this folder; waiting for it to end."


def hold(path: Path) -> int | None:
    """Lock a file until this process ends, and wait for that if another holds it; None where nothing can be locked."""
    try:
        path.parent.mkdir(exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError:
        return None  # nothing can be written here; whether anything has to be, turns out later
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(WAITING, file=sys.stderr, flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    except OSError:
        os.close(lock)
        return None  # a file system without locks: Snakemake's own has to do
    return lock


def wait_for_steps(path: Path) -> None:
    """Wait until no step of a build that was killed holds its share of a lock."""
    lock = hold(path)
    if lock is not None:
        os.close(lock)


def shared_by_steps(path: Path) -> str:
    """What a step's shell does first, to hold its share of a lock until the step ends; needs the command `flock`."""
    place = shlex.quote(str(path.resolve())).replace("{", "{{").replace("}", "}}")
    return f"exec 9<>{place}; flock -s 9; "
