"""The story tells each finding once; other places refer to it.

A finding is repeated where two sentences tell the same number of the same row, or where a long sentence stands twice.
A title that says what its section says is one with it: the page hides it, the picture that leaves the page needs it.
How many runs something rests on, a line of a law, and numbers that config.yaml, others or a definition give are no
findings: they may stand beside each finding that they belong to.
"""

import re
from collections import Counter
from html.parser import HTMLParser

from test_report_links import TOLD, drawn_pages, pages, with_cards  # noqa: F401
from test_report_words import END

SHORT = 8
"""Shorter sentences may be told twice: `Hollow: totals of others.`"""
COUNTED = re.compile(
    r"[\s\u00a0](?:(?:other |later |training |frontier )*(?:runs?|papers?|points?|models)|FLOP|of \d"
    r"|(?:to \d+[\s\u00a0])?years (?:later|ahead|after))\b"
)
"""What follows how many runs, papers or years something rests on."""
FULL = ("0\u00a0%", "100\u00a0%")
"""Shares that many cells of a row may have."""
LINE = re.compile(r"\de\d+")
"""A line of a law: `1e25 FLOP`."""
GIVEN = ("config.yaml", "article of 2018", "addendum of 2019", "is called")
"""What rows of numbers that are no findings say of them."""


class Story(HTMLParser):
    """Sentences of the story, and its numbers: text, what follows, and the row that they lead to."""

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.numbers, self.linked = [], [], [], False
        self.feed(re.sub(r"</?noscript[^>]*>", "", re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)))

    def handle_starttag(self, tag, attributes):
        if tag in ("img", "input", "meta", "link", "rect", "br"):
            return
        found = dict(attributes)
        looks = set((found.get("class") or "").split())
        inside = bool(self.open) and self.open[-1][1]
        if (looks & TOLD and "said" not in looks) or (inside and tag in ("li", "p")):
            self.texts.append("")
            inside = True
        self.open.append((tag, inside))
        self.linked = inside and tag == "a" and "number" in looks
        if self.linked:
            self.numbers.append([len(self.texts) - 1, len(self.texts[-1]), found["href"]])

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass
        if self.linked and tag == "a":
            self.numbers[-1].append(len(self.texts[-1]))
            self.linked = False

    def handle_data(self, data):
        if self.open and self.open[-1][1]:
            self.texts[-1] += data


def repeated(page):
    """What a page tells twice: numbers with the rows that they lead to, and sentences."""
    story = Story(page.text)
    told = [" ".join(text.split()).rstrip(".") for each in story.texts for text in END.split(each)]
    found = [text for text in told if len(text.split()) > SHORT]
    numbers = set()
    for place, start, where, end in story.numbers:
        before, number, after = (story.texts[place][slice(*at)] for at in ((start,), (start, end), (end, None)))
        given = any(words in page.row(where) for words in GIVEN)
        if not (given or number in FULL or LINE.match(number) or COUNTED.match(after)):
            numbers.add((number, where, place, len(END.findall(before))))  # several cells of a row may print alike
    found += [(number, where) for number, where, *_ in numbers]
    return [what for what, times in Counter(found).items() if times > 1]


class Page:
    """A page of a few sentences, whose numbers lead to rows that say nothing."""

    def __init__(self, *sentences):
        self.text = "".join(f'<p class="finding">{sentence}</p>' for sentence in sentences)

    def row(self, where):
        return where


def test_a_number_or_a_sentence_that_is_told_twice_is_found():
    pace = 'a doubling every <a class="number" href="#trend_x">3.2</a> months'
    assert repeated(Page(f"It was {pace}.", f"Later, {pace}.")) == [("3.2", "#trend_x")]
    long = "One sentence of more than eight words that a reader need not read twice."
    assert repeated(Page(long, long)) == [long.rstrip(".")]
    runs = 'of <a class="number" href="#trend_x">15</a> runs'
    assert repeated(Page(f"It is {runs}.", f"Later, {runs}.")) == []


def test_the_story_tells_each_finding_once(pages):  # noqa: F811
    for page in pages:
        assert repeated(page) == []


def test_so_does_that_of_a_build(six_papers):
    files = (six_papers / "reports/index.html", six_papers / "reports/runs/cards.js")
    assert repeated(with_cards(*(file.read_text(encoding="utf-8") for file in files))) == []
