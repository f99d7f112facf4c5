"""The difference of two slopes: where chance makes it, and where it does not."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import linregress, t

from ai_compute.trends.backtest import slope_test, slope_tests
from ai_compute.trends.differences import quantile_difference, slope_difference, told_of
from ai_compute.trends.selections import Selection

NEVER = 10**9
SPLIT = pd.Timestamp("2018-05-17").date()


def world(seed: int, alike: float, change: float = 0.0, runs: int = 120) -> list[pd.DataFrame]:
    """Runs before and after, of which those of one organization change their pace alike."""
    random = np.random.default_rng(seed)
    years = np.sort(random.uniform(2012, 2024, runs))
    whose = np.minimum(random.geometric(0.08, runs), 30)
    turn = random.normal(0, alike / 3, 31)
    values = 20 + 0.6 * (years - 2018) + change * np.maximum(years - 2018, 0)
    values += turn[whose] * np.maximum(years - 2018, 0) + random.normal(0, 0.5, runs)
    points = pd.DataFrame({"decimal_year": years, "log10_flop": values, "cluster": whose.astype(str)})
    points = points.assign(sd_log10=np.nan, paper=np.arange(runs).astype(str), run=np.arange(runs).astype(str))
    return [points[part].reset_index(drop=True) for part in (years < 2018, years >= 2018)]


def rate(at_least: int, alike: float, change: float = 0.0) -> float:
    return float(np.mean([slope_difference(*world(n, alike, change), 0.95, at_least)["apart"] for n in range(200)]))


@pytest.mark.slow
def test_without_a_change_slopes_are_told_apart_as_seldom_as_the_level_says() -> None:
    assert rate(NEVER, 0.0) <= 0.09
    assert rate(10, 0.0) <= 0.09
    assert rate(10, 1.2) <= 0.09 < rate(NEVER, 1.2), "runs of one organization that are alike"


@pytest.mark.slow
def test_with_a_change_they_are_told_apart() -> None:
    assert rate(10, 0.0, -0.4) > 0.9


def test_the_wider_of_both_intervals_is_told_from_enough_organizations_on() -> None:
    one, other = world(3, 0.8)
    by_t, told = (slope_difference(one, other, 0.95, at_least) for at_least in (NEVER, 10))
    assert by_t["interval"] == "t"
    assert told["interval"] == "CR2"
    assert float(str(told["difference_low"])) < float(str(by_t["difference_low"]))
    for row in (by_t, told):
        assert row["apart"] == (float(str(row["p"])) < 0.05)


def test_two_points_on_a_line_either_side_leave_no_doubt() -> None:
    years = np.array([2012.0, 2013, 2014])
    points = pd.DataFrame({"decimal_year": years, "log10_flop": years, "cluster": "a", "sd_log10": np.nan})
    row = slope_difference(points, points.assign(log10_flop=2 * years), 0.95, 20)
    assert (row["apart"], row["p"]) == (True, pytest.approx(0))
    assert slope_difference(points, points, 0.95, 20)["apart"] is False


def test_later_runs_are_held_against_the_earlier_line_with_the_doubt_of_both() -> None:
    """About the middle of the earlier years the line is as sure as a mean of its runs: s² / n, beside s² / m."""
    before, after = world(0, 0.0, runs=40)
    middle = before["decimal_year"].mean()
    around = after.assign(decimal_year=middle + after["decimal_year"] - after["decimal_year"].mean())
    row = slope_test(before, around, 0.95, NEVER)
    line = linregress(before["decimal_year"], before["log10_flop"])
    residuals = before["log10_flop"] - line.intercept - line.slope * before["decimal_year"]
    freedom = len(before) - 2
    reach = t.ppf(0.975, freedom) * np.sqrt((residuals**2).sum() / freedom * (1 / len(before) + 1 / len(around)))
    ends = (float(str(row[f"mean_residual_{end}"])) for end in ("low", "high"))
    assert [end - float(str(row["mean_residual"])) for end in ends] == pytest.approx([-reach, reach])


@pytest.mark.slow
def test_on_the_edge_of_chance_the_luck_of_the_draw_does_not_speak() -> None:
    one, other = world(3, 0.0)
    far = quantile_difference(one, other, 0.8, 0.95, 20_000, np.random.default_rng(0))
    # A slope that is added to all later values is added to each resample's: the interval now ends at 0.
    edge = other.assign(log10_flop=other["log10_flop"] - float(str(far["difference_high"])) * other["decimal_year"])
    found = [quantile_difference(one, edge, 0.8, 0.95, 1000, np.random.default_rng(seed)) for seed in range(1, 31)]
    bare = np.mean([float(str(row["difference_high"])) < 0 for row in found])
    assert 0.2 < bare < 0.8, "bare intervals would say one thing or the other"
    assert np.mean([row["apart"] for row in found]) <= 0.1
    beyond = other.assign(log10_flop=edge["log10_flop"] - 0.2 * other["decimal_year"])
    clear = quantile_difference(one, beyond, 0.8, 0.95, 1000, np.random.default_rng(1))
    assert clear["apart"] is True
    assert float(str(clear["p"])) < 0.05


def steady(seed: int, alike: float, runs: int = 160, organizations: int = 30) -> list[pd.DataFrame]:
    """Runs before and after, without a change; those of one organization are of one time, and `alike` in size."""
    random = np.random.default_rng(seed)
    whose = random.integers(0, organizations, runs)
    years = random.uniform(2012, 2024, organizations)[whose] + random.normal(0, 1, runs)
    values = 20 + 0.6 * (years - 2018) + alike * random.normal(0, 1, organizations)[whose]
    points = pd.DataFrame({"decimal_year": years, "log10_flop": values + random.normal(0, 0.5, runs)})
    points = points.assign(cluster=whose.astype(str), paper=np.arange(runs).astype(str))
    return [points[part].reset_index(drop=True) for part in (years < 2018, years >= 2018)]


def upper(at_least: int, alike: float) -> float:
    """How often the upper lines of worlds without a change are told apart, were there no luck of the draw."""
    told = []
    for number in range(40):
        one, other = steady(number, alike)
        row = quantile_difference(one, other, 0.8, 0.95, 100, np.random.default_rng(number), at_least)
        told.append(not float(str(row["difference_low"])) <= 0 <= float(str(row["difference_high"])))
    return float(np.mean(told))


@pytest.mark.slow
def test_upper_lines_allow_for_runs_of_one_organization_that_are_alike() -> None:
    assert upper(10, 0.0) <= 0.1
    assert upper(10, 1.0) <= 0.1 < upper(NEVER, 1.0)


def test_of_upper_lines_the_wider_bootstrap_is_told_and_the_larger_p() -> None:
    one, other = steady(3, 1.0)
    narrow, told = (
        quantile_difference(one, other, 0.8, 0.95, 2000, np.random.default_rng(1), at_least) for at_least in (NEVER, 10)
    )
    assert narrow["interval"] == "bootstrap over papers"
    assert told["interval"] == "bootstrap over organizations"
    assert float(str(told["difference_low"])) < float(str(narrow["difference_low"]))
    assert float(str(told["p"])) != float(str(narrow["p"]))
    assert (float(str(told["p"])) < 0.05) == (not told["difference_low"] <= 0 <= told["difference_high"])  # type: ignore[operator]


def test_upper_lines_are_apart_only_where_every_bootstrap_says_so() -> None:
    """The wider interval may lie to one side and leave 0, where the narrower does not: then nothing is said."""
    random = np.random.default_rng(1)
    narrow, wide = random.normal(0.5, 0.4, 4000), 0.2 + random.exponential(1.0, 4000)
    alone, both = told_of({"wide": wide}, 0.95), told_of({"narrow": narrow, "wide": wide}, 0.95)
    assert alone["apart"] is True
    assert both["interval"] == "wide"
    assert both["difference_low"] > 0  # type: ignore[operator]
    assert both["apart"] is False
    assert both["p"] == told_of({"narrow": narrow}, 0.95)["p"] != alone["p"]


def test_upper_lines_are_not_apart_where_a_bootstrap_does_not_know() -> None:
    known, unknown = np.full(400, 1.0), np.where(np.arange(400) < 100, np.nan, 1.0)
    found = told_of({"known": known, "unknown": unknown}, 0.95)
    assert found["apart"] is False
    assert np.isnan(found["difference_low"])  # type: ignore[call-overload]


def test_papers_and_organizations_are_drawn_once_for_both_groups() -> None:
    one, _ = world(4, 0.5)
    for at_least in (NEVER, 10):
        row = quantile_difference(one, one, 0.8, 0.95, 200, np.random.default_rng(1), at_least)
        assert (row["difference_low"], row["difference_high"], row["p"]) == (0, 0, 1)


def test_quantile_lines_and_lines_through_all_are_tested_each_in_their_way() -> None:
    before, after = (each.assign(run=each["paper"], sd_log10=np.nan) for each in steady(2, 1.0))
    chosen = {
        **{"b": Selection(before), "a": Selection(after, nominal=True)},
        **{"qb": Selection(before, quantile=0.9), "qa": Selection(after, quantile=0.9)},
    }
    subsets = {"lines": ("b", "a"), "upper": ("qb", "qa"), "none": ("b", "missing")}
    table, left_out = slope_tests(chosen, subsets, SPLIT, 0.95, 3, 200, 1, 10)
    rows = table.set_index("subset")
    assert rows["interval"].to_dict() == {"lines": "CR2", "upper": "bootstrap over organizations"}
    assert rows["nominal"].to_dict() == {"lines": True, "upper": False}
    assert rows["difference"].to_list() == pytest.approx((rows["slope_after"] - rows["slope_before"]).to_list())
    assert left_out["analysis"].to_list() == ["slope test none"]
