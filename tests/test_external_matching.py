"""The same model under another name, and other models under nearly the same one."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from ai_compute.checking.external import external_problems
from ai_compute.external.database import read_database
from ai_compute.external.matching import candidates_of, described, match
from ai_compute.external.same import read_same
from ai_compute.messages.problems import Problems
from test_external import CHOICES, SETTINGS, our_runs, ours

PAIRS = pd.read_csv(Path(__file__).parent / "data/external_pairs.csv", parse_dates=["published", "their_published"])


def side(row: dict[str, object], prefix: str, run: str) -> pd.DataFrame:
    facts = {name: row[prefix + name] for name in ("name", "published", "organization", "parameters")}
    title = row.get("paper", "")
    return pd.DataFrame([{"run": run, **facts, "title": "" if pd.isna(title) else title, "url": ""}])


def sides(rows: list[dict[str, object]]) -> list[pd.DataFrame]:
    """Ours and theirs, by their places."""
    return [
        pd.concat([side(row, prefix, str(place)) for place, row in enumerate(rows)], ignore_index=True)
        for prefix in ("", "their_")
    ]


def pairs_of(rows: list[dict[str, object]]) -> list[tuple[str, str]]:
    """Who is matched by names, dates, sizes and organizations, by their places; without a paper to go by but in one."""
    found = match(*sides(rows), SETTINGS.external.same_model)
    return list(zip(found["run"], found["external_run"], strict=True))


def test_forty_pairs_that_are_one_model_are_found_and_no_other() -> None:
    rows = PAIRS[PAIRS["same"].eq("yes")].to_dict("records")
    assert len(rows) == 40
    assert sorted(pairs_of(rows)) == sorted((str(place), str(place)) for place in range(40))


@pytest.mark.slow
def test_forty_pairs_that_are_two_models_are_not_taken_for_one() -> None:
    """Every third at once: with a half that the next pairs share, two may pass for two that alone would not."""
    rows = PAIRS[PAIRS["same"].eq("no")].to_dict("records")
    assert len(rows) == 40
    for apart in (rows[first::3] for first in range(3)):
        near = candidates_of(*map(described, sides(apart)))
        assert near["run"].eq(near["external_run"]).all(), "each as if it were alone"
        assert [apart[int(place)]["name"] for place, _ in pairs_of(apart)] == []


NO_SOURCE = [
    # our name, our day, our parameters, their name, their day, whether it is one model
    ("BLOOM 176B", "2022-07-11", 1.76e11, "BLOOM-176B", "2022-07-11", True),
    ("Flamingo 80B", "2022-04-29", 8e10, "Flamingo", "2022-04-29", True),
    ("Gopher 280B", "2021-12-08", 2.8e11, "Gopher (280B)", "2021-12-08", True),
    ("GPT-3 175B", "2020-05-28", 1.75e11, "GPT-3 175B (davinci)", "2020-05-28", True),
    ("RoBERTa-Large", "2019-07-26", 3.55e8, "RoBERTa Large", "2019-07-01", True),
    ("ResNet-152", "2015-12-10", 6e7, "ResNet-152 (ImageNet)", "2015-12-10", True),
    ("DeepSeek-V3 671B", "2024-12-26", 6.71e11, "DeepSeek-V3", "2024-12-24", True),
    ("DeepSeek-V3 671B", "2024-12-26", 6.71e11, "DeepSeek-V3 (Mar 2025)", "2025-03-24", False),
    ("CaLM", "2022-12-19", 8.6e7, "CALM", "2022-07-14", False),
    ("PointNet++", "2017-06-07", None, "PointNet", "2017-06-07", False),
    ("Llama 2 70B", "2023-07-18", 7e10, "Llama 2-7B", "2023-07-18", False),
    ("GPT-3 175B", "2020-05-28", 1.75e11, "GPT-3 13B", "2020-05-28", False),
    ("Dropout (MNIST)", "2012-07-03", None, "Dropout (ImageNet)", "2012-07-03", False),
    ("GNMT (WMT English to French)", "2016-09-26", None, "GNMT", "2016-10-08", False),
]
"""Names as Our World in Data's table has them, which tells neither organization nor paper."""


@pytest.mark.parametrize(("name", "day", "size", "their_name", "their_day", "one"), NO_SOURCE)
@pytest.mark.sampled
def test_a_table_without_sources_is_matched_by_name_and_day(
    name: str, day: str, size: float | None, their_name: str, their_day: str, one: bool
) -> None:
    ours = {"name": name, "published": pd.Timestamp(day), "organization": "Somewhere", "parameters": size}
    theirs = {"name": their_name, "published": pd.Timestamp(their_day), "organization": "", "parameters": None}
    pairs = match(
        side(ours, "", "ours").astype({"parameters": float}),
        side(theirs, "", "theirs").astype({"parameters": float}),
        SETTINGS.external.same_model,
    )
    assert (len(pairs) == 1) == one


