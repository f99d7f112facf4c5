"""Configurations that lie about a network, or hold values of another kind: another count or one message."""

import contextlib
import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_compute.architectures import Count, count, read_architecture
from ai_compute.architectures.huggingface.translation import FAMILIES
from ai_compute.messages.problems import Problems

FOLDER = Path(__file__).parent / "data/huggingface"
ROWS = list(csv.DictReader((FOLDER / "measured.csv").open(encoding="utf-8")))
BY_TYPE = {row["model_type"]: row for row in reversed(ROWS)}


def golden(model_type: str) -> dict[str, Any]:
    """A measured configuration of a model_type, with its input; of others what transformers takes."""
    if model_type not in BY_TYPE:
        return {"model_type": model_type}
    row = BY_TYPE[model_type]
    loaded: dict[str, Any] = json.loads((FOLDER / f"{row['name']}.json").read_text(encoding="utf-8"))
    return {**loaded, "ai_compute": {"input": json.loads(row["input"]), "unit": "pass"}}


def counted(configuration: dict[str, Any]) -> Count:
    """The count of a configuration."""
    return count(read_architecture(json.dumps(configuration, indent=1), "some.json"))


def refusal(configuration: dict[str, Any]) -> str:
    """What is said of a configuration that is refused."""
    with pytest.raises(Problems) as raised:
        counted(configuration)
    return "\n".join(map(str, raised.value.problems))


@pytest.mark.parametrize(
    ("model_type", "changed"),
    [
        ("bart", {"architectures": ["BartForCausalLM"]}),
        ("mbart", {"architectures": ["MBartForCausalLM"]}),
        ("pegasus", {"architectures": ["PegasusForCausalLM"]}),
        ("marian", {"architectures": ["MarianForCausalLM"]}),
        ("whisper", {"architectures": ["WhisperForCausalLM"]}),
        ("bart", {"is_decoder": True}),
        ("t5", {"is_decoder": True}),
        ("whisper", {"is_decoder": True}),
        ("qwen2", {"is_causal": False}),
        ("mamba", {"is_causal": False}),
        ("rwkv", {"is_causal": False}),
        ("bert", {"is_causal": True}),
        ("llama", {"is_decoder": "no"}),
        ("llama", {"use_causal_mask": False}),
        ("llama", {"gated": False}),
        ("llama", {"use_rms_norm": False}),
        ("mixtral", {"use_gated_mlp": False}),
        ("olmo2", {"qk_norm": False}),
        ("llama", {"pixel_shuffle_factor": 4}),
        ("llama", {"_mlp_experts": [64]}),
        ("llama", {"extra_rotary_proj": {"inner": [64, 32]}}),
        ("minimax", {"sliding_window": 128}),
        ("nemotron_h", {"sliding_window": 128}),
        ("llama", {"is_gated_act": True}),
        ("llama", {"use_gated_activation": True}),
        ("llama", {"kv_rope": 64}),
        ("llama", {"extra_rotary_proj": 64}),
        ("llama", {"init_lora_rank": 8}),
        ("llama", {"moe_loss_experts": 8}),
        ("llama", {"_mlp_experts": 64}),
        ("llama", {"architectures": ["MedusaModel"]}),
        ("llama", {"architectures": ["EagleLlamaForCausalLM"]}),
        ("llama", {"architectures": ["LlamaBiModel"]}),
        ("llama", {"architectures": ["GPT2LMHeadModel"]}),
        ("clip_vision_model", {"architectures": ["CLIPTextModelWithProjection"]}),
    ],
    ids=str,
)
def test_what_makes_another_network_is_refused(model_type: str, changed: dict[str, Any]) -> None:
    assert next(iter(changed)) in refusal({**golden(model_type), **changed})


@pytest.mark.parametrize(
    ("model_type", "changed"),
    [
        ("llama4_text", {"moe_layers": [100]}),
        ("bamba", {"attn_layer_indices": [500]}),
        ("lfm2", {"full_attn_idxs": [500], "layer_types": None}),
        ("jamba", {"attn_layer_offset": 100}),
        ("jamba", {"expert_layer_offset": 100}),
        ("qwen3_moe", {"mlp_only_layers": [500]}),
        ("qwen3_moe", {"mlp_only_layers": [-1]}),
    ],
    ids=str,
)
def test_layers_beyond_the_last_are_refused(model_type: str, changed: dict[str, Any]) -> None:
    assert next(iter(changed)) in refusal({**golden(model_type), **changed})


