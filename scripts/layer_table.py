"""Print the layers of architectures with shapes, MACs and parameters: `python scripts/layer_table.py gpt-3`."""

import sys
from pathlib import Path

from ai_compute.architectures import count, read_architecture
from ai_compute.architectures.printing import layer_table
from ai_compute.messages.console import stop_with_the_reader
from ai_compute.messages.problems import Problem, Problems, did_you_mean
from ai_compute.storage.files import read_files

FOLDER = Path("data/raw/architectures")


def find(name: str) -> str:
    """The file of an architecture, given by its file or by its key."""
    candidates = [Path(name), *(FOLDER / f"{name}.{ending}" for ending in ("yaml", "json"))]
    for file in candidates:
        if file.is_file():
            return str(file)
    known = sorted(file.stem for file in FOLDER.glob("*.[yj][as]*"))
    way_out = did_you_mean(name, known, "known: " + ", ".join(known))
    raise Problems([Problem(name, found="no such file", expected="an architecture of data/raw", way_out=way_out)])


def main(names: list[str]) -> int:
    """Print a table for each; mistakes go to standard error."""
    if not names:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        for name in names:
            file = find(name)
            print(layer_table(count(read_architecture(read_files([file])[file], file))))
    except Problems as problems:
        print("\n\n".join(map(str, problems.problems)), file=sys.stderr)
        return 65
    return 0


if __name__ == "__main__":
    stop_with_the_reader()
    sys.exit(main(sys.argv[1:]))
