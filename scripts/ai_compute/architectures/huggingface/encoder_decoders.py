"""Models that read one sequence and write another: T5, BART and what was built on them, Whisper."""

from collections.abc import Callable
from typing import Any

from ai_compute.architectures.huggingface.base import (
    Item,
    Network,
    Wanted,
    embedding,
    feed_forward,
    head,
    residual,
    stacked,
    tokens,
)
from ai_compute.architectures.huggingface.config import Config

EXAMPLE = 'add "ai_compute": {"input": {"source": "512 tokens", "target": "128 tokens"}}'


def two_inputs(c: Config, wanted: Wanted, first: str | None, second: str | None) -> tuple[str, str, dict[str, str]]:
    """The names of what is read and what is written, and both inputs: as asked for, else the longest allowed."""
    if len(wanted.inputs) == 2:
        names = list(wanted.inputs)
        return names[0], names[1], wanted.inputs
    if wanted.inputs or first is None or second is None:
        c.fail("ai_compute" if wanted.inputs else "", "one input" if wanted.inputs else "no length of the inputs",
               "two inputs by name: what is read, then what is written", EXAMPLE)  # fmt: skip
    return "source", "target", {"source": first, "target": second}


def conditional(c: Config, wanted: Wanted, vocabulary: int, bias: bool = False) -> list[Item]:
    """The product with the vocabulary; nothing for the model without a head."""
    tied = c.flag("tie_word_embeddings", default=True)
    if wanted.head in ("ConditionalGeneration", "MTModel", ""):
        return [head(vocabulary, tied, bias)]
    if wanted.head == "Model":
        return []
    raise c.wrong("architectures", f"the head {wanted.head}", "ForConditionalGeneration, or the model without a head",
                  "a decoder alone or another head is described in YAML (README.md)")  # fmt: skip


def t5(every_layer: bool) -> Callable[[Config, Wanted], Network]:
    """T5 and mT5; UMT5 has relative positions in every layer."""

    def family(c: Config, wanted: Wanted) -> Network:
        c.ignore("dense_act_fn", "is_gated_act", "n_positions", "relative_attention_max_distance",
                 "output_past", "decoder_start_token_id")  # fmt: skip
        c.only("is_decoder", False)
        width, layers = c.whole("d_model", "hidden_size"), c.whole("num_layers", "num_hidden_layers")
        heads, vocabulary = c.whole("num_heads", "num_attention_heads"), c.whole("vocab_size")
        attention: dict[str, Any] = {"attention": heads, "head_width": c.whole("d_kv"), "bias": False}
        gated = c.text("feed_forward_proj", default="relu").startswith("gated") or c.flag("is_gated_act")
        middle = residual("rms_norm", feed_forward(c.whole("d_ff"), gated, False))
        biases: Item = {"learned": c.whole("relative_attention_num_buckets") * heads}
        once, each = ([], [biases]) if every_layer else ([biases], [])
        encoder = [*each, residual("rms_norm", attention), middle]
        decoder = [*each, residual("rms_norm", {**attention, "causal": True}),
                   residual("rms_norm", {**attention, "memory": "encoder"}), middle]  # fmt: skip
        if wanted.head == "EncoderModel":
            c.ignore("num_decoder_layers", "tie_word_embeddings")
            read = [embedding(vocabulary, width), *once, *stacked([encoder] * layers), "rms_norm"]
            return Network(tokens(c, wanted, "n_positions"), read)
        longest = c.maybe("n_positions")
        limit = f"{longest} tokens" if longest else None
        source, target, inputs = two_inputs(c, wanted, limit, limit)
        written = stacked([decoder] * c.whole("num_decoder_layers", default=layers))
        return Network(inputs, [
            {"from": source}, embedding(vocabulary, width), *once, *stacked([encoder] * layers),
            {"rms_norm": None, "name": "encoder"},
            {"from": target}, embedding(vocabulary, width, tied=True), *once, *written, "rms_norm",
            *conditional(c, wanted, vocabulary),
        ])  # fmt: skip

    return family


