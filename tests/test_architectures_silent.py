"""What a description says is counted, or refused with a way out: nothing stands in it without an effect."""

import pytest

from ai_compute.architectures import count, read_architecture
from ai_compute.messages.problems import Problems

TOKENS = "unit: token\ninput: 128 tokens\n"
STEPS = "unit: step\ninput: 12 steps x 64\n"
IMAGE = "unit: image\ninput: 3 x 32 x 32\n"


def counted(layers: str, top: str):
    text = "".join(f"  - {layer}\n" for layer in layers.split(" ; "))
    return count(read_architecture(f"{top}layers:\n{text}", "net.yaml"))


def refusal(layers: str, top: str) -> str:
    with pytest.raises(Problems) as caught:
        counted(layers, top)
    (problem,) = caught.value.problems
    assert problem.expected
    return f"{problem.found} -> {problem.way_out}"


def test_shared_weights_are_held_once_however_they_are_repeated():
    assert counted("{transformer: 1, heads: 4, shared: true}", STEPS).parameters == 49_984
    embedded = "{embedding: 1000, width: 64} ; "
    assert counted(embedded + "{transformer: 1, heads: 4, repeat: 12, shared: true}", TOKENS).parameters == 113_984
    assert counted(embedded + "{transformer: 12, heads: 4, shared: true}", TOKENS).parameters == 113_984
    assert counted("{transformer: 12, heads: 4, shared: true}", STEPS).parameters == 49_984
    assert counted("{dense: 64, shared: true}", STEPS).parameters == 64 * 65
    by_default = STEPS + "defaults: {transformer: {shared: true}}\n"
    assert counted("{transformer: 1, heads: 4, repeat: 12}", by_default).parameters == 49_984


def test_fixed_weights_stay_fixed_in_all_layers_of_a_block_or_group():
    top = STEPS + "blocks: {pair: {layers: [{dense: 64}, {dense: 64}]}}\n"
    for fixed in ("{pair: , trained: false}", "{residual: [{dense: 64}, {dense: 64}], trained: false}"):
        assert counted(f"{fixed} ; {{dense: 3}}", top if "pair" in fixed else STEPS).parameters == 3 * 65


