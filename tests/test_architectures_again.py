"""What is met again is counted once, with the outcome as if every layer had been counted by itself."""

from dataclasses import fields
from operator import attrgetter
from pathlib import Path

import pytest

from ai_compute.architectures import count, read_architecture
from ai_compute.architectures.lines import Row
from ai_compute.architectures.options import Call, Options
from ai_compute.architectures.plan import Plan

ROOT = Path(__file__).parents[1]
FOLDERS = ("data/raw/architectures", "tests/architectures", "benchmarks/networks")
TOLD = attrgetter("label", "output_shape", *(field.name for field in fields(Row)[3:]))
DESCRIBED = [file for folder in FOLDERS for file in sorted((ROOT / folder).glob("*.yaml"))]


def lines(architecture):
    return [TOLD(row) for row in count(architecture).rows]


def counted(layers: str, top: str = "unit: step\ninput: 12 steps x 8\n"):
    text = "".join(f"  - {layer}\n" for layer in layers.split(" ; "))
    return count(read_architecture(f"{top}layers:\n{text}", "net.yaml"))


def test_every_described_network_is_counted_alike_with_nothing_kept(monkeypatch):
    architectures = [read_architecture(file.read_bytes(), str(file)) for file in DESCRIBED]
    kept = [lines(architecture) for architecture in architectures]
    monkeypatch.setattr(Plan, "steps_of", lambda self, word: None)
    monkeypatch.setattr(Options, "call_of", lambda self, *given: Call(self._arguments(*given), {}))
    assert [lines(architecture) for architecture in architectures] == kept


def test_sums_are_those_of_the_lines():
    for file in DESCRIBED[::7]:
        found = count(read_architecture(file.read_bytes(), str(file)))
        assert found.macs == found.architecture.batch * sum(row.repeats * row.macs for row in found.rows)
        assert found.parameters == sum(row.copies * row.parameters for row in found.rows)


BACK = "unit: step\ninput: 12 steps x 8\nblocks: {back: {options: {to: }, layers: [{from: to}, {dense: 5}]}}\n"


def test_a_block_that_goes_back_is_counted_for_what_it_goes_back_to():
    found = counted("{dense: 6, name: a} ; {dense: 8, name: b} ; {back: a} ; {from: b} ; {back: b} ; {back: a}", BACK)
    assert [row.macs for row in found.rows if row.label.startswith("back")] == [12 * 6 * 5, 12 * 8 * 5, 12 * 6 * 5]
    assert [row.label.partition(" /")[0] for row in found.rows[2:]] == ["back a", "back b", "back a"]


def test_a_block_sees_a_layer_outside_as_it_is_there():
    top = (
        "unit: step\ninput: 12 steps x 8\n"
        "blocks: {wider: {layers: [{dense: channels + 1, name: last}]}, back: {layers: [{from: last}, {dense: 5}]}}\n"
    )
    found = counted("wider ; back ; wider ; back ; {from: input} ; wider ; {dense: 5} ; back", top)
    widths = [row.macs // (12 * 5) for row in found.rows if row.label.startswith("back")]
    assert widths == [9, 6, 9]


def test_names_that_show_in_labels_are_those_of_the_place():
    top = (
        "unit: step\ninput: 12 steps x 8\n"
        "blocks: {look: {options: {at: }, layers: [{attention: 2, memory: at}, {from: input}]}}\n"
    )
    found = counted("{dense: 8, name: a} ; {dense: 8, name: b} ; {from: input} ; {look: a} ; {look: b}", top)
    shown = [row.label for row in found.rows if row.label.startswith("look")]
    assert all("memory a" in label for label in shown if label.startswith("look a"))
    assert all("memory b" in label for label in shown if label.startswith("look b"))
    assert len(shown) == 2 * len([label for label in shown if label.startswith("look b")])


@pytest.mark.parametrize("other", ["1", "true"])
def test_true_and_one_are_two_values(other):
    top = "unit: step\ninput: 12 steps x 8\nblocks: {half: {options: {with: }, layers: [{dense: 5, bias: with}]}}\n"
    layers = f"{{half: true}} ; {{from: input}} ; {{half: {other}}}"
    if other == "true":
        assert counted(layers, top).parameters == 2 * 9 * 5
    else:
        with pytest.raises(Exception, match="true or false"):
            counted(layers, top)
