"""A wrong description is named by file, line and option, with the shape at that point and a way out."""

import random
from pathlib import Path

import pytest
import yaml

from ai_compute.architectures import count, count_all, read_architecture
from ai_compute.messages.problems import Problems

DESCRIPTIONS = sorted((Path(__file__).parents[1] / "data/raw/architectures").glob("*.yaml"))
FIRST_LAYER = 4


def mistakes(layers: str, top: str = "unit: image\ninput: 3 x 32 x 32\n"):
    with pytest.raises(Problems) as caught:
        count(read_architecture(f"{top}layers:\n{layers}", "net.yaml"))
    return caught.value.problems


def the_mistake(layers: str, **top: str):
    found = mistakes(layers, **top)
    assert len(found) == 1
    return found[0]


def test_a_kernel_larger_than_its_input_is_named_with_the_shape_there():
    problem = the_mistake("  - {convolution: 8, kernel: 3, stride: 16}\n  - {convolution: 8, kernel: 5}\n")
    assert (problem.file, problem.line, problem.field) == ("net.yaml", FIRST_LAYER + 1, "layers[1].kernel")
    assert "a kernel of 5 on an axis of 2" in problem.found
    assert "8 x 2 x 2" in problem.found
    assert "padding: same" in problem.way_out


def test_a_patch_larger_than_its_image_is_named_as_the_file_calls_it():
    problem = the_mistake("  - {patch_embedding: 64, patch: 100}\n")
    assert problem.field == "layers[0].patch"
    assert "padding:" not in problem.way_out
    assert the_mistake("  - {patch_embedding: 64, patch: 4 x 4 x 4}\n").field == "layers[0].patch"


@pytest.mark.parametrize(
    ("written", "way_out"),
    [
        ("4 * lenght", "did you mean 'length'?"),
        ("4 * feature", "names here: channels, length"),
        ("64k", "write digits without commas or suffix"),
        ("4 4", "write digits without commas or suffix"),
    ],
)
def test_arithmetic_that_is_none_has_a_way_out(written, way_out):
    assert the_mistake(f"  - {{convolution: {written}, kernel: 3}}\n").way_out == way_out


@pytest.mark.parametrize("key", ["name", "unit", "source", "explanation", "note"])
@pytest.mark.parametrize("value", ["[a]", "{a: b}", "true"])
def test_what_is_said_in_words_is_text(key, value):
    top = {"unit": "image", "input": "784", key: value}
    written = "".join(f"{name}: {text}\n" for name, text in top.items())
    (problem,) = mistakes("  - {dense: 3}\n", written)
    assert (problem.field, problem.expected) == (key, "text")


def test_groups_must_divide_input_and_output_channels():
    assert "2 groups of 3 input channels" in the_mistake("  - {convolution: 8, kernel: 3, groups: 2}\n").found
    assert "3 groups of 8 output channels" in the_mistake("  - {convolution: 8, kernel: 3, groups: 3}\n").found


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("{convolutoin: 8, kernel: 3}", "convolution"),
        ("{convolution: 8, kernal: 3}", "kernel"),
        ("flaten", "flatten"),
        ("{convolution: 8, kernel: 3, norm: bach}", "batch"),
        ("{convolution: 8, kernel: 3, padding: smae}", "same"),
        ("{residual: [{convolution: 8, kernl: 3}]}", "kernel"),
    ],
)
def test_a_misspelling_is_answered_with_the_nearest_name(written, near):
    assert f"did you mean '{near}'?" in the_mistake(f"  - {written}\n").way_out


def test_all_misspellings_are_named_at_once():
    problems = mistakes("  - {convolution: 8, kernal: 3}\n  - flaten\n  - {dense: 3, bais: true}\n")
    assert [problem.line for problem in problems] == [FIRST_LAYER, FIRST_LAYER + 1, FIRST_LAYER + 2]


def test_a_residual_whose_shapes_differ_shows_both():
    problem = the_mistake("  - residual: [{convolution: 8, kernel: 3, padding: same}]\n")
    assert "8 x 32 x 32 to be added to 3 x 32 x 32" in problem.found
    assert "shortcut: projection" in problem.way_out


