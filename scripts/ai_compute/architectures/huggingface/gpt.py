"""Language models before LLaMA: GPT-2 and what was built on it."""

import json
from collections.abc import Callable
from typing import Any

from ai_compute.architectures.huggingface.base import (
    NORMS,
    Item,
    Network,
    Wanted,
    dense,
    dividing_heads,
    embedding,
    feed_forward,
    residual,
    stacked,
)
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.decoders import CONTEXTS, language_model

WIDTH = ("n_embd", "hidden_size", "d_model", "n_embed")
LAYERS = ("n_layer", "num_hidden_layers", "num_layers", "n_layers")
HEADS = ("n_head", "num_attention_heads", "num_heads", "n_heads")
POSITIONS = ("n_positions", "max_position_embeddings")
MIDDLE = ("n_inner", "intermediate_size")


def causal(c: Config, *, bias: bool, input_bias: bool | None = None, shared: int | None = None, **more: Any) -> Item:
    """Attention whose heads divide the width."""
    heads = dividing_heads(c, WIDTH, HEADS)
    inputs = {} if input_bias is None else {"query_key_value_bias": input_bias}
    return {"attention": heads, "key_value_heads": shared or heads, "bias": bias, **inputs, "causal": True, **more}


def halves(norm: str, attention: Item, middle: Item) -> list[Item]:
    """A norm before each half."""
    return [residual(NORMS[norm], attention), residual(NORMS[norm], middle)]


def side_by_side(norms: int, attention: Item, middle: Item) -> list[Item]:
    """Both halves read the input, behind one norm or one each."""
    if norms == 1:
        return [residual("layer_norm", {"branches": [[attention], [middle]], "join": "add"})]
    return [residual({"branches": [["layer_norm", attention], ["layer_norm", middle]], "join": "add"})]


def built(
    c: Config, wanted: Wanted, layers: list[list[Item]], norm: Item | None = "layer_norm", **options: Any
) -> Network:
    """Table, layers, last norm and head."""
    head_bias = options.pop("head_bias", False)
    c.ignore(*CONTEXTS)
    front: list[Item] = [embedding(c.whole("vocab_size"), c.whole(*WIDTH), **options)]
    return language_model(c, wanted, front, stacked(layers), norm, head_bias)


def gpt2(c: Config, wanted: Wanted) -> Network:
    """GPT-2; GPT-BigCode has one head of keys and values."""
    c.only("add_cross_attention", False)
    c.ignore("num_key_value_heads", "attention_softmax_in_fp32", "scale_attention_softmax_in_fp32", "inference_runner",
             "validate_runner_input", "pre_allocate_kv_cache", "pad_key_length", "max_batch_size",
             "max_sequence_length")  # fmt: skip
    shared = 1 if c.flag("multi_query") else None
    middle = feed_forward(c.whole(*MIDDLE, default=4 * c.whole(*WIDTH)), False, True)
    layer = halves("layer", causal(c, bias=True, shared=shared), middle)
    return built(c, wanted, [layer] * c.whole(*LAYERS), positions=c.whole(*POSITIONS))


def gpt_neo(c: Config, wanted: Wanted) -> Network:
    """GPT-Neo: every second layer sees a window; no offsets of queries, keys and values."""
    layers = c.whole(*LAYERS)
    kinds = c.listed("attention_layers", layers)
    pairs = c.listed("attention_types") or []
    if kinds is None:
        kinds = [kind for pair in pairs for kind in _repeated(c, pair, layers)]
    if len(kinds) != layers or any(kind not in ("global", "local") for kind in kinds):
        c.fail("attention_types", f"{len(kinds)} layers", f"global or local for each of {layers} layers")
    middle = feed_forward(c.whole(*MIDDLE, default=4 * c.whole(*WIDTH)), False, True)
    window = c.whole("window_size")
    made = [
        halves("layer", causal(c, bias=True, input_bias=False, **({"span": window} if kind == "local" else {})), middle)
        for kind in kinds
    ]
    return built(c, wanted, made, positions=c.whole(*POSITIONS))


def _repeated(c: Config, pair: Any, layers: int) -> list[Any]:
    """GPT-Neo's pattern of layers and how often it comes, written out, as far as there are layers."""
    if not (isinstance(pair, list) and list(map(type, pair)) == [list, int]):
        c.fail("attention_types", json.dumps(pair)[:60], 'pairs such as [["global", "local"], 12]')
    pattern, times = pair
    return list(pattern * min(times, layers + 1))


def gptj(c: Config, wanted: Wanted) -> Network:
    """GPT-J and CodeGen: parallel halves, offsets in the feed-forward layer and the head only."""
    c.ignore("rotary")
    middle = feed_forward(c.whole(*MIDDLE, default=4 * c.whole(*WIDTH)), False, True)
    layer = side_by_side(1, causal(c, bias=False), middle)
    return built(c, wanted, [layer] * c.whole(*LAYERS), head_bias=True)


