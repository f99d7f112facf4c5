"""How time and memory grow with the number of entries and of rows of an external table.

    make benchmark-scale ENTRIES="100 1000 10000" ROWS="1000 10000 100000"

Prints a table; README.md holds the last one. Each step's processor seconds are those of its process alone.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from builds import ROOT, command, copy_workflow
from measuring import Cost, cost, print_table
from synthetic import entries, external


def measure(number: int, rows: int, scratch: Path) -> dict[str, Cost]:
    """What a build of so many entries and external rows costs: the whole, then each step run by itself."""
    folder = copy_workflow(scratch / f"workflow-{number}-{rows}", papers=["alexnet", "alphago-zero"])
    entries(number, folder / "data/raw/papers")
    if rows:
        external(rows, folder / "data/raw/external/models.csv")
    found = {"build": cost(command("--skip-script-cleanup"), folder)}
    kept = sorted((folder / ".snakemake/scripts").glob("*.py"), key=lambda script: script.stat().st_mtime_ns)
    for script in kept:
        alone = [sys.executable, str(ROOT / "benchmarks/one_process.py"), str(script)]
        found[script.name.split(".")[-2]] = cost(alone, folder)
    return found


def main(sizes: list[tuple[int, int]]) -> None:
    """Measure each size, smallest first, and print times, peak memory, and how they grow."""
    found: list[dict[str, Cost]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for number, rows in sizes:
            found.append(measure(number, rows, Path(scratch)))
            print(f"{number:,} entries, {rows:,} rows: {found[-1]['build'].wall:.0f} s", file=sys.stderr, flush=True)
    names = list(dict.fromkeys(name for each in found for name in each))
    rows_of_table = [
        [name, *(f"{each[name].cpu:.1f} s, {each[name].memory:,.0f} MB" if name in each else "" for each in found)]
        for name in names
    ]
    print_table(["step", *(f"{number:,} entries, {rows:,} rows" for number, rows in sizes)], rows_of_table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000, 100_000])
    arguments = parser.parse_args()
    main(list(zip(arguments.entries, arguments.rows, strict=True)))
