"""How the page reads: short sentences, and words that stay words where texts stand side by side."""

import json
import re

import pytest

from ai_compute.charts.text import wrapped
from test_report_links import Sentences, drawn_pages  # noqa: F401

MOST_WORDS = 30
END = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9“‘])")
"""Where a sentence ends: a semicolon or a colon does not end one."""
TOUCHING = re.compile(
    r"[\w%)]</(?:a|strong|span|button|summary|output|label)><(?:a|strong|span|button|output)[^>]*>[\w(]"
)


@pytest.fixture(scope="module")
def pages(drawn_pages):  # noqa: F811
    return [text for text, _ in drawn_pages]


def told(page):
    """What sentences, titles, captions and explanations of the page say, links as one word."""
    lines = [line for text in Sentences(page).texts for line in text.split("\n")]
    return [" ".join(line.replace("[link]", "1").split()) for line in lines]


def test_no_sentence_is_longer_than_thirty_words(pages):
    for page in pages:
        sentences = [sentence for text in told(page) for sentence in END.split(text)]
        assert len(sentences) > 50
        assert [each for each in sentences if len(each.split()) > MOST_WORDS] == []


def test_no_word_runs_into_the_next(pages):
    for page in pages:
        text = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
        assert [text[found.start() - 40 : found.end() + 40] for found in TOUCHING.finditer(text)] == []


def test_lines_of_a_text_in_a_figure_read_as_words():
    lines = wrapped("For 4 of the 5 red runs hardware time gives more", 12, 110)
    assert len(lines) > 2
    assert "".join(lines) == "For 4 of the 5 red runs hardware time gives more"


def test_lines_of_notes_are_drawn_as_they_are_wrapped(pages):
    data = json.loads(re.search(r'id="page_data">(.*?)</script>', pages[0], re.DOTALL)[1])
    texts = [
        row["text"]
        for figure in data["figures"].values()
        for kinds in figure["specifications"].values()
        for specification in kinds.values()
        for dataset in specification["data"]
        for row in dataset.get("values", [])
        if isinstance(row, dict) and isinstance(row.get("text"), list)
    ]
    assert any(len(text) > 1 for text in texts)
    assert [text for text in texts for line in text[:-1] if not line.endswith(" ")] == []
