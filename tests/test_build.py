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

from builds import build, differences, products

TABLES = [f"data/processed/{name}.parquet" for name in ("cross_check", "layers")]


def stages(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The stages that the terminal names, one a line."""
    return re.findall(r"^\[\d+/\d+\] ([a-z-]+)", done.stdout, re.M)


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def built(six_papers, tmp_path_factory) -> Path:
    """A copy of a whole build."""
    return shutil.copytree(six_papers, tmp_path_factory.mktemp("build") / "project")


def test_a_second_run_does_nothing(built):
    assert stages(build(built, *TABLES)) == []


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
    edit(built, file, old, new)
    plan = build(built, *TABLES, "--dry-run").stdout
    edit(built, file, new, old)
    planned = set(re.findall(r"^([a-z_]+) +\d+$", plan, re.M)) - {"total"}
    assert planned == {stage.replace("-", "_") for stage in expected}


def test_all_changes_together_are_built_once(built, tmp_path):
    changed = shutil.copytree(built, tmp_path / "changed")
    for file, old, new, _ in CHANGES.values():
        edit(changed, file, old, new)
    assert stages(build(changed, *TABLES)) == ["count", "collect", *AFTER_COLLECT]
    assert stages(build(changed, *TABLES)) == []


def test_a_mistake_is_the_last_thing_said_and_nothing_is_lost(built):
    build(built, *TABLES, "data/processed/inputs.json")
    before = products(built)
    edit(built, "data/raw/papers/alexnet.yaml", "domain: vision", "domain: visoin")
    failed = build(built, check=False)
    assert failed.returncode != 0
    assert "data/raw/papers/alexnet.yaml" in failed.stdout
    assert "did you mean 'vision'?" in failed.stdout
    assert failed.stdout.rstrip().endswith("Nothing was changed: the last results stand.")
    assert "Traceback" not in failed.stdout
    assert differences(products(built), before) == []
    edit(built, "data/raw/papers/alexnet.yaml", "domain: visoin", "domain: vision")


def test_the_whole_build_says_what_was_found(built):
    (built / "reports/index.html").unlink()
    done = build(built)
    assert (built / "reports/index.html").stat().st_size > 1_000_000
    assert re.search(r"^\[\d+/\d+\] report .* reports/index.html$", done.stdout, re.M)
    assert stages(build(built)) == []


def test_the_data_package_is_true_of_the_tables(six_papers):
    assert frictionless.validate(str(six_papers / "reports/datapackage.json")).valid


def test_snakemakes_own_report_holds_the_page_and_every_figure_by_category(built):
    build(built)
    build(built, "--report", "snakemake-report.html")
    text = (built / "snakemake-report.html").read_text(encoding="utf-8")
    categories, _ = json.JSONDecoder().raw_decode(text.split("var categories = ")[1])
    figures = sorted(path.relative_to(built).as_posix() for path in (built / "reports/charts").glob("*.svg"))
    assert sorted(categories["Figures"]["Other"]) == figures
    assert categories["Report"]["Other"] == ["reports/index.html"]


def test_a_changed_plotted_value_moves_the_replication(built):
    def doubling_months() -> float:
        trends = pd.read_parquet(built / "data/processed/trends.parquet").set_index(["trend", "estimator", "interval"])
        return float(trends.loc[("openai-2018-as-plotted", "ols", "t"), "doubling_months"])

    before = doubling_months()
    edit(built, "data/raw/papers/alphago-zero.yaml", "compute: 1862 pfs-day}", "compute: 18620 pfs-day}")
    build(built, "data/processed/trends.parquet")
    assert doubling_months() < before


def test_a_removed_entry_leaves_no_stale_point(built):
    (built / "data/raw/papers/gnmt.yaml").unlink()
    build(built, *TABLES)
    assert "gnmt" not in set(pd.read_parquet(built / "data/processed/runs.parquet")["paper"])


def test_time_stamps_alone_rebuild_nothing_but_another_content_does(built, tmp_path):
    build(built, *TABLES, "data/processed/inputs.json")
    copied = shutil.copytree(built, tmp_path / "copied", copy_function=shutil.copy)
    for file in [*(copied / "scripts").rglob("*.py"), *(copied / "data/raw").rglob("*.yaml"), copied / "config.yaml"]:
        file.touch()
    assert stages(build(copied, *TABLES, "data/processed/inputs.json")) == []
    entry = copied / "data/raw/papers/alexnet.yaml"
    content = entry.read_text(encoding="utf-8")
    entry.write_text(f"{content}# of another branch\n", encoding="utf-8")
    entry.write_text(content, encoding="utf-8")
    assert stages(build(copied, *TABLES, "data/processed/inputs.json")) == []
    times = entry.stat()
    entry.write_text(re.sub(r"epochs: \d+", "epochs: 77", content), encoding="utf-8")
    os.utime(entry, ns=(times.st_atime_ns, times.st_mtime_ns // 2))
    assert stages(build(copied, *TABLES, "data/processed/inputs.json")) == ["check", "collect", *AFTER_COLLECT]


def test_choices_on_the_command_line_are_refused_but_for_those_that_change_no_result(built):
    refused = build(built, *TABLES, "--config", "cut_off=2020-01-01", check=False)
    assert refused.returncode != 0
    assert "--config: error: cut_off\n    found:    another choice of cut_off" in refused.stdout
    assert "way out:  write it into config.yaml" in refused.stdout
    assert "Traceback" not in refused.stdout
    assert "Nothing to do" in build(built, *TABLES, "--config", "revision=abc").stdout
