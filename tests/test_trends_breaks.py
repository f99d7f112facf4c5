"""Breaks of a trend that were planted are found; a straight line has none."""

import numpy as np
import pandas as pd
import pytest

from ai_compute.trends.breaks import Search, breaks
from ai_compute.trends.piecewise import sums_of_squares

pytestmark = pytest.mark.slow

SEARCH = Search(5, dates=120, bootstrap_dates=25, resamples=1000, worlds=400, seed=1, level=0.95)


def planted(dates: list[float], slopes: list[float], jumps: list[float], scatter: float = 0.3, runs: int = 120,
            seed: int = 0) -> pd.DataFrame:  # fmt: skip
    random = np.random.default_rng(seed)
    years = np.sort(random.uniform(1990, 2020, runs))
    values = slopes[0] * (years - 1990)
    for date, before, after, jump in zip(dates, slopes[:-1], slopes[1:], jumps, strict=True):
        values += (years >= date) * (jump + (after - before) * (years - date))
    values += random.normal(0, scatter, runs)
    papers = [f"p{number}" for number in range(runs)]
    return pd.DataFrame({"paper": papers, "decimal_year": years, "log10_flop": values})


def selected(points: pd.DataFrame) -> pd.DataFrame:
    table, _ = breaks({"s": points}, SEARCH)
    return table[table["selected"]]


def test_a_straight_line_has_no_break() -> None:
    row = selected(planted([], [0.5], [])).iloc[0]
    assert row["breaks"] == 0
    assert np.isnan(row["date"])


def test_a_planted_kink_is_dated() -> None:
    row = selected(planted([2010], [0.2, 1.0], [0])).iloc[0]
    assert (row["breaks"], row["continuous"]) == (1, True)
    assert row["date_low"] <= 2010 <= row["date_high"]
    assert row["date_high"] - row["date_low"] < 3
    assert (row["slope_before"], row["slope_after"]) == pytest.approx((0.2, 1.0), abs=0.06)


def test_a_planted_jump_is_dated() -> None:
    row = selected(planted([2005], [0.3, 0.3], [3])).iloc[0]
    assert (row["breaks"], row["continuous"]) == (1, False)
    assert row["date"] == pytest.approx(2005, abs=0.5)


def test_two_planted_kinks_are_dated_in_order() -> None:
    table = selected(planted([2000, 2012], [0.1, 1.0, 0.2], [0, 0], scatter=0.2))
    assert list(table["break_number"]) == [1, 2]
    assert list(table["date"]) == pytest.approx([2000, 2012], abs=1.0)
    assert table["slope_after"].iloc[0] == pytest.approx(table["slope_before"].iloc[1])


def test_date_intervals_hold_the_planted_date_as_often_as_they_say() -> None:
    inside = 0
    search = Search(5, 60, 10, 200, 100, 1, 0.9)
    for seed in range(60):
        table, _ = breaks({"s": planted([2008], [0.2, 1.0], [0], scatter=0.5, runs=60, seed=seed)}, search)
        row = table[(table["breaks"] == 1) & table["continuous"]].iloc[0]
        inside += row["date_low"] <= 2008 <= row["date_high"]
    assert inside / 60 > 0.8


@pytest.mark.parametrize("continuous", [True, False])
def test_sums_of_squares_are_those_of_a_fit(continuous: bool) -> None:
    points = planted([2005], [0.2, 0.7], [1], runs=20)
    x = points["decimal_year"].to_numpy() - 2005
    y = points["log10_flop"].to_numpy()
    candidates = np.array([[6, 12], [7, 14]])
    found = sums_of_squares(x, y, np.ones((20, 1)), candidates, continuous)[:, 0]
    for positions, squares in zip(candidates, found, strict=True):
        dates = [(x[p - 1] + x[p]) / 2 for p in positions]
        columns = [np.ones(20), x]
        for date in dates:
            columns.append(np.maximum(0, x - date))
            if not continuous:
                columns.append((x > date).astype(float))
        expected = np.linalg.lstsq(np.column_stack(columns), y, rcond=None)[1][0]
        assert squares == pytest.approx(expected, rel=1e-6)


