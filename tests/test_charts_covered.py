"""No word of a figure lies on a dot, and none but the name of a run on a line, at any size and with any axis."""

from functools import cache

import numpy as np
import pytest

from ai_compute.charts.line_names import beside, segments
from ai_compute.charts.projection import LINES, projection
from ai_compute.charts.theme import WIDE, Size
from drawn_labels import Dot, Word, covered, lines, words_and_dots
from made_up import made_up_tables, projected
from pages import made_up_figures


@pytest.mark.slow
def test_no_word_lies_on_a_dot():
    found = {}
    for name, figure in made_up_figures(300).items():
        for size in figure.sizes:
            for kind in figure.kinds:
                words, dots = words_and_dots(figure, size, kind)
                found[name, size.name, kind] = covered(words, dots)
    assert {where: words for where, words in found.items() if words} == {}


def on_lines(figure):
    """Words but names of runs, by size and axis, that lie on a line."""
    found = {}
    for size in figure.sizes:
        for kind in figure.kinds:
            words = [word for word in words_and_dots(figure, size, kind)[0] if not word.text.startswith("Model ")]
            dots = [Dot(x, y, 1.5) for line in lines(figure, size, kind) for x, y in line]
            found[size.name, kind] = covered(words, dots)
    return {where: words for where, words in found.items() if words}


@pytest.mark.slow
def test_no_word_but_the_name_of_a_run_lies_on_a_line():
    found = {name: on_lines(figure) for name, figure in made_up_figures(300).items()}
    assert {name: words for name, words in found.items() if words} == {}


@cache
def made_up_projection():
    return projection(made_up_tables(300) | {"projection": projected(LINES)})


@pytest.mark.slow
def test_all_lines_carried_forward_are_named_and_no_name_lies_on_a_line():
    figure = made_up_projection()
    assert on_lines(figure) == {}
    for size in figure.sizes:
        said = " ".join(word.text for word in words_and_dots(figure, size, "log")[0])
        assert all(name in said for name, _ in LINES.values()), (size.name, said)


def test_between_a_line_and_its_name_there_is_no_other_line():
    lower, upper = (np.array([[0.0, y], [600.0, y]]) for y in (204.0, 200.0))
    both = np.vstack([segments(lower), segments(upper)])
    size = Size("made up", width=600, height=400, left=0, right=0)
    for path, above in ((upper, True), (lower, False)):
        _, [[_, top, _, bottom]] = beside("a line", path, 600.0, size, np.empty((0, 4)), both)
        assert (bottom < 200) == above
        assert (top > 204) == (not above)
    wall = np.array([[0.0, 0.0, 600.0, 200.0]])
    assert beside("a line", upper, 600.0, size, wall, both)[0] == [], "below is the other line's place"


@pytest.mark.parametrize(("name", "said"), [("chart-of-2018", "3.4-month doubling"), ("two-eras", "23-month doubling")])
@pytest.mark.slow
def test_all_dots_of_a_figure_are_read_and_its_lines_and_their_words(name, said):
    figure = made_up_figures(300)[name]
    words, dots = words_and_dots(figure, WIDE, "log")
    assert len(dots) == len(figure.data["runs"]) > 20
    assert said in [word.text for word in words]
    assert len(lines(figure, WIDE, "log")) == (2 if name == "two-eras" else 1)


def test_a_word_on_a_dot_is_found_and_one_beside_it_is_not():
    word = Word("GPT-4", 100.0, 100.0, 0.0, 0.0, 40.0, 12.0)
    assert covered([word], [Dot(120.0, 96.0, 4.0)]) == ["GPT-4"]
    assert covered([word], [Dot(150.0, 96.0, 4.0), Dot(120.0, 80.0, 4.0)]) == []
    turned = word._replace(angle=-90.0)
    assert covered([turned], [Dot(96.0, 80.0, 4.0)]) == ["GPT-4"]
