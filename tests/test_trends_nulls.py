"""A change of growth of frontier runs is told where there is one, and not where selection makes it."""

import numpy as np
import pandas as pd
import pytest

from ai_compute.findings import change
from ai_compute.schemas.registry import models
from ai_compute.storage.tables import table
from ai_compute.trends.frontier import frontier
from ai_compute.trends.keys import LARGEST, WITH_THIRD_PARTY
from ai_compute.trends.nulls import DIFFERENCE, Rule, against, nulls
from ai_compute.trends.regression import Floats
from ai_compute.trends.worlds import SCATTERS, leading, slopes_of, without_change

pytestmark = pytest.mark.slow

RULE = Rule(split=2018.4, tops=(10,), worlds=300, level=0.95, runs_at_least=3, seed=1)


def dates(runs: int = 250, seed: int = 1) -> Floats:
    """More and more runs a year."""
    return np.sort(2010 + 16 * np.sqrt(np.random.default_rng(seed).uniform(size=runs)))


def growing(before: float, after: float, scatter: float = 0.9, seed: int = 2) -> pd.DataFrame:
    years = dates()
    values = 20 + before * np.minimum(years - 2018.4, 0) + after * np.maximum(years - 2018.4, 0)
    values = values + np.random.default_rng(seed).normal(0, scatter, len(years))
    return pd.DataFrame({"decimal_year": years, "log10_flop": values})


def told(points: pd.DataFrame, rule: Rule = RULE) -> str | None:
    found, _ = nulls(points, np.ones(len(points), np.bool_), rule)
    return change.frontier_verdict({"nulls": table(found, models()["nulls"])}, LARGEST + WITH_THIRD_PARTY)


def test_frontiers_of_many_worlds_are_those_of_each() -> None:
    random = np.random.default_rng(4)
    years = np.sort(random.uniform(2010, 2026, 120)).round(1)  # many runs of one day
    values = random.normal(0, 1, (30, 120)).round(1) + 0.3 * (years - 2010)
    found = leading(years, values, (1, 3, 10))
    assert set(found) == {1, 3, 10}
    for top, together in found.items():
        for row, alone in zip(values, together, strict=True):
            points = sorted(zip(years[alone], row[alone], strict=True))
            mask = frontier(years, 10**row, top, 2010)
            assert points == sorted(zip(years[mask], row[mask], strict=True))


def test_slopes_are_those_of_the_chosen_runs() -> None:
    years, chosen = dates(40), np.random.default_rng(5).uniform(size=(4, 40)) < 0.4
    values = np.random.default_rng(6).normal(0, 1, (4, 40)) + years
    for row, kept, slope in zip(values, chosen, slopes_of(years, values, chosen, 3), strict=True):
        assert slope == pytest.approx(np.polyfit(years[kept], row[kept], 1)[0])
    assert np.isnan(slopes_of(years, values, chosen & (np.cumsum(chosen, axis=1) <= 2), 3)).all()


@pytest.mark.parametrize("scatter", SCATTERS)
def test_worlds_have_the_line_and_the_scatter_of_the_data(scatter: str) -> None:
    points = growing(0.6, 0.6)
    years, values = points["decimal_year"].to_numpy(), points["log10_flop"].to_numpy()
    values = np.where(years < 2018.4, 20 + 0.6 * (years - 2018.4) + 2 * (values - 20 - 0.6 * (years - 2018.4)), values)
    worlds, slope = without_change(years, values, 2018.4, scatter, 2000, np.random.default_rng(7))  # type: ignore[arg-type]
    line = worlds.mean(axis=0)
    assert np.polyfit(years, line, 1)[0] == pytest.approx(slope, abs=0.01)
    spread = (worlds - line).std(axis=0)
    ratio = spread[years < 2018.4].mean() / spread[years >= 2018.4].mean()
    assert ratio == pytest.approx(2.0 if scatter == "by period" else 1.0, abs=0.3)


def test_a_plain_change_is_told() -> None:
    assert told(growing(1.2, 0.5)) == "slower"
    assert told(growing(0.2, 1.0)) == "faster"


def test_worlds_without_a_frontier_on_both_sides_are_left_out_with_a_reason() -> None:
    points = growing(1.2, -0.3)
    found, left_out = nulls(points, np.ones(len(points), np.bool_), RULE)
    assert set(left_out["reason"]) == {"no world with scatter by period has frontier runs on both sides"}
    assert set(found["method"]) == set(SCATTERS) - {"by period"}


def test_selection_alone_is_not_told_as_a_change() -> None:
    """In worlds without a change lines through the frontier seem to slow down in the median; the rule is silent."""
    verdicts = [told(growing(0.6, 0.6, seed=seed), Rule(2018.4, (10,), 150, 0.95, 3, 1)) for seed in range(20)]
    assert sum(verdict in ("slower", "faster") for verdict in verdicts) <= 3
    found, _ = nulls(growing(0.6, 0.6, scatter=1.2), np.ones(250, np.bool_), RULE)
    assert (found.loc[found["statistic"] == DIFFERENCE, "null_median"] < 0).all()


def test_without_totals_of_others_worlds_leave_them_out_too() -> None:
    points = growing(0.6, 0.6)
    ours = np.random.default_rng(8).uniform(size=len(points)) < 0.7
    found, _ = nulls(points, ours, RULE)
    runs = found.drop_duplicates("set").set_index("set")[["runs_before", "runs_after"]].sum(axis=1)
    assert runs[LARGEST] < runs[LARGEST + WITH_THIRD_PARTY]


@pytest.mark.parametrize("runs", [0, 1, 12])
def test_too_few_frontier_runs_are_left_out_with_a_reason(runs: int) -> None:
    found, left_out = nulls(growing(0.6, 0.6).head(runs), np.ones(runs, np.bool_), RULE)
    assert found.empty
    assert set(left_out["analysis"]) == {"nulls top-10", "nulls top-10-with-third-party"}


def test_p_is_two_sided() -> None:
    simulated = np.arange(1000.0)
    assert against(499.5, simulated, 0.95)["p"] == 1.0
    assert against(-1.0, simulated, 0.95)["p"] == against(1000.0, simulated, 0.95)["p"] == pytest.approx(2 / 1001)
    assert not against(30.0, simulated, 0.95)["outside"]
    assert against(10.0, simulated, 0.95)["outside"]
    few = against(-1.0, simulated[:30], 0.95)
    assert few["p"] == pytest.approx(2 / 31)
    assert not few["outside"]
