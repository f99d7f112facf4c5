"""The editors' schemas say what the loader says: good is good for both, bad is bad for both, but for what is listed."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pytest
import yaml

from ai_compute.architectures import count, read_architecture, reference
from ai_compute.architectures.language import KINDS
from ai_compute.entries.collection import Surroundings, entry_problems
from ai_compute.entries.documents import read_yaml
from ai_compute.entries.hardware import read_devices
from ai_compute.entries.papers import json_schema
from ai_compute.messages.problems import Problems
from ai_compute.settings.analysis import read_settings
from every_option import candidates, outcome, places

ROOT = Path(__file__).parents[1]
SETS = read_settings(read_yaml((ROOT / "config.yaml").read_bytes(), "config.yaml")).sets
PAPER = jsonschema.Draft7Validator(json_schema(SETS))
ARCHITECTURE = jsonschema.Draft7Validator(reference.json_schema())
SURROUNDINGS = Surroundings(
    devices=read_devices((ROOT / "data/raw/hardware.csv").read_bytes(), "data/raw/hardware.csv"),
    architectures={path.stem for path in (ROOT / "data/raw/architectures").glob("*.yaml")},
    sets=SETS,
    cut_off=date(2026, 11, 1),
)


class AsEditors(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML 1.2, as language servers of editors read it: no dates, no yes or no, numbers such as 1e23."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
):
    AsEditors.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first))
AsEditors.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
AsEditors.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: float(node.value.replace(".inf", "inf").replace(".nan", "nan"))
)


def in_editor(text: str) -> Any:
    return yaml.load(text, AsEditors)


def loader_takes(text: str) -> bool:
    return all(problem.warning for problem in entry_problems({"a-paper.yaml": text.encode()}, SURROUNDINGS)[1])


def schema_takes(text: str) -> bool:
    try:
        return bool(PAPER.is_valid(in_editor(text)))
    except yaml.YAMLError:
        return False


@pytest.mark.parametrize("folder", ["papers", "architectures"])
def test_the_schemas_accept_every_file_of_the_repository(folder):
    schema = PAPER if folder == "papers" else ARCHITECTURE
    files = sorted((ROOT / "data/raw" / folder).glob("*.yaml"))
    wrong = {
        file.name: [error.message[:200] for error in schema.iter_errors(in_editor(file.read_text(encoding="utf-8")))][
            :2
        ]
        for file in files
    }
    assert len(files) > 50
    assert {name: messages for name, messages in wrong.items() if messages} == {}


def test_configurations_of_hugging_face_are_left_to_their_own_format():
    """Of the folder's files they alone are not held against our schema, as its README says; none points to it."""
    readme = (ROOT / "data/raw/architectures/README.md").read_text(encoding="utf-8")
    assert "not `schema/architecture.json`" in " ".join(readme.split())
    files = sorted((ROOT / "data/raw/architectures").glob("*.json"))
    assert len(files) > 50
    held = [file.name for file in files if "schema/architecture.json" in file.read_text(encoding="utf-8")]
    assert held == []


