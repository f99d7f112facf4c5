"""Published statements: read, looked up by their declared path, judged."""

from pathlib import Path

import pandas as pd
import pytest

from ai_compute.checking.statements import names_in_tables
from ai_compute.claims.judging import ambiguous, judge
from ai_compute.entries.claims import read_claims, unknown_names
from ai_compute.entries.documents import read_yaml
from ai_compute.entries.hardware import read_devices
from ai_compute.messages.problems import Problem, Problems
from ai_compute.settings.analysis import read_settings
from ai_compute.settings.times import Known
from ai_compute.values.subjects import DOMAINS

HEADER = (
    "claim,topic,statement,relation,stated,stated_low,stated_high,unit,path,tolerance,same_points,reason,source,url\n"
)
PATH = '"trends[trend=all,estimator=ols].doubling_months"'


def claims(row: str) -> str:
    return HEADER + row + "\n"


def verdict(row: str, value: float, low: float, high: float, column: str = "doubling_months") -> str:
    columns = {column: value, f"{column}_low": low, f"{column}_high": high}
    trends = pd.DataFrame([{"trend": "all", "estimator": "ols", **columns}])
    return judge(read_claims(claims(row).encode(), "claims.csv"), {"trends": trends})["verdict"].iloc[0]


@pytest.mark.parametrize(
    ("same_points", "value", "low", "high", "expected"),
    [
        ("yes", 3.41, 2.5, 5.1, "replicated"),
        ("no", 3.41, 2.5, 4.9, "compatible"),
        ("yes", 3.60, 2.5, 4.9, "compatible"),
        ("no", 3.60, 1.0, 9.0, "uninformative"),
        ("no", 6.00, 5.0, 7.0, "contradicted"),
    ],
)
def test_a_verdict_follows_from_value_interval_and_points(same_points, value, low, high, expected):
    row = f"law,growth,It doubles every 3.4 months,equals,3.4,,,months,{PATH},,{same_points},,somebody,https://example.org"
    assert verdict(row, value, low, high) == expected


def test_a_statement_without_a_path_is_not_checkable_and_says_why():
    judged = judge(read_claims(claims("x,cost,It is dear,equals,1,,,USD,,,no,no prices,somebody,").encode(), "c"), {})
    assert judged[["verdict", "reason"]].iloc[0].tolist() == ["not checkable", "no prices"]


def test_a_path_to_nothing_is_not_checkable():
    row = f"law,growth,It doubles,equals,3.4,,,months,{PATH},,no,,somebody,"
    assert judge(read_claims(claims(row).encode(), "c"), {})["verdict"].iloc[0] == "not checkable"


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (f"Law,growth,It doubles,equals,3.4,,,months,{PATH},,no,,somebody,", "claim"),
        (f"law,growth,It doubles,eqals,3.4,,,months,{PATH},,no,,somebody,", "relation"),
        (f"law,growth,It doubles,equals,3.4 months,,,months,{PATH},,no,,somebody,", "stated"),
        ("law,growth,It doubles,equals,3.4,,,months,trends.doubling,,no,,somebody,", "path"),
        (f"law,growth,It doubles,equals,3.4,,,months,{PATH},,no,,somebody,javascript:x", "url"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_column(row, field):
    with pytest.raises(Problems) as raised:
        read_claims(claims(row).encode(), "data/raw/claims.csv")
    problem = raised.value.problems[0]
    assert (problem.line, problem.field) == (2, field)


def test_the_statements_of_the_project_can_be_read(root):
    stated = read_claims((root / "data/raw/claims.csv").read_bytes(), "data/raw/claims.csv")
    assert len({claim.claim for claim in stated}) == len(stated) > 40


@pytest.mark.parametrize(
    ("relation", "stated", "value", "low", "high", "expected"),
    [
        ("at least,3,,", "no", 5.0, 3.5, 12.0, "compatible"),
        ("at least,3,,", "no", 5.0, 2.5, 12.0, "uninformative"),
        ("at least,3,,", "no", 3.2, 2.8, 3.6, "compatible"),
        ("at least,3,,", "no", 2.0, 1.5, 2.5, "contradicted"),
        ("at most,3,,", "no", 2.0, 1.0, 2.9, "compatible"),
        ("between,,1,10", "no", 3.0, 1.1, 9.0, "compatible"),
        ("between,,1,10", "no", 3.0, 0.1, 9.0, "uninformative"),
        ("between,,1,10", "no", 12.0, 11.0, 13.0, "contradicted"),
        ("between,,1,10", "yes", 3.0, 0.1, 90.0, "replicated"),
    ],
)
def test_a_range_or_bound_is_judged_by_how_much_of_our_interval_makes_it_true(
    relation, stated, value, low, high, expected
):
    row = f"law,growth,It doubles,{relation},months,{PATH},,{stated},,somebody,"
    assert verdict(row, value, low, high) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(2009.5, 2014.0, "compatible"), (2009.0, 2014.5, "uninformative")]
)
def test_an_interval_of_dates_is_wide_in_years_not_in_factors(low, high, expected):
    row = f"era,change,It begins,equals,2012,,,year,{PATH.replace('doubling_months', 'start')},,no,,somebody,"
    assert verdict(row, 2011.2, low, high, "start") == expected


