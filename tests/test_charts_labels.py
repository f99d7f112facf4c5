"""Labels never cover each other or a point, and never leave the plot."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_compute.charts.labels import Label, around, overlaps, place
from ai_compute.charts.notes import Note, layers
from ai_compute.charts.text import text_width
from ai_compute.charts.theme import Size

WIDTH, HEIGHT, FONT, RADIUS = 600.0, 400.0, 12.0, 5.0
SIZE = Size("made up", width=600, height=400, left=0, right=0)

places = st.lists(
    st.tuples(st.floats(5, WIDTH - 5), st.floats(5, HEIGHT - 5), st.text(min_size=1, max_size=30)),
    min_size=1,
    max_size=40,
)


def labels_of(found):
    return [Label(str(number), text, x, y) for number, (x, y, text) in enumerate(found)]


@settings(max_examples=60)
@given(places)
@pytest.mark.slow
def test_labels_keep_clear_of_each_other_of_points_and_of_the_edges(found):
    labels = labels_of(found)
    points = np.array([[label.x, label.y] for label in labels])
    placed = place(labels, WIDTH, HEIGHT, FONT, points, RADIUS)
    boxes = np.array([label.box for label in placed]).reshape(-1, 4)
    others = overlaps(boxes, boxes) & ~np.eye(len(boxes), dtype=bool)
    dots = np.column_stack([points - RADIUS, points + RADIUS])
    assert not others.any()
    assert not overlaps(boxes, dots).any()
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2:] <= [WIDTH, HEIGHT]).all()


@given(places)
@settings(max_examples=20)
def test_the_same_labels_find_the_same_places(found):
    labels = labels_of(found)
    points = np.array([[label.x, label.y] for label in labels])
    assert place(labels, WIDTH, HEIGHT, FONT, points, RADIUS) == place(labels, WIDTH, HEIGHT, FONT, points, RADIUS)


def test_a_lonely_label_stands_right_of_its_point():
    [placed] = place([Label("a", "AlexNet", 100, 100)], WIDTH, HEIGHT, FONT, np.array([[100.0, 100.0]]), RADIUS)
    assert placed.align == "left"
    assert not placed.leader


def test_a_label_without_a_free_place_is_left_out():
    wall = np.array([[0.0, 0.0, WIDTH, HEIGHT]])
    assert place([Label("a", "AlexNet", 100, 100)], WIDTH, HEIGHT, FONT, np.empty((0, 2)), RADIUS, wall) == []


def test_the_most_important_label_is_placed_first():
    labels = [Label("first", "first", 10, 10), Label("second", "second", 10, 10)]
    placed = place(labels, 60, 30, FONT, np.empty((0, 2)), RADIUS)
    assert [found.label.key for found in placed][:1] == ["first"]


@settings(max_examples=60)
@given(places, st.floats(0, 1), st.floats(0, 1))
def test_notes_keep_clear_of_what_is_drawn_and_of_the_edges(found, right, down):
    taken = around(np.array([[x, y] for x, y, _ in found]), RADIUS)
    notes = [Note("what to see in this figure", right, down), Note("and something else", right, down)]
    drawn, boxes = layers(notes, SIZE, taken)
    assert len(drawn) == len(boxes)
    assert not overlaps(boxes, taken).any()
    assert not (overlaps(boxes, boxes) & ~np.eye(len(boxes), dtype=bool)).any()
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2:] <= [WIDTH, HEIGHT]).all()


def test_a_note_stands_where_it_is_wanted_if_nothing_else_does_and_is_left_out_where_there_is_no_room():
    _, [[left, top, right, bottom]] = layers([Note("a note", 0.5, 0.5)], SIZE, np.empty((0, 4)))
    assert [(left + right) / 2, (top + bottom) / 2] == pytest.approx([WIDTH / 2, HEIGHT / 2], abs=10)
    assert layers([Note("a note", 0.5, 0.5)], SIZE, np.array([[0.0, 0.0, WIDTH, HEIGHT]]))[0] == []


@pytest.mark.parametrize(("text", "least", "most"), [("", 0, 0), ("i", 2, 3), ("W", 11, 12), ("AlexNet", 42, 47)])
def test_widths_are_those_of_helvetica(text, least, most):
    assert least <= text_width(text, FONT) <= most