@pytest.mark.parametrize(
    ("model_type", "changed"),
    [
        ("llama", {"rope_theta": 10000, "partial_rotary_factor": 1, "bos_token_id": 1, "attention_dropout": 1}),
        ("llama", {"initializer_range": 1, "rms_norm_eps": 1, "use_aux_loss": True, "architectures": None}),
        ("t5", {"architectures": ["T5WithLMHeadModel"], "initializer_factor": 1}),
        ("t5", {"is_decoder": False}),
        ("qwen2", {"is_causal": True}),
        ("bert", {"is_causal": False}),
        ("mamba", {"pad_vocab_size_multiple": 8}),
        ("mamba", {"is_causal": True}),
        ("rwkv", {"is_causal": True}),
        ("llama", {"is_decoder": True}),
        ("gpt2", {"is_decoder": True}),
        ("gpt2", {"is_decoder": False}),
        ("llama", {"use_qk_norm": False, "qk_norm": False}),
        ("gpt2", {"gated": False, "use_rms_norm": False}),
        ("bert", {"causal": False}),
        (
            "llama",
            {"architectures": ["VLlama3ForCausalLM"], "is_llama_config": True, "transformers.js_config": {"a": 1}},
        ),
        ("llama", {"rope_scaling": {"factor": 8}, "eos_token_id": [1, 2]}),
        ("minimax", {"attn_type_list": None}),
        ("wav2vec2", {"mask_time_length": 10, "mask_time_min_masks": 2}),
    ],
    ids=str,
)
def test_what_changes_nothing_is_taken(model_type: str, changed: dict[str, Any]) -> None:
    left, right = counted({**golden(model_type), **changed}), counted(golden(model_type))
    assert (left.macs, left.parameters) == (right.macs, right.parameters)


def test_a_bias_of_attention_is_a_parameter_of_nemotron_h() -> None:
    biased = {**golden("nemotron_h"), "attention_bias": True}
    assert counted(biased).parameters > counted(golden("nemotron_h")).parameters


def test_smollm3_has_windows_only_in_layers_without_rotary_positions() -> None:
    """In every fourth layer, where a query at position p sees min(p + 1, window) keys."""
    plain = {**golden("smollm3"), "layer_types": None, "num_hidden_layers": 8, "max_window_layers": 1}
    plain["no_rope_layers"] = [1, 1, 1, 0, 1, 1, 1, 0]
    windowed = {**plain, "use_sliding_window": True, "sliding_window": 4}
    full, narrow = counted(plain), counted(windowed)
    heads = plain["num_attention_heads"]
    width = plain.get("head_dim") or plain["hidden_size"] // heads
    length = int(plain["ai_compute"]["input"].split()[0])
    spared = sum(position + 1 - min(position + 1, 4) for position in range(length))
    assert full.macs == narrow.macs
    assert full.forward_macs_causal - narrow.forward_macs_causal == 2 * heads * 2 * width * spared


def test_a_part_ties_its_head_as_the_whole_says() -> None:
    part = {key: value for key, value in golden("llama").items() if key not in ("ai_compute", "tie_word_embeddings")}
    whole = {"model_type": "llava", "text_config": part, "ai_compute": {"part": "text_config"}}
    tied, untied = (counted({**whole, "tie_word_embeddings": tied}).parameters for tied in (True, False))
    assert untied - tied == part["vocab_size"] * part["hidden_size"]
    part["tie_word_embeddings"] = None
    assert counted({**whole, "tie_word_embeddings": True}).parameters == tied
    part["tie_word_embeddings"] = False
    said = refusal({**whole, "tie_word_embeddings": True})
    assert "false inside `text_config`, and true beside this part, at the top of the file" in said


