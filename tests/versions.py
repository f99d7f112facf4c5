"""Build six papers with other versions of Snakemake and Python, and compare what was made, byte for byte.

    python tests/versions.py                              # Snakemake: the oldest, some in the middle, the newest
    python tests/versions.py --snakemake 9.20.0
    python tests/versions.py --python python3.12 python3.13
    python tests/versions.py --where-there-is-one         # what the package index does not have is named and left out

A version of Snakemake is installed over the packages of this environment; an interpreter gets an environment of its own
from requirements.txt. Both come from the package index, into a temporary folder. Ends with status 1 if any byte differs
from what this environment builds, or if a build does not end well.
"""

import argparse
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib import metadata
from pathlib import Path

from builds import FEW_PAPERS, ROOT, copy_workflow, differences, environment, fewer_resamples, products

SNAKEMAKES = ("9.0.1", "9.11.0", "9.20.0", "")
"""The oldest that is supported, where parts of it changed that guards use, and the newest ('')."""
RESAMPLES = 100
"""The fewest that settings allow."""


def over_this_environment(folder: Path, version: str) -> Path:
    """An interpreter that imports a version of Snakemake, and all else as this one does.

    What Snakemake needs and the pipeline imports too stays at this environment's version, which the page names.
    """
    python = new_environment(sys.executable, folder)
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    names = [line.split("[")[0] for line in lines if line and not line.startswith(("#", "snakemake"))]
    constraints = folder / "constraints.txt"
    constraints.write_text("".join(f"{name}=={metadata.version(name)}\n" for name in names), encoding="utf-8")
    named = f"snakemake=={version}" if version else "snakemake"
    install(python, "--upgrade", named, "--constraint", str(constraints))
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


class Failed(Exception):
    """A build that did not end well; with what was said."""


class NotThere(Exception):
    """An environment that could not be made; with what was said."""


def install(python: Path, *what: str) -> None:
    """Have pip install something into an environment.

    Raises:
        NotThere: it cannot.
    """
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotThere(done.stdout)


def made_by(python: Path | str, folder: Path) -> dict[str, bytes]:
    """What a clean build of six papers makes; a second one has nothing to do.

    Raises:
        Failed: a build ended badly, or the second one had something to do.
    """
    copy_workflow(folder, FEW_PAPERS)
    fewer_resamples(folder, RESAMPLES)
    said = run(python, folder)
    again = run(python, folder)
    if "Traceback" in said or not any(words in again for words in ("Nothing to do", "Nothing to be done")):
        raise Failed(f"{said}\n{again}")
    return products(folder)


def run(python: Path | str, folder: Path) -> str:
    """A build by an interpreter's Snakemake, and what it said.

    Raises:
        Failed: it ended badly.
    """
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
        raise Failed(done.stdout)
    return done.stdout


def version_of(python: Path) -> str:
    """`Snakemake 9.11.0 on Python 3.12.1`."""
    code = (
        "import platform, snakemake; print(f'Snakemake {snakemake.__version__} on Python {platform.python_version()}')"
    )
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def environments(snakemakes: list[str], pythons: list[str]) -> Iterator[tuple[str, Callable[[Path], Path]]]:
    """What each environment is, and how to make it in a folder."""
    for version in snakemakes:
        yield f"Snakemake {version or '(the newest)'}", partial(over_this_environment, version=version)
    for interpreter in pythons:
        yield interpreter, partial(of_its_own, interpreter=interpreter)


def compare_versions(snakemakes: list[str], pythons: list[str], where_there_is_one: bool = False) -> int:
    """Build with each, and print what differs; how many do, fail, or could not be tried though they should."""
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        expected = made_by(sys.executable, Path(scratch, "here"))
        for number, (name, make) in enumerate(environments(snakemakes, pythons)):
            environment, folder = Path(scratch, f"environment-{number}"), Path(scratch, f"build-{number}")
            try:
                python = make(environment)
                name, different = version_of(python), differences(expected, made_by(python, folder))
                verdict = f"differ: {', '.join(different)}" if different else f"the same {len(expected)} files"
            except Failed as reason:
                different, verdict = [name], f"FAILED\n{reason}"
            except (NotThere, OSError, subprocess.CalledProcessError) as reason:
                different, verdict = [] if where_there_is_one else [name], f"not tried: {reason}"
            print(f"{name:<40} {verdict}", flush=True)
            wrong += bool(different)
            for each in (environment, folder):
                shutil.rmtree(each, ignore_errors=True)
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--snakemake", nargs="*", metavar="VERSION", help="versions of Snakemake; '' is the newest")
    parser.add_argument("--python", nargs="*", metavar="INTERPRETER", default=[], help="interpreters to build with")
    parser.add_argument("--where-there-is-one", action="store_true", help="what cannot be installed is no failure")
    given = parser.parse_args()
    chosen = given.snakemake if given.snakemake is not None else [] if given.python else list(SNAKEMAKES)
    sys.exit(1 if compare_versions(chosen, given.python, given.where_there_is_one) else 0)
