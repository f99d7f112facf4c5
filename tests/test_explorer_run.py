"""A run of one's own in the explorer equals `make show` of the same entry, and its entry can be read."""

import json
import re
from pathlib import Path

import pytest

from ai_compute.entries.collection import Surroundings, entry_problems, parse_entries
from ai_compute.entries.documents import read_yaml
from ai_compute.findings.run import standing
from ai_compute.report.card_text import card_text
from ai_compute.report.cards import cards
from ai_compute.storage.rows import each_row
from explorer import devices, raw, real_tables
from explorer_browser import one_page, settled
from explorer_page import real_page
from test_explorer_fits import browser

pytestmark = [browser, pytest.mark.browser]
EXACT = 1e-8
"""Of intervals: the calibrated scale follows from estimates that the tables round to nine digits."""


def said_by(paper, run):
    """What a form takes of an entry of one part a method; None if it says more than a form does."""
    document = read_yaml(raw()[1][f"data/raw/papers/{paper}.yaml"], paper).data
    found = next(each for each in document["runs"] if each["id"] == run)
    counting, hardware = found.get("operation_counting"), found.get("hardware_time")
    fields = {"id": run, "name": found["name"], "published": str(found.get("published", document["published"]))}
    if isinstance(counting, list) or isinstance(hardware, list) or not (counting or hardware):
        return None
    if any((part or {}).get("evidence_by_fact") for part in (counting, hardware)):
        return None
    evidence = {(part or {}).get("evidence") for part in (counting, hardware) if part}
    if len(evidence) != 1 or None in evidence or (not counting and found.get("parameters") is None):
        return None
    fields["evidence"] = evidence.pop()
    if counting:
        if counting.get("backward") is False or (counting.get("architecture") and counting.get("forward")):
            return None
        fields["passes"] = ", ".join(f"{name}: {value}" for name, value in counting["passes"].items())
        active = counting.get("forward") == "active parameters"
        how = "architecture" if counting.get("architecture") else "parameters" if active else "forward"
        fields |= {"how": how, "architecture": counting.get("architecture", "")}
        fields["forward"] = "" if active else counting.get("forward", "")
    for name, field in (("parameters", "parameters"), ("active_parameters", "active")):
        fields[field] = found.get(name, "")
    if hardware:
        if hardware.get("factors") or hardware.get("independent") is False:
            return None
        utilization = hardware.get("utilization", "")
        if isinstance(utilization, dict):
            fields["kind"], utilization = utilization.get("kind", "hardware"), utilization["value"]
        fields |= {"device": hardware["device"], "count": hardware.get("count", ""), "time": hardware.get("time", "")}
        fields |= {"device-hours": hardware.get("device_hours", ""), "precision": hardware.get("precision", "")}
        fields["utilization"] = utilization
    return {name: str(value) for name, value in fields.items() if value != ""}


def entries():
    """Twenty runs of different kinds: both methods, architectures, printed operations, ranges, device-hours."""
    kinds = {}
    for run in each_row(real_tables()["runs"]):
        said = said_by(run.paper, run.run)
        if said is None:
            continue
        text = " ".join(said.values())
        kind = (
            said.get("how"),
            "device" in said,
            "device-hours" in said,
            "~" in text,
            " to " in text,
            said.get("kind"),
        )
        kinds.setdefault(kind, []).append((run.run, said))
    chosen, place = [], 0
    while len(chosen) < 20:
        chosen += [runs[place] for _, runs in sorted(kinds.items(), key=repr) if place < len(runs)]
        place += 1
    return chosen[:20]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    file = tmp_path_factory.mktemp("explorer") / "explore.html"
    file.write_text(real_page(), encoding="utf-8")
    with one_page(file) as opened:
        yield opened


def told(page, fields):
    """What the page says of a run: numbers and text."""
    page.evaluate(
        """fields => {
          const said = Object.entries(fields).map(([key, value]) => ['my-' + key, value]);
          location.hash = '#?' + explorer.choosing.spelled(Object.fromEntries(said));
        }""",
        fields,
    )
    settled(page)
    return json.loads(page.evaluate("own_numbers.value") or "null")


@pytest.fixture(scope="module")
def shown():
    """By run, its card as `make show` prints it."""
    tables = real_tables()
    periods = {name: each.period for name, each in raw()[2].statistics.periods.items()}
    adopted = {row.run: row for row in each_row(tables["training_compute"])}
    wanted = {run for run, _ in entries()}
    chosen = {**tables, "runs": tables["runs"][tables["runs"]["run"].isin(wanted)]}
    return {card.run: card_text(card, standing(adopted[card.run], tables, periods)) for card in cards(chosen)}


def test_twenty_entries_give_what_make_show_says(page, shown):
    tables = real_tables()
    for run, fields in entries():
        found = told(page, fields)
        assert found is not None, (run, fields, page.locator("#own_run .problem:not(:empty)").all_inner_texts())
        for name, method in (("counting", "operation counting"), ("hardware", "hardware time")):
            made = tables["estimates"]
            rows = made[(made["run"] == run) & (made["method"] == method)]
            assert (found.get(name) is not None) == bool(len(rows)), (run, name)
            for row in each_row(rows):
                assert found[name]["flop"] == pytest.approx(row.flop, rel=1e-8), (run, name)
                assert found[name]["flop_low"] == pytest.approx(row.flop_low, rel=EXACT), (run, name)
                assert found[name]["flop_high"] == pytest.approx(row.flop_high, rel=EXACT), (run, name)
                assert found[name]["arithmetic"] == row.arithmetic, run
        text = page.inner_text("#own_result")
        lines = re.findall(r"^(?:Adopted|Where it stands): .*$", shown[run], re.M)
        assert len(lines) == 2, (run, shown[run])
        for line in [*lines, *re.findall(r"^Cross-check: (.*)$", shown[run], re.M)]:
            assert line in text, (run, line, text)