def test_branches_that_cannot_be_concatenated_show_their_shapes():
    problem = the_mistake("  - branches:\n    - [{convolution: 8, kernel: 3}]\n    - [{convolution: 8, kernel: 5}]\n")
    assert "8 x 30 x 30, 8 x 28 x 28" in problem.found


def test_a_dense_layer_on_an_image_asks_what_is_meant():
    assert "flatten" in the_mistake("  - {dense: 10}\n").way_out


def test_a_kind_that_is_not_written_first_is_noticed():
    assert "write the kind first" in the_mistake("  - {kernel: 3, convolution: 8}\n").way_out


def test_a_mistake_in_a_block_is_shown_in_the_block_and_where_it_is_used():
    top = "unit: image\ninput: 3 x 32 x 32\nblocks:\n  wide:\n    options: [size]\n    layers:\n"
    problem = the_mistake("  - {wide: 99}\n", top=f"{top}      - {{convolution: 8, kernel: size}}\n")
    assert problem.line == 7
    assert "used by layers[0]" in problem.found


def test_a_missing_option_says_what_it_holds():
    problem = the_mistake("  - {convolution: 8}\n")
    assert "without kernel" in problem.found
    assert "kernel" in problem.expected


@pytest.mark.parametrize(
    ("layers", "way_out"),
    [
        ("  - {lstm: 5}\n", "to_sequence"),
        ("  - {transformer: 2, heads: 3}\n  - {embedding: 5, width: 4}\n", "input: 512 tokens"),
        ("  - {from: nowhere}\n", "known here: input"),
        ("  - {convolution: 8k, kernel: 3}\n", "without commas or suffix"),
    ],
)
def test_other_mistakes_have_a_way_out(layers, way_out):
    assert way_out in the_mistake(layers).way_out


def test_blocks_that_use_themselves_and_networks_without_end_are_refused():
    top = "unit: image\ninput: 3 x 8 x 8\nblocks: {loop: {layers: [loop]}}\n"
    assert "themselves" in the_mistake("  - loop\n", top=top).expected
    endless = "  - {dense_connection: [{convolution: 8, kernel: 1}], repeat: 900000}\n"
    assert "different layers" in the_mistake(endless).found
    assert "MACs" in the_mistake("  - {convolution: 999999999, kernel: 1, repeat: 99999999}\n").found


def test_two_files_of_one_name_are_refused():
    text = b"unit: image\ninput: 4\nlayers: [{dense: 2}]\n"
    with pytest.raises(Problems) as caught:
        count_all({"a/net.yaml": text, "b/net.yaml": text})
    assert "the name net again" in str(caught.value)


@pytest.mark.parametrize("seed", range(100))
def test_whatever_is_wrong_it_is_said_and_never_a_traceback(seed):
    """Descriptions of the repository with one to three values replaced, moved or removed."""
    rng = random.Random(seed)
    data = yaml.safe_load(rng.choice(DESCRIPTIONS).read_text())
    for _ in range(rng.randint(1, 3)):
        _spoil(data, rng)
    text = yaml.dump(data, sort_keys=False)
    try:
        assert count(read_architecture(text, "spoiled.yaml")).macs >= 0
    except Problems as problems:
        incomplete = [problem for problem in problems.problems if not (problem.found and problem.expected)]
        if incomplete:
            raise AssertionError(incomplete) from problems


def _spoil(data, rng):
    parent = rng.choice([node for node in _collections(data) if node])
    key = rng.choice(list(parent)) if isinstance(parent, dict) else rng.randrange(len(parent))
    junk = [
        None,
        True,
        0,
        -1,
        7,
        10**20,
        "x",
        "1 x 2 x 3 x 4",
        "4 * width",
        [],
        [1, 2],
        {},
        {"dense": 3},
        [["flatten"]],
    ]
    if rng.random() < 0.2:
        del parent[key]
    elif rng.random() < 0.3 and isinstance(parent, dict):
        parent[rng.choice(["first", "repeat", "name", "norm", "memory", "heads", "window", "bias"])] = rng.choice(junk)
    else:
        parent[key] = rng.choice(junk)


def _collections(node):
    if isinstance(node, dict | list):
        yield node
        for child in node.values() if isinstance(node, dict) else node:
            yield from _collections(child)
