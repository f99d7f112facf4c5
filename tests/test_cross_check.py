"""Both methods on one run: the verdict, the implied utilization, and published totals beside our estimates."""

import pandas as pd
import pytest

from ai_compute.entries.documents import read_yaml
from ai_compute.estimates.cross_check import cross_check, reported
from ai_compute.estimates.methods import both_methods
from ai_compute.settings.analysis import read_settings
from conftest import ROOT

SETTINGS = read_settings(read_yaml((ROOT / "config.yaml").read_bytes(), "config.yaml"))
COUNTING, TIME = "operation counting", "hardware time"


def estimates(counting: float, time: float) -> pd.DataFrame:
    """A run by both methods, each sure to a standard deviation of 0.3 and 0.4 in log10."""
    facts = {"run": "a", "fixed_variance": 0.1, "scaled_variance": 0.1, "independent": True}
    return pd.DataFrame(
        [
            {**facts, "method": COUNTING, "flop": counting, "sd_log10": 0.3},
            {**facts, "method": TIME, "flop": time, "sd_log10": 0.4},
        ]
    )


def checked(counting: float, time: float, at_peak: float = 1e22) -> pd.Series:
    """The row of a run whose devices could have done so many operations at their peak, half of them in each part."""
    factors = pd.DataFrame(
        [("a", TIME, part, "devices", at_peak / 2) for part in (1, 2)]
        + [("a", TIME, part, "utilization", 0.3) for part in (1, 2)],
        columns=["run", "method", "part", "factor", "value"],
    )
    runs = pd.DataFrame({"run": ["a"], "paper": ["p"], "explanation_code": [""]})
    both = both_methods(estimates(counting, time))
    return cross_check(both, factors, runs, SETTINGS.cross_check, SETTINGS.uncertainty).iloc[0]


@pytest.mark.parametrize(
    ("counting", "verdict"),
    [(2.9e20, "agree"), (1e20 / 2.9, "agree"), (3.1e20, "differ"), (1e20 / 3.1, "differ"), (1.1e22, "impossible")],
)
def test_methods_agree_within_a_factor_either_way_and_no_device_does_more_than_its_peak(counting, verdict):
    assert SETTINGS.cross_check.agree_within == 3
    assert checked(counting, 1e20)["verdict"] == verdict


def test_the_ratio_is_held_against_the_doubt_of_both_and_the_peak_of_all_parts():
    row = checked(1e21, 1e20)
    assert row["ratio"] == pytest.approx(10)
    assert row["z"] == pytest.approx(1 / 0.5)
    assert row["implied_utilization"] == pytest.approx(0.1)


def test_a_published_total_stands_beside_our_estimate_by_its_method_or_else_the_adopted_one():
    about = {"party": "third", "rounding": 0.0, "bound": "", "plotted_date": pd.NaT, "plotted_flop": None}
    totals = pd.DataFrame(
        [
            {**about, "run": run, "by": by, "method": method, "reported_flop": 1e20, "source": "", "note": ""}
            for run, by, method in [("a", "one", TIME), ("a", "two", ""), ("b", "one", "")]
        ]
    )
    adopted = pd.DataFrame({"run": ["a", "b"], "basis": ["own", "first-party"], "flop": [3e20, 7e20]})
    found = reported(totals, estimates(3e20, 2e20), adopted).set_index(["run", "by"])["estimate_ratio"]
    assert found["a", "one"] == pytest.approx(2)
    assert found["a", "two"] == pytest.approx(3)
    assert pd.isna(found["b", "one"])
