"""The lock, the conda environment and the declared dependencies name the same things."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml
from packaging.markers import Marker

from ai_compute.report.provenance import SUPPORTED
from builds import copy_workflow
from versions import SNAKEMAKES

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"snakemake-minimal": "snakemake", "pandera-pandas": "pandera"}


def locked(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text().splitlines()
    return {
        match[1]: match[2]
        for line in reversed(lines)
        if (match := re.match(r"([\w.-]+)(?:\[[\w,]+\])?==([^\s;\\]+)", line))
    }


def locked_for(file: str, python: str) -> dict[str, str]:
    """The version of each package that a Python gets."""
    text = (ROOT / file).read_text()
    lines = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;\\]+)(?: ; (.*?))? \\$", text, re.M)
    return {
        name: version
        for name, version, marker in lines
        if not marker or Marker(marker).evaluate({"python_full_version": python, "python_version": python[:4]})
    }


def declared(file: str) -> set[str]:
    lines = (ROOT / file).read_text().splitlines()
    return {re.split(r"[\[=<>]", line)[0] for line in lines if line and not line.startswith(("#", "-"))}


def test_conda_and_pip_install_the_same_versions():
    lines = (ROOT / "environment.yml").read_text().splitlines()
    conda = dict(match.groups() for line in lines if (match := re.match(r"  - ([\w-]+)=([\w.]+)$", line)))
    assert conda.pop("python") == "3.11"
    assert {CONDA_NAMES.get(name, name) for name in conda} == declared("requirements.in")
    assert all(locked("requirements.txt")[CONDA_NAMES.get(name, name)] == version for name, version in conda.items())


def test_what_tests_need_does_not_change_what_the_build_uses():
    build, test = locked("requirements.txt"), locked("requirements-dev.txt")
    assert build.items() <= test.items()
    assert declared("requirements-dev.in") <= test.keys()


def test_every_python_that_is_supported_gets_the_same_versions_of_what_the_pipeline_imports():
    supported = re.findall(r"3\.\d+", (ROOT / ".github/workflows/versions.yml").read_text())
    found = {python: locked_for("requirements.txt", f"{python}.0") for python in supported}
    for name in declared("requirements.in"):
        assert len({versions[name] for versions in found.values()}) == 1, name


def test_every_locked_file_has_a_hash_and_no_address():
    for file in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / file).read_text()
        assert "://" not in text
        assert len(re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==", text, re.M)) == len(
            re.findall(r"==.*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text)
        )


def test_the_versions_that_are_supported_are_stated_alike():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    oldest = re.search(r'^min_version\("([\d.]+)"\)$', (ROOT / "Snakefile").read_text(), re.M)
    assert oldest is not None
    assert SNAKEMAKES[0].startswith("9.0.")
    assert oldest[1] == "9.0.0"
    assert project["dependencies"] == ["snakemake>=9.0"]
    assert SUPPORTED["Snakemake"] == "9.0 or later"
    assert project["requires-python"] == ">=3.11"
    assert SUPPORTED["Python"] == "3.11 to 3.13"
    workflow = (ROOT / ".github/workflows/versions.yml").read_text()
    assert re.findall(r"3\.\d+", workflow) == ["3.11", "3.12", "3.13"]


def test_a_python_that_is_too_old_or_too_new_or_a_make_gives_one_line(tmp_path):
    copy_workflow(tmp_path, [])
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("python3.11", "python3.12", "python3.13", "python3"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        # What they say of themselves is asked by Python: this one answers as 3.10 and 3.14 would.
        version = "(3, 14)" if name == "python3" else "(3, 10)"
        stands_for = f"import sys; sys.version_info = {version}; exec(sys.argv[1])"
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{stands_for}' \"$2\"\n")
        (tmp_path / "bin" / name).chmod(0o755)
    for tool in ("sh", "make", "env"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    said = [
        subprocess.run(
            ["make", *given],
            cwd=tmp_path,
            env={"PATH": str(tmp_path / "bin")},
            capture_output=True,
            text=True,
            check=False,
        )
        for given in ([], ["MAKE_VERSION=3.80"])
    ]
    assert all(done.returncode for done in said)
    assert said[0].stderr.splitlines()[0].startswith("No Python 3.11 to 3.13 was found")
    assert "make 3.80 is too old: GNU make 3.81 or later is needed" in said[1].stderr


def test_every_profile_says_alike_what_runs_again_and_needs_no_solver():
    usual = yaml.safe_load((ROOT / "profiles/default/config.yaml").read_text(encoding="utf-8"))
    assert usual["scheduler"] == "greedy"
    others = [*ROOT.glob("profiles/*/config.yaml"), *ROOT.glob("docs/profiles/*/config.yaml")]
    assert len(others) == 4
    for file in others:
        profile = yaml.safe_load(file.read_text(encoding="utf-8"))
        for name in ("scheduler", "rerun-incomplete", "rerun-triggers", "max-checksum-file-size"):
            assert profile[name] == usual[name], (file, name)


def test_a_profile_that_stands_among_those_to_use_is_run_by_a_script():
    scripts = "".join(file.read_text(encoding="utf-8") for file in ROOT.glob("tests/*.py"))
    for folder in ROOT.glob("profiles/*"):
        assert folder.name == "default" or f'"profiles/{folder.name}"' in scripts
