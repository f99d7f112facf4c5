"""State-space models, linear attention, and models that mix them with attention."""

from collections.abc import Callable
from dataclasses import replace

from ai_compute.architectures.huggingface.base import (
    Item,
    Network,
    Wanted,
    feed_forward,
    residual,
    stacked,
)
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.decoders import heads_of, language_model
from ai_compute.architectures.huggingface.mixtures import CHOSEN, all_layers, experts, sparse_steps
from ai_compute.architectures.huggingface.state_space import (
    FULL,
    LINEAR,
    agreeing,
    causal_attention,
    kinds_of,
    listed_kinds,
    mamba,
    mamba1,
    mamba2,
    mamba2_of,
    named,
    table,
)
from ai_compute.architectures.huggingface.zamba import zamba2


def jamba(c: Config, wanted: Wanted) -> Network:
    """Jamba: attention and experts each in one layer of a period."""
    c.only("mamba_inner_layernorms", True)
    period, offset = _period(c, "attn")
    kinds = kinds_of(c, lambda at: FULL if at % period == offset else LINEAR, (FULL, LINEAR), "attn_layer_period")
    far, start = _period(c, "expert")
    if c.whole("num_experts") == 1:
        c.ignore(*CHOSEN)
    made: list[list[Item]] = []
    for at, kind in enumerate(kinds):
        mixer = causal_attention(c) if kind == FULL else mamba1(c, "mamba_", norms=True)
        sparse = at % far == start and c.whole("num_experts") > 1
        middle = all_layers(c, at) if sparse else feed_forward(c.whole("intermediate_size"), True, False)
        made.append([residual("rms_norm", mixer), residual("rms_norm", middle)])
    return language_model(c, wanted, [table(c)], stacked(made), "rms_norm")


def _period(c: Config, what: str) -> tuple[int, int]:
    """Every so many layers, and the first of them."""
    period, offset = c.whole(f"{what}_layer_period"), c.whole(f"{what}_layer_offset", minimum=0)
    if offset >= period:
        c.fail(f"{what}_layer_offset", f"{offset}", f"less than {what}_layer_period, which is {period}")
    return period, offset


def bamba(c: Config, wanted: Wanted) -> Network:
    """Bamba: Mamba-2 with attention in named layers."""
    attending = c.indexes("attn_layer_indices", c.whole("num_hidden_layers")) or []
    kinds = kinds_of(c, lambda at: FULL if at in attending else LINEAR, (FULL, LINEAR), "attn_layer_indices")
    middle = feed_forward(c.whole("intermediate_size"), True, c.flag("mlp_bias"))
    mixers = {LINEAR: mamba2_of(c), FULL: causal_attention(c, c.flag("attention_bias"))}
    made = [[residual("rms_norm", mixers[kind]), residual("rms_norm", middle)] for kind in kinds]
    return language_model(c, wanted, [table(c)], stacked(made), "rms_norm")


def falcon_h1(c: Config, wanted: Wanted) -> Network:
    """Falcon H1: Mamba-2 and attention side by side in every layer."""
    c.only("projectors_bias", c.flag("mamba_proj_bias"))
    c.ignore("mamba_use_mlp", "attn_layer_indices", "mlp_expansion_factor")
    mixer = mamba2_of(c, norm=c.flag("mamba_rms_norm"))
    attention = causal_attention(c, c.flag("attention_bias"))
    middle = feed_forward(c.whole("intermediate_size"), True, c.flag("mlp_bias"))
    layer: list[Item] = [
        residual("rms_norm", {"branches": [[mixer], [attention]], "join": "add"}),
        residual("rms_norm", middle),
    ]
    return language_model(c, wanted, [table(c)], stacked([layer] * c.whole("num_hidden_layers")), "rms_norm")


