"""Build six papers with other versions of Snakemake and Python, and compare what was made, byte for byte.

    python tests/versions.py                              # Snakemake: the oldest, some in the middle, the newest
    python tests/versions.py --snakemake 9.20.0
    python tests/versions.py --python python3.12 python3.13

A version of Snakemake is installed over the packages of this environment; an interpreter gets an environment of its own
from requirements.txt. Both come from the package index, into a temporary folder. Ends with status 1 if any byte differs
from what this environment builds, or if a build does not end well.
"""

import argparse
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

from builds import FEW_PAPERS, ROOT, copy_workflow, differences, environment, fewer_resamples, products

SNAKEMAKES = ("9.0.1", "9.11.0", "9.20.0", "")
"""The oldest that is supported, where parts of it changed that guards use, and the newest ('')."""
RESAMPLES = 100
"""The fewest that settings allow."""


def over_this_environment(folder: Path, version: str) -> Path:
    """An interpreter that imports a version of Snakemake, and all else as this one does."""
    python = new_environment(sys.executable, folder)
    install(python, "--upgrade", f"snakemake=={version}" if version else "snakemake")
    own = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    places = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    Path(own, "zz_beneath.pth").write_text("\n".join(places) + "\n", encoding="utf-8")
    return python


def of_its_own(folder: Path, interpreter: str) -> Path:
    """Another interpreter with the locked packages."""
    python = new_environment(interpreter, folder)
    install(python, "--require-hashes", "--requirement", str(ROOT / "requirements.txt"))
    return python


def new_environment(interpreter: str, folder: Path) -> Path:
    """An empty environment; its interpreter."""
    subprocess.run([interpreter, "-m", "venv", folder], check=True)
    return folder / "bin/python"


def install(python: Path, *what: str) -> None:
    """Have pip install something into an environment."""
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout)


def made_by(python: Path | str, folder: Path) -> dict[str, bytes]:
    """What a clean build of six papers makes; a second one has nothing to do."""
    copy_workflow(folder, FEW_PAPERS)
    fewer_resamples(folder, RESAMPLES)
    said = run(python, folder)
    again = run(python, folder)
    if "Traceback" in said or not any(words in again for words in ("Nothing to do", "Nothing to be done")):
        raise SystemExit(f"{said}\n{again}")
    return products(folder)


def run(python: Path | str, folder: Path) -> str:
    """A build by an interpreter's Snakemake, and what it said."""
    done = subprocess.run(
        [python, "-m", "snakemake"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout)
    return done.stdout


def version_of(python: Path) -> str:
    """`Snakemake 9.11.0 on Python 3.12.1`."""
    code = (
        "import platform, snakemake; print(f'Snakemake {snakemake.__version__} on Python {platform.python_version()}')"
    )
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def environments(scratch: Path, snakemakes: list[str], pythons: list[str]) -> Iterator[Path]:
    """One environment after another."""
    for number, version in enumerate(snakemakes):
        yield over_this_environment(scratch / f"snakemake-{number}", version)
    for number, interpreter in enumerate(pythons):
        yield of_its_own(scratch / f"python-{number}", interpreter)


def compare_versions(snakemakes: list[str], pythons: list[str]) -> int:
    """Build with each, and print what differs; how many builds do."""
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        expected = made_by(sys.executable, Path(scratch, "here"))
        for number, python in enumerate(environments(Path(scratch), snakemakes, pythons)):
            different = differences(expected, made_by(python, Path(scratch, f"build-{number}")))
            print(f"{version_of(python):<40} {', '.join(different) or f'the same {len(expected)} files'}", flush=True)
            wrong += bool(different)
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--snakemake", nargs="*", metavar="VERSION", help="versions of Snakemake; '' is the newest")
    parser.add_argument("--python", nargs="*", metavar="INTERPRETER", default=[], help="interpreters to build with")
    given = parser.parse_args()
    chosen = given.snakemake if given.snakemake is not None else [] if given.python else list(SNAKEMAKES)
    sys.exit(1 if compare_versions(chosen, given.python) else 0)