def bart(
    *, rows: int | None = 2, before: bool = False, embedding_norm: bool = True, last_norm: bool = False
) -> Callable[[Config, Wanted], Network]:
    """BART's kin: so many rows of positions more than the longest input (None: positions are no parameters)."""

    def family(c: Config, wanted: Wanted) -> Network:
        c.ignore("num_hidden_layers", "encoder_attention_heads", "decoder_vocab_size", "normalize_before",
                 "normalize_embedding", "add_bias_logits", "add_final_layer_norm", "max_position_embeddings",
                 "extra_pos_embeddings", "share_encoder_decoder_embeddings", "classif_dropout",
                 "add_final_norm", "force_bos_token_to_be_generated", "scale_embedding")  # fmt: skip
        width, vocabulary = c.whole("d_model", "hidden_size"), c.whole("vocab_size")
        longest = c.whole("max_position_embeddings")
        if c.value("decoder_vocab_size") not in (None, vocabulary):
            c.fail("decoder_vocab_size", f"{c.value('decoder_vocab_size')}", f"{vocabulary}, as vocab_size")
        c.only("share_encoder_decoder_embeddings", True)
        c.only("is_decoder", False)
        source, target, inputs = two_inputs(c, wanted, f"{longest} tokens", f"{longest} tokens")
        front: list[Item] = [{"learned": (longest + rows) * width}] if rows is not None else []
        front += ["layer_norm"] if embedding_norm else []
        end: list[Item] = ["layer_norm"] if last_norm else []
        made = {side: _layers(c, side, before) for side in ("encoder", "decoder")}
        return Network(inputs, [
            {"from": source}, embedding(vocabulary, width), *front, *made["encoder"], *end,
            {"group": [], "name": "encoder"},
            {"from": target}, embedding(vocabulary, width, tied=True), *front, *made["decoder"], *end,
            *conditional(c, wanted, vocabulary),
        ])  # fmt: skip

    return family


def _layers(c: Config, side: str, before: bool, key_bias: bool = True) -> list[Item]:
    """The layers of encoder or decoder, a norm before or behind each part."""
    attention: dict[str, Any] = {"attention": c.whole(f"{side}_attention_heads")}
    attention = {**attention, **({} if key_bias else {"key_bias": False})}
    middle = feed_forward(c.whole(f"{side}_ffn_dim"), False, True)
    parts: list[Item] = [attention, middle]
    if side == "decoder":
        parts = [{**attention, "causal": True}, {**attention, "memory": "encoder"}, middle]
    layer = [residual(*(["layer_norm", part] if before else [part, "layer_norm"])) for part in parts]
    return stacked([layer] * c.whole(f"{side}_layers"))


def whisper(c: Config, wanted: Wanted) -> Network:
    """Whisper: two convolutions over the spectrogram, positions learned on both sides, no offsets of keys."""
    c.ignore("num_hidden_layers", "median_filter_width", "use_weighted_layer_sum")
    c.only("use_weighted_layer_sum", False)
    c.only("is_decoder", False)
    width, vocabulary = c.whole("d_model", "hidden_size"), c.whole("vocab_size")
    frames, steps = c.whole("max_source_positions"), c.whole("max_target_positions")
    bands = c.whole("num_mel_bins")
    source, target, inputs = two_inputs(c, wanted, f"{bands} x {2 * frames}", f"{steps} tokens")
    if inputs[source].replace(" ", "") != f"{bands}x{2 * frames}":
        c.fail(
            "ai_compute",
            f"the input {inputs[source]}",
            f"{bands} x {2 * frames} (num_mel_bins x 2 max_source_positions)",
        )
    made = {side: _layers(c, side, True, key_bias=False) for side in ("encoder", "decoder")}
    convolution: dict[str, Any] = {"convolution": width, "kernel": 3, "padding": 1}
    return Network(inputs, [
        {"from": source}, convolution, {**convolution, "stride": 2}, "to_sequence",
        {"learned": frames * width, "name": "positions of sound"}, *made["encoder"],
        {"layer_norm": None, "name": "encoder"},
        {"from": target}, embedding(vocabulary, width, positions=steps), *made["decoder"], "layer_norm",
        *conditional(c, wanted, vocabulary),
    ], unit="segment")  # fmt: skip


FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "t5": t5(every_layer=False),
    "mt5": t5(every_layer=False),
    "umt5": t5(every_layer=True),
    "bart": bart(),
    "plbart": bart(),
    "mbart": bart(before=True, last_norm=True),
    "pegasus": bart(rows=0, before=True, embedding_norm=False, last_norm=True),
    "marian": bart(rows=0, embedding_norm=False),
    "m2m_100": bart(rows=None, before=True, embedding_norm=False, last_norm=True),
    "blenderbot": bart(rows=0, before=True, embedding_norm=False, last_norm=True),
    "blenderbot-small": bart(rows=0),
    "whisper": whisper,
}