def nemotron_h(c: Config, wanted: Wanted) -> Network:
    """Nemotron-H: every layer is one of Mamba-2, attention, feed-forward or experts."""
    c.ignore(
        "num_nextn_predict_layers",
        "mtp_layers_block_type",
        "mtp_hybrid_override_pattern",
        "num_hidden_layers",
        "mamba_proj_bias",
        "expand",
        "mamba_expand",
        "moe_shared_expert_intermediate_size",
        "moe_intermediate_size",
        "intermediate_size",
        "num_experts_per_tok",
        "n_routed_experts",
        "n_shared_experts",
        "moe_latent_size",
        "time_step_rank",
    )
    c.only("sliding_window", None)
    pattern, listed = named(c.text("hybrid_override_pattern")), listed_kinds(c)
    if listed and pattern:
        agreeing(c, "hybrid_override_pattern", pattern, listed)
    kinds = listed or pattern
    if not kinds:
        c.fail("", "no `layers_block_type`", "the kind of each layer", "such as hybrid_override_pattern: 'M-M*-'")
    made = [[residual("rms_norm", *_nemotron_layer(c, kind))] for kind in kinds]
    return language_model(c, wanted, [table(c)], stacked(made), "rms_norm")


def _nemotron_layer(c: Config, kind: str) -> list[Item]:
    bias = c.flag("mlp_bias")
    if kind == LINEAR:
        return [{"mamba2": c.whole("mamba_num_heads"), "head_width": c.whole("mamba_head_dim"),
                 "state": c.whole("ssm_state_size"), "groups": c.whole("n_groups", "mamba_n_groups"),
                 "kernel": c.whole("conv_kernel", "mamba_d_conv"), "bias": c.flag("use_bias"),
                 "convolution_bias": c.flag("use_conv_bias", "mamba_conv_bias", default=True)}]  # fmt: skip
    if kind == FULL:
        return [causal_attention(c, c.flag("attention_bias"))]
    if kind == "mlp":
        return [feed_forward(c.whole("intermediate_size"), False, bias)]
    if kind != "moe":
        c.fail("layers_block_type", f"'{kind}'", f"{LINEAR}, {FULL}, mlp or moe")
    c.only("moe_latent_size", None)
    c.only("mlp_bias", False)
    beside = c.whole("moe_shared_expert_intermediate_size")
    return [experts(c, c.whole("moe_intermediate_size"), beside, gated=False)]


def minimax(c: Config, wanted: Wanted) -> Network:
    """MiniMax-01: lightning attention with full attention in some layers, experts in all."""
    c.only("sliding_window", None)
    c.ignore("postnorm", "block_size", "full_attn_alpha_factor", "full_attn_beta_factor",
             "linear_attn_alpha_factor", "linear_attn_beta_factor", "mlp_alpha_factor", "mlp_beta_factor",
             "layernorm_full_attention_alpha", "layernorm_full_attention_beta",
             "layernorm_linear_attention_alpha", "layernorm_linear_attention_beta", "layernorm_mlp_alpha",
             "layernorm_mlp_beta", "shared_moe_mode")  # fmt: skip
    c.only("shared_intermediate_size", 0)
    flags = c.wholes("attn_type_list", c.whole("num_hidden_layers"), minimum=0)
    if max(flags or [0]) > 1:
        c.fail("attn_type_list", "another kind than 0 and 1", "linear (0) or full (1) attention for each layer")
    rule = [FULL if flag else LINEAR for flag in flags] if flags else [FULL, LINEAR] * c.whole("num_hidden_layers")
    kinds = kinds_of(c, lambda at: rule[at], (FULL, LINEAR), "attn_type_list")
    heads = heads_of(c)
    linear: Item = {"lightning_attention": heads["attention"], "head_width": heads["head_width"]}
    mixers = {LINEAR: linear, FULL: causal_attention(c)}
    made = [[residual("rms_norm", mixers[kind]), residual("rms_norm", all_layers(c, at))]
            for at, kind in enumerate(kinds)]  # fmt: skip
    return language_model(c, wanted, [table(c)], stacked(made), "rms_norm")


