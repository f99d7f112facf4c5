"""The sheet of an audit: every fact of some runs, each with a box to tick, where it stands and how to reach it."""

import subprocess
import sys

import pytest

from ai_compute.entries.documents import read_yaml
from audit_sample import BOX, draw, read_entries, sheet, sheet_of_run


@pytest.fixture(scope="module")
def entries():
    return read_entries()


def test_each_fact_of_a_run_is_a_line_to_tick(entry):
    document = read_yaml(entry, "alexnet.yaml")
    lines = sheet_of_run(document, document.data["runs"][0])
    ticked = [line.removeprefix(f"{BOX} ") for line in lines if line.startswith(BOX)]
    for fact in (
        "published: 2012-12-03",
        "organization: University of Toronto",
        "parameters: 61M",
        "forward: 0.75 GMAC",
        "passes, images: 1.2M",
        "passes, epochs: 90",
        "device: GTX 580",
        "count: 2",
        "time: 5 to 6 days",
    ):
        assert fact in ticked


def test_facts_stand_beside_their_sources_and_the_paper_s_link(entry):
    document = read_yaml(entry, "alexnet.yaml")
    text = "\n".join(sheet_of_run(document, document.data["runs"][0]))
    assert document.data["url"] in text
    run = document.data["runs"][0]
    for method in ("operation_counting", "hardware_time"):
        assert f"source: {run[method]['source']}" in text


def test_a_run_has_its_own_date_before_the_paper_s(entry):
    document = read_yaml(
        entry.replace("    name: AlexNet", "    name: AlexNet\n    published: 2011-05-06"), "paper.yaml"
    )
    text = "\n".join(sheet_of_run(document, document.data["runs"][0]))
    assert f"{BOX} published: 2011-05-06" in text
    assert "2012-12-03" not in text


def test_a_seed_draws_the_same_runs_and_another_seed_others(entries):
    first, again, other = ([run["id"] for _, run in draw(entries, seed, 10)] for seed in (1, 1, 2))
    assert first == again
    assert set(first) != set(other)
    assert len(set(first)) == 10


def test_no_more_runs_are_drawn_than_there_are(entries):
    runs = sum(len(entry.data["runs"]) for entry in entries)
    assert len(draw(entries, 1, runs + 5)) == runs


def test_the_sheet_counts_its_boxes(entries):
    text = sheet(entries, 3, 4)
    boxes = sum(line.startswith(BOX) for line in text.splitlines())
    assert text.startswith(f"# Audit of 4 runs, seed 3: {boxes} facts")
    assert text.endswith(f"Facts: {boxes}. Found: ___ Wrong: ___ Not reachable: ___ Date: ___")


def test_the_command_prints_ten_runs():
    from conftest import ROOT

    done = subprocess.run(
        [sys.executable, "tests/audit_sample.py", "--seed", "5"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\n## ") == 10