def test_a_text_part_may_repeat_what_the_vision_side_needs() -> None:
    part = {key: value for key, value in golden("llama").items() if key != "ai_compute"}
    whole = {"model_type": "smolvlm", "ai_compute": {"part": "text_config"}}
    repeated = counted({**whole, "text_config": {**part, "pixel_shuffle_factor": 4}})
    assert repeated.parameters == counted({**whole, "text_config": part}).parameters


def test_jamba_without_experts_may_say_how_many_are_chosen() -> None:
    alone = {**golden("jamba"), "num_experts": 1}
    assert counted({**alone, "num_experts_per_tok": 1}).macs == counted({**alone, "num_experts_per_tok": None}).macs


LINEAR, FULL = "linear_attention", "full_attention"


@pytest.mark.parametrize(
    ("model_type", "key", "said", "layers"),
    [
        ("minimax", "attn_type_list", [0, 1], [LINEAR, FULL]),
        ("nemotron_h", "hybrid_override_pattern", "M*", [LINEAR, FULL]),
        ("bamba", "attn_layer_indices", [1], [LINEAR, FULL]),
        ("lfm2", "full_attn_idxs", [1], ["conv", FULL]),
        ("recurrent_gemma", "block_types", ["recurrent", "attention"], [LINEAR, FULL]),
    ],
)
def test_kinds_of_layers_that_two_keys_say_differently_are_refused(
    model_type: str, key: str, said: object, layers: list[str]
) -> None:
    both = {**golden(model_type), "num_hidden_layers": 2, key: said, "layer_types": layers, "layers_block_type": None,
            "ai_compute": {"input": "8 tokens"}}  # fmt: skip
    assert counted(both).macs == counted({**both, key: None}).macs == counted({**both, "layer_types": None}).macs
    refused = refusal({**both, "layer_types": layers[::-1]})
    assert key in refused
    assert "layer 0 is" in refused


@pytest.mark.parametrize("model_type", ["nemotron_h", "bamba"])
def test_kinds_of_layers_may_stand_under_both_names_but_not_differ(model_type: str) -> None:
    both = {**golden(model_type), "num_hidden_layers": 2, "hybrid_override_pattern": None, "attn_layer_indices": None,
            "layers_block_type": ["mamba", "attention"], "layer_types": [LINEAR, FULL],
            "ai_compute": {"input": "8 tokens"}}  # fmt: skip
    assert counted(both).macs == counted({**both, "layer_types": None}).macs
    refused = refusal({**both, "layer_types": [FULL, LINEAR]})
    assert "error: layers_block_type" in refused
    assert "layer 0 is linear_attention, but full_attention in `layer_types`" in refused


QWEN2_VL = {
    "model_type": "qwen2_vl", "architectures": ["Qwen2VLForConditionalGeneration"], "hidden_size": 3584,
    "intermediate_size": 18944, "num_hidden_layers": 28, "num_attention_heads": 28, "num_key_value_heads": 4,
    "vocab_size": 152064, "max_position_embeddings": 32768, "max_window_layers": 28, "sliding_window": 32768,
    "use_sliding_window": False, "tie_word_embeddings": False, "vision_token_id": 151654,
    "rope_scaling": {"type": "mrope", "mrope_section": [16, 24, 24]},
    "vision_config": {"depth": 32, "embed_dim": 1280, "hidden_size": 3584},
}  # fmt: skip


def test_the_text_of_a_file_without_a_part_for_it_is_what_stands_beside_the_other_parts() -> None:
    """Qwen2-VL-7B's language model is Qwen2-7B, whose page states its parameters."""
    way_out = '"ai_compute": {"part": "text_config"}'
    assert way_out in refusal(QWEN2_VL)
    assert counted({**QWEN2_VL, **json.loads(f"{{{way_out}}}")}).parameters == 7_615_616_512
    assert "parts here: none" in refusal({**golden("qwen2"), "ai_compute": {"part": "text_config"}})
    unknown = {"model_type": "unheard-of", "text_config": {"model_type": ["llama"]}}
    assert "its parts (text_config) are not counted either" in refusal(unknown)


