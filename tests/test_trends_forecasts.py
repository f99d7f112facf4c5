"""Forecasts made at earlier days: nothing later is looked at, scores are right, a fan is as wide as it must be."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import t

from ai_compute.trends.forecasts import (
    FLAT,
    LAST,
    LAW,
    LINE,
    QUANTILES,
    WIDENED,
    Trial,
    crps_of_t,
    drift_of,
    forecasts,
)
from ai_compute.trends.projection import projection
from ai_compute.trends.selections import Selection

pytestmark = pytest.mark.slow

TRIAL = Trial(range(2014, 2024), [(0.0, 1.0), (1.0, 2.0), (2.0, 4.0)], 4.0, 2018.0, "law", 2018.4)


def points(runs: int = 300, sd: float = 0.5, drift: float = 0.0, seed: int = 0) -> pd.DataFrame:
    """Runs of 2010 to 2026 whose growth is 0.6 a year, or wanders by so much a year."""
    random = np.random.default_rng(seed)
    years = np.sort(random.uniform(2010, 2026, runs))
    knots = np.arange(2010, 2027)
    path = np.concatenate([[0.0], np.cumsum(0.6 + np.cumsum(random.normal(0, drift, 16)))])
    names = [f"r{number}" for number in range(runs)]
    values = 20 + np.interp(years, knots, path) + random.normal(0, sd, runs)
    return pd.DataFrame(
        {"run": names, "cluster": names, "decimal_year": years, "log10_flop": values, "sd_log10": np.nan}
    )


def tried(table: pd.DataFrame) -> pd.DataFrame:
    return forecasts({"some": Selection(table)}, ["some"], TRIAL)


def coverage(found: pd.DataFrame, method: str, level: int) -> float:
    rows = found[(found["method"] == method) & (found["cut"] > TRIAL.tuned_until)]
    return float(rows[f"inside_{level}"].sum() / rows["runs"].sum())


@given(st.floats(-8, 8), st.floats(2, 60))
def test_the_score_of_a_t_distribution_is_its_integral(z: float, degrees: float) -> None:
    below, _ = quad(lambda x: t.cdf(x, degrees) ** 2, -np.inf, z)
    above, _ = quad(lambda x: t.sf(x, degrees) ** 2, z, np.inf)
    assert crps_of_t(np.array([z]), degrees)[0] == pytest.approx(below + above, abs=1e-4)


def test_no_forecast_looks_at_what_came_after_its_cut() -> None:
    table = points()
    changed = table.assign(log10_flop=table["log10_flop"] + 5 * (table["decimal_year"] >= 2020))
    early = [
        found[found["cut"] + found["horizon_high"] <= 2020].drop(columns=["tuned"])
        for found in map(tried, (table, changed))
    ]
    known = [found[found["method"] != WIDENED].reset_index(drop=True) for found in early]
    pd.testing.assert_frame_equal(*known)
    assert len(known[0]) > 40


def test_intervals_of_a_line_hold_while_growth_stays_and_flat_ones_do_not() -> None:
    found = tried(points())
    for level in (50, 80, 95):
        assert coverage(found, LINE, level) == pytest.approx(level / 100, abs=0.08)
        assert coverage(found, QUANTILES, level) == pytest.approx(level / 100, abs=0.12)
    assert coverage(found, FLAT, 50) < 0.2
    errors = found.groupby("method")["mean_error_log10"].mean()
    assert errors[FLAT] < -0.9
    assert abs(errors[LINE]) < 0.1


def test_steady_growth_asks_for_hardly_any_drift_and_changing_growth_for_as_much_as_there_is() -> None:
    steady, wandering = ([drift_of(points(drift=drift, seed=seed), TRIAL) for seed in range(8)] for drift in (0.0, 0.3))
    assert np.median(steady) <= 0.05
    assert np.median(wandering) >= 0.15


def test_a_widened_fan_holds_more_of_changing_growth_than_the_line_alone() -> None:
    worlds = [tried(points(drift=0.3, seed=seed)) for seed in range(8)]
    alone, widened = (np.mean([coverage(found, method, 80) for found in worlds]) for method in (LINE, WIDENED))
    assert alone < 0.7
    assert widened > alone + 0.1


def test_the_score_prefers_the_method_that_is_right() -> None:
    found = tried(points())
    scores = found[found["horizon_high"] == 4].groupby("method")["crps"].mean()
    assert scores[LINE] < scores[LAST] < scores[FLAT]


def test_the_law_is_carried_on_from_its_day_as_it_was_drawn() -> None:
    table = points()
    law = table[table["decimal_year"] < 2018].assign(log10_flop=lambda frame: 20 + 1.6 * (frame["decimal_year"] - 2010))
    found = forecasts({"some": Selection(table), "law": Selection(law)}, ["some"], TRIAL)
    rows = found[found["method"] == LAW].set_index("horizon_low")["mean_error_log10"]
    assert rows[2.0] == pytest.approx(8.4 + 3.0, abs=0.5)


def test_nothing_is_forecast_from_a_handful_of_runs() -> None:
    assert tried(points(7)).empty
    assert drift_of(points(7), TRIAL) == 0


def test_a_projection_is_widened_by_the_drift_and_compares_the_line_with_itself() -> None:
    selections = {"some": Selection(points())}
    narrow, wide = (
        projection(selections, {"some": 2012}, 2030, 0.95, 3, {"some": drift}).iloc[-1] for drift in (0.0, 0.3)
    )
    assert wide["flop"] == narrow["flop"]
    assert wide["flop_high"] > 5 * narrow["flop_high"]
    assert np.log10(narrow["times"]) == pytest.approx(0.6 * (2030 - narrow["since"]), rel=0.1)
    assert wide["times_low"] < narrow["times_low"] < narrow["times"] < narrow["times_high"] < wide["times_high"]


@pytest.mark.parametrize("seed", range(5))
def test_the_last_bits_of_logarithms_which_processors_differ_in_change_no_digit_of_a_projection(seed: int) -> None:
    few = points(6, seed=seed)
    last_bits = 1 + 1e-14 * np.random.default_rng(seed).choice([-1, 0, 1], len(few))
    nudged = few.assign(log10_flop=few["log10_flop"] * last_bits)
    found, again = (projection({"few": Selection(each)}, {"few": 2012}, 2040, 0.95, 3, {}) for each in (few, nudged))
    pd.testing.assert_frame_equal(found, again, check_exact=True)


@pytest.mark.filterwarnings("error")
def test_a_line_through_three_runs_is_not_carried_beyond_the_numbers_that_there_are() -> None:
    few = points(3).assign(decimal_year=[2018.0, 2018.1, 2018.2], log10_flop=[20.0, 24.0, 21.0])
    selections = {"few": Selection(few), "some": Selection(points())}
    found = projection(selections, {"few": 2012, "some": 2012}, 2030, 0.95, 3, {"few": 0.3})
    assert set(found["trend"]) == {"some"}
    assert np.isfinite(found.filter(like="flop").to_numpy(dtype=float)).all()
