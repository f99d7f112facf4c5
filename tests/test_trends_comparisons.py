"""Two fits to the same runs: what the papers bear out, and what they cannot tell."""

import re

import numpy as np
import pandas as pd
import pytest

from ai_compute.findings import law
from ai_compute.schemas.registry import models
from ai_compute.storage.tables import table
from ai_compute.trends.comparisons import (
    DIFFERENT,
    PARTS,
    SAME,
    SLIGHTLY,
    UNDECIDED,
    Comparison,
    compared,
    comparisons,
    parts_of,
    slopes,
    verdict,
)
from ai_compute.trends.selections import Selection
from made_up import made_up_tables


def paired(runs: int, steeper: float = 0.0, scatter: float = 0.1, later: float = 0.0, seed: int = 0) -> pd.DataFrame:
    """Runs on a line of slope 1 by the other's values; ours are steeper, scatter about them, and end later."""
    random = np.random.default_rng(seed)
    years = np.linspace(2012, 2018, runs)
    values = 20 + (years - 2012) + random.normal(0, 1, runs)
    return pd.DataFrame(
        {
            "run": [f"r{number}" for number in range(runs)],
            "decimal_year": years + later * (years - years.mean()),
            "log10_flop": values + steeper * (years - years.mean()) + random.normal(0, scatter, runs),
            "decimal_year_other": years,
            "log10_flop_other": values,
        }
    )


def found(table: pd.DataFrame, resamples: int = 2000) -> dict[str, object]:
    return compared(table, resamples, np.random.default_rng(1), 0.95, 1.25)


def test_the_slope_of_weighted_runs_is_that_of_runs_repeated_so_often() -> None:
    random = np.random.default_rng(2)
    x, y, weights = random.uniform(0, 5, 9), random.normal(size=9), random.integers(0, 3, (5, 9))
    expected = [np.polyfit(np.repeat(x, row), np.repeat(y, row), 1)[0] for row in weights]
    assert slopes(x, y, weights.astype(float)) == pytest.approx(expected)


def test_what_values_and_dates_do_adds_up_to_the_difference() -> None:
    table = paired(12, steeper=0.2, later=0.1)
    dates = [table["decimal_year_other"].to_numpy(), table["decimal_year"].to_numpy()]
    values = [table["log10_flop_other"].to_numpy(), table["log10_flop"].to_numpy()]
    parts = parts_of(dates, values, np.ones((1, 12)))
    assert parts["by_values"] + parts["by_dates"] == pytest.approx(parts["slope_difference"])
    only_values = parts_of([dates[0], dates[0]], values, np.ones((1, 12)))
    assert only_values["by_dates"] == pytest.approx(0)
    assert only_values["by_values"] == pytest.approx(only_values["slope_difference"])


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(-0.1, 0.1, SAME), (0.02, 0.15, SLIGHTLY), (0.1, 0.5, DIFFERENT), (-0.1, 0.5, UNDECIDED), (-0.5, -0.3, DIFFERENT)],
)
def test_a_verdict_needs_an_interval_narrow_enough_to_have_said_otherwise(
    low: float, high: float, expected: str
) -> None:
    assert verdict(low, high, allowed=0.2) == expected


def test_values_that_differ_by_chance_bear_it_out_and_steeper_ones_do_not() -> None:
    assert found(paired(15, scatter=0.1))["verdict"] == SAME
    assert found(paired(15, steeper=0.6, scatter=0.1))["verdict"] == DIFFERENT
    assert found(paired(15, scatter=3.0))["verdict"] == UNDECIDED


@pytest.mark.slow
def test_equal_slopes_are_found_to_differ_no_more_often_than_the_interval_says() -> None:
    rows = [found(paired(15, scatter=0.2, seed=seed), 1000) for seed in range(500)]
    wrong = [
        not float(str(row["slope_difference_low"])) <= 0 <= float(str(row["slope_difference_high"])) for row in rows
    ]
    assert np.mean(wrong) <= 0.08


def selected(table: pd.DataFrame) -> dict[str, Selection]:
    columns = ["run", "decimal_year", "log10_flop"]
    other = table[["run", "decimal_year_other", "log10_flop_other"]].set_axis(columns, axis=1)
    return {"ours": Selection(table[columns]), "theirs": Selection(other)}


def test_runs_that_are_circular_can_be_left_out_and_too_few_are_not_compared() -> None:
    wanted = [Comparison("ours", "theirs"), Comparison("ours", "theirs", ("r0", "r1"))]
    rows, left_out = comparisons(selected(paired(10)), wanted, 200, 1, 0.95, 3)
    assert rows["runs"].to_list() == [10, 8]
    assert left_out.empty
    rows, left_out = comparisons(selected(paired(2)), wanted[:1], 200, 1, 0.95, 3)
    assert rows.empty
    assert "comparison of ours with theirs" in left_out["analysis"].item()


def told(table: pd.DataFrame, **changes: object) -> dict[str, pd.DataFrame]:
    row = {"one": "openai-2018", "other": "drawn", "without": "", "runs": len(table), **found(table), **changes}
    return {**made_up_tables(40), "comparisons": pd.concat([table_of(row), table_of({**row, "without": "run-0001"})])}


def table_of(row: dict[str, object]) -> pd.DataFrame:
    return table([row], models()["comparisons"])


@pytest.mark.slow
def test_borne_out_is_said_only_where_the_comparison_could_have_said_otherwise() -> None:
    borne_out = law.finding(told(paired(15, scatter=0.1)))
    assert "agree with it" in borne_out
    shown = r"This comparison would have shown a doubling time under [\d.]+ months or over [\d.]+ months\."
    assert re.search(shown, law.rederivation(told(paired(15, scatter=0.1))))
    unsure = told(paired(15, scatter=3.0))
    assert "cannot tell" in law.finding(unsure)
    assert "might not even have shown" in law.rederivation(unsure)
    assert "shorter" in law.finding(told(paired(15, steeper=0.6)))


def test_what_hangs_on_facts_that_openai_supplied_is_not_simply_borne_out() -> None:
    tables = told(paired(15, scatter=0.1))
    assert law.finding(tables).startswith("The papers agree with it: ")
    rows = tables["comparisons"]
    circular = rows.assign(verdict=rows["verdict"].where(rows["without"] == "", "undecided"))
    unsure = law.finding({**tables, "comparisons": circular})
    assert unsure.startswith("The papers agree with it only by facts that OpenAI itself supplied: ")


def test_what_chance_alone_could_make_is_not_called_no_larger_than_chance() -> None:
    assert "Chance alone could make that." in law.rederivation(told(paired(15, scatter=0.1)))
    assert "That is more than chance would make." in law.rederivation(told(paired(15, steeper=0.6)))


def test_what_is_circular_is_named_and_tried_without() -> None:
    text = law.rederivation(told(paired(15)))
    assert "OpenAI itself supplied facts of Model 1; without them a year’s growth is" in text


def test_what_a_handful_of_runs_does_has_no_interval() -> None:
    text = law.rederivation(told(paired(15), dates_moved=1))
    assert "other dates the same (one run)." in text
    assert "Which of both matters more is not decided" in text


def test_all_parts_have_intervals_around_them() -> None:
    row = found(paired(15, steeper=0.3, later=0.05))
    for part in PARTS:
        assert float(str(row[f"{part}_low"])) < float(str(row[part])) < float(str(row[f"{part}_high"]))
