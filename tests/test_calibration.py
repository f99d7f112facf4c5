"""The calibrated scale, and whether intervals hold on papers it has not seen."""

import numpy as np
import pandas as pd
import pytest

from ai_compute.estimates.calibration import calibrated_scale, held_out_sd, leave_one_paper_out

LEVELS = (0.5, 0.8, 0.95)


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
        }
    )


@pytest.mark.parametrize("truth", [0.7, 1.0, 2.5])
def test_a_planted_scale_is_found(truth: float) -> None:
    found = np.median([calibrated_scale(checks(100, truth, seed), LEVELS) for seed in range(40)])
    assert found == pytest.approx(truth, rel=0.05)


def test_coverage_on_papers_left_out_is_as_it_says() -> None:
    tables = [leave_one_paper_out(checks(60, 1.8, seed, a_paper=2), LEVELS, LEVELS) for seed in range(30)]
    for level in LEVELS:
        shares = [table.loc[table["level"] == level, "share"].item() for table in tables]
        assert np.mean(shares) == pytest.approx(level, abs=0.04)


def test_the_table_says_how_wide_the_intervals_are_that_hold() -> None:
    table = leave_one_paper_out(checks(30, 1.0), LEVELS, LEVELS)
    assert table["median_interval_factor"].is_monotonic_increasing
    assert (table["share_low"] <= table["share"]).all()
    assert (table["share"] <= table["share_high"]).all()


def test_methods_that_depend_on_each_other_calibrate_nothing() -> None:
    table = checks(30, 1.0)
    dependent = table.assign(independent=False, log10_ratio=0.0, paper="x")
    both = leave_one_paper_out(pd.concat([table, dependent], ignore_index=True), LEVELS, LEVELS)
    pd.testing.assert_frame_equal(both, leave_one_paper_out(table, LEVELS, LEVELS))


def test_a_handful_of_checks_cannot_stretch_or_shrink_without_limit() -> None:
    assert calibrated_scale(checks(3, 100.0), LEVELS, 0.5, 3.0) == 3.0
    assert calibrated_scale(checks(3, 0.0).assign(log10_ratio=0.0), LEVELS, 0.5, 3.0) == 0.5


def test_without_a_cross_check_nothing_is_scaled_or_claimed() -> None:
    assert calibrated_scale(checks(0, 1.0), LEVELS) == 1.0
    assert leave_one_paper_out(checks(0, 1.0), LEVELS, LEVELS).empty


def test_fitted_at_the_level_that_is_shown_it_is_that_level_which_holds_even_with_long_tails() -> None:
    random = np.random.default_rng(3)
    table = checks(400, 1.0).assign(log10_ratio=0.25 * random.standard_t(2, 400))
    shares = {
        name: leave_one_paper_out(table, fitted_at, [0.95])["share"].item()
        for name, fitted_at in (("shown", [0.95]), ("all", LEVELS))
    }
    assert shares["shown"] == pytest.approx(0.95, abs=0.01)
    assert shares["all"] < 0.93


def test_a_run_is_judged_by_the_scale_of_all_other_papers() -> None:
    table = checks(30, 1.0, a_paper=3)
    alone = table["paper"] == "paper-4"
    predicted = held_out_sd(table, LEVELS)[alone]
    scale = calibrated_scale(table[~alone], LEVELS)
    assert predicted.to_list() == pytest.approx(
        np.sqrt(table["fixed_variance"] + scale**2 * table["scaled_variance"])[alone].to_list()
    )
