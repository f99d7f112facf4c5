"""Say what changed from another build to this one: `make compare WITH=origin/main`, or a folder with its tables."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from ai_compute.comparing.builds import read_build
from ai_compute.comparing.changes import COMPARED, changes
from ai_compute.entries.documents import read_yaml
from ai_compute.findings.changes import sentences
from ai_compute.messages.console import stop_with_the_reader
from ai_compute.messages.problems import Problem, Problems
from ai_compute.settings.analysis import read_settings

TABLES = Path("data/processed")
PAGE = "reports/index.html"


def compare(other: str) -> str:
    """What changed from another build (a folder, or a revision, which is built) to the one in this folder.

    Raises:
        Problems: one of the two is no build.
    """
    after = read_build(TABLES)
    before = of_folder(Path(other)) if Path(other).is_dir() else of_revision(other)
    settings = read_settings(read_yaml(Path("config.yaml").read_bytes(), "config.yaml"))
    periods = {name: each.period for name, each in settings.statistics.periods.items()}
    lines = sentences(changes(before, after), after, periods, PAGE)
    return "\n".join([f"What changed from {other}:", *lines] if lines else [f"Nothing changed from {other}."])


def of_folder(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of a folder, or of the project that it is."""
    return read_build(folder / TABLES if (folder / TABLES).is_dir() else folder)


def of_revision(revision: str) -> dict[str, pd.DataFrame]:
    """The tables of a git revision, built in a working tree of its own that is removed again."""
    commit = ["git", "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    if subprocess.run(commit, stdout=subprocess.DEVNULL, check=False).returncode:
        expected = "a folder with the tables of a build, or a git revision"
        raise Problems([Problem(revision, found="neither", expected=expected, way_out="git fetch, if it is a branch")])
    targets = [str(TABLES / f"{name}.parquet") for name in COMPARED]
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "build")
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(tree), revision], check=True)
        try:
            build = [sys.executable, "-m", "snakemake", *targets]
            if subprocess.run(build, cwd=tree, stdout=sys.stderr, check=False).returncode:
                raise Problems([Problem(revision, found="a build that fails", expected="one that can be compared")])
            return read_build(tree / TABLES)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], check=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1]:
        sys.exit(__doc__)
    stop_with_the_reader()
    try:
        print(compare(sys.argv[1]))
    except Problems as problems:
        print("\n\n".join(map(str, problems.problems)), file=sys.stderr)
        sys.exit(65)
