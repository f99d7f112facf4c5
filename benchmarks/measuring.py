"""What commands cost, and tables of it."""

import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from builds import environment


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, seconds of all processors, and the most memory that one process held (MB)."""

    wall: float
    cpu: float
    memory: float


def cost(command: Sequence[str], folder: Path) -> Cost:
    """What a command costs, all of its processes together; it must succeed.

    Compiled modules are kept between processes, as they are on a user's machine; the folder's own modules are used.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment(PYTHONDONTWRITEBYTECODE="", PYTHONPATH=""),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        raise SystemExit(f"{' '.join(command)} failed:\n{said.decode()}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each measure."""
    return Cost(*(statistics.median(getattr(each, name) for each in costs) for name in ("wall", "cpu", "memory")))


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table in Markdown; all columns but the first are numbers."""
    for row in (header, ["---", *["---:"] * (len(header) - 1)], *rows):
        print(f"| {' | '.join(row)} |", flush=True)
