"""Runs against the lines of laws: closed forms, drawn worlds whose answer is known, and rows that are wrong."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from ai_compute.entries.thresholds import out_of_date, read_thresholds
from ai_compute.messages.problems import Problems
from ai_compute.schemas.calibration import CalibrationScales
from ai_compute.schemas.estimates import Estimates, TrainingCompute
from ai_compute.schemas.raw import Factors, PrintedTotals, Runs
from ai_compute.schemas.thresholds import FLAT, STANDINGS, Cumulative
from ai_compute.settings.thresholds import Standing, ThresholdSettings
from ai_compute.storage.tables import table
from ai_compute.thresholds import forecast
from ai_compute.thresholds.counting import Collected, counted
from ai_compute.thresholds.counts import fixed_counts, over_lines, relative_counts
from ai_compute.thresholds.cumulative import cumulative
from ai_compute.thresholds.deciding import Deciding, deciding_facts
from ai_compute.thresholds.standing import (
    by_developer_of_base,
    classified,
    probability_above,
    standing_of,
    threshold_texts,
)
from ai_compute.thresholds.worlds import INDEPENDENT, Shared, drawn_worlds, shared_doubts, with_bases
from ai_compute.values.dates import decimal_year
from conftest import ROOT

FILE = "data/raw/thresholds.csv"
HEADER = "threshold,name,jurisdiction,text,article,flop,share_of_base,reached,counts,domains,status,evidence,source"
LINE = "line,Line,EU,Act,Article 1,1e25 FLOP,,above,cumulative,,in force,paper,the text"
MODIFIER = "modifier,Modifier,EU,Act,Article 2,,0.25,above,modification,,in force,paper,the text"
LEVELS = Standing(certainly=0.975, probably=0.8)
CHOICE = ThresholdSettings.model_validate(yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))["thresholds"])


def texts(*rows: str) -> pd.DataFrame:
    return threshold_texts(read_thresholds("\n".join([HEADER, *rows, ""]).encode(), FILE))


def problem(row: str):
    with pytest.raises(Problems) as raised:
        texts(row)
    [found] = raised.value.problems
    return found


def run(
    name: str, flop: float, factor: float = 2.0, day: str = "2024-01-01", base: str = "", basis: str = "own"
) -> dict:
    """A run whose 95 % interval is its value x/÷ a factor."""
    return {
        "run": name, "name": name, "paper": name, "published": pd.Timestamp(day), "domain": "language",
        "decimal_year": decimal_year(date.fromisoformat(day)), "domains": "language",
        "organization": "Lab", "cluster": "Lab",
        "basis": basis, "method": "operation counting" if basis == "own" else "", "methods": "", "flop": flop,
        "flop_low": flop / factor, "flop_high": flop * factor, "pfs_days": flop / 8.64e19, "record": False,
        "rank_at_publication": 1, "base": base, "country": "", "open_weights": None, "open_weights_source": "",
        "parameters": None, "active_parameters": None, "notes": "", "explanation_code": "", "explanation": "",
    }  # fmt: skip


def tables(*rows: dict) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `runs` and `training_compute`; a run whose compute is NaN has none."""
    valued = [row for row in rows if row["flop"] == row["flop"]]
    return table(rows, Runs), table(valued, TrainingCompute)


def deciding(values: pd.DataFrame) -> Deciding:
    same = values[["run"]].assign(deciding_factor="tokens (stated)", deciding_share=1.0)
    return Deciding(same, same, same)


def stand(lines: pd.DataFrame, *rows: dict) -> pd.DataFrame:
    runs, values = tables(*rows)
    summed = cumulative(runs, values, 20_000, 1)
    return classified(lines, runs, values, summed, deciding(values), LEVELS).set_index("run")


def test_a_run_on_the_line_is_above_it_with_one_half():
    assert stand(texts(LINE), run("on", 1e25)).loc["on", "probability"] == pytest.approx(0.5)


