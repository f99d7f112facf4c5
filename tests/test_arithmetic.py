"""The worked calculations of the 2018 appendix, by name: estimates of ours, and the audit of theirs."""

from dataclasses import replace

import pandas as pd
import pytest

from ai_compute.entries import collect
from ai_compute.entries.collection import Entry, parse_entries
from ai_compute.entries.documents import read_yaml
from ai_compute.entries.hardware import read_devices
from ai_compute.entries.papers import read_paper
from ai_compute.estimates import cross_check
from ai_compute.estimates.factor_table import factors
from ai_compute.estimates.factors import Assumptions, Counted
from ai_compute.estimates.methods import estimates, part_products
from ai_compute.settings.analysis import read_settings

PFS_DAY = 8.64e19


@pytest.fixture(scope="module")
def settings():
    from conftest import ROOT

    return read_settings(read_yaml((ROOT / "config.yaml").read_bytes(), "config.yaml"))


@pytest.fixture(scope="module")
def devices():
    from conftest import ROOT

    return read_devices((ROOT / "data/raw/hardware.csv").read_bytes(), "data/raw/hardware.csv")


@pytest.fixture(scope="module")
def raw_entries():
    from conftest import ROOT

    files = sorted((ROOT / "data/raw/papers").glob("*.yaml"))
    return parse_entries({str(file.relative_to(ROOT)): file.read_bytes() for file in files})


def factors_of(text, settings, devices, counted=None):
    document = read_yaml(text, "paper.yaml")
    entries = [Entry("paper", read_paper(document), document)]
    assumptions = Assumptions(settings.operation_counting, settings.hardware_time, settings.uncertainty)
    return factors(entries, devices, counted or {}, assumptions)


def flop_by_method(text, settings, devices, counted=None):
    found = estimates(factors_of(text, settings, devices, counted), settings.uncertainty)
    return found.set_index("method")["flop"]


def test_alexnet_both_ways(entry, settings, devices):
    flop = flop_by_method(entry, settings, devices)
    assert flop["operation counting"] == pytest.approx(0.75e9 * 2 * 1.2e6 * 90 * 3)
    assert flop["hardware time"] == pytest.approx(2 * 5.5 * 86400 * 1.581e12 * 0.33)


def test_the_arithmetic_is_written_out_as_in_the_appendix(entry, settings, devices):
    found = estimates(factors_of(entry, settings, devices), settings.uncertainty).set_index("method")["arithmetic"]
    assert found["hardware time"] == "2 x 5.5 days x 1.581 TFLOP/s x 0.33 = 0.0057 pfs-days"
    assert found["operation counting"].startswith("0.75 GMAC x 2 FLOP/MAC x 1.2M images x 90 epochs x 3")
    assert found["operation counting"].endswith("= 0.0056 pfs-days")


def test_a_count_from_layers_stands_before_a_printed_one(entry, settings, devices):
    text = entry.replace("forward: 0.75 GMAC", "forward: 0.75 GMAC\n      architecture: alexnet")
    counted = {"alexnet": Counted(724_406_816, 2.9)}
    flop = flop_by_method(text, settings, devices, counted)
    assert flop["operation counting"] == pytest.approx(724_406_816 * 2 * 1.2e6 * 90 * 3)
    forward = factors_of(text, settings, devices, counted).set_index("factor").loc["forward"]
    assert (forward["known"], forward["printed"]) == ("counted", 0.75e9)


def test_six_operations_a_parameter_and_token(entry, settings, devices):
    text = entry.replace("forward: 0.75 GMAC", "forward: active parameters").replace("images: 1.2M", "tokens: 300B")
    flop = flop_by_method(text.replace("61M", "175B"), settings, devices)
    assert flop["operation counting"] == pytest.approx(6 * 175e9 * 300e9 * 90)


def test_forward_only_parts_count_once_and_are_told_apart(entry, settings, devices):
    parts = """\
    operation_counting:
      - part: self-play
        forward: 1 GMAC
        passes: {positions: 1M}
        backward: false
        source: text
      - part: training
        forward: 1 GMAC
        passes: {positions: 1M}
        source: text
"""
    start, end = entry.index("    operation_counting:"), entry.index("    hardware_time:")
    found = estimates(factors_of(entry[:start] + parts + entry[end:], settings, devices), settings.uncertainty)
    counting = found.set_index("method").loc["operation counting"]
    assert counting["flop_sum"] == pytest.approx(2e15 * 1 + 2e15 * 3)
    assert counting["flop"] == pytest.approx(counting["flop_sum"], rel=0.02)
    assert counting["flop_forward_only"] == pytest.approx(2e15)


def test_a_range_of_days_widens_the_interval(entry, settings, devices):
    exact = estimates(factors_of(entry.replace("5 to 6", "5.5"), settings, devices), settings.uncertainty)
    wide = estimates(factors_of(entry.replace("5 to 6", "1.1 to 9.9"), settings, devices), settings.uncertainty)
    width = [(table["flop_high"] / table["flop_low"]).iloc[0] for table in (exact, wide)]
    assert width[1] > 2 * width[0]


def test_every_number_of_an_estimate_is_a_factor_with_a_source(raw_entries, settings, devices):
    counted = {name: Counted(1e9, 3.0) for name in _architectures(raw_entries)}
    assumptions = Assumptions(settings.operation_counting, settings.hardware_time, settings.uncertainty)
    found = factors(raw_entries, devices, counted, assumptions)
    assert (found["source"] != "").all()
    products = part_products(found)
    assert len(products) == len(found.drop_duplicates(["run", "method", "part"]))


def _architectures(entries):
    return {p.architecture for e in entries for r in e.paper.runs for p in r.operation_counting if p.architecture}


