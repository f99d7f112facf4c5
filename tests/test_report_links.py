"""Every number that the page tells leads to its row: none without a link, none that leads nowhere.

Spelled-out counts are numbers, and years that were found are, such as that of a break. Other years are none: those
that config.yaml chose (the split, where an analysis begins, for when one forecasts), and those of days and names.
"""

import re
from calendar import month_name
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pandas as pd
import pytest

from ai_compute.findings import breaks, curve, projection
from ai_compute.findings.numbers import WORDS, doubling, significant
from ai_compute.findings.sources import Place, Sourced, cite, marks, number, plain
from ai_compute.report.glossary import GLOSSARY, anchor_of
from ai_compute.report.linking import Rows, linked
from ai_compute.schemas.registry import models
from made_up import made_up_tables
from pages import page_and_cards
from worked_out import growing, worked_out

TOLD = {"answer", "finding", "caption", "title", "details", "about", "reading", "shares", "board"}
"""Classes of the elements that hold sentences."""


NUMBER = re.compile(
    r"(?<![\w.,×/+⁻⁰¹²³⁴⁵⁶⁷⁸⁹])[−-]?(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?: × 10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
    r"(?:10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?(?P<unit>\s?%|[x×](?![\w]))?(?![\w⁻⁰¹²³⁴⁵⁶⁷⁸⁹]|[.,]\d)"
)
"""A number as sentences write it: `3.4`, `660,000`, `5.0 × 10²⁶`, `33 %`, `3x`; not the digits of a name."""
SPELLED = re.compile(
    rf"(?<!at least )(?<!at most )(?<!and )\b(?:{'|'.join(WORDS[2:])}) (?!largest)(?:\w+ )?"
    r"(?:runs|papers|years|cuts|breaks|points|networks|architectures|lines|statements|calculations)\b(?! or more)",
    re.IGNORECASE,
)
"""A spelled-out count: `eleven runs`. Names of sets (`ten largest runs`) and bounds that are chosen are none."""
YEAR = re.compile(r"(?:19|20)\d\d$")
DAY = re.compile(rf"\s(?:{'|'.join(month_name[1:])})\b")
CONVENTION = re.compile(r"(?:,?\s(?:and\s)?\d+)*(?:\s%)?\s(?:interval|prediction|band|fan)")
"""What follows levels of intervals, which are numbers of config and no finding: `50, 80 and 95 % intervals`."""
PRINTED = re.compile(
    r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?:(?: × 10|e)(?P<power>[-⁻⁰¹²³⁴⁵⁶⁷⁸⁹\d]+))?"
    r"|(?<!× )10(?P<only>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
)
"""A number as a sentence or a cell prints it."""
WORD = re.compile(rf"\b(?:{'|'.join(WORDS)})\b")
PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
IN_OTHER_UNITS = (1, 12, 1 / 12, 100)
"""Years for months, per cent for shares: how a cell may tell a number in another unit than a sentence."""


def printed(text):
    """The numbers in a text, each with half a unit of its last digit."""
    for found in PRINTED.finditer(text):
        if found["only"]:
            yield 10.0 ** int(found["only"].translate(PLAIN)), 0.0
            continue
        digits = found["digits"].replace(",", "")
        scale = 10.0 ** int((found["power"] or "0").translate(PLAIN))
        whole, _, places = digits.partition(".")
        unit = 10.0 ** -len(places) if places else 10.0 ** (len(whole) - len(whole.rstrip("0") or "0"))
        yield float(digits) * scale, unit * scale / 2
    for word in WORD.findall(text.lower()):
        yield float(WORDS.index(word)), 0.0


def held(text, row):
    """Whether each number of a link stands in the row it leads to, rounded as both are printed; of dates, the year."""
    cells = list(printed(row))
    there = [(value * by, half * by) for value, half in cells for by in IN_OTHER_UNITS]
    years = {int(value) for value, _ in cells} if YEAR.match(text) else set()
    return all(
        value in years
        or any(abs(value - other) <= half + other_half + 1e-9 * abs(value) for other, other_half in there)
        for value, half in printed(text)
    )


