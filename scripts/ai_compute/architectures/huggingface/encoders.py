"""Encoders of text: BERT and what was built on it."""

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
    head,
    residual,
    sizes,
    stacked,
    tokens,
)
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.decoders import labels
from ai_compute.architectures.huggingface.layer_kinds import FULL, SLIDING, layer_types

WIDTH = ("hidden_size", "dim")
LAYERS = ("num_hidden_layers", "n_layers")
HEADS = ("num_attention_heads", "n_heads")
MIDDLE = ("intermediate_size", "hidden_dim")


def attention(c: Config, **options: Any) -> Item:
    """Attention over the whole sequence."""
    return {"attention": dividing_heads(c, WIDTH, HEADS), **options}


def behind(*halves: Item) -> list[Item]:
    """A norm behind each half, as in the first transformers."""
    return [residual(half, "layer_norm") for half in halves]


def only_encoder(c: Config) -> None:
    """BERT's code can be a decoder too, which is not counted."""
    c.only("is_decoder", False)
    c.only("add_cross_attention", False)
    c.only("position_embedding_type", "absolute")


def masked_words(c: Config, width: int, vocabulary: int) -> list[Item]:
    """A dense layer with norm, then the product with the vocabulary."""
    return [dense(width), "layer_norm", head(vocabulary, c.flag("tie_word_embeddings", default=True), bias=True)]


def on_top(c: Config, wanted: Wanted, masked: list[Item], pooler: list[Item], first: str) -> list[Item]:
    """The layers that the model's class has above the encoder; `first` is the family's usual class."""
    classes: dict[str, list[Item]] = {
        "MaskedLM": masked,
        "Model": pooler,
        "PreTraining": [{"auxiliary": masked}, *(pooler or [{"take": "first"}]), dense(2)],
        "SequenceClassification": [*(pooler or [{"take": "first"}]), dense(labels(c))],
        "TokenClassification": [dense(labels(c))],
        "QuestionAnswering": [dense(2)],
    }
    wanted_head = wanted.head or first
    if wanted_head not in classes:
        c.fail("architectures", f"the head {wanted_head}", "one of " + ", ".join(classes))
    return classes[wanted_head]


def bert(c: Config, wanted: Wanted) -> Network:
    """BERT; ERNIE and others of its code."""
    only_encoder(c)
    width, vocabulary = c.whole(*WIDTH), c.whole("vocab_size")
    table = embedding(vocabulary, width, positions=c.whole("max_position_embeddings"),
                      segments=c.whole("type_vocab_size", minimum=0), norm="layer")  # fmt: skip
    layer = behind(attention(c), feed_forward(c.whole(*MIDDLE), False, True))
    c.ignore(
        "pooler_fc_size",
        "pooler_num_attention_heads",
        "pooler_num_fc_layers",
        "pooler_size_per_head",
        "pooler_type",
        "directionality",
    )
    top = on_top(c, wanted, masked_words(c, width, vocabulary), [{"take": "first"}, dense(width)], "MaskedLM")
    return Network(tokens(c, wanted), [table, *stacked([layer] * c.whole(*LAYERS)), *top])


def roberta(c: Config, wanted: Wanted) -> Network:
    """RoBERTa: the classifier has a dense layer of its own in place of the pooler."""
    network = bert(c, Wanted(wanted.inputs, "MaskedLM" if wanted.head in ("SequenceClassification", "PreTraining") else
                             wanted.head))  # fmt: skip
    if wanted.head == "PreTraining":
        c.fail("architectures", "the head PreTraining", "ForMaskedLM, Model, ForSequenceClassification, ...")
    if wanted.head == "SequenceClassification":
        top: list[Item] = [{"take": "first"}, dense(c.whole(*WIDTH)), dense(labels(c))]
        return Network(network.inputs, [*network.layers[:-3], *top])
    return network


def distilbert(c: Config, wanted: Wanted) -> Network:
    """DistilBERT: no segments, no pooler."""
    c.ignore("sinusoidal_pos_embds", "output_past", "tie_word_embeddings", "tie_weights_")
    width, vocabulary = c.whole(*WIDTH), c.whole("vocab_size")
    table = embedding(vocabulary, width, positions=c.whole("max_position_embeddings"), norm="layer")
    layer = behind(attention(c), feed_forward(c.whole(*MIDDLE), False, True))
    if wanted.head == "SequenceClassification":
        top: list[Item] = [{"take": "first"}, dense(width), dense(labels(c))]
    else:
        top = on_top(c, wanted, masked_words(c, width, vocabulary), [], "MaskedLM")
    return Network(tokens(c, wanted), [table, *stacked([layer] * c.whole(*LAYERS)), *top])


