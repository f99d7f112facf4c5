"""Starting an entry from the template."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ai_compute.values.subjects import DOMAINS
from test_entries import problems_of

SCRIPT = Path(__file__).parents[1] / "scripts" / "new_entry.py"
TEMPLATE = Path(__file__).parents[1] / "data/raw/schema/entry-template.yaml"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data/raw/papers").mkdir(parents=True)
    (tmp_path / "data/raw/schema").mkdir()
    (tmp_path / "data/raw/schema" / TEMPLATE.name).write_text(TEMPLATE.read_text())
    return tmp_path


def start(folder, name):
    return subprocess.run([sys.executable, SCRIPT, name], cwd=folder, capture_output=True, text=True, check=False)


def test_a_new_entry_names_its_blanks_and_nothing_else(folder):
    assert start(folder, "my-paper").returncode == 0
    text = (folder / "data/raw/papers/my-paper.yaml").read_text()
    found = {problem.field for problem in problems_of(text)}
    assert found == {"title", "url", "published", "organization", "domain", "runs[0].name", "runs[0]"}  # no method yet


def test_the_template_with_its_examples_is_valid(folder, entry):
    lines = TEMPLATE.read_text().replace("KEY", "my-paper").splitlines()
    filled = {"title:": "A paper", "url:": "https://example.org", "published:": "2012-12-03", "organization:": "A lab",
              "domain:": "vision", "    name:": "A run"}  # fmt: skip
    text = ""
    for line in lines:
        line = line.split("  #")[0] if not line.lstrip().startswith("#") else line
        key = line.rstrip()
        uncommented = line.replace("    # ", "    ", 1) if line.startswith("    # ") else line
        is_prose = line.startswith("    # ") and line[6].isupper()
        is_alternative = line.startswith("    # unestimated")
        text += "" if is_prose or is_alternative else f"{key} {filled[key]}\n" if key in filled else uncommented + "\n"
    assert problems_of(text.replace("[notable]", "[openai-2018]")) == []


def test_an_entry_is_never_overwritten(folder):
    start(folder, "my-paper")
    (folder / "data/raw/papers/my-paper.yaml").write_text("mine")
    again = start(folder, "my-paper")
    assert again.returncode != 0
    assert "stands already" in again.stderr
    assert (folder / "data/raw/papers/my-paper.yaml").read_text() == "mine"


def test_the_template_asks_for_what_is_forgotten_most_often():
    text = TEMPLATE.read_text()
    for field in ("active_parameters:", "precision:", "part: NAME", "evidence:", "utilization:", "device_hours:"):
        assert field in text
    assert [domain for domain in DOMAINS if not re.search(rf"\b{domain}\b", text)] == []


def test_an_entry_is_started_from_any_folder(folder):
    for place in (folder / "data/raw/papers", folder / "data"):
        assert start(place, f"from-{place.name}").returncode == 0
        assert (folder / f"data/raw/papers/from-{place.name}.yaml").is_file()


@pytest.mark.parametrize("name", ["no", "1e5", "null", "true", "2012", "y", "0x1f", "nan", "inf", "2020-01-01"])
@pytest.mark.sampled
def test_a_name_that_yaml_takes_for_something_else_is_refused(folder, name):
    refused = start(folder, name)
    assert refused.returncode != 0
    assert f"such as {name}-paper" in refused.stderr
    assert start(folder, f"{name}-paper").returncode == 0


@pytest.mark.parametrize("name", ["", "My Paper", "../escape", "a_b"])
@pytest.mark.sampled
def test_a_name_that_no_entry_may_have_is_refused(folder, name):
    refused = start(folder, name)
    assert refused.returncode != 0
    assert "small letters" in refused.stderr
    assert list((folder / "data/raw/papers").iterdir()) == []