def test_each_segment_has_enough_runs() -> None:
    table, excluded = breaks({"s": planted([], [0.5], [], runs=11)}, SEARCH)
    assert set(table["breaks"]) == {0, 1}
    assert excluded["reason"].str.contains("2").all()


@pytest.mark.parametrize("rows", [0, 1, 4])
def test_too_few_runs_give_no_row_but_a_reason(rows: int) -> None:
    table, excluded = breaks({"s": planted([], [0.5], []).head(rows)}, SEARCH)
    assert set(table["breaks"]) <= {0}
    assert not excluded.empty


def test_runs_of_one_date_have_no_break() -> None:
    table, excluded = breaks({"s": planted([], [0.5], []).assign(decimal_year=2012.0)}, SEARCH)
    assert table.empty
    assert len(excluded) == 5


def test_ten_thousand_runs_are_searched_on_a_grid_of_dates() -> None:
    points = planted([2010], [0.2, 1.0], [0], runs=10_000)
    search = Search(5, 40, 10, 20, 100, 1, 0.95)
    table, _ = breaks({"s": points}, search)
    assert table.loc[(table["breaks"] == 1) & table["continuous"], "date"].item() == pytest.approx(2010, abs=1)


@pytest.mark.parametrize("jump", [0.0, 3.0])
def test_lines_stand_where_the_points_are(jump: float) -> None:
    table, _ = breaks({"s": planted([2010], [0.2, 1.0], [jump], scatter=0.05)}, SEARCH)
    row = table[(table["breaks"] == 1) & (table["continuous"] == (jump == 0))].iloc[0]
    assert row["log10_flop_before"] == pytest.approx(0.2 * (row["date"] - 1990), abs=0.1)
    apart = jump + 0.8 * (row["date"] - 2010) if jump else 0.0
    assert row["log10_flop_after"] - row["log10_flop_before"] == pytest.approx(apart, abs=0.1)


def test_chance_alone_is_seldom_told_as_a_break_and_a_plain_change_is() -> None:
    """Growth as at n = 70 and a scatter of 0.6, without a change and with one from 0.93 to 0.64 a year."""
    search = Search(5, dates=40, bootstrap_dates=10, resamples=20, worlds=200, seed=1, level=0.95)
    straight = {f"s{seed}": planted([], [0.5], [], scatter=0.6, runs=70, seed=seed) for seed in range(15)}
    table, _ = breaks(straight, search)
    assert table[table["selected"]].groupby("set")["breaks"].first().gt(0).sum() <= 3
    bent = {f"s{seed}": planted([2008], [0.93, 0.64], [0], scatter=0.6, runs=70, seed=seed) for seed in range(5)}
    table, _ = breaks(bent, search)
    assert table[table["selected"]].groupby("set")["breaks"].first().gt(0).sum() >= 4


def test_a_change_of_scatter_is_no_break() -> None:
    points = planted([], [0.5], [], scatter=1.0, seed=3)
    line = 0.5 * (points["decimal_year"] - 1990)
    quieter = points["log10_flop"].where(points["decimal_year"] < 2012, line + 0.1 * (points["log10_flop"] - line))
    table, _ = breaks({"s": points.assign(log10_flop=quieter)}, SEARCH)
    assert table.loc[table["selected"], "breaks"].item() == 0


def test_a_segment_needs_runs_of_enough_papers() -> None:
    points = planted([2010], [0.2, 1.0], [0], runs=40)
    assert breaks({"s": points}, SEARCH)[0]["breaks"].max() == 2
    one_paper = points.assign(paper=points["paper"].where(points.index < 36, "late"))
    table, _ = breaks({"s": one_paper}, SEARCH)
    dates = table.loc[table["breaks"] == 1, "date"]
    assert (dates < points["decimal_year"].iloc[36]).all()
    few, left_out = breaks({"s": points.assign(paper="one")}, SEARCH)
    assert set(few["breaks"]) == {0}
    assert left_out["reason"].str.contains("too few papers").all()
