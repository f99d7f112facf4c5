"""How long one network takes to be counted, within a process and as one: `make benchmark-counting`.

Every network of the repository, of the tests and of `benchmarks/networks` (the largest that are known), from the file's
text to totals; processor seconds, the least of several rounds. Where transformers and torch are installed, torch's own
counter is measured beside it on GPT-2.
"""

import csv
import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ai_compute.architectures import count, read_architecture
from builds import ROOT
from measuring import cost, print_table

FOLDERS = ("data/raw/architectures", "tests/architectures", "tests/data/huggingface", "benchmarks/networks")
ROUNDS = 7
SHOWN = 8


def least(action: Callable[[], object]) -> float:
    """The least processor milliseconds of some rounds."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        action()
        found.append(time.process_time() - began)
    return 1e3 * min(found)


def texts() -> dict[Path, str]:
    """Every network's text; a measured configuration with the input that it was measured with."""
    with (ROOT / "tests/data/huggingface/measured.csv").open(encoding="utf-8") as lines:
        inputs = {row["name"]: json.loads(row["input"]) for row in csv.DictReader(lines)}
    found = {}
    for file in (file for folder in FOLDERS for file in sorted((ROOT / folder).iterdir())):
        if file.suffix in (".yaml", ".json"):
            text = file.read_text(encoding="utf-8")
            measured = file.parent.name == "huggingface"
            given = {"ai_compute": {"input": inputs[file.stem], "unit": "pass"}} if measured else {}
            found[file] = json.dumps({**json.loads(text), **given}) if given else text
    return found


def counted(text: str, file: Path) -> object:
    """One network, from its text to its totals."""
    return count(read_architecture(text, str(file)))


def within_a_process() -> list[tuple[float, Path]]:
    """Milliseconds of every network, the slowest first."""
    return sorted(((least(partial(counted, text, file)), file) for file, text in texts().items()), reverse=True)


def torch_counter() -> float:
    """Processor seconds that torch needs to import, build and count GPT-2 over 512 tokens."""
    program = (
        "import torch, transformers\n"
        "from torch.utils.flop_counter import FlopCounterMode\n"
        "model = transformers.GPT2LMHeadModel(transformers.GPT2Config()).eval()\n"
        "with torch.no_grad(), FlopCounterMode(display=False):\n"
        "    model(torch.zeros(1, 512, dtype=torch.long))\n"
    )
    return cost([sys.executable, "-W", "ignore", "-c", program], ROOT).cpu


def main() -> None:
    """Measure and print."""
    networks = within_a_process()
    print_table(("network", "ms"), [(file.stem, f"{ms:.1f}") for ms, file in networks[:SHOWN]])
    print(f"\nmedian of {len(networks)} networks: {statistics.median(ms for ms, _ in networks):.1f} ms")
    command = [sys.executable, "scripts/layer_table.py", "tests/data/huggingface/gpt2_small.json"]
    print(f"as a process: {min(cost(command, ROOT).cpu for _ in range(3)):.2f} processor seconds")
    if importlib.util.find_spec("transformers") and importlib.util.find_spec("torch"):
        print(f"torch's counter on the same network, as a process: {torch_counter():.1f} processor seconds")


if __name__ == "__main__":
    main()
