"""The specification curve: every crossing of choices is fitted, or listed as left out with the reason."""

import numpy as np
import pandas as pd
import pytest

from ai_compute.trends.crossings import COUNTED, NOT_COUNTED, Choices, Estimated
from ai_compute.trends.shards import Shard
from ai_compute.trends.specifications import fits, ranked, summary, what_matters

pytestmark = pytest.mark.slow

CHOICES = Choices(
    methods=["operation counting", "hardware time"],
    utilizations=[0.2, 0.33],
    estimators=["ols", "theil-sen"],
    tops=[1, 5],
    exclude={"the first": ["r00"]},
    frontier_start=2010,
    runs_at_least=8,
    level=0.95,
)
CROSSINGS = 2 * 2 * 2 * 2 * 2 * 3 * 2
"""Methods, utilizations, self-play, third-party totals, runs left out or not, frontiers, estimators."""


def made_up(runs: int) -> Estimated:
    """Runs of 2012 to 2018 that both methods estimate, the later the larger but for a small one in every three."""
    numbers = np.arange(runs)
    flop = 10.0 ** (18 + 0.2 * numbers - 3 * (numbers % 3 == 1))
    values = {
        "run": [f"r{number:02}" for number in numbers],
        "published": pd.date_range("2012-01-01", periods=runs, freq="60D"),
        "cluster": "one",
        "basis": "own",
        "total": np.nan,
        "counted": flop,
        "timed": 1.5 * flop,
        "forward_only": 0.0,
        "default_utilization": 0.33,
        "sd_counted": 0.1,
        "sd_timed": 0.2,
        "independent": True,
        "plotted_date": pd.NaT,
        "plotted_flop": np.nan,
    }
    return Estimated(pd.DataFrame(values))


def test_without_self_play_only_counting_tells_the_rest_of_a_run_that_mixes_it() -> None:
    """Of runs that play and learn the part is taken off; one that only plays, or never does, stays as it is."""
    table = made_up(3).values.assign(counted=10.0, timed=[30.0, 30.0, 30.0], forward_only=[4.0, 10.0, 0.0])
    table["default_utilization"] = np.nan
    data = Estimated(table)
    for method, kept in {"operation counting": [6, 10, 10], "hardware time": [6, 30, 30]}.items():
        assert data.flop(method, 0.33, NOT_COUNTED).tolist() == kept
    assert data.flop("hardware time", 0.33, COUNTED).tolist() == [30, 30, 30]


@pytest.mark.parametrize("runs", [0, 7, 8, 10, 30])
def test_every_crossing_is_fitted_or_listed_as_left_out(runs: int) -> None:
    fitted, left_out = fits(made_up(runs), "a set", None, (None, None), CHOICES)
    listed = left_out["reason"].str.extract(r": ([\d,]+) crossings?$")[0].astype(int)
    assert fitted["same_fits"].sum() + listed.sum() == CROSSINGS


def test_what_is_left_out_is_told_by_set_frontier_and_reason() -> None:
    fitted, left_out = fits(made_up(10), "a set", None, (None, None), CHOICES)
    assert set(fitted["frontier"]) == {"all"}
    assert left_out.to_dict("split")["data"] == [
        ["specifications a set, record", "", "6 of the 8 runs that a line needs: 64 crossings"],
        ["specifications a set, top-5", "", "4 of the 8 runs that a line needs: 64 crossings"],
    ]


def test_the_summary_counts_the_crossings_that_were_fitted() -> None:
    fitted, _ = fits(made_up(30), "a set", None, (None, None), CHOICES)
    table = ranked(fitted)
    row = summary(table, "a trend", 1.0, 100.0)
    assert row["crossings"] == len(fitted)
    assert row["specifications"] == len(table) < row["crossings"]


def test_the_fastest_growth_of_each_set_comes_first() -> None:
    sets = [fits(made_up(30), name, None, (None, None), CHOICES)[0] for name in ("b", "a")]
    table = ranked(pd.concat(sets))
    assert list(table["set"].unique()) == ["a", "b"]
    for _, rows in table.groupby("set"):
        assert rows["slope"].is_monotonic_decreasing
        assert list(rows["specification"]) == [f"{rank:04}" for rank in range(1, len(rows) + 1)]


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("runs", [0, 10, 30])
def test_jobs_that_share_the_fits_make_each_of_them_once(jobs: int, runs: int) -> None:
    whole = fits(made_up(runs), "a set", None, (None, None), CHOICES)
    shards = [Shard(number, jobs) for number in range(1, jobs + 1)]
    shared = [fits(made_up(runs), "a set", None, (None, None), CHOICES, shard) for shard in shards]
    for expected, parts, key in zip(whole, zip(*shared, strict=True), ("specification", "analysis"), strict=True):
        found = pd.concat([part for part in parts if len(part)] or parts)
        expected, found = (each.sort_values(key, ignore_index=True) for each in (expected, found))
        pd.testing.assert_frame_equal(found, expected)


def test_pooling_leaves_out_what_was_derived_from_the_other_method() -> None:
    """Switch-C: devices were derived from its operations, so that a mean of both would be its operations twice."""
    data = made_up(10)
    dependent = Estimated(data.values.assign(independent=data.values["run"] != "r03"))
    pooled, counted = (dependent.flop(method, 0.33, "counted") for method in ("pooled", "operation counting"))
    assert pooled[3] == counted[3]
    assert (pooled.drop(3) > counted.drop(3)).all()


def crossings(seed: int = 1) -> pd.DataFrame:
    """Slopes of two choices crossed, of which one moves them far and the other hardly."""
    random = np.random.default_rng(seed)
    rows = [
        {
            "set": "s",
            "frontier": frontier,
            "method": method,
            "slope": 1.0 + (frontier == "top-5") + random.normal(0, 0.01),
        }
        for frontier in ("all", "top-5")
        for method in ("pooled", "hardware time")
        for _ in range(6)
    ]
    other = dict.fromkeys(("utilization", "estimator", "dates", "self_play", "exclude", "third_party"), "x")
    return pd.DataFrame(rows).assign(**other)


def test_the_choice_that_moves_the_answer_most_makes_most_of_the_variance() -> None:
    shares = what_matters(crossings()).drop_duplicates("choice").set_index("choice")["share"]
    assert shares["frontier"] > 0.95
    assert shares["method"] < 0.05
    assert shares["dates"] == 0


def test_shares_of_choices_that_add_up_are_those_of_their_variances() -> None:
    table = crossings()
    table["slope"] = (table["frontier"] == "all") * 2.0 + (table["method"] == "pooled") * 1.0
    shares = what_matters(table).drop_duplicates("choice").set_index("choice")["share"]
    assert shares[["frontier", "method"]].to_list() == pytest.approx([0.8, 0.2])


def test_results_that_are_equal_to_three_decimals_are_counted_once() -> None:
    table = ranked(fits(made_up(20), "a set", None, (None, None), CHOICES)[0])
    nearly = pd.concat([table, table.assign(doubling_months=table["doubling_months"] + 1e-5)])
    one, two = (summary(each, "headline", 1.0, 2.0) for each in (table, nearly))
    assert two["specifications"] == 2 * len(table)
    assert one["results"] == two["results"]
