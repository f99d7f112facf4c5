"""One run's arithmetic in the terminal, from the raw data as they stand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ai_compute.findings.run import standing
from ai_compute.messages.problems import Problems
from ai_compute.storage.rows import each_row
from builds import ROOT, copy_workflow, environment
from made_up import made_up_tables
from show_run import show

pytestmark = pytest.mark.slow

PAPERS = ("alexnet", "vgg")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return copy_workflow(tmp_path_factory.mktemp("show") / "project", PAPERS)


@pytest.fixture
def folder(project, monkeypatch) -> Path:
    """A copy of the project with two papers, in which the test is."""
    monkeypatch.chdir(project)
    return project


def ended(folder: Path, script: Path, *names: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """The script as a process of its own."""
    command = [sys.executable, str(script), *names]
    return subprocess.run(
        command, cwd=folder, env=environment(**changes), capture_output=True, encoding="utf-8", check=False
    )


def test_a_run_is_shown_with_factors_methods_cross_check_totals_and_standing(folder):
    shown = show(["alexnet"])
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
        assert part in shown


def test_a_run_is_shown_from_any_folder(project, tmp_path):
    shown = ended(tmp_path, project / "scripts/show_run.py", "alexnet")
    assert shown.returncode == 0, shown.stderr
    assert "Adopted: " in shown.stdout


def test_a_new_entry_is_shown_by_its_file_before_any_build(project):
    entry = (project / "data/raw/papers/alexnet.yaml").read_text(encoding="utf-8")
    new = project / "data/raw/papers/brand-new.yaml"
    new.write_text(entry.replace("alexnet\n", "brand-new\n", 1), encoding="utf-8")
    name = "data/raw/papers/brand-new.yaml"
    shown = ended(project, Path("scripts/show_run.py"), name, LC_ALL="C", PYTHONIOENCODING="ascii")
    new.unlink()
    assert shown.returncode == 0, shown.stderr
    assert "(brand-new)" in shown.stdout


def test_an_unknown_run_gets_the_nearest_name_and_a_mistake_its_message(project):
    unknown = ended(project, Path("scripts/show_run.py"), "alexnt")
    assert unknown.returncode == 65
    assert "did you mean 'alexnet'?" in unknown.stderr
    assert "Traceback" not in unknown.stderr


def test_a_mistake_in_another_entry_does_not_hide_a_run_and_one_of_its_own_is_named(folder, capsys):
    wrong = folder / "data/raw/papers/wrong.yaml"
    wrong.write_text("title:\nruns:\n  - id: half-done\n")
    assert "(alexnet)" in show(["alexnet"])
    left_out = capsys.readouterr().err
    assert "Left out" in left_out
    assert "data/raw/papers/wrong.yaml" in left_out
    for name in ("half-done", "wrong", "data/raw/papers/wrong.yaml"):
        with pytest.raises(Problems, match=r"data/raw/papers/wrong\.yaml:1"):
            show([name])
    wrong.unlink()


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
        done = subprocess.run(script, cwd=ROOT, env=environment(), stdout=writer, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writer)
    assert done.stderr == b""
