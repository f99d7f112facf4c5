"""The calibrated scale, and whether intervals hold on papers it has not seen."""

import time

import numpy as np
import pandas as pd
import pytest

from ai_compute.estimates.calibration import LATER, LEFT_OUT, calibrated_scale, coverage, held_out_sd, smallest_scales
from ai_compute.estimates.scales import authors_totals, scales, variance_shares, weighted_quantile

LEVELS = (0.5, 0.8, 0.95)
FITTED_AT = (0.9,)
DAY = pd.Timestamp("2018-05-17")


def checks(runs: int, truth: float, seed: int = 0, a_paper: int = 1) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    fixed, scaled = random.uniform(0, 0.02, runs), random.uniform(0.02, 0.1, runs)
    return pd.DataFrame(
        {
            "paper": [f"paper-{i // a_paper}" for i in range(runs)],
            "log10_ratio": random.normal(0, np.sqrt(fixed + truth**2 * scaled)),
            "fixed_variance": fixed,
            "scaled_variance": scaled,
            "independent": True,
            "published": DAY - pd.Timedelta(days=1),
        }
    )


def left_out(table: pd.DataFrame, fitted_at: tuple[float, ...] = FITTED_AT) -> pd.DataFrame:
    found = coverage(table, fitted_at, LEVELS, DAY)
    return found[found["tried"] == LEFT_OUT].reset_index(drop=True)


@pytest.mark.parametrize("truth", [0.7, 1.0, 2.5])
def test_a_planted_scale_is_found(truth: float) -> None:
    found = np.median([calibrated_scale(checks(100, truth, seed), LEVELS) for seed in range(40)])
    assert found == pytest.approx(truth, rel=0.05)


def test_coverage_on_papers_left_out_is_as_it_says() -> None:
    tables = [left_out(checks(60, 1.8, seed, a_paper=2)) for seed in range(30)]
    for level in LEVELS:
        shares = [table.loc[table["level"] == level, "share"].item() for table in tables]
        assert np.mean(shares) == pytest.approx(level, abs=0.04)


def test_the_table_says_how_wide_the_intervals_are_that_hold() -> None:
    table = left_out(checks(30, 1.0))
    assert table["median_interval_factor"].is_monotonic_increasing
    assert (table["share_low"] <= table["share"]).all()
    assert (table["share"] <= table["share_high"]).all()


def test_a_run_of_sure_facts_is_inside_at_any_scale_or_at_none() -> None:
    sure = checks(2, 1.0).assign(log10_ratio=[0.1, 10.0], fixed_variance=0.1, scaled_variance=0.0)
    assert smallest_scales(sure, (0.95,)).tolist() == [[0.0], [np.inf]]


def test_methods_that_depend_on_each_other_calibrate_nothing() -> None:
    table = checks(30, 1.0)
    dependent = table.assign(independent=False, log10_ratio=0.0, paper="x")
    both = left_out(pd.concat([table, dependent], ignore_index=True))
    pd.testing.assert_frame_equal(both, left_out(table))


def test_a_handful_of_checks_cannot_stretch_or_shrink_without_limit() -> None:
    assert calibrated_scale(checks(3, 100.0), LEVELS, 0.5, 3.0) == 3.0
    assert calibrated_scale(checks(3, 0.0).assign(log10_ratio=0.0), LEVELS, 0.5, 3.0) == 0.5


def test_without_a_cross_check_nothing_is_scaled_or_claimed() -> None:
    assert calibrated_scale(checks(0, 1.0), LEVELS) == 1.0
    assert left_out(checks(0, 1.0)).empty


def test_fitted_at_the_level_that_is_shown_it_is_that_level_which_holds_even_with_long_tails() -> None:
    random = np.random.default_rng(3)
    table = checks(400, 1.0).assign(log10_ratio=0.25 * random.standard_t(2, 400))
    shares = {
        name: (table["log10_ratio"].abs() <= 1.96 * held_out_sd(table, fitted_at)).mean()
        for name, fitted_at in (("shown", [0.95]), ("all", LEVELS))
    }
    assert shares["shown"] == pytest.approx(0.95, abs=0.01)
    assert shares["all"] < 0.93


def test_coverage_of_the_level_that_was_fitted_is_not_told() -> None:
    assert left_out(checks(60, 1.0), (0.95,))["level"].to_list() == [0.5, 0.8]


def test_later_papers_are_judged_with_the_scale_of_earlier_ones() -> None:
    earlier, later = checks(200, 1.0, seed=1), checks(200, 3.0, seed=2).assign(published=DAY)
    later["paper"] += " later"
    found = coverage(pd.concat([earlier, later], ignore_index=True), FITTED_AT, LEVELS, DAY).set_index(
        ["tried", "level"]
    )
    assert found.loc[(LATER, 0.95), "scale"] == pytest.approx(calibrated_scale(earlier, FITTED_AT))
    assert found.loc[(LATER, 0.95), "share_high"] < 0.95
    same = pd.concat([earlier, checks(200, 1.0, seed=3).assign(published=DAY)], ignore_index=True)
    found = coverage(same, FITTED_AT, LEVELS, DAY).set_index(["tried", "level"])
    assert found.loc[(LATER, 0.95), "share_low"] < 0.95 < found.loc[(LATER, 0.95), "share_high"]


