"""Language models of one kind of layer, attention and then a feed-forward layer: LLaMA and its kin."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ai_compute.architectures.huggingface.base import (
    NORMS,
    Item,
    Network,
    Wanted,
    dense,
    embedding,
    feed_forward,
    head,
    residual,
    stacked,
    tokens,
)
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.layer_kinds import (
    FULL,
    SLIDING,
    every,
    everywhere,
    from_layer,
    layer_types,
    sight,
    where_not_rotary,
)

Flag = bool | str
"""true, false, or the key that says so."""


@dataclass(frozen=True)
class Traits:
    """How a family differs from LLaMA."""

    norm: str = "rms"
    norms: str = "before"
    """before or behind each half, both, or parallel (one before both halves, which run side by side)."""
    input_bias: Flag = "attention_bias"
    output_bias: Flag = "attention_bias"
    middle_bias: Flag = False
    head_bias: Flag = False
    gated: bool = True
    query_key_norm: str = ""
    """each head, whole, or empty."""
    window: Callable[[Config, int], Sequence[str]] | None = None
    """The kind of attention of each layer."""
    mixture: Callable[[Config, int], Item | None] | None = None
    """The experts of a layer; None where it has a feed-forward layer."""
    activation_parameters: int = 0
    sinks: bool = False


def flag(c: Config, value: Flag) -> bool:
    """A trait as the configuration has it."""
    return value if isinstance(value, bool) else c.flag(value)


def heads_of(c: Config) -> dict[str, Any]:
    """Heads, key-value heads and their width, checked against each other."""
    width = c.whole("hidden_size", "n_embd", "d_model")
    heads = c.whole("num_attention_heads", "n_head", "num_heads")
    shared = c.whole("num_key_value_heads", "num_kv_heads", "n_head_kv", default=heads)
    stated = c.maybe("head_dim")
    if heads % shared:
        c.fail("num_key_value_heads", f"{shared} for {heads} query heads", f"a divisor of {heads}")
    if stated is None and width % heads:
        c.fail("num_attention_heads", f"{heads} heads of {width} channels", f"a divisor of {width}, or `head_dim`")
    return {"attention": heads, "key_value_heads": shared, "head_width": stated or width // heads}


def decoder(t: Traits) -> Callable[[Config, Wanted], Network]:
    """The family with these traits."""

    def family(c: Config, wanted: Wanted) -> Network:
        width, layers = c.whole("hidden_size"), c.whole("num_hidden_layers")
        kinds = t.window(c, layers) if t.window else layer_types(c, layers, lambda number: FULL, (FULL,))
        c.ignore("intermediate_size", *(("sliding_window",) if t.window else ()))
        attention = {**heads_of(c), "bias": flag(c, t.output_bias), "query_key_value_bias": flag(c, t.input_bias)}
        if t.query_key_norm:
            attention["query_key_norm"] = t.query_key_norm
        if t.sinks:
            attention["sinks"] = True
        made = [layer(c, t, {**attention, **sight(c, kind)}, middle(c, t, number)) for number, kind in enumerate(kinds)]
        return language_model(c, wanted, [embedding(c.whole("vocab_size"), width)], stacked(made), NORMS[t.norm],
                              flag(c, t.head_bias))  # fmt: skip

    return family


def middle(c: Config, t: Traits, number: int) -> list[Item]:
    """The feed-forward layer or the experts of a layer."""
    mixture = t.mixture(c, number) if t.mixture else None
    made = [mixture or feed_forward(c.whole("intermediate_size"), t.gated, flag(c, t.middle_bias))]
    return [*made, {"learned": t.activation_parameters}] if t.activation_parameters else made


def layer(c: Config, t: Traits, attention: Item, middle: list[Item]) -> list[Item]:
    """One layer, its norms where the family has them."""
    norm = NORMS[t.norm]
    if t.norms == "parallel":
        return [residual(norm, {"branches": [[attention], middle], "join": "add"})]
    before = [norm] if t.norms in ("before", "both") else []
    behind = [norm] if t.norms in ("behind", "both") else []
    return [residual(*before, attention, *behind), residual(*before, *middle, *behind)]


def language_model(
    c: Config, wanted: Wanted, front: list[Item], body: list[Item], norm: Item | None, head_bias: bool = False
) -> Network:
    """Embedding, layers, last norm, and the head that the model's class has."""
    end = [norm] if norm else []
    return Network(tokens(c, wanted, *CONTEXTS), [*front, *body, *end, *language_head(c, wanted, head_bias)])