def mpnet(c: Config, wanted: Wanted) -> Network:
    """MPNet: one table of relative positions for all layers."""
    width, vocabulary = c.whole(*WIDTH), c.whole("vocab_size")
    table = embedding(vocabulary, width, positions=c.whole("max_position_embeddings"), norm="layer")
    biases: Item = {
        "learned": c.whole("relative_attention_num_buckets") * c.whole(*HEADS),
        "name": "relative positions",
    }
    layer = behind(attention(c), feed_forward(c.whole(*MIDDLE), False, True))
    top = on_top(c, wanted, masked_words(c, width, vocabulary), [{"take": "first"}, dense(width)], "MaskedLM")
    return Network(tokens(c, wanted), [table, biases, *stacked([layer] * c.whole(*LAYERS)), *top])


def albert(c: Config, wanted: Wanted) -> Network:
    """ALBERT: a narrow embedding, one layer used again and again."""
    only_encoder(c)
    c.only("num_hidden_groups", 1)
    c.only("inner_group_num", 1)
    c.ignore("net_structure_type", "num_memory_blocks", "gap_size", "down_scale_factor")
    width, narrow, vocabulary = c.whole(*WIDTH), c.whole("embedding_size"), c.whole("vocab_size")
    table = embedding(vocabulary, narrow, positions=c.whole("max_position_embeddings"),
                      segments=c.whole("type_vocab_size"), norm="layer")  # fmt: skip
    layer: Item = {"group": behind(attention(c), feed_forward(c.whole(*MIDDLE), False, True)), "shared": True,
                   "repeat": c.whole(*LAYERS)}  # fmt: skip
    top = on_top(c, wanted, masked_words(c, narrow, vocabulary), [{"take": "first"}, dense(width)], "MaskedLM")
    return Network(tokens(c, wanted), [table, dense(width), layer, *top])


def electra(c: Config, wanted: Wanted) -> Network:
    """ELECTRA: the discriminator says of each token whether it was replaced; the generator fills in words."""
    c.ignore("tie_word_embeddings")
    only_encoder(c)
    width, narrow, vocabulary = c.whole(*WIDTH), c.whole("embedding_size"), c.whole("vocab_size")
    table = embedding(vocabulary, narrow, positions=c.whole("max_position_embeddings"),
                      segments=c.whole("type_vocab_size"), norm="layer")  # fmt: skip
    front = [table, dense(width)] if narrow != width else [table]
    layer = behind(attention(c), feed_forward(c.whole(*MIDDLE), False, True))
    if wanted.head in ("PreTraining", ""):
        top: list[Item] = [dense(width), dense(1)]
    elif wanted.head == "SequenceClassification":
        top = [{"take": "first"}, dense(width), dense(labels(c))]
    else:
        top = on_top(c, wanted, masked_words(c, narrow, vocabulary), [], "PreTraining")
    return Network(tokens(c, wanted), [*front, *stacked([layer] * c.whole(*LAYERS)), *top])


def deberta(version: int) -> Callable[[Config, Wanted], Network]:
    """DeBERTa: content and relative positions are compared in both directions."""

    def family(c: Config, wanted: Wanted) -> Network:
        c.only("relative_attention", True)
        c.only("conv_kernel_size", None, 0)
        c.only("talking_head", False)
        c.only("legacy", True)
        c.ignore(
            "pooler_hidden_size",
            "pooler_hidden_act",
            "position_buckets",
            "share_att_key",
            "norm_rel_ebd",
            "padding_idx",
        )
        if set(map(str, _directions(c))) != {"c2p", "p2c"}:
            c.fail("pos_att_type", f"{c.value('pos_att_type')}", '["c2p", "p2c"]', "describe another pattern in YAML")
        width, vocabulary = c.whole("hidden_size"), c.whole("vocab_size")
        if c.whole("embedding_size", default=width) != width:
            c.fail("embedding_size", "another width than hidden_size", f"{width}")
        absolute = c.whole("max_position_embeddings") if c.flag("position_biased_input", default=True) else 0
        inputs = tokens(c, wanted)
        table = embedding(
            vocabulary, width, positions=absolute, segments=c.whole("type_vocab_size", minimum=0), norm="layer"
        )
        reach = c.whole("max_relative_positions", default=-1, minimum=-1)
        reach = c.whole("max_position_embeddings") if reach < 1 else reach
        body = _second(c, reach) if version == 2 else _first(c, reach, inputs)
        top = on_top(c, wanted, masked_words(c, width, vocabulary), [], "Model")
        if wanted.head == "SequenceClassification":
            top = [{"take": "first"}, dense(width), dense(labels(c))]
        return Network(inputs, [table, *body, *top])

    return family