def test_at_the_end_of_its_95_percent_interval_a_run_is_above_with_975_in_1000():
    found = stand(texts(LINE), run("over", 2e25), run("under", 0.5e25))
    assert found.loc["over", "probability"] == pytest.approx(0.975)
    assert found.loc["under", "probability"] == pytest.approx(0.025)


@given(st.floats(20, 30), st.floats(0.01, 2))
def test_probabilities_of_being_above_and_below_add_up(log10_flop, log10_factor):
    value, factor = 10**log10_flop, 10**log10_factor
    above = probability_above([value], [value / factor], [value * factor], 1e25)
    mirrored = 1e50 / value
    below = probability_above([mirrored], [mirrored / factor], [mirrored * factor], 1e25)
    assert above + below == pytest.approx(1)


def test_a_run_is_of_the_developer_of_its_base_by_its_first_organization():
    runs = pd.DataFrame(
        [("base", "", "A; B"), ("own", "base", "B; C"), ("guest", "base", "C; A"), ("stray", "gone", "A")],
        columns=["run", "base", "organization"],
    )
    assert by_developer_of_base(runs) == {"own"}


def test_a_value_without_doubt_is_on_one_side():
    assert list(probability_above([2e25, 1e25, 5e24], [2e25, 1e25, 5e24], [2e25, 1e25, 5e24], 1e25)) == [1, 0.5, 0]


def test_standings_mirror_each_other():
    words = standing_of([0.975, 0.8, 0.79, 0.5, 0.21, 0.19, 0.025], LEVELS)
    assert words == ["certainly above", "probably above", *["undecided"] * 3, "probably below", "certainly below"]
    assert len(STANDINGS) == 5


def test_the_compute_of_a_base_is_added_where_the_text_counts_it():
    alone = LINE.replace("line,Line", "alone,Alone").replace("cumulative", "run")
    found = stand(texts(LINE, alone), run("base", 9e24), run("top", 2e24, base="base")).reset_index()
    top = found[found["run"] == "top"].set_index("threshold")
    assert top.loc["alone", "flop"] == pytest.approx(2e24)
    assert top.loc["line", "flop"] == pytest.approx(1.1e25, rel=0.05)
    assert list(top["cumulative"]) == [False, True]
    assert top.loc["line", "probability"] > 0.5 > top.loc["alone", "probability"]


def test_a_sum_without_doubt_is_exact_and_one_with_doubt_is_what_draws_give():
    runs, values = tables(run("base", 3e24, 1.0), run("top", 1e24, 1.0, base="base"))
    assert cumulative(runs, values, 1000, 1).loc[0, "flop"] == pytest.approx(4e24)
    runs, values = tables(run("base", 3e24, 2.5), run("top", 2e24, 2.0, base="base"))
    [row] = cumulative(runs, values, 1000, 1).to_dict("records")
    rng = np.random.default_rng(3)
    sd = np.log(values["flop_high"] / values["flop"]).to_numpy() / 1.96
    drawn = (values["flop"].to_numpy()[:, None] * np.exp(sd[:, None] * rng.standard_normal((2, 400_000)))).sum(axis=0)
    low, median, high = np.quantile(drawn, [0.025, 0.5, 0.975])
    assert [row["flop_low"], row["flop"], row["flop_high"]] == pytest.approx([low, median, high], rel=0.05)


def test_a_base_without_a_figure_makes_the_sum_a_lower_bound():
    runs, values = tables(run("base", np.nan), run("top", 1e24, base="base"))
    [row] = cumulative(runs, values, 1000, 1).to_dict("records")
    assert (row["flop"], row["complete"]) == (1e24, False)
    assert "base (no figure)" in row["parts"]


def test_a_modification_is_held_against_a_share_of_its_base():
    found = stand(texts(MODIFIER), run("base", 4e24), run("quarter", 1e24, base="base"), run("half", 2e24, base="base"))
    assert found.loc["quarter", "probability"] == pytest.approx(0.5)
    # Twice the line, and two intervals of x/÷ 2 whose variances add.
    assert found.loc["half", "probability"] == pytest.approx(0.9171, abs=1e-3)
    assert "base" not in found.index