BASE = """\
title: ImageNet Classification with Deep Convolutional Neural Networks
url: https://papers.nips.cc/paper/4824
published: 2012-12-03
organization: University of Toronto
country: CA
domain: vision
runs:
  - id: a-run
    name: AlexNet
    sets: [openai-2018]
    parameters: 61M
    active_parameters: 60M
    operation_counting:
      forward: 0.75 GMAC
      passes: {images: 1.2M, epochs: 90}
      source: section 5 and table 1
    hardware_time:
      device: GTX 580
      count: 2
      time: 5 to 6 days
      source: section 5
      notes: A note.
    reported:
      - compute: 0.0058 pfs-day
        by: OpenAI 2018
        party: third
        method: hardware time
        plotted: {date: 2012-06-01, compute: 0.00578754 pfs-day}
        factors: {devices: 2, peak: 1.58 TFLOP/s, time: 5.5 days, utilization: 0.33}
"""
DEVICE_TIME = "      count: 2\n      time: 5 to 6 days\n"
COUNTING = BASE[BASE.index("    operation_counting:") : BASE.index("    hardware_time:")]
TIME = BASE[BASE.index("    hardware_time:") : BASE.index("    reported:")]
GOOD = {
    # name: (what to replace, by what); * stands for each of several
    "a year": [("2012-12-03", "2012")],
    "a month": [("2012-12-03", "2012-12")],
    "a quoted date": [("2012-12-03", "'2012-12-03'")],
    "a title that is a number": [
        ("title: ImageNet Classification with Deep Convolutional Neural Networks", "title: 1984")
    ],
    "several domains": [("domain: vision", "domains: [vision, language]")],
    "several countries": [("country: CA", "country: US; GB")],
    "an id of digits": [("id: a-run", "id: 2012")],
    "a number": [("61M", "61000000")],
    "a number with an exponent": [("61M", "6.1e7")],
    "a number that YAML takes for text": [("61M", "61 M")],
    "an assumed number": [("61M", "~61M")],
    "a range": [("61M", "60M to 62M")],
    "a range with one suffix": [("61M", "60500k to 62M")],
    "a plus": [("61M", "+61M")],
    "FLOP": [("0.75 GMAC", "1.5 GFLOP")],
    "FLOPs": [("0.75 GMAC", "1.5e9 FLOPs")],
    "pfs-days": [("0.75 GMAC", "1e-11 pfs-days")],
    "petaflop/s-days": [("0.0058 pfs-day", "0.0058 petaflop/s-days")],
    "a rate times days": [("0.0058 pfs-day", "0.0058 PFLOP/s*days")],
    "zettaFLOP": [("0.0058 pfs-day", "1e-4 zettaFLOP")],
    "an upper bound": [("0.0058 pfs-day", "<0.006 pfs-day")],
    "active parameters": [("0.75 GMAC", "active parameters")],
    "an architecture": [("forward: 0.75 GMAC", "architecture: alexnet")],
    "an architecture beside forward": [("forward: 0.75 GMAC", "architecture: alexnet\n      forward: 0.72 GMAC")],
    "hours": [("5 to 6 days", "120 h")],
    "weeks": [("5 to 6 days", "~1 week")],
    "months and minutes": [("5 to 6 days", "1.5 months"), ("5.5 days", "90 min")],
    "device-hours": [(DEVICE_TIME, "      device_hours: 264\n")],
    "a bare utilization": [("      notes: A note.", "      utilization: 0.35")],
    "a utilization of text": [("      notes: A note.", "      utilization: ~0.35")],
    "a described utilization": [("      notes: A note.", "      utilization: {value: 0.35, kind: model}")],
    "a utilization that is a range": [
        ("      notes: A note.", "      utilization: {value: 0.3 to 0.4, kind: hardware}")
    ],
    "a list of one part": [
        (
            COUNTING,
            COUNTING.replace("      forward", "      - forward")
            .replace("      passes", "        passes")
            .replace("      source", "        source"),
        )
    ],
    "parts": [
        (
            COUNTING,
            "    operation_counting:\n"
            "      - {part: play, forward: 1 GMAC, backward: false, passes: {games: 5}, source: s}\n"
            "      - {part: training, forward: 1 GMAC, passes: {updates: 5}, source: s}\n",
        )
    ],
    "further factors": [("      notes: A note.", "      factors: {restarts: 2, epochs: 20 to 30}")],
    "a precision": [("      notes: A note.", "      precision: fp32")],
    "evidence": [("      notes: A note.", "      evidence: paper\n      independent: false")],
    "evidence by fact": [("      notes: A note.", "      evidence: paper\n      evidence_by_fact: {count: memory}")],
    "open weights": [("    parameters: 61M", "    open_weights: {value: false, source: README}\n    parameters: 61M")],
    "weights of which nothing was found": [
        ("    parameters: 61M", "    open_weights: {value: unknown, source: the paper}\n    parameters: 61M")
    ],
    "no method and a reason": [(COUNTING, ""), (TIME, "    unestimated: nobody published the facts\n")],
    "an explanation": [
        ("    parameters: 61M", "    explanation: {code: unexplained, text: Nobody knows.}\n    parameters: 61M")
    ],
    "a run of another domain and date": [
        ("    parameters: 61M", "    domain: games\n    published: 2013\n    parameters: 61M")
    ],
    "empty fields that may be left out": [("    parameters: 61M", "    parameters:\n    notes: ~")],
}