def test_a_ratio_of_independent_values_is_less_sure_than_either():
    runs = pd.DataFrame(
        {"run": ["large", "small"], "flop": [600.0, 2.0], "flop_low": [300.0, 1.0], "flop_high": [1200.0, 4.0]}
    )
    path = '"training_compute[run=large].flop / training_compute[run=small].flop"'
    row = f"growth,growth,It grew,at least,300,,,times,{path},,no,,somebody,"
    judged = judge(read_claims(claims(row).encode(), "c"), {"training_compute": runs}).iloc[0]
    assert judged["found"] == 300
    assert judged["found_high"] == pytest.approx(300 * 2 ** (2**0.5))
    assert judged["found_low"] == pytest.approx(300 / 2 ** (2**0.5))


def test_an_interval_with_an_open_end_is_judged_by_the_other() -> None:
    row = f"law,growth,It doubles,at least,3,,,months,{PATH},,no,,somebody,"
    assert verdict(row, 5.0, 3.5, float("nan")) == "compatible"
    assert verdict(row, 5.0, 2.5, float("nan")) == "uninformative"


def test_a_path_that_divides_by_nothing_found_is_not_checkable_and_says_so() -> None:
    path = '"training_compute[run=large].flop / training_compute[run=none].flop"'
    row = f"growth,growth,It grew,at least,300,,,times,{path},,no,,somebody,"
    runs = pd.DataFrame({"run": ["large", "none"], "flop": [600.0, 0.0]})
    judged = judge(read_claims(claims(row).encode(), "c"), {"training_compute": runs}).iloc[0]
    assert (judged["verdict"], judged["reason"]) == ("not checkable", "training_compute[run=none].flop is 0")


FLOP = '"estimates[run=a,method=hardware time].flop{}"'


@pytest.mark.parametrize(
    ("unit", "path", "way_out"),
    [
        ("times a year", PATH, "write months instead"),
        ("years", PATH, "divide doubling_months by 12, or write months instead"),
        ("FLOP", FLOP.format(" / 8.64e19"), "write pfs-days instead"),
        ("pfs-days", FLOP.format(""), "divide flop by 8.64e+19"),
        ("GMAC", FLOP.format(" / 7"), "write one of them"),
        ("", PATH, "write months"),
        ("months", f'"2 x {PATH[1:]}', "take doubling_months without a factor"),
        ("months", f'{PATH[:-1]} / 12"', "take doubling_months without a factor, or write years instead"),
        ("pfs-days", FLOP.format(" / 7"), "divide flop by 8.64e+19"),
    ],
)
def test_a_unit_that_is_not_that_of_the_column_is_refused(unit, path, way_out):
    row = f"law,growth,It doubles,equals,3.4,,,{unit},{path},,no,,somebody,"
    with pytest.raises(Problems) as caught:
        read_claims(claims(row).encode(), "claims.csv")
    [problem] = caught.value.problems
    assert (problem.field, problem.line) == ("unit", 2)
    assert way_out in problem.way_out


