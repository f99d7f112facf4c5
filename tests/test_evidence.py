"""How facts were had: shares by group, the least sure fact of an estimate, and trends through read facts alone."""

import pandas as pd
import pytest

from ai_compute.entries.collection import parse_entries
from ai_compute.entries.documents import read_yaml
from ai_compute.entries.hardware import read_devices
from ai_compute.estimates.evidence import ALL, LARGEST, evidence_shares, least_sure
from ai_compute.estimates.factors import Assumptions, Counted, factor_rows
from ai_compute.findings import story
from ai_compute.findings.names import trend_name
from ai_compute.settings.analysis import read_settings
from test_entries import HARDWARE, problems_of

FACTORS = pd.DataFrame(
    [
        ("a", "operation counting", "paper", "stated"),
        ("a", "operation counting", "database", "assumed"),
        ("a", "operation counting", "", "default"),
        ("a", "hardware time", "unstated", "stated"),
        ("b", "operation counting", "quoted", "assumed"),
        ("b", "hardware time", "paper", "derived"),
    ],
    columns=["run", "method", "evidence", "known"],
)
ADOPTED = pd.DataFrame({"run": ["a", "b"], "method": ["operation counting", "pooled"]})


def test_an_estimate_is_as_sure_as_the_least_sure_of_its_facts():
    assert least_sure(FACTORS, ADOPTED).to_dict() == {"a": "database", "b": "quoted"}


def test_shares_are_of_the_facts_of_a_group_and_method():
    adopted = ADOPTED.assign(flop=[1.0, 2.0], published=pd.to_datetime(["2020-01-01", "2020-02-01"]))
    sets = pd.DataFrame({"run": ["b"], "set": ["notable"]})
    shares = evidence_shares(FACTORS, adopted, sets).set_index(["group", "method", "evidence"])["share"]
    assert shares[ALL, "operation counting", "paper"] == pytest.approx(1 / 3)
    assert shares["notable", "operation counting", "quoted"] == 1.0
    assert shares[LARGEST, "hardware time", "unstated"] == 0.5


def test_the_largest_are_twenty_of_each_year():
    runs = [f"run-{number:02}" for number in range(24)]
    facts = pd.DataFrame({"run": runs, "method": "hardware time", "evidence": "paper", "known": "stated"})
    years = pd.to_datetime(["2020-01-01"] * 22 + ["2021-01-01"] * 2)
    adopted = pd.DataFrame({"run": runs, "method": "hardware time", "flop": range(1, 25), "published": years})
    shares = evidence_shares(facts, adopted, pd.DataFrame({"run": [], "set": []}))
    assert shares[shares["group"] == LARGEST]["facts"].sum() == 20 + 2
    assert shares[shares["group"] == ALL]["facts"].sum() == 24


def test_what_an_entry_assumes_beside_a_text_was_not_read():
    adopted = ADOPTED.assign(flop=[1.0, 2.0], published=pd.to_datetime(["2020-01-01", "2020-02-01"]))
    rows = evidence_shares(FACTORS, adopted, pd.DataFrame({"run": [], "set": []}))
    told = story.read_facts({"evidence_shares": rows})
    assert told.startswith("40 % of 5 facts rest on what was read, in the paper or where it is quoted; 20 % more are")
    stated = evidence_shares(FACTORS.assign(known="stated"), adopted, pd.DataFrame({"run": [], "set": []}))
    assert story.read_facts({"evidence_shares": stated}).endswith(
        "60 % of 5 facts rest on what was read, in the paper or where it is quoted."
    )


def test_without_facts_every_share_is_zero():
    adopted = ADOPTED.iloc[:0].assign(flop=[], published=pd.to_datetime([]))
    assert evidence_shares(FACTORS.iloc[:0], adopted, pd.DataFrame({"run": [], "set": []}))["share"].sum() == 0


def test_trends_through_read_facts_have_a_name_in_words():
    assert trend_name("since-2018-read-facts", "May 2018") == "All runs since 2018, facts that were read"


def test_a_single_fact_may_have_been_had_otherwise_and_is_as_sure_as_that(entry, root):
    time = "      time: 5 to 6 days\n"
    timed = entry.replace(time, f"{time}      evidence: paper\n      evidence_by_fact: {{time: memory}}\n")
    text = timed.replace("epochs: 90}\n", "epochs: 90}\n      evidence_by_fact: {epochs: database}\n")
    settings = read_settings(read_yaml((root / "config.yaml").read_bytes(), "config.yaml"))
    uncertainty = settings.uncertainty
    assumptions = Assumptions(settings.operation_counting, settings.hardware_time, uncertainty)
    entries = parse_entries({"alexnet.yaml": text.encode()})
    rows = factor_rows(entries, read_devices(HARDWARE, "hardware.csv"), {}, assumptions)
    had = {row["factor"]: row["evidence"] for row in rows}
    assert [had[name] for name in ("count", "time")] == ["paper", "memory"]
    assert [had[name] for name in ("images", "epochs")] == ["unstated", "database"]
    [epochs] = [row for row in rows if row["factor"] == "epochs"]
    assert epochs["value_high"] == pytest.approx(epochs["value"] * uncertainty.stated_by("database"))


def test_layers_that_were_remembered_count_among_the_facts_that_were(entry, root):
    printed = next(line for line in entry.splitlines(keepends=True) if line.startswith("      forward:"))
    layers = entry.replace(printed, "      architecture: alexnet\n")
    remembered = layers.replace("epochs: 90}\n", "epochs: 90}\n      evidence_by_fact: {architecture: memory}\n")
    settings = read_settings(read_yaml((root / "config.yaml").read_bytes(), "config.yaml"))
    assumptions = Assumptions(settings.operation_counting, settings.hardware_time, settings.uncertainty)
    devices, counted = read_devices(HARDWARE, "hardware.csv"), {"alexnet": Counted(7e8, 3.0)}
    for text, had in ((layers, ""), (remembered, "memory")):
        rows = factor_rows(parse_entries({"alexnet.yaml": text.encode()}), devices, counted, assumptions)
        assert [(row["known"], row["evidence"]) for row in rows if row["factor"] == "forward"] == [("counted", had)]


def test_a_fact_had_otherwise_is_a_fact_of_its_part(entry):
    misspelt = entry.replace("      count: 2\n", "      count: 2\n      evidence_by_fact: {tiem: memory}\n")
    [problem] = problems_of(misspelt)
    assert problem.found == "tiem"
    assert problem.expected == "a fact of this part: count, time"
    assert problems_of(misspelt.replace("tiem", "time")) == []