BOTH = "both"
BAD: dict[str, tuple[list[tuple[str, str]], str]] = {
    # name: (what to replace, by what; whether both refuse it, or why the schema cannot)
    **{
        f"the number {text}": ([("61M", text)], BOTH)
        for text in (
            "300 billion",
            "300m",
            "300bn",
            "61 million",
            "sixty",
            "6,1M",
            "61,000,000",
            "61_000",
            "6x10^7",
            "10^8",
            "61Mi",
            "61MM",
            "-61M",
            "0",
            "0M",
            "1e",
            "61M images",
            "33 %",
            "5-6",
            "5 to",
            "to 6",
            "<61M",
            ">61M",
            "~~61M",
            "[61M]",
            "{value: 61M}",
            "true",
            "'61M tokens'",
            "-5",
            "1e5.5",
            "61 FLOP",
        )
    },
    **{
        f"the operations {text}": ([("0.75 GMAC", text)], BOTH)
        for text in (
            "0.75",
            "0.75e9",
            "0.75 GMACS",
            "0.75 Gmacs",
            "1.5 GFLOPS",
            "1.5 GFLOP/s",
            "5 days",
            "1.5 gigaflops",
            "1.5 billion FLOPs",
            "0.75 GMAdds",
            "<0.75 GMAC",
            "-1 GMAC",
            "0 GMAC",
            "active",
            "active params",
            "1.5 TOPS",
            "1.9 EF-days",
            "1.5 GFLOP per image",
            "1.5 GB",
            "5 ms",
        )
    },
    **{
        f"the time {text}": ([("5 to 6 days", text)], BOTH)
        for text in (
            "5",
            "5-6 days",
            "five days",
            "5 dayz",
            "5 Days",
            "5 mo",
            "1 yr",
            "5 days 3 hours",
            "1:30 h",
            "5 GFLOP",
            "<5 days",
            "0 days",
            "5 GPU-days",
            "3m",
            "5 fortnights",
            "about 5 days",
        )
    },
    **{
        f"the date {text}": ([("2012-12-03", text)], BOTH)
        for text in (
            "2012-13-01",
            "2012-00-01",
            "2012-12-32",
            "1912-12-03",
            "12/03/2012",
            "2012/12/03",
            "December 2012",
            "2012-12-3",
            "yesterday",
            "12",
            "201",
            "[2012]",
            "2012-12-03T00:00:00",
            "2012.5",
        )
    },
    **{
        f"the domain {text}": ([("domain: vision", f"domain: {text}")], BOTH)
        for text in ("visoin", "Vision", "vision; language", "[vision]", "1", "''")
    },
    **{
        f"the id {text}": ([("id: a-run", f"id: {text}")], BOTH)
        for text in ("A-Run", "a_run", "a run", "-a", "a-", "a--b", "gpt-3.5", "''", "[a]", "é")
    },
    **{
        f"the address {text}": ([("https://papers.nips.cc/paper/4824", text)], BOTH)
        for text in ("papers.nips.cc", "ftp://a.b/c", "javascript:alert(1)", "'http://a b'", "5")
    },
    **{
        f"the country {text}": ([("country: CA", f"country: {text}")], BOTH)
        for text in ("Canada", "ca", "CA;US", "CA, US", "[CA]", "UK", "XX", "CA; XX")
    },
    **{f"the name {text}": ([("name: AlexNet", f"name: {text}")], BOTH) for text in ("TODO", "tbd.", "'[ FixMe ]'")},
    **{
        f"the set {text}": ([("[openai-2018]", text)], BOTH)
        for text in ("[openai-2017]", "openai-2018", "[Notable]", "{a: b}")
    },
    **{
        f"the weights {text}": ([("    parameters: 61M", f"    open_weights: {text}\n    parameters: 61M")], BOTH)
        for text in ("true", "false", "{value: true}", "{value: yes please, source: README}", "{source: README}")
    },
    **{
        f"an unknown key {new}": ([(old, new)], BOTH)
        for old, new in (
            ("title:", "titel:"),
            ("parameters: 61M", "paramaters: 61M"),
            ("device:", "devices:"),
            ("passes:", "pases:"),
            ("party:", "partys:"),
            ("plotted: {date", "plotted: {day"),
            ("organization:", "organisation:"),
            ("runs:", "models:"),
        )
    },
    **{
        f"without {line}": ([(re.search(rf"^ *-? ?{line}:.*\n", BASE, re.MULTILINE)[0], "")], BOTH)
        for line in ("title", "url", "published", "organization", "domain", "device", "forward", "count", "time")
    },  # type: ignore[index]
    "a party": ([("party: third", "party: second")], BOTH),
    "a method of others": ([("method: hardware time", "method: hardware")], BOTH),
    "an explanation's code": (
        [("    parameters: 61M", "    explanation: {code: dunno, text: a}\n    parameters: 61M")],
        BOTH,
    ),
    "an explanation without text": (
        [("    parameters: 61M", "    explanation: {code: unexplained}\n    parameters: 61M")],
        BOTH,
    ),
    "evidence that is none": ([("      notes: A note.", "      evidence: hearsay")], BOTH),
    "evidence by fact that is none": ([("      notes: A note.", "      evidence_by_fact: {count: hearsay}")], BOTH),
    "a utilization above 1": ([("      notes: A note.", "      utilization: 1.2")], BOTH),
    "a utilization in percent": ([("      notes: A note.", "      utilization: 33 %")], BOTH),
    "a kind of utilization": ([("      notes: A note.", "      utilization: {value: 0.3, kind: mfu}")], BOTH),
    "a utilization without its kind": ([("      notes: A note.", "      utilization: {value: 0.3}")], BOTH),
    "yes for true": ([("      notes: A note.", "      independent: yes")], BOTH),
    "quotes around false": ([("      notes: A note.", "      independent: 'false'")], BOTH),
    "device_hours beside count": ([("      count: 2", "      count: 2\n      device_hours: 5")], BOTH),
    "a rate for device_hours": ([(DEVICE_TIME, "      device_hours: 120 GPU-hours\n")], BOTH),
    "no passes": ([("{images: 1.2M, epochs: 90}", "{}")], BOTH),
    "a list of passes": ([("{images: 1.2M, epochs: 90}", "[1.2M, 90]")], BOTH),
    "an empty title": ([("ImageNet Classification with Deep Convolutional Neural Networks", "''")], BOTH),
    "a title of marks": ([("ImageNet Classification with Deep Convolutional Neural Networks", "'---'")], BOTH),
    "both domain and domains": ([("domain: vision", "domain: vision\ndomains: [language]")], BOTH),
    "a domain twice": ([("domain: vision", "domains: [vision, vision]")], BOTH),
    "a method and unestimated": ([("    parameters: 61M", "    unestimated: a\n    parameters: 61M")], BOTH),
    "no method": ([(COUNTING, ""), (TIME, "")], BOTH),
    "no runs": ([(BASE[BASE.index("runs:") :], "runs: []\n")], BOTH),
    "a key twice": ([("domain: vision", "domain: vision\ndomain: games")], "parsers of editors name it themselves"),
    "an unclosed quote": ([("name: AlexNet", "name: 'AlexNet")], BOTH),
    "not a number": ([("61M", ".nan")], "JSON Schema has no word for it"),
    "evidence of a fact that is not there": (
        [("      notes: A note.", "      evidence_by_fact: {epochs: memory}")],
        "a schema cannot compare fields",
    ),
    "a range upside down": ([("5 to 6 days", "6 to 5 days")], "a pattern cannot compare numbers"),
    "a range that lacks a suffix": ([("61M", "1 to 61M")], "a pattern cannot compare numbers"),
    "a range that lacks a power of ten": ([("61M", "1 to 6.1e7")], "a pattern cannot compare numbers"),
    "a dot that may separate thousands": ([("61M", "61.000")], "it is a number in YAML"),
    "a utilization above 1 as text": (
        [("      notes: A note.", "      utilization: 1 to 2")],
        "a pattern cannot compare numbers",
    ),
    "a day that does not exist": ([("2012-12-03", "2012-02-30")], "a pattern knows no calendar"),
    "a date after the cut-off": ([("2012-12-03", "2031-01-01")], "the cut-off stands in config.yaml"),
    "too large a number": ([("61M", "1e400")], "a pattern knows no largest number"),
    "a fraction of a device": ([("count: 2", "count: 0.5")], "what a device is made of stands in hardware.csv"),
    "a fraction of a parameter": ([("61M", "0.5")], "61.5M is whole, 0.0000615 M is not"),
    "more active parameters than there are": (
        [("active_parameters: 60M", "active_parameters: 62M")],
        "fields are not compared",
    ),
    "an unknown device": ([("GTX 580", "GTX 58")], "devices stand in hardware.csv"),
    "an unknown precision": ([("      notes: A note.", "      precision: fp16")], "peaks stand in hardware.csv"),
    "an unknown architecture": ([("forward: 0.75 GMAC", "architecture: alexnett")], "architectures are files"),
    "an unknown base": (
        [("    parameters: 61M", "    base: nothing\n    parameters: 61M")],
        "runs stand in other files",
    ),
    "a total twice": (
        [
            (
                "    reported:\n",
                "    reported:\n      - {compute: 1 pfs-day, by: OpenAI 2018, party: third, method: hardware time}\n",
            )
        ],
        "items are not compared",
    ),
    "active parameters of nothing": (
        [("0.75 GMAC", "active parameters"), ("    parameters: 61M\n    active_parameters: 60M\n", "")],
        "parameters stand on the run",
    ),
    "parts without names": (
        [
            (
                COUNTING,
                "    operation_counting:\n      - {forward: 1 GMAC, passes: {games: 5}, source: s}\n"
                "      - {forward: 1 GMAC, passes: {updates: 5}, source: s}\n",
            )
        ],
        "items are not compared",
    ),
    "a mark that turns direction": ([("AlexNet\n", "Alex\u202eNet\n")], "editors show it"),
}