class Sentences(HTMLParser):
    """The texts of sentences with links cut out, numbers with where they lead, and all ids and links of a page."""

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.ids, self.links, self.number_links = [], [], [], [], []
        self.linked = False
        self.text = re.sub(r"</?noscript[^>]*>", "", re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL))
        self.feed(self.text)

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
        if tag == "a":
            self.linked = found.get("class") == "number"
            self.number_links += [("", found["href"])] if self.linked else []

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.linked and self.open and self.open[-1][0] == "a":
            text, where = self.number_links[-1]
            self.number_links[-1] = (text + data, where)
        if self.open and self.open[-1][1]:
            self.texts[-1] += data

    def row(self, where):
        """The text of the row, or of the card, that a link leads to."""
        if where.startswith("runs/"):
            run = where.removeprefix("runs/").removesuffix(".html")
            start = self.cards.index(f'class=\\"card\\" id=\\"{run}\\"')
            found = self.cards[start : self.cards.index("/article", start)]
        else:
            start = self.text.index(f'<tr id="{where[1:]}"')
            found = self.text[start : self.text.index("</tr>", start)]
        return unescape(re.sub(r"<[^>]*>|\\u003c.*?\\u003e", " ", found))


def told_number(token, after):
    """Whether a number is a finding: not a year, the day of a date, or the level of intervals."""
    year = YEAR.match(token[0]) and not re.match(r"\s(?:times|runs|days|months)", after)
    level = token["unit"] is None or token["unit"].strip() == "%"
    return not (year or DAY.match(after) or (level and CONVENTION.match(after)))


def without_link(texts):
    return [
        (found[0], text.strip())
        for text in texts
        for found in NUMBER.finditer(text)
        if told_number(found, text[found.end() :])
    ] + [(found[0], text.strip()) for text in texts for found in SPELLED.finditer(text)]


def with_cards(text, cards):
    """A page, and the runs that have a card beside it."""
    page = Sentences(text)
    page.cards = cards
    page.runs = re.findall(r'class=\\"card\\" id=\\"([^\\]+)\\"', cards)
    return page


@pytest.fixture(scope="session")
def drawn_pages(made_once):
    """Pages, and the cards beside them: of made-up runs, and of runs whose tables the stages worked out."""

    def make(folder):
        made = growing(date(1990, 6, 1), date(2024, 1, 1), 60, first=12, growth=0.4)
        for name, tables in {"made-up": made_up_tables(300), "worked-out": worked_out(folder, made)}.items():
            text, cards = page_and_cards(tables)
            (folder / f"{name}.html").write_text(text, encoding="utf-8")
            (folder / f"{name}.js").write_text(cards, encoding="utf-8")

    folder = made_once("drawn-pages", make)
    files = [[folder / f"{name}.{end}" for end in ("html", "js")] for name in ("made-up", "worked-out")]
    return [tuple(file.read_text(encoding="utf-8") for file in pair) for pair in files]


@pytest.fixture(scope="session")
def pages(drawn_pages):
    """The same, read."""
    return [with_cards(*each) for each in drawn_pages]


def test_no_number_of_a_sentence_is_without_a_link(pages):
    for page in pages:
        assert len(page.texts) > 20
        assert without_link(page.texts) == []


def test_a_number_without_a_link_would_be_found():
    assert without_link(["growth of 3.4 times", "in May 2018"]) == [("3.4", "growth of 3.4 times")]
    assert without_link(["By eleven later runs.", "The ten largest runs."]) == [
        ("eleven later runs", "By eleven later runs.")
    ]


def test_no_link_leads_nowhere(pages):
    files = {f"tables/{name}.csv" for name in models()}
    for page in pages:
        inside = {link[1:] for link in page.links if link.startswith("#")}
        assert inside - set(page.ids) == set()
        of_runs = {link for link in page.links if link.startswith("runs/")}
        assert of_runs <= {f"runs/{run}.html" for run in page.runs}
        assert len(inside) > 20
        assert len(of_runs) > 40
        assert {link for link in page.links if link.startswith("tables/")} <= files
        assert len(page.ids) == len(set(page.ids))


def test_every_number_leads_to_a_row_that_holds_it(pages):
    for page in pages:
        links = page.number_links
        assert len(links) > 50
        assert [(text, where) for text, where in links if not held(text, page.row(where))] == []


