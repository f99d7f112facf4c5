"""A card says where a wrong fact stands, and leads to the form that takes the correction where one is known."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from ai_compute.report.cards import cards
from ai_compute.report.corrections import FORM, Corrections, lines_of_runs
from ai_compute.report.page import source
from ai_compute.report.render import drawn_cards, render_cards
from made_up import made_up_tables

KNOWN = Corrections("https://github.com/owner/name.git", {"run-0000": 12})


def card_with(corrections):
    script = render_cards(drawn_cards(cards(made_up_tables(1), corrections)))
    return json.loads(script.removeprefix("window.page_cards=").rstrip().removesuffix(";"))


def test_without_a_repository_a_card_names_file_and_line_alone():
    text = card_with(Corrections("", {"run-0000": 12}))
    assert "data/raw/papers/run-0000.yaml, line 12" in text
    assert "A fact is wrong?" in text
    told = text.partition("A fact is wrong?")[2]
    assert "http" not in told
    assert "send the file to where this copy is from; or send run, field, right value and source" in told
    assert 'href="../CONTRIBUTING.md"' in told


def test_with_a_repository_a_card_leads_to_the_line_and_to_the_form():
    text = card_with(KNOWN)
    assert "https://github.com/owner/name/blob/HEAD/data/raw/papers/run-0000.yaml#L12" in text
    assert "https://github.com/owner/name/issues/new?template=wrong-fact.yml" in text


def test_figures_that_leave_the_page_name_where_it_is_published_if_that_is_known():
    assert KNOWN.page == "https://owner.github.io/name/reports/"
    assert f"; {KNOWN.page}; data version" in source("1a2b", KNOWN.page)
    assert [Corrections(other).page for other in ("", "https://example.org/owner/name")] == ["", ""]


def test_the_form_is_there_and_asks_for_what_the_address_fills_in(root):
    address = urlsplit(KNOWN.form("alexnet"))
    asked = parse_qs(address.query)
    form = yaml.safe_load((root / ".github/ISSUE_TEMPLATE" / FORM).read_text(encoding="utf-8"))
    ids = [field["id"] for field in form["body"] if "id" in field]
    assert asked["template"] == [FORM]
    assert asked["run"] == ["alexnet"]
    assert {"run", "field", "value", "source"} <= set(ids)


@pytest.mark.slow
def test_every_run_of_every_entry_has_its_line(root):
    files = sorted((root / "data/raw/papers").glob("*.yaml"))
    for file in files:
        text = file.read_text(encoding="utf-8")
        found = lines_of_runs([text])
        for run in yaml.safe_load(text)["runs"]:
            assert f"id: {run['id']}" in text.splitlines()[found[run["id"]] - 1]
