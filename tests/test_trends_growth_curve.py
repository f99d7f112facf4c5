"""Growth over time: curves follow growth that changes, and bands hold it."""

import numpy as np
import pandas as pd
import pytest

from ai_compute.entries.documents import read_yaml
from ai_compute.findings import curve as words
from ai_compute.schemas.registry import models
from ai_compute.settings.analysis import read_settings
from ai_compute.storage.tables import table
from ai_compute.trends.competing import curves
from ai_compute.trends.growth_curve import Curve, Wandering, growth_table, mean_curve, quantile_curve
from ai_compute.trends.regression import Floats
from conftest import ROOT

pytestmark = pytest.mark.slow

WANDERING = Wandering((0.0, 0.1), (0.0, 0.05, 0.1, 0.2, 0.32))


def simulated(before: float, after: float, seed: int, scatter: float = 0.8) -> tuple[Floats, Floats]:
    random = np.random.default_rng(seed)
    years = np.sort(random.uniform(2010, 2026, 300))
    values = 20 + before * np.minimum(years - 2018, 0) + after * np.maximum(years - 2018, 0)
    return years, values + random.normal(0, scatter, len(years))


def at(curve: Curve, year: float) -> float:
    return float(np.interp(year, curve.decimal_year, curve.slope))


def test_few_runs_or_runs_of_less_than_a_year_have_no_curve_and_are_listed_with_the_reason() -> None:
    choice = read_settings(read_yaml((ROOT / "config.yaml").read_bytes(), "config.yaml")).statistics
    for runs, last in ((19, 2020.0), (40, 2012.5)):
        years = np.linspace(2012.0, last, runs)
        points = pd.DataFrame({"decimal_year": years, "log10_flop": 20 + 0.5 * (years - 2012)})
        found, left_out = curves(points, np.ones(runs, np.bool_), 2010, choice)
        assert found.empty
        assert set(left_out["reason"]) == {f"{runs} of the 20 runs, over a year or more, that a curve needs"}


def test_a_change_of_growth_is_followed() -> None:
    curve = mean_curve(*simulated(1.2, 0.3, 1), WANDERING)
    assert at(curve, 2013) == pytest.approx(1.2, abs=0.25)
    assert at(curve, 2023) == pytest.approx(0.3, abs=0.25)


def test_bands_hold_growth_as_often_as_they_say() -> None:
    """Months of 12 worlds, half of them with a change; benchmarks/truth.py tries more."""
    inside = []
    for seed in range(12):
        before, after = (0.6, 0.6) if seed % 2 else (0.93, 0.64)
        curve = mean_curve(*simulated(before, after, seed), WANDERING)
        true = np.where(curve.decimal_year < 2018, before, after)
        inside.append(np.mean(np.abs(curve.slope - true) <= 1.96 * curve.slope_sd))
    assert np.mean(inside) >= 0.9


def test_months_without_runs_are_kept_and_widen_the_band() -> None:
    years, values = simulated(0.6, 0.6, 3)
    gap = (years > 2014) & (years < 2017)
    curve = mean_curve(years[~gap], values[~gap], WANDERING)
    assert len(curve.runs) == len(curve.decimal_year) == 192
    assert (curve.runs[(curve.decimal_year > 2014.1) & (curve.decimal_year < 2016.9)] == 0).all()
    assert np.isfinite(curve.slope).all()


def test_the_curve_of_a_quantile_lies_above_its_share_of_runs() -> None:
    years, values = simulated(0.93, 0.64, 4)
    curve = quantile_curve(years, values, 0.9, WANDERING)
    level = np.interp(years, curve.decimal_year, curve.level)
    assert np.mean(values < level) == pytest.approx(0.9, abs=0.03)
    assert at(curve, 2013) == pytest.approx(0.93, abs=0.35)


def told(slope: Floats, sd: float) -> str:
    years = 2010 + np.arange(len(slope)) / 12
    curve = Curve(years, np.ones(len(slope), np.int64), slope, slope, np.full(len(slope), sd))
    rows = growth_table({"since-2010-with-third-party": curve}, 0.95)
    return words.title({"growth": table(rows, models()["growth"])})


def test_a_curve_is_told_as_one_pace_where_one_lies_in_the_band() -> None:
    assert "One pace fits all runs from 2010 to 2013" in told(np.linspace(0.7, 0.6, 40), 0.1)
    changed = told(np.linspace(1.2, 0.3, 40), 0.05)
    assert changed.endswith("changed: a doubling every 3.0 months in 2010, then a doubling every 12 months in 2013")
    assert "not certain at any time" in told(np.full(40, -0.3), 0.1)
    assert "Too few" in words.title({"growth": table([], models()["growth"])})


@pytest.mark.parametrize(("share", "who"), [(90, "the upper tenth of runs"), (75, "the upper 25 % of runs")])
def test_the_words_name_the_share_that_config_asks_for(share: int, who: str) -> None:
    curve = Curve(np.array([2010.0, 2011.0]), np.ones(2, np.int64), np.zeros(2), np.full(2, 0.6), np.full(2, 0.1))
    rows = growth_table({"since-2010-with-third-party": curve, f"quantile-{share}-with-third-party": curve}, 0.95)
    tables = {"growth": table(rows, models()["growth"])}
    assert f"One pace fits {who}" in words.details(tables)[0]
    assert f"{100 - share} % of them exceed" in words.caption(tables)


def test_a_doubling_time_is_told_only_where_the_band_leaves_0() -> None:
    slope, sd = np.array([0.6, 0.6]), np.array([0.1, 0.5])
    curve = Curve(np.array([2010.0, 2011.0]), np.ones(2, np.int64), np.zeros(2), slope, sd)
    rows = growth_table({"x": curve}, 0.95)
    assert list(rows["doubling_months"].notna()) == [True, False]
    assert rows["growth_per_year"].notna().all()