@pytest.mark.parametrize(
    ("layers", "top", "said"),
    [
        ("{transformer: 1, heads: 4, rotary_width: 16}", STEPS, "cost no products"),
        ("{transformer: 1, heads: 4, experts: 8, shared_expert_width: 9}", STEPS, "write `shared_experts`"),
        ("{transformer: 1, heads: 4, experts: 8, shared_expert_gate: true}", STEPS, "write `shared_experts`"),
        ("{transformer: 1, heads: 4, query_rank: 16}", STEPS, "without `key_value_rank`"),
        ("{transformer: 1, heads: 4, experts_chosen: 2}", STEPS, "without `experts`"),
        ("{transformer: 1, heads: 4, experts_chosen: 1}", STEPS, "without `experts`"),
        ("{transformer: 1, heads: 4, expert_width: 2}", STEPS, "without `experts`"),
        ("{transformer: 1, heads: 4, router_bias: true}", STEPS, "without `experts`"),
        ("{convolution: 6, kernel: 3} ; {attention: 2, span: 4, window: 7}", IMAGE, "beside `window`"),
        ("{convolution: 6, kernel: 3, groups: 3, connections: 9}", IMAGE, "beside `connections`"),
        ("{convolution: 4, kernel: 3, connections: [[0, 1], [2], [1], [7]]}", IMAGE, "input maps 0 to 7"),
        ("{convolution: 4, kernel: 3, connections: [[0, 3], [2], [1], [1]]}", IMAGE, "input maps 0 to 3"),
        ("{convolution: 4, kernel: 3, connections: [[-1], [2], [1], [1]]}", IMAGE, "-1"),
        ("{convolution: 4, kernel: 3, connections: [[a], [2], [1], [1]]}", IMAGE, "'a'"),
        ("{convolution: 4, kernel: 3, connections: [[1, 1], [2], [1], [1]]}", IMAGE, "a map twice"),
        ("{convolution: 2, kernel: 3, connections: [4, 1]}", IMAGE, "4 input maps of one output map"),
        ("{convolution: 2, kernel: 3, connections: 7}", IMAGE, "7 connected pairs"),
        ("{upsample: , size: 32}", IMAGE, "32 x 32"),
        ("{max_pool: 1}", IMAGE, "remove the layer"),
        ("{max_pool: 1, padding: same}", IMAGE, "remove the layer"),
        ("{average_pool: 1}", IMAGE, "remove the layer"),
        ("{pixel_shuffle: 1}", IMAGE, "remove the layer"),
        ("{reshape: 3 x 32 x 32}", IMAGE, "remove the layer"),
        ("{reshape: 9}", "unit: image\ninput: 9\n", "remove the layer"),
        ("{upsample: 1} ; {convolution: 6, kernel: 3}", IMAGE, "1 on every axis"),
        ("{zero_pad: 0} ; {convolution: 6, kernel: 3}", IMAGE, "no zeros"),
        ("{lstm: 6, merge: sum}", STEPS, "without `bidirectional`"),
        ("{dense: 64, name: a} ; {attention: 2, memory: source}", STEPS, "'source'"),
        ("{embedding: 9, width: 64} ; {attention: 2, memory: input}", TOKENS, "{from: input}"),
        ("{embedding: 9, width: 64} ; {add: input}", TOKENS, "{from: input}"),
        ("relu ; {embedding: 9, width: 64}", TOKENS, "put an `embedding` before it"),
        ("{unembedding: 50257, tied: true}", STEPS, "earlier tables of words: none"),
        ("{embedding: 9, width: 64} ; {unembedding: 8, tied: true}", TOKENS, "9 x 64"),
        ("{embedding: 9, width: 32} ; {dense: 64} ; {unembedding: 9, tied: true}", TOKENS, "9 x 32"),
        ("{convolution: 6, kernel: 3, tied: true}", IMAGE, "168 weights, which no earlier layer"),
        ("{max_pool: 2, tied: true}", IMAGE, "holds no weights"),
        ("{max_pool: 2, trained: false}", IMAGE, "holds no weights"),
        ("{relu: , shared: true, repeat: 3}", IMAGE, "holds no weights"),
        ("{dense: 32, repeat: 2, shared: true}", STEPS, "repeats of 2,080 and of 1,056 weights"),
        ("{dense: 9, name: a} ; {dense: 9, name: a}", STEPS, "'a' again"),
        ("{dense: 9, name: input}", STEPS, "the name of an input"),
        ("{dense: 9, repeat: 2, first: {name: a}}", STEPS, "write `name` beside `first`"),
        ("{dense: 9, repeat: 2, first: {}}", STEPS, "no options"),
        ("{dense: 9, units: 8}", STEPS, "units again"),
        ("{flatten: 3} ; {dense: 2}", IMAGE, "write `- flatten`"),
        ("{to_sequence: last axis} ; {dense: 2}", "unit: image\ninput: 9\n", "only a grid has axes"),
    ],
)  # fmt: skip
def test_what_has_no_effect_where_it_stands_is_refused_with_a_way_out(layers, top, said):
    assert said in refusal(layers, top)


@pytest.mark.parametrize(
    ("top", "said"),
    [
        ("defaults: {lstm: {biases: 2}}\n", "defaults.lstm"),
        ("defaults: {dense: {units: 3}}\n", "defaults.dense.units"),
        ("blocks: {twice: {layers: [{dense: 2}]}}\n", "'twice', which no layer uses"),
        ("blocks: {first: {layers: [{dense: 2}]}}\n", "option of every layer"),
        ("blocks: {repeat: {layers: [{dense: 2}]}}\n", "option of every layer"),
        ("blocks: {wide: {options: [width, depth], layers: [{dense: width}]}}\n", "'depth', which no layer"),
    ],
)
def test_defaults_blocks_and_options_of_blocks_that_nothing_uses_are_refused(top, said):
    with pytest.raises(Problems) as caught:
        counted("{dense: 2}", STEPS + top)
    assert said in str(caught.value)


