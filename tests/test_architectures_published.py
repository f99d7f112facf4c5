"""Configurations as their models publish them have the parameters that the models' pages state."""

import json
from pathlib import Path
from typing import Any

import pytest

from ai_compute.architectures import Count, count, read_architecture
from ai_compute.messages.problems import Problems

PUBLISHED = json.loads((Path(__file__).parent / "data/published_configurations.json").read_text(encoding="utf-8"))
CONFIGURATIONS: dict[str, dict[str, Any]] = {each["name"]: each["config"] for each in PUBLISHED}


def counted(configuration: dict[str, Any]) -> Count:
    return count(read_architecture(json.dumps(configuration), "config.json"))


def refusal(configuration: dict[str, Any]) -> str:
    with pytest.raises(Problems) as raised:
        counted(configuration)
    return "\n".join(map(str, raised.value.problems))


@pytest.mark.parametrize("published", PUBLISHED, ids=[each["name"] for each in PUBLISHED])
def test_a_published_configuration_has_the_published_parameters(published):
    """A page counts every number of a checkpoint: what `beside` says among them, which is no parameter."""
    assert counted(published["config"]).parameters == published["parameters"] - published.get("beside", 0)


def test_every_published_configuration_costs_something_and_masks_no_more_than_it_costs():
    for configuration in CONFIGURATIONS.values():
        found = counted(configuration)
        assert 0 < found.forward_macs_causal <= found.forward_macs


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("chatglm3-6b", {"pre_seq_len": 128}, "pre_seq_len"),
        ("chatglm3-6b", {"apply_residual_connection_post_layernorm": True}, "apply_residual_connection_post_layernorm"),
        ("chatglm3-6b", {"padded_vocab_size": None}, "`padded_vocab_size`"),
        ("Qwen-7B", {"intermediate_size": 22017}, "an even number"),
        ("Qwen-7B", {"no_bias": False}, "no_bias"),
        ("phi-3-small-8k", {"ff_dim_multiplier": 3}, "ff_dim_multiplier"),
        ("Phi-4-mini", {"full_attn_mod": 2}, "full_attn_mod"),
        ("starcoder2-3b", {"mlp_type": "gated"}, "mlp_type"),
        ("dbrx", {"ffn_config": None}, "no `ffn_config`"),
        ("dbrx", {"n_heads": 47}, "a divisor of 6144"),
        ("dbrx", {"attn_config": {"kv_n_heads": 5}}, "a divisor of 48"),
        ("MiniMax-M2", {"attn_type_list": [1] * 61 + [0]}, "full attention (1)"),
        ("state-spaces/mamba2-2.7b", {"attn_layer_idx": [9, 18]}, "attention in some layers"),
        ("state-spaces/mamba2-2.7b", {"d_intermediate": 4096}, "d_intermediate"),
        ("state-spaces/mamba2-2.7b", {"ssm_cfg": {"layer": "Mamba3"}}, "ssm_cfg.layer"),
        ("state-spaces/mamba2-2.7b", {"ssm_cfg": {"layer": "Mamba2", "D_has_hdim": True}}, "D_has_hdim"),
        ("granite-4.0-h-tiny", {"normalization_function": "layernorm"}, "normalization_function"),
        ("swinv2-tiny-patch4-window8-256", {"use_absolute_embeddings": True}, "use_absolute_embeddings"),
        ("wavlm-base-plus", {"num_attention_heads": 11}, "heads that divide 768"),
        ("TinyLlama", {"architectures": ["LlamaForRewardModel"]}, '"LlamaModel"'),
        ("gpt2-xl", {"architectures": ["GPT2DoubleHeadsModel"]}, '"GPT2Model"'),
        ("bart-large", {"tie_encoder_decoder": True}, "tie_encoder_decoder"),
        ("Qwen3-Coder-480B", {"shared_expert_intermediate_size": 2560}, "shared_expert_intermediate_size"),
        ("Qwen3-Coder-480B", {"use_qk_norm": False}, "use_qk_norm"),
        ("c4ai-command-a", {"use_parallel_block": False}, "use_parallel_block"),
        ("c4ai-command-a", {"layer_switch": 3, "sliding_window_pattern": 4}, "two values"),
        ("Apertus-8B", {"qk_norm": False}, "qk_norm"),
        ("jamba-mini-1.5", {"mamba_inner_layernorms": False}, "mamba_inner_layernorms"),
        ("Hunyuan-A13B", {"use_cla": True}, "use_cla"),
        ("Hunyuan-A13B", {"attention_head_dim": 64}, "two values"),
        ("TinyLlama", {"ai_compute": {"input": 512}}, '"512 tokens"'),
        ("TinyLlama", {"ai_compute": {"input": "3 x 224 x 224"}}, "tokens, which this model reads"),
    ],
)
def test_what_a_published_family_does_not_count_is_named(name, changed, said):
    assert said in refusal({**CONFIGURATIONS[name], **changed})


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("granite-4.0-h-tiny", ["num_local_experts", "num_experts_per_tok"]),
        ("Qwen3-Coder-480B", ["shared_expert_intermediate_size"]),
        ("Kimi-K2", ["n_shared_experts"]),
        ("Mistral-Nemo", ["sliding_window"]),
    ],
)
def test_0_is_none_as_null_is(name, keys):
    without, none = ({**CONFIGURATIONS[name], **dict.fromkeys(keys, value)} for value in (None, 0))
    assert counted(none).forward_macs_causal == counted(without).forward_macs_causal
    assert counted(none).parameters == counted(without).parameters


def test_lfm2_says_by_a_name_of_its_own_whether_the_head_is_tied():
    found = CONFIGURATIONS["LFM2-1.2B"]
    untied = counted({**found, "tie_embedding": False})
    assert untied.parameters - counted(found).parameters == found["vocab_size"] * found["hidden_size"]


def test_a_pass_beyond_what_can_be_counted_asks_for_a_shorter_one():
    endless = {**CONFIGURATIONS["Mistral-Nemo"], "max_position_embeddings": 10**8, "num_hidden_layers": 5000}
    assert '"ai_compute": {"input": "8192 tokens"}' in refusal(endless)
    assert counted({**endless, "ai_compute": {"input": "8192 tokens"}}).forward_macs


def test_the_networks_of_swin_v2_s_positions_count_their_products():
    """In each block, from 15 x 15 pairs of distances to 512 channels and on to the heads."""
    found = counted(CONFIGURATIONS["swinv2-tiny-patch4-window8-256"])
    products = sum(row.repeats * row.macs for row in found.rows if row.output_shape.startswith("225 x"))
    assert products == 225 * 512 * sum(depth * (2 + heads) for depth, heads in ((2, 3), (2, 6), (6, 12), (2, 24)))