def changed(replacements: list[tuple[str, str]]) -> str:
    text = BASE
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("case", GOOD)
def test_every_form_that_the_loader_takes_is_right_in_an_editor(case):
    text = changed(GOOD[case])
    problems = entry_problems({"a-paper.yaml": text.encode()}, SURROUNDINGS)[1]
    assert [str(problem) for problem in problems if not problem.warning] == []
    assert [error.message for error in PAPER.iter_errors(in_editor(text))] == []


def test_bad_entries_are_refused_by_both_but_for_what_a_schema_cannot_know():
    assert len(BAD) >= 100
    taken = [name for name, (replacements, _) in BAD.items() if loader_takes(changed(replacements))]
    assert taken == []
    differ = {name for name, (replacements, _) in BAD.items() if schema_takes(changed(replacements))}
    assert differ == {name for name, (_, why) in BAD.items() if why != BOTH}


def test_the_schemas_are_schemas():
    for schema in (PAPER.schema, ARCHITECTURE.schema):
        jsonschema.Draft7Validator.check_schema(schema)


def test_the_stored_schemas_are_those_of_the_code():
    for name, schema in (("paper", PAPER.schema), ("architecture", ARCHITECTURE.schema)):
        stored = json.loads((ROOT / f"data/raw/schema/{name}.json").read_text(encoding="utf-8"))
        assert stored == schema, "run: python scripts/json_schema.py"