def test_windows_of_one_that_leave_out_or_learn_something_count():
    assert counted("{max_pool: 1, stride: 2} ; {convolution: 6, kernel: 1}", IMAGE).output.positions == (16, 16)
    assert counted("{average_pool: 1, trainable: true} ; {convolution: 6, kernel: 1}", IMAGE).parameters == 6 + 24


def test_an_input_that_nothing_uses_is_refused():
    top = "unit: token\ninput: {a: 5 tokens, b: 7 tokens}\n"
    assert "'b', which no layer uses" in refusal("{embedding: 9, width: 4} ; {dense: 2}", top)
    used = "{embedding: 9, width: 4, name: read} ; {from: b} ; {embedding: 9, width: 4, tied: true} ; {append: read}"
    assert counted(used, top).output.size == 12


def test_a_default_holds_where_it_has_an_effect_and_nowhere_else():
    top = STEPS + "defaults: {transformer: {expert_width: 8}}\n"
    both = "{transformer: 1, heads: 4} ; {transformer: 1, heads: 4, experts: 2}"
    apart = "{transformer: 1, heads: 4} ; {transformer: 1, heads: 4, experts: 2, expert_width: 8}"
    assert counted(both, top).macs == counted(apart, STEPS).macs


@pytest.mark.parametrize(
    "layer", ["{add: b}", "{multiply: b}", "{concatenate: b}", "{append: b}", "{inner_product: b}", "{from: b}",
              "{bilinear: 7, with: b}"],
)  # fmt: skip
def test_a_name_is_kept_by_every_kind_that_goes_back_to_another(layer):
    named = layer.replace("}", ", name: c}")
    layers = f"{{dense: 8, name: b}} ; {{dense: 8}} ; {named} ; {{dense: 3, name: d}} ; {{from: c}}"
    until = f"{{dense: 8, name: b}} ; {{dense: 8}} ; {layer}"
    assert counted(layers, STEPS).output[:3] == counted(until, STEPS).output[:3]


def test_the_first_repeat_may_have_another_main_option():
    found = counted("{dense: 9, repeat: 2, first: {units: 5}}", STEPS)
    assert found.parameters == 65 * 5 + 6 * 9


@pytest.mark.parametrize("unit", ["token", "frames", "word"])
@pytest.mark.parametrize("shape", ["3 x 224 x 224", "80 x 3000", "784"])
def test_how_many_steps_a_grid_or_vector_holds_is_asked_for(unit, shape):
    with pytest.raises(Problems) as caught:
        read_architecture(f"unit: {unit}\ninput: {shape}\nlayers: [relu]\n", "net.yaml")
    (problem,) = caught.value.problems
    assert "units_per_pass" in problem.expected + problem.way_out
    for answer in (1, 300):
        text = f"unit: {unit}\ninput: {shape}\nunits_per_pass: {answer}\nlayers: [relu]\n"
        assert read_architecture(text, "net.yaml").units_per_pass == answer


@pytest.mark.parametrize("shape", ["224 x 224 x 3", "28 x 28 x 1", "640 x 480 x 3", "16 x 112 x 112 x 3"])
def test_channels_that_stand_last_are_asked_about_and_either_answer_works(shape):
    with pytest.raises(Problems) as caught:
        read_architecture(f"unit: image\ninput: {shape}\nlayers: [relu]\n", "net.yaml")
    (problem,) = caught.value.problems
    assert "channels first" in problem.expected
    meant, kept = problem.way_out.split("`")[1::2]
    assert [meant.split(" x ")[0], *meant.split(" x ")[1:]] == [shape.split(" x ")[-1], *shape.split(" x ")[:-1]]
    for answer in (meant, kept):
        read = read_architecture(f"unit: image\ninput: {answer}\nlayers: [relu]\n", "net.yaml")
        (x,) = read.inputs.values()
        assert [x.channels, *x.positions] == [int(word.split()[0]) for word in answer.split(" x ")]


@pytest.mark.parametrize("shape", ["3 x 224 x 224", "256 x 4 x 4", "512 x 3 x 3", "80 x 3000", "1 x 28 x 28"])
def test_other_shapes_are_taken_as_they_are_written(shape):
    (x,) = read_architecture(f"unit: image\ninput: {shape}\nlayers: [relu]\n", "net.yaml").inputs.values()
    assert str(x) == shape
