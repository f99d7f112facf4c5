"""One build from end to end in a temporary copy: what is rebuilt after a change, and what a failed build leaves."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from builds import build, edit

TABLES = [f"data/processed/{name}.parquet" for name in ("cross_check", "layers")]


def stages(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The stages that the terminal names, one a line."""
    return re.findall(r"^\[\d+/\d+\] ([a-z-]+)", done.stdout, re.M)


@pytest.fixture(scope="module")
def built(six_papers, tmp_path_factory) -> Path:
    """A copy of a whole build."""
    return shutil.copytree(six_papers, tmp_path_factory.mktemp("build") / "project")


AFTER_COLLECT = ["estimate", "cross-check"]

CHANGES = {
    # what changes: (file, from, to, the stages up to the cross-check that run)
    "an entry": ("data/raw/papers/alexnet.yaml", "count: 2", "count: 3", ["collect", *AFTER_COLLECT]),
    "an architecture": (
        "data/raw/architectures/alexnet.yaml",
        "dense: 1000",
        "dense: 1001",
        ["count", "collect", *AFTER_COLLECT],
    ),
    "how unsure an assumed fact is": ("config.yaml", "assumed: 2.0", "assumed: 2.5", ["collect", *AFTER_COLLECT]),
    "when methods agree": ("config.yaml", "agree_within: 3", "agree_within: 2", ["cross-check"]),
    "a setting that none of these stages reads": (
        "config.yaml",
        "pairwise_runs_at_most: 2000",
        "pairwise_runs_at_most: 900",
        [],
    ),
    "a module of one stage": (
        "scripts/ai_compute/estimates/cross_check.py",
        "SLIP = 0.05",
        "SLIP = 0.050",
        ["cross-check"],
    ),
    "a script": ("scripts/cross_check.py", '"""Compare', '"""Now compare', ["cross-check"]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_reruns_what_depends_on_it_and_nothing_else(built, change):
    file, old, new, expected = CHANGES[change]
    edit(built / file, old, new)
    plan = build(built, *TABLES, "--dry-run").stdout
    edit(built / file, new, old)
    planned = set(re.findall(r"^([a-z_]+) +\d+$", plan, re.M)) - {"total"}
    assert planned == {stage.replace("-", "_") for stage in expected}


def replicated(folder: Path) -> float:
    """The doubling time of the points as OpenAI plotted them, in months."""
    trends = pd.read_parquet(folder / "data/processed/trends.parquet").set_index(["trend", "estimator", "interval"])
    return float(trends.loc[("openai-2018-as-plotted", "ols", "t"), "doubling_months"])


def test_changes_are_built_once_a_plotted_value_moves_the_replication_and_a_removed_entry_leaves_nothing(
    built, tmp_path
):
    changed = shutil.copytree(built, tmp_path / "changed")
    for file, old, new, _ in CHANGES.values():
        edit(changed / file, old, new)
    edit(changed / "data/raw/papers/alphago-zero.yaml", "compute: 1862 pfs-day}", "compute: 18620 pfs-day}")
    (changed / "data/raw/papers/gnmt.yaml").unlink()
    targets = [*TABLES, "data/processed/trends.parquet"]
    assert stages(build(changed, *targets)) == ["count", "collect", *AFTER_COLLECT, "fit"]
    assert stages(build(changed, *targets)) == []
    assert replicated(changed) < replicated(built)
    assert "gnmt" not in set(pd.read_parquet(changed / "data/processed/runs.parquet")["paper"])


def test_the_whole_build_says_what_was_found(built):
    (built / "reports/index.html").unlink()
    done = build(built)
    assert (built / "reports/index.html").stat().st_size > 1_000_000
    assert re.search(r"^\[\d+/\d+\] report .* reports/index.html$", done.stdout, re.M)
    assert stages(build(built)) == []


def test_the_data_package_is_true_of_the_tables(six_papers):
    assert frictionless.validate(str(six_papers / "reports/datapackage.json")).valid


def test_snakemakes_own_report_holds_the_page_and_every_figure_by_category(built):
    build(built, "--report", "snakemake-report.html")
    text = (built / "snakemake-report.html").read_text(encoding="utf-8")
    categories, _ = json.JSONDecoder().raw_decode(text.split("var categories = ")[1])
    figures = sorted(path.relative_to(built).as_posix() for path in (built / "reports/charts").glob("*.svg"))
    assert sorted(categories["Figures"]["Other"]) == figures
    assert categories["Report"]["Other"] == ["reports/index.html"]


def test_time_stamps_alone_rebuild_nothing_but_another_content_does(built, tmp_path):
    targets = [*TABLES, "data/processed/inputs.json"]
    copied = shutil.copytree(built, tmp_path / "copied", copy_function=shutil.copy)
    entry = copied / "data/raw/papers/alexnet.yaml"
    content = entry.read_text(encoding="utf-8")
    entry.write_text(f"{content}# of another branch\n", encoding="utf-8")
    entry.write_text(content, encoding="utf-8")
    for file in [*(copied / "scripts").rglob("*.py"), *(copied / "data/raw").rglob("*.yaml"), copied / "config.yaml"]:
        file.touch()
    assert stages(build(copied, *targets)) == []
    times = entry.stat()
    entry.write_text(re.sub(r"epochs: \d+", "epochs: 77", content), encoding="utf-8")
    os.utime(entry, ns=(times.st_atime_ns, times.st_mtime_ns // 2))  # under an older time stamp
    assert stages(build(copied, *targets)) == ["check", "collect", *AFTER_COLLECT]


def test_choices_on_the_command_line_are_refused_but_for_those_that_change_no_result(built):
    refused = build(built, *TABLES, "--config", "cut_off=2020-01-01", check=False)
    assert refused.returncode != 0
    assert "--config: error: cut_off\n    found:    another choice of cut_off" in refused.stdout
    assert "way out:  write it into config.yaml" in refused.stdout
    assert "Traceback" not in refused.stdout
    assert "Nothing to do" in build(built, *TABLES, "--config", "revision=abc").stdout
