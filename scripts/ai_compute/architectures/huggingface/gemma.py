"""Gemma, from the first to Gemma 3n."""

from collections.abc import Callable

from ai_compute.architectures.huggingface.base import (
    NORMS,
    Item,
    Network,
    Wanted,
    dense,
    embedding,
    feed_forward,
    residual,
    stacked,
)
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.decoders import Traits, decoder, heads_of, language_model
from ai_compute.architectures.huggingface.layer_kinds import every, sight


def gemma3_text(c: Config, wanted: Wanted) -> Network:
    """Five layers with a window to one without."""
    window = every(6, "sliding_window_pattern", "_sliding_window_pattern")
    return decoder(Traits(norms="both", query_key_norm="each head", window=window))(c, wanted)


def gemma3n_text(c: Config, wanted: Wanted) -> Network:
    """Gemma 3n: four streams, a low-rank way beside each layer, tables by layer, keys that later layers use again."""
    width, narrow, layers = c.whole("hidden_size"), c.whole("hidden_size_per_layer_input"), c.whole("num_hidden_layers")
    streams, rank = c.whole("altup_num_inputs"), c.whole("laurel_rank")
    c.ignore(
        "altup_active_idx",
        "altup_coef_clip",
        "altup_correct_scale",
        "activation_sparsity_pattern",
        "query_pre_attn_scalar",
    )
    kinds, middles = every(5)(c, layers), c.of_layers("intermediate_size", layers)
    own = layers - c.whole("num_kv_shared_layers", default=0, minimum=0)
    last = {kind: number for number, kind in enumerate(kinds[:own])}
    norm = NORMS["rms"]
    made: list[list[Item]] = []
    for number, kind in enumerate(kinds):
        attention = {**heads_of(c), "bias": c.flag("attention_bias"), "query_key_norm": "each head", **sight(c, kind)}
        if number == last.get(kind) and own < layers:
            attention["name"] = kind
        elif number >= own:
            attention["key_values"] = kind
            del attention["key_value_heads"]
        beside: Item = {"auxiliary": [dense(rank, bias=False), dense(width, bias=False), norm]}
        by_layer: list[Item] = [dense(narrow, bias=False), dense(width, bias=False), norm]
        made.append(
            [
                {"alternating_updates": streams},
                norm,
                beside,
                attention,
                norm,
                residual(norm, feed_forward(middles[number], True, False), norm),
                residual(*by_layer),
            ]
        )
    ways: Item = {"auxiliary": [dense(width, bias=False)], "repeat": streams - 1}
    tables: Item = {
        "learned": c.whole("vocab_size_per_layer_input") * layers * narrow + narrow,
        "name": "tables by layer",
    }
    project: Item = {"auxiliary": [dense(layers * narrow, bias=False)]}
    front: list[Item] = [embedding(c.whole("vocab_size"), width), tables, project, ways]
    return language_model(c, wanted, front, [*stacked(made), ways], norm)


FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "gemma": decoder(Traits()),
    "gemma2": decoder(Traits(norms="both", window=every(2))),
    "gemma3_text": gemma3_text,
    "gemma3n_text": gemma3n_text,
    "vaultgemma": decoder(Traits(window=every(2))),
}