def _directions(c: Config) -> list[str]:
    """Pairs of content and position that are compared: a list, or words joined by bars."""
    value = c.value("pos_att_type") or []
    return value.split("|") if isinstance(value, str) else c.listed("pos_att_type") or []


def _second(c: Config, reach: int) -> list[Item]:
    """DeBERTa-v2 and v3: buckets of positions, mapped with the matrices of queries and keys."""
    buckets = c.whole("position_buckets", default=-1, minimum=-1)
    rows = buckets if buckets > 0 else reach
    width = c.whole("hidden_size")
    normed = "layer_norm" in (c.text("norm_rel_ebd") or "none")
    held = 2 * rows * width + (2 * width if normed else 0)
    item = attention(c, relative_keys=2 * rows, relative_keys_shared=c.flag("share_att_key"))
    layer = behind(item, feed_forward(c.whole(*MIDDLE), False, True))
    return [{"learned": held, "name": "relative positions"}, *stacked([layer] * c.whole(*LAYERS))]


def _first(c: Config, reach: int, inputs: dict[str, str]) -> list[Item]:
    """DeBERTa-v1: matrices of their own, without offsets of keys; as many positions as the input needs."""
    (length,) = sizes(c, next(iter(inputs.values())).rsplit(maxsplit=1)[0])
    near = min(length, reach)
    item = attention(c, key_bias=False, relative_keys=2 * near, relative_keys_shared=False)
    layer = behind(item, feed_forward(c.whole(*MIDDLE), False, True))
    held = 2 * reach * c.whole("hidden_size")
    return [{"learned": held, "name": "relative positions"}, *stacked([layer] * c.whole(*LAYERS))]


def modernbert(c: Config, wanted: Wanted) -> Network:
    """ModernBERT: gated feed-forward layers, a window in two of three layers, no norm before the first attention."""
    c.ignore(
        "repad_logits_with_grad",
        "sparse_prediction",
        "sparse_pred_ignore_index",
        "reference_compile",
        "embedding_dropout",
        "initializer_cutoff_factor",
        "position_embedding_type",
    )
    norm = NORMS["layer" if c.flag("norm_bias") else "layer without offset"]
    layers, local = c.whole(*LAYERS), c.whole("local_attention")
    period = c.whole("global_attn_every_n_layers", default=3)
    kinds = layer_types(c, layers, lambda at: SLIDING if at % period else FULL, (FULL, SLIDING))
    middle = feed_forward(c.whole(*MIDDLE), True, c.flag("mlp_bias"))
    made: list[list[Item]] = []
    for at, kind in enumerate(kinds):
        window = {"span": 2 * (local // 2) + 1} if kind == SLIDING else {}
        item = attention(c, bias=c.flag("attention_bias"), **window)
        made.append([residual(*([norm] if at else []), item), residual(norm, middle)])
    width = c.whole("hidden_size")
    tied = c.flag("tie_word_embeddings", default=True)
    mapped: list[Item] = [dense(width, c.flag("classifier_bias")), norm]
    words = [*mapped, head(c.whole("vocab_size"), tied, c.flag("decoder_bias", default=True))]
    if wanted.head == "SequenceClassification":
        top: list[Item] = [{"take": "first"}, *mapped, dense(labels(c))]
    else:
        top = on_top(c, wanted, words, [], "MaskedLM")
    return Network(tokens(c, wanted), [embedding(c.whole("vocab_size"), width), norm, *stacked(made), norm, *top])


FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "bert": bert,
    "roberta": roberta,
    "xlm-roberta": roberta,
    "camembert": roberta,
    "data2vec-text": roberta,
    "distilbert": distilbert,
    "mpnet": mpnet,
    "albert": albert,
    "electra": electra,
    "deberta": deberta(1),
    "deberta-v2": deberta(2),
    "modernbert": modernbert,
}
