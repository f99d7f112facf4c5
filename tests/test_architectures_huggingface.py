"""Hugging Face configurations are counted as transformers computes them, or refused by name."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_compute.architectures import Count, count, read_architecture
from ai_compute.architectures.huggingface.base import Item, stacked
from ai_compute.architectures.huggingface.translation import FAMILIES
from ai_compute.messages.problems import Problems

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent / "data/huggingface"
MEASURED = list(csv.DictReader((FOLDER / "measured.csv").open(encoding="utf-8")))
LLAMA = {
    "model_type": "llama",
    "hidden_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "intermediate_size": 96,
    "vocab_size": 100,
    "max_position_embeddings": 32,
}


def counted(configuration: dict[str, Any], **given: Any) -> Count:
    """The count of a configuration, with what is told beside it."""
    added = {"ai_compute": {**configuration.get("ai_compute", {}), **given}} if given else {}
    return count(read_architecture(json.dumps({**configuration, **added}, indent=1), "some.json"))


def refusal(configuration: dict[str, Any], **given: Any) -> str:
    """What is said of a configuration that is refused."""
    with pytest.raises(Problems) as raised:
        counted(configuration, **given)
    return "\n".join(map(str, raised.value.problems))


@pytest.mark.parametrize("row", MEASURED, ids=[row["name"] for row in MEASURED])
def test_a_configuration_is_counted_as_transformers_computes_it(row: dict[str, str]) -> None:
    configuration = json.loads((FOLDER / f"{row['name']}.json").read_text(encoding="utf-8"))
    found = counted(configuration, input=json.loads(row["input"]), unit="pass")
    assert found.macs - found.scan_macs == int(row["macs"])
    assert found.scan_macs == int(row["scan_macs"])
    assert (found.parameters, found.active_parameters) == (int(row["parameters"]), int(row["active_parameters"]))


def test_every_measured_family_is_known() -> None:
    assert {row["model_type"] for row in MEASURED} <= set(FAMILIES)


def test_without_an_input_the_longest_context_is_taken_and_the_unit_is_a_token() -> None:
    architecture = counted(LLAMA).architecture
    assert (architecture.unit, architecture.units_per_pass) == ("token", 32)


def test_what_a_configuration_does_not_say_stands_under_ai_compute() -> None:
    found = counted(
        LLAMA, input="16 tokens", unit="sequence", source="a paper", published_parameters="80k", name="Small"
    )
    described = found.architecture
    assert (described.unit, described.source, described.published_parameters) == ("sequence", "a paper", 80_000)
    assert found.macs == counted(LLAMA, input="16 tokens").macs
    assert "did you mean 'input'?" in refusal(LLAMA, inputs="16 tokens")


@pytest.mark.parametrize(
    "found",
    [
        {"torch_dtype": "bfloat16", "auto_map": {"AutoModel": "modeling.Model"}, "transformers_version": "4.31.0"},
        {"quantization_config": {"bits": 4}, "rope_scaling": {"type": "linear", "factor": 2.0}, "rope_theta": 1e4},
        {"head_dim": None, "pretraining_tp": 1, "mlp_bias": None, "attention_bias": False, "use_cache": True},
        {"architectures": ["LlamaForCausalLM"], "bos_token_id": 1, "eos_token_id": [1, 2], "_name_or_path": "x"},
        {"layer_types": ["full_attention"] * 2},
    ],
)
def test_configurations_as_people_find_them_count_alike(found: dict[str, Any]) -> None:
    assert counted({**LLAMA, **found}).macs == counted(LLAMA).macs


def test_old_and_new_names_of_a_key_mean_the_same() -> None:
    old = {"model_type": "gpt2", "n_embd": 64, "n_layer": 2, "n_head": 4, "n_positions": 32, "vocab_size": 100}
    new = {"model_type": "gpt2", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
           "max_position_embeddings": 32, "vocab_size": 100}  # fmt: skip
    assert (counted(old).macs, counted(old).parameters) == (counted(new).macs, counted(new).parameters)
    assert "two values" in refusal({**old, "hidden_size": 32})


def test_a_key_that_is_left_out_is_what_transformers_takes() -> None:
    assert counted({"model_type": "llama"}, input="512 tokens").parameters == 6_738_415_616


@pytest.mark.parametrize(
    ("configuration", "said"),
    [
        ({"model_type": "lama"}, ["model_type", "did you mean 'llama'?"]),
        ({"hidden_size": 64}, ["no `model_type`"]),
        ({**LLAMA, "num_experts": 8}, ["num_experts", "not understood"]),
        ({**LLAMA, "attention_type": "linear"}, ["attention_type", "not understood"]),
        ({**LLAMA, "layer_types": ["full_attention", "conv"]}, ["layer_types", "'conv'"]),
        ({**LLAMA, "layer_types": ["full_attention"]}, ["layer_types", "1 items", "one for each layer"]),
        ({**LLAMA, "num_key_value_heads": 3}, ["num_key_value_heads", "a divisor of 4"]),
        ({**LLAMA, "hidden_size": "64"}, ["hidden_size", "a whole number"]),
        ({**LLAMA, "architectures": ["LlamaForTokenClassification"]}, ["architectures", "TokenClassification"]),
        (
            {"model_type": "llava", "text_config": LLAMA, "vision_config": {"model_type": "other"}},
            ["llava", "text_config"],
        ),
        ({"model_type": "bert", "position_embedding_type": "relative_key"}, ["position_embedding_type"]),
    ],
)
def test_what_is_not_understood_is_one_message_that_names_it(configuration: dict[str, Any], said: list[str]) -> None:
    text = refusal(configuration)
    assert all(part in text for part in said), text


def test_the_ways_out_of_the_messages_work() -> None:
    assert counted({**LLAMA, "odd_key": 3}, ignore=["odd_key"]).macs == counted(LLAMA).macs
    wrapped = {"model_type": "llava", "text_config": LLAMA, "vision_config": {"model_type": "other"}}
    assert counted(wrapped, part="text_config").macs == counted(LLAMA).macs


GPT_OSS = {
    "model_type": "gpt_oss", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "head_dim": 16,
    "num_key_value_heads": 2, "intermediate_size": 64, "vocab_size": 100, "max_position_embeddings": 32,
    "num_local_experts": 8, "num_experts_per_tok": 2, "sliding_window": 8,
}  # fmt: skip
SEEN = {"model_type": "clip_vision_model", "hidden_size": 64, "intermediate_size": 96, "num_attention_heads": 4,
        "num_hidden_layers": 2, "image_size": 28, "patch_size": 14}  # fmt: skip


@pytest.mark.parametrize(
    ("configuration", "found"),
    [
        (GPT_OSS, {"experts_per_token": 2, "initial_context_length": 4096}),
        ({**LLAMA, "model_type": "gemma2", "sliding_window": 8}, {"sliding_window_size": 8}),
        (SEEN, {"vocab_size": 32000}),
    ],
    ids=["gpt-oss", "gemma-2-9b", "the images of LLaVA"],
)
def test_keys_that_published_configurations_repeat_change_nothing(
    configuration: dict[str, Any], found: dict[str, Any]
) -> None:
    assert counted({**configuration, **found}).forward_macs_causal == counted(configuration).forward_macs_causal


def test_a_key_that_is_repeated_with_another_value_is_refused() -> None:
    assert "two values" in refusal({**GPT_OSS, "experts_per_token": 4})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ignore": "odd_key"}, "no list of keys"),
        ({"ignore": ["odd_key", "od_key"]}, "'od_key', which would not be refused without it"),
        ({"ignore": ["odd_key", "hidden_size"]}, "remove 'hidden_size' from `ignore`"),
        ({"ignore": ["odd_key"], "published_parameters": "-3"}, "more than 0"),
        ({"ignore": ["odd_key"], "name": ["Small"]}, "ai_compute.name"),
    ],
)
def test_what_has_no_effect_or_no_meaning_under_ai_compute_is_refused(given: dict[str, Any], said: str) -> None:
    assert said in refusal({**LLAMA, "odd_key": 3}, **given)


@pytest.mark.parametrize("value", [[], "", 0, False])
def test_ai_compute_is_an_object(value: Any) -> None:
    assert "no object" in refusal({**LLAMA, "ai_compute": value})


def test_a_wrong_value_under_ai_compute_is_shown_where_it_stands() -> None:
    text = json.dumps({**LLAMA, "ai_compute": {"input": "512 tokenss"}}, indent=1)
    line = text[: text.index('"input"')].count("\n") + 1
    assert f"some.json:{line}:3: error: ai_compute.input" in refusal(LLAMA, input="512 tokenss")


def test_a_key_is_shown_where_it_stands_not_where_a_part_has_one_of_that_name() -> None:
    configuration = {"inner": {"model_type": ""}, "prompt": "{{", "model_type": "unheard-of"}
    assert "some.json:6:2: error: model_type" in refusal(configuration)


def test_more_layers_than_any_network_has_are_refused_at_once() -> None:
    assert "at most 10000 layers" in refusal({**LLAMA, "num_hidden_layers": 10**9})


def test_an_unknown_key_is_not_taken_for_another_that_is_there_already() -> None:
    text = refusal({**LLAMA, "num_experts": 8})
    assert "did you mean" not in text
    assert '"ignore": ["num_experts"]' in text


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1, "a": 2}', '{"model_type": }', "null"])
def test_what_is_no_configuration_is_said_without_a_traceback(text: str) -> None:
    with pytest.raises(Problems):
        read_architecture(text, "some.json")


def test_causal_attention_is_counted_in_full_and_exactly_beside_it() -> None:
    """Two layers of four heads, width 16: S^2 pairs in full, S (S + 1) / 2 needed."""
    found = counted(LLAMA, input="32 tokens", unit="pass")
    assert found.forward_macs - found.forward_macs_causal == 2 * 4 * (16 + 16) * (32 * 32 - 32 * 33 // 2)


def test_windows_change_the_exact_count_only() -> None:
    mistral = {**LLAMA, "model_type": "mistral"}
    narrow, wide = (counted({**mistral, "sliding_window": window}, input="32 tokens") for window in (8, 32))
    assert narrow.macs == wide.macs
    assert narrow.forward_macs_causal < wide.forward_macs_causal < wide.forward_macs


@given(st.lists(st.sampled_from("ab"), max_size=40))
def test_stacked_layers_are_those_of_the_list(kinds: list[str]) -> None:
    def unrolled(items: list[Item]) -> list[Item]:
        made: list[Item] = []
        for item in items:
            if isinstance(item, dict) and "group" in item:
                made += unrolled(item["group"]) * item.get("repeat", 1)
            else:
                made.append(item)
        return made

    assert unrolled(stacked([[kind] for kind in kinds])) == kinds
