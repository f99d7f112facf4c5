"""Intervals of shares and medians: those of scipy, whose import would take longer than a stage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, quantile_test

from ai_compute.values.intervals import median_interval, share_interval

LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


@given(st.integers(1, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))), LEVELS)
def test_the_interval_of_a_share_is_wilsons(counts, level):
    part, whole = counts
    expected = binomtest(part, whole).proportion_ci(level, method="wilson")
    assert share_interval(part, whole, level) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(st.integers(1, 400), LEVELS)
def test_the_interval_of_a_median_is_between_the_order_statistics_of_scipy(number, level):
    values = np.random.default_rng(number).normal(size=number)
    expected = quantile_test(values).confidence_interval(level)
    assert median_interval(values, level) == pytest.approx((expected.low, expected.high), nan_ok=True, abs=0)


def test_five_values_are_too_few_for_an_interval_of_their_median():
    """The chance that all five lie on one side of the median is 1 / 16, more than 1 / 20."""
    assert np.isnan(median_interval([1, 2, 3, 4, 5], 0.95)).all()
    assert median_interval([1, 2, 3, 4, 5, 6], 0.95) == (1, 6)
