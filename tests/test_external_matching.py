"""The same model under another name, and other models under nearly the same one."""

from pathlib import Path

import pandas as pd
import pytest

from ai_compute.external.matching import match
from ai_compute.external.same import said_the_same
from ai_compute.messages.problems import Problems
from test_external import CHOICES, SETTINGS, build, our_runs, ours

PAIRS = pd.read_csv(Path(__file__).parent / "data/external_pairs.csv", parse_dates=["published", "their_published"])


def side(row: dict[str, object], prefix: str, run: str) -> pd.DataFrame:
    facts = {name: row[prefix + name] for name in ("name", "published", "organization", "parameters")}
    title = row.get("paper", "")
    return pd.DataFrame([{"run": run, **facts, "title": "" if pd.isna(title) else title, "url": ""}])


def found(row: dict[str, object]) -> bool:
    """Whether a pair is matched by names, dates, sizes and organizations, without a paper to go by but in one."""
    return len(match(side(row, "", "ours"), side(row, "their_", "theirs"), SETTINGS.external.same_model)) == 1


@pytest.mark.parametrize("same", ["yes", "no"])
def test_forty_pairs_that_are_one_model_and_forty_that_are_two(same: str) -> None:
    rows = PAIRS[PAIRS["same"].eq(same)].to_dict("records")
    wrong = [f"{row['name']} / {row['their_name']}" for row in rows if found(row) != (same == "yes")]
    assert len(rows) == 40
    assert wrong == []


def test_of_several_releases_the_one_of_the_date_is_taken() -> None:
    rows = [("GPT-4 (Jun 2023)", "2023-06-13"), ("GPT-4 (Mar 2023)", "2023-03-15")]
    theirs = [
        side({"name": name, "published": pd.Timestamp(day), "organization": "OpenAI", "parameters": None}, "", name)
        for name, day in rows
    ]
    ours = side(
        {"name": "GPT-4", "published": pd.Timestamp("2023-03-14"), "organization": "OpenAI", "parameters": None},
        "",
        "gpt-4",
    )
    pairs = match(ours, pd.concat(theirs).astype({"parameters": float}), SETTINGS.external.same_model)
    assert pairs["external_run"].tolist() == ["GPT-4 (Mar 2023)"]


def test_the_user_says_which_model_is_which_in_a_file() -> None:
    choices = said_the_same(CHOICES, {"same.csv": b"run,name\nmy-net,Their Odd Name\n"})
    known = our_runs(ours("my-net", "My Net", "2020-03-04"))
    found = build({"m.csv": b"Model,Publication date\nTheir Odd Name,2021-01-01\n"}, known, choices)["matches"]
    assert found[["run", "external_name", "way"]].to_numpy().tolist() == [["my-net", "Their Odd Name", "set by hand"]]


@pytest.mark.parametrize(
    ("content", "words"), [(b"ours,theirs\na,b\n", "the columns run and name"), (b"run,name\nmy-net,\n", "same.csv:2")]
)
def test_a_mistake_in_that_file_is_named(content: bytes, words: str) -> None:
    with pytest.raises(Problems, match=words):
        said_the_same(CHOICES, {"same.csv": content})
