"""The check of all raw files together: every mistake of every file at once, each with its place and a way out."""

import dataclasses
from pathlib import Path

import pytest

from ai_compute.checking.raw_files import RawFiles, find_raw_files
from ai_compute.checking.verdict import check_files
from ai_compute.messages.problems import Problem, Problems
from ai_compute.schemas.names import columns_of_tables
from ai_compute.schemas.registry import models
from builds import copy_workflow, edit

HARDWARE, CLAIMS = RawFiles.hardware, RawFiles.claims


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(copy_workflow(tmp_path / "project", ["alexnet", "vgg"]))
    return Path()


def mistakes() -> list[Problem]:
    with pytest.raises(Problems) as raised:
        check_files(find_raw_files(), "verdict.json", "code")
    return list(raised.value.problems)


def test_mistakes_of_all_kinds_of_files_come_at_once_in_file_order(folder):
    edit("config.yaml", "agree_within: 3", "agree_within: three")
    edit(HARDWARE, "1.581 TFLOP/s", "1.581 TFLOP")
    edit(CLAIMS, "at least,300000", "at lest,300000")
    edit("data/raw/papers/alexnet.yaml", "domain: vision", "domain: visoin")
    edit("data/raw/architectures/alexnet.yaml", "dense: 1000", "dnese: 1000")
    found = mistakes()
    assert [problem.file for problem in found] == [
        "config.yaml",
        "data/raw/architectures/alexnet.yaml",
        "data/raw/claims.csv",
        "data/raw/hardware.csv",
        "data/raw/papers/alexnet.yaml",
    ]
    assert all(problem.line and problem.found and problem.expected and problem.way_out for problem in found)


MISTAKES = {
    # name: (file, what to replace, by what, field, found, expected, way out)
    "a device without the peak of its default format": (
        HARDWARE,
        "GTX 580,GPU,NVIDIA,2010-11-09,fp32",
        "GTX 580,GPU,NVIDIA,2010-11-09,bf16",
        *("peak_format", "bf16", "a format whose peak the row states", "fill the column bf16"),
    ),
    "a peak without its unit": (HARDWARE, "1.581 TFLOP/s", "1.581e12", "fp32", "1.581e12", "a second", "unit"),
    "an unknown kind of device": (HARDWARE, "GTX 580,GPU", "GTX 580,GPUs", "kind", "GPUs", "one of", "'GPU'"),
    "a device twice": (HARDWARE, "GTX 580,GPU", "A100,GPU", "device", "'A100' again", "each name once", "rename"),
    "a cell too many": (HARDWARE, "GTX 580,GPU", "GTX 580,,GPU", "", "cells", "one for each column", "quotes"),
    "an unknown column": (HARDWARE, "price_usd", "price_eur", "price_eur", "price_eur", "known", "'price_usd'"),
    "a quote that is never closed": (HARDWARE, "GTX 580,", '"GTX 580,', "", "", "comma-separated", "quote"),
    "an unknown relation": (CLAIMS, "at least", "at lest", "relation", "at lest", "one of", "'at least'"),
    "a number in words": (CLAIMS, ",3.43,", ",three,", "stated", "three", "a number", "its own column"),
    "an unknown table": (
        *(CLAIMS, "training_compute[run=alphago-zero]", "trainig_compute[run=alphago-zero]"),
        *("path", "'trainig_compute'", "a table", "'training_compute'"),
    ),
    "a column that its table has not": (
        *(CLAIMS, "told=true].doubling_months", "told=true].doubling_month"),
        *("path", "'doubling_month'", "a column of trends", "'doubling_months'"),
    ),
    "a misspelt run": (CLAIMS, "[run=alexnet]", "[run=alexnte]", "path", "'alexnte'", "a run that", "'alexnet'"),
    "a distance of a line that config.yaml lacks": (
        *(CLAIMS, "[threshold=within-1,", "[threshold=within-2,"),
        *("path", "'within-2'", "a threshold that", "name another threshold"),
    ),
    "a misspelt trend": (
        CLAIMS,
        "[trend=openai-2018,",
        "[trend=opneai-2018,",
        "path",
        "opneai",
        "a trend",
        "'openai-2018'",
    ),
    "a trend that nothing makes": (
        *(CLAIMS, "[trend=openai-2018,", "[trend=openai-2025,"),
        *("path", "'openai-2025'", "a trend that there is", "name another trend"),
    ),
    "a range upside down": (
        *(CLAIMS, "equals,3.43,,,", "between,,5,3,"),
        *("stated_low", "5, above stated_high, 3", "the lower end first", "exchange"),
    ),
    "a device to come": (
        *(HARDWARE, "GTX 580,GPU,NVIDIA,2010-11-09", "GTX 580,GPU,NVIDIA,2050-11-09"),
        *("released", "2050-11-09", "cut-off", "correct the date"),
    ),
    "no look-up": (CLAIMS, "training_compute[run=alphago-zero].flop", "alphago", "path", "alphago", "look-up", "/"),
    "a key twice": (CLAIMS, "doubling-chart", "growth-since-2012", "claim", "again", "line 2", "choose"),
    "neither path nor reason": (
        *(CLAIMS, "needs accuracies, which these data do not hold", ""),
        *("path", "no path", "where the value stands", "say in reason why not"),
    ),
    "an unknown setting": ("config.yaml", "agree_within", "agree_withn", "agree_withn", "key", "known", "agree_within"),
    "a setting of the wrong type": (
        "config.yaml",
        "agree_within: 3",
        "agree_within: no",
        "agree_within",
        "no",
        "1",
        "",
    ),
    "a missing setting": ("config.yaml", "  prefer: operation counting", "", "adopted", "", "", ""),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.sampled
def test_a_mistake_in_a_list_or_a_setting_is_named_with_its_line_and_a_way_out(folder, mistake):
    file, old, new, field, found, expected, way_out = MISTAKES[mistake]
    edit(file, old, new)
    problem, *rest = mistakes()
    assert rest == []
    assert problem.file == file
    assert problem.line > 0
    assert field in problem.field
    assert found in str(problem)
    assert expected in problem.expected
    assert way_out in problem.way_out


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"Name,Date\nA,2020-01-02\n", b"PK\x03\x04\xff\x00", b"<html></html>"]
)
@pytest.mark.sampled
def test_a_file_of_others_that_is_none_of_their_tables_is_named_before_any_step(folder, content):
    Path("data/raw/external").mkdir()
    Path("data/raw/external/models.csv").write_bytes(content)
    (problem,) = mistakes()
    assert problem.file == "data/raw/external/models.csv"
    assert "'Model' (models) or 'Hardware name' (hardware)" in problem.expected
    assert problem.found
    assert problem.way_out


