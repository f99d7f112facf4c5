"""Models whose code came beside their weights: the layers of other families, under other names of the keys.

They are counted as that code computes them: ChatGLM 2 and 3 and GLM-4, InternLM 2, Baichuan 2, the first Qwen,
EXAONE 3, Phi-3-small, MiniMax-M2, DBRX, and the configurations of the `mamba_ssm` package, which have no model_type.
"""

from collections.abc import Callable
from dataclasses import replace

from ai_compute.architectures.huggingface.base import NORMS, Item, Network, Wanted, embedding, residual, stacked
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.decoders import NO_BIAS, QWEN2, Traits, decoder, language_model
from ai_compute.architectures.huggingface.layer_kinds import from_layer
from ai_compute.architectures.huggingface.mixtures import experts, sparse_steps

UNTYPED = "mamba_ssm"
"""What stands for the model_type of configurations of the package of that name."""


def chatglm(c: Config, wanted: Wanted) -> Network:
    """ChatGLM 2 and 3 and GLM-4: few heads of keys and values, offsets of queries, keys and values; always a head."""
    c.ignore("apply_query_key_layer_scaling", "bias_dropout_fusion", "fp32_residual_connection", "original_rope",
             "multi_query_group_num", "pre_seq_len", "prefix_projection", "interleaved_qkv", "vocab_size")  # fmt: skip
    c.only("post_layer_norm", True)
    c.only("apply_residual_connection_post_layernorm", False)
    c.only("pre_seq_len", None)
    names = {"num_hidden_layers": "num_layers", "vocab_size": "padded_vocab_size", "head_dim": "kv_channels",
             "intermediate_size": "ffn_hidden_size"}  # fmt: skip
    if c.flag("multi_query_attention"):
        names["num_key_value_heads"] = "multi_query_group_num"
    norm = "rms" if c.flag("rmsnorm", default=True) else "layer"
    linear = c.flag("add_bias_linear")
    inputs = c.flag("add_qkv_bias") or linear
    traits = Traits(norm=norm, input_bias=inputs, output_bias=linear, middle_bias=linear)
    head = "CausalLM" if wanted.head in ("Model", "ConditionalGeneration") else wanted.head
    return decoder(traits)(replace(c, names=names), replace(wanted, head=head))


def internlm2(c: Config, wanted: Wanted) -> Network:
    """InternLM 2."""
    return decoder(Traits(input_bias="bias", output_bias="bias"))(c, wanted)


def baichuan(c: Config, wanted: Wanted) -> Network:
    """Baichuan, whatever its positions are."""
    c.ignore("position_embedding", "gradient_checkpointing", "z_loss_weight")
    return decoder(NO_BIAS)(replace(c, names={"max_position_embeddings": "model_max_length"}), wanted)