def test_a_line_speaks_of_its_domains_only():
    biology = LINE.replace(",,in force", ",biology,in force")
    assert stand(texts(biology), run("text", 1e26)).empty


def test_whether_a_line_was_in_force_when_a_run_appeared():
    dated = f"{HEADER},start,end"
    rows = read_thresholds(f"{dated}\n{LINE},2024-06-01,2025-01-01\n".encode(), FILE)
    runs = [run("before", 1e26), run("while", 1e26, day="2024-06-01"), run("after", 1e26, day="2025-01-01")]
    assert list(stand(threshold_texts(rows), *runs).loc[["before", "while", "after"], "in_force"]) == [
        False,
        True,
        False,
    ]


def test_without_runs_there_is_nothing_to_say():
    assert stand(texts(LINE)).empty
    assert cumulative(*tables(), 1000, 1).empty


def factor(run: str, name: str, factor: float, value: float = 1.0, known: str = "stated") -> dict:
    """A fact of a run's one part, known to x/÷ a factor."""
    return {
        "run": run, "method": "operation counting", "part": "", "factor": name, "position": 1, "value": value,
        "value_low": value / factor, "value_high": value * factor, "unit": "", "text": "", "known": known,
        "evidence": "paper", "source": "", "shared": "", "independent": True,
    }  # fmt: skip


def narrows(*rows: dict, facts: list[dict]) -> Deciding:
    runs, values = tables(*rows)
    return deciding_facts(table(facts, Factors), runs, values, table([], PrintedTotals), (), 1.0)


def fact_of(found: pd.DataFrame, run: str) -> tuple[str, float]:
    row = found.set_index("run").loc[run]
    return row["deciding_factor"], round(row["deciding_share"], 3)


def test_the_fact_with_the_largest_share_of_the_variance_decides():
    facts = [factor("one", "tokens", 2.0), factor("one", "parameters", 4.0)]
    # Log variances add: 2 to 1 in the logarithm of x/÷ is 4 to 1 in variance.
    assert fact_of(narrows(run("one", 1e25), facts=facts).own, "one") == ("parameters (stated)", 0.8)


def test_of_a_fine_tune_with_its_base_the_larger_of_both_decides():
    facts = [factor("base", "tokens", 1.5, 9e24), factor("top", "time", 3.0, 1e23)]
    found = narrows(run("base", 9e24), run("top", 1e23, base="base"), facts=facts)
    assert fact_of(found.own, "top") == ("time (stated)", 1.0)
    assert fact_of(found.cumulative, "top")[0] == "tokens (stated) of base"
    assert fact_of(found.cumulative, "top")[1] > 0.99
    # Of a modification over its base both count in full, and the less sure one decides.
    assert fact_of(found.modification, "top") == ("time (stated)", 0.88)


def test_the_total_of_others_and_a_value_without_doubt_are_named():
    rows = [run("told", 1e25, basis="third-party"), run("exact", 1e25)]
    found = narrows(*rows, facts=[factor("exact", "tokens", 1.0, 1e25)]).own
    assert fact_of(found, "told") == ("the total by others", 1.0)
    assert fact_of(found, "exact") == ("nothing that is in doubt", 0.0)


@given(st.permutations(["epochs", "batch", "updates", "tokens"]))
@pytest.mark.slow
def test_facts_that_weigh_the_same_are_told_in_one_order(names):
    facts = [factor("one", name, 2.0) for name in names]
    assert fact_of(narrows(run("one", 1e25), facts=facts).own, "one") == ("batch (stated)", 0.25)


def collected(lines: pd.DataFrame, *rows: dict) -> Collected:
    runs, values = tables(*rows)
    summed = cumulative(runs, values, 1000, 1)
    sides = classified(lines, runs, values, summed, deciding(values), LEVELS)
    empty = {"estimates": table([], Estimates), "printed_totals": table([], PrintedTotals)}
    return Collected(lines, sides, runs, values, calibration_scales=table([], CalibrationScales), **empty)


