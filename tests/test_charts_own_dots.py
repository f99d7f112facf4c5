"""Every name in a figure of runs stands nearest to its own dot, or a line leads from it to that dot, and to no other.

No such line runs through another name, or through other words.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_compute.charts.labels import Label, away, cut, place

WIDTH, HEIGHT, FONT, RADIUS = 600.0, 400.0, 12.0, 4.0
spots = st.lists(st.tuples(st.integers(5, 595), st.integers(5, 395)), min_size=2, max_size=60, unique=True)


def nearest(found, points):
    """The point that a label without a line seems to name."""
    return int(np.argmin(away(np.array([found.box]), points)[0]))


@settings(max_examples=80)
@given(spots)
def test_a_label_without_a_line_is_nearest_to_its_own_dot(found):
    points = np.array(found, dtype=float)
    labels = [Label(str(number), f"Model {number}", *spot) for number, spot in enumerate(points)]
    for placed in place(labels, WIDTH, HEIGHT, FONT, points, RADIUS):
        assert placed.leader or nearest(placed, points) == int(placed.label.key)


@pytest.mark.parametrize("gap", [14.0, 18.0])
def test_beside_a_close_neighbour_a_name_turns_away_or_gets_a_line(gap):
    points = np.array([[100.0, 100.0], [100.0 + gap, 100.0]])
    [placed] = place([Label("0", "Grok 3", *points[0])], WIDTH, HEIGHT, FONT, points, RADIUS)
    assert placed.leader or nearest(placed, points) == 0


@settings(max_examples=80)
@given(spots)
def test_no_line_to_a_dot_runs_through_another_name_or_other_words(found):
    points = np.array(found, dtype=float)
    labels = [Label(str(number), f"Model {number}", *spot) for number, spot in enumerate(points)]
    words = np.array([[200.0, 100.0, 260.0, 160.0], [300.0, 300.0, 400.0, 314.0]])
    placed = place(labels, WIDTH, HEIGHT, FONT, points, RADIUS, words)
    for item in placed:
        boxes = np.array([*(other.box for other in placed if other is not item), *words])
        line = np.linspace((item.label.x, item.label.y), item.to, 200)
        assert not (item.leader and (away(boxes, line) == 0).any()), item.label.text


def test_a_name_that_needs_no_leader_is_not_pushed_away_by_one_that_does():
    points = np.array([[300.0, 200.0], [235.0, 200.0], [288.0, 200.0]])
    one_place = np.array(
        [[0, 0, 231, HEIGHT], [305, 0, WIDTH, HEIGHT], [0, 0, WIDTH, 188], [0, 212, WIDTH, HEIGHT]], float
    )
    labels = [Label(name, name, *point) for name, point in zip(["great", "small"], points, strict=False)]
    assert [found.label.key for found in place(labels, WIDTH, HEIGHT, FONT, points, RADIUS, one_place)] == ["small"]
    assert [found.leader for found in place(labels[:1], WIDTH, HEIGHT, FONT, points, RADIUS, one_place)] == [True]


BOX = np.array([[10.0, 10.0, 20.0, 20.0]])


@pytest.mark.parametrize(
    ("line", "through"),
    [
        ((0, 15, 30, 15), True),
        ((15, 0, 15, 12), True),
        ((0, 0, 30, 30), True),
        ((15, 15, 16, 16), True),
        ((0, 15, 9, 15), False),
        ((0, 9, 30, 9), False),
        ((0, 15, 15, 30), False),
    ],
)
def test_a_line_through_a_box_is_told_from_one_beside_it(line, through):
    ends = np.array([line], dtype=float)
    assert cut(ends, BOX).tolist() == cut(ends[:, [2, 3, 0, 1]], BOX).tolist() == [[through]]
