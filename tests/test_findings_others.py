"""Sentences on one run and on other people's data follow their tables."""

import re

import pandas as pd
import pytest

from ai_compute.external.keys import ERAS, LARGE, RECORD_OF_ALL
from ai_compute.findings import external
from ai_compute.findings.run import comparison, standing
from ai_compute.storage.rows import each_row
from made_up import made_up_tables, trends

PERIODS = {"openai-2018": (None, None)}


def compared(ratio: float, **changes: object) -> str:
    checks = made_up_tables(2)["cross_check"]
    row = {"ratio": ratio, "verdict": "agree", "implied_utilization": 0.3, "independent": True, **changes}
    return comparison(checks.assign(**row))


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (2.0, "gives 2.0 times more than hardware time"),
        (0.5, "2.0 times less than"),
        (1.01, "gives as much as hardware"),
    ],
)
def test_which_method_gives_more_of_a_run(ratio: float, words: str) -> None:
    assert words in compared(ratio)
    assert comparison(None) == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"verdict": "differ"}, "; they differ."),
        ({"verdict": "impossible", "implied_utilization": 1.4}, "could not have done so much. Together they imply a"),
        ({"implied_utilization": 0.0004}, "a utilization of 0.04 %."),
        ({"independent": False}, "so this proves little."),
    ],
)
def test_what_the_comparison_of_a_run_is_worth(changes: dict[str, object], words: str) -> None:
    assert words in compared(1.5, **changes)


def test_a_run_stands_above_on_or_below_the_trend_of_its_time_growing_or_not() -> None:
    tables = made_up_tables(40)
    [first] = each_row(tables["training_compute"].head(1))
    assert standing(first, {**tables, "trends": trends()}, PERIODS) == (
        "the first run of all; no trend of its time has been fitted"
    )
    *_, last = each_row(tables["training_compute"])
    for months in (3.4, -3.4):
        told = standing(last, {**tables, "trends": trends(("openai-2018", months, months, months))}, PERIODS)
        assert "the trend of its time (openai-2018), rank " in told
        assert " of the 40 runs published until then" in told


def beside(*ratios: float) -> str:
    values = {"ratio": list(ratios), "basis": "own", "external_basis": "published"}
    return external.beside_ours({"external_matches": pd.DataFrame(values)})


def test_our_values_beside_those_of_others() -> None:
    assert beside() == ""
    assert beside(2.0) == "Of the one run with our estimate and their total, ours is 2.0 times higher."
    assert beside(0.5, 0.5) == (
        "All 2 runs with our estimate and their total agree within 3x; ours is 2.0 times lower in the median."
    )
    assert beside(1.0, 1.0, 20.0) == (
        "2 of 3 runs with our estimate and their total agree within 3x; ours is the same within 5 % in the median."
    )


@pytest.mark.parametrize(
    ("runs", "valued", "matched", "words"),
    [
        (0, 0, 0, "gives no runs."),
        (1, 1, 1, "gives one run, the one with training compute; one is also among ours."),
        (30, 20, 0, "gives 30 runs, 20 of 30 with training compute; none is also among ours."),
        (30, 30, 15, "gives 30 runs, all 30 with training compute; 15 are also among ours."),
    ],
)
def test_how_much_others_give_is_counted(runs: int, valued: int, matched: int, words: str) -> None:
    sizes = {"runs": runs, "training_compute": valued, "matches": matched}
    tables = {f"external_{name}": pd.DataFrame({"row": range(size)}) for name, size in sizes.items()}
    unused = pd.DataFrame({"use": [], "file": [], "line": []})
    assert external.extent({**tables, "external_unused": unused}).endswith(words)


def test_the_growth_of_others_runs_is_told_only_where_it_was_fitted() -> None:
    assert "too few notable runs" in external.growth({"external_trends": trends()})
    fell = external.growth({"external_trends": trends(("epoch-notable", -5.0, -4.0, -6.0))})
    assert re.fullmatch(
        r"The training compute of notable runs in Epoch AI’s database \(CC BY\) since 2010 fell: \S+ runs\.", fell
    )


COUNTS = {
    "trend": ["epoch-notable", "epoch-top-5", "epoch-record"],
    "stated": [428, 400, 400],
    "fine_tunes": [55, 3, 3],
}
DAYS = {"since": ["2011-01-01", None, "2012-01-01"], "counted_from": [None, "2009-03-15", "2009-03-15"]}


def test_why_a_line_has_fewer_runs_than_the_database_is_told() -> None:
    counts = pd.DataFrame(COUNTS | {name: pd.to_datetime(days) for name, days in DAYS.items()})
    told = external.growth({"external_trends": trends(("epoch-notable", 5.0, 4.0, 6.0)), "external_counts": counts})
    assert told.endswith(
        "of 428 with a published total; 55 fine-tunes, whose totals hold their base models’, are left out."
    )


def test_labels_follow_config() -> None:
    tables = {"external_counts": pd.DataFrame(COUNTS | {name: pd.to_datetime(days) for name, days in DAYS.items()})}
    assert external.name_of("epoch-notable", tables) == "Notable runs since 2011"
    assert external.name_of("epoch-notable-domain-games", tables) == "Notable runs in games since 2011"
    assert (
        external.name_of("epoch-top-5", tables)
        == "The 5 largest runs of their time (ranked among all since 15 March 2009)"
    )
    assert external.name_of("epoch-record", tables) == "Records (ranked among all since 15 March 2009)"
    tables["external_counts"]["before"] = pd.Timestamp("2018-05-17")
    ranked = "(ranked among all since 15 March 2009)"
    assert external.name_of("epoch-record", tables) == f"Records of 2012 to 16 May 2018 {ranked}"
    assert external.name_of("epoch-top-10-own-estimates") == (
        "The ten largest runs of their time (ranked among all since 2010), by our estimates"
    )


def test_the_lines_of_eras_and_of_large_runs_have_words() -> None:
    assert [external.name_of(key) for key in (*ERAS, LARGE, RECORD_OF_ALL)] == [
        *("Notable runs before 2010", "Notable runs 2010 to 2018", "Notable runs since 2018"),
        *("Runs from 1e23 FLOP on (selected by their compute)", "Records (ranked among all of all time)"),
    ]


def test_sentences_on_several_databases_name_them_and_own_nothing() -> None:
    runs = pd.DataFrame({"database": ["Epoch AI", "Our World in Data; mine"]})
    check = {"by": ["all"], "kind": ["independent"], "runs": [1234], "median_ratio": [0.9]}
    shares = {"share_within_2": [0.7], "share_within_3": [0.9]}
    tables = {
        "external_runs": runs,
        "external_trends": trends(("epoch-notable", 5.0, 4.0, 6.0)),
        "external_check": pd.DataFrame(check | shares),
    }
    few = external.growth({**tables, "external_trends": trends()})
    for text in (external.growth(tables), external.both_methods(tables), few):
        assert "databases of Epoch AI" in text
        assert not re.search(r"\b[Ii]ts\b", text)
    assert "1,234 runs" in external.both_methods(tables)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Epoch AI"], "Epoch AI’s database (CC BY)"),
        (["mine"], "mine’s database"),
        (["Epoch AI", "Our World in Data"], "the databases of Epoch AI (CC BY) and Our World in Data"),
    ],
)
def test_runs_are_called_by_the_databases_they_come_from(names: list[str], words: str) -> None:
    assert external.credited({"external_runs": pd.DataFrame({"database": names})}) == words
