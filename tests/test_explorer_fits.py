"""The explorer's statistics in a browser equal the pipeline's, to nine digits."""

import os
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtr, stdtrit
from statsmodels.regression.linear_model import OLS

from ai_compute.explorer.choices import parse_choice
from ai_compute.explorer.comparing import comparison_of, slope_difference
from ai_compute.explorer.fits import Rules, chosen_runs, fitted, points_of, trend_of
from ai_compute.findings import numbers
from ai_compute.findings.growth import pace
from ai_compute.report.collection import spreadsheet
from ai_compute.trends.backtest import slope_test
from explorer import STATIC, addresses, real_data, real_rows, real_tables
from explorer_browser import CHROMIUM, one_browser

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
RANDOM, WITHOUT_A_LINE = 47, 8
"""So many choices at random are compared that leave a line, and that leave none."""
COMPARED = {
    "split": "from=2012&split=2018-05-17",
    "countries": "country=CN&from=2020&against=country:US",
    "with runs in both": "domain=language&from=2020&against=domain:multimodal",
    "few organizations": "organization=OpenAI&from=2018&against=organization:DeepMind",
    "devices": "from=2012&y=devices&split=2020",
    "against parameters": "from=2018&x=parameters&against=open:closed&open=open",
    "without self-play": "domain=games&selfplay=no&split=2016",
    "evidence": "evidence=paper&against=evidence:database;memory&from=2015&until=2024-06",
}
"""Two groups, each with a line, by what is special about them."""
NEVER = 10**9
"""More organizations than there are: then an interval is by t."""
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
    with one_browser() as launched:
        opened = launched.new_page()
        for name in ("statistics.js", "numbers.js", "choosing.js", "words.js", "drawing.js", "states.js"):
            opened.add_script_tag(path=STATIC / name)
        opened.evaluate("data => { window.data = data; }", real_data())
        yield opened


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


@cache
def drawn_at_random():
    """Choices at random: those that leave a line, and those that leave none."""
    found = [each for each in dict.fromkeys(addresses(6 * RANDOM, seed=20180516)) if each not in (*NAMED, *WIDE)]
    lined = [address for address in found if isinstance(line_or_reason(address), dict)]
    return lined[:RANDOM], [address for address in found if address not in lined][:WITHOUT_A_LINE]


def choice_number(place):
    """The address at a place among named, wide and random choices; random ones are drawn when they are needed."""
    named = [*NAMED, *WIDE]
    return named[place] if place < len(named) else drawn_at_random()[0][place - len(named)]


CHOICES = range(len(NAMED) + len(WIDE) + RANDOM)


@browser
@pytest.mark.browser
@pytest.mark.parametrize("place", CHOICES)
def test_a_choice_gives_the_numbers_of_the_pipeline_to_nine_digits(page, place):
    address = choice_number(place)
    found, expected = page.evaluate(FIT, address), line_or_reason(address)
    assert {name: found[name] for name in SAME} == {name: expected[name] for name in SAME}, address
    for name in CLOSE:
        here, there = found[name] if found[name] is not None else np.nan, expected[name]
        assert here == pytest.approx(there, rel=EXACT, abs=1e-12, nan_ok=True), (address, name)
    assert np.isfinite([found["slope"], found["intercept"]]).all()


@pytest.mark.slow
def test_the_choices_that_are_compared_reach_every_kind_of_line():
    fits = {address: line_or_reason(address) for address in map(choice_number, CHOICES)}
    assert len(fits) == len(CHOICES)
    choices = {address: parse_choice(address) for address in fits}
    assert {fit["interval"] for fit in fits.values()} == {"t", "CR2", ""}
    assert {fit[name] for fit in fits.values() for name in ("nominal", "curved", "open_ended")} == {True, False}
    for kind in (
        lambda choice: choice.top is not None,
        lambda choice: choice.quantile is not None,
        lambda choice: choice.x != "date",
        lambda choice: choice.y != "compute",
        lambda choice: not choice.self_play,
        lambda choice: choice.end is not None,
        lambda choice: choice.text != "",
        *((lambda choice, name=name: name in choice.lists) for name in ("domain", "country", "set", "basis", "open")),
    ):
        assert any(kind(choice) for choice in choices.values())


