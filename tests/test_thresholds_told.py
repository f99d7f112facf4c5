"""What is said of runs and the lines of laws, in the terminal and as a document."""

import subprocess
import sys

import pandas as pd
import pytest

from ai_compute.findings.thresholds import counted, crossings, sides
from ai_compute.schemas.thresholds import ThresholdCounts
from ai_compute.settings.thresholds import Standing
from ai_compute.storage.tables import table
from ai_compute.thresholds.cumulative import cumulative
from ai_compute.thresholds.standing import classified
from conftest import ROOT
from test_thresholds import LINE, MODIFIER, deciding, run, tables, texts

pytestmark = pytest.mark.slow

LEVELS = Standing(certainly=0.975, probably=0.8)


@pytest.fixture
def build() -> dict[str, pd.DataFrame]:
    lines = texts(LINE, MODIFIER)
    rows = [run("tiny", 1e20), run("base", 9e24), run("top", 5e24, base="base"), run("huge", 1e27)]
    runs, values = tables(*rows)
    summed = cumulative(runs, values, 1000, 1)
    sides_of = classified(lines, runs, values, summed, deciding(values), LEVELS)
    return {"runs": runs, "threshold_texts": lines, "thresholds": sides_of, "cumulative": summed}


def test_a_small_run_is_below_all_lines_in_one_sentence(build):
    assert sides("tiny", build) == ["Certainly below one line in force or signed"]


def test_an_undecided_run_says_what_would_narrow_it(build):
    [line] = sides("base", build)
    assert line.startswith("Undecided 10²⁵ FLOP (Line), with a probability of 38 %")
    assert line.endswith("what would narrow it most: tokens (stated)")


def test_a_modification_is_told_against_its_base(build):
    told = sides("top", build)
    assert any("with what it was trained on top of" in line for line in told)
    assert any("25 % of its base’s compute" in line for line in told)


def test_only_runs_that_may_be_above_are_told_at_the_end_of_a_build(build):
    assert set(crossings(["tiny", "huge"], build)) == {"huge"}


def test_a_count_names_its_collection_its_interval_and_who_is_undecided(build):
    row = {"threshold": "line", "published": pd.Timestamp("2026-11-01"), "kind": "fixed", "expected": 2.1}
    row |= {"low": 1.0, "high": 3.0, "without_figures": 4}
    [told] = counted({**build, "threshold_counts": table([row], ThresholdCounts)})
    assert "2.1 (1 to 3) runs of this collection are expected above 10²⁵ FLOP" in told
    assert "Four runs without figures may be too." in told
    assert "Undecided" in told


def test_an_estimate_is_written_as_one_would_document_it():
    script = [sys.executable, ROOT / "scripts/show_run.py", "alexnet", "--form", "guidelines"]
    shown = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for words in ("architecture-based approach", "hardware-based approach", "Formula: ", "Result: ", "Error: -"):
        assert words in shown