@pytest.mark.parametrize("rows", [[], [run("one", 1e25)], [run(f"run-{n}", 1e27, day="2025-03-01") for n in range(3)]])
def test_counts_of_no_run_of_one_and_of_all_above(rows):
    quick = CHOICE.model_copy(update={"draws": 500})
    counts, _ = counted(collected(texts(LINE), *rows), quick, date(2026, 11, 1))
    fixed = counts[(counts["kind"] == "fixed") & (counts["published"] == "2026-11-01")]
    expected = [0.5] if len(rows) == 1 else [3.0]
    assert list(fixed["expected"]) == (pytest.approx(expected, abs=0.08) if rows else [0.0])


def test_independent_counts_follow_the_poisson_binomial_distribution():
    rows = [run(f"run-{n}", flop, 4.0) for n, flop in enumerate([5e24, 9e24, 1e25, 2e25, 4e25])]
    lines, (runs, values) = texts(LINE), tables(*rows)
    worlds = drawn_worlds(values, table([], Estimates), pd.Series(dtype=str), INDEPENDENT, 20_000, 5)
    sides = classified(lines, runs, values, table([], Cumulative), deciding(values), LEVELS)
    days = [pd.Timestamp("2026-01-01")]
    over = over_lines(lines, sides, values, worlds, worlds, days)
    [row] = fixed_counts(lines, sides, values, over, runs.iloc[:0], days)
    chance = sides["probability"].to_numpy()
    assert row["expected"] == pytest.approx(chance.sum(), abs=0.02)
    exact = np.array([1.0])
    for each in chance:
        exact = np.convolve(exact, [1 - each, each])
    assert row["low"] == np.searchsorted(exact.cumsum(), 0.025)
    assert row["high"] == np.searchsorted(exact.cumsum(), 0.975)


@pytest.mark.parametrize("chances", [(0.3, 0.6), (0.2, 0.5, 0.9)])
def test_two_and_three_independent_runs_follow_their_closed_forms(chances):
    # Of two: none with (1 - p)(1 - q), both with pq. Of three: all with pqr.
    factor = 10**0.4
    rows = [run(f"run-{n}", 1e25 * 10 ** (0.4 / 1.959964 * norm.ppf(p)), factor) for n, p in enumerate(chances)]
    _, values = tables(*rows)
    drawn = drawn_worlds(values, table([], Estimates), pd.Series(dtype=str), INDEPENDENT, 40_000, 3) > 25
    above = drawn.sum(axis=0)
    assert probability_above(values["flop"], values["flop_low"], values["flop_high"], 1e25) == pytest.approx(chances)
    assert (above == len(chances)).mean() == pytest.approx(np.prod(chances), abs=0.01)
    assert (above == 0).mean() == pytest.approx(np.prod(1 - np.array(chances)), abs=0.01)


def test_what_estimates_have_in_common_is_part_of_their_intervals_and_not_on_top_of_them():
    # A third by hardware time and the rest by operation counting, most of them near the line.
    rows = [run(f"run-{n}", 1e25 * 10 ** ((n - 30) / 30), 2.0) for n in range(60)]
    rows = [{**row, "method": "hardware time" if n % 3 == 0 else row["method"]} for n, row in enumerate(rows)]
    _, values = tables(*rows)
    chance = probability_above(values["flop"], values["flop_low"], values["flop_high"], 1e25)
    shared, alone = (
        (drawn_worlds(values, table([], Estimates), pd.Series(dtype=str), common, 20_000, 5) > 25)
        for common in (Shared(np.log10(0.7), 0.03, 0.0, 0.3), INDEPENDENT)
    )
    assert shared.mean(axis=1) == pytest.approx(chance, abs=0.025)
    assert shared.sum(axis=0).mean() == pytest.approx(chance.sum(), abs=0.3)
    assert shared.sum(axis=0).std() > 1.1 * alone.sum(axis=0).std()


