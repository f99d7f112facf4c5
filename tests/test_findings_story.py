"""The story's verdicts: each is said where it is right, and not where it would be wrong."""

import pandas as pd
import pytest

from ai_compute.findings import external_lines, law, story
from ai_compute.schemas.registry import models
from ai_compute.storage.tables import table
from made_up import made_up_tables, trends
from test_report_findings import changes, tables_with


@pytest.mark.parametrize(
    ("largest", "upper", "words"),
    [
        (-0.5, -0.4, "slowed after May 2018, and so did the ten largest"),
        (-0.1, -0.4, "slowed after May 2018; whether the ten largest did is not decided"),
        (0.5, 0.4, "quickened after May 2018, and so did the ten largest"),
        (-0.5, -0.1, "has grown more slowly since May 2018; chance alone could make"),
    ],
)
def test_the_headline_says_that_growth_changed_only_where_chance_would_not_make_it(
    largest: float, upper: float, words: str
) -> None:
    tables = {**changes(largest, upper, -0.1), "trends": tables_with()["trends"]}
    assert words in story.headline_title(tables)


def said(found: float, drawn: float) -> str:
    columns = dict.fromkeys(models()["claims"].to_schema().columns)
    rows = [
        {**columns, "claim": key, "verdict": "compatible", "stated": 300000.0, "found": value}
        for key, value in ((story.SAID, drawn), (story.COUNTED, found))
    ]
    return story.chart_of_2018({**made_up_tables(40), "claims": table(rows, models()["claims"])})


def test_what_was_drawn_is_called_the_same_only_where_it_is() -> None:
    assert "our count by its own rule is about the same" in said(310000.0, 320000.0)
    assert "our count by its own rule is 2.0 times what was drawn" in said(640000.0, 320000.0)


def twice(drawn: float) -> str:
    tables = made_up_tables(40)
    runs = tables["training_compute"].assign(basis="own")
    members = table([{"run": run, "set": "openai-2018"} for run in runs["run"]], models()["sets"])
    largest = runs.sort_values("flop").iloc[-1]
    columns = dict.fromkeys(models()["reported"].to_schema().columns)
    row = {
        **columns,
        "run": largest["run"],
        "by": "OpenAI 2018",
        "party": "third",
        "plotted_date": largest["published"],
    }
    row |= {"plotted_flop": largest["flop"] / drawn, "reported_flop": largest["flop"], "plotted_date": "2017-10-18"}
    reported = table([row], models()["reported"])
    return story.why_twice({**tables, "training_compute": runs, "sets": members, "reported": reported})


def test_a_multiply_add_counted_once_is_guessed_only_of_a_factor_of_two() -> None:
    assert "2.0 times what was drawn: a multiply-add was probably counted as one operation there" in twice(2.0)
    assert twice(1.0) == ""
    assert twice(3.0) == ""


def matters(values: tuple[float, float], dates: tuple[float, float], moved: int = 11) -> str:
    row = {"by_values_low": values[0], "by_values": sum(values) / 2, "by_values_high": values[1]}
    row |= {"by_dates_low": dates[0], "by_dates": sum(dates) / 2, "by_dates_high": dates[1]}
    return law._mattered(pd.Series(row | {"values_moved": moved, "dates_moved": moved}))


def test_values_or_dates_are_told_to_matter_more_only_where_their_intervals_part() -> None:
    assert matters((0.2, 0.3), (0.0, 0.1)) == "values matter more"
    assert matters((0.0, 0.1), (0.2, 0.3)) == "dates matter more"
    undecided = "which of both matters more is not decided"
    assert matters((0.05, 0.3), (0.0, 0.1)) == undecided
    assert matters((-0.1, 0.0), (0.01, 0.1), moved=4) == undecided


def test_a_rule_of_thumb_is_near_where_counts_say_so() -> None:
    columns = dict.fromkeys(models()["rule_of_thumb"].to_schema().columns)
    rows = pd.DataFrame([{**columns, "ratio": ratio} for ratio in (1.0, 1.05, 2.0)])
    told = story.rule_of_thumb({"rule_of_thumb": rows})
    assert "within 10 % of the count from layers for 2 of three architectures" in told
    assert "1.0 to 2.0 times what it says" in told


def test_lines_of_a_database_are_told_only_where_they_were_fitted() -> None:
    tables = {"trends": trends(("since-2010-with-third-party", 6.0, 5.0, 7.0)), "external_trends": trends()}
    assert external_lines.title(tables) == "Doubling since 2010: our runs every 6.0 months"
