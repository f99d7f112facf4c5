"""Kill builds at random moments, all processes at once, and see whether the next one completes with the same bytes.

    python tests/kill_builds.py --kills 50
    python tests/kill_builds.py --kills 50 --in-a-row 5      # five kills one upon another, then a build that completes

Each round starts from nothing, from a finished build with a changed entry, or from one with a damaged table; after the
kills the entry is restored under its old time stamp. Before each further kill in a row the entry is changed once more,
or put back. Ends with status 1 at the first round that differs.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from builds import FEW_PAPERS, build, command, copy_workflow, differences, environment, fewer_resamples, products

ENTRY = "data/raw/papers/alexnet.yaml"
ROUNDS = ("from nothing", "entry changed", "table damaged")


def start_and_kill(folder: Path, seconds: float) -> bool:
    """Start a build, kill its process group after so many seconds; whether it was still running."""
    running = subprocess.Popen(
        command("--quiet", "all"), cwd=folder, env=environment(), start_new_session=True, stderr=subprocess.DEVNULL
    )
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        return True
    return False


def prepare(folder: Path, kind: str, choose: random.Random) -> None:
    """Bring the folder into the state that a round starts from."""
    if kind == "from nothing":
        shutil.rmtree(folder / "data/processed", ignore_errors=True)
        shutil.rmtree(folder / "reports", ignore_errors=True)
        shutil.rmtree(folder / ".snakemake", ignore_errors=True)
    elif kind == "entry changed":
        entry = folder / ENTRY
        entry.write_bytes(entry.read_bytes().replace(b"epochs: 90", b"epochs: 91"))
    else:
        table = folder / choose.choice(sorted(path for path in products(folder) if path.endswith(".parquet")))
        table.write_bytes(table.read_bytes()[: choose.randrange(200)])


def exchange_entry(folder: Path, original: bytes) -> None:
    """Change the entry, or put back what it held."""
    entry = folder / ENTRY
    entry.write_bytes(original.replace(b"epochs: 90", b"epochs: 91") if entry.read_bytes() == original else original)


def kill_builds(kills: int, seed: int = 1, in_a_row: int = 1) -> int:
    """Kill so many builds, some in a row, followed by one that must complete; how many were killed while they ran."""
    choose = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = copy_workflow(Path(scratch) / "workflow", FEW_PAPERS)
        fewer_resamples(folder, 200)
        original, times = (folder / ENTRY).read_bytes(), (folder / ENTRY).stat()
        began = time.monotonic()
        build(folder)
        lasts = dict.fromkeys(ROUNDS, time.monotonic() - began)
        expected = products(folder)
        killed = rounds = 0
        while killed < kills:
            kind = ROUNDS[rounds % len(ROUNDS)]
            rounds += 1
            prepare(folder, kind, choose)
            waited = []
            for number in range(in_a_row):
                if number:
                    exchange_entry(folder, original)
                waited.append(choose.uniform(0.1, lasts[kind]))
                began = time.monotonic()
                if start_and_kill(folder, waited[-1]):
                    killed += 1
                else:
                    lasts[kind] = time.monotonic() - began
            (folder / ENTRY).write_bytes(original)
            os.utime(folder / ENTRY, ns=(times.st_atime_ns, times.st_mtime_ns))
            build(folder)
            different = differences(expected, products(folder))
            verdict = ", ".join(different) or "the same bytes"
            seconds = ", ".join(f"{each:.2f}" for each in waited)
            print(f"{killed:>3} {kind:<14} killed after {seconds} s: {verdict}", flush=True)
            if different:
                raise AssertionError(f"after a kill, these differ from a clean build: {', '.join(different)}")
        return killed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--in-a-row", type=int, default=1, metavar="N", help="so many kills before a build completes")
    arguments = parser.parse_args()
    sys.exit(0 if kill_builds(arguments.kills, arguments.seed, arguments.in_a_row) >= arguments.kills else 1)
