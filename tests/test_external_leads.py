"""From a database's row to an entry: `make new-entry FROM=epoch NAME="Model"`."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ai_compute.entries.keys import is_key
from ai_compute.external.leads import lead
from ai_compute.messages.problems import Problems
from test_entries import problems_of
from test_external import csv_bytes

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
CONFIG, HARDWARE = ((ROOT / name).read_bytes() for name in ("config.yaml", "data/raw/hardware.csv"))
ROW = {
    "Model": "Lantern-7B",
    "Domain": "Language",
    "Task": "Language modeling",
    "Publication date": "2023-03-09",
    "Organization": 'The "Lab", Inc: # no comment',
    "Link": "https://example.org/lantern",
    "Parameters": "7e9",
    "Training dataset size (datapoints)": "1e12",
    "Training hardware": "NVIDIA GeForce GTX 580",
    "Training chip-hours": "80000",
    "Training compute (FLOP)": "4.2e22",
}


def started(name: str, **changes: str) -> tuple[str, str]:
    return lead(name, {"m.csv": csv_bytes([ROW | changes])}, CONFIG, HARDWARE)


def test_an_entry_from_a_database_is_valid_and_says_where_its_facts_come_from() -> None:
    key, text = started("Lantern 7B")
    assert key == "lantern-7b"
    assert problems_of(text) == []
    run = yaml.safe_load(text)["runs"][0]
    for method in ("operation_counting", "hardware_time"):
        assert (run[method]["evidence"], run[method]["source"]) == ("database", "Epoch AI database")
    assert "Read https://example.org/lantern" in text
    assert "m.csv:2" in text


@pytest.mark.parametrize(
    "changes",
    [
        {"Training dataset size (datapoints)": "", "Training hardware": ""},
        {"Domain": "Vision"},
        {"Training hardware": "An unheard-of chip"},
        {"Training chip-hours": "", "Hardware quantity": "8"},
        {"Base model": "Other"},
        {"Link": "javascript:alert(1)"},
    ],
)
def test_what_cannot_be_used_is_a_comment(changes: dict[str, str]) -> None:
    fields = {problem.field for problem in problems_of(started("Lantern-7B", **changes)[1])}
    assert fields <= ({"url"} if "Link" in changes else set())


@pytest.mark.parametrize("name", ["Lantern 9B", "Lamp", ""])
def test_a_name_that_is_not_there_is_told_with_the_nearest(name: str) -> None:
    with pytest.raises(Problems, match="no models of the name"):
        started(name)


@pytest.mark.parametrize(
    ("files", "way_out"), [({"m.csv": csv_bytes([ROW])}, "write the name as the file has it"), ({}, "put a CSV file")]
)
def test_the_way_out_of_an_unknown_name_is_right_with_and_without_a_file(files: dict[str, bytes], way_out: str) -> None:
    with pytest.raises(Problems, match=way_out):
        lead("Zyx", files, CONFIG, HARDWARE)


@pytest.mark.parametrize(("stated", "precision"), [("", None), ("FP16", None), ("FP32", "fp32"), ("BF16; FP32", None)])
def test_a_number_format_whose_peak_is_not_the_usual_one_is_told(stated: str, precision: str | None) -> None:
    changes = {"Training hardware": "NVIDIA T4", "Numerical format": stated}
    _, text = started("Lantern-7B", **changes)
    assert yaml.safe_load(text)["runs"][0]["hardware_time"].get("precision") == precision


def test_the_script_writes_it(tmp_path: Path) -> None:
    for folder in ("papers", "schema", "external"):
        (tmp_path / "data/raw" / folder).mkdir(parents=True)
    template = "data/raw/schema/entry-template.yaml"
    for name in ("config.yaml", "data/raw/hardware.csv", template):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    others = [
        {"Model": f"Net-{number}", "Publication date": "2020", "Abstract": "word " * 400} for number in range(600)
    ]
    (tmp_path / "data/raw/external/m.csv").write_bytes(
        csv_bytes([ROW, *others, ROW | {"Model": "Last of a large file"}])
    )
    (tmp_path / "elsewhere.csv").write_bytes(csv_bytes([ROW | {"Model": "Named by config", "Link": ""}]))
    config = (tmp_path / "config.yaml").read_text(encoding="utf-8").replace("files: []", "files: [elsewhere.csv]")
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    command = [sys.executable, ROOT / "scripts/new_entry.py", "Lantern 7B", "--from", "epoch"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "lantern-7b.yaml: fill it in" in said
    assert (tmp_path / "data/raw/papers/lantern-7b.yaml").read_text() == started("Lantern-7B")[1].replace(
        "m.csv:2", "data/raw/external/m.csv:2"
    )
    for name in ("Last of a large file", "Named by config"):
        subprocess.run([*command[:2], name, *command[3:]], cwd=tmp_path, check=True)


@pytest.mark.parametrize("in_epoch", ["4.2e22", ""])
def test_of_merged_rows_each_database_is_credited_with_what_it_says(in_epoch: str) -> None:
    theirs = b"Entity,Day,Training computation (petaFLOP),Domain\nAlpha,2023-03-09,4.2e7,Language\n"
    later = b"Later,2024-03-09,1,Language\n"
    epoch = csv_bytes([ROW | {"Model": "Alpha", "Training compute (FLOP)": in_epoch}])
    _, text = lead("Alpha", {"owid.csv": theirs + later, "epoch.csv": epoch}, CONFIG, HARDWARE)
    assert "Leads of the Our World in Data database, owid.csv:2 (blanks filled from epoch.csv:2):" in text
    assert yaml.safe_load(text)["runs"][0]["reported"][0]["by"] == "Our World in Data"
    last = ROW | {"Model": "Last", "Publication date": "2025-03-09"}
    newest = csv_bytes([ROW | {"Model": "Alpha", "Training compute (FLOP)": in_epoch}, last])
    _, text = lead("Alpha", {"owid.csv": theirs, "epoch.csv": newest}, CONFIG, HARDWARE)
    assert "Leads of the Epoch AI database (CC BY), epoch.csv:2 (blanks filled from owid.csv:2):" in text
    by = yaml.safe_load(text)["runs"][0]["reported"][0]["by"]
    assert by == ("Epoch AI" if in_epoch else "Our World in Data")


@pytest.mark.parametrize(
    ("facts", "written"),
    [
        ({"Hardware quantity": "8"}, "#   count: 8"),
        ({"Training time (hours)": "90"}, "#   time: 90 hours"),
        ({"Confidence": "Confident"}, "compute: 4.2e+22 FLOP   # Confident"),
        ({"Training compute estimation method": "Hardware"}, "compute: 4.2e+22 FLOP   # Hardware"),
        ({}, "compute: 4.2e+22 FLOP"),
    ],
)
def test_what_is_missing_is_left_out(facts: dict[str, str], written: str) -> None:
    _, text = started("Lantern-7B", **{"Training chip-hours": ""}, **facts)
    assert f"{written}\n" in text
    assert "nan" not in text


def test_of_two_models_of_one_name_the_key_says_which() -> None:
    rows = csv_bytes([ROW, ROW | {"Parameters": "9e12"}])
    with pytest.raises(Problems, match="choose one of: epoch-lantern-7b, epoch-lantern-7b--2"):
        lead("Lantern-7B", {"m.csv": rows}, CONFIG, HARDWARE)
    assert "parameters: 9e+12" in lead("epoch-lantern-7b--2", {"m.csv": rows}, CONFIG, HARDWARE)[1]


@pytest.mark.parametrize("written", ["1998", "2023-03", "2023-03-09"])
def test_a_date_is_told_as_precisely_as_the_database_has_it(written: str) -> None:
    lines = started("Lantern-7B", **{"Publication date": written})[1].splitlines()
    (line,) = (line for line in lines if line.startswith("published:"))
    assert line.split("#")[0].split()[1] == written
    assert f"the database says {written};" in line


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("123", "123-model"),
        ("Größe-π", "grosse-pi"),
        ("Да-Vinci 2", "vinci-2"),
        ("true", "true-model"),
        ("1e5", "1e5-model"),
        ("文心一言", "unnamed-model"),
        ("GPT++ / v1.5", "gpt-plus-plus-v1-5"),
        ("Émile’s Net", "emiles-net"),
    ],
)
def test_any_name_gives_a_key_that_an_entry_may_have(name: str, key: str) -> None:
    found, text = started(name, **{"Model": name})
    assert found == key
    assert is_key(key)
    assert problems_of(text) == []
    assert yaml.safe_load(text)["runs"][0]["id"] == key
