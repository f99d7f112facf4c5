"""Every block, example and option of the guides to layer descriptions is executed, and what they say is so."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

import layer_table
from ai_compute.architectures import count, read_architecture
from ai_compute.architectures.common import COMMON, COMMON_TEXTS
from ai_compute.architectures.huggingface.classes import HEADS
from ai_compute.architectures.huggingface.translation import GIVEN, OTHERS, PARTS
from ai_compute.architectures.inputs import STEPWISE, read_input
from ai_compute.architectures.language import KINDS, REQUIRED
from ai_compute.architectures.reading import KEYS
from ai_compute.architectures.reference import json_schema
from ai_compute.messages.problems import Problems

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data/raw"
GUIDE = (RAW / "architectures/README.md").read_text(encoding="utf-8")
REFERENCE = (RAW / "architectures/layers.md").read_text(encoding="utf-8")
PLAIN = " ".join(GUIDE.split())
BLOCKS = [re.sub(r"(?m)^ {4}", "", block) for block in re.findall(r"(?m)(?<=\n\n)((?: {4}.*\n|\n(?= {4}))+)", GUIDE)]
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.startswith("python ")]
DESCRIPTIONS = [block for block in BLOCKS if not block.startswith("python ")]
SPANS = re.findall(r"`([^`\n]+)`", re.sub(r"(?m)^ {4}.*$", "", GUIDE))

IMAGE = "unit: image\ninput: 3 x 224 x 224\n"
SEQUENCE = "unit: step\ninput: 64 steps x 768\n"
TOKENS = "unit: token\ninput: 64 tokens\n"
TOPS = (IMAGE, SEQUENCE, TOKENS, "unit: example\ninput: 784\n")
BEFORE = {
    TOKENS: ("{embedding: 9, width: 4, name: encoder}",),
    SEQUENCE: ("{dense: 768, name: encoder}",),
    IMAGE: ("{convolution: 24, kernel: 1, name: level 2}",),
}


def counted(text: str):
    return count(read_architecture(text, "example.yaml"))


SHOWN_BLOCKS = {
    "bottleneck": "{options: {width: , stride: 1}, layers: [{convolution: width, kernel: 1, stride: stride}]}",
    "inception": "{options: [a, b, c, d, e, f], layers: [{convolution: a + b + c + d + e + f, kernel: 1}]}",
}


def works_somewhere(layer: str, blocks: str = "") -> bool:
    """Whether one of the usual inputs is followed by this layer, with a named layer before it or not."""
    for top in TOPS:
        for before in ("", *BEFORE.get(top, ())):
            try:
                counted(f"{top}{blocks}layers:\n" + (f"  - {before}\n" if before else "") + f"  - {layer}\n")
            except Problems:
                continue
            return True
    return False


def completed(block: str) -> str:
    """A description of which the guide shows a part."""
    if re.search(r"(?m)^input:", block):
        return block
    if re.search(r"(?m)^layers:", block):
        return IMAGE + block
    wide = SEQUENCE.replace("768", "2048") if "gated_delta_net" in block else SEQUENCE
    return (wide if "lstm" in block or "gated_delta_net" in block else IMAGE) + "layers:\n" + block


def test_the_blocks_of_the_guide_are_found():
    assert len(DESCRIPTIONS) == len(re.findall(r"(?m)^(?=\n {4,}\S)", GUIDE)) - 1
    assert len(COMMANDS) >= 3


@pytest.mark.parametrize("block", DESCRIPTIONS)
def test_every_yaml_block_of_the_guide_is_counted_and_accepted_by_editors(block):
    text = completed(block)
    assert counted(text).macs > 0
    jsonschema.validate(yaml.load(text, Loader=yaml.CSafeLoader), json_schema())


@pytest.mark.parametrize("command", [*COMMANDS, *(span for span in SPANS if span.startswith("python scripts/layer"))])
def test_every_command_of_the_guide_runs(command, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(layer_table, "FOLDER", RAW / "architectures")
    words = command.replace("NAME", "resnet-152").split()[2:]
    assert layer_table.main(layer_table.arguments().parse_args(words)) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("layer", sorted({span for span in SPANS if span.startswith("{") and '"' not in span}))
def test_every_layer_that_a_sentence_shows_is_counted(layer):
    word = layer.strip("{}").partition(":")[0]
    top = f"blocks: {{{word}: {SHOWN_BLOCKS[word]}}}\n" if word in SHOWN_BLOCKS else ""
    assert works_somewhere(layer.replace("{from: target}", "{from: input}"), top), layer


MODELS = [
    options
    for row in re.findall(r"(?m)^\| [^|`]+ \| (.*) \|$", GUIDE.partition("### Sequences")[2])
    for options in re.findall(r"`(\w+: [^`]*)`", row)
]


@pytest.mark.parametrize("options", MODELS)
def test_every_row_of_models_and_options_is_counted(options):
    layer = f"{{transformer: 1, heads: 8, {options}}}"
    assert works_somewhere(layer) or works_somewhere(layer.replace("heads: 8, ", "")), layer


QUOTED = sorted({span for span in SPANS if re.fullmatch(r"[A-Za-z_]+(: ?[^,{}`]*)?", span)})
WORDS = {*KINDS, *KEYS, *COMMON, *(name for kind in KINDS.values() for name in kind.options)}
OF_EXPRESSIONS = {"channels", "length", "width"}
OF_ENTRIES = {"architecture", "forward", "passes", "model_type"}
OF_TABLES = {"architectures", "forward_macs", "forward_macs_causal"}


@pytest.mark.parametrize("span", QUOTED)
def test_every_word_that_a_sentence_quotes_exists(span):
    assert span.partition(":")[0] in WORDS | OF_EXPRESSIONS | OF_ENTRIES | OF_TABLES | {*GIVEN, *OTHERS, *PARTS, *HEADS}


@pytest.mark.parametrize("shape", [span.removeprefix("input: ") for span in SPANS if span.startswith("input: ")])
def test_every_input_that_a_sentence_shows_is_read(shape):
    named = yaml.safe_load(shape)
    for written in named.values() if isinstance(named, dict) else [shape]:
        assert read_input(written).size >= 1


@pytest.mark.parametrize("shape", re.findall(r"`(\d[^`]*)`", KEYS["input"]))
def test_every_input_that_the_schema_shows_is_read(shape):
    assert read_input(shape).size >= 1


TEXTS = [*KEYS.values(), *COMMON_TEXTS.values(), *(o.text for kind in KINDS.values() for o in kind.options.values())]


@pytest.mark.parametrize("span", sorted({span for text in TEXTS for span in re.findall(r"`([a-z_]+)[`:]", text)}))
def test_every_word_that_the_reference_and_the_schema_quote_exists(span):
    assert span in WORDS | OF_EXPRESSIONS | {"options"}


def test_the_commands_of_the_front_page_run(capsys, monkeypatch):
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    commands = re.findall(r"python scripts/layer_table\.py ([^`\n]+)", text)
    assert len(commands) >= 2
    config = next((RAW / "architectures").glob("*.json"))
    monkeypatch.setattr(layer_table, "FOLDER", RAW / "architectures")
    for words in commands:
        given = [str(config) if word == "config.json" else word for word in words.split()]
        assert layer_table.main(layer_table.arguments().parse_args(given)) == 0
        assert "parameters" in capsys.readouterr().out


def test_every_json_example_is_read_beside_a_configuration():
    (example,) = [span for span in SPANS if span.startswith('{"ai_compute"')]
    said = json.loads(example)
    config = {"model_type": "gpt2", "n_layer": 2, "n_head": 2, "n_embd": 8, "vocab_size": 20, "n_positions": 16}
    read = read_architecture(json.dumps({**config, **said}), "net.json")
    assert (read.unit, read.units_per_pass) == ("token", 8192)
    assert read.published_parameters == 405e9
    assert read.source == said["ai_compute"]["source"]
    assert read_architecture(json.dumps(config), "net.json").units_per_pass == 16


@pytest.mark.parametrize("example", [s for s in SPANS if s.startswith('{"') and not s.startswith('{"ai_compute"')])
def test_every_pair_of_inputs_of_a_configuration_is_read(example):
    assert [read_input(shape).size > 1 for shape in json.loads(example).values()] == [True, True]


def test_the_guide_names_every_key_of_ai_compute():
    assert all(f"`{key}`" in GUIDE for key in (*GIVEN, *OTHERS))


def test_the_guide_names_every_key_and_every_option_that_all_layers_have():
    for name in [*KEYS, *COMMON]:
        assert re.search(rf"`{name}\b|\b{name}:", GUIDE), name
    for unit in STEPWISE:
        assert re.search(rf"\b{unit}\b", GUIDE), unit


def tables_of_the_reference() -> dict[str, list[list[str]]]:
    """Rows of the table below each heading."""
    found: dict[str, list[list[str]]] = {}
    for heading, body in re.findall(r"(?m)^###? (.+)\n((?:(?!^##).*\n)*)", REFERENCE):
        rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in re.findall(r"(?m)^\| `.*$", body)]
        found[heading] = rows
    return found


def test_every_option_of_the_reference_exists_and_every_option_stands_in_it():
    tables = tables_of_the_reference()
    for word, kind in KINDS.items():
        if word not in tables:
            assert f"`{word}`" in REFERENCE
            assert not kind.options
            continue
        names = [re.sub(rf"^`(?:{word}: `)? ?|`$", "", row[0]).strip("` ") for row in tables[word]]
        assert names == list(kind.options), word
        for row, option in zip(tables[word], kind.options.values(), strict=True):
            assert (row[1] == "required") == (option.default is REQUIRED)
            for condition in option.conditions:
                assert condition.text in row[-1]
    assert [row[0].strip("`") for row in tables["Options of every layer and block"]] == list(COMMON)


def test_the_schema_of_editors_knows_every_kind_and_option_and_no_other():
    (_, mapping) = json_schema()["$defs"]["layers"]["items"]["anyOf"]
    assert set(mapping["properties"]) == set(KINDS)
    for rule in mapping["allOf"]:
        (word,) = rule["if"]["required"]
        assert set(rule["then"]["properties"]) == {word, *KINDS[word].options, *COMMON}
    assert set(json_schema()["properties"]) == set(KEYS)


def same(one: str, other: str, top: str = IMAGE) -> bool:
    """Whether two lists of layers (separated by ;) cost the same, shapes included."""
    found = [
        counted(top + "layers:\n" + "".join(f"  - {item}\n" for item in each.split(" ; "))) for each in (one, other)
    ]
    return (found[0].macs, found[0].parameters, found[0].output[:3]) == (
        found[1].macs, found[1].parameters, found[1].output[:3])  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "one", "other", "top"),
    [
        ("Activations, dropout and local response normalization cost nothing and may be left out",
         "{dense: 5} ; relu ; dropout ; local_response_norm", "{dense: 5}", SEQUENCE),
        ("one number for all axes, or one for each: `1 x 7` or `[1, 7]`",
         "{convolution: 4, kernel: 1 x 7}", "{convolution: 4, kernel: [1, 7]}", IMAGE),
        ("arithmetic: `4 * width`, `channels // 16`", "{dense: channels // 16}", "{dense: 48}", SEQUENCE),
        ("A convolution also runs over the steps of a sequence",
         "{convolution: 4, kernel: 3}", "{transpose: } ; {transpose: } ; {convolution: 4, kernel: 3}", SEQUENCE),
        ("Default padding is 0", "{convolution: 4, kernel: 3}", "{convolution: 4, kernel: 3, padding: 0}", IMAGE),
        ("`padding: same` gives ceil(i / stride) at any stride, kernel and dilation",
         "{convolution: 4, kernel: 5, dilation: 3, stride: 3, padding: same} ; to_sequence ; {to_grid: 75 x 75}",
         "{convolution: 4, kernel: 5, dilation: 3, stride: 3, padding: same}", IMAGE),
        ("`repeat: 8, first: {stride: 2}` applies an option in the first repeat only",
         "{convolution: 3, kernel: 2, repeat: 3, first: {stride: 2}}",
         "{convolution: 3, kernel: 2, stride: 2} ; {convolution: 3, kernel: 2, repeat: 2}",
         IMAGE),
        ("adds the norm's parameters and takes the layer's own offsets away",
         "{convolution: 4, kernel: 3, norm: batch}", "{convolution: 4, kernel: 3, bias: false} ; batch_norm", IMAGE),
        ("write `bias: true` beside it to keep them",
         "{convolution: 4, kernel: 3, norm: batch, bias: true}", "{convolution: 4, kernel: 3} ; batch_norm", IMAGE),
        ("Without `norm`, offsets are there unless `bias: false`",
         "{convolution: 4, kernel: 3}", "{convolution: 4, kernel: 3, bias: true}", IMAGE),
        ("squeeze_excitation: 8 is the usual case",
         "{squeeze_excitation: 8}", "{scale: [global_average_pool, {dense: 8}, {dense: 3}]}", IMAGE),
        ("head width = width / heads, feed-forward 4 x width, two matrices, offsets everywhere, two layer norms",
         "{transformer: 1, heads: 4}", "{transformer: 1, heads: 4, head_width: 192, feed_forward: 3072, gated: false, "
         "bias: true, norm: layer, norms: 2}", SEQUENCE),
        ("Parts of it: `attention`, `feed_forward`, `experts`, inside `residual`",
         "{transformer: 1, heads: 4}",
         "{residual: [layer_norm, {attention: 4}]} ; {residual: [layer_norm, {feed_forward: 3072}]}", SEQUENCE),
        ("torch and cuDNN hold two (`biases: 2`)",
         "{gru: 6, biases: 2}", "{gru: 6} ; {learned: 18}", SEQUENCE),
        ("`bidirectional: true` gives both directions, concatenated (or `merge: sum`)",
         "{rnn: 6, bidirectional: true} ; {take: 1}",
         "{branches: [[{rnn: 6}], [{rnn: 6}]]} ; {take: 1}", SEQUENCE),
        ("`batch: 4` makes counts those of 4 examples", "{dense: 3}", "{dense: 3} ; relu", SEQUENCE + "batch: 4\n"),
        ("repeats share their weights",
         "{dense: 768, repeat: 3, shared: true}", "{dense: 768} ; {dense: 768, tied: true, repeat: 2}", SEQUENCE),
    ],
)  # fmt: skip
def test_what_a_sentence_says_is_so(sentence, one, other, top):
    assert sentence in PLAIN
    assert same(one, other, top)


def test_what_is_counted_is_what_the_guide_says():
    assert "offsets, norms, activations, pooling, look-ups, element-wise gates, residual additions are none" in PLAIN
    free = "{convolution: 3, kernel: 1} ; batch_norm ; relu ; {max_pool: 2} ; {residual: [relu]} ; {scale: [sigmoid]}"
    text = IMAGE + "layers:\n" + "".join(f"  - {item}\n" for item in free.split(" ; "))
    assert counted(text).macs == 9 * 224 * 224
    assert "Attention is counted in full, also where it is causal" in PLAIN
    whole, causal = (counted(f"{SEQUENCE}layers: [{{attention: 4{more}}}]") for more in ("", ", causal: true"))
    assert whole.macs == causal.macs > causal.forward_macs_causal * 64


def test_what_a_unit_is_is_what_the_guide_says():
    assert "(`input: 2048 tokens`, `unit: token`: a 2,048th of the pass; encoder-decoders: source + target)" in PLAIN
    assert (
        counted("unit: token\ninput: 2048 tokens\nlayers: [{embedding: 3, width: 2}]").architecture.units_per_pass
        == 2048
    )
    both = (
        "unit: word\ninput: {source: 40 tokens, target: 30 tokens}\nlayers: [{embedding: 3, width: 2}, {from: target}]"
    )
    assert counted(both).architecture.units_per_pass == 70
    assert "`units_per_pass: 1` overrules" in PLAIN
    assert counted(both + "\nunits_per_pass: 1").architecture.units_per_pass == 1


def test_what_is_an_error_is_what_the_guide_says():
    assert "A dense layer on a grid is an error" in PLAIN
    assert "(`rotary_width` without `key_value_rank`, `merge` without `bidirectional`)" in PLAIN
    wrong = [IMAGE + "layers: [{dense: 3}]", SEQUENCE + "layers: [{transformer: 1, heads: 4, rotary_width: 3}]",
             SEQUENCE + "layers: [{lstm: 3, merge: sum}]", SEQUENCE + "layers: [{dense: width / 2}]",
             SEQUENCE + "layers: [{dense: channels / 5}]", IMAGE + "layers: [{relu: 3}]"]  # fmt: skip
    for text in wrong:
        with pytest.raises(Problems):
            counted(text)