def test_runs_without_figures_are_counted_since_the_first_that_may_be_over_and_where_the_text_speaks_of_them():
    silent = [
        run("early", np.nan, day="2023-01-01"),
        run("late", np.nan),
        {**run("other", np.nan), "domains": "vision"},
    ]
    runs, values = tables(run("first", 2e25, day="2023-06-01"), *silent)
    worlds = drawn_worlds(values, table([], Estimates), pd.Series(dtype=str), INDEPENDENT, 100, 5)
    for domains, expected in (("", 2), ("language", 1)):
        lines = texts(LINE.replace(",,in force", f",{domains},in force"))
        sides = classified(lines, runs, values, table([], Cumulative), deciding(values), LEVELS)
        unknown = runs[runs["run"] != "first"]
        days = [pd.Timestamp("2026-01-01")]
        over = over_lines(lines, sides, values, worlds, worlds, days)
        [row] = fixed_counts(lines, sides, values, over, unknown, days)
        assert row["without_figures"] == expected


@pytest.mark.parametrize(
    ("scale", "low", "high", "sd"),
    [(2.0, 1.0, 4.0, 0.1536), (2.0, 0.0, 4.0, 0.1536), (1.8, 0.0, 1.8, 0.0), (0.0, 0.0, 0.0, 0.0)],
)
def test_a_scale_that_may_be_nothing_is_as_unsure_as_its_upper_side(scale, low, high, sd):
    row = {"group": "all", "runs": 5, "papers": 5, "bias": 0.8, "bias_low": 0.6, "bias_high": 1.1}
    row |= {"scale": scale, "scale_low": low, "scale_high": high, "scale_without_bias": scale}
    found = shared_doubts(table([row], CalibrationScales), 0.3)
    assert found.scale_sd == pytest.approx(sd, abs=1e-3)
    assert found.log10_bias == pytest.approx(np.log10(0.8))


def test_a_source_that_is_wrong_is_wrong_of_all_its_totals():
    rows = [run(f"run-{n}", 1e25, 4.0, basis="third-party") for n in range(40)]
    _, values = tables(*rows)
    sources = pd.Series("Somebody", index=values["run"])
    spread = {
        share: (drawn_worlds(values, table([], Estimates), sources, Shared(0, 0, 0, share), 4000, 5) > 25)
        .sum(axis=0)
        .std()
        for share in (0.0, 0.3, 0.9)
    }
    assert spread[0.0] < 0.6 * spread[0.3] < 0.6 * spread[0.9]


def test_a_base_is_the_same_for_all_that_rest_on_it():
    runs, values = tables(run("base", 9e24, 3.0), *(run(f"top-{n}", 1e23, 1.01, base="base") for n in range(20)))
    worlds = drawn_worlds(values, table([], Estimates), pd.Series(dtype=str), INDEPENDENT, 4000, 5)
    above = (with_bases(worlds, values, runs) > 25).sum(axis=0)
    assert np.isin(above, [0, 20, 21]).mean() > 0.95


def test_in_worlds_where_intervals_are_right_four_in_five_of_those_said_to_be_so_are_above():
    rng = np.random.default_rng(8)
    true = rng.normal(25, 0.8, 60_000)
    sd = rng.uniform(0.05, 0.6, len(true))
    # A flat prior: estimates scatter about the truth, and nothing else is known of it.
    estimate = 10 ** (true + sd * rng.standard_normal(len(true)))
    factor = 10 ** (1.959964 * sd)
    chance = probability_above(estimate, estimate / factor, estimate * factor, 1e25)
    said = (chance > 0.77) & (chance < 0.83)
    assert 0.72 < (true[said] > 25).mean() < 0.88


def test_relative_lines_move_with_the_largest_run():
    rows = {
        "first": (1e24, "2023-01-01"),
        "near": (4e23, "2023-02-01"),
        "far": (1e22, "2023-03-01"),
        "largest": (1e26, "2024-01-01"),
        "left-behind": (1e24, "2024-02-01"),
    }
    _, values = tables(*(run(name, flop, 1.0, day) for name, (flop, day) in rows.items()))
    worlds = np.repeat(np.log10(values["flop"].to_numpy())[:, None], 10, axis=1)
    found = relative_counts(values, worlds, [0.5], pd.Series([], dtype="datetime64[us]"), date(2024, 12, 31))
    assert [row["expected"] for row in found] == [2, 1]


