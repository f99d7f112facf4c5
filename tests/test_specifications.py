"""The specification curve: every crossing of choices is fitted, or listed as left out with the reason."""

import numpy as np
import pandas as pd
import pytest

from ai_compute.trends.shards import Shard
from ai_compute.trends.specifications import Choices, Estimated, fits, ranked, summary

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
        "organization": "one",
        "basis": "own",
        "total": np.nan,
        "counted": flop,
        "timed": 1.5 * flop,
        "forward_only": 0.0,
        "default_utilization": 0.33,
        "sd_counted": 0.1,
        "sd_timed": 0.2,
        "plotted_date": pd.NaT,
        "plotted_flop": np.nan,
    }
    return Estimated(pd.DataFrame(values))


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
    row = summary(fitted, "a trend", 1.0, 100.0)
    assert row["crossings"] == fitted["same_fits"].sum()
    assert row["specifications"] == len(fitted) < row["crossings"]


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
