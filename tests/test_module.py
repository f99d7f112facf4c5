"""Another workflow uses this one as a module: with its own choices, its own raw data, its own rules."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from builds import FEW_PAPERS, FEW_RESAMPLES, ROOT, build, copy_workflow, differences, edit, fewer_resamples, products

MADE = ("data/processed/training_compute.parquet", "data/processed/cross_check.parquet")
CHOICE, OTHER_CHOICE = "prefer: operation counting", "prefer: hardware time"
BESIDE = """\
configfile: "config.yaml"


module ai_compute:
    snakefile:
        "{root}/Snakefile"
    config:
        config


use rule * from ai_compute as ai_compute_*
"""
IN_A_FOLDER = """\
rule made_elsewhere:
    output:
        touch("elsewhere.parquet"),


module ai_compute:
    snakefile:
        "{root}/Snakefile"
    prefix:
        "study"


use rule * from ai_compute as ai_compute_*


rule answer:
    default_target: True
    input:
        "elsewhere.parquet",
        "study/reports/index.html",
        summary="study/reports/summary.json",
    output:
        "answer.json",
    shell:
        "cp {{input.summary}} {{output}}"
"""


def host(folder: Path, snakefile: str, study: str = "") -> Path:
    """A folder with another workflow, its own choices and a few papers; nothing of ours but the raw files."""
    copy_workflow(folder / study, FEW_PAPERS)
    fewer_resamples(folder / study, FEW_RESAMPLES)
    edit(folder / study / "config.yaml", CHOICE, OTHER_CHOICE)
    for name in ("scripts", "rules", "profiles"):
        shutil.rmtree(folder / study / name)
    (folder / study / "Snakefile").unlink()
    (folder / "Snakefile").write_text(snakefile.format(root=ROOT.as_posix()), encoding="utf-8")
    return folder


def adopted(folder: Path) -> set[str]:
    """The methods of the adopted estimates of runs that have both."""
    found = pd.read_parquet(folder / "data/processed/training_compute.parquet")
    return set(found.loc[found["methods"].str.contains(";"), "method"])


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workflow with config.yaml and data/ beside it, built."""
    folder = host(tmp_path_factory.mktemp("beside"), BESIDE)
    build(folder, "--cores", "all", *MADE)
    return folder


def test_the_choices_of_the_other_workflow_hold_and_nothing_else_differs(six_papers, beside):
    assert adopted(six_papers) == {"operation counting"}
    assert adopted(beside) == {"hardware time"}
    assert "data/processed/training_compute.parquet" in differences(products(six_papers), products(beside))
    same = [f"data/processed/{name}.parquet" for name in ("papers", "runs", "factors", "cross_check", "layers")]
    assert not set(same) & set(differences(products(six_papers), products(beside)))


def test_a_second_build_does_nothing_and_a_change_reruns_what_depends_on_it(beside):
    again = build(beside, "--cores", "all", *MADE)
    assert "Nothing to be done" in again.stdout
    edit(beside / "config.yaml", "agree_within: 3", "agree_within: 2")
    changed = build(beside, "--cores", "all", "--dry-run", *MADE)
    assert "ai_compute_cross_check" in changed.stdout
    assert "ai_compute_estimate" not in changed.stdout
    edit(beside / "config.yaml", "agree_within: 2", "agree_within: 3")


MISTAKES = (
    ("data/raw/papers/alexnet.yaml", "domain: vision", "domain: visoin", "did you mean 'vision'?"),
    ("config.yaml", OTHER_CHOICE, "prefer: hardware tyme", "hardware tyme"),
    ("data/raw/hardware.csv", ",GPU,", ",GPUX,", "GPUX"),
)


def test_mistakes_stop_the_other_workflow_before_any_step(beside):
    before = products(beside)
    for file, old, new, _ in MISTAKES:
        edit(beside / file, old, new)
    failed = build(beside, "--cores", "all", *MADE, check=False)
    for file, old, new, _ in MISTAKES:
        edit(beside / file, new, old)
    assert failed.returncode != 0
    assert [said for *_, said in MISTAKES if said not in failed.stdout] == []
    assert failed.stdout.rstrip().endswith("Nothing was changed: the last results stand.")
    assert "Traceback" not in failed.stdout
    assert differences(products(beside), before) == []


def test_choices_that_the_file_does_not_hold_are_refused(beside):
    snakefile = beside / "Snakefile"
    edit(snakefile, "    config:\n        config\n", "    config:\n        {**config, 'cut_off': '2020-01-01'}\n")
    failed = build(beside, "--cores", "all", *MADE, check=False)
    edit(snakefile, "{**config, 'cut_off': '2020-01-01'}", "config")
    assert failed.returncode != 0
    assert "leave out `config:`" in failed.stdout
    assert "Traceback" not in failed.stdout


def test_the_whole_workflow_builds_in_a_folder_of_the_other_one(tmp_path):
    folder = host(tmp_path, IN_A_FOLDER, "study")
    build(folder, "--cores", "all")
    assert (folder / "answer.json").read_bytes() == (folder / "study/reports/summary.json").read_bytes()
    assert {path.name for path in folder.iterdir()} == {
        *("Snakefile", ".snakemake", "answer.json", "elsewhere.parquet", "study")
    }
    assert adopted(folder / "study") == {"hardware time"}
    assert pd.read_parquet(folder / "study/data/processed/runs.parquet")["paper"].isin(FEW_PAPERS).all()
    assert "Nothing to be done" in build(folder, "--cores", "all").stdout
