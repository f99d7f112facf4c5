"""Words at the ends of lines never touch and stay in the plot, near where they are wanted."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ai_compute.charts.ends import APART, pushed_apart
from ai_compute.charts.names import short_names

LOWEST = 300.0
blocks = st.lists(st.tuples(st.floats(0, LOWEST), st.floats(5, 30)), max_size=8).map(sorted)


@given(blocks)
def test_blocks_are_pushed_apart_and_end_where_the_plot_does(wanted: list[tuple[float, float]]) -> None:
    tops, heights = np.array(wanted).reshape(-1, 2).T
    found = pushed_apart(tops, heights, LOWEST)
    assert (found[1:] - found[:-1] >= heights[:-1] + APART - 1e-9).all()
    assert (found + heights <= LOWEST + 1e-9).all()


def test_blocks_that_have_room_stay_where_they_are() -> None:
    assert pushed_apart(np.array([10.0, 60.0]), np.array([20.0, 20.0]), LOWEST).tolist() == [10, 60]


def test_names_lose_their_brackets_only_where_that_leaves_them_apart() -> None:
    names = pd.Series(["GPT (large)", "GPT (small)", "BERT (base)"])
    assert short_names(names) == ["GPT (large)", "GPT (small)", "BERT"]
