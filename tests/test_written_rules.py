"""What the guide asks for: warnings where an entry is valid and lacks a reason, errors where its numbers cannot be."""

from datetime import date
from pathlib import Path

import pytest

from ai_compute.checking.raw_data import check_raw_data
from ai_compute.checking.raw_files import RawFiles, all_files, find_raw_files
from ai_compute.checking.written_rules import assumed_peaks, sparse_peaks
from ai_compute.entries.hardware import read_devices
from ai_compute.messages.problems import Problem, Problems
from ai_compute.storage.files import read_files

ROOT = Path(__file__).parents[1]
HARDWARE = (ROOT / "data/raw/hardware.csv").read_text(encoding="utf-8")
ENTRY = """\
title: {title}
url: https://arxiv.org/abs/2501.00001
published: {published}
organization: Example Lab
domain: language
runs:
  - id: a-case
    name: A case
    parameters: 7B
"""
COUNTING = "    operation_counting: {forward: 3.8 GFLOP, passes: {images: 1.28M, epochs: 90}, source: table 1}\n"
TIME = "    hardware_time: {device: V100, count: 8, time: 1 hour, source: table 1}\n"
NOTES = "    notes: The paper leaves it open.\n"
EXPLANATION = "    explanation: {code: passes unclear, text: Nobody knows.}\n"