@pytest.mark.parametrize("word", KINDS)
@pytest.mark.sampled
def test_every_value_of_every_option_that_is_counted_is_right_in_an_editor(word):
    """`shared: 1` of experts is a number, though `shared: true` of other layers is none."""
    kind = KINDS[word]
    for option in kind.options.values():
        for place in places(word, option.name):
            for value in candidates(option.reader):
                tried = place.with_options(**{option.name: value})
                if outcome(tried) is None:
                    continue
                others = {name: each for name, each in tried.options.items() if name != kind.main}
                layer = {word: tried.options.get(kind.main) if kind.main else None, **others}
                network = {"unit": "example", "input": "24", "layers": [layer]}
                assert [error.message for error in ARCHITECTURE.iter_errors(network)] == [], layer


GRID = "unit: image\ninput: 3 x 32 x 32\n"
ONE = "layers: [{convolution: 3, kernel: 1}]"
NETWORKS_TAKEN = {
    "a word of an option by a block's option": GRID
    + "blocks: {b: {options: {n: batch}, layers: [{convolution: 8, kernel: 1, norm: n}]}}\nlayers: [{b: none}]",
    "true by a block's option": GRID
    + "blocks: {b: {options: {n: true}, layers: [{convolution: 3, kernel: 1, bias: n, repeat: 2, shared: n}]}}\n"
    "layers: [{b: }]",
    "layers in layers of a block": GRID
    + "blocks: {b: {options: {n: add}, layers: [{group: [{branches: [[relu], [relu]], join: n}]}]}}\nlayers: [b]",
    "a norm that is nothing": GRID + "layers: [{convolution: 8, kernel: 1, norm: }]",
    "connections by arithmetic": GRID + "layers: [{convolution: 8, kernel: 1, connections: 3 * 8}]",
    "connections map by map": GRID + "layers: [{convolution: 3, kernel: 1, connections: [1, [0, 1], '2']}]",
    "a shortcut without layers": GRID + "layers: [{residual: [relu], shortcut: }]",
    "a branch without layers": GRID + "layers: [{branches: {a: , b: [relu]}}]",
    "a name that is a number": GRID + "layers: [{convolution: 3, kernel: 1, name: 15}, relu, {add: 15}]",
    "a note that is a number": GRID + "layers: [{convolution: 3, kernel: 1, note: 3.5}]",
    "a kernel for each axis": GRID + "layers: [{convolution: 3, kernel: ['1', 3]}, {convolution: 3, kernel: 1 x 3}]",
    "options of the first repeat": GRID
    + "layers: [{convolution: 3, kernel: 1, repeat: 2, first: {channels: 5, stride: 2}}]",
    "published counts": GRID + f"published_macs: 4.1G MACs\npublished_parameters: 61M\n{ONE}",
    "keys without a value": GRID + f"name:\nexplanation: ~\npublished_macs:\nbatch:\nblocks:\ndefaults:\n{ONE}",
    "defaults": GRID + "defaults: {convolution: {channels: 3, kernel: 1}}\nlayers: [convolution]",
    "numbers as text": GRID + f"batch: '4'\nunits_per_pass: '2'\n{ONE}",
}
NO_ORDER_NO_NAMES = "JSON Schema knows neither the file's blocks nor 3.0 from 3"
NETWORKS_REFUSED = {
    # name: (the text, whether both refuse it, or why the schema cannot)
    "true for experts that all share": (
        "unit: example\ninput: 8\nlayers: [{experts: 4, chosen: 2, width: 8, shared: true}]",
        BOTH,
    ),
    "yes for true": (GRID + "layers: [{convolution: 3, kernel: 1, bias: yes}]", BOTH),
    "quotes around true": (GRID + "layers: [{convolution: 3, kernel: 1, bias: 'true'}]", BOTH),
    "no channels": (GRID + "layers: [{convolution: 0, kernel: 1}]", BOTH),
    "no kernel": (GRID + "layers: [{convolution: 3, kernel: [0, 1]}]", BOTH),
    "a kernel of four axes": (GRID + "layers: [{convolution: 3, kernel: [1, 1, 1, 1]}]", BOTH),
    "half a channel": (GRID + "layers: [{convolution: 64.5, kernel: 1}]", BOTH),
    "a list of channels": (GRID + "layers: [{convolution: [64], kernel: 1}]", BOTH),
    "a misspelt word of an option": (GRID + "layers: [{convolution: 3, kernel: 1, norm: bacth}]", BOTH),
    "a misspelt option": (GRID + "layers: [{convolution: 3, kernle: 1}]", BOTH),
    "a misspelt option of the first repeat": (
        GRID + "layers: [{convolution: 3, kernel: 1, repeat: 2, first: {strid: 2}}]",
        BOTH,
    ),
    "nothing of the first repeat": (GRID + "layers: [{convolution: 3, kernel: 1, repeat: 2, first: {}}]", BOTH),
    "a misspelt default": (GRID + f"defaults: {{convolution: {{paddin: same}}}}\n{ONE}", BOTH),
    "a value beside a word that takes none": (GRID + "layers: [{flatten: 5}]", BOTH),
    "no layers": (GRID + "layers: []", BOTH),
    "layers that are no list": (GRID + "layers: {convolution: 3, kernel: 1}", BOTH),
    "branches that are no lists": (GRID + "layers: [{branches: [relu, relu]}]", BOTH),
    "no input": ("unit: image\nlayers: [relu]", BOTH),
    "an input that is a list": (f"unit: image\ninput: [3, 32, 32]\n{ONE}", BOTH),
    "inputs of which there are none": (f"unit: image\ninput: {{}}\n{ONE}", BOTH),
    "a batch of none": (GRID + f"batch: 0\n{ONE}", BOTH),
    "half a batch": (GRID + f"batch: 2.5\n{ONE}", BOTH),
    "a batch in words": (GRID + f"batch: two\n{ONE}", BOTH),
    "published in words": (GRID + f"published_macs: 4.1 billion\n{ONE}", BOTH),
    "published less than nothing": (GRID + f"published_parameters: -1\n{ONE}", BOTH),
    "published in FLOP": (GRID + f"published_macs: 4.1 GFLOP\n{ONE}", BOTH),
    "a name that is true": (GRID + f"name: true\n{ONE}", BOTH),
    "an unknown key": (GRID + f"publisehd_macs: 4G\n{ONE}", BOTH),
    "a block that is a number": (GRID + f"blocks: {{b: 5}}\n{ONE}", BOTH),
    "a block without layers": (GRID + f"blocks: {{b: {{options: [a]}}}}\n{ONE}", BOTH),
    "a block called as a kind": (GRID + "blocks: {relu: {layers: [sigmoid]}}\nlayers: [relu]", BOTH),
    "a block's option called as a kind": (
        GRID + "blocks: {b: {options: {scale: 1}, layers: [{convolution: 3 * scale, kernel: 1}]}}\n"
        "layers: [{b: , scale: 2}]",
        BOTH,
    ),
    "a block's option called as one of every layer": (
        GRID + "blocks: {b: {options: [repeat], layers: [{convolution: repeat, kernel: 1}]}}\nlayers: [{b: 2}]",
        BOTH,
    ),
    "an unknown word": (GRID + "layers: [convolutoin]", NO_ORDER_NO_NAMES),
    "a number with a point": (GRID + "layers: [{convolution: 3.0, kernel: 1}]", NO_ORDER_NO_NAMES),
    "arithmetic that does not come out": (GRID + "layers: [{convolution: channels / 2, kernel: 1}]", "it is computed"),
    "shapes that do not fit": (GRID + "layers: [{dense: 5}]", "shapes are computed"),
}


def counts(text: str) -> bool:
    try:
        count(read_architecture(text, "network.yaml"))
    except Problems:
        return False
    return True


@pytest.mark.parametrize("case", NETWORKS_TAKEN)
def test_every_form_of_a_network_that_is_counted_is_right_in_an_editor(case):
    assert counts(NETWORKS_TAKEN[case])
    assert [error.message for error in ARCHITECTURE.iter_errors(in_editor(NETWORKS_TAKEN[case]))] == []


def test_bad_networks_are_refused_by_both_but_for_what_a_schema_cannot_know():
    assert [name for name, (text, _) in NETWORKS_REFUSED.items() if counts(text)] == []
    differ = {name for name, (text, _) in NETWORKS_REFUSED.items() if ARCHITECTURE.is_valid(in_editor(text))}
    assert differ == {name for name, (_, why) in NETWORKS_REFUSED.items() if why != BOTH}