def test_a_forecast_of_steady_growth_holds_what_comes():
    rng = np.random.default_rng(2)
    years = np.sort(rng.uniform(2014, 2027, 500))
    logs = 18 + 0.6 * (years - 2014) + 0.7 * rng.standard_normal(500)
    lines = {"line": 25.0, "lower": 23.0}
    history = forecast.History(years, logs, {name: (logs > at) * 1.0 for name, at in lines.items()}, lines, 2027.0)
    quick = CHOICE.forecast.model_copy(update={"paths": 400})
    rows, _ = forecast.scores(history, quick, 1)
    later = [row for row in rows if row["told"] and not row["widened_on"]]
    assert len(later) == 18
    assert np.mean([row["inside"] for row in later]) >= 0.6
    assert np.median([abs(row["error_log10"]) for row in later]) < 0.2


def test_the_part_of_a_year_that_is_known_is_forecast_in_part():
    rng = np.random.default_rng(4)
    years = np.sort(rng.uniform(2016, 2026.5, 400))
    history = forecast.History(years, np.full(400, 26.0), {"line": np.ones(400)}, {"line": 25.0}, 2026.5)
    quick = CHOICE.forecast.model_copy(update={"paths": 400})
    rows, _ = forecast.scores(history, quick, 1)
    [last] = [row for row in rows if row["cut"] == 2025 and row["method"] == FLAT]
    assert (last["horizon"], last["part"]) == (1, 0.5)
    # As many as last year, half of the year: some 19 of the 38 a year.
    assert last["forecast"] == pytest.approx(0.5 * (np.floor(years) == 2025).sum(), abs=3)
    assert {row["part"] for row in rows if row["cut"] < 2025} == {1.0}


def test_two_runs_carry_no_forecast():
    history = forecast.History(
        np.array([2023.0, 2024.0]), np.array([24.0, 25.0]), {"line": np.ones(2)}, {"line": 25.0}, 2026.0
    )
    assert forecast.scores(history, CHOICE.forecast, 1)[0] == []


@pytest.mark.parametrize(
    ("row", "field", "expected"),
    [
        (LINE.replace("1e25 FLOP", ""), "flop", "one of the two"),
        (MODIFIER.replace("Article 2,", "Article 2,1e25 FLOP"), "flop", "one of the two"),
        (MODIFIER.replace("modification", "run"), "counts", "modification"),
        (LINE.replace("1e25 FLOP", "1e25"), "flop", ""),
        (LINE.replace("1e25 FLOP", "~1e25 FLOP"), "flop", "one number"),
        (LINE.replace("1e25 FLOP", "1e25 to 1e26 FLOP"), "flop", "one number"),
        (LINE.replace("1e25 FLOP", "0 FLOP"), "flop", "above 0"),
        (MODIFIER.replace("0.25", "1.5"), "share_of_base", "up to 1"),
        (LINE.replace("in force", "dead"), "status", "in force"),
        (LINE.replace(",,in force", ",vision; sight,in force"), "domains", "vision"),
        (f"{LINE}\n{LINE.replace('Line', 'Other')}", "threshold", "each key once"),
        (f"{LINE}\n{LINE.replace('line,', 'twin,')}", "name", "each name once"),
        (LINE.replace("1e25 FLOP", "1e-5 FLOP"), "flop", "1 FLOP or more"),
        (LINE.replace(",,in force", ",vision; language; vision,in force"), "domains", "each domain once"),
        (LINE.replace("in force", "signed"), "start", "the first day in force"),
    ],
)
def test_a_row_that_is_wrong_is_named(row, field, expected):
    found = problem(row)
    assert found.field == field
    assert expected in found.expected
    assert found.way_out


