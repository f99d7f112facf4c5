"""README and docs: what they name exists, what they tell to run runs, and they fit where they are read."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from builds import ROOT, build, copy_workflow, environment

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("benchmarks", "data/raw", "docs", "tests/data")
EVERY_PAGE = sorted([*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))])
PYTHON = re.compile(r"```python\n(.*?)```", re.S)
TWO_SCREENS, WIDEST = 90, 100


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands(start: str) -> list[str]:
    """Commands that pages tell to run: lines of their own, and those in backquotes."""
    found = set()
    for page in PAGES:
        lines = re.findall(rf"^ +({start}(?: .*)?)$", text(page), re.M)
        found.update(
            line.split("#")[0].strip() for line in [*lines, *re.findall(rf"`({start}(?: [^`]*)?)`", text(page))]
        )
    return sorted(found)


def test_the_readme_fits_on_two_screens() -> None:
    assert len(text(ROOT / "README.md").splitlines()) <= TWO_SCREENS


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_line_is_wider_than_a_terminal_but_for_rows_of_tables(page: Path) -> None:
    assert [line for line in text(page).splitlines() if len(line) > WIDEST and not line.startswith("| ")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_its_heading(page: Path) -> None:
    for place in re.findall(r"\]\((?!https?:)([^)]+)\)", text(page)):
        file, _, heading = place.partition("#")
        target = page.parent / file if file else page
        assert target.exists(), place
        headings = [line.strip("# ").lower().replace(" ", "-") for line in re.findall(r"^#+ .*", text(target), re.M)]
        assert not heading or heading in headings, place


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_folder_and_file_that_is_named_is_there(page: Path) -> None:
    made = ("data/processed", "reports/", ".venv", "data/raw/papers/my-paper.yaml")
    named = re.findall(
        r"`((?:data|scripts|rules|profiles|docs|tests|benchmarks|reports|\.)[\w./*-]*/[\w./*-]*)`", text(page)
    )
    assert [name for name in named if not name.startswith(made) and not list(ROOT.glob(name.rstrip("/")))] == []


@pytest.mark.parametrize("command", commands("make"))
def test_make_knows_what_it_is_told_to_make(command: str) -> None:
    done = subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


ELSEWHERE = "--snakefile path/to/ai-compute/Snakefile --directory path/to/folder"


def test_snakemake_plans_what_it_is_told_to_build(six_papers: Path) -> None:
    """In a copy with few papers; that a whole build ends well is for other tests."""
    told = [command for command in commands("snakemake") if ELSEWHERE not in command]
    assert len(told) >= 3
    for command in told:
        arguments = shlex.split(command)[1:]
        if "--lint" not in arguments and "profiles/slurm" not in arguments:  # make lint and tests/slurm.py run these
            build(six_papers, *arguments, "--dry-run")


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that nobody can write into meanwhile."""
    if os.geteuid() != 0:
        subprocess.run(["chmod", "-R", "a-w", folder], check=True)
        try:
            yield
        finally:
            subprocess.run(["chmod", "-R", "u+w", folder], check=True)
        return
    if subprocess.run(["mount", "--bind", folder, folder], check=False).returncode:
        pytest.skip("this root may not mount a folder")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_read_only_checkout_builds_in_another_folder(six_papers: Path, tmp_path: Path) -> None:
    assert commands("snakemake").count(f"snakemake {ELSEWHERE}") == 1
    checkout = copy_workflow(tmp_path / "path/to/ai-compute", ["alexnet"])
    folder = tmp_path / "path/to/folder"
    shutil.copytree(six_papers / "data", folder / "data")
    shutil.copy(six_papers / "config.yaml", folder)
    entry = folder / "data/raw/papers/alexnet.yaml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("epochs: 90", "epochs: 45"), encoding="utf-8")
    with read_only(checkout):
        done = build(tmp_path, *shlex.split(ELSEWHERE), "data/processed/cross_check.parquet")
    assert "cross-check" in done.stdout
    half, whole = (
        pd.read_parquet(built / "data/processed/cross_check.parquet").set_index("run")["operation_counting_flop"]
        for built in (folder, six_papers)
    )
    assert half["alexnet"] == pytest.approx(whole["alexnet"] / 2, rel=1e-6)
    assert half.index.equals(whole.index)
    assert sorted(path.name for path in folder.iterdir()) == [".snakemake", "config.yaml", "data"]


@pytest.mark.parametrize("command", commands("python"))
@pytest.mark.slow
def test_scripts_that_are_named_take_what_they_are_given(command: str) -> None:
    script, *arguments = shlex.split(command)[1:]
    if "config.json" in arguments or script == "scripts/json_schema.py":  # tested with a file of its own; writes
        assert (ROOT / script).is_file()
        return
    asked = ["--help"] if script.startswith("tests/") else arguments
    done = subprocess.run(
        [sys.executable, script, *asked], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert all(option in done.stdout for option in arguments if option.startswith("--"))


@pytest.mark.parametrize("code", [code for page in PAGES for code in PYTHON.findall(text(page))])
@pytest.mark.slow
def test_the_examples_for_other_projects_run_on_what_was_built(code: str) -> None:
    if not (ROOT / "data/processed/training_compute.parquet").is_file():
        pytest.skip("nothing is built yet: snakemake")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(PYTHONPATH="scripts"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
