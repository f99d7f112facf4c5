"""The explorer's statistics in a browser equal the pipeline's, to nine digits."""

import os
import shutil

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtr, stdtrit

from ai_compute.explorer.choices import parse_choice
from ai_compute.explorer.fits import Rules, chosen_runs, compared, fitted, halves, points_of, trend_of
from ai_compute.findings import numbers
from ai_compute.findings.growth import pace
from ai_compute.report.collection import spreadsheet
from ai_compute.trends.backtest import slope_test
from explorer import STATIC, addresses, real_data, real_rows, real_tables

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
browser = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true",
    reason="no Chromium here (Debian: apt-get install chromium); CI installs it and fails without it",
)
NAMED = {
    "set=openai-2018&basis=counting;hardware": "openai-2018",
    "from=2010": "since-2010-with-third-party",
    "from=2010&basis=counting;hardware;authors": "since-2010",
    "rule=top-10&from=2018-05-17": "top-10-since-split-with-third-party",
    "rule=quantile-90": "quantile-90-with-third-party",
}
"""Choices that are trends of the pipeline."""
WIDE = ("set=openai-first-era", "domain=vision&from=2020")
"""Choices whose intervals reach from months to years."""
CHOICES = [*NAMED, *WIDE, *addresses(47, seed=20180516)]
EXACT = 1e-9
SAME = ("runs", "organizations", "interval", "nominal", "curved", "open_ended")
CLOSE = [
    *(
        "slope",
        "slope_low",
        "slope_high",
        "intercept",
        "doubling_months",
        "doubling_months_low",
        "doubling_months_high",
    ),
    *("growth_per_year", "growth_per_year_low", "growth_per_year_high", "r_squared", "residual_sd", "curvature_p"),
]
FIT = """address => {
  const { choosing } = explorer;
  const rows = choosing.rowsOf(data.sources.own);
  const { choice, problems } = choosing.choiceOf(choosing.addressOf('#?' + address), rows, data.vocabulary);
  if (Object.keys(problems).length) return { problems };
  const points = choosing.pointsOf(rows, choosing.chosen(rows, choice, data.rules), choice);
  return choosing.fitted(points, choice, data.rules);
}"""


