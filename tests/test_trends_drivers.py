"""Growth is taken apart into its factors, exactly."""

import numpy as np
import pandas as pd
import pytest

from ai_compute.trends.driver_names import DRIVERS
from ai_compute.trends.drivers import (
    assumed_utilization,
    driver_table,
    drivers,
    hardware_factors,
    own_facts,
    prices_of,
    share_intervals,
    without_drivers,
)

PLANTED = {"count": 0.35, "time": 0.05, "peak": 0.2, "utilization": -0.02}
EVER = {"all": (None, None)}


def factor_rows(runs: int, scatter: float, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    random = np.random.default_rng(seed)
    years = np.sort(random.uniform(2012, 2024, runs))
    rows = []
    for i, year in enumerate(years):
        for factor, slope in PLANTED.items():
            value = 10 ** (1 + slope * (year - 2012) + random.normal(0, scatter))
            rows.append((f"r{i:03}", "hardware time", "", factor, value))
    dates = pd.DataFrame({"run": [f"r{i:03}" for i in range(runs)], "decimal_year": years})
    return pd.DataFrame(rows, columns=["run", "method", "part", "factor", "value"]), dates


def found(factors: pd.DataFrame, dates: pd.DataFrame, counted: pd.DataFrame | None = None) -> pd.DataFrame:
    hardware, _ = hardware_factors(factors)
    counted = pd.DataFrame({"run": hardware["run"], "flop": hardware["peak"]}) if counted is None else counted
    prices = pd.DataFrame({"run": hardware["run"], "price_usd": 1000.0})
    return drivers(driver_table(hardware, counted, prices, dates), EVER, 0.95, 3, 1000, 1)[0].set_index(
        ["variant", "driver"]
    )


def test_planted_slopes_are_recovered() -> None:
    table = found(*factor_rows(150, 0.2)).loc["hardware time"]
    for driver, factor in (
        ("device count", "count"),
        ("training time", "time"),
        ("peak FLOP/s per device", "peak"),
        ("utilization", "utilization"),
    ):
        row = table.loc[driver]
        assert row["slope"] == pytest.approx(PLANTED[factor], abs=0.03)
        assert row["slope_low"] <= PLANTED[factor] <= row["slope_high"]
    assert table.loc["training compute", "share"] == 1


@pytest.mark.parametrize("variant", ["both methods", "hardware time", "launch price"])
def test_the_factors_slopes_add_up_to_that_of_their_product(variant: str) -> None:
    factors, dates = factor_rows(40, 1.0)
    random = np.random.default_rng(9)
    counted = pd.DataFrame({"run": dates["run"][::2], "flop": 10 ** random.normal(20, 3, 20)})
    shares = found(factors, dates, counted).loc[variant, "share"]
    assert shares.iloc[:-1].sum() == pytest.approx(1)
    assert shares.iloc[-1] == 1


def test_parts_of_a_run_are_put_together_without_changing_their_sum() -> None:
    parts = [("a", 4, 100.0, 1e12, 0.5), ("b", 16, 300.0, 5e12, 0.25)]
    names = ["count", "time", "peak", "utilization"]
    rows = [
        ("r", "hardware time", part, name, v) for part, *values in parts for name, v in zip(names, values, strict=True)
    ]
    hardware, _ = hardware_factors(pd.DataFrame(rows, columns=["run", "method", "part", "factor", "value"]))
    product = hardware[["count", "time", "peak", "utilization", "other"]].prod(axis=1).item()
    assert product == pytest.approx(4 * 100 * 1e12 * 0.5 + 16 * 300 * 5e12 * 0.25)
    assert hardware["count"].item() == pytest.approx((4 * 100 + 16 * 300) / 400)


def test_runs_of_which_one_method_was_derived_from_the_other_drive_nothing_and_are_listed() -> None:
    factors, dates = factor_rows(6, 0.1)
    estimates = pd.DataFrame(
        [(run, method, True) for run in dates["run"] for method in ("operation counting", "hardware time")],
        columns=["run", "method", "independent"],
    )
    derived = [("r001", "hardware time"), ("r002", "operation counting")]
    keys = pd.MultiIndex.from_frame(estimates[["run", "method"]])
    estimates["independent"] = ~keys.isin(derived)
    hardware = own_facts(hardware_factors(factors)[0], estimates, "hardware time")
    counted = own_facts(dates[["run"]].assign(flop=1e20), estimates, "operation counting")
    variants = driver_table(hardware, counted, dates[["run"]].iloc[1:].assign(price_usd=1000.0), dates)
    columns = {column for table, _ in variants.values() for column in table}
    assert columns - {"run", "decimal_year", "price_usd"} == set(DRIVERS)
    runs = {variant: set(table["run"]) for variant, (table, _) in variants.items()}
    every = set(dates["run"])
    assert runs == {
        "both methods": every - {"r001", "r002"},
        "hardware time": every - {"r001"},
        "launch price": every - {"r000", "r001"},
    }
    left_out = without_drivers(variants, dates, estimates).set_index(["analysis", "run"])["reason"]
    assert left_out["drivers both methods", "r002"] == left_out["drivers launch price", "r001"]
    assert "derived" in left_out["drivers hardware time", "r001"]
    assert "no launch price" in left_out["drivers launch price", "r000"]
    assert len(left_out) == 5


def test_device_hours_are_left_out_with_a_reason() -> None:
    rows = [("r", "hardware time", "", "device hours", 1.0), ("r", "hardware time", "", "peak", 1.0)]
    hardware, excluded = hardware_factors(pd.DataFrame(rows, columns=["run", "method", "part", "factor", "value"]))
    assert hardware.empty
    assert list(excluded["run"]) == ["r"]


def test_without_runs_there_are_only_reasons() -> None:
    factors, dates = factor_rows(0, 0.1)
    dates = dates.astype({"run": str})
    hardware, _ = hardware_factors(factors.astype({"value": float}))
    counted = pd.DataFrame({"run": pd.Series(dtype=str), "flop": pd.Series(dtype=float)})
    prices = pd.DataFrame({"run": pd.Series(dtype=str), "price_usd": pd.Series(dtype=float)})
    table, excluded = drivers(driver_table(hardware, counted, prices, dates), EVER, 0.95, 3, 1000, 1)
    assert table.empty
    assert len(excluded) == 3


def test_a_run_on_two_kinds_of_device_has_no_one_price() -> None:
    used = pd.DataFrame({"run": ["a", "a", "b", "b"], "part": ["1", "2", "1", "2"], "device": ["x", "y", "x", "x"]})
    prices = prices_of(used, pd.DataFrame({"device": ["x", "y"], "price_usd": [10.0, 20.0]}))
    assert prices.to_dict("records") == [{"run": "b", "price_usd": 10.0}]


@pytest.mark.slow
def test_a_share_has_an_interval_that_holds_the_true_one_as_often_as_it_says() -> None:
    inside = []
    for seed in range(40):
        row = found(*factor_rows(40, 0.3, seed)).loc["hardware time"].loc["device count"]
        inside.append(row["share_low"] <= 0.35 / 0.58 <= row["share_high"])
    assert np.mean(inside) >= 0.85


def test_a_share_of_growth_that_may_be_none_has_no_interval() -> None:
    years = np.linspace(2010, 2020, 12)
    flat = np.random.default_rng(3).normal(size=(12, 2)) @ np.array([[1.0, 1.0], [0.0, 1.0]])
    assert np.isnan(share_intervals(years, flat, 500, np.random.default_rng(1), 0.95)).all()
    grown = np.column_stack([0.3 * years, 0.5 * years])
    low, high = share_intervals(years, grown, 500, np.random.default_rng(1), 0.95)[0]
    assert (low, high) == pytest.approx((0.6, 0.6))


@pytest.mark.parametrize("centre", [0.0, 0.1, 1 / 3])
def test_a_share_of_a_factor_that_most_resamples_do_not_see_change_is_0_and_no_rounding(centre: float) -> None:
    years = 2000 + centre + np.arange(12.0)
    changed_once = np.where(np.arange(12) == 5, np.log10(3.0), 0.0)
    drawn = share_intervals(years, np.column_stack([changed_once, 0.5 * years]), 500, np.random.default_rng(1), 0.5)
    assert 0.0 in drawn[0]


def test_runs_whose_utilization_is_assumed_are_told_from_those_that_state_it() -> None:
    rows = [
        ("a", "utilization", "default"),
        ("b", "utilization", "stated"),
        ("c", "utilization", "assumed"),
        ("c", "time", "stated"),
    ]
    assert assumed_utilization(pd.DataFrame(rows, columns=["run", "factor", "known"])) == ["a", "c"]
