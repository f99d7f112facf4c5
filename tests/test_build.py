"""One build from end to end in a temporary copy: what is rebuilt after a change, and what a failed build leaves."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAPERS = ["alexnet", "alphago-zero", "alphazero", "vgg", "seq2seq", "resnet-152", "perceptron"]
GENERATED = shutil.ignore_patterns("processed", ".snakemake", ".git", ".venv", "__pycache__", "*_cache", ".hypothesis")


def snakemake(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    return subprocess.run(
        ["snakemake", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def stages(build: subprocess.CompletedProcess[str]) -> list[str]:
    """The stages that the terminal names, one a line."""
    return re.findall(r"^\[\d+/\d+\] ([a-z-]+)", build.stderr, re.M)


def checksums(folder: Path) -> dict[str, str]:
    generated = [*(folder / "data/processed").rglob("*.parquet"), *(folder / "reports").rglob("*")]
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in generated if f.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A copy of the project with a handful of entries, built once."""
    folder = tmp_path_factory.mktemp("build") / "project"
    shutil.copytree(ROOT, folder, ignore=GENERATED)
    for generated in ("charts", "tables", "index.html", "summary.json"):
        path = folder / "reports" / generated
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for file in (folder / "data/raw/papers").glob("*.yaml"):
        if file.stem not in PAPERS:
            file.unlink()
    build = snakemake(folder)
    assert build.returncode == 0, build.stderr
    return folder


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_second_run_does_nothing(built):
    assert stages(snakemake(built)) == []


AFTER_ESTIMATE = ["estimate", "cross-check"]
EVERYTHING_BUT_COUNT = ["check", "collect", *AFTER_ESTIMATE]

CHANGES = {
    # what changes: (file, from, to, the first stages that run)
    "an entry": ("data/raw/papers/alexnet.yaml", "count: 2", "count: 3", EVERYTHING_BUT_COUNT),
    "a device": ("data/raw/hardware.csv", "GTX 580,GPU", "GTX 580,GPU", []),
    "how unsure an assumed fact is": ("config.yaml", "assumed: 2.0", "assumed: 2.5", EVERYTHING_BUT_COUNT),
    "when methods agree": ("config.yaml", "agree_within: 3", "agree_within: 2", ["check", "collect", "cross-check"]),
    "a module of two stages": (
        "scripts/ai_compute/estimates.py",
        "PFS_DAY = 8.64e19",
        "PFS_DAY = 8.64e19  # one",
        AFTER_ESTIMATE,
    ),
    "a module of one stage": (
        "scripts/ai_compute/cross_check.py",
        "SLIP = 0.05",
        "SLIP = 0.05  # a slip",
        ["cross-check"],
    ),
    "a script": ("scripts/cross_check.py", '"""Compare', '"""Now compare', ["cross-check"]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_reruns_what_depends_on_it_and_nothing_else(built, change):
    file, old, new, expected = CHANGES[change]
    edit(built, file, old, new)
    found = [stage for stage in stages(snakemake(built)) if stage in [*EVERYTHING_BUT_COUNT, "count"]]
    assert found == expected
    assert stages(snakemake(built)) == []


def test_a_mistake_is_the_last_thing_said_and_nothing_is_lost(built):
    before = checksums(built)
    edit(built, "data/raw/papers/alexnet.yaml", "domain: vision", "domain: visoin")
    failed = snakemake(built)
    assert failed.returncode != 0
    assert "data/raw/papers/alexnet.yaml" in failed.stderr
    assert "did you mean 'vision'?" in failed.stderr
    assert failed.stderr.rstrip().endswith("Nothing was changed: the last results stand.")
    assert "Traceback" not in failed.stderr + failed.stdout
    assert checksums(built) == before
    edit(built, "data/raw/papers/alexnet.yaml", "domain: visoin", "domain: vision")
    assert snakemake(built).returncode == 0
    assert checksums(built) == before


def test_a_removed_entry_leaves_no_stale_point(built):
    removed = (built / "data/raw/papers/perceptron.yaml").rename(built / "perceptron.yaml")
    assert snakemake(built).returncode == 0
    import pandas as pd

    assert "perceptron" not in set(pd.read_parquet(built / "data/processed/runs.parquet")["paper"])
    removed.rename(built / "data/raw/papers/perceptron.yaml")
    assert snakemake(built).returncode == 0


def test_two_clean_builds_are_the_same_bytes(built, tmp_path):
    snakemake(built)
    other = tmp_path / "elsewhere"
    shutil.copytree(built, other, ignore=GENERATED)
    for path in (other / "reports").iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    build = snakemake(other, "--cores", "1")
    assert build.returncode == 0, build.stderr
    assert checksums(other) == checksums(built)
