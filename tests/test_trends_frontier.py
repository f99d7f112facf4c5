"""Records and other frontier runs."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_compute.trends.crossings import Choices, Estimated
from ai_compute.trends.frontier import frontier, rank_at_publication
from ai_compute.trends.selections import Group, Selection, selections
from ai_compute.trends.specifications import fits


def test_a_run_is_ranked_among_all_published_up_to_its_day() -> None:
    years, flop = [2012, 2013, 2014, 2015], [10, 5, 20, 7]
    assert list(rank_at_publication(years, flop)) == [1, 2, 1, 3]


def test_runs_of_one_day_are_ranked_against_each_other_and_ties_share_a_rank() -> None:
    assert list(rank_at_publication([2012, 2013, 2013, 2013], [1, 5, 5, 9])) == [1, 2, 2, 1]


def test_the_first_k_are_left_out() -> None:
    years, flop = [2010.5, 2011, 2012, 2013], [4, 3, 5, 1]
    assert list(frontier(years, flop, 1, 2010)) == [False, False, True, False]
    assert list(frontier(years, flop, 2, 2010)) == [False, False, True, False]
    assert list(frontier(years, flop, 10, 2010)) == [False] * 4


def test_runs_before_the_start_neither_count_nor_compete() -> None:
    assert list(frontier([2009, 2010, 2011], [100, 1, 2], 1, 2010)) == [False, False, True]


runs = st.lists(st.tuples(st.integers(2010, 2015), st.integers(1, 30)), max_size=25)


@given(runs, st.integers(1, 4))
def test_a_frontier_run_has_fewer_than_k_larger_ones_before_it(pairs: list[tuple[int, int]], top: int) -> None:
    years = np.array([year for year, _ in pairs], float)
    flop = np.array([value for _, value in pairs], float)
    mask = frontier(years, flop, top, 2010)
    larger = np.array([((years <= y) & (flop > f)).sum() for y, f in zip(years, flop, strict=True)])
    assert (larger[mask] < top).all()
    assert mask.sum() == max((larger < top).sum() - top, 0)


@given(runs, st.randoms())
def test_the_order_of_rows_does_not_matter(pairs: list[tuple[int, int]], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(pairs)
    random.shuffle(shuffled)

    def leading(rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
        mask = frontier([r[0] for r in rows], [r[1] for r in rows], 2, 2010)
        return sorted(row for row, kept in zip(rows, mask, strict=True) if kept)

    assert leading(shuffled) == leading(pairs)


def test_no_run_is_no_frontier() -> None:
    assert frontier([], [], 1, 2010).size == 0
    assert rank_at_publication([], []).size == 0


@pytest.mark.parametrize("top", [1, 10])
def test_growing_runs_are_all_at_the_frontier_but_the_first_k(top: int) -> None:
    assert frontier(np.arange(2010, 2060), np.arange(1, 51), top, 2010).sum() == 50 - top


BELOW_TOTALS_OF_OTHERS = [
    ("own-first", "own", 2010.5, 1e20),
    ("own-record", "own", 2012.0, 1e21),
    ("of-others", "third-party", 2013.0, 1e24),
    ("own-smaller", "own", 2014.0, 1e23),
    ("authors-record", "first-party", 2019.0, 1e25),
]
"""Runs of which one is a record only if a total of others, larger and earlier, is left out before ranking."""


def selected(top: int | None = None) -> dict[str, Selection]:
    columns = ["run", "basis", "decimal_year", "flop"]
    table = pd.DataFrame(BELOW_TOTALS_OF_OTHERS, columns=columns)
    table = table.assign(domains="games", organization="o", cluster="o", paper="p", evidence="paper")
    reported = pd.DataFrame({"run": [], "plotted_date": pd.to_datetime([]), "plotted_flop": []})
    sets = pd.DataFrame({"run": [], "set": []}, dtype=str)
    groups = {"group": Group((None, None), "games", None, top)}
    return selections(table, reported, sets, {}, groups, (1,), (0.9,), 2010, date(2018, 5, 17))[0]


def test_runs_are_ranked_among_all_before_totals_of_others_are_left_out() -> None:
    found = {name: list(selection.points["run"]) for name, selection in selected(1).items()}
    assert found["record-with-third-party"] == ["own-record", "of-others", "authors-record"]
    assert found["record"] == found["group"] == ["own-record", "authors-record"]
    assert found["record-since-split"] == ["authors-record"]


def test_quantile_lines_are_of_all_runs_and_not_nominal() -> None:
    found = selected()
    assert list(found["quantile-90-before-split-with-third-party"].points["run"]) == [
        *("own-first", "own-record", "of-others", "own-smaller")
    ]
    assert list(found["quantile-90"].points["run"]) == ["own-first", "own-record", "own-smaller", "authors-record"]
    assert not found["quantile-90"].nominal
    assert found["record"].nominal


def test_the_specification_curve_ranks_among_all_too() -> None:
    table = pd.DataFrame(BELOW_TOTALS_OF_OTHERS, columns=["run", "basis", "year", "flop"])
    values = table.assign(
        published=pd.to_datetime(table["year"].astype(int).astype(str)),
        organization="o",
        cluster="o",
        total=table["flop"].where(table["basis"] != "own"),
        counted=table["flop"].where(table["basis"] == "own"),
        timed=np.nan,
        forward_only=0.0,
        default_utilization=np.nan,
        sd_counted=0.1,
        sd_timed=0.1,
        plotted_date=pd.NaT,
        plotted_flop=np.nan,
    )
    choices = Choices(["operation counting"], [0.33], ["ols"], [1], {}, 2010, 2, 0.95)
    fitted, _ = fits(Estimated(values), "a set", None, (None, None), choices)
    runs = fitted[fitted["frontier"] == "record"].groupby("third_party")["runs"].agg(set)
    assert (runs["without"], runs["with"]) == ({2}, {3})