@pytest.fixture(scope="module")
def page():
    """A page with nothing but the statistics, the choosing, and the data."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "CI needs Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM)
        opened = launched.new_page()
        for name in ("statistics.js", "numbers.js", "choosing.js", "words.js"):
            opened.add_script_tag(path=STATIC / name)
        opened.evaluate("data => { window.data = data; }", real_data())
        yield opened
        launched.close()


def rules():
    return Rules(**real_data()["rules"])


def ours(address):
    choice = parse_choice(address)
    return points_of(chosen_runs(real_rows(), choice, rules().frontier_start), choice), choice


def line_or_reason(address):
    try:
        points, choice = ours(address)
        return fitted(points, choice, rules())
    except ValueError as reason:
        return str(reason)


@browser
@pytest.mark.browser
@pytest.mark.parametrize("address", CHOICES)
def test_a_choice_gives_the_numbers_of_the_pipeline_to_nine_digits(page, address):
    found = page.evaluate(FIT, address)
    expected = line_or_reason(address)
    if isinstance(expected, str):
        assert "slope" not in found
        if "problems" in found:
            assert next(iter(found["problems"])) == expected.split("=")[0]
            return
        assert found["reason"].split(" of ")[0] == expected.split(" of ")[0] or parse_choice(address).x != "date"
        return
    assert {name: found[name] for name in SAME} == {name: expected[name] for name in SAME}
    for name in CLOSE:
        here, there = found[name] if found[name] is not None else np.nan, expected[name]
        assert here == pytest.approx(there, rel=EXACT, abs=1e-12, nan_ok=True), name


def test_most_of_the_choices_leave_a_line():
    assert sum(not isinstance(line_or_reason(address), str) for address in CHOICES) >= 35


@pytest.mark.parametrize(("address", "trend"), NAMED.items())
def test_choices_that_are_trends_are_the_rows_of_the_table_trends(address, trend):
    points, choice = ours(address)
    found = fitted(points, choice, rules())
    table = real_tables()["trends"]
    row = table[(table["trend"] == trend) & table["told"]].iloc[0]
    assert found["runs"] == row["runs"]
    names = (
        ("slope", "intercept") if choice.quantile else ("slope", "slope_low", "slope_high", "intercept", "r_squared")
    )
    for name in names:
        assert found[name] == pytest.approx(row[name], rel=1e-8), name


def test_the_line_of_python_gives_the_same_from_spreadsheets(tmp_path):
    for name, table in real_tables().items():
        (tmp_path / f"{name}.csv").write_text(spreadsheet(table), encoding="utf-8")
    for address in CHOICES[:8]:
        expected = line_or_reason(address)
        if isinstance(expected, str):
            continue
        found = trend_of(tmp_path, f"explore.html#?{address}", **real_data()["rules"])
        assert found["slope"] == pytest.approx(expected["slope"], rel=1e-12)
        assert found["interval"] == expected["interval"]


@browser
@pytest.mark.browser
@pytest.mark.parametrize("address", CHOICES)
def test_a_choice_is_told_in_the_words_of_the_pipeline(page, address):
    expected = line_or_reason(address)
    if isinstance(expected, str) or not expected["interval"]:
        return
    script = f"address => {{ const fit = ({FIT})(address); return explorer.words.pace(fit); }}"
    assert page.evaluate(script, address) == pace(pd.Series(expected))


NUMBERS = [0.000123456, 0.00995, 0.125, 0.25, 1.25, 2.5, 9.995, 12.5, 99.95, 12345.678, 999999.9, 1e6, 3.14e19, 1e-7]


@browser
@pytest.mark.browser
@pytest.mark.parametrize("value", NUMBERS)
def test_numbers_are_written_as_the_pipeline_writes_them(page, value):
    script = """value => { const { significant, power, general, doubling } = explorer.numbers;
      return [significant(value), significant(value, 3), power(value), general(value, 4), doubling(value + 0.1)]; }"""
    expected = [numbers.significant(value), numbers.significant(value, 3), numbers.power(value)]
    expected += [f"{value:.4g}", numbers.doubling(value + 0.1)]
    assert page.evaluate(script, value) == expected


@browser
@pytest.mark.browser
def test_two_groups_are_compared_as_the_pipeline_does(page):
    script = """addresses => {
      const { choosing, statistics } = explorer;
      const rows = choosing.rowsOf(data.sources.own);
      const lines = addresses.map((address) => {
        const { choice } = choosing.choiceOf(choosing.addressOf(address), rows, data.vocabulary);
        const points = choosing.pointsOf(rows, choosing.chosen(rows, choice, data.rules), choice);
        return choosing.fitted(points, choice, data.rules);
      });
      return statistics.difference(...lines, data.rules.level);
    }"""
    split = pd.Timestamp("2018-05-17").date()
    one, other = halves(parse_choice("from=2010"), split)
    expected = compared(real_rows(), one, other, rules())
    found = page.evaluate(script, ["from=2010&until=2018-05-17", "from=2018-05-17"])
    for name in ("difference", "difference_low", "difference_high"):
        assert found[name] == pytest.approx(expected[name], rel=EXACT)
    by_hand = slope_test(*(ours(address)[0] for address in ("country=US", "country=CN")), rules().level)
    found = page.evaluate(script, ["country=US", "country=CN"])
    assert found["difference_low"] == pytest.approx(by_hand["difference_low"], rel=EXACT)


@browser
@pytest.mark.browser
@pytest.mark.parametrize("degrees", [1.0, 1.37, 2.0, 3.3, 9.99, 13.0, 40.5, 318.0, 4998.0])
@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.99])
def test_the_t_distribution_is_scipys(page, degrees, level):
    found = page.evaluate("([degrees, level]) => explorer.statistics.tQuantile(degrees, level)", [degrees, level])
    assert found == pytest.approx(stdtrit(degrees, 0.5 + level / 2), rel=1e-10)
    tail = page.evaluate("([t, degrees]) => explorer.statistics.tailOfT(t, degrees)", [6.5, degrees])
    assert tail == pytest.approx(stdtr(degrees, -6.5), rel=1e-9)


@pytest.mark.parametrize(
    "address",
    [
        "colour=basis&domein=vision",
        "from=the+start",
        "rule=top-0",
        "rule=quantile-0",
        "y=size",
        "x=compute",
        "source=theirs",
        "selfplay=yes",
    ],
)
def test_an_address_that_cannot_be_read_says_what_is_expected(address):
    with pytest.raises(ValueError, match=r"expected|has"):
        parse_choice(address)


@given(
    st.sampled_from(["domain", "country", "basis"]),
    st.lists(st.sampled_from(["a", "b", "c d"]), min_size=1, unique=True),
)
def test_lists_of_an_address_are_read_as_they_were_written(name, items):
    assert parse_choice(f"#?{name}={';'.join(items).replace(' ', '+')}").lists == {name: tuple(items)}
