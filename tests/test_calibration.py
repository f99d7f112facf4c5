"""The calibrated scale, and whether intervals hold on papers it has not seen."""

import numpy as np
import pandas as pd
import pytest

from ai_compute.calibration import calibrated_scale, leave_one_paper_out

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
    tables = [leave_one_paper_out(checks(60, 1.8, seed, a_paper=2), LEVELS) for seed in range(30)]
    for level in LEVELS:
        shares = [table.loc[table["level"] == level, "share"].item() for table in tables]
        assert np.mean(shares) == pytest.approx(level, abs=0.04)


def test_the_table_says_how_wide_the_intervals_are_that_hold() -> None:
    table = leave_one_paper_out(checks(30, 1.0), LEVELS)
    assert table["median_interval_factor"].is_monotonic_increasing
    assert (table["share_low"] <= table["share"]).all()
    assert (table["share"] <= table["share_high"]).all()


def test_methods_that_depend_on_each_other_calibrate_nothing() -> None:
    table = checks(30, 1.0)
    dependent = table.assign(independent=False, log10_ratio=0.0, paper="x")
    both = leave_one_paper_out(pd.concat([table, dependent], ignore_index=True), LEVELS)
    pd.testing.assert_frame_equal(both, leave_one_paper_out(table, LEVELS))


def test_a_handful_of_checks_cannot_stretch_or_shrink_without_limit() -> None:
    assert calibrated_scale(checks(3, 100.0), LEVELS, 0.5, 3.0) == 3.0
    assert calibrated_scale(checks(3, 0.0).assign(log10_ratio=0.0), LEVELS, 0.5, 3.0) == 0.5


def test_without_a_cross_check_nothing_is_scaled_or_claimed() -> None:
    assert calibrated_scale(checks(0, 1.0), LEVELS) == 1.0
    assert leave_one_paper_out(checks(0, 1.0), LEVELS).empty
