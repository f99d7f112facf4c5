"""What an entry may say, and what happens when it says something else."""

from datetime import date

import pytest

from ai_compute.entries.collection import Surroundings, entry_problems
from ai_compute.entries.documents import read_yaml
from ai_compute.entries.hardware import read_devices
from ai_compute.entries.papers import json_schema, read_paper
from ai_compute.messages.problems import Problems

HARDWARE = b"""\
device,kind,vendor,released,peak_format,fp64,fp32,tf32,fp16,bf16,fp16-tensor,fp8,int8,tdp_watts,price_usd,aliases,source,note
GTX 580,GPU,NVIDIA,2010-11-09,fp32,,1.581 TFLOP/s,,,,,,,244,499,GeForce GTX 580,data sheet,
"""


def problems_of(text: str | bytes, file: str = "data/raw/papers/alexnet.yaml", **others: str | bytes) -> list:
    surroundings = Surroundings(
        devices=read_devices(HARDWARE, "data/raw/hardware.csv"),
        architectures={"alexnet", "vgg-16"},
        sets={"openai-2018"},
        cut_off=date(2026, 11, 1),
    )
    files = {file: text, **{f"data/raw/papers/{name}.yaml": content for name, content in others.items()}}
    contents = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return entry_problems(contents, surroundings)[1]


def test_the_example_of_the_design_is_valid(entry):
    assert problems_of(entry) == []


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_and_byte_order_marks_of_windows_are_read(entry, ending):
    assert problems_of(b"\xef\xbb\xbf" + entry.replace("\n", ending).encode()) == []


def test_a_month_or_a_year_is_a_date_of_less_precision(entry):
    for text, day, precision in [
        ("2012-12", date(2012, 12, 15), "month"),
        ("2012", date(2012, 7, 1), "year"),
        ("2012-12-03", date(2012, 12, 3), "day"),
    ]:
        paper = read_paper(read_yaml(entry.replace("2012-12-03", text), "alexnet.yaml"))
        assert (paper.published.day, paper.published.precision) == (day, precision)