def test_of_two_variants_of_one_day_none_is_guessed() -> None:
    day = pd.Timestamp("2017-06-12")
    ours = [
        side({"name": name, "published": day, "organization": "Google", "parameters": None}, "", name)
        for name in ("Transformer (base)", "Transformer (big)")
    ]
    theirs = side({"name": "Transformer", "published": day, "organization": "", "parameters": None}, "", "theirs")
    pairs = match(
        pd.concat(ours).astype({"parameters": float}),
        theirs.astype({"parameters": float}),
        SETTINGS.external.same_model,
    )
    assert pairs.empty


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


MINE = our_runs(ours("my-net", "My Net", "2020-03-04"), ours("your-net", "Your Net", "2020-03-04"))
HEADER = b"Model,Publication date,Parameters\n"
THEIRS = {"m.csv": HEADER + b"Their Odd Name,2021-01-01,\nTwice,2020-01-01,1e6\nTwice,2020-01-01,1e9\n"}


def said(content: bytes, files: dict[str, bytes] = THEIRS) -> pd.DataFrame:
    pairs = read_same({"same.csv": content})
    return read_database(files, MINE, CHOICES, pairs)["matches"].set_index("run")


def test_the_user_says_which_model_is_which_in_a_file() -> None:
    found = said("run,name\nmy-net, Their  Odd Name\n\nyour-net,epoch-twice--2\n".encode("utf-8-sig"))
    assert found["external_run"].to_dict() == {"my-net": "epoch-their-odd-name", "your-net": "epoch-twice--2"}
    assert set(found["way"]) == {"set by hand"}


@pytest.mark.slow
def test_a_model_is_found_by_the_name_of_any_of_its_rows() -> None:
    rows = (HEADER + b"Their Odd Name,2021-01-01,1e9\n", HEADER + b"their odd-name,2021-01-01,1e9\nNew,2024-01-01,\n")
    assert said(b"run,name\nmy-net,Their Odd Name\n", dict(zip("ab", rows, strict=True)))["way"].to_list() == [
        "set by hand"
    ]


@pytest.mark.parametrize(
    ("content", "place", "words", "way_out"),
    [
        (b"ours,theirs\na,b\n", "same.csv:1", "the unknown column 'ours'", "known columns: run, name"),
        (b"", "same.csv", "an empty file", "begin it with the line run,name"),
        (b"run,name\nmy-net,\n", "same.csv:2", "nothing", "fill the cell"),
        (b"run,name\nMy Net,X\n", "same.csv:2", "My Net", "write my-net"),
        (
            b"run,name\nmy-net,Their Odd Name\nmy-net,Twice\n",
            "same.csv:3",
            "'my-net' a second time",
            "remove line 2 or 3",
        ),
        (b"run,name\nmy-net,Twice\nyour-net,Twice\n", "same.csv:3", "'Twice' a second time", "remove line 2 or 3"),
        (b"run,name\nmy-net,Their Od Name\n", "same.csv:2", "the unknown name", "did you mean 'Their Odd Name'?"),
        (b"run,name\nmy-net,Twice\n", "same.csv:2", "2 models of the name", "epoch-twice or epoch-twice--2"),
        (
            b"run,name\nmy-net,Their Odd Name\nyour-net,epoch-their-odd-name\n",
            *("same.csv:3", "which is the model of line 2", "remove line 2 or 3"),
        ),
    ],
)
def test_a_mistake_in_that_file_is_one_message(content: bytes, place: str, words: str, way_out: str) -> None:
    with pytest.raises(Problems) as found:
        said(content)
    problem = found.value.problems[0]
    assert problem.place == place
    assert words in problem.found
    assert way_out in problem.way_out
    assert problem.expected


def test_unknown_runs_and_names_are_told_before_any_step() -> None:
    same = {"same.csv": b"run,name\nmy-nett,Their Odd Name\nyour-net,Nobody's\n"}
    problems = external_problems(THEIRS, same, {"my-net", "your-net"}, SETTINGS.external)
    assert [(problem.line, problem.field) for problem in problems] == [(2, "run")]
    assert "my-net" in problems[0].way_out
    same = {"same.csv": same["same.csv"].replace(b"my-nett", b"my-net")}
    problems = external_problems(THEIRS, same, {"my-net", "your-net"}, SETTINGS.external)
    assert [(problem.line, problem.field) for problem in problems] == [(3, "name")]


@pytest.mark.slow
def test_what_a_file_says_goes_before_config() -> None:
    config = CHOICES.external.same_model.model_copy(update={"by_hand": {"my-net": "Their Odd Name"}})
    choices = replace(CHOICES, external=CHOICES.external.model_copy(update={"same_model": config}))
    pairs = read_same({"same.csv": b"run,name\nyour-net,Their Odd Name\n"})
    assert read_database(THEIRS, MINE, choices, pairs)["matches"]["run"].tolist() == ["your-net"]
    assert read_database(THEIRS, MINE, choices)["matches"]["run"].tolist() == ["my-net"]
