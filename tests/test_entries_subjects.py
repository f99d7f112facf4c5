"""What an entry says besides numbers: domains, countries, published weights, base models, and how facts were had."""

from pathlib import Path

import pytest

from ai_compute.entries.documents import read_yaml
from ai_compute.entries.papers import read_paper
from ai_compute.values.subjects import evidence_of
from test_entries import problems_of

ROOT = Path(__file__).parents[1]


def paper_of(text: str):
    return read_paper(read_yaml(text, "data/raw/papers/alexnet.yaml"))


def test_a_model_may_serve_several_domains_of_which_the_first_is_the_main_one(entry):
    paper = paper_of(entry.replace("domain: vision", "domains: [language, vision]"))
    assert paper.all_domains == ("language", "vision")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("", "nothing"),
        ("domain:\n", "nothing"),
        ("domain: vision\ndomains: [language]\n", "both"),
        ("domains: [vision, vision]\n", "vision, vision"),
        ("domain: images\n", "images"),
    ],
)
def test_a_domain_is_said_once_and_is_one_of_the_list(entry, written, found):
    [problem] = problems_of(entry.replace("domain: vision\n", written))
    assert problem.found == found


@pytest.mark.parametrize("written", ["Canada", "ca", "US,GB", "UK", "US;GB"])
def test_countries_are_two_letters_each(entry, written):
    [problem] = problems_of(entry.replace("domain: vision", f"domain: vision\ncountry: {written}"))
    assert problem.field == "country"
    assert "ISO 3166" in problem.way_out + problem.expected or "GB" in problem.way_out


@pytest.mark.parametrize(("written", "value"), [("true", True), ("false", False), ("unknown", None)])
def test_weights_are_published_or_not_or_neither_was_found_and_a_source_says_so(entry, written, value):
    old = "    parameters: 61M"
    sourced = entry.replace(old, f"{old}\n    open_weights: {{value: {written}, source: the model card}}")
    weights = paper_of(sourced).runs[0].open_weights
    assert (weights.value, weights.source) == (value, "the model card")
    [without] = problems_of(sourced.replace(", source: the model card", ""))
    assert without.expected == "the required field 'source'"


def test_whether_weights_are_published_is_never_said_without_a_source():
    for file in (ROOT / "data/raw/papers").glob("*.yaml"):
        for run in read_yaml(file.read_bytes(), file.name).data["runs"]:
            assert run["open_weights"]["source"], f"{file.name}, {run['id']}"


def test_a_base_is_another_run(entry):
    named = entry.replace("    parameters: 61M", "    parameters: 61M\n    base: BASE")
    [unknown] = problems_of(named.replace("BASE", "alexnett"))
    assert unknown.found == "the unknown run 'alexnett'"
    [circle] = problems_of(named.replace("BASE", "alexnet"))
    assert "on top of this run" in circle.found


@pytest.mark.parametrize(
    ("stated", "source", "evidence"),
    [
        ("paper", "Epoch AI database (CC BY)", "paper"),
        (None, "Epoch AI database (CC BY)", "database"),
        (None, "table 2, from memory", "memory"),
        (None, "section 5", "unstated"),
    ],
)
def test_silence_is_no_evidence(stated, source, evidence):
    assert evidence_of(stated, source, None) == evidence


@pytest.mark.parametrize(
    ("said", "way_out"),
    [
        ("nlp", "write `language`"),
        ("Computer vision", "write `vision`"),
        ("audio", "write `speech`"),
        ("text-to-image", "write `image-generation`"),
        ("[vision, language]", "several stand under `domains`"),
    ],
)
def test_what_others_call_a_domain_leads_to_ours(entry, said, way_out):
    [problem] = problems_of(entry.replace("domain: vision", f"domain: {said}"))
    assert way_out in problem.way_out