def test_the_entry_that_is_offered_is_read_and_gives_the_same(page):
    for run, fields in entries():
        about = {
            "title": "A paper: its title",
            "url": "https://example.org/a",
            "organization": "Somebody",
            "source": "t",
        }
        told(page, fields | about)
        text = page.text_content("#own_yaml")
        (entry,) = parse_entries({f"{run}.yaml": text.encode()})
        (read,) = entry.paper.runs
        original = next(each for e in _all() for each in e.paper.runs if each.id == run)
        assert [part.passes for part in read.operation_counting] == [p.passes for p in original.operation_counting], run
        for here, there in zip(read.hardware_time, original.hardware_time, strict=True):
            assert (here.count, here.time, here.device_hours) == (there.count, there.time, there.device_hours), run
            assert (here.device, here.utilization) == (there.device, there.utilization), run
        assert page.text_content("#own_lacks") == "The collection has this key already: choose another."
    told(page, fields | about | {"id": "a-new-key"})
    assert page.text_content("#own_lacks") == "It is complete."
    assert "also count in the calibration" in page.text_content("#own_entry")


def test_the_entry_of_any_name_is_read(page):
    about = {"title": "A: its #1 title", "url": "https://example.org/a:", "organization": "O'x: y", "source": "t: 2"}
    for name in ("405", "null", "1e5", "Modèle é", "yes"):
        told(page, about | {"name": name, "published": "2024-02", "parameters": "70B", "passes": "null: 1T, yes: 2"})
        (entry,) = parse_entries({"x.yaml": page.text_content("#own_yaml").encode()})
        assert entry.paper.runs[0].name == name


WHOLE = {
    **{"id": "a-new-key", "name": "N", "published": "2024", "parameters": "70B", "passes": "tokens: 1T"},
    **{"device": "H100", "count": "8", "time": "3 weeks", "evidence": "paper"},
    **{"title": "t", "url": "https://example.org/a", "organization": "o", "source": "s"},
}
VARIED = {
    "count": ["8.5", "~8.5", "0.5", "~0.5", "8 to 9", "8 to 9.5", "~8.2 to 9", "2.0005k", "0.9999999", "0100"],
    "parameters": ["10.5", "~10.5", "1.2345k", "1.23456k", "1 to 2.5", "1"],
    "active": ["17B", "80B", "1.5", "70B", "60B to 80B", "~71B"],
    "published": ["2026", "2026-10", "2026-11", "2026-11-01", "2026-11-02", "1940", "1939-12", "2024-13"],
    "utilization": ["1", "1.0001", "0.9 to 1.1", "0.5 to 1.5", "~0.4", "0"],
    "time": ["0 days", "3 wk", "1 fortnight", "3 Weeks", "1 GPU-day"],
    "title": ["…", "_", "é", "½", "a\u00a0b", "a\u200bb", "a\u202eb", "a: b # c"],
    "organization": ["; ", "A; B"],
    "precision": ["fp8", "FP8", "constructor"],
    "device": ["h100", "H101", "NVIDIA H100"],
    "url": ["ftp://x", "https://a|b", "https://é.org"],
}
"""A run that is right, and what a field may say instead, right or not."""


def by_hand(said):
    """The entry of what a form says, as somebody would write it who trusts every field."""
    counting = {"forward": "active parameters", "passes": {"tokens": "1T"}, "source": "s"}
    timed = ("device", "count", "time", "source", "precision", "utilization")
    hardware = {name: said[name] for name in timed if name in said}
    run = {"id": said["id"], "name": said["name"], "parameters": said["parameters"]}
    run |= {"active_parameters": said["active"]} if "active" in said else {}
    run |= {"operation_counting": counting, "hardware_time": hardware}
    about = {name: said[name] for name in ("title", "url", "published", "organization")}
    return json.dumps(about | {"domain": "language", "runs": [run]})


def test_a_run_is_complete_where_the_pipeline_takes_its_entry_and_nowhere_else(page):
    found, _, settings = raw()
    architectures = {Path(name).stem for name in found.architectures}
    known = Surroundings(devices(), architectures, settings.sets, settings.cut_off.day)
    for field, values in VARIED.items():
        for value in values:
            said = WHOLE | {field: value}
            told(page, said)
            complete = page.evaluate("!own_entry.hidden && own_lacks.textContent === 'It is complete.'")
            _, problems = entry_problems({"x.yaml": by_hand(said).encode()}, known)
            assert complete == all(problem.warning for problem in problems), (field, value, problems)


def test_passes_that_go_forward_only_count_a_third(page):
    fields = {"name": "Player", "published": "2024-02-01", "forward": "1 GMAC", "how": "forward", "passes": "moves: 1M"}
    whole = told(page, fields)["counting"]
    found = told(page, fields | {"through": "forward", "title": "t", "organization": "o", "source": "s"})["counting"]
    assert found["flop"] == pytest.approx(whole["flop"] / 3, rel=EXACT)
    (entry,) = parse_entries({"player.yaml": page.text_content("#own_yaml").encode()})
    assert [part.backward for part in entry.paper.runs[0].operation_counting] == [False]


def _all():
    found, files, _ = raw()
    return parse_entries({name: files[name] for name in found.papers})