@pytest.mark.parametrize("path", [f'{PATH[:-1]} / 0"', f'"0 x {PATH[1:]}', f'{PATH[:-1]} x 0.0"'])
def test_a_path_with_a_factor_of_nothing_is_refused(path):
    with pytest.raises(Problems, match="path"):
        read_claims(claims(f"law,growth,It doubles,equals,3.4,,,months,{path},,no,,somebody,").encode(), "claims.csv")


@pytest.mark.parametrize(
    ("unit", "path"),
    [
        ("months", PATH),
        ("years", f'{PATH[:-1]} / 12"'),
        ("pfs-days", FLOP.format(" / 8.64e19")),
        ("FLOP", FLOP.format("")),
    ],
)
def test_a_unit_that_is_that_of_the_column_is_read(unit, path):
    row = f"law,growth,It doubles,equals,3.4,,,{unit},{path},,no,,somebody,"
    assert read_claims(claims(row).encode(), "claims.csv")[0].unit == unit


def test_a_path_to_several_rows_says_so_whatever_its_caveat():
    row = f"law,growth,It doubles,equals,3.4,,,months,{PATH},,no,a caveat,somebody,"
    trends = pd.DataFrame([{"trend": "all", "estimator": "ols", "doubling_months": value} for value in (3.4, 5.0)])
    judged = judge(read_claims(claims(row).encode(), "c"), {"trends": trends})
    assert judged["reason"].iloc[0] == "2 rows of trends fit; a caveat"
    assert list(ambiguous(judged)) == [("law", "2 rows of trends fit")]


def paths_refused(root: Path, path: str) -> list[Problem]:
    """What is said of a statement with this path, with the settings, devices and lines of the project."""
    content = claims(f'law,growth,It grows,equals,3,,,,"{path}",,no,,somebody,').encode()
    try:
        read_claims(content, "data/raw/claims.csv")
    except Problems as problems:
        return list(problems.problems)
    settings = read_settings(read_yaml((root / "config.yaml").read_bytes(), "config.yaml"))
    devices = read_devices((root / "data/raw/hardware.csv").read_bytes(), "data/raw/hardware.csv")
    known = Known(["alexnet"], 1950, DOMAINS, ["alexnet"], [])
    return unknown_names(
        content, "data/raw/claims.csv", names_in_tables(settings, known, devices, ["eu-systemic-risk"], ["alexnet"])
    )


