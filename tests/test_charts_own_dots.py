"""Every name in a figure of runs stands nearest to its own dot, or a line leads from it to that dot."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_compute.charts.labels import Label, away, place

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
