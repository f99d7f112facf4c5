"""Whole builds in folders of their own, for tests and benchmarks."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORKFLOW = ("Snakefile", "config.yaml", "environment.yml", "rules", "scripts", "profiles", "data/raw")
OUTPUTS = ("data/processed", "reports")
FEW_PAPERS = ("alexnet", "vgg", "seq2seq", "resnet-152", "gnmt", "alphago-zero")
FEW_RESAMPLES = 200


def copy_workflow(target: Path, papers: Iterable[str] | None = None, source: Path = ROOT) -> Path:
    """A copy of the workflow and its raw data (of all papers, or of those files), without anything that was built."""
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for name in WORKFLOW:
        found = source / name
        if found.is_dir():
            shutil.copytree(found, target / name, ignore=ignored)
        elif found.exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(found, target / name)
    shutil.rmtree(target / "data/raw/external", ignore_errors=True)
    if papers is not None:
        kept = set(papers)
        for entry in (target / "data/raw/papers").glob("*.yaml"):
            if entry.stem not in kept:
                entry.unlink()
    return target


def fewer_resamples(folder: Path, resamples: int) -> None:
    """Have a copy draw so few resamples, simulated worlds and paths that its build is quick."""
    config = folder / "config.yaml"
    config.write_text(with_fewer_resamples(config.read_text(encoding="utf-8"), resamples), encoding="utf-8")


def with_fewer_resamples(config: str, resamples: int) -> str:
    """Choices with so few of them; of draws a twentieth stays at least: sums of unsure parts need a thousand."""

    def fewer(number: re.Match[str]) -> str:
        least = int(number[2]) // 20 if number[1] == "draws" else 0
        return f"{number[1]}: {min(int(number[2]), max(resamples, least))}"

    return re.sub(r"\b(resamples|draws|worlds|paths): (\d+)", fewer, config)


def edit(file: Path | str, old: str, new: str) -> None:
    """Exchange a text in a file, which has to hold it, where it stands first."""
    text = Path(file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    Path(file).write_text(text.replace(old, new, 1), encoding="utf-8")


def command(*arguments: str) -> list[str]:
    """The command that builds, by this Python's own snakemake."""
    return [sys.executable, "-m", "snakemake", *arguments]


def environment(**changes: str) -> dict[str, str]:
    """This process's environment with changes, and without what pytest put there."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}, **changes}


def build(
    folder: Path,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    check: bool = True,
    umask: int = -1,
    within: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Build in a folder, perhaps within another command; the output of both streams stands in `stdout`."""
    done = subprocess.run(
        [*within, *command(*arguments)],
        cwd=folder,
        env=dict(env) if env is not None else environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        umask=umask,
    )
    if check and done.returncode:
        raise AssertionError(f"the build in {folder} ended with {done.returncode}:\n{done.stdout}")
    return done


def products(folder: Path) -> dict[str, bytes]:
    """Everything that a build made, by path; what the stages said (logs) is no product."""
    files = [path for top in OUTPUTS for path in (folder / top).rglob("*") if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(files)
        if "logs" not in path.parts and path.name != "README.md"
    }


def differences(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Paths whose bytes differ, or that only one of them has."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))