def delta_net(c: Config) -> Item:
    """Qwen's gated delta net."""
    return {"gated_delta_net": c.whole("linear_num_value_heads"), "key_heads": c.whole("linear_num_key_heads"),
            "key_width": c.whole("linear_key_head_dim"), "value_width": c.whole("linear_value_head_dim"),
            "kernel": c.whole("linear_conv_kernel_dim")}  # fmt: skip


def qwen3_next(c: Config, wanted: Wanted) -> Network:
    """Qwen3-Next: three gated delta nets to one gated attention, experts with a gated shared one."""
    c.ignore("intermediate_size")
    return _delta_nets(
        c, wanted, lambda at: sparse_steps(c, at) or feed_forward(c.whole("intermediate_size"), True, False)
    )


def qwen3_5(c: Config, wanted: Wanted) -> Network:
    """Qwen3.5's language model: as Qwen3-Next, with a feed-forward layer or experts everywhere."""
    c.ignore("attn_output_gate")
    middle = feed_forward(c.whole("intermediate_size"), True, False) if not c.maybe("num_experts") else experts(
        c, c.whole("moe_intermediate_size"), c.whole("shared_expert_intermediate_size"), shared_gate=True)  # fmt: skip
    return _delta_nets(c, wanted, lambda at: middle)


def _delta_nets(c: Config, wanted: Wanted, middle: Callable[[int], Item]) -> Network:
    """Gated delta nets with one gated attention a period; behind each the middle of the layer of that number."""
    c.ignore("num_nextn_predict_layers", "mtp_num_hidden_layers", "mtp_use_dedicated_embeddings")
    interval = c.whole("full_attention_interval", default=4)
    kinds = kinds_of(c, lambda at: LINEAR if (at + 1) % interval else FULL, (FULL, LINEAR), "full_attention_interval")
    gated = causal_attention(c, c.flag("attention_bias"), query_key_norm="each head", output_gate=True)
    mixers = {LINEAR: delta_net(c), FULL: gated}
    made = [[residual("rms_norm", mixers[kind]), residual("rms_norm", middle(at))] for at, kind in enumerate(kinds)]
    return language_model(c, wanted, [table(c)], stacked(made), "rms_norm")


def rwkv(c: Config, wanted: Wanted) -> Network:
    """RWKV-4; a norm more before the first layer."""
    width = c.whole("hidden_size")
    time: Item = {"rwkv_time_mixing": c.whole("attention_hidden_size", default=width)}
    channel: Item = {"rwkv_channel_mixing": c.whole("intermediate_size", default=4 * width)}
    layer = [residual("layer_norm", time), residual("layer_norm", channel)]
    made = stacked([layer] * c.whole("num_hidden_layers"))
    return language_model(c, wanted, [table(c), "layer_norm"], made, "layer_norm")


