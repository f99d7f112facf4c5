"""Every number that the page tells leads to its row: none without a link, none that leads nowhere."""

import re
from datetime import date
from functools import cache
from html import unescape
from html.parser import HTMLParser

import pandas as pd
import pytest

from ai_compute.report.glossary import GLOSSARY, anchor_of
from ai_compute.report.linking import NUMBER, Row, Rows, linked, rows_of, told_number, unbroken
from ai_compute.schemas.registry import models
from made_up import made_up_tables
from pages import page_and_cards
from worked_out import growing, worked_out

TOLD = {"answer", "finding", "caption", "title", "details", "about", "reading"}
"""Classes of the elements that hold sentences."""


class Sentences(HTMLParser):
    """The texts of sentences with links cut out, and all ids and links of a page."""

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.ids, self.links = [], [], [], []
        self.feed(re.sub(r"</?noscript[^>]*>", "", re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if tag == "a" and found.get("href") else []
        if tag in ("img", "input", "meta", "link", "rect", "br"):
            return
        told = bool(TOLD & set((found.get("class") or "").split()))
        if told:
            self.texts.append("")
        self.open.append((tag, told or (bool(self.open) and self.open[-1][1] and tag != "a")))
        if tag == "a" and any(told for _, told in self.open):
            self.texts[-1] += "[link]"

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1][1]:
            self.texts[-1] += data


def without_link(texts):
    return [
        (found[0], text.strip())
        for text in texts
        for found in NUMBER.finditer(text)
        if told_number(found, text[found.end() :])
    ]


def with_cards(tables):
    """A page, and the runs that have a card beside it."""
    text, cards = page_and_cards(tables)
    page = Sentences(text)
    page.runs = re.findall(r'class=\\"card\\" id=\\"([^\\]+)\\"', cards)
    return page


@cache
def made_up_page():
    return with_cards(made_up_tables(300))


@pytest.fixture(scope="module")
def worked_page(tmp_path_factory):
    made = growing(date(1990, 6, 1), date(2024, 1, 1), 60, first=12, growth=0.4)
    return with_cards(worked_out(tmp_path_factory.mktemp("worked"), made))


def test_no_number_of_a_sentence_is_without_a_link(worked_page):
    for page in (made_up_page(), worked_page):
        assert len(page.texts) > 20
        assert without_link(page.texts) == []


def test_a_number_without_a_link_would_be_found():
    assert without_link(["growth of 3.4 times", "in May 2018"]) == [("3.4", "growth of 3.4 times")]


def test_no_link_leads_nowhere(worked_page):
    files = {f"tables/{name}.csv" for name in models()}
    for page in (made_up_page(), worked_page):
        inside = {link[1:] for link in page.links if link.startswith("#")}
        assert inside - set(page.ids) == set()
        of_runs = {link for link in page.links if link.startswith("runs/")}
        assert of_runs <= {f"runs/{run}.html" for run in page.runs}
        assert len(inside) > 20
        assert len(of_runs) > 40
        assert {link for link in page.links if link.startswith("tables/")} <= files
        assert len(page.ids) == len(set(page.ids))


def rows(a):
    anchors = [f"trend_{number}" for number in range(len(a))]
    return Rows({"trends": rows_of(pd.DataFrame({"a": a}), anchors)})


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (6.7529, "a doubling every 6.8 months"),
        (35.5, "a doubling every 3.0 years"),
        (658650.0, "took 660,000 times its compute"),
        (0.8289, "on 83 % of runs"),
        (4.3e26, "took 4.3 × 10²⁶ FLOP"),
        (0.0058 * 8.64e19, "took 0.0058 pfs-days"),
        (0.46, "lies 2.2 times below"),
        (17.0, "of 17 runs"),
    ],
)
def test_a_number_leads_to_the_row_that_shows_it(number, text):
    found = linked(text, rows(a=[1.1e-3, number]), ["trends"])
    assert 'href="#trend_1"' in found
    assert re.sub(r"<[^>]+>", "", found) == unbroken(text)


@pytest.mark.parametrize(("number", "text"), [(6.87, "every 6.8 months"), (659.0, "660,000 times"), (16.6, "16 runs")])
def test_a_number_that_no_row_shows_leads_to_its_table(number, text):
    assert 'href="#table_trends"' in linked(text, rows(a=[number]), ["trends"])
    assert 'href="tables/backtest.csv"' in linked(text, rows(a=[number]), ["backtest"])


@pytest.mark.parametrize("text", ["in May 2018", "on 3 December 2012", "(95 % interval", "a 95 % prediction interval"])
def test_dates_and_conventions_are_no_findings(text):
    assert "<a" not in linked(text, rows(a=[95.0]), ["trends"])


def test_names_of_runs_lead_to_their_cards_digits_and_all():
    known = Rows({"trends": [Row("trend_x", [4.5])]}, {"GPT-4.5": "gpt-4-5", "GPT-4": "gpt-4"})
    found = linked("GPT-4.5 took 4.5 times GPT-4", known, ["trends"])
    assert re.findall(r'href="([^"]+)"', found) == ["runs/gpt-4-5.html", "#trend_x", "runs/gpt-4.html"]


def test_what_a_sentence_says_stays_text():
    assert "&lt;b&gt;" in linked("<b> 3.4", rows(a=[3.4]), ["trends"])


def test_every_term_is_told_once_and_stands_in_the_glossary():
    terms: set[str] = set()
    first, again = (linked("a nominal interval in pfs-days", rows(a=[1.0]), ["trends"], terms) for _ in range(2))
    assert [anchor_of("nominal") in first, anchor_of("nominal") in again] == [True, False]
    assert {anchor_of(term) for term in GLOSSARY} <= set(made_up_page().ids)
    assert all(unescape(meaning).endswith(".") for meaning in GLOSSARY.values())