CONTEXTS = ("max_position_embeddings", "n_positions", "max_seq_len", "seq_length", "n_ctx", "context_length")


def language_head(c: Config, wanted: Wanted, bias: bool = False) -> list[Item]:
    """The product with the vocabulary; a classifier at every position; or nothing."""
    tied, vocabulary = c.flag("tie_word_embeddings"), c.whole("vocab_size")
    if wanted.head in ("CausalLM", ""):
        return [head(vocabulary, tied, bias)]
    if wanted.head == "Model":
        return []
    if wanted.head == "SequenceClassification":
        return [dense(labels(c), bias=False)]
    raise c.wrong(
        "architectures", f"the head {wanted.head}", "ForCausalLM, ForSequenceClassification or the model without a head"
    )


def labels(c: Config, default: int = 2) -> int:
    """The number of classes."""
    named = c.value("id2label")
    return len(named) if isinstance(named, dict) and named else c.whole("num_labels", default=default)


def stablelm(c: Config, wanted: Wanted) -> Network:
    """Layer norms, and one norm before both halves where they are parallel."""
    c.only("qk_layernorm", False)
    parallel = c.flag("use_parallel_residual")
    traits = Traits(
        norm="layer", norms="parallel" if parallel else "before", input_bias="use_qkv_bias", output_bias=False
    )
    return decoder(traits)(c, wanted)


def cohere(c: Config, wanted: Wanted) -> Network:
    """One norm without offset before both halves; learned scales of queries and keys differ from head to head."""
    whole = "whole" if c.flag("use_qk_norm") else ""
    traits = Traits(norm="layer without offset", norms="parallel", query_key_norm=whole)
    return decoder(traits)(c, wanted)


def phi(c: Config, wanted: Wanted) -> Network:
    """Parallel halves with offsets everywhere, the head included."""
    c.only("qk_layernorm", False)
    traits = Traits(norm="layer", norms="parallel", input_bias=True, output_bias=True, middle_bias=True, head_bias=True,
                    gated=False)  # fmt: skip
    return decoder(traits)(c, wanted)


def phi3(c: Config, wanted: Wanted) -> Network:
    """Phi-3 and Phi-4."""
    c.only("full_attn_mod", 1)
    c.only("interpolate_factor", 1)
    traits = Traits(input_bias=False, output_bias=False, middle_bias="mlp_bias", head_bias="lm_head_bias",
                    window=everywhere)  # fmt: skip
    return decoder(traits)(c, wanted)


def starcoder2(c: Config, wanted: Wanted) -> Network:
    """StarCoder 2: offsets everywhere, a plain feed-forward layer."""
    c.only("mlp_type", "default")
    c.only("norm_type", "layer_norm")
    traits = Traits(norm="layer", input_bias="use_bias", output_bias="use_bias", middle_bias="use_bias",
                    gated=False, window=everywhere)  # fmt: skip
    return decoder(traits)(c, wanted)


def persimmon(c: Config, wanted: Wanted) -> Network:
    """Queries and keys pass a layer norm with offset a head."""
    normed = c.flag("qk_layernorm", default=True)
    width = c.whole("hidden_size") // c.whole("num_attention_heads")
    traits = Traits(norm="layer", input_bias=True, output_bias=True, middle_bias=True, gated=False,
                    activation_parameters=4 * width if normed else 0)  # fmt: skip
    return decoder(traits)(c, wanted)


HUNYUAN_REPEATS = (
    "dense_list org_vocab_size num_media_embeds pool_type xd_num anyres_pooling_size im_end_id text_start_id "
    "text_end_id video_end_id image_token_id im_start_id im_newline_id video_start_id mask_init_id"
).split()
"""Keys of images and of other models that Hunyuan's configurations repeat."""


def hunyuan_dense(c: Config, wanted: Wanted) -> Network:
    """Hunyuan without experts; its configurations repeat keys of those with experts, and of images."""
    c.ignore("num_shared_expert", "cla_share_factor", *HUNYUAN_REPEATS)
    c.only("num_experts", 1)
    c.only("use_cla", False)
    c.only("norm_type", "rms")
    c.only("use_qk_norm", True)
    return decoder(Traits(query_key_norm="each head"))(replace(c, names={"head_dim": "attention_head_dim"}), wanted)