@pytest.mark.parametrize("model_type", ["vit", "swin", "convnext", "clip_vision_model"])
def test_an_image_has_the_channels_of_the_model(model_type: str) -> None:
    configuration = {"model_type": model_type, "num_channels": 3, "image_size": 224, "patch_size": 4 if model_type in
                     ("swin", "convnext") else 16}  # fmt: skip
    for shape in ("1 x 224 x 224", "224 x 224", "224 x 224 x 3"):
        assert 'write "3 x 224 x 224"' in refusal({**configuration, "ai_compute": {"input": shape}})
    assert counted({**configuration, "ai_compute": {"input": "3 x 224 x 224"}}).macs


GEMMA3N = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "hidden_size_per_layer_input": 8,
           "altup_num_inputs": 4, "laurel_rank": 8}  # fmt: skip


@pytest.mark.parametrize(
    ("model_type", "changed"),
    [
        ("llama4_text", {"no_rope_layers": [1], "layer_types": None}),
        ("gpt_neo", {"attention_types": [["global"]], "attention_layers": None}),
        ("wav2vec2", {"conv_kernel": [10]}),
        ("wav2vec2", {"mask_time_prob": "x"}),
        ("convnext", {"depths": [3]}),
        ("convnext", {"depths": [10**9] * 4}),
        ("hunyuan_v1_moe", {"num_experts": [2]}),
        ("hunyuan_v1_moe", {"moe_topk": ["x"]}),
        ("gemma3n_text", {"intermediate_size": [64], **GEMMA3N}),
        ("bamba", {"layer_types": [["a"]]}),
        ("recurrent_gemma", {"block_types": [["a"]]}),
        ("deberta-v2", {"pos_att_type": 5}),
        ("deberta-v2", {"position_buckets": "x"}),
        ("deberta-v2", {"max_relative_positions": "x"}),
        ("swin", {"mlp_ratio": "x"}),
        ("dinov2", {"mlp_ratio": "x"}),
        ("beit", {"layer_scale_init_value": "x"}),
        ("lfm2", {"block_ffn_dim_multiplier": "x"}),
        ("exaone4", {"sliding_window_pattern": {}}),
        ("exaone4", {"sliding_window_pattern": "", "layer_types": None}),
        ("gpt_neo", {"attention_types": [[["global"], "x"]], "attention_layers": None}),
        ("minimax", {"attn_type_list": [0, 7]}),
        ("swin", {"num_heads": None}),
        ("swin", {"mlp_ratio": 1e300}),
        ("wav2vec2", {"conv_stride": None}),
        ("wavlm", {"num_attention_heads": 10**9, "hidden_size": 10**9}),
    ],
    ids=str,
)
def test_a_value_of_another_kind_is_one_message_that_names_its_key(model_type: str, changed: dict[str, Any]) -> None:
    assert next(iter(changed)) in refusal({**golden(model_type), **changed})


def test_an_unknown_model_type_is_told_all_known_ones() -> None:
    said = refusal({"model_type": "unheard-of"})
    assert all(model_type in said for model_type in FAMILIES)


def test_a_number_of_thousands_of_digits_is_one_message() -> None:
    with pytest.raises(Problems):
        read_architecture(f'{{"model_type": "llama", "hidden_size": {"9" * 5000}}}', "some.json")


OTHER_VALUES = [
    None,
    True,
    False,
    0,
    1,
    -1,
    3,
    10**9,
    0.5,
    float("inf"),
    "",
    "x",
    [],
    [1],
    ["x"],
    [["a"]],
    {},
    {"a": 1},
]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
@pytest.mark.slow
def test_any_value_of_any_configuration_may_be_of_another_kind(data: st.DataObject) -> None:
    configuration = golden(data.draw(st.sampled_from(sorted(BY_TYPE))))
    for key in data.draw(
        st.lists(st.sampled_from(sorted(configuration.keys() - {"ai_compute"})), min_size=1, max_size=2)
    ):
        value = configuration[key]
        shorter = [value[:-1], value[:1]] if isinstance(value, list) and value else []
        configuration[key] = data.draw(st.sampled_from([*OTHER_VALUES, *shorter]))
    with contextlib.suppress(Problems):
        assert counted(configuration).macs >= 0


def test_every_golden_of_this_file_is_of_a_known_family() -> None:
    assert set(BY_TYPE) <= set(FAMILIES)
