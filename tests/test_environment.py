"""The lock, the conda environment and the declared dependencies name the same things."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"snakemake-minimal": "snakemake", "pandera-pandas": "pandera"}


def locked(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text().splitlines()
    return {
        match[1]: match[2]
        for line in reversed(lines)
        if (match := re.match(r"([\w.-]+)(?:\[[\w,]+\])?==([^\s;\\]+)", line))
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


def test_every_locked_file_has_a_hash_and_no_address():
    for file in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / file).read_text()
        assert "://" not in text
        assert len(re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==", text, re.M)) == len(
            re.findall(r"==.*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text)
        )
