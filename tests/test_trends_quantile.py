"""Quantile lines: the frontier without selection."""

import warnings

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.quantile_regression import QuantReg

from ai_compute.trends.quantile import quantile_line, quantile_lines, times_drawn
from ai_compute.trends.regression import Floats


def made_up(seed: int) -> tuple[Floats, Floats]:
    """Dates and compute whose scatter grows; in every second case both are so coarse that many are equal."""
    random = np.random.default_rng(seed)
    years = np.sort(random.uniform(2010, 2026, random.integers(20, 300))).round(1 if seed % 2 else 4)
    values = 20 + 0.6 * (years - 2010) + random.normal(0, 1, len(years)) * (1 + 0.1 * (years - 2010))
    return years, values.round(1) if seed % 2 else values


def cost(years: Floats, values: Floats, quantile: float, slope: float, intercept: float) -> float:
    residuals = values - intercept - slope * years
    return float((residuals * (quantile - (residuals < 0))).sum())


@pytest.mark.parametrize("seed", range(50))
def test_a_line_is_that_of_statsmodels_or_a_better_one(seed: int) -> None:
    years, values = made_up(seed)
    quantile = (0.9, 0.8, 0.5)[seed % 3]
    (slope,), (intercept,) = quantile_lines(years, values, quantile, np.ones((1, len(years))))
    mean = years.mean()
    with warnings.catch_warnings(record=True) as cycles:
        warnings.simplefilter("always")
        theirs = QuantReg(values, np.column_stack([np.ones(len(years)), years - mean])).fit(
            quantile, max_iter=5000, p_tol=1e-9
        )
    at_mean, their_slope = theirs.params
    ours = cost(years, values, quantile, slope, intercept)
    assert ours <= cost(years, values, quantile, their_slope, at_mean - their_slope * mean) + 1e-6
    if not cycles:
        assert (slope, intercept + slope * mean) == pytest.approx((their_slope, at_mean), abs=2e-6)


def test_a_weight_is_worth_as_many_copies() -> None:
    random = np.random.default_rng(3)
    years, values = made_up(4)
    times = random.integers(0, 3, (20, len(years)))
    slopes, intercepts = quantile_lines(years, values, 0.8, times.astype(float))
    for row, slope, intercept in zip(times, slopes, intercepts, strict=True):
        x, y = np.repeat(years, row), np.repeat(values, row)
        (alone,), (level,) = quantile_lines(x, y, 0.8, np.ones((1, len(x))))
        assert cost(x, y, 0.8, slope, intercept) == pytest.approx(cost(x, y, 0.8, alone, level), abs=1e-6)


def test_resamples_of_one_date_have_no_line() -> None:
    weights = np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 0.0, 2.0]])
    slopes, _ = quantile_lines(np.array([2010.0, 2010.0, 2011.0]), np.array([1.0, 2.0, 3.0]), 0.9, weights)
    assert list(np.isnan(slopes)) == [True, False, True]


def test_points_on_one_line_give_that_line() -> None:
    years = np.arange(2010.0, 2020.0)
    (slope,), (intercept,) = quantile_lines(years, 3 + 0.5 * years, 0.9, np.ones((1, 10)))
    assert (slope, intercept) == pytest.approx((0.5, 3.0), abs=1e-6)


def test_runs_of_one_paper_are_drawn_together() -> None:
    times = times_drawn(pd.Series(["a", "b", "a", "c"]), 50, np.random.default_rng(1))
    assert (times[:, 0] == times[:, 2]).all()
    assert (times[:, [0, 1, 3]].sum(axis=1) == 3).all()


def test_the_wider_of_both_bootstraps_is_told_from_enough_organizations_on() -> None:
    random = np.random.default_rng(2)
    whose = np.repeat(np.arange(20), 10)
    years = random.uniform(2010, 2018, 20)[whose] + random.uniform(0, 0.5, 200)
    values = 20 + 0.5 * years + random.normal(0, 1, 20)[whose] + random.normal(0, 0.3, 200)
    points = pd.DataFrame(
        {
            "paper": np.arange(200).astype(str),
            "cluster": whose.astype(str),
            "decimal_year": years,
            "log10_flop": values,
        }
    )
    alone, few, told = (
        quantile_line(points, 0.9, 0.95, 400, np.random.default_rng(1), at_least) for at_least in (None, 21, 20)
    )
    assert (alone.slope_low, alone.slope_high) == (few.slope_low, few.slope_high)
    assert (few.interval, told.interval) == ("bootstrap over papers", "bootstrap over organizations")
    assert told.slope == few.slope
    assert told.slope_high - told.slope_low > 1.5 * (few.slope_high - few.slope_low)


@pytest.mark.parametrize(("runs", "quantile"), [(70, 0.9), (70, 0.8), (200, 0.9)])
@pytest.mark.sampled
def test_slopes_are_unbiased_and_intervals_hold_the_true_quantile_line(runs: int, quantile: float) -> None:
    """In worlds whose scatter is the same at all dates, so that the true line of every quantile has their slope."""
    random = np.random.default_rng(5)
    inside, errors = [], []
    for _ in range(60):
        years = np.sort(random.uniform(2010, 2018, runs))
        points = pd.DataFrame(
            {
                "paper": [f"p{number}" for number in range(runs)],
                "decimal_year": years,
                "log10_flop": 20 + 0.75 * (years - 2010) + random.normal(0, 1.0, runs),
            }
        )
        line = quantile_line(points, quantile, 0.95, 200, random)
        inside.append(line.slope_low <= 0.75 <= line.slope_high)
        errors.append(line.slope - 0.75)
    assert np.mean(inside) >= 0.88  # of 60 worlds; benchmarks/truth.py tries more of them, for at least .92
    assert abs(np.mean(errors)) < 3 * np.std(errors) / np.sqrt(len(errors))