@pytest.fixture(scope="module")
def raw() -> tuple[RawFiles, dict[str, bytes]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        names = find_raw_files()
        return names, read_files(all_files(names))


def said_of(raw: tuple[RawFiles, dict[str, bytes]], text: str) -> list[Problem]:
    names, files = raw
    resnet = [name for name in names.architectures if name.endswith("/resnet-50.yaml")]
    alone = RawFiles(["data/raw/papers/a-case.yaml"], resnet)
    try:
        problems = check_raw_data({**files, alone.papers[0]: text.encode()}, alone)[1]
    except Problems as found:
        problems = list(found.problems)
    return [problem for problem in problems if problem.file != "config.yaml"]  # which names runs that are not there


def entry(*lines: str, title: str = "A case", published: str = "2015-12-10", **changes: str) -> str:
    text = ENTRY.format(title=title, published=published) + "".join(lines)
    for old, new in changes.items():
        text = text.replace({"parameters": "    parameters: 7B\n"}.get(old, old), new)
    return text


@pytest.mark.slow
def test_what_the_repository_holds_keeps_the_rules(raw):
    names, files = raw
    assert check_raw_data(files, names)[1] == []


def test_a_plain_entry_is_not_asked_anything(raw):
    assert said_of(raw, entry(COUNTING)) == []


def test_what_lacks_a_reason_is_named_beside_mistakes_of_the_same_and_of_other_files(raw):
    own = entry(COUNTING.replace("90", "~90")).replace("domain: language", "domain: nothing")
    fields = {problem.field: problem.warning for problem in said_of(raw, own)}
    assert fields == {"domain": False, "runs[0].operation_counting.passes.epochs": True}
    names, files = raw
    assert b"agree_within: 3" in files["config.yaml"]
    other = {**files, "config.yaml": files["config.yaml"].replace(b"agree_within: 3", b"agree_within: 0")}
    experts = entry(COUNTING.replace("forward: 3.8 GFLOP", "forward: active parameters"), title="A mixture of experts")
    fields = {problem.field for problem in said_of((names, other), experts.replace("90", "~90"))}
    assert "runs[0].operation_counting.passes.epochs" in fields


def test_what_is_odd_in_a_sound_entry_is_asked_beside_mistakes_of_other_files(raw):
    apart = entry(COUNTING + TIME.replace("count: 8", "count: 800"))
    _, files = raw
    wrong = "data/raw/papers/wrong.yaml"
    alone = RawFiles(["data/raw/papers/a-case.yaml", wrong], [])
    texts = {**files, alone.papers[0]: apart.encode(), wrong: apart.replace("domain: language", "domain: no").encode()}
    with pytest.raises(Problems) as raised:
        check_raw_data(texts, alone)
    of_file = {(problem.file, problem.warning) for problem in raised.value.problems}
    assert {(alone.papers[0], True), (wrong, False)} <= of_file


@pytest.mark.slow
def test_a_mistake_in_a_network_makes_no_other_run_odd(raw):
    names, files = raw
    broken = "data/raw/architectures/alexnet.yaml"
    with pytest.raises(Problems) as raised:
        check_raw_data({**files, broken: files[broken].replace(b"input", b"inptu", 1)}, names)
    assert {problem.file for problem in raised.value.problems} == {broken}


def test_a_reason_that_could_not_be_read_is_not_asked_for(raw):
    cut = entry(COUNTING.replace("90", "~90"), "    notes: because: of this\n")
    assert [problem.found for problem in said_of(raw, cut)] == ["mapping values are not allowed in this context"]


WARNINGS = {
    # what is odd: (lines of the run, the field, what is found, the way out, what settles it)
    "an assumed value without a reason": (
        COUNTING.replace("90", "~90"),
        *("runs[0].operation_counting.passes.epochs", "~90, an assumed value", "say in `notes` why", NOTES),
    ),
    "methods far apart": (
        COUNTING + TIME.replace("count: 8", "count: 800"),
        *("runs[0].hardware_time", "times more than by operation counting", "under `explanation`", EXPLANATION),
    ),
    "a total far from the estimate": (
        COUNTING + "    reported: [{compute: 1.3e20 FLOP, by: Somebody, party: first}]\n",
        *("runs[0].reported[0].compute", "times more than by operation counting", "under `explanation`", EXPLANATION),
    ),
    "more than the devices can do": (
        COUNTING + TIME.replace("count: 8", "count: 1").replace("1 hour", "1 second"),
        *("runs[0].operation_counting", "of what the devices can do", "under `explanation`", EXPLANATION),
    ),
    "multiply-adds printed as FLOP": (
        COUNTING.replace("forward: 3.8 GFLOP", "architecture: resnet-50, forward: 3.8 GFLOP"),
        *("runs[0].operation_counting.forward", "count 2.", "multiply-adds printed as FLOP?", EXPLANATION),
    ),
    "FLOP printed as multiply-adds": (
        COUNTING.replace("forward: 3.8 GFLOP", "architecture: resnet-50, forward: 7.8 GMAC"),
        *("runs[0].operation_counting.forward", "count 0.495", "FLOP written as multiply-adds?", EXPLANATION),
    ),
}


@pytest.mark.parametrize("case", WARNINGS)
def test_an_oddity_is_asked_about_until_the_entry_explains_it(raw, case):
    lines, field, found, way_out, settled = WARNINGS[case]
    (warning,) = said_of(raw, entry(lines))
    assert warning.warning
    assert warning.field == field
    assert found in warning.found
    assert way_out in warning.way_out
    assert said_of(raw, entry(lines + settled)) == []


SIX_N_D = "    operation_counting: {forward: active parameters, passes: {tokens: 14.8T}, source: section 3}\n"
EXPERTS = {
    # title, parameters, published: whether active parameters are asked for
    ("A large model", "671B", "2024-12-26"): True,
    ("A large model", "405B", "2024-07-23"): False,
    ("A large model", "175B", "2020-05-28"): False,
    ("A large model", "600B", "2020-06-30"): True,
    ("Mixtral of Experts", "46.7B", "2024-01-08"): True,
    ("Some-235B-A22B", "235B", "2025-04-29"): True,
    ("Some 8x7B", "46.7B", "2023-12-11"): True,
    ("What experts say of A5 paper", "7B", "2023-12-11"): True,
    ("LLaMA", "65B", "2023-02-27"): False,
}


@pytest.mark.parametrize(("title", "parameters", "published"), EXPERTS)
@pytest.mark.sampled
def test_total_parameters_that_stand_for_active_ones_are_asked_about(raw, title, parameters, published):
    text = entry(SIX_N_D, title=title, published=published).replace("7B\n", f"{parameters}\n", 1)
    if title == "Some 8x7B":
        text = entry(SIX_N_D, title=title, published=published).replace("parameters: 7B", f"parameters: {parameters}")
    warnings = [each for each in said_of(raw, text) if "active_parameters" in each.way_out]
    assert bool(warnings) == EXPERTS[title, parameters, published]
    active = text.replace("    operation_counting", "    active_parameters: 5B\n    operation_counting")
    assert [each for each in said_of(raw, active) if "active_parameters" in each.way_out] == []


def row_of(
    name: str, fp32: str, tensor: str, released: str = "2023-03-21", note: str = "", fp64: str = "30 TFLOP/s"
) -> str:
    cells = {"device": name, "kind": "GPU", "vendor": "NVIDIA", "released": released, "peak_format": "bf16",
             "fp64": fp64, "fp32": fp32, "bf16": tensor, "source": "data sheet", "note": note}  # fmt: skip
    return ",".join(cells.get(column, "") for column in HARDWARE.splitlines()[0].split(","))


SPARSE = {
    # a row for hardware.csv: whether its peak is probably the sparse one
    row_of("H100 NVL", "60 TFLOP/s", "1.671 PFLOP/s"): True,
    row_of("H100 NVL", "60 TFLOP/s", "835 TFLOP/s"): False,
    row_of("H100 NVL", "60 TFLOP/s", "1.671 PFLOP/s", note="Dense; two boards"): False,
    row_of("A100X", "19.5 TFLOP/s", "624 TFLOP/s", "2021-06-28"): True,
    row_of("A100X", "19.5 TFLOP/s", "312 TFLOP/s", "2021-06-28"): False,
    row_of("A30", "10.3 TFLOP/s", "165 TFLOP/s", "2021-04-12", fp64="5.2 TFLOP/s"): False,
    row_of("A30", "10.3 TFLOP/s", "330 TFLOP/s", "2021-04-12", fp64="5.2 TFLOP/s"): True,
}


@pytest.mark.parametrize(("note", "warned"), [("", True), ("From a sibling", False)])
def test_an_assumed_peak_has_a_reason(note, warned):
    row = row_of("X1", "~60 TFLOP/s", "60 TFLOP/s", note=note)
    devices = read_devices(f"{HARDWARE.rstrip()}\n{row}\n".encode(), "data/raw/hardware.csv")
    assert [each.field for each in assumed_peaks(devices, "data/raw/hardware.csv")] == ["fp32"] * warned


@pytest.mark.parametrize("row", SPARSE)
def test_a_peak_twice_that_of_its_siblings_is_probably_with_sparsity(row):
    devices = read_devices(f"{HARDWARE.rstrip()}\n{row}\n".encode(), "data/raw/hardware.csv")
    warnings = sparse_peaks(devices, "data/raw/hardware.csv")
    assert bool(warnings) == SPARSE[row]
    for warning in warnings:
        assert warning.line == len(HARDWARE.rstrip().splitlines()) + 1
        assert warning.warning


ERRORS = {
    # what cannot be: (the run's lines, the field, what is expected)
    "too many active parameters": ("    active_parameters: 8B\n" + COUNTING, "active_parameters", "at most all"),
    "half a parameter": ("    active_parameters: 0.5\n" + COUNTING, "active_parameters", "a whole number"),
    "half a device": (TIME.replace("count: 8", "count: 0.5"), "hardware_time.count", "a whole number of devices"),
    "a device and a half": (TIME.replace("count: 8", "count: 1.5"), "hardware_time.count", "a whole number of devices"),
    "a bound of devices": (TIME.replace("count: 8", "count: <8"), "hardware_time.count", "not an upper bound"),
    "a bound of time": (TIME.replace("1 hour", "<1 hour"), "hardware_time.time", "not an upper bound"),
    "a bound of passes": (COUNTING.replace("90", "<90"), "operation_counting.passes.epochs", "not an upper bound"),
    "a bound of operations": (COUNTING.replace("3.8", "<3.8"), "operation_counting.forward", "not an upper bound"),
    "a bound as a range": (
        COUNTING + "    reported: [{compute: <1 to 2 pfs-day, by: Somebody, party: first}]\n",
        *("reported[0].compute", "an upper bound of one number"),
    ),
    "a bound in printed arithmetic": (
        COUNTING + "    reported: [{compute: 2e18 FLOP, by: Somebody, party: first, factors: {epochs: <90}}]\n",
        *("reported[0].factors.epochs", "not an upper bound"),
    ),
    "a bound of what was plotted": (
        COUNTING + "    reported:\n      - {compute: 2e18 FLOP, by: Somebody, party: first, "
        "plotted: {date: 2012, compute: <2e18 FLOP}}\n",
        *("reported[0].plotted.compute", "not an upper bound"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
@pytest.mark.sampled
def test_what_cannot_be_is_refused(raw, case):
    lines, field, expected = ERRORS[case]
    (problem,) = said_of(raw, entry(lines))
    assert not problem.warning
    assert problem.field == f"runs[0].{field}"
    assert expected in problem.expected


def test_a_set_that_is_named_twice_counts_once_and_is_told(raw):
    (warning,) = said_of(raw, entry("    sets: [notable, notable]\n" + COUNTING))
    assert warning.warning
    assert (warning.field, warning.expected) == ("runs[0].sets[1]", "each set once")


@pytest.mark.parametrize("title", ['""', '" "', '"."', "'\u200b'", "—"])
def test_a_title_says_something(raw, title):
    (problem,) = said_of(raw, entry(COUNTING, title=title))
    assert (problem.line, problem.field) == (1, "title")


def test_one_chip_of_a_board_is_half_a_device(raw):
    assert said_of(raw, entry(TIME.replace("V100", "K80").replace("count: 8", "count: 0.5"))) == []


def test_dates_of_the_largest_dense_models_are_in_order():
    from ai_compute.checking.written_rules import LARGEST_DENSE

    assert list(LARGEST_DENSE) == sorted(LARGEST_DENSE)
    assert list(LARGEST_DENSE.values()) == sorted(LARGEST_DENSE.values())
    assert min(LARGEST_DENSE) == date(2017, 6, 12)
