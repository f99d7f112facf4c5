"""A trend line has its words beside it: off all dots and within the plot, and none where there is no such place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_compute.charts.frame import Frame, Span
from ai_compute.charts.labels import Boxes, around, overlaps
from ai_compute.charts.lines import TrendLine, label, samples
from ai_compute.charts.theme import Size
from ai_compute.values.quantities import PFS_DAY

WIDTH, HEIGHT, RADIUS = 600.0, 400.0, 5.0
FRAME = Frame(Size("made up", width=600, height=400, left=0, right=0), Span(2010, 2020), Span(1e-5, 1e5, "log"))
LINE = TrendLine("3.4-month doubling", 1.0, np.log10(PFS_DAY) - 2015, 2010, 2020)
"""From the lower left corner of the plot to its upper right one."""
NOTHING: Boxes = np.empty((0, 4))
some_dots = st.lists(st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT)), max_size=60)


def labelled(dots: Boxes, others: Boxes = NOTHING, line: TrendLine = LINE) -> tuple[list[str], Boxes]:
    """The words that are drawn, and where."""
    drawn, boxes = label(line, FRAME, samples(line, FRAME), [dots, others])
    return ([] if drawn is None else [row["text"] for row in drawn.data.values]), boxes


@settings(max_examples=30)
@given(some_dots)
def test_words_are_there_and_off_all_dots_or_are_left_out(found: list[tuple[float, float]]) -> None:
    dots = around(np.array(found).reshape(-1, 2), RADIUS)
    words, boxes = labelled(dots)
    assert words == ([LINE.text] if len(boxes) else [])
    assert not overlaps(boxes, dots).any()
    assert (boxes >= 0).all()
    assert (boxes <= [WIDTH, HEIGHT, WIDTH, HEIGHT]).all()
    assert words or len(found) > 10, "so few dots leave room"


@pytest.mark.parametrize("side", [11.0, 60.0, -60.0])
def test_wherever_one_place_is_free_of_dots_the_words_stand_there(side: float) -> None:
    """Dots everywhere but along a strip beside the line, however far off."""
    x, y = (each.ravel() for each in np.meshgrid(np.arange(0, WIDTH, 8), np.arange(0, HEIGHT, 8)))
    across = (x * HEIGHT + y * WIDTH - WIDTH * HEIGHT) / np.hypot(WIDTH, HEIGHT)
    dots = around(np.column_stack([x, y])[np.abs(across + side) > 24], RADIUS)
    words, boxes = labelled(dots)
    assert words == [LINE.text]
    assert not overlaps(boxes, dots).any()


def test_words_keep_off_other_words_as_they_do_off_dots() -> None:
    left, right = np.array([[0, 0, WIDTH / 2, HEIGHT]]), np.array([[WIDTH / 2, 0, WIDTH, HEIGHT]])
    for dots, others in ((left, NOTHING), (NOTHING, left), (right, NOTHING)):
        words, boxes = labelled(dots, others)
        assert words == [LINE.text]
        assert not overlaps(boxes, np.vstack([dots, others])).any()
    assert labelled(left, right)[0] == []


def test_where_dots_are_everywhere_or_the_plot_is_too_narrow_there_are_no_words() -> None:
    assert labelled(np.array([[0, 0, WIDTH, HEIGHT]]))[0] == []
    assert labelled(NOTHING, line=TrendLine("A word " * 40, 1.0, LINE.intercept, 2010, 2020))[0] == []
