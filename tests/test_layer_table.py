"""The command that counts: `python scripts/layer_table.py PATH|NAME`."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import layer_table
from ai_compute.architectures import count, read_architecture
from ai_compute.architectures.inputs import STEPWISE
from ai_compute.architectures.printing import compared_with_6nd, short_labels
from ai_compute.architectures.rule_of_thumb import parts
from ai_compute.architectures.training import training_flop
from ai_compute.architectures.words import a, plural, singular
from ai_compute.values.dates import decimal_year
from builds import environment

ROOT = Path(__file__).parents[1]
ARCHITECTURES = sorted((ROOT / "data/raw/architectures").glob("*.yaml"))
LINE = {"slope": 0.5, "intercept": 25 - 0.5 * 2025.0, "start": 2018.4, "end": 2026.2}
"""10^25 FLOP at the beginning of 2025, and half an order of magnitude a year."""


@pytest.fixture(autouse=True)
def _here(monkeypatch, tmp_path):
    monkeypatch.setattr(layer_table, "FOLDER", ROOT / "data/raw/architectures")
    monkeypatch.setattr(layer_table, "SUMMARY", tmp_path / "summary.json")


@pytest.fixture
def build(tmp_path):
    trends = dict.fromkeys(layer_table.TRENDS, LINE) | {"flat": {**LINE, "slope": 0.0}, "other": LINE}
    (tmp_path / "summary.json").write_text(json.dumps({"trends": trends}))


def said(capsys, *words: str) -> str:
    assert layer_table.main(layer_table.arguments().parse_args(words)) == 0
    return capsys.readouterr().out


def refused(capsys, *words: str) -> str:
    assert layer_table.main(layer_table.arguments().parse_args(words)) == 65
    return capsys.readouterr().err


def counted(name: str):
    file = ROOT / f"data/raw/architectures/{name}.yaml"
    return count(read_architecture(file.read_bytes(), str(file)))


def test_training_compute_is_six_times_the_macs_a_token_times_tokens(capsys):
    text = said(capsys, "gpt-3", "--tokens", "300B")
    flop = 6 * counted("gpt-3").forward_macs * 300e9
    assert f"{flop:.4g} FLOP = {flop / 8.64e19:.4g} pfs-days" in text
    assert json.loads(said(capsys, "gpt-3", "--tokens", "300B", "--json"))["training"]["flop"] == flop


def test_a_batch_of_examples_is_not_trained_on_for_each():
    one = count(read_architecture("unit: image\ninput: 4\nlayers: [{dense: 3}]\n", "net.yaml"))
    four = count(read_architecture("unit: image\nbatch: 4\ninput: 4\nlayers: [{dense: 3}]\n", "net.yaml"))
    assert training_flop(four, 10) == training_flop(one, 10) == 6 * 12 * 10


def test_without_a_build_the_place_on_the_trends_is_said_to_be_unknown(capsys):
    assert "run `snakemake`" in said(capsys, "gpt-3", "--tokens", "300B")


@pytest.mark.usefixtures("build")
def test_where_a_run_would_stand_on_the_trends_of_the_last_build(capsys):
    units = 1e25 / (6 * counted("gpt-3").forward_macs)
    found = json.loads(said(capsys, "gpt-3", "--tokens", f"{units:.0f}", "--json"))["training"]["trends"]
    assert [each["trend"] for each in found] == list(layer_table.TRENDS)
    assert abs(decimal_year(date.fromisoformat(found[0]["reached"])) - 2025) < 2 / 365
    assert found[0]["ratio"] == pytest.approx(10**-0.6, rel=1e-6)
    assert found[0]["inside"]
    text = said(capsys, "gpt-3", "--tokens", f"{1.01 * units:.0f}", "--trend", "other")
    assert "trend other: its line has so much in January 2025; 3.94 times below it at 2026-03" in text
    later = said(capsys, "gpt-3", "--tokens", f"{1000 * units:.0f}", "--date", "2025", "--trend", "other")
    assert "beyond its runs" in later
    assert "times above it at 2025-07" in later


@pytest.mark.usefixtures("build")
def test_a_trend_that_the_build_does_not_have_is_named(capsys):
    assert "did you mean 'other'?" in refused(capsys, "gpt-3", "--tokens", "1B", "--trend", "othre")
    assert "run `snakemake` anew" in said(capsys, "gpt-3", "--tokens", "1B", "--trend", "flat")


def test_tokens_of_a_network_that_reads_images_are_refused_with_a_way_out(capsys):
    assert "write `--units` instead" in refused(capsys, "resnet-50", "--tokens", "1B")
    assert "x 3 x 1,000,000,000 images" in said(capsys, "resnet-50", "--units", "1B")


@pytest.mark.parametrize("ending", ["yaml", "yml", "json"])
def test_a_description_is_found_by_path_and_by_key(ending, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(layer_table, "FOLDER", tmp_path)
    text = '{"unit": "image", "input": "3 x 8 x 8", "layers": ["flatten", {"dense": 2}]}'
    if ending == "json":
        text = '{"model_type": "gpt2", "n_layer": 2, "n_head": 2, "n_embd": 8, "vocab_size": 20, "n_positions": 16}'
    (tmp_path / f"net.{ending}").write_text(text)
    assert said(capsys, "net") == said(capsys, str(tmp_path / f"net.{ending}"))


def test_a_name_that_is_no_architecture_is_answered_with_the_nearest(capsys):
    assert "did you mean 'gpt-3'?" in refused(capsys, "gpt-33")


@pytest.mark.parametrize("option", [["--date", "2026-03"], ["--trend", "flat"]], ids=" ".join)
def test_a_standing_is_of_training_and_refused_without_it(capsys, monkeypatch, option):
    monkeypatch.setattr(sys, "argv", ["layer_table.py", "gpt-3", *option])
    with pytest.raises(SystemExit):
        layer_table.agreeing(layer_table.arguments())
    assert f"{option[0]} needs --tokens or --units" in capsys.readouterr().err


def test_a_script_reads_one_object_a_line(capsys):
    lines = said(capsys, "gpt-3", "resnet-50", "--json").splitlines()
    assert [json.loads(line)["architecture"] for line in lines] == ["gpt-3", "resnet-50"]
    found = json.loads(lines[0])
    assert found["forward_macs"] == counted("gpt-3").forward_macs
    assert sum(row["macs"] for row in found["layers"]) == found["pass_macs"]


@pytest.mark.parametrize("file", ARCHITECTURES, ids=lambda file: file.stem)
def test_what_makes_the_difference_to_6nd_adds_up_to_it(file):
    found = count(read_architecture(file.read_bytes(), str(file)))
    batch, units = found.architecture.batch, found.architecture.units_per_pass
    assert sum(part.macs for part in parts(found)) * batch * units == found.macs
    assert sum(part.parameters for part in parts(found)) == found.parameters
    assert found.parameters - sum(part.idle_parameters for part in parts(found)) == found.active_parameters


def test_the_comparison_with_6nd_names_attention_embeddings_head_and_experts():
    by_part = {part.part: part for part in parts(counted("mixtral-8x7b"))}
    attention, tables, head, experts = (
        by_part[name] for name in ("attention and scans", "looked-up tables", "head", "experts")
    )
    described = counted("mixtral-8x7b")
    length = described.architecture.units_per_pass
    assert attention.macs == 32 * 2 * 4096 * length
    assert attention.parameters == 0
    assert (tables.macs, tables.parameters) == (0, 32000 * 4096)
    assert head.macs == 32000 * 4096
    assert experts.macs == experts.parameters // 4
    text = compared_with_6nd(described)
    assert "N = active parameters" in text
    assert compared_with_6nd(counted("resnet-50")) == ""


@given(st.lists(st.text(alphabet="ab ,/3", min_size=1, max_size=200), max_size=8))
def test_labels_that_differ_are_never_cut_to_the_same(labels):
    long = [f"{label}{'x' * 80}{label} / {label}" for label in labels]
    for given_labels in (labels, long):
        short = short_labels(given_labels)
        assert len(set(short)) == len(set(given_labels))


def test_rows_of_wide_tables_stay_apart(capsys):
    wide = "feed_forward 28672, gated, norm rms, head_width 128"
    labels = [f"transformer 80, heads 64, {wide}, bias false / {part}" for part in ("norms", "feed-forward")]
    short = short_labels(labels)
    assert [label.rpartition(" / ")[2] for label in short] == ["norms", "feed-forward"]
    assert max(map(len, short)) <= 72
    text = said(capsys, "deepseek-v3")
    rows = [line.split("  ")[0] for line in text.splitlines() if "transformer" in line]
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize(
    ("unit", "one", "many"),
    [
        ("image", "an image", "images"),
        ("token", "a token", "tokens"),
        ("example", "an example", "examples"),
        ("unit", "a unit", "units"),
        ("entry", "an entry", "entries"),
        ("pass", "a pass", "passes"),
        ("segment of 30 s", "a segment of 30 s", "segments of 30 s"),
    ],
)
def test_units_read_as_a_sentence(unit, one, many):
    assert (a(unit), plural(unit)) == (one, many)
    assert singular(many) == unit or " " in unit or unit in ("entry", "pass")


@pytest.mark.parametrize("unit", [*STEPWISE, "image"])
def test_a_unit_may_be_written_in_the_plural(unit):
    read = [read_architecture(f"unit: {u}\ninput: 9 tokens\nlayers: [{{embedding: 3, width: 2}}]\n", "net.yaml")
            for u in (unit, plural(unit))]  # fmt: skip
    assert read[0].unit == read[1].unit == unit
    assert read[0].units_per_pass == read[1].units_per_pass == (9 if unit in STEPWISE else 1)


def test_the_command_needs_nothing_that_a_build_needs_and_explains_itself():
    command = [sys.executable, "-X", "importtime", "scripts/layer_table.py", "gpt-3", "--tokens", "1T"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment(), check=True)
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in run.stderr.splitlines()}
    assert "yaml" in imported
    assert not imported & {"pandas", "numpy", "pydantic", "pandera", "pint", "scipy", "snakemake", "altair"}
    shown = subprocess.run([sys.executable, "scripts/layer_table.py", "--help"], cwd=ROOT, capture_output=True,
                           text=True, check=True)  # fmt: skip
    for word in ("--tokens", "--units", "--json", "--date", "--trend", "config.json", "summary.json"):
        assert word in shown.stdout
