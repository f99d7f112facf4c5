"""What a statement may be judged by: enough runs, no proxy, no interval of selected runs."""

import numpy as np
import pandas as pd
import pytest

from ai_compute.claims.judging import Found, judge, look_up
from ai_compute.entries.claims import read_claims

COLUMNS = "claim,topic,statement,relation,stated,stated_low,stated_high,unit,path,tolerance"
HEADER = f"{COLUMNS},same_points,proxy,reason,source,url\n"


def judged(
    path: str,
    table: pd.DataFrame,
    stated: str = "at least,0.5,,",
    proxy: str = "no",
    same: str = "no",
    unit: str = "share of runs",
) -> pd.Series:
    row = f'x,topic,It is so,{stated},{unit},"{path}",,{same},{proxy},why,somebody,\n'
    return judge(read_claims((HEADER + row).encode(), "claims.csv"), {"eras": table, "trends": table}).iloc[0]


def era(runs: int, share: float = 1.0, low: float = 0.6, high: float = 1.0) -> pd.DataFrame:
    ends = {"inside_share": share, "inside_share_low": low, "inside_share_high": high}
    return pd.DataFrame([{"era": "a", "runs": runs, **ends}])


@pytest.mark.parametrize(("runs", "expected"), [(3, "uninformative"), (4, "uninformative"), (5, "compatible")])
def test_fewer_than_five_runs_judge_nothing(runs: int, expected: str) -> None:
    assert judged("eras[era=a].inside_share", era(runs))["verdict"] == expected


def test_a_product_rests_on_the_fewer_runs_of_its_values() -> None:
    one, other = Found(2.0, 1.0, 4.0, runs=3), Found(3.0, 2.0, 5.0, runs=50)
    assert one.times(other).runs == other.times(one).runs == one.times(Found(3.0)).runs == 3


def test_three_runs_do_not_contradict_what_is_said_of_most() -> None:
    few = era(3, share=0.0, low=0.0, high=0.3)
    assert judged("eras[era=a].inside_share", few)["verdict"] == "uninformative"
    assert judged("eras[era=a].inside_share", few.assign(runs=12))["verdict"] == "contradicted"


def test_a_proxy_is_shown_and_judges_nothing() -> None:
    row = judged("eras[era=a].inside_share", era(50), proxy="yes")
    assert (row["verdict"], row["found"]) == ("not checkable", 1.0)
    assert row["reason"].startswith("a proxy only; why")
    assert judged("eras[era=a].inside_share", era(50))["verdict"] == "compatible"


@pytest.mark.parametrize(
    ("nominal", "same", "expected"),
    [(True, "no", "uninformative"), (False, "no", "contradicted"), (True, "yes", "contradicted")],
)
def test_the_interval_of_selected_runs_judges_only_the_very_points_of_the_source(
    nominal: bool, same: str, expected: str
) -> None:
    line = {"trend": "top-10", "runs": 60, "nominal": nominal, "growth_per_year": 6.0}
    table = pd.DataFrame([line | {"growth_per_year_low": 5.0, "growth_per_year_high": 7.0}])
    path, unit = "trends[trend=top-10].growth_per_year", "times a year"
    row = judged(path, table, stated="equals,4,,", same=same, unit=unit)
    assert row["verdict"] == expected
    # Nor is it told, as of 95 %, where it judges nothing.
    assert np.isnan([row["found_low"], row["found_high"]]).all() == (expected == "uninformative")


def runs(inside: int, outside: int) -> pd.DataFrame:
    return pd.DataFrame(
        {"era": "a", "runs": [1] * inside + [9] * outside, "quantity": [f"q{n % 7}" for n in range(inside + outside)]}
    )


def test_a_count_of_a_count_is_a_share_with_its_binomial_interval() -> None:
    found = look_up("count(eras[runs=1]) / count(eras[])", {"eras": runs(7, 3)})
    assert (found.value, found.runs) == (0.7, 10)
    assert (found.low, found.high) == pytest.approx((0.397, 0.892), abs=0.001)


def test_different_values_are_counted_once() -> None:
    found = look_up("distinct(eras[runs=1].quantity) / distinct(eras[].quantity)", {"eras": runs(3, 20)})
    assert (found.value, found.runs) == (3 / 7, 7)


def test_a_median_has_an_interval_of_order_statistics() -> None:
    table = pd.DataFrame({"era": "a", "stated_low": [float(n) for n in range(1, 22)]})
    found = look_up("median(eras[].stated_low)", {"eras": table})
    assert found == Found(11.0, 6.0, 16.0, 21)


def test_most_of_eight_runs_may_be_chance() -> None:
    path = "count(eras[runs=1]) / count(eras[])"
    assert judged(path, runs(5, 3))["verdict"] in ("compatible", "uninformative")
    assert judged(path, runs(1, 11))["verdict"] == "contradicted"
    assert judged(path, runs(11, 1))["verdict"] == "compatible"


@pytest.mark.parametrize(
    ("entered", "same", "verdict"),
    [
        (15, "yes", "replicated"),
        (14, "yes", "not checkable"),
        (16, "yes", "contradicted"),
        (14, "no", "contradicted"),
    ],
)
def test_a_count_of_the_sources_own_points_that_were_left_out_contradicts_nothing(
    entered: int, same: str, verdict: str
) -> None:
    row = judged("count(eras[runs=1])", runs(entered, 2), stated="equals,15,,", same=same)
    assert row["verdict"] == verdict
    assert ("only 14 of the source's own points are entered" in row["reason"]) == (verdict == "not checkable")