MISTAKES = {
    # name: (what to replace, by what, line, field, found, expected, way out)
    "a tab": ("  - id: alexnet", "\t- id: alexnet", 7, "", "", "blanks for indentation", "tabs"),
    "bad indentation": ("    name: AlexNet", "   name: AlexNet", 8, "", "", "valid YAML", "indentation"),
    "an unclosed quote": ("name: AlexNet", "name: 'AlexNet", 0, "", "", "closing quote", "close the quote"),
    "a colon in text": ("name: AlexNet", "name: AlexNet: the net", 8, "", "", "one `key: value`", "quotes"),
    "a list for a mapping": (
        "device: GTX 580\n      count: 2\n      time: 5 to 6 days\n      source: section 5",
        "- GTX 580",
        16,
        "hardware_time[0]",
        "GTX 580",
        "a mapping",
        "indent",
    ),
    "a word for a method": (
        "hardware_time:\n      device: GTX 580\n      count: 2\n      time: 5 to 6 days\n      source: section 5",
        "hardware_time: none",
        15,
        "hardware_time",
        "none",
        "fields below this key",
        "leave the whole key away",
    ),
    "a key twice": ("domain: vision", "domain: vision\ndomain: games", 6, "", "'domain' again", "on line 5", "remove"),
    "an unknown key": ("parameters: 61M", "paramaters: 61M", 10, "paramaters", "unknown key", "known", "'parameters'"),
    "a misspelt required key": ("title: Image", "titel: Image", 1, "titel", "unknown key", "a known key", "'title'"),
    "a missing field": ("title: Image", "notes: Image", 1, "title", "nothing", "required field 'title'", "add `title"),
    "the wrong type": ("parameters: 61M", "parameters: [61M]", 10, "parameters", "a list", "plain number", "one value"),
    "hours for operations": ("0.75 GMAC", "0.75 hours", 12, "forward", "0.75 hours", "operations", "is a time"),
    "an unknown unit": ("5 to 6 days", "5 to 6 dayz", 18, "time", "5 to 6 dayz", "known unit", "days"),
    "a negative number": ("epochs: 90", "epochs: -90", 13, "passes.epochs", "-90", "above 0", "leave"),
    "zero": ("epochs: 90", "epochs: 0", 13, "passes.epochs", "0", "above 0", "leave"),
    "not a number": ("epochs: 90", "epochs: .nan", 13, "passes.epochs", ".nan", "plain number", "leave"),
    "infinity": ("epochs: 90", "epochs: .inf", 13, "passes.epochs", ".inf", "plain number", "leave"),
    "too large a number": ("epochs: 90", "epochs: 1e400", 13, "passes.epochs", "1e400", "finite", "too large"),
    "a day that does not exist": (
        "2012-12-03",
        "2012-02-30",
        3,
        "published",
        "2012-02-30",
        "exists",
        "as precisely as",
    ),
    "a month that does not exist": (
        "2012-12-03",
        "2012-13-01",
        3,
        "published",
        "2012-13-01",
        "exists",
        "as precisely as",
    ),
    "a date in the future": ("2012-12-03", "2031-01-01", 3, "published", "2031-01-01", "cut-off", "config.yaml"),
    "a date before computers": (
        "2012-12-03",
        "1912-12-03",
        3,
        "published",
        "1912-12-03",
        "after 1940",
        "as precisely as",
    ),
    "an unknown domain": ("domain: vision", "domain: visoin", 5, "domain", "visoin", "one of", "'vision'"),
    "an unknown device": ("GTX 580", "GTX 58", 16, "device", "'GTX 58'", "hardware.csv", "'GTX 580'"),
    "no peak for the precision": (
        "count: 2",
        "count: 2\n      precision: fp16",
        18,
        "precision",
        "no fp16 peak",
        "one of fp32",
        "choose",
    ),
    "an unknown architecture": (
        "forward: 0.75 GMAC",
        "architecture: alexnett",
        12,
        "architecture",
        "'alexnett'",
        "data/raw/architectures",
        "'alexnet'",
    ),
    "a utilization above 1": (
        "count: 2",
        "count: 2\n      utilization: 1.2",
        18,
        "utilization",
        "1.2",
        "between 0 and 1",
        "than its peak",
    ),
    "a utilization in percent": (
        "count: 2",
        "count: 2\n      utilization: 33 %",
        18,
        "utilization",
        "33 %",
        "plain number",
        "0.33",
    ),
    "a range upside down": ("5 to 6 days", "6 to 5 days", 18, "time", "6 to 5 days", "low to high", "smaller end"),
    "an id that is not kebab-case": ("id: alexnet", "id: Alex_Net", 7, "id", "Alex_Net", "kebab-case", "alex-net"),
    "an unknown set": ("[openai-2018]", "[openai-2019]", 9, "sets[0]", "'openai-2019'", "known set", "'openai-2018'"),
    "a script for an address": (
        "https://papers.nips.cc/paper/4824",
        "javascript:alert(1)",
        2,
        "url",
        "javascript:alert(1)",
        "https://",
        "link",
    ),
    "an anchor": ("organization: U", "organization: &a U", 4, "", "&a", "no anchors", "write the value out"),
    "a tag": ("organization: U", "organization: !!python/name:os.system U", 4, "", "python", "no tags", "plain value"),
    "text that turns direction": ("AlexNet\n", "Alex\u202eNet\n", 8, "name", "\\u202e", "direction", "U+202E"),
    "an upper bound where a value belongs": ("61M", "<61M", 10, "parameters", "<61M", "not an upper bound", "reported"),
    "no party": ("party: third", "party: 3", 23, "party", "3", "first, third", "choose"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_line_and_a_way_out(entry, mistake):
    old, new, line, field, found, expected, way_out = MISTAKES[mistake]
    assert old in entry
    problem, *rest = problems_of(entry.replace(old, new, 1))
    assert rest == []
    assert line in (0, problem.line)
    assert field in problem.field
    assert found in str(problem)
    assert expected in problem.expected
    assert way_out in problem.way_out


def test_a_run_without_any_method_says_why(entry):
    start, end = entry.index("    operation_counting:"), entry.index("    reported:")
    without = entry[:start] + entry[end:]
    (problem,) = problems_of(without)
    assert "unestimated" in problem.expected
    assert (
        problems_of(without.replace("    reported:", "    unestimated: nobody published the facts\n    reported:"))
        == []
    )


def test_an_id_may_be_used_once_in_a_file_and_in_all_files(entry):
    run = entry[entry.index("  - id:") :]
    (twice,) = problems_of(entry + run)
    assert "alexnet.yaml:7" in twice.expected
    (elsewhere,) = problems_of(entry, other=entry)
    assert elsewhere.file == "data/raw/papers/other.yaml"
    assert "data/raw/papers/alexnet.yaml:7" in elsewhere.expected


@pytest.mark.parametrize("name", ["Alex Net.yaml", "AlexNet.yaml", "alexnet.yml", "alex_net.yaml"])
def test_file_names_are_kebab_case_yaml(entry, name):
    (problem,) = problems_of(entry, file=f"data/raw/papers/{name}")
    assert problem.field == "file name"
    assert ".yaml" in problem.way_out


SYNTAX = {
    # a mistake of syntax: (what to replace, by what)
    "a tab": ("      device: GTX 580", "\tdevice: GTX 580"),
    "bad indentation": ("    name: AlexNet", "   name: AlexNet"),
    "an unclosed quote": ("name: AlexNet", "name: 'AlexNet"),
    "a colon in text": ("name: AlexNet", "name: AlexNet: the net"),
    "an unclosed brace": ("utilization: 0.33}", "utilization: 0.33"),
    "a key twice": ("domain: vision", "domain: vision\norganization: b"),
}


@pytest.mark.parametrize("mistake", SYNTAX)
def test_one_round_names_syntax_structure_names_and_values_together(entry, mistake):
    text = entry.replace(*SYNTAX[mistake], 1)
    changes = {
        "2012-12-03": "2012-13-03",
        "[openai-2018]": "[openai-2017]",
        "parameters:": "paramaters:",
        "0.75 GMAC": "0.75 GMACS",
        "epochs: 90": "epochs: <90",
    }
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    found = problems_of(text)
    fields = {problem.field.rsplit(".", 1)[-1] for problem in found}
    assert fields >= {"published", "sets[0]", "paramaters", "forward", "epochs"}
    syntax = [problem for problem in found if not problem.field]
    assert len(syntax) == 1
    assert all(problem.way_out for problem in found)


def test_what_stands_on_a_line_that_cannot_be_read_is_not_called_missing(entry):
    (problem,) = problems_of(entry.replace("title: ImageNet", "title: ImageNet: a"))
    assert problem.line == 1
    by_rule = entry.replace("0.75 GMAC", "active parameters")
    (problem,) = problems_of(by_rule.replace("parameters: 61M", "parameters: >61M"))
    assert problem.line == 10


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "one YAML document"),
        (b"# only a comment\n", "one YAML document"),
        (b"- a\n- b\n", "a mapping"),
        (b"just text\n", "a mapping"),
        ("title: Caf\u00e9\n".encode("latin-1"), "UTF-8"),
        (b"title: x\n" * 6_000_000, "at most 1 MB"),
        (b"[" * 5000, "a flat entry"),
        (b"title: a\x07b\n", "text that YAML allows"),
        (b"---\ntitle: a\n---\ntitle: b\n", "one document a file"),
    ],
)
def test_files_that_are_no_entries_are_named(content, expected):
    assert any(expected in problem.expected for problem in problems_of(content))