def cohere2(c: Config, wanted: Wanted) -> Network:
    """Command R7B and A: the first configurations say what all of these models have."""
    for name in ("use_embedding_sharing", "use_gated_activation", "use_parallel_block", "use_parallel_embedding"):
        c.only(name, True)
    c.only("order_of_interleaved_layers", "local_attn_first")
    c.ignore("position_embedding_type")
    window = every(4, "sliding_window_pattern", "layer_switch")
    return decoder(Traits(norm="layer without offset", norms="parallel", window=window))(c, wanted)


def apertus(c: Config, wanted: Wanted) -> Network:
    """Apertus: an activation with two learned numbers a layer."""
    c.only("qk_norm", True)
    c.only("post_norm", False)
    return decoder(Traits(gated=False, query_key_norm="each head", activation_parameters=2))(c, wanted)


def nemotron(c: Config, wanted: Wanted) -> Network:
    """Nemotron and Minitron, whose configurations call the width of a head `kv_channels` too."""
    named = replace(c, names={"head_dim": "kv_channels"})
    return decoder(Traits(norm="layer", middle_bias="mlp_bias", gated=False))(named, wanted)


def exaone4(c: Config, wanted: Wanted) -> Network:
    """Norms behind both halves; a window in a pattern of layers, given as a number or as letters."""
    stated = c.value("sliding_window_pattern")
    if isinstance(stated, str) and not (stated and set(stated) <= {"L", "G"}):
        c.fail("sliding_window_pattern", json.dumps(stated)[:60], "letters L (window) and G (all keys), such as LLLG")
    period = 4 if isinstance(stated, str) else c.maybe("sliding_window_pattern") or 4

    def whole(at: int) -> bool:
        return stated[at % len(stated)] == "G" if isinstance(stated, str) else (at + 1) % period == 0

    def window(c: Config, layers: int) -> list[str]:
        local = bool(c.maybe("sliding_window"))

        def kind(at: int) -> str:
            return SLIDING if local and not whole(at) and at < layers - 1 else FULL

        return layer_types(c, layers, kind, (FULL, SLIDING))

    traits = Traits(norms="behind", input_bias=False, output_bias=False, query_key_norm="each head", window=window)
    return decoder(traits)(c, wanted)


QWEN2 = Traits(input_bias=True, output_bias=False, window=from_layer)
NO_BIAS = Traits(input_bias=False, output_bias=False)
FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "llama": decoder(Traits(middle_bias="mlp_bias")),
    "mistral": decoder(Traits(input_bias=False, output_bias=False, window=everywhere)),
    "ministral": decoder(Traits(input_bias=False, output_bias=False, window=everywhere)),
    "ministral3": decoder(Traits(input_bias=False, output_bias=False, window=everywhere)),
    "qwen2": decoder(QWEN2),
    "qwen3": decoder(Traits(query_key_norm="each head", window=from_layer)),
    "phi": phi,
    "phi3": phi3,
    "olmo": decoder(Traits(norm="plain")),
    "olmo2": decoder(Traits(norms="behind", query_key_norm="whole")),
    "olmo3": decoder(Traits(norms="behind", query_key_norm="whole", window=every(4))),
    "granite": decoder(Traits(middle_bias="mlp_bias")),
    "smollm3": decoder(Traits(middle_bias="mlp_bias", window=where_not_rotary)),
    "cohere": cohere,
    "cohere2": cohere2,
    "stablelm": stablelm,
    "glm": decoder(Traits(output_bias=False)),
    "glm4": decoder(Traits(output_bias=False, norms="both")),
    "starcoder2": starcoder2,
    "exaone4": exaone4,
    "seed_oss": decoder(Traits(output_bias="attention_out_bias", middle_bias="mlp_bias")),
    "arcee": decoder(Traits(middle_bias="mlp_bias", gated=False)),
    "helium": decoder(Traits(output_bias=False, middle_bias="mlp_bias")),
    "apertus": apertus,
    "nemotron": nemotron,
    "persimmon": persimmon,
    "hunyuan_v1_dense": hunyuan_dense,
    "ernie4_5": decoder(Traits(input_bias="use_bias", output_bias="use_bias", middle_bias="use_bias")),
}  # fmt: skip