@pytest.mark.parametrize(
    ("path", "found", "way_out"),
    [
        ("devices[device=GTX 581].price_usd", "unknown device 'GTX 581'", "'GTX 580'"),
        ("count(run_devices[device=GTX 581])", "unknown device 'GTX 581'", "'GTX 580'"),
        ("drivers[set=2010-2019].share", "unknown set '2010-2019'", "2010-2018"),
        ("count(breaks[set=record])", "unknown set 'record'", "all-with-third-party"),
        ("eras[set=notable].runs", "unknown set 'notable'", "openai-2018"),
        ("eras[era=2012 to 2015].runs", "unknown era '2012 to 2015'", "2012 to 2014"),
        ("count(sets[set=openai-2020])", "unknown set 'openai-2020'", "openai-2018"),
        ("drivers[driver=peak FLOPs per device].share", "unknown driver", "'peak FLOP/s per device'"),
        ("drivers[variant=hardware].share", "unknown variant 'hardware'", "hardware time"),
        ("projection[trend=moore-17-months].decimal_year", "unknown trend 'moore-17-months'", "moore-18-months"),
        ("trends[trend=moore-18-months].runs", "unknown trend 'moore-18-months'", "name another trend"),
        ("count(influence[trend=since-2010])", "unknown trend 'since-2010'", "since-2018"),
        ("count(thresholds[threshold=eu-systemic-risks])", "unknown threshold", "eu-systemic-risk"),
        ("count(trends[trend!=sinse-2010])", "unknown trend 'sinse-2010'", "'since-2010'"),
        ("count(slope_tests[subset=recordz])", "unknown subset 'recordz'", "'records'"),
        ("count(slope_tests[subset=all of them])", "unknown subset 'all of them'", "all runs"),
        ("count(comparisons[one=no-such-trend])", "unknown one 'no-such-trend'", "openai-2018"),
        ("count(comparisons[other=openai-2018])", "unknown other 'openai-2018'", "openai-2018-as-plotted-same-runs"),
        ("count(layers[architecture=alexnett])", "unknown architecture 'alexnett'", "'alexnet'"),
        ("count(specifications[exclude=AlphaGo])", "unknown exclude 'AlphaGo'", "AlphaGo Zero and AlphaZero"),
        ("count(specifications[frontier=top-7])", "unknown frontier 'top-7'", "top-10"),
        ("trends[trend=all,told!=yes].runs", "told!=yes", "told!=true"),
        ("count(cross_check[verdict!=agre])", "verdict!=agre", "'agree'"),
        ("count(estimates[method=hardware])", "method=hardware", "write one of these"),
        ("count(trends[interval=bootstraps])", "interval=bootstraps", "'bootstrap'"),
        ("trends[trend=all,told=yes].runs", "told=yes", "told=true"),
        ("count(trends[runs=many])", "runs=many", "runs=5"),
        ("count(trends[runs>=nan])", "runs>=nan", "runs>=5"),
        ("count(trends[runs>])", "runs>", "runs="),
        ("count(runs[published>soon])", "published>soon", "published>2018"),
        ("count(trends[trend>all])", "trend>all", "trend=all"),
    ],
)
def test_a_condition_that_no_row_can_meet_is_refused(root, path, found, way_out):
    (problem,) = (each for each in paths_refused(root, path) if each.field == "path")
    assert found in problem.found
    assert way_out in problem.way_out


@pytest.mark.parametrize(
    "path",
    [
        "count(trends[told=true,runs>=5,trend=since-2018-with-third-party])",
        "count(trends[told!=FALSE,runs!=])",
        "count(runs[published>=2018-05,run=alexnet])",
        "trends[trend=all, told=true].runs",
        "count(agreement[by=kind and era, group=GPU, before the split])",
        "count(external_runs[run=epoch-alexnet])",
        "count(slope_tests[subset=records]) / count(specifications[exclude=none])",
        "count(projection[trend=moore-18-months,trend!=top-10])",
        "count(drivers[set=before-2018,driver=hardware spend,variant=launch price])",
        "count(external_counts[trend=all])",
        "count(reported[bound=,by=Epoch AI])",
        "count(trends[interval=bootstrap over papers])",
        "count(training_compute[method=Pooled,evidence!=unstated])",
    ],
)
def test_a_condition_that_rows_can_meet_is_taken(root, path):
    assert paths_refused(root, path) == []


def test_a_run_that_no_entry_has_is_named_and_stops_nothing(root):
    (warning,) = paths_refused(root, "training_compute[run=palm-3].flop / training_compute[run=alexnet].flop")
    assert warning.warning
    assert (warning.line, warning.expected) == (2, "a run that there is")
    assert warning.found == "the unknown run 'palm-3' (line 2)"
    # In a collection of a few papers most statements are of others.
    assert paths_refused(root, "count(runs[run=palm-3]) / count(runs[run=palm-4]) / count(runs[run=alexnet])") == []


def test_an_era_that_there_is_not_is_told_in_good_english(root):
    (problem,) = paths_refused(root, "eras[era=2012 to 2015].runs")
    assert problem.expected == "an era that there is"