def gpt_neox(c: Config, wanted: Wanted) -> Network:
    """GPT-NeoX and Pythia: two norms, whether the halves are parallel or not."""
    middle = feed_forward(c.whole(*MIDDLE), False, True)
    attention = causal(c, bias=c.flag("attention_bias", default=True))
    parallel = c.flag("use_parallel_residual", default=True)
    layer = side_by_side(2, attention, middle) if parallel else halves("layer", attention, middle)
    return built(c, wanted, [layer] * c.whole(*LAYERS))


def opt(c: Config, wanted: Wanted) -> Network:
    """OPT: two rows more of positions; the smallest but one maps a narrow embedding to the width and back."""
    width, narrow = c.whole("hidden_size"), c.whole("word_embed_proj_dim", default=c.whole("hidden_size"))
    c.only("layer_norm_elementwise_affine", True)
    c.only("learned_embeddings", True)
    c.ignore("output_projection", "scale_embeddings")
    bias, before = c.flag("enable_bias", default=True), c.flag("do_layer_norm_before", default=True)
    attention, middle = causal(c, bias=bias), feed_forward(c.whole("ffn_dim"), False, bias)
    layer = [residual(*(["layer_norm", half] if before else [half, "layer_norm"])) for half in (attention, middle)]
    last = before and not c.flag("_remove_final_layer_norm")
    mapped = narrow != width
    positions = (c.whole("max_position_embeddings") + 2) * width
    front: list[Item] = [embedding(c.whole("vocab_size"), narrow)]
    front += [dense(width, bias=False)] if mapped else []
    end: list[Item] = ["layer_norm"] if last else []
    end += [dense(narrow, bias=False)] if mapped else []
    body: list[Item] = [{"learned": positions, "name": "positions"}, *stacked([layer] * c.whole("num_hidden_layers"))]
    return language_model(c, wanted, front, [*body, *end], None)


def bloom(c: Config, wanted: Wanted) -> Network:
    """BLOOM: a norm behind the embedding, offsets everywhere."""
    c.ignore(
        "seq_length",
        "skip_bias_add",
        "skip_bias_add_qkv",
        "attention_softmax_in_fp32",
        "bias_dropout_fusion",
        "masked_softmax_fusion",
        "offset_alibi",
        "unk_token_id",
        "apply_residual_connection_post_layernorm",
    )
    layer = halves("layer", causal(c, bias=True), feed_forward(4 * c.whole(*WIDTH), False, True))
    front: list[Item] = [embedding(c.whole("vocab_size"), c.whole(*WIDTH), norm="layer")]
    return language_model(c, wanted, front, stacked([layer] * c.whole(*LAYERS)), "layer_norm")


def mpt(c: Config, wanted: Wanted) -> Network:
    """MPT: no offsets, positions by ALiBi."""
    c.ignore("learned_pos_emb", "verbose", "embedding_fraction", "norm_type", "init_config")
    c.only("no_bias", True)
    inner = c.section("attn_config")
    if inner:
        inner.only("attn_type", "multihead_attention")
        inner.only("qk_ln", False)
        inner.only("prefix_lm", False)
        inner.ignore("alibi", "attn_uses_sequence_id")
    layer = halves("layer without offset", causal(c, bias=False), feed_forward(_expanded(c), False, False))
    return built(c, wanted, [layer] * c.whole(*LAYERS), norm=NORMS["layer without offset"])


def _expanded(c: Config) -> int:
    return c.whole("expansion_ratio", default=4) * c.whole(*WIDTH)


def falcon(c: Config, wanted: Wanted) -> Network:
    """Falcon: `num_kv_heads` counts in the new architecture only; else one head of keys and values, or all."""
    heads = c.whole(*HEADS)
    new, parallel = c.flag("new_decoder_architecture"), c.flag("parallel_attn", default=True)
    stated = c.maybe("num_kv_heads", "n_head_kv")
    shared = (stated or heads) if new else 1 if c.flag("multi_query", default=True) else heads
    bias = c.flag("bias")
    attention = causal(c, bias=bias, shared=shared)
    middle = feed_forward(c.whole("ffn_hidden_size", default=4 * c.whole(*WIDTH)), False, bias)
    c.ignore("alibi", "multi_query")
    norms = c.maybe("num_ln_in_parallel_attn") or (2 if new else 1)
    together = parallel or new
    layer = side_by_side(norms if new else 1, attention, middle) if together else halves("layer", attention, middle)
    return built(c, wanted, [layer] * c.whole(*LAYERS))


FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "gpt2": gpt2,
    "gpt_bigcode": gpt2,
    "gpt_neo": gpt_neo,
    "gptj": gptj,
    "codegen": gptj,
    "gpt_neox": gpt_neox,
    "opt": opt,
    "bloom": bloom,
    "mpt": mpt,
    "falcon": falcon,
}
