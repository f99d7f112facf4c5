"""Language models with experts in place of feed-forward layers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ai_compute.architectures.huggingface.base import (
    Item,
    Network,
    Wanted,
    embedding,
    feed_forward,
    residual,
    stacked,
)
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.decoders import HUNYUAN_REPEATS, Traits, decoder, heads_of, language_model
from ai_compute.architectures.huggingface.layer_kinds import (
    CHUNKED,
    FULL,
    SLIDING,
    every,
    everywhere,
    from_layer,
    layer_types,
    rotary,
    sight,
)

TOTAL = ("num_local_experts", "num_experts", "n_routed_experts")
CHOSEN = ("num_experts_per_tok", "num_experts_per_token", "experts_per_token")


def experts(c: Config, width: int, shared: int = 0, **options: Any) -> Item:
    """The experts of a layer; `shared` units in the middle of the shared ones together."""
    total, chosen = c.whole(*TOTAL), c.whole(*CHOSEN)
    if chosen > total:
        c.fail(CHOSEN[0], f"{chosen} of {total} experts", f"at most {total}")
    beside = {"shared": 1, "shared_width": shared} if shared else {}
    return {"experts": total, "chosen": chosen, "width": width, **beside, **options}


def all_layers(c: Config, number: int) -> Item:
    """Mixtral's: experts in every layer, as wide as the feed-forward layer would be."""
    return experts(c, c.whole("intermediate_size"))


def sparse_steps(c: Config, number: int) -> Item | None:
    """Qwen's: experts in every so many layers, but in those that are named."""
    dense_layers = c.indexes("mlp_only_layers", c.whole("num_hidden_layers")) or []
    if number in dense_layers or (number + 1) % c.whole("decoder_sparse_step", default=1) or not c.maybe(*TOTAL):
        return None
    shared = c.maybe("shared_expert_intermediate_size") or 0
    return experts(c, c.whole("moe_intermediate_size"), shared, **({"shared_gate": True} if shared else {}))


def qwen3_moe(c: Config, wanted: Wanted) -> Network:
    """Qwen 3's mixtures; Qwen3-Coder says what all of them have."""
    c.only("use_qk_norm", True)
    c.only("qkv_bias", False)
    c.only("shared_expert_intermediate_size", 0)
    return decoder(Traits(query_key_norm="each head", window=from_layer, mixture=sparse_steps))(c, wanted)


def after_dense(c: Config, number: int) -> Item | None:
    """DeepSeek's: the first layers are dense, then every layer has routed and shared experts."""
    listed = c.listed("mlp_layer_types", c.whole("num_hidden_layers"))
    if listed is not None and listed[number] not in ("dense", "sparse"):
        c.fail("mlp_layer_types", f"'{listed[number]}'", "dense or sparse")
    first = c.whole("first_k_dense_replace", default=0, minimum=0)
    if number < first if listed is None else listed[number] == "dense":
        return None
    c.only("moe_layer_freq", 1)
    c.ignore("num_nextn_predict_layers")
    width = c.whole("moe_intermediate_size")
    return experts(c, width, width * (c.maybe("n_shared_experts", "num_shared_experts") or 0))


def ernie(c: Config, number: int) -> Item | None:
    """ERNIE 4.5: experts in a range of layers; their correction of the router is a parameter."""
    first, last = c.whole("moe_layer_start_index", minimum=0), c.whole("moe_layer_end_index", minimum=-1)
    last = c.whole("num_hidden_layers") - 1 if last == -1 else last
    if not first <= number <= last or (number + 1) % c.whole("moe_layer_interval"):
        return None
    width, total, chosen = c.whole("moe_intermediate_size"), c.whole("moe_num_experts"), c.whole("moe_k")
    beside = width * (c.maybe("moe_num_shared_experts") or 0)
    shared = {"shared": 1, "shared_width": beside} if beside else {}
    c.only("use_bias", False)
    return {"experts": total, "chosen": chosen, "width": width, "router_bias": True, **shared}


def hunyuan(c: Config, number: int) -> Item:
    """Hunyuan: lists hold a number for each layer; transformers reads `intermediate_size` for every expert."""

    def of_layer(name: str) -> int:
        return c.of_layers(name, c.whole("num_hidden_layers"))[number]

    c.ignore(
        "moe_intermediate_size", "num_shared_expert", "moe_layer_num_skipped", "moe_drop_tokens", "use_mixed_mlp_moe"
    )
    width = c.whole("intermediate_size")
    return {"experts": of_layer("num_experts"), "chosen": of_layer("moe_topk"), "width": width, "shared": 1}


def hunyuan_moe(c: Config, wanted: Wanted) -> Network:
    """Hunyuan-A13B; queries and keys are always normalized."""
    c.ignore("use_qk_norm", "cla_share_factor", *HUNYUAN_REPEATS)
    c.only("use_cla", False)
    c.only("norm_type", "rms")
    named = replace(c, names={"head_dim": "attention_head_dim"})
    return decoder(Traits(query_key_norm="each head", mixture=hunyuan))(named, wanted)


def glm4_moe(c: Config, wanted: Wanted) -> Network:
    """GLM-4.5: normalizes queries and keys in the large model only."""
    normed = "each head" if c.flag("use_qk_norm") else ""
    return decoder(Traits(output_bias=False, query_key_norm=normed, mixture=after_dense))(c, wanted)


def dots1_kinds(c: Config, layers: int) -> list[str]:
    """Windows from `max_window_layers` on, if there is a window."""
    first, window = c.maybe("max_window_layers") or 0, c.maybe("sliding_window")
    return layer_types(c, layers, lambda number: SLIDING if window and number >= first else FULL, (FULL, SLIDING))


