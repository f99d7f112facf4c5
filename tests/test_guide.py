"""What the guides say is so: each snippet is a valid entry, each table is that of the code."""

import re
from pathlib import Path
from typing import get_args

import pytest

from ai_compute.entries.guide import WHEN, values_reference
from ai_compute.entries.papers import ExplanationCode, Paper, Run
from ai_compute.values.patterns import UNITS as UNIT_PATTERNS
from ai_compute.values.spelling import TIMES
from ai_compute.values.ways_out import UNITS
from test_editor_schema import PAPER, SURROUNDINGS, entry_problems, in_editor

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "data/raw/papers/README.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
HEAD = """\
title: A paper
url: https://example.org/paper
published: 2025-01-02
organization: A laboratory
domain: language
runs:
  - id: a-run
    name: A run
"""
SNIPPETS = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
FIRST = re.search(r"^ +# yaml-language-server.*?(?=^\S)", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", range(len(SNIPPETS)))
def test_a_snippet_of_the_guide_is_a_valid_run(number):
    text = HEAD + re.sub(r"^(?=.)", "    ", SNIPPETS[number], flags=re.MULTILINE)
    assert [str(problem) for problem in entry_problems({"a-paper.yaml": text.encode()}, SURROUNDINGS)[1]] == []
    assert [error.message for error in PAPER.iter_errors(in_editor(text))] == []


def test_the_entry_of_the_readme_is_valid():
    assert FIRST is not None
    lines = [line.removeprefix(" " * 8) for line in FIRST[0].rstrip().splitlines()]
    text = "\n".join(lines) + "\n"
    assert text.count("\n") > 15
    assert [str(problem) for problem in entry_problems({"a-paper.yaml": text.encode()}, SURROUNDINGS)[1]] == []


def test_the_reference_of_values_is_that_of_the_code():
    stored = (ROOT / "data/raw/papers/values.md").read_text(encoding="utf-8")
    assert stored == values_reference(), "run: python scripts/json_schema.py"
    assert set(WHEN) == set(get_args(ExplanationCode))


def test_the_reference_names_every_unit_of_time_that_is_read():
    told = set(re.findall(r"[a-z]+", UNITS["time"]))
    words = [word for word in TIMES if re.fullmatch(UNIT_PATTERNS["time"], word)]
    assert words
    assert [word for word in words if not {word, word.removesuffix("s"), f"{word}s"} & told] == []


def test_the_guide_names_every_field():
    fields = {name for model in (Paper, Run) for name in model.model_fields} - {"runs"}
    assert [name for name in sorted(fields) if f"`{name}`" not in GUIDE] == []
