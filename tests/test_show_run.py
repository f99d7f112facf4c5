"""One run's arithmetic in the terminal, from the raw data as they stand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ai_compute.findings.run import standing
from ai_compute.storage.rows import each_row
from builds import ROOT, copy_workflow, environment
from made_up import made_up_tables

pytestmark = pytest.mark.slow

PAPERS = ("alexnet", "vgg")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return copy_workflow(tmp_path_factory.mktemp("show") / "project", PAPERS)


def show(folder: Path, *names: str, **changes: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/show_run.py", *names]
    return subprocess.run(
        command, cwd=folder, env=environment(**changes), capture_output=True, encoding="utf-8", check=False
    )


def test_a_run_is_shown_with_factors_methods_cross_check_totals_and_standing(folder):
    shown = show(folder, "alexnet")
    assert shown.returncode == 0, shown.stderr
    for part in (
        "Operation counting: ",
        "× 1.2M images × 90 epochs × 3 (forward and backward) = ",
        "Hardware time: ",
        "2 × 5.5 days × 1.581 TFLOP/s × 0.33 = ",
        "×/÷ 2.00",
        "default for a GPU",
        "Cross-check: ",
        "imply a utilization of ",
        "OpenAI 2018  hardware time",
        "Adopted: ",
        "no trend of its time has been fitted",
    ):
        assert part in shown.stdout


def test_a_run_is_shown_from_any_folder(folder, tmp_path):
    command = [sys.executable, str(folder / "scripts/show_run.py"), "alexnet"]
    shown = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, encoding="utf-8", check=False)
    assert shown.returncode == 0, shown.stderr
    assert "Adopted: " in shown.stdout


def test_a_new_entry_is_shown_by_its_file_before_any_build(folder):
    entry = (folder / "data/raw/papers/alexnet.yaml").read_text(encoding="utf-8").replace("alexnet\n", "brand-new\n", 1)
    (folder / "data/raw/papers/brand-new.yaml").write_text(entry, encoding="utf-8")
    shown = show(folder, "data/raw/papers/brand-new.yaml", LC_ALL="C", PYTHONIOENCODING="ascii")
    (folder / "data/raw/papers/brand-new.yaml").unlink()
    assert shown.returncode == 0, shown.stderr
    assert "(brand-new)" in shown.stdout


def test_an_unknown_run_gets_the_nearest_name_and_a_mistake_its_message(folder):
    unknown = show(folder, "alexnt")
    assert unknown.returncode == 65
    assert "did you mean 'alexnet'?" in unknown.stderr
    assert "Traceback" not in unknown.stderr


def test_a_mistake_in_another_entry_does_not_hide_a_run_and_one_of_its_own_is_named(folder):
    wrong = folder / "data/raw/papers/wrong.yaml"
    wrong.write_text("title:\nruns:\n  - id: half-done\n")
    others = show(folder, "alexnet")
    own = [show(folder, name) for name in ("half-done", "wrong", "data/raw/papers/wrong.yaml")]
    wrong.unlink()
    assert others.returncode == 0, others.stderr
    assert "(alexnet)" in others.stdout
    assert "Left out" in others.stderr
    assert "data/raw/papers/wrong.yaml" in others.stderr
    for each in own:
        assert each.returncode == 65
        assert "data/raw/papers/wrong.yaml:1" in each.stderr
        assert "Traceback" not in each.stderr


def test_where_a_run_stands_names_the_trend_of_its_time_and_the_rank():
    tables = made_up_tables(40)
    tables["trends"] = tables["trends"].assign(trend=lambda rows: rows["trend"].replace("openai-2018", "all-time"))
    line = tables["trends"].set_index("trend").loc["all-time"]
    run = next(each_row(tables["training_compute"].tail(1)))
    on_line = 10 ** (line["intercept"] + line["slope"] * run.decimal_year)
    on = run._replace(flop=on_line, rank_at_publication=1)
    periods = {"all-time": (None, None)}
    assert standing(on, tables, periods).startswith("on the trend of its time (all-time), rank 1 of ")
    assert standing(on._replace(flop=on.flop * 20), tables, periods).startswith("20 times above the trend")
    assert standing(on._replace(flop=on.flop / 20), tables, periods).startswith("20 times below the trend")
    assert "no trend of its time" in standing(on, {**tables, "trends": tables["trends"].head(0)}, periods)


@pytest.mark.parametrize("command", [("show_run.py", "alexnet"), ("layer_table.py", "resnet-152")])
def test_a_reader_that_has_had_enough_gets_no_traceback(command):
    reader, writer = os.pipe()
    os.close(reader)
    script = [sys.executable, f"scripts/{command[0]}", command[1]]
    try:
        ended = subprocess.run(script, cwd=ROOT, env=environment(), stdout=writer, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writer)
    assert ended.stderr == b""