def qwen(c: Config, wanted: Wanted) -> Network:
    """The first Qwen: `intermediate_size` is of both halves of the gated layer together."""
    c.ignore("bf16", "fp32", "onnx_safe", "use_dynamic_ntk", "use_logn_attn", "use_cache_quantization",
             "use_cache_kernel", "softmax_in_fp32", "seq_length")  # fmt: skip
    c.only("no_bias", True)
    both = c.whole("intermediate_size")
    if both % 2:
        c.fail("intermediate_size", f"{both}", "an even number: the width of both halves of the gated layer")
    halved = replace(c, data={**c.data, "intermediate_size": both // 2}, names={"head_dim": "kv_channels"})
    return decoder(Traits(input_bias=True, output_bias=False))(halved, wanted)


def exaone(c: Config, wanted: Wanted) -> Network:
    """EXAONE 3 and 3.5."""
    return decoder(NO_BIAS)(replace(c, names={"num_hidden_layers": "num_layers"}), wanted)


SPARSE_BLOCKS = ("blocksparse_block_size", "blocksparse_homo_head_pattern", "blocksparse_num_local_blocks",
                 "blocksparse_triton_kernel_block_size", "blocksparse_vert_stride",
                 "dense_attention_every_n_layers")  # fmt: skip
SCALES = ("gegelu_limit", "gegelu_pad_to_256", "mup_attn_multiplier", "mup_embedding_multiplier", "mup_use_scaling",
          "mup_width_multiplier")  # fmt: skip


def phi3small(c: Config, wanted: Wanted) -> Network:
    """Phi-3-small; its block-sparse layers count as if they saw everything before."""
    c.ignore("attention_bias", *SPARSE_BLOCKS, *SCALES, "pad_sequence_to_multiple_of_64", "dummy_token_indices")
    c.only("ff_dim_multiplier", None)
    traits = Traits(norm="layer", input_bias=True, output_bias=True, middle_bias=True)
    named = replace(c, names={"intermediate_size": "ff_intermediate_size"}, defaults={"tie_word_embeddings": True})
    return decoder(traits)(named, wanted)


def minimax_m2(c: Config, wanted: Wanted) -> Network:
    """MiniMax-M2: full attention in all layers; queries and keys are normalized whole, experts chosen with a bias."""
    c.ignore("layernorm_full_attention_beta", "layernorm_linear_attention_beta", "layernorm_mlp_beta",
             "mlp_intermediate_size", "mtp_transformer_layers", "num_mtp_modules", "use_mtp")  # fmt: skip
    c.only("sliding_window", None)
    kinds = c.listed("attn_type_list", c.whole("num_hidden_layers")) or [1]
    if any(kind != 1 for kind in kinds):
        c.fail("attn_type_list", "another kind than 1", "full attention (1) in all layers")
    c.only("qk_norm_type", "per_layer")
    c.only("shared_intermediate_size", 0)
    c.ignore("shared_moe_mode")
    biased = c.flag("use_routing_bias")

    def mixture(c: Config, number: int) -> Item:
        return experts(c, c.whole("intermediate_size"), **({"router_bias": True} if biased else {}))

    normed = "whole" if c.flag("use_qk_norm", default=True) else ""
    traits = Traits(input_bias=False, output_bias=False, query_key_norm=normed, mixture=mixture)
    return decoder(traits)(c, wanted)


def dbrx(c: Config, wanted: Wanted) -> Network:
    """DBRX: sizes of attention and of experts stand in sections; norms without offsets, no biases."""
    attention, middle = c.section("attn_config"), c.section("ffn_config")
    if attention is None or middle is None:
        raise c.wrong("", "no `attn_config` or no `ffn_config`", "both", "add them as the model has them")
    width, heads = c.whole("d_model"), c.whole("n_heads")
    middle.ignore("ffn_act_fn", "moe_jitter_eps", "moe_normalize_expert_weights", "uniform_expert_assignment")
    if width % heads:
        c.fail("n_heads", f"{heads} heads of {width} channels", f"a divisor of {width}")
    shared = attention.whole("kv_n_heads", default=1)
    if heads % shared:
        attention.fail("kv_n_heads", f"{shared} for {heads} query heads", f"a divisor of {heads}")
    mixer: Item = {"attention": heads, "key_value_heads": shared, "causal": True, "bias": False}
    mixture: Item = {"experts": middle.whole("moe_num_experts"), "chosen": middle.whole("moe_top_k"),
                     "width": middle.whole("ffn_hidden_size")}  # fmt: skip
    norm = NORMS["layer without offset"]
    made = [[residual(norm, mixer), residual(norm, mixture)]] * c.whole("n_layers")
    return language_model(c, wanted, [embedding(c.whole("vocab_size"), width)], stacked(made), norm)


def mamba_ssm(c: Config, wanted: Wanted) -> Network:
    """The package's own configurations: a table padded to a multiple, tied to the head."""
    c.ignore("fused_add_norm", "attn_cfg")
    c.only("rms_norm", True)
    c.only("d_intermediate", 0)
    if c.listed("attn_layer_idx"):
        c.fail("attn_layer_idx", "attention in some layers", "an empty list: such hybrids are not counted")
    inner = c.section("ssm_cfg")
    if inner is None:
        raise c.wrong("", "no `ssm_cfg`", "an object, empty for what the package takes")
    width, second = c.whole("d_model"), inner.text("layer", default="Mamba1") == "Mamba2"
    inner.only("layer", "Mamba1", "Mamba2")
    wide = inner.whole("expand", default=2) * width
    state = {"state": inner.whole("d_state", default=128 if second else 16), "kernel": inner.whole("d_conv", default=4),
             "bias": inner.flag("bias"), "convolution_bias": inner.flag("conv_bias", default=True)}  # fmt: skip
    if second:
        head = inner.whole("headdim", default=64)
        if wide % head:
            inner.fail("headdim", f"{head}", f"a divisor of {wide}")
        inner.ignore("chunk_size")
        mixer: Item = {"mamba2": wide // head, "head_width": head, "groups": inner.whole("ngroups", default=1), **state}
    else:
        rank = inner.whole("dt_rank") if inner.value("dt_rank") not in (None, "auto") else -(-width // 16)
        mixer = {"mamba": wide, "step_rank": rank, **state}
    multiple = c.whole("pad_vocab_size_multiple", default=8)
    rows = -(-c.whole("vocab_size") // multiple) * multiple
    padded = replace(c, data={**c.data, "vocab_size": rows}, names={"tie_word_embeddings": "tie_embeddings"},
                     defaults={"tie_word_embeddings": True})  # fmt: skip
    made = stacked([[residual("rms_norm", mixer)]] * c.whole("n_layer"))
    return language_model(padded, wanted, [embedding(rows, width)], made, "rms_norm")


FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "chatglm": chatglm,
    "internlm2": internlm2,
    "baichuan": baichuan,
    "qwen": qwen,
    "exaone": exaone,
    "phi3small": phi3small,
    "minimax_m2": minimax_m2,
    "dbrx": dbrx,
    UNTYPED: mamba_ssm,
    "qwen2_vl_text": decoder(QWEN2),
    "qwen2_5_vl_text": decoder(QWEN2),
    "qwen3_vl_text": decoder(Traits(query_key_norm="each head")),
    "qwen3_vl_moe_text": decoder(Traits(query_key_norm="each head", window=from_layer, mixture=sparse_steps)),
}