@browser
@pytest.mark.browser
@pytest.mark.parametrize("place", range(WITHOUT_A_LINE))
def test_a_choice_that_leaves_no_line_is_refused_as_the_pipeline_refuses_it(page, place):
    address = drawn_at_random()[1][place]
    found, expected = page.evaluate(FIT, address), line_or_reason(address)
    if "problems" in found:
        assert next(iter(found["problems"])) == expected.split("=")[0]
    elif parse_choice(address).x == "date":
        assert found["reason"] == expected
    else:
        assert found["reason"].replace(f"value of {parse_choice(address).x}", "date") == expected


@pytest.mark.parametrize(("address", "trend"), NAMED.items())
@pytest.mark.slow
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


@pytest.mark.slow
def test_the_line_of_python_gives_the_same_from_spreadsheets(tmp_path):
    for name, table in real_tables().items():
        (tmp_path / f"{name}.csv").write_text(spreadsheet(table), encoding="utf-8")
    for address in map(choice_number, CHOICES[:10]):
        expected = line_or_reason(address)
        found = trend_of(tmp_path, f"explore.html#?{address}", **real_data()["rules"])
        assert found["slope"] == pytest.approx(expected["slope"], rel=1e-12)
        assert found["interval"] == expected["interval"]

    for address in COMPARED.values():
        found = comparison_of(tmp_path, address, **real_data()["rules"])
        groups = [line_of_group(address, place) for place in (0, 1)]
        assert found["difference"] == pytest.approx(groups[1]["slope"] - groups[0]["slope"], rel=1e-9)
        assert [each["slope"] for each in found["groups"]] == pytest.approx([each["slope"] for each in groups])
    curved = comparison_of(tmp_path, "domain=vision&split=2018", **real_data()["rules"])
    assert any(each["curved"] for each in curved["groups"])
    assert "difference" not in curved
    with pytest.raises(ValueError, match="comparison_of"):
        trend_of(tmp_path, COMPARED["split"], **real_data()["rules"])
    with pytest.raises(ValueError, match="trend_of"):
        comparison_of(tmp_path, "from=2012", **real_data()["rules"])


@browser
@pytest.mark.browser
def test_every_choice_with_an_interval_is_told_in_the_words_of_the_pipeline(page):
    script = f"address => explorer.words.pace(({FIT})(address))"
    told = {}
    for address in map(choice_number, CHOICES):
        expected = line_or_reason(address)
        if expected["interval"]:
            told[address] = page.evaluate(script, address)
            assert told[address] == pace(pd.Series(expected)), address
    assert len(told) > len(CHOICES) / 2
    intervals = [re.findall(r"months|years", text.split("interval")[1]) for text in told.values() if "interval" in text]
    assert len(intervals) > 10
    assert all(len(units) == 1 for units in intervals), "an interval is told in one unit"


RANGES = [
    (4.2, 5.6, None),
    (7.1, 11.2, None),
    (20, 36, 29),
    (28, 44, 33),
    (5, 130, 60),
    (5, 4000, 80),
    (2000, 4000, 3000),
]


@browser
@pytest.mark.browser
@pytest.mark.parametrize(("low", "high", "middle"), RANGES)
def test_an_interval_is_told_in_one_unit(page, low, high, middle):
    script = "([low, high, middle]) => explorer.numbers.doublingRange(low, high, middle ?? NaN)"
    told = page.evaluate(script, [low, high, middle])
    assert told == numbers.doubling_range(low, high, middle)
    assert len(re.findall("months|years", told)) == 1


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


def points_of_group(address, place):
    choice = parse_choice(address).groups[place]
    return points_of(chosen_runs(real_rows(), choice, rules().frontier_start), choice)


def line_of_group(address, place):
    return fitted(points_of_group(address, place), parse_choice(address), rules())


