"""The page on databases of others: its examples are run as they stand."""

import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

from ai_compute.external.database import Choices, choices_from
from ai_compute.external.same import read_same
from test_external import CONFIG, build

PAGE = (Path(__file__).parents[1] / "data/raw/external/README.md").read_text(encoding="utf-8")


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def with_the_mapping() -> Choices:
    (mapping,) = examples("yaml")
    external = {**CONFIG["external"], "databases": {**CONFIG["external"]["databases"], **yaml.safe_load(mapping)}}
    return choices_from({**CONFIG, "external": external})


def test_the_worked_example_of_another_table() -> None:
    same, table = examples("csv")
    found = build({"mine.csv": table.encode()}, choices=with_the_mapping())["training_compute"].set_index("name")
    stated = re.search(r"Alpha is then a run of (\S+) FLOP of (.*?)\.", " ".join(PAGE.split()))
    assert stated is not None
    assert found.loc["Alpha", "flop"] == pytest.approx(float(stated[1]))
    assert found.loc["Alpha", "published"] == pd.to_datetime(stated[2], format="%d %B %Y")
    assert found["notable"].all()
    assert [(pair.run, pair.name) for pair in read_same({"same.csv": same.encode()})] == [("zfnet", "Visualizing CNNs")]


def test_a_table_without_names_calls_its_rows_by_line() -> None:
    _, table = examples("csv")
    unnamed = "\n".join(line.partition(",")[2] for line in table.splitlines()).encode()
    external = {
        **CONFIG["external"],
        "databases": {"bare": {"columns": {"published": ["when"], "published_flop": ["compute"]}}},
    }
    found = build({"mine.csv": unnamed}, choices=choices_from({**CONFIG, "external": external}))["runs"]
    assert found["name"].tolist() == ["mine row 2", "mine row 3"]


def test_our_world_in_data_joins_and_repeats_no_run_of_epoch() -> None:
    theirs = (
        b"Entity,Code,Day,Training computation (petaFLOP),Domain\n"
        b"Alpha,,2019-03-01,6.0e5,Language\nDelta,,2020-03-01,7,\n"
    )
    epoch = b"Model,Publication date,Training compute (FLOP)\nAlpha,2019-03-01,6.02e20\n"
    found = build({"owid.csv": theirs, "epoch.csv": epoch})
    assert found["runs"][["name", "database"]].to_numpy().tolist() == [
        ["Alpha", "Epoch AI; Our World in Data"],
        ["Delta", "Our World in Data"],
    ]
    assert found["training_compute"]["flop"].tolist() == pytest.approx([6e20, 7e15], rel=0.01)
