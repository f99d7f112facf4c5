"""What a build costs beside what it could cost at best, measured side by side in one run.

    make benchmark

Prints a table; README.md holds the last one. On a machine that does other things too, trust the processor seconds.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ai_compute.architectures import count_all
from builds import OUTPUTS, ROOT, command, copy_workflow
from measuring import Cost, cost, median, print_table

ENTRY = "data/raw/papers/alexnet.yaml"
NETWORK = "gpt-3"
TRIVIAL_RULE = """
rule {name}:
    input: {inputs}
    output: {outputs}
    params: "any parameter: to compare some, Snakemake imports pandas"
    shell: "touch {{output}}"
"""


def remove_outputs(folder: Path) -> None:
    """Remove all that a build made; the folders stay."""
    for top in OUTPUTS:
        for file in [path for path in (folder / top).rglob("*") if path.is_file()]:
            file.unlink()


def keep_scripts(folder: Path) -> list[str]:
    """Build, and return the scripts as they ran, in their order."""
    cost(command("--skip-script-cleanup"), folder)
    scripts = (folder / ".snakemake/scripts").glob("*.py")
    return [str(script) for script in sorted(scripts, key=lambda script: script.stat().st_mtime_ns)]


def trivial_workflow(scripts: list[str], target: Path, source: Path) -> Path:
    """A built workflow with the same rules and files, of which Snakemake alone decides what is to be done."""
    rules, targets = [], []
    for script in scripts:
        preamble = Path(script).read_text(encoding="utf-8").split("######## snakemake preamble end")[0]
        given: dict[str, object] = {"__file__": script}
        exec(preamble, given)
        step: Any = given["snakemake"]
        inputs, outputs = list(step.input), list(step.output)
        targets += outputs
        rules.append(TRIVIAL_RULE.format(name=step.rule, inputs=inputs, outputs=outputs))
        for file in inputs:
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            (target / file).write_bytes((source / file).read_bytes())
    for file in targets:
        (target / file).unlink(missing_ok=True)
    (target / "Snakefile").write_text(f"rule all:\n    input: {targets}\n" + "".join(rules), encoding="utf-8")
    cost(command("--cores", "all"), target)
    return target


def with_one_more_entry(folder: Path, number: int) -> Cost:
    """What a build costs after one entry is added to a finished one."""
    text = (folder / ENTRY).read_text(encoding="utf-8")
    added = text.replace("id: alexnet", f"id: benchmark-{number}").replace("AlexNet", f"Benchmark {number}")
    entry = folder / f"data/raw/papers/benchmark-{number}.yaml"
    entry.write_text(added, encoding="utf-8")
    found = cost(command(), folder)
    entry.unlink()
    return found


def counting() -> tuple[Cost, float, float]:
    """One network counted by a process of its own; milliseconds a network within a process: median and most."""
    one = median([cost([sys.executable, "scripts/layer_table.py", NETWORK], ROOT) for _ in range(9)])
    each = []
    for file in sorted((ROOT / "data/raw/architectures").glob("*.yaml")):
        content, began = file.read_bytes(), time.perf_counter()
        count_all({str(file): content})
        each.append(1000 * (time.perf_counter() - began))
    return one, statistics.median(each), max(each)


def main(repeats: int) -> None:
    """Measure everything in turn, so often, and print a table of medians."""
    builds: dict[str, list[Cost]] = {name: [] for name in ("clean", "once", "added", "nothing", "trivial")}
    with tempfile.TemporaryDirectory() as scratch:
        folder = copy_workflow(Path(scratch) / "workflow")
        scripts = keep_scripts(folder)
        trivial = trivial_workflow(scripts, Path(scratch) / "trivial", folder)
        for number in range(repeats):
            remove_outputs(folder)
            builds["once"].append(cost([sys.executable, str(ROOT / "benchmarks/one_process.py"), *scripts], folder))
            remove_outputs(folder)
            builds["clean"].append(cost(command(), folder))
            builds["nothing"].append(cost(command(), folder))
            builds["trivial"].append(cost(command("--cores", "all"), trivial))
            builds["added"].append(with_one_more_entry(folder, number))
            print(".", end="", file=sys.stderr, flush=True)
    found = {name: median(costs) for name, costs in builds.items()}
    rows = [
        ("clean build", "one Python process", found["clean"], found["once"]),
        ("build with nothing to do", "trivial workflow", found["nothing"], found["trivial"]),
        ("build with one more entry", "clean build", found["added"], found["clean"]),
    ]
    header = ["what", "seconds", "processor seconds", "beside", "ratio of seconds", "ratio of processor seconds"]
    print(file=sys.stderr)
    print_table(
        header,
        [
            [what, f"{one.wall:.1f}", f"{one.cpu:.1f}", f"{beside}: {other.wall:.1f}, {other.cpu:.1f}",
             f"{one.wall / other.wall:.2f}", f"{one.cpu / other.cpu:.2f}"]
            for what, beside, one, other in rows
        ],
    )  # fmt: skip
    one, each, most = counting()
    print(f"\nFrom YAML to totals: {NETWORK} in {one.wall:.2f} s as a process ({one.cpu:.2f} processor seconds);")
    print(f"within a process {each:.1f} ms a network, {most:.1f} ms at most.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3)
    main(parser.parse_args().repeats)
