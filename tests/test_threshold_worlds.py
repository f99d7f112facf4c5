"""Drawn worlds and forecasts of counts, each held against a closed form or a tiny world whose answer is known."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_compute.entries.thresholds import read_thresholds
from ai_compute.schemas.estimates import Estimates
from ai_compute.schemas.raw import PrintedTotals
from ai_compute.schemas.thresholds import ALL_RUNS, CARRIED_ON, FLAT, FRONTIER
from ai_compute.storage.tables import table
from ai_compute.thresholds import forecast
from ai_compute.thresholds.counting import counted
from ai_compute.thresholds.counts import over_lines, relative_counts
from ai_compute.thresholds.cumulative import cumulative
from ai_compute.thresholds.standing import classified, threshold_texts
from ai_compute.thresholds.worlds import INDEPENDENT, Shared, drawn_worlds, with_bases
from test_thresholds import CHOICE, HEADER, LINE, MODIFIER, collected, deciding, run, stand, tables, texts

NOBODY = pd.Series(dtype=str)
LAST = date(2025, 12, 31)
QUICK = CHOICE.model_copy(update={"draws": 200, "forecast": CHOICE.forecast.model_copy(update={"paths": 200})})


def estimate(name: str, sd: float, fixed: float) -> dict[str, Any]:
    """An estimate of which a share of the variance is left alone by calibration."""
    return {
        "run": name, "method": "operation counting", "flop": 1e25, "flop_low": 1e24, "flop_high": 1e26,
        "pfs_days": 1e25 / 8.64e19, "flop_sum": 1e25, "flop_forward_only": 0.0, "counting": "printed",
        "independent": True, "default_utilization": False, "fixed_variance": fixed * sd**2, "scaled_variance": 0.0,
        "sd_log10": sd, "arithmetic": "",
    }  # fmt: skip


def test_what_runs_have_in_common_leaves_each_as_unsure_as_its_interval_says():
    factor = 10 ** (0.3 * 1.959964)
    rows = [run(f"run-{n}", 1e25, factor) for n in range(2)]
    rows += [{**run("timed", 1e25, factor), "method": "hardware time"}]
    _, values = tables(*rows)
    worlds = drawn_worlds(values, table([], Estimates), NOBODY, Shared(0.0, 0.4, 0.0, 0.0), 40_000, 5)
    assert worlds.std(axis=1) == pytest.approx([0.3, 0.3, 0.3], rel=0.02)
    # A bias of 0.4 of which a uniform share is either method's: its variance is 0.16 / 3, of 0.09 in all.
    correlation = np.corrcoef(worlds)
    assert correlation[0, 1] == pytest.approx(0.16 / 3 / 0.09, abs=0.03)
    # What is not the one method's is the other's: of opposite sign, E[u (1 - u)] = 1/6.
    assert correlation[0, 2] == pytest.approx(-0.16 / 6 / 0.09, abs=0.03)


def test_totals_of_one_source_share_their_doubt_and_those_of_two_do_not():
    names = ["a-1", "a-2", "b-1", "b-2"]
    ours = [run("ours-1", 1e25, 4.0), run("ours-2", 1e25, 4.0)]
    _, values = tables(*(run(name, 1e25, 4.0, basis="third-party") for name in names), *ours)
    sources = pd.Series({name: name[0] for name in names})
    shared = Shared(0.0, 0.0, 0.0, 0.6)
    correlation = np.corrcoef(drawn_worlds(values, table([], Estimates), sources, shared, 20_000, 5))
    expected = np.eye(6)
    expected[[0, 1, 2, 3], [1, 0, 3, 2]] = 0.6
    assert correlation == pytest.approx(expected, abs=0.03)


def total(name: str, by: str) -> dict[str, Any]:
    return {
        "run": name, "by": by, "method": "", "party": "third", "reported_flop": 1e25, "rounding": 0.0, "bound": "",
        "plotted_date": pd.NaT, "plotted_flop": None, "evidence": "paper", "source": "", "note": "",
    }  # fmt: skip


def test_runs_of_one_day_carry_no_forecast():
    counts, forecasts = counted(collected(texts(LINE), *(run(f"run-{n}", 1e26) for n in range(30))), QUICK, LAST)
    assert forecasts.empty
    assert "forecast" not in set(counts["kind"])


@pytest.mark.parametrize(("sources", "width"), [(1, 30), (30, 10)])
def test_counts_know_who_published_each_total(sources, width):
    rows = [run(f"run-{n}", 1e25, 4.0, basis="third-party") for n in range(30)]
    totals = table([total(f"run-{n}", f"source-{n % sources}") for n in range(30)], PrintedTotals)
    known = collected(texts(LINE), *rows)
    choice = QUICK.model_copy(update={"shared_by_source": 0.95, "draws": 2000})
    counts, _ = counted(type(known)(**{**vars(known), "printed_totals": totals}), choice, LAST)
    last = counts[counts["kind"] == "fixed"].iloc[-1]
    assert last["high"] - last["low"] == pytest.approx(width, abs=4)


def test_the_doubt_of_the_scale_stretches_what_is_scaled_in_all_runs_at_once():
    rows = [run(name, 1e25, 10 ** (0.3 * 1.959964)) for name in ("scaled-1", "scaled-2", "fixed")]
    _, values = tables(*rows)
    known = table([estimate(row["run"], 0.3, 1.0 if row["run"] == "fixed" else 0.0) for row in rows], Estimates)
    worlds = drawn_worlds(values, known, NOBODY, Shared(0.0, 0.0, 0.1, 0.0), 100_000, 5) - 25
    # A log-normal factor whose log10 has a deviation of 0.1: E[factor²] = exp(2 (0.1 ln 10)²).
    stretched = dict(zip(values["run"], worlds.var(axis=1), strict=True))
    assert stretched["fixed"] == pytest.approx(0.09, rel=0.02)
    assert stretched["scaled-1"] == pytest.approx(0.09 * np.exp(2 * (0.1 * np.log(10)) ** 2), rel=0.02)
    far = np.corrcoef(worlds**2)
    place = {name: number for number, name in enumerate(values["run"])}
    assert far[place["scaled-1"], place["scaled-2"]] > 0.06 > abs(far[place["scaled-1"], place["fixed"]])


CHAIN = [run("first", 3e24, 1.0), run("second", 2e24, 1.0, base="first"), run("third", 1e24, 1.0, base="second")]


def test_a_base_counts_with_what_it_was_trained_on_top_of_itself():
    runs, values = tables(*CHAIN)
    worlds = with_bases(drawn_worlds(values, table([], Estimates), NOBODY, INDEPENDENT, 10, 5), values, runs)
    assert 10 ** worlds[:, 0] == pytest.approx([3e24, 5e24, 6e24])
    assert list(cumulative(runs, values, 1000, 1)["flop"]) == pytest.approx([5e24, 6e24])
    found = stand(texts(MODIFIER), *CHAIN)
    # A quarter of the base with its own base, not of the base alone.
    assert found.loc["third", "line"] == pytest.approx(5e24 / 4)


@pytest.mark.parametrize(
    ("status", "ever"),
    [
        *((status, True) for status in ("in force", "revoked", "replaced", "not enforced")),
        *((status, False) for status in ("vetoed", "proposed", "signed")),
    ],
)
def test_what_never_came_into_force_was_not_when_a_run_appeared(status, ever):
    row = f"{LINE},2023-06-01".replace("in force", status)
    lines = threshold_texts(read_thresholds(f"{HEADER},start\n{row}\n".encode(), "thresholds.csv"))
    assert bool(stand(lines, run("later", 1e26)).loc["later", "in_force"]) is ever


def test_runs_of_one_day_are_held_against_the_largest_of_that_day():
    rows = [run("a-small", 1e24, 1.0), run("b-large", 1e26, 1.0), run("c-next", 1e25, 1.0, day="2024-01-02")]
    _, values = tables(*rows)
    worlds = np.log10(values["flop"].to_numpy())[:, None].repeat(3, axis=1)
    nobody = pd.Series([], dtype="datetime64[us]")
    [row] = relative_counts(values, worlds, [1.5], nobody, date(2024, 12, 31))
    assert row["expected"] == 2  # not the small one, though its name comes first


def test_runs_are_counted_from_their_own_day_on():
    rows = [run("one", 1e26, 1.0, day="2024-01-30"), run("two", 1e26, 1.0, day="2024-01-31")]
    runs, values = tables(*rows)
    lines = texts(LINE)
    sides = classified(lines, runs, values, cumulative(runs, values, 1000, 1), deciding(values), CHOICE.standing)
    worlds = np.full((2, 4), 26.0)
    days = [pd.Timestamp(f"2024-01-{day}") for day in (29, 30, 31)]
    assert over_lines(lines, sides, values, worlds, worlds, days)["line"].mean(axis=1) == pytest.approx([0, 1, 2])


@given(
    st.lists(st.floats(-2, 2), min_size=1, max_size=8),
    st.floats(-3, 3),
    st.one_of(st.just(0.0), st.floats(0.05, 2), st.floats(-2, -0.05)),
)
def test_the_share_of_a_year_s_runs_over_a_line_is_the_mean_over_its_days(around, line, slope):
    exact = forecast.shares_over(line, np.zeros(1), np.array([slope]), np.array(around), 1)[0, 0]
    days = (np.arange(2000) + 0.5) / 2000
    counted_out = np.mean(np.array(around)[:, None] > line - slope * days[None, :])
    assert exact == pytest.approx(counted_out, abs=2e-3)


def test_paths_hold_as_many_runs_over_two_lines_as_runs_drawn_one_by_one():
    rng = np.random.default_rng(3)
    years = np.sort(rng.uniform(2021, 2025, 2000))
    logs = 22 + 0.5 * (years - 2021) + rng.normal(0, 0.8, 2000)
    drawn = forecast.paths(forecast.past(years, logs, 2025.0, 4.0), 3, [25.0, 24.0, 25.0], ALL_RUNS, 2000, 1, 1.0)
    assert (drawn[0] == drawn[2]).all()
    assert (drawn[0] <= drawn[1]).all()
    slope, level = np.polyfit(years - 2025, logs, 1)
    around = logs - level - slope * (years - 2025)
    for place, line in enumerate([25.0, 24.0]):
        for year in range(3):
            value = level + slope * (year + rng.uniform(size=100_000)) + rng.choice(around, 100_000)
            assert drawn[place, year].mean() == pytest.approx(500 * (value > line).mean(), rel=0.04)
            # Poisson about a rate that is known to 1 in the root of 2,000.
            assert drawn[place, year].std() > np.sqrt(drawn[place, year].mean())


def steady(flop: float = 1e27) -> list[dict[str, Any]]:
    """24 runs a year, all alike."""
    days = pd.date_range("2016-01-08", "2025-12-31", periods=240)
    return [run(f"run-{n}", flop, 1.0, day=str(day.date())) for n, day in enumerate(days)]


def test_a_forecast_begins_with_what_is_counted_and_adds_runs_at_their_rate():
    counts, forecasts = counted(collected(texts(LINE), *steady()), QUICK, date(2025, 9, 30))
    before = counts[(counts["kind"] == "fixed") & (counts["published"] == "2025-09-30")]["expected"].iloc[0]
    ahead = counts[counts["kind"] == "forecast"].set_index("published")["expected"]
    assert ahead["2025-12-31"] == pytest.approx(before + 24 * 92 / 365, abs=1)
    assert ahead["2027-12-31"] == pytest.approx(before + 24 * (92 / 365 + 2), rel=0.03)
    # Tried on the past, so many years are forecast and found together.
    tried = forecasts[(forecasts["part"] == 1) & (forecasts["method"] == FLAT)]
    assert set(tried["horizon"]) == {1, 2, 3}
    expected = 24.0 * tried["horizon"].to_numpy(float)
    assert tried["found"].to_numpy() == pytest.approx(expected, abs=1.5)
    assert tried["forecast"].to_numpy() == pytest.approx(expected, abs=3)


def forecasts_of(monkeypatch, drawn: np.ndarray, *rows: dict[str, Any], lines: str = LINE) -> pd.DataFrame:
    """Counts, where the forecast draws given paths: shape (years, paths) of each line."""
    monkeypatch.setattr(forecast, "scores", lambda *_: ([], dict.fromkeys(forecast.PATHS, 1.0)))
    monkeypatch.setattr(forecast, "ahead_of", lambda history, *_: drawn[None].repeat(len(history.lines), axis=0))
    counts, _ = counted(collected(texts(*lines.split("\n")), *rows), QUICK, LAST)
    return counts


def test_the_interval_of_a_count_to_come_is_of_whole_paths(monkeypatch):
    # Whoever has ten runs in one year has none in the next: after two years all paths have ten.
    years = np.array([[10, 0], [0, 10]] * 3).repeat(QUICK.forecast.paths // 2, axis=1).astype(float)
    counts = forecasts_of(monkeypatch, years, run("below", 1e20, 1.0, day="2025-01-01"))
    ahead = counts[counts["kind"] == "forecast"].set_index("published")[["expected", "low", "high"]]
    assert list(ahead.loc["2026-12-31"]) == [5, 0, 10]
    assert list(ahead.loc["2027-12-31"]) == [10, 10, 10]
    assert list(ahead.loc["2028-12-31"]) == pytest.approx([15, 10, 20], abs=0.1)


def test_each_line_goes_on_from_its_own_count(monkeypatch):
    alone = LINE.replace("line,Line", "alone,Alone").replace("cumulative", "run")
    biology = LINE.replace("line,Line", "biology,Biology").replace(",,in force", ",biology,in force")
    rows = [run("base", 9e24, 2.0), run("top", 8e24, 2.0, base="base"), run("sure", 1e27, 1.0)]
    nothing = np.zeros((6, QUICK.forecast.paths))
    counts = forecasts_of(monkeypatch, nothing, *rows, lines="\n".join([LINE, alone, biology]))
    last = counts[counts["published"].isin([pd.Timestamp(LAST), pd.Timestamp("2030-12-31")])]
    fixed, ahead = (
        last[last["kind"] == kind].drop_duplicates("threshold", keep="last").set_index("threshold")[["expected", "low"]]
        for kind in ("fixed", "forecast")
    )
    assert ahead.to_numpy() == pytest.approx(fixed.loc[ahead.index].to_numpy())
    assert fixed.loc["line", "expected"] > fixed.loc["alone", "expected"] + 0.3
    assert fixed.loc["biology", "expected"] == 0


def test_forecasts_are_of_runs_with_what_they_were_trained_on_top_of_where_a_text_counts_that(monkeypatch):
    seen = {}

    def scores(history, *_):
        seen[tuple(history.lines)] = history
        return [], dict.fromkeys(forecast.PATHS, 1.0)

    monkeypatch.setattr(forecast, "scores", scores)
    alone = LINE.replace("line,Line", "alone,Alone").replace("cumulative", "run")
    counted(collected(texts(LINE, alone), *CHAIN), QUICK, LAST)
    assert 10 ** seen[("line",)].logs == pytest.approx([3e24, 5e24, 6e24])
    assert 10 ** seen[("alone",)].logs == pytest.approx([3e24, 2e24, 1e24])


@pytest.mark.parametrize(
    ("drawn", "found", "score"),
    [([3, 3], 3, 0), ([3, 3], 5, 2), ([0, 1], 0, 0.25), ([0, 1], 0.5, 0.25), ([0, 2], 4, 2.5)],
)
def test_the_score_of_a_forecast_follows_its_closed_form(drawn, found, score):
    # E|X - y| - E|X - X'| / 2 (Gneiting and Raftery 2007, equation 21).
    assert forecast.crps(np.array([drawn], float), np.array([found])) == pytest.approx([score])


def scored(method: str, cut: int, error: float) -> dict[str, Any]:
    return {"threshold": "line", "method": method, "cut": cut, "error_log10": error}


def test_the_kind_of_paths_that_is_told_erred_less_where_paths_were_widened():
    rows = [scored(FRONTIER, 2020, 0.3), scored(FRONTIER, 2021, -0.3), scored(ALL_RUNS, 2020, -0.2)]
    rows += [scored(ALL_RUNS, 2021, 0.2), scored(FLAT, 2020, 0.0), scored(CARRIED_ON, 2021, 0.0)]
    later = [scored(FRONTIER, 2023, 0.0), scored(ALL_RUNS, 2023, 2.0)]
    # Neither simple methods nor what came later have a say, and errors of both signs do not make up for each other.
    assert forecast.told_of([*rows, *later], 2021) == {"line": ALL_RUNS}
    assert forecast.told_of([*rows, *later], 2023) == {"line": FRONTIER}
