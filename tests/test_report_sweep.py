"""Whatever the papers say, every sentence, caption, cell and label is a whole one, and every number has a link."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest

from pages import drawn_of, page_and_cards_of
from test_report_links import Sentences, without_link
from worked_out import Made, growing, worked_out

SINCE_1960 = (date(1960, 6, 1), date(2024, 1, 1), 60)
SAME_DAY = date(2014, 5, 1)
PAPERS: dict[str, list[Made]] = {
    "none": [],
    "one": [Made(SAME_DAY, 18)],
    "two of one day": [Made(SAME_DAY, 18), Made(SAME_DAY, 18)],
    "many of one day": [Made(SAME_DAY, 17 + number / 3) for number in range(12)],
    "few": growing(date(2012, 6, 1), date(2022, 1, 1), 6, first=17, growth=0.8),
    "steady": growing(*SINCE_1960, first=8, growth=0.25),
    "flat": growing(date(2010, 6, 1), date(2024, 1, 1), 60, first=19, growth=0),
    "shrinking": growing(date(1990, 6, 1), date(2024, 1, 1), 60, first=23, growth=-0.3),
    "shrinking since 2018": [
        *growing(date(1960, 6, 1), date(2018, 1, 1), 60, first=5, growth=0.2),
        *growing(date(2018, 6, 1), date(2024, 1, 1), 40, first=20, growth=-0.8),
    ],
    "methods far apart": growing(*SINCE_1960, first=8, growth=0.25, apart=300),
    "totals of others alone": growing(*SINCE_1960, first=8, growth=0.25, third_party=True),
}
NOUNS = "runs|points|papers|trends|months|breaks|calculations|values|rows|others"
NEVER = {
    "a missing value": r"\b(?:nan|NaN|NaT|None(?! of\b)|<NA>|null|undefined)\b",
    "an infinite value": r"\binf(?:inity)?\b|∞",
    "nothing as a number": r"[-−]0 %|\b0 runs\b|every never",
    "one of several": rf"(?<![\d.,] )(?<![\d.,×])\b(?:1|one) (?:{NOUNS})\b",
    "a blank too many": r"\S {2,}\S| [.,;:!?)](?!\d)|\( ",
    "doubled stops": r"[^.,]\s?\.\.(?!\.)|,,|;;|,\.(?!\.)|;\.|:\.",
    "a hyphen for a minus": r"(?<![\w.-])-\d+(?:\.\d+)? (?:%|months|years|FLOP|times)",
    "a name for programs": r"\b(?:openai|top-\d+|record|domain)-[a-z0-9-]+",
}


class Visible(HTMLParser):
    """The texts that a reader sees or hears."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.unseen, self.texts = 0, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.unseen += tag in ("script", "style")
        self.texts += [
            value for name, value in attributes if name in ("aria-label", "content", "placeholder") and value
        ]

    def handle_endtag(self, tag):
        self.unseen -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.unseen and data.strip():
            self.texts.append(data.strip().replace("\u00a0", " "))


def words(drawn: object) -> Iterator[str]:
    """Every text in the data of figures, which tips and labels show."""
    if isinstance(drawn, str):
        yield drawn
    elif isinstance(drawn, dict | list):
        for each in drawn.values() if isinstance(drawn, dict) else drawn:
            yield from words(each)


def wrong(texts: list[str], *but: str) -> list[tuple[str, str]]:
    checked = {what: pattern for what, pattern in NEVER.items() if what not in but}
    return [(what, text) for text in texts for what, pattern in checked.items() if re.search(pattern, text)]


@pytest.mark.parametrize("papers", PAPERS)
@pytest.mark.slow
def test_no_sentence_is_broken_whatever_the_papers_say(papers, tmp_path):
    tables = worked_out(tmp_path, PAPERS[papers])
    drawn = drawn_of(tables)
    text, _ = page_and_cards_of(tables, drawn)
    prose = re.sub(r"<table.*?</table>|</?code>", "", text, flags=re.DOTALL)
    assert wrong(Visible(prose).texts) == []
    assert without_link(Sentences(text).texts) == []
    assert wrong(Visible(text).texts, "a name for programs", "a blank too many", "doubled stops") == []
    assert wrong(list(words(drawn["datasets"])), "a name for programs") == []


@pytest.mark.parametrize(
    "text", ["nan months", "x/÷ inf wide", "1 runs", "in  two", "every never", "-0 %", "openai-2018-x"]
)
def test_what_must_never_be_said_is_found(text):
    assert wrong([text])
