"""Print some runs with every fact, its source and its link, as a sheet to tick: an audit that anybody can repeat.

    python tests/audit_sample.py --seed 7             # ten runs
    python tests/audit_sample.py --seed 7 --runs 25

A seed draws the same runs as long as no run is added or renamed. Look each fact up where its source says, tick it, mark
what is wrong; the rate of the last audit, with its date, stands in data/raw/README.md.
"""

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from ai_compute.entries.documents import Document, read_yaml  # noqa: E402

FIGURES = ("published", "organization", "domain", "domains", "country", "open_weights", "base")
SIZES = ("parameters", "active_parameters")
METHODS = ("operation_counting", "hardware_time")
NO_FACTS = ("part", "source", "evidence", "evidence_by_fact", "notes", "note", "by", "party", "independent", "backward")
BOX = "[ ]"


def read_entries(folder: Path = ROOT / "data/raw/papers") -> list[Document]:
    """The entries of a folder, in the order of their names."""
    return [read_yaml(file.read_bytes(), file.name) for file in sorted(folder.glob("*.yaml"))]


def draw(entries: Iterable[Document], seed: int, number: int) -> list[tuple[Document, dict[str, Any]]]:
    """So many runs, drawn without repetition, with the entries they stand in."""
    runs = sorted(((entry, run) for entry in entries for run in entry.data["runs"]), key=lambda pair: pair[1]["id"])
    return random.Random(seed).sample(runs, min(number, len(runs)))


def facts(values: Mapping[str, Any], chosen: Sequence[str] | None = None) -> Iterator[str]:
    """One line to tick for each fact, those inside a mapping by their own names."""
    for name in chosen if chosen is not None else values:
        value = values.get(name)
        if name in NO_FACTS or value is None:
            continue
        if isinstance(value, Mapping):
            yield from (f"{BOX} {name}, {key}: {inner}" for key, inner in value.items())
        else:
            yield f"{BOX} {name}: {value}"


def parts(value: Any) -> list[dict[str, Any]]:
    """The parts of a method, which may be one or a list."""
    return value if isinstance(value, list) else [value]


def section(title: str, part: Mapping[str, Any]) -> list[str]:
    """The facts of a part under its title, with the source, how they were had, and what is said of them."""
    said = [f"{word}: {part[word]}" for word in ("source", "evidence", "notes", "note") if part.get(word)]
    return ["", f"{title}", *said, *facts(part)]


def sheet_of_run(entry: Document, run: Mapping[str, Any]) -> list[str]:
    """Everything of one run that can be looked up."""
    paper = entry.data
    lines = [f"## {run['id']}: {run['name']}", "", f"{paper['title']}, {paper['url']}", f"data/raw/papers/{entry.file}"]
    figures = {**{name: paper.get(name) for name in FIGURES}, **{name: run[name] for name in FIGURES if name in run}}
    lines += ["", *facts(figures), *facts(run, SIZES)]
    for method in METHODS:
        for part in parts(run[method]) if method in run else ():
            named = f", {part['part']}" if "part" in part else ""
            lines += section(f"### {method.replace('_', ' ')}{named}", part)
    for total in run.get("reported", ()):
        lines += section(f"### reported by {total['by']} ({total['party']} party)", total)
    for name in ("unestimated", "explanation", "notes"):
        lines += ["", f"{BOX} {name}: {run[name]}"] if name in run else []
    return lines


def sheet(entries: Iterable[Document], seed: int, number: int) -> str:
    """The sheet of so many runs, ending with what to write down."""
    chosen = draw(entries, seed, number)
    lines = [line for entry, run in chosen for line in (*sheet_of_run(entry, run), "", "")]
    boxes = sum(line.startswith(BOX) for line in lines)
    head = f"# Audit of {len(chosen)} runs, seed {seed}: {boxes} facts"
    return "\n".join([head, "", *lines, f"Facts: {boxes}. Found: ___ Wrong: ___ Not reachable: ___ Date: ___"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True, help="chooses the runs")
    parser.add_argument("--runs", type=int, default=10, help="how many (10)")
    arguments = parser.parse_args()
    print(sheet(read_entries(), arguments.seed, arguments.runs))