def test_a_missing_file_is_named(folder):
    Path(CLAIMS).unlink()
    (problem,) = mistakes()
    assert (problem.file, problem.expected) == (CLAIMS, "a file that can be read")


def test_a_verdict_on_the_same_bytes_and_code_is_not_found_anew(folder, monkeypatch):
    _, found, _ = check_files(find_raw_files(), "verdict.json", "code")
    monkeypatch.setattr("ai_compute.checking.verdict.check_raw_data", lambda *raw_data: ("found anew", []))
    assert check_files(find_raw_files(), "verdict.json", "code")[1] == found
    assert check_files(find_raw_files(), "verdict.json", "other code")[1] == "found anew"


@pytest.mark.parametrize("damage", ["", "{", "null", "\udcff", "half", "edited"])
@pytest.mark.sampled
def test_a_damaged_verdict_is_found_anew(folder, damage):
    _, found, _ = check_files(find_raw_files(), "verdict.json", "code")
    whole = Path("verdict.json").read_text()
    damaged = {"half": whole[: len(whole) // 2], "edited": whole.replace(found, "as wished")}.get(damage, damage)
    Path("verdict.json").write_bytes(damaged.encode("utf-8", "surrogateescape"))
    assert check_files(find_raw_files(), "verdict.json", "code")[1] == found


def test_the_names_of_tables_and_columns_are_those_of_the_schemas():
    names = columns_of_tables()
    declared = {name: list(model.to_schema().columns) for name, model in models().items()}
    assert {name: list(names[name]) for name in declared} == declared
    for name, model in models().items():
        for column, known in names[name].items():
            checks = model.to_schema().columns[column].checks
            allowed = [set(check.statistics["allowed_values"]) for check in checks if check.name == "isin"]
            assert not known.allowed or [set(known.allowed)] == allowed
    assert sum(len(column.allowed) > 0 for columns in names.values() for column in columns.values()) > 40


class NameOfAWorkflow(str):
    """As a workflow gives names: text with more to it, which `copy` cannot make again."""

    def __new__(cls, name: str, rule: str) -> "NameOfAWorkflow":
        return super().__new__(cls, name)


def test_a_warning_on_a_file_of_the_workflow_is_told_and_kept(folder):
    edit(RawFiles.thresholds, "2025-01-20,revoked", ",revoked")
    names = dataclasses.replace(find_raw_files(), thresholds=NameOfAWorkflow(RawFiles.thresholds, "check"))
    told = [check_files(names, "verdict.json", "code")[2] for _ in range(2)]
    assert (RawFiles.thresholds, "end") in {(warning.file, warning.field) for warning in told[0]}
    assert told[1] == told[0]


def test_a_mistake_in_a_line_is_no_mistake_of_the_statements_on_lines(folder):
    edit(RawFiles.thresholds, "eu-systemic-risk,EU: systemic risk,European Union", "eu-systemic-risk,,European Union")
    (problem,) = mistakes()
    assert (problem.file, problem.field) == (RawFiles.thresholds, "name")


def test_without_its_folder_of_networks_only_that_is_said(folder):
    Path("data/raw/architectures").rename("aside")
    (problem,) = mistakes()
    assert (problem.file, problem.expected) == ("data/raw/architectures", "at least one NAME.yaml")
    Path("data/raw/architectures").mkdir()
    (problem,) = mistakes()
    assert "described there" in problem.way_out


def test_a_control_character_is_told_with_its_place(folder):
    Path("data/raw/papers/new.yaml").write_bytes(b"title: one\nurl: a\0b\n")
    problem = next(each for each in mistakes() if each.file.endswith("new.yaml"))
    assert (problem.line, problem.column, problem.found) == (2, 7, "the control character U+0000")


@pytest.mark.parametrize(
    ("file", "way_out"),
    [
        ("config.yaml", "restore"),
        ("data/raw/papers/new.yaml", "make new-entry"),
        ("data/raw/architectures/new.yaml", "remove it"),
    ],
)
@pytest.mark.sampled
def test_what_to_do_with_an_empty_file_depends_on_the_file(folder, file, way_out):
    Path(file).write_text("", encoding="utf-8")
    problem = next(each for each in mistakes() if each.file == file)
    assert problem.found == "an empty file"
    assert way_out in problem.way_out
    assert ("new-entry" in problem.way_out) == ("papers" in file)
