"""Zamba2: Mamba-2 with a few shared blocks of attention."""

from typing import Any

from ai_compute.architectures.huggingface.base import Item, Network, Wanted, dense, residual, stacked
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.decoders import language_model
from ai_compute.architectures.huggingface.state_space import LINEAR, kinds_of, table


def zamba2(c: Config, wanted: Wanted) -> Network:
    """Zamba2: Mamba-2 throughout; before some layers one of a few shared blocks, with adapters of its own."""
    c.ignore(
        "mamba_headdim",
        "hybrid_layer_ids",
        "use_mem_rope",
        "use_long_context",
        "attention_hidden_size",
        "head_dim",
        "attention_head_dim",
        "kv_channels",
        "num_query_groups",
        "ffn_hidden_size",
        "chunk_size",
        "use_conv_bias",
        "use_mem_eff_path",
        "num_logits_to_keep",
        "use_shared_mlp_adapter",
        "mamba_dt_rank",
        "mamba_nheads_per_group",
        "use_shared_block_adapter",
        "use_low_rank_mamba_proj",
        "gated_linear_unit",
        "ft_lora",
        "lora_rank",
    )
    kinds = kinds_of(c, lambda at: LINEAR if at not in _ZAMBA else "hybrid", (LINEAR, "hybrid"))
    width, inner = c.whole("hidden_size"), c.whole("mamba_expand") * c.whole("hidden_size")
    heads, bias = c.whole("n_mamba_heads"), c.flag("add_bias_linear")
    scan: Item = {"mamba2": heads, "head_width": inner // heads, "state": c.whole("mamba_d_state"),
                  "groups": c.whole("mamba_ngroups"), "kernel": c.whole("mamba_d_conv"), "bias": bias}  # fmt: skip
    made: list[list[Item]] = []
    uses, blocks = 0, c.whole("num_mem_blocks")
    for kind in kinds:
        shared: list[Item] = []
        if kind == "hybrid":
            shared, uses = [residual(*_shared_block(c, uses >= blocks), dense(width, bias=False))], uses + 1
        made.append([*shared, residual("rms_norm", scan)])
    return language_model(c, wanted, [table(c, name="embedded")], stacked(made), "rms_norm")


_ZAMBA = (*range(6, 42, 6), 42, 47, 51)


def _shared_block(c: Config, tied: bool) -> list[Item]:
    """Attention over hidden state and embedding side by side, then a feed-forward layer, both with adapters."""
    width, heads, rank = c.whole("hidden_size"), c.whole("num_attention_heads"), c.whole("adapter_rank")
    middle, bias = c.whole("intermediate_size", default=4 * width), c.flag("add_bias_linear")
    attention: dict[str, Any] = {
        "attention": heads,
        "key_value_heads": c.whole("num_key_value_heads", default=heads),
        "head_width": 2 * width // heads,
        "bias": False,
        "causal": True,
        "output_width": width,
    }
    again = {"tied": True} if tied else {}
    adapters: list[Item] = []
    if c.flag("use_shared_attention_adapter"):
        adapters = [{"auxiliary": [dense(rank, bias=False), dense(2 * width, bias=False)], "repeat": 3}]
    gates: Item = {"auxiliary": [dense(rank, bias=False), dense(2 * middle, bias=False)]}
    return [
        {"concatenate": "embedded"},
        {"rms_norm": None, **again},
        *adapters,
        {**attention, **again},
        {"rms_norm": None, **again},
        gates,
        {"feed_forward": middle, "gated": True, "bias": bias, **again},
    ]