def test_anchors_that_explode_are_stopped_at_the_first():
    bomb = "a: &a [x, x]\n" + "".join(f"{n}: &{n} [*{m}, *{m}]\n" for m, n in zip("abcdefgh", "bcdefghi", strict=True))
    assert all("anchors" in problem.expected for problem in problems_of(bomb))


def test_all_mistakes_of_all_files_come_at_once_and_in_order(entry):
    found = problems_of(
        entry.replace("90", "-90").replace("visi", "vsi"),
        beta=entry.replace("GTX 580", "GTX 58").replace("id: alexnet", "id: beta"),
    )
    with pytest.raises(Problems) as raised:
        raise Problems(found)
    text = str(raised.value)
    places = [line for line in text.splitlines() if ": error" in line]
    assert [place.split(":")[0].rsplit("/", 1)[1] for place in places] == ["alexnet.yaml"] * 2 + ["beta.yaml"] * 1
    assert text.endswith("3 errors in 2 files. Nothing was changed: the last results stand.")


def test_html_in_text_is_kept_as_text(entry):
    title = '<script>alert("x")</script> العربية 🎲'
    paper = read_paper(read_yaml(entry.replace("title: ImageNet", f"title: {title} ImageNet"), "alexnet.yaml"))
    assert paper.title.startswith(title)


def test_editors_explain_every_field():
    schema = json_schema({"notable"})
    structures = [schema, *schema["$defs"].values()]
    fields = {name: field for each in structures for name, field in each.get("properties", {}).items()}
    assert [name for name, field in fields.items() if not field.get("description")] == []