def gpt_oss_experts(c: Config, number: int) -> Item:
    """gpt-oss: offsets of experts and router; the context before it was stretched does not count."""
    c.ignore("initial_context_length")
    return experts(c, c.whole("intermediate_size"), bias=True, router_bias=True)


def latent_attention(c: Config) -> dict[str, Any]:
    """DeepSeek's attention; `head_dim` of its configurations is the rotary part and not used."""
    c.ignore("head_dim", "qk_head_dim", "num_key_value_heads", "rope_interleave", "qk_layernorm")
    return {
        "attention": c.whole("num_attention_heads"),
        "head_width": c.whole("qk_nope_head_dim"),
        "value_width": c.whole("v_head_dim"),
        "rotary_width": c.whole("qk_rope_head_dim"),
        "key_value_rank": c.whole("kv_lora_rank"),
        **({"query_rank": c.whole("q_lora_rank")} if c.maybe("q_lora_rank") else {}),
        "bias": c.flag("attention_bias"),
    }


def indexer(c: Config) -> dict[str, Any]:
    """DeepSeek's choice of keys."""
    return {"chosen_keys": c.whole("index_topk"), "index_heads": c.whole("index_n_heads"),
            "index_width": c.whole("index_head_dim")}  # fmt: skip


def deepseek(sparse: bool, biased: bool = False) -> Callable[[Config, Wanted], Network]:
    """DeepSeek V2 (where dense layers may have offsets) and V3, and V3.2 with sparse attention."""

    def family(c: Config, wanted: Wanted) -> Network:
        attention: Item = {**latent_attention(c), "causal": True, **(indexer(c) if sparse else {})}
        bias = biased and c.flag("mlp_bias")
        if bias and c.maybe(*TOTAL):
            c.only("mlp_bias", False)
        made: list[list[Item]] = []
        kind = "indexed_attention" if sparse else FULL
        for number, _ in enumerate(layer_types(c, c.whole("num_hidden_layers"), lambda at: kind, (kind,))):
            experts_of = after_dense(c, number) if c.maybe(*TOTAL) else None
            middle = experts_of or feed_forward(c.whole("intermediate_size"), True, bias)
            made.append([residual("rms_norm", attention), residual("rms_norm", middle)])
        front: list[Item] = [embedding(c.whole("vocab_size"), c.whole("hidden_size"))]
        return language_model(c, wanted, front, stacked(made), "rms_norm")

    return family


def llama4_text(c: Config, wanted: Wanted) -> Network:
    """Llama 4: `intermediate_size` is of experts, `intermediate_size_mlp` of dense layers; most see one chunk."""
    c.ignore("use_qk_norm", "for_llm_compressor")
    layers, step = c.whole("num_hidden_layers"), c.whole("interleave_moe_layer_step", default=1, minimum=0)
    sparse = c.indexes("moe_layers", layers)
    chosen = sparse if sparse is not None else list(range(step - 1, layers, step)) if step else []
    turned = rotary(c, layers)
    kinds = layer_types(c, layers, lambda number: CHUNKED if turned[number] else FULL, (FULL, CHUNKED))
    attention = {**heads_of(c), "bias": c.flag("attention_bias")}
    wide, narrow = c.whole("intermediate_size_mlp"), c.whole("intermediate_size")
    made: list[list[Item]] = [
        [
            residual("rms_norm", {**attention, **sight(c, kind)}),
            residual("rms_norm", experts(c, narrow, narrow) if number in chosen else feed_forward(wide, True, False)),
        ]
        for number, kind in enumerate(kinds)
    ]
    return language_model(c, wanted, [embedding(c.whole("vocab_size"), c.whole("hidden_size"))], stacked(made),
                          "rms_norm")  # fmt: skip


def granite_moe(c: Config, wanted: Wanted) -> Network:
    """Granite's mixtures; `shared_intermediate_size` is of a dense layer beside the experts."""

    def mixture(c: Config, number: int) -> Item:
        return experts(c, c.whole("intermediate_size"), c.maybe("shared_intermediate_size") or 0)

    return decoder(Traits(mixture=mixture))(c, wanted)


FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "mixtral": decoder(Traits(input_bias=False, output_bias=False, window=everywhere, mixture=all_layers)),
    "phimoe": decoder(Traits(norm="layer", head_bias="lm_head_bias", window=everywhere, mixture=all_layers)),
    "olmoe": decoder(Traits(query_key_norm="whole", mixture=all_layers)),
    "flex_olmo": decoder(Traits(norms="behind", query_key_norm="whole", mixture=all_layers)),
    "qwen2_moe": decoder(Traits(input_bias="qkv_bias", output_bias=False, window=from_layer, mixture=sparse_steps)),
    "qwen3_moe": qwen3_moe,
    "dots1": decoder(Traits(query_key_norm="each head", window=dots1_kinds, mixture=after_dense)),
    "glm4_moe": glm4_moe,
    "ernie4_5_moe": decoder(Traits(input_bias="use_bias", output_bias="use_bias", middle_bias="use_bias",
                                   head_bias="use_bias", mixture=ernie)),
    "hunyuan_v1_moe": hunyuan_moe,
    "gpt_oss": decoder(Traits(sinks=True, window=every(2), mixture=gpt_oss_experts)),
    "granitemoe": granite_moe,
    "granitemoeshared": granite_moe,
    "deepseek_v2": deepseek(sparse=False, biased=True),
    "deepseek_v3": deepseek(sparse=False),
    "kimi_k2": deepseek(sparse=False),
    "deepseek_v32": deepseek(sparse=True),
    "llama4_text": llama4_text,
}  # fmt: skip