def recurrent_gemma(c: Config, wanted: Wanted) -> Network:
    """Griffin: two recurrent blocks to one local attention; the feed-forward layer is half as wide as stated."""
    pattern = c.listed("block_types") or ["recurrent", "recurrent", "attention"]
    pattern = named(pattern)
    kinds = kinds_of(c, lambda at: pattern[at % len(pattern)], (FULL, LINEAR), "block_types")
    width = c.whole("hidden_size")
    c.ignore("logits_soft_cap", "w_init_variance_scale", "final_w_init_variance_scale",
             "embeddings_scale_by_sqrt_dim")  # fmt: skip
    heads = c.whole("num_attention_heads")
    attention: Item = {
        "attention": heads,
        "key_value_heads": c.whole("num_key_value_heads", default=heads),
        "head_width": c.maybe("head_dim") or width // heads,
        "bias": True,
        "query_key_value_bias": c.flag("attention_bias"),
        "causal": True,
        "span": c.whole("attention_window_size", "sliding_window"),
    }
    recurrent: Item = {"rg_lru": c.whole("lru_width", default=width), "heads": heads, "kernel": c.whole("conv1d_width")}
    middle = feed_forward(c.whole("intermediate_size") // 2, True, True)
    mixers = {LINEAR: recurrent, FULL: attention}
    made = [[residual("rms_norm", mixers[kind]), residual("rms_norm", middle)] for kind in kinds]
    return language_model(c, wanted, [table(c)], stacked(made), "rms_norm")


def granite_hybrid(c: Config, wanted: Wanted) -> Network:
    """Granite 4: Mamba-2 with a few attention layers, experts beside a shared layer, or that one alone."""
    c.ignore("intermediate_size", "position_embedding_type")
    c.only("normalization_function", "rmsnorm")
    kinds = kinds_of(c, lambda at: LINEAR, (FULL, LINEAR))
    shared = c.whole("shared_intermediate_size")
    sparse = bool(c.maybe("num_local_experts"))
    middle = experts(c, c.whole("intermediate_size"), shared) if sparse else feed_forward(shared, True, False)
    mixers = {LINEAR: mamba2_of(c) if LINEAR in kinds else "", FULL: causal_attention(c, c.flag("attention_bias"))}
    made = [[residual("rms_norm", mixers[kind]), residual("rms_norm", middle)] for kind in kinds]
    return language_model(c, wanted, [table(c)], stacked(made), "rms_norm")


def lfm2(c: Config, wanted: Wanted) -> Network:
    """LFM2: short convolutions with a few attention layers; the stated width is adjusted."""
    c.ignore("block_dim", "block_use_xavier_init", "block_use_swiglu", "block_mlp_init_scale", "block_out_init_scale",
             "block_norm_eps", "conv_dim", "conv_dim_out", "conv_use_xavier_init", "use_pos_enc",
             "num_heads")  # fmt: skip
    attending = c.indexes("full_attn_idxs", layers := c.whole("num_hidden_layers"))
    rule = ["conv" if attending is not None and at not in attending else FULL for at in range(layers)]
    kinds = kinds_of(c, lambda at: rule[at], (FULL, "conv"), "full_attn_idxs")
    middle = feed_forward(_adjusted(c), True, False)
    convolution: Item = {"short_convolution": c.whole("conv_L_cache"), "bias": c.flag("conv_bias")}
    mixers = {"conv": convolution, FULL: causal_attention(c, query_key_norm="each head")}
    made = [[residual("rms_norm", mixers[kind]), residual("rms_norm", middle)] for kind in kinds]
    tied = replace(c, names={"tie_word_embeddings": "tie_embedding"})
    return language_model(tied, wanted, [table(c)], stacked(made), "rms_norm")


def _adjusted(c: Config) -> int:
    """LFM2's width in the middle: two thirds of the stated one, rounded up."""
    width = c.whole("block_ff_dim", "intermediate_size")
    multiple, factor = c.whole("block_multiple_of", default=256), c.number("block_ffn_dim_multiplier", 0)
    if not c.flag("block_auto_adjust_ff_dim", default=True):
        return width
    width = 2 * width // 3
    return width if not factor else -(-int(factor * width) // multiple) * multiple


FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "mamba": mamba,
    "falcon_mamba": mamba,
    "mamba2": mamba2,
    "jamba": jamba,
    "bamba": bamba,
    "falcon_h1": falcon_h1,
    "nemotron_h": nemotron_h,
    "minimax": minimax,
    "minimax_text_01": minimax,
    "qwen3_next": qwen3_next,
    "qwen3_5_text": qwen3_5,
    "qwen3_5_moe_text": qwen3_5,
    "rwkv": rwkv,
    "recurrent_gemma": recurrent_gemma,
    "granitemoehybrid": granite_hybrid,
    "lfm2": lfm2,
    "zamba2": zamba2,
}
