"""Warnings: values that are valid, but so unlikely that a unit is probably wrong."""

from datetime import date

import pytest

from ai_compute.checking.plausibility import oddities
from ai_compute.entries.collection import parse_entries
from ai_compute.entries.documents import read_yaml
from ai_compute.entries.hardware import read_devices
from ai_compute.estimates.factors import Assumptions, factor_rows
from ai_compute.messages.problems import Problem
from ai_compute.settings.analysis import read_settings
from test_entries import HARDWARE

PERIODS = {"before 2018": (None, date(2018, 5, 17)), "since 2018": (date(2018, 5, 17), None)}


@pytest.fixture
def warnings_of(root):
    settings = read_settings(read_yaml((root / "config.yaml").read_bytes(), "config.yaml"))

    def find(*texts: str) -> list[Problem]:
        entries = parse_entries({f"{number:02}.yaml": text.encode() for number, text in enumerate(texts)})
        assumptions = Assumptions(settings.operation_counting, settings.hardware_time, settings.uncertainty)
        rows = factor_rows(entries, read_devices(HARDWARE, "hardware.csv"), {}, assumptions)
        return oddities(entries, rows, settings.cross_check, PERIODS)

    return find


def paper(run: str, published: str, passes: str = "1e12", others: str = "") -> str:
    return f"""\
title: A paper
url: https://example.org
published: {published}
organization: A laboratory
domain: vision
runs:
  - id: {run}
    name: {run}
    operation_counting:
      forward: 1 GMAC
      passes: {{images: {passes}}}
      source: section 5
{others}"""


OTHERS = [paper(f"run-{year}", f"{year}-03-01", f"{10 ** (year - 2007)}") for year in range(2011, 2018)]
HARDWARE_TIME = "    hardware_time: {device: GTX 580, count: 1, time: 1 hour, source: section 5}\n"
TOTAL = "    reported:\n      - {{compute: {flop} FLOP, by: Somebody, party: third}}\n"


def test_runs_near_their_trend_are_not_warned_of(warnings_of):
    assert warnings_of(*OTHERS) == []


@pytest.mark.parametrize(("passes", "side"), [("1e12", "above"), ("10", "below")])
def test_an_estimate_far_off_the_trend_of_its_time_asks_for_the_unit(warnings_of, passes, side):
    (warning,) = warnings_of(*OTHERS, paper("odd", "2014-03-01", passes))
    assert warning.warning
    assert (warning.line, warning.field) == (9, "runs[0].operation_counting")
    assert f"times {side} the trend of its time (before 2018)" in warning.found
    assert "cross_check.off_trend" in warning.expected
    assert "is a unit wrong?" in warning.way_out


def test_a_published_total_far_off_is_warned_of_at_its_own_line(warnings_of):
    warnings = warnings_of(*OTHERS, paper("odd", "2014-03-01", "1e7", TOTAL.format(flop="1e26")))
    assert {warning.field for warning in warnings} == {"runs[0].reported[0].compute"}
    from_ours, from_the_trend = (warning.found for warning in warnings)
    assert from_ours.endswith("times more than by operation counting")
    assert "above the trend of its time" in from_the_trend


def test_a_value_that_another_one_confirms_is_no_wrong_unit(warnings_of):
    assert warnings_of(*OTHERS, paper("odd", "2014-03-01", "1e12", TOTAL.format(flop="6.1e21"))) == []


def test_an_explained_value_is_not_warned_of(warnings_of):
    explanation = "    explanation: {code: compute unusual, text: It is a demonstration.}\n"
    assert warnings_of(*OTHERS, paper("odd", "2014-03-01", "1e12", explanation)) == []


def test_the_line_is_that_of_all_other_runs_of_the_period(warnings_of):
    later = [paper(f"run-{year}", f"{year}-03-01", "1e12") for year in range(2019, 2024)]
    assert warnings_of(*OTHERS, *later) == []


def test_few_runs_have_no_trend_to_be_off(warnings_of):
    assert warnings_of(*OTHERS[:2], paper("odd", "2014-03-01", "1e12")) == []


def test_more_than_the_devices_can_do_is_named_with_the_implied_utilization(warnings_of):
    # 6 GFLOP a pass x 1e9 passes = 6e18 FLOP; a GTX 580 does 1.581e12 x 3600 = 5.7e15 in an hour.
    (warning,) = warnings_of(paper("fast", "2014-03-01", "1e9", HARDWARE_TIME))
    assert warning.warning
    assert "110,000 % of what the devices can do" in warning.found
    assert "at most 100 %" in warning.expected


def test_a_product_too_large_for_a_number_is_an_error(warnings_of):
    (problem,) = warnings_of(paper("endless", "2014-03-01", "1e300, epochs: 1e300"))
    assert not problem.warning
    assert "64-bit float" in problem.expected