def test_the_numbers_of_a_build_do(six_papers):
    files = (six_papers / "reports/index.html", six_papers / "reports/runs/cards.js")
    page = with_cards(*(file.read_text(encoding="utf-8") for file in files))
    assert len(page.number_links) > 50
    assert without_link(page.texts) == []
    assert [(text, where) for text, where in page.number_links if not held(text, page.row(where))] == []


def test_a_number_that_its_row_does_not_hold_would_be_found():
    assert not held("3.4 months", "openai-2018 15 3.18 months")
    assert not held("3", "openai-2018 15 3.75 months")
    assert held("2011", "era 2011.83")
    assert held("3.2 months", "openai-2018 15 3.18 months")
    assert held("33 %", "all 0.3312")
    assert held("1.6 × 10²³", "law 1.609 × 10²³")


ROWS = Rows({"trends": {4: "trend_x"}, "training_compute": {2: "gpt-4"}}, {"GPT-4.5": "gpt-4-5", "GPT-4": "gpt-4"})
TRENDS = pd.DataFrame({"trend": ["openai-2018"], "doubling_months": [3.1754], "growth_per_year": [13.7]}, index=[4])


def test_a_number_of_a_shown_row_leads_there():
    row = Sourced({"trends": TRENDS})["trends"].iloc[0]
    assert 'href="#trend_x">3.2</a>' in linked(doubling(row["doubling_months"]), ROWS)


def test_a_number_of_a_row_that_is_not_shown_gets_a_place():
    rows = Rows({})
    row = Sourced({"trends": TRENDS})["trends"].iloc[0]
    assert 'href="#row_trends_5"' in linked(doubling(row["doubling_months"]), rows)
    assert rows.more == {"trends": {4: "row_trends_5"}}


def test_a_number_that_was_worked_out_says_how():
    rows = Rows({})
    row = Sourced({"trends": TRENDS})["trends"].iloc[0]
    assert 'href="#worked_1">4.3</a>' in linked(significant(row["growth_per_year"] / row["doubling_months"]), rows)
    (source,) = rows.worked
    assert plain(source.how) == "13.7 ÷ 3.18"


def test_the_value_of_a_run_leads_to_its_card():
    assert 'href="runs/gpt-4.html"' in linked(cite("2", number(2.0, Place("training_compute", 2, "flop"))), ROWS)


def test_nothing_is_guessed_from_a_value():
    assert "<a" not in linked("a doubling every 3.2 months", ROWS)


def test_a_year_that_was_found_leads_to_its_row():
    found = {"date": [2011.3], "date_low": [2009.9], "date_high": [2014.1], "cut": [2019.0], "mean_error_log10": [1.0]}
    told = pd.DataFrame(found | {"decimal_year": [2013.5], "doubling_months": [5.0]})
    row = Sourced({"breaks": told})["breaks"].iloc[0]
    told = (breaks.dated(row), curve._pace(row), projection._off(row))
    for text, years in zip(told, (["2011", "2009", "2014"], ["2013"], ["2019"]), strict=True):
        bare, numbers = marks(text)
        assert set(years) <= {bare[start:end] for start, end, _ in numbers}


@pytest.mark.parametrize("text", ["in May 2018", "on 3 December 2012", "(95 % interval", "a 95 % prediction interval"])
def test_dates_and_conventions_are_no_findings(text):
    assert without_link([text]) == []


def test_names_of_runs_lead_to_their_cards_digits_and_all():
    times = cite("4.5", number(4.5, Place("trends", 4, "growth_per_year")))
    found = linked(f"GPT-4.5 took {times} times GPT-4", ROWS)
    assert re.findall(r'href="([^"]+)"', found) == ["runs/gpt-4-5.html", "#trend_x", "runs/gpt-4.html"]


def test_what_a_sentence_says_stays_text():
    assert "&lt;b&gt;" in linked("<b> 3.4", ROWS)


def test_every_term_is_told_once_and_stands_in_the_glossary(pages):
    terms: set[str] = set()
    first, again = (linked("a nominal interval in pfs-days", ROWS, terms) for _ in range(2))
    assert [anchor_of("nominal") in first, anchor_of("nominal") in again] == [True, False]
    assert {anchor_of(term) for term in GLOSSARY} <= set(pages[0].ids)
    assert all(unescape(meaning).endswith(".") for meaning in GLOSSARY.values())
