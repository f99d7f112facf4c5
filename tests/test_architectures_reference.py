"""The language's reference and its schema for editors are made from the language."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from ai_compute.architectures.language import KINDS
from ai_compute.architectures.reference import json_schema, layer_reference

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data/raw"
DESCRIPTIONS = sorted([*RAW.glob("architectures/*.yaml"), *ROOT.glob("tests/architectures/*.yaml")])


def test_the_stored_schema_and_reference_are_those_of_the_code():
    assert json.loads((RAW / "schema/architecture.json").read_text()) == json_schema(), (
        "run python scripts/json_schema.py"
    )
    assert (RAW / "architectures/layers.md").read_text() == layer_reference(), "run python scripts/json_schema.py"


@pytest.mark.parametrize("file", DESCRIPTIONS, ids=lambda file: file.stem)
def test_editors_accept_every_description(file):
    jsonschema.validate(yaml.load(file.read_text(), Loader=yaml.CSafeLoader), json_schema())


@pytest.mark.parametrize("name", ["first", "repeat", "dense"])
def test_editors_underline_a_block_whose_name_is_taken(name):
    network = {"unit": "image", "input": 784, "layers": ["flatten"], "blocks": {name: {"layers": ["relu"]}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(network, json_schema())


def test_editors_show_where_an_option_has_an_effect():
    options = json_schema()["$defs"]["options"]["transformer"]["properties"]
    assert "only beside `key_value_rank`" in options["query_rank"]["description"]


def test_editors_underline_a_misspelled_option():
    network = {"unit": "image", "input": 784, "layers": [{"dense": 10, "bais": False}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(network, json_schema())


def test_every_kind_and_option_is_documented():
    for kind in KINDS.values():
        assert kind.text
        assert all(option.text for option in kind.options.values())


@pytest.mark.parametrize(("name", "lines"), [("alexnet", 20), ("resnet-152", 20), ("gpt-3", 10)])
def test_well_known_networks_are_short(name, lines):
    text = (RAW / f"architectures/{name}.yaml").read_text()
    assert len(text.splitlines()) <= lines
