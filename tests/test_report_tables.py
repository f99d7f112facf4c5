"""Tables of the page: one unit a column or a column of units, as many digits everywhere, trends by their names."""

import math

import pandas as pd
import pytest

from ai_compute.findings.names import trend_name
from ai_compute.findings.run import readable
from ai_compute.report.cards import cards
from ai_compute.report.plain import plain_table
from ai_compute.report.runs import runs_table
from ai_compute.report.scoreboard import found, interval, stated, unit
from ai_compute.report.trends import trends_table
from ai_compute.schemas.raw import METHODS
from ai_compute.schemas.registry import models
from ai_compute.storage.tables import table
from made_up import made_up_tables, trends

NONE = math.nan


@pytest.mark.parametrize(
    ("value", "low", "high", "counted", "shown"),
    [
        (3.43, NONE, NONE, "months", "3.43"),
        (NONE, 10.0, 100.0, "devices", "10 to 100"),
        (0.5, NONE, NONE, "share of runs", "50"),
        (2012.0, NONE, NONE, "year", "2012"),
        (300_000.0, NONE, NONE, "times", "300,000"),
        (98_000_000.0, NONE, NONE, "MAC", "9.8 × 10⁷"),
        (1.234e23, NONE, NONE, "FLOP", "1.234 × 10²³"),
        (NONE, NONE, NONE, "months", "–"),
    ],
)
def test_a_stated_value_keeps_its_digits(value, low, high, counted, shown):
    assert stated(value, low, high, counted) == shown


@pytest.mark.parametrize(
    ("value", "counted", "shown"),
    [
        (3.43672, "months", "3.44"),
        (0.834862, "share of runs", "83.5"),
        (1.0, "share of runs", "100.0"),
        (8.0, "devices", "8"),
        (2011.37, "year", "2011"),
        (4.9152e7, "MAC", "4.92 × 10⁷"),
        (NONE, "months", "–"),
    ],
)
def test_a_found_value_has_three_digits_and_a_count_all_of_its_own(value, counted, shown):
    assert found(value, counted) == shown


def test_an_interval_has_two_digits_and_stands_apart():
    assert interval(2.44409, 4.55727, "months") == "2.4 to 4.6"
    assert interval(0.754, 0.893, "share of runs") == "75 to 89"
    assert interval(2009.1, 2014.6, "year") == "2009 to 2015"
    assert interval(NONE, 4.6, "months") == "–"


def test_units_have_a_column_of_their_own():
    assert [unit(name) for name in ("months", "share of runs", "share", "1")] == ["months", "% of runs", "%", "–"]


@pytest.mark.parametrize("runs", [1, 60])
def test_the_table_of_runs_says_its_units_once(runs):
    shown = runs_table(made_up_tables(runs))
    titles = [column.title for column in shown.columns]
    assert titles[4:6] == ["Training compute, pfs-days", "FLOP"]
    assert not any("pfs-days" in row[4].text or "FLOP" in row[5].text for row in shown.rows)


@pytest.mark.parametrize(
    ("trend", "name"),
    [
        ("openai-2018", "OpenAI’s chart of 2018, re-derived"),
        (
            "top-10-since-split-with-third-party",
            "Ten largest runs of their time, since May 2018, with totals of others",
        ),
        ("2015-2022-top-10", "Ten largest runs of their time, 2015 to 2022"),
        ("language-since-2020-top-10", "Ten largest runs of their time, language since 2020"),
        ("notable-2010-2024", "Notable runs, 2010 to 2024"),
        ("2012-2017", "All runs 2012 to 2017"),
        ("domain-vision", "Domain vision, all years"),
        ("quantile-80-before-split", "Line that a fifth of all runs exceed, until May 2018"),
        (
            "quantile-90",
            "Line that a tenth of all runs exceed, all years (also holds how their scatter changed)",
        ),
    ],
)
def test_a_trend_is_told_by_a_name(trend, name):
    assert trend_name(trend, "May 2018") == name


def test_tables_shown_as_they_are_name_trends_and_sets():
    tables = made_up_tables(40)
    rows = [{"analysis": key, "run": "run-0001", "reason": "why"} for key in ("openai-2018", "drivers")]
    tables["excluded"] = table(rows, models()["excluded"])
    named = [row[0].text for row in plain_table(tables, "excluded").rows]
    assert named == ["drivers", "Runs of OpenAI’s chart of 2018"]


def test_lines_of_legal_texts_are_numbers_and_no_keys():
    tables = made_up_tables(40)
    of_laws = tables["thresholds"].loc[:, "line"]
    shown = plain_table(tables, "thresholds", ["line"])
    assert len(shown.rows) == len(of_laws)


def test_an_interval_of_selected_runs_is_called_nominal():
    paces = trends(("top-10", 5.0, 4.5, 5.6), ("since-2010", 6.0, 5.5, 6.6))
    selected, every = trends_table(paces, "", "tables/trends.csv", "trend", str).rows
    assert selected[3].text == "nominal: 4.5 to 5.6 months"
    assert " to " not in selected[4].text
    assert selected[6].text.endswith(" a year, nominal)")
    assert every[3].text == "5.5 to 6.6 months"
    assert " to " in every[4].text
    assert "nominal" not in every[6].text


def test_whole_numbers_that_may_be_missing_are_shown_where_they_are_known():
    tables = made_up_tables(40)
    row = pd.DataFrame({"level": [0.95], "runs": [1200], "papers": [None]}).astype({"runs": "Int64", "papers": "Int64"})
    shown = plain_table({**tables, "calibration": row}, "calibration")
    cells = dict(zip((column.title for column in shown.columns), (cell.text for cell in shown.rows[0]), strict=True))
    assert (cells["runs"], cells["papers"]) == ("1,200", "–")


def test_headings_say_the_unit_that_their_name_does_not_and_what_they_mean():
    columns = {column.title: column.note for column in plain_table(made_up_tables(40), "breaks").columns}
    assert columns["slope before, log10 FLOP / year"]
    assert {"doubling months before", "log10 flop before", "date, year"} <= set(columns)


@pytest.mark.parametrize(
    ("arithmetic", "shown"),
    [
        ("64660 MAC x 7291 images = 7.5e-10 pfs-days", "64,660 MAC × 7291 images = 7.5 × 10⁻¹⁰ pfs-days"),
        ("~10000 x 31.6227766 days", "~10,000 × 31.62 days"),
        ("1.581 TFLOP/s x 0.33000 of 340M", "1.581 TFLOP/s × 0.33 of 340M"),
        ("T5-11B x 12345abc", "T5-11B × 12345abc"),
    ],
)
def test_arithmetic_has_signs_powers_and_thousands_as_the_page_prints_them(arithmetic, shown):
    assert readable(arithmetic) == shown


def test_one_reason_for_both_methods_is_told_once():
    tables = made_up_tables(2)
    columns = dict.fromkeys(models()["unestimated"].to_schema().columns, "")
    both = [columns | {"run": "run-0000", "method": method, "reason": "nothing is said"} for method in METHODS]
    shown = cards({**tables, "unestimated": table(both, models()["unestimated"])})
    missing = next(card.missing for card in shown if card.run == "run-0000")
    assert missing == ["No estimate by hardware time or operation counting: nothing is said."]