@pytest.mark.parametrize(("truth", "bounds", "used"), [(5.0, (0.5, 3.0), 3.0), (0.1, (0.5, 3.0), 0.5)])
def test_a_scale_beyond_its_bounds_is_kept_beside_the_bound_that_intervals_have(truth, bounds, used) -> None:  # type: ignore[no-untyped-def]
    earlier, later = checks(60, truth, seed=1), checks(60, truth, seed=2).assign(published=DAY)
    both = pd.concat([earlier, later.assign(paper=later["paper"] + " later")], ignore_index=True)
    rows = coverage(both, FITTED_AT, LEVELS, DAY, *bounds).drop_duplicates("tried").set_index("tried")
    assert rows["scale"].to_dict() == {LEFT_OUT: used, LATER: used}
    assert rows.loc[LATER, "scale_asked"] == pytest.approx(calibrated_scale(earlier, FITTED_AT))
    assert rows.loc[LEFT_OUT, "scale_asked"] == pytest.approx(calibrated_scale(both, FITTED_AT))
    free = coverage(both, FITTED_AT, LEVELS, DAY)
    assert (free["scale"] == free["scale_asked"]).all()


def scale_of(table: pd.DataFrame) -> pd.Series:
    return scales(table, {"all": pd.Series(True, table.index)}, [0.95], 500, 1).iloc[0]


def test_the_interval_of_the_scale_holds_the_true_one_as_often_as_it_says() -> None:
    held = [scale_of(checks(120, 2.0, seed, a_paper=2)) for seed in range(60)]
    assert np.mean([row["scale_low"] <= 2.0 <= row["scale_high"] for row in held]) >= 0.88


def test_a_bias_is_told_beside_the_scale_that_it_inflates() -> None:
    table = checks(200, 1.0, seed=4)
    biased = scale_of(table.assign(log10_ratio=table["log10_ratio"] - 0.3))
    assert biased["bias_high"] < 1
    assert biased["bias"] == pytest.approx(10**-0.3, rel=0.1)
    assert biased["scale"] > 1.2 > biased["scale_without_bias"]
    straight = scale_of(table)
    assert straight["bias_low"] < 1 < straight["bias_high"]


def test_a_weighted_quantile_is_the_quantile_of_rows_repeated_so_often() -> None:
    random = np.random.default_rng(5)
    values, weights = random.normal(size=40), random.integers(0, 4, (20, 40))
    expected = [np.quantile(np.repeat(values, row), 0.95, method="inverted_cdf") for row in weights]
    assert weighted_quantile(values, weights.astype(float), 0.95) == pytest.approx(expected)


def totals(papers: int, sd: float) -> pd.DataFrame:
    ratios = np.random.default_rng(6).normal(0, sd, papers)
    names = [f"p{number}" for number in range(papers)]
    return pd.DataFrame({"run": names, "paper": names, "method": "hardware time", "log10_ratio": ratios})


def shares_by(papers: int, sd: float) -> pd.DataFrame:
    table = checks(400, 1.0).assign(log10_ratio=np.random.default_rng(7).normal(0, 0.4, 400))
    return variance_shares(table, totals(papers, sd), 1.0, [0.3, 0.5, 0.7], 10, 500, 1)


def test_with_few_totals_of_the_authors_the_share_of_a_method_is_not_identified() -> None:
    table = shares_by(9, 0.2)
    assert not table["identified"].any()
    assert table["share_of_counting"].to_list() == [0.3, 0.5, 0.7]
    assert table["counting_factor"].is_monotonic_increasing
    assert table["time_factor"].is_monotonic_decreasing


def test_with_enough_of_them_it_is() -> None:
    row = shares_by(200, 0.2).iloc[0]
    assert row["identified"]
    assert row["share_low"] < 0.75 < row["share_high"]
    assert row["share_of_counting"] == pytest.approx(0.75, abs=0.1)


def test_a_total_tells_of_the_other_method_only_and_only_of_independent_facts() -> None:
    estimates = pd.DataFrame(
        {
            "run": ["a", "a", "b"],
            "method": ["operation counting", "hardware time", "hardware time"],
            "flop": [2e20, 4e20, 5e20],
            "independent": [True, True, False],
        }
    )
    printed = pd.DataFrame(
        {
            "run": ["a", "b"],
            "method": "operation counting",
            "party": "first",
            "bound": "",
            "reported_flop": [2e20, 1e20],
        }
    )
    found = authors_totals(estimates, printed, pd.Series({"a": "x", "b": "y"}))
    assert found[["run", "paper", "method"]].to_numpy().tolist() == [["a", "x", "hardware time"]]
    assert found["log10_ratio"].item() == pytest.approx(np.log10(2))


@pytest.mark.parametrize("levels", [LEVELS, FITTED_AT, (0.5, 0.95), ()])
@pytest.mark.parametrize("bounds", [(0.0, np.inf), (1.1, 1.2)])
def test_a_run_is_judged_by_the_scale_of_all_other_papers(levels, bounds) -> None:  # type: ignore[no-untyped-def]
    random = np.random.default_rng(8)
    for runs in (1, 2, 7, 40):
        table = checks(runs, 1.0, seed=runs)
        table["paper"] = random.choice(["a", "b", "c", "d", "e", "f", "g"], runs)
        table.loc[::5, "log10_ratio"] = 0.0
        table["independent"] = random.random(runs) < 0.9
        predicted = held_out_sd(table, levels, *bounds)
        for paper, own in table.groupby("paper"):
            others = table[(table["paper"] != paper) & table["independent"]]
            scale = calibrated_scale(others, levels, *bounds)
            variance = own["fixed_variance"] + scale**2 * own["scaled_variance"]
            expected = np.sqrt(variance).where(own["independent"])
            assert predicted[own.index].to_list() == pytest.approx(expected.to_list(), nan_ok=True)


def test_ten_thousand_papers_are_left_out_in_turn_in_a_moment() -> None:
    table = checks(10_000, 1.0)
    started = time.process_time()
    held_out_sd(table, FITTED_AT)
    assert time.process_time() - started < 1