DIFFERENCE = """address => {
  const sources = { own: explorer.choosing.rowsOf(data.sources.own) };
  const state = explorer.states.stateOf(explorer.choosing.addressOf('#?' + address), sources, data);
  const fits = state.groups.map(({ points: { x, y, clusters } }) => ({ x, y, clusters }));
  return explorer.statistics.difference(fits, data.rules.level, data.rules.organizations_at_least);
}"""


@browser
@pytest.mark.browser
@pytest.mark.parametrize("address", COMPARED.values(), ids=COMPARED)
def test_two_groups_are_compared_as_the_pipeline_does(page, address):
    found = page.evaluate(DIFFERENCE, address)
    one, other = (points_of_group(address, place) for place in (0, 1))
    expected = slope_difference(one, other, rules())
    assert found["interval"] == expected["interval"]
    assert found["organizations"] == expected["organizations"]
    for name in ("difference", "difference_low", "difference_high"):
        assert found[name] == pytest.approx(expected[name], rel=EXACT), name
    by_t = slope_test(one, other, rules().level, NEVER)
    assert found["difference"] + found["reaches"][0]["reach"] == pytest.approx(by_t["difference_high"], rel=EXACT)


@pytest.mark.slow
def test_a_difference_is_told_by_the_wider_of_t_and_organizations():
    told = {name: slope_difference(*(points_of_group(address, place) for place in (0, 1)), rules())
            for name, address in COMPARED.items()}  # fmt: skip
    assert {each["interval"] for each in told.values()} == {"t", "CR2"}
    assert told["few organizations"]["interval"] == "t"
    assert told["few organizations"]["organizations"] < rules().organizations_at_least
    for name, address in COMPARED.items():
        one, other = (points_of_group(address, place) for place in (0, 1))
        welch = slope_test(one, other, rules().level, NEVER)
        assert told[name]["difference_high"] >= welch["difference_high"] - 1e-12


def test_a_difference_by_organization_is_that_of_one_regression_of_both_groups():
    """Date, group and their product by statsmodels; the error by Bell and McCaffrey's formula, all runs at once."""
    one, other = (points_of_group(COMPARED["split"], place) for place in (0, 1))
    both = pd.concat([one.assign(second=0.0), other.assign(second=1.0)], ignore_index=True)
    year = both["decimal_year"] - 2018
    design = np.column_stack([np.ones(len(both)), year, both["second"], both["second"] * year])
    model = OLS(both["log10_flop"].to_numpy(), design).fit()
    bread = np.linalg.inv(design.T @ design)
    hat, variance, weights = design @ bread @ design.T, 0.0, []
    for rows in both.groupby("cluster").groups.values():
        values, vectors = np.linalg.eigh(np.eye(len(rows)) - hat[np.ix_(rows, rows)])
        root = vectors @ np.diag(np.where(values > 1e-9, 1 / np.sqrt(np.maximum(values, 1e-9)), 0)) @ vectors.T
        shared = root @ design[rows] @ bread[:, 3]
        variance += float(shared @ model.resid[rows]) ** 2
        weights.append((np.eye(len(both)) - hat)[:, rows] @ shared)
    products = np.array(weights) @ np.array(weights).T
    degrees = np.trace(products) ** 2 / (products**2).sum()
    reach = stdtrit(degrees, 0.5 + rules().level / 2) * np.sqrt(variance)
    found = slope_difference(one, other, rules())
    assert found["interval"] == "CR2"
    assert found["difference"] == pytest.approx(float(model.params[3]), rel=1e-8)
    assert found["difference_high"] - found["difference"] == pytest.approx(reach, rel=1e-8)


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
        "colour=foo",
        "scale=foo",
        "lines=some",
        "split=spring",
        "against=size:large",
        "against=country",
        "split=2018&against=country:US",
        "country=US&against=country:US",
        "from=2018&from=2020",
        "from=0999",
        "rule=quantile-٣",
        "from=2019&split=2018-05-17",
        "until=2018&split=2018",
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


def test_a_list_that_stands_twice_is_one_list():
    assert parse_choice("domain=vision&domain=language").lists == {"domain": ("vision", "language")}