@pytest.mark.parametrize("day", ["2025", "2025-08"])
@pytest.mark.parametrize("field", ["start", "end"])
def test_what_is_in_force_is_so_from_a_whole_day_on(field, day):
    days = f"{day}," if field == "start" else f"2024-01-01,{day}"
    with pytest.raises(Problems) as raised:
        read_thresholds(f"{HEADER},start,end\n{LINE},{days}\n".encode(), FILE)
    [found] = raised.value.problems
    assert (found.field, found.line) == (field, 2)
    assert "a whole day such as 2025-08-02" in found.expected


@pytest.mark.parametrize("status", ["in force", "proposed", "vetoed", "revoked"])
def test_what_never_was_in_force_has_no_end(status):
    with pytest.raises(Problems) as raised:
        read_thresholds(f"{HEADER},start,end\n{LINE.replace('in force', status)},,2024-01-01\n".encode(), FILE)
    [found] = raised.value.problems
    assert (found.field, found.line) == ("start", 2)
    assert "empty `end`" in found.way_out


def test_mistakes_of_rows_and_between_rows_are_named_together():
    with pytest.raises(Problems) as raised:
        texts(LINE.replace("1e25 FLOP", "1e25"), LINE, LINE, MODIFIER.replace("0.25", "1.5"))
    found = {(problem.line, problem.field) for problem in raised.value.problems}
    assert found == {(2, "flop"), (4, "threshold"), (4, "name"), (5, "share_of_base")}


def test_no_line_of_a_law_takes_the_key_of_a_relative_one():
    assert "config.yaml" in problem(LINE.replace("line,", "within-1,")).expected


def test_a_line_of_nothing_is_not_to_be_left_away():
    assert "write the number" in problem(LINE.replace("1e25 FLOP", "0 FLOP")).way_out


CUT_OFF = date(2026, 11, 1)


def oddities(status: str, start: str, end: str) -> list:
    row = f"{LINE},{start},{end}".replace("in force", status)
    return out_of_date(f"{HEADER},start,end\n{row}\n".encode(), FILE, CUT_OFF)


@pytest.mark.parametrize(
    ("status", "start", "end", "field", "way_out"),
    [
        ("in force", "2027-01-01", "", "start", "write signed"),
        ("in force", "", "", "start", "fill it"),
        ("in force", "2024-01-01", "2025-01-20", "end", "revoked"),
        ("signed", "2026-06-01", "", "start", "in force"),
        ("revoked", "2023-10-30", "", "end", "fill it"),
        ("revoked", "2023-10-30", "2027-01-01", "end", "write in force"),
        ("vetoed", "2024-09-29", "", "start", "empty it"),
    ],
)
def test_a_status_that_does_not_fit_its_dates_is_warned_of(status, start, end, field, way_out):
    [found] = oddities(status, start, end)
    assert (found.warning, found.line, found.field) == (True, 2, field)
    assert way_out in found.way_out


@pytest.mark.parametrize(
    ("status", "start", "end"),
    [
        ("signed", "2027-01-01", ""),  # what the first warning above says
        ("in force", "2024-01-01", ""),
        ("in force", "2024-01-01", "2027-01-01"),
        ("revoked", "2024-01-01", "2025-01-20"),
        ("in force", "2026-11-01", ""),
        ("proposed", "", ""),
        ("vetoed", "", ""),
        ("not enforced", "", ""),
    ],
)
def test_a_status_that_fits_its_dates_is_not(status, start, end):
    assert not oddities(status, start, end)


def test_the_shipped_lines_stand_as_they_say_at_the_cut_off():
    settings = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
    assert not out_of_date((ROOT / FILE).read_bytes(), FILE, settings["cut_off"])


def test_the_shipped_lines_are_read():
    rows = read_thresholds((ROOT / FILE).read_bytes(), FILE)
    assert {"eu-systemic-risk", "california-sb-53", "eu-modifier"} <= {row.threshold for row in rows}
    assert all(row.evidence for row in rows)
