"""Intervals of products and of sums of products that share facts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_compute.estimates.uncertainty import (
    Simulation,
    interval_factor,
    intervals,
    log_sd,
    simulated_sum,
    spreads,
)
from ai_compute.values.intervals import normal_quantile

SIMULATION = Simulation(20_000, 1)
COLUMNS = ["run", "method", "part", "factor", "value", "f", "known", "shared"]


def table(*rows: tuple) -> pd.DataFrame:  # type: ignore[type-arg]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(value_low=frame["value"] / frame["f"], value_high=frame["value"] * frame["f"])


def parts_of(factors: pd.DataFrame) -> pd.DataFrame:
    return factors.groupby(["run", "method", "part"], as_index=False)["value"].prod().rename(columns={"value": "flop"})


def bounds(factors: pd.DataFrame, scale: float = 1.0) -> pd.Series:
    return intervals(parts_of(factors), factors, {"assumed"}, scale, SIMULATION).iloc[0]


@given(st.lists(st.floats(1.0, 10.0), min_size=1, max_size=6))
@pytest.mark.slow
def test_a_products_factor_adds_the_squares_of_the_logarithms(f: list[float]) -> None:
    factors = table(*[("r", "m", "", f"x{i}", 2.0 + i, each, "stated", "") for i, each in enumerate(f)])
    found = bounds(factors)
    expected = np.exp(np.sqrt(sum(np.log(each) ** 2 for each in f)))
    assert found["flop_high"] / found["flop"] == pytest.approx(expected)
    assert found["flop"] / found["flop_low"] == pytest.approx(expected)


def test_only_facts_of_the_named_kinds_are_scaled() -> None:
    factors = table(("r", "m", "", "a", 3.0, 1.5, "assumed", ""), ("r", "m", "", "b", 5.0, 2.0, "stated", ""))
    expected = np.exp(np.hypot(2 * np.log(1.5), np.log(2.0)))
    found = bounds(factors, scale=2.0)
    assert found["flop_high"] / found["flop"] == pytest.approx(expected)
    spread = spreads(parts_of(factors), factors, {"assumed"}).iloc[0]
    assert np.sqrt(spread["fixed_variance"] + 4 * spread["scaled_variance"]) == pytest.approx(found["sd_log10"])


def test_parts_that_share_their_only_fact_are_as_unsure_as_one_part() -> None:
    factors = table(
        ("r", "m", "one", "peak", 10.0, 2.0, "stated", "peak"), ("r", "m", "two", "peak", 30.0, 2.0, "stated", "peak")
    )
    found = bounds(factors)
    assert found["flop"] == 40
    assert (found["flop_low"], found["flop_high"]) == pytest.approx((20, 80))


def test_parts_with_facts_of_their_own_are_surer_together() -> None:
    factors = table(("r", "m", "one", "x", 10.0, 2.0, "stated", ""), ("r", "m", "two", "x", 10.0, 2.0, "stated", ""))
    assert bounds(factors)["flop_high"] / bounds(factors)["flop_low"] < 4
    spread = spreads(parts_of(factors), factors, set()).iloc[0]
    assert interval_factor(np.sqrt(spread["fixed_variance"])) == pytest.approx(2 ** np.sqrt(0.5))


@pytest.mark.parametrize("own", [1.3, 2.0, 3.0])
@pytest.mark.parametrize("shared", [1.0, 1.5, 3.0])
@pytest.mark.parametrize("values", [(1.0, 1.0), (1.0, 10.0), (1.0, 3.0, 0.2)])
def test_the_closed_form_of_a_sum_agrees_with_simulation(own: float, shared: float, values: tuple[float, ...]) -> None:
    rows = []
    for i, value in enumerate(values):
        rows.append(("r", "m", f"part {i}", "own", value, own, "stated", ""))
        rows.append(("r", "m", f"part {i}", "peak", 1.0, shared, "stated", "peak"))
    found = bounds(table(*rows))
    covariance = np.full((len(values),) * 2, log_sd(1 / shared, shared) ** 2) + np.eye(len(values)) * (
        log_sd(1 / own, own) ** 2
    )
    drawn = simulated_sum(values, covariance, 50_000, seed=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    tenth = 0.1 * np.log(high / low) / 2
    assert abs(np.log(found["flop_low"] / low)) < tenth
    assert abs(np.log(found["flop_high"] / high)) < tenth
    assert found["flop_low"] < found["flop"] < found["flop_high"]


def test_a_sum_with_an_unsure_part_is_simulated_and_its_point_is_its_median() -> None:
    rows = [("r", "m", f"part {i}", "x", 10.0, 10.0, "stated", "") for i in range(4)]
    found = bounds(table(*rows))
    drawn = 10 * 10 ** np.random.default_rng(8).normal(0, log_sd(0.1, 10.0), (400_000, 4))
    low, median, high = np.quantile(drawn.sum(axis=1), [0.025, 0.5, 0.975])
    assert median > 1.3 * 40
    assert (found["flop_low"], found["flop"], found["flop_high"]) == pytest.approx((low, median, high), rel=0.03)


def test_a_sum_of_sure_parts_needs_no_draws() -> None:
    rows = [("r", "m", f"part {i}", "x", 10.0, 2.0, "stated", "") for i in range(4)]
    factors = table(*rows)
    few, many = (
        intervals(parts_of(factors), factors, set(), 1.0, Simulation(draws, seed)) for draws, seed in ((10, 1), (99, 2))
    )
    pd.testing.assert_frame_equal(few, many)
    assert 40 < few["flop"].item() < 1.1 * 40


def test_the_median_of_one_unsure_part_is_its_product() -> None:
    found = bounds(table(("r", "m", "", "x", 10.0, 30.0, "stated", "")))
    assert found["flop"] == pytest.approx(10.0)


def test_runs_do_not_touch_each_other() -> None:
    one = table(("r", "m", "", "x", 10.0, 2.0, "stated", "x"))
    two = table(("s", "m", "", "x", 99.0, 5.0, "stated", "x"), ("r", "n", "", "x", 7.0, 3.0, "stated", "x"))
    both = pd.concat([two, one], ignore_index=True)
    found = intervals(parts_of(both), both, set(), 1.0, SIMULATION)
    assert list(zip(found["run"], found["method"], strict=True)) == [("r", "m"), ("r", "n"), ("s", "m")]
    assert found.loc[0, "flop_high"] == pytest.approx(20)


def test_no_run_gives_no_row() -> None:
    empty = table().astype({"part": str, "factor": str, "shared": str, "f": float, "value": float})
    empty = empty.astype({"value_low": float, "value_high": float})
    parts = pd.DataFrame(columns=["run", "method", "part", "flop"]).astype({"flop": float})
    assert intervals(parts, empty, set(), 1.0, SIMULATION).empty
    assert spreads(parts, empty, set()).empty


def test_the_middle_95_percent_reach_1_96_standard_deviations() -> None:
    assert normal_quantile(0.95) == pytest.approx(1.959964, abs=1e-6)
