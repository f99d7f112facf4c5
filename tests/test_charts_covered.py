"""No word of a figure lies on a dot, at any size and with any axis; words keep off the lines they are read against."""

from functools import cache

import pytest

from ai_compute.charts.catalogue import figures
from ai_compute.settings.analysis import CrossCheck
from drawn_labels import Dot, Word, covered, words_and_dots
from made_up import made_up_tables

CHOICES = CrossCheck(agree_within=3, plausible_utilization=(0.02, 0.8), off_trend=1000)
NAMES = [figure.name for figure in figures(made_up_tables(1), CHOICES)]


@cache
def figures_of(runs):
    return {figure.name: figure for figure in figures(made_up_tables(runs), CHOICES)}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.slow
def test_no_word_lies_on_a_dot(name):
    figure = figures_of(300)[name]
    found = {}
    for size in figure.sizes:
        for kind in figure.kinds:
            words, dots = words_and_dots(figure, size, kind)
            found[size.name, kind] = covered(words, dots)
    assert {where: words for where, words in found.items() if words} == {}


def test_a_word_on_a_dot_is_found_and_one_beside_it_is_not():
    word = Word("GPT-4", 100.0, 100.0, 0.0, 0.0, 40.0, 12.0)
    assert covered([word], [Dot(120.0, 96.0, 4.0)]) == ["GPT-4"]
    assert covered([word], [Dot(150.0, 96.0, 4.0), Dot(120.0, 80.0, 4.0)]) == []
    turned = word._replace(angle=-90.0)
    assert covered([turned], [Dot(96.0, 80.0, 4.0)]) == ["GPT-4"]
