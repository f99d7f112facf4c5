"""No word of a figure lies on a dot, at any size and with any axis; words keep off the lines they are read against."""

import pytest

from ai_compute.charts.theme import WIDE
from drawn_labels import Dot, Word, covered, words_and_dots
from pages import made_up_figures


@pytest.mark.parametrize("name", made_up_figures(1))
@pytest.mark.slow
def test_no_word_lies_on_a_dot(name):
    figure = made_up_figures(300)[name]
    found = {}
    for size in figure.sizes:
        for kind in figure.kinds:
            words, dots = words_and_dots(figure, size, kind)
            found[size.name, kind] = covered(words, dots)
    assert {where: words for where, words in found.items() if words} == {}


@pytest.mark.parametrize("name", ["chart-of-2018", "two-eras"])
@pytest.mark.slow
def test_all_dots_of_a_figure_are_read_and_the_words_of_its_lines(name):
    figure = made_up_figures(300)[name]
    words, dots = words_and_dots(figure, WIDE, "log")
    assert len(dots) == len(figure.data["runs"]) > 20
    assert "3.4-month doubling" in [word.text for word in words]


def test_a_word_on_a_dot_is_found_and_one_beside_it_is_not():
    word = Word("GPT-4", 100.0, 100.0, 0.0, 0.0, 40.0, 12.0)
    assert covered([word], [Dot(120.0, 96.0, 4.0)]) == ["GPT-4"]
    assert covered([word], [Dot(150.0, 96.0, 4.0), Dot(120.0, 80.0, 4.0)]) == []
    turned = word._replace(angle=-90.0)
    assert covered([turned], [Dot(96.0, 80.0, 4.0)]) == ["GPT-4"]