@pytest.fixture(scope="module")
def audit(raw_entries):
    return cross_check.audit(collect.printed_totals(raw_entries), collect.printed_factors(raw_entries)).set_index(
        ["run", "by", "method"]
    )


APPENDIX = {
    # what is printed: (run, method, product of the printed factors in pfs-days, class)
    "AlexNet, operations": ("alexnet", "operation counting", 1.2e6 * 90 * 0.75e9 * 2 * 3, "within 5 %"),
    "AlexNet, time": ("alexnet", "hardware time", 2 * 5.5 * 86400 * 1.58e12 * 0.33, "within 5 %"),
    "Dropout": ("dropout", "hardware time", 4 * 86400 * 1.54e12 * 0.33, "within 5 %"),
    "ZFNet": ("zfnet", "hardware time", 12 * 86400 * 1.54e12 * 0.33, "within 5 %"),
    "DQN": ("dqn", "operation counting", 2.5e6 * 5e6 * 32 * 2 * 3, "within 5 %"),
    "Seq2Seq, operations": ("seq2seq", "operation counting", 652e6 * 0.38e9 * 2 * 3 * 7.5, "does not follow"),
    "Seq2Seq, time": ("seq2seq", "hardware time", 10 * 8 * 86400 * 3.5e12 * 0.33, "within 5 %"),
    "VGG, operations": ("vgg", "operation counting", 1.2e6 * 74 * 16e9 * 2 * 3, "within 5 %"),
    "VGG, time": ("vgg", "hardware time", 4 * 15 * 86400 * 5.1e12 * 0.33, "does not follow"),
    "ResNet": ("resnet-152", "operation counting", 11.4e9 * 2 * 3 * 1.2e6 * 128, "within 5 %"),
    "DeepSpeech2, operations": (
        "deepspeech2",
        "operation counting",
        20 * 12000 * 3600 * 50 * 98e6 * 3 * 2,
        "within 5 %",
    ),
    "DeepSpeech2, time": ("deepspeech2", "hardware time", 16 * 5 * 86400 * 6e12 * 0.5, "within 5 %"),
    "Xception": ("xception", "hardware time", 60 * 30 * 86400 * 8.5e12 * 0.33, "as printed"),
    "Neural Architecture Search, operations": (
        "neural-architecture-search",
        "operation counting",
        50 * 50000 * 10e9 * 12800 * 2 * 3,
        "as printed",
    ),
    "Neural Architecture Search, time": (
        "neural-architecture-search",
        "hardware time",
        800 * 28 * 86400 * 4.2e12 * 0.33,
        "as printed",
    ),
    "GNMT": ("gnmt", "hardware time", 96 * 9 * 86400 * 8.5e12 * 0.33 * 1000**0.5, "within 5 %"),
}


@pytest.mark.parametrize("calculation", APPENDIX)
def test_printed_arithmetic_is_multiplied_out_from_its_printed_factors(audit, calculation):
    run, method, product, verdict = APPENDIX[calculation]
    row = audit.loc[(run, "OpenAI 2018", method)]
    assert row["recomputed_flop"] == pytest.approx(product, rel=2e-3)
    assert row["verdict"] == verdict


def _without_methods(run):
    return run.model_copy(update={"operation_counting": [], "hardware_time": []})


def test_the_audit_never_reads_our_estimates(raw_entries, audit):
    """It is the same when every factor of ours is gone."""
    bare = [
        replace(each, paper=each.paper.model_copy(update={"runs": [_without_methods(run) for run in each.paper.runs]}))
        for each in raw_entries
    ]
    again = cross_check.audit(collect.printed_totals(bare), collect.printed_factors(bare))
    pd.testing.assert_frame_equal(again.set_index(list(audit.index.names)), audit)
    seq2seq = audit.loc[("seq2seq", "OpenAI 2018", "operation counting")]
    assert seq2seq["ratio"] == pytest.approx(1.52, abs=0.01)
    vgg = audit.loc[("vgg", "OpenAI 2018", "hardware time")]
    assert vgg["ratio"] == pytest.approx(0.84, abs=0.01)


def test_every_chart_of_2018_has_its_plotted_points(raw_entries):
    totals = collect.printed_totals(raw_entries).merge(collect.sets(raw_entries), on="run")
    plotted = totals[totals["plotted_flop"].notna()].groupby("set")["run"].nunique()
    assert plotted["openai-2018"] == 15
    assert plotted["openai-first-era"] == 11


def test_the_growth_of_the_chart_is_more_than_300_000_times(raw_entries):
    plotted = collect.printed_totals(raw_entries).dropna(subset="plotted_flop").set_index("run")["plotted_flop"]
    assert plotted["alphago-zero"] / plotted["alexnet"] == pytest.approx(321_726, rel=1e-5)


def test_a_disagreement_in_the_audit_is_found_when_a_printed_result_changes(entry):
    def verdict(text):
        document = read_yaml(text, "paper.yaml")
        entries = [Entry("paper", read_paper(document), document)]
        return cross_check.audit(collect.printed_totals(entries), collect.printed_factors(entries))["verdict"].iloc[0]

    assert verdict(entry) == "within 5 %"
    assert verdict(entry.replace("0.0058 pfs-day", "0.0057 pfs-day")) == "as printed"
    assert verdict(entry.replace("0.0058 pfs-day", "0.0091 pfs-day")) == "does not follow"


def test_no_entries_make_empty_tables(settings, devices):
    assumptions = Assumptions(settings.operation_counting, settings.hardware_time, settings.uncertainty)
    nothing = factors([], devices, {}, assumptions)
    assert isinstance(nothing, pd.DataFrame)
    assert estimates(nothing, settings.uncertainty).empty
    assert cross_check.audit(collect.printed_totals([]), collect.printed_factors([])).empty
