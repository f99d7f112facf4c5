"""Models of sound: wav2vec 2.0 and HuBERT."""

import math
from collections.abc import Callable

from ai_compute.architectures.huggingface.base import (
    Item,
    Network,
    Wanted,
    dense,
    dividing_heads,
    feed_forward,
    residual,
    stacked,
)
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.decoders import labels

IGNORED = (
    "adapter_kernel_size adapter_stride classifier_proj_size codevector_dim "
    "contrastive_logits_temperature ctc_loss_reduction ctc_zero_infinity diversity_loss_weight "
    "feat_extract_dropout feat_quantizer_dropout gradient_checkpointing num_adapter_layers "
    "num_codevector_groups num_codevectors_per_group num_feat_extract_layers num_negatives "
    "output_hidden_size proj_codevector_dim tdnn_dilation tdnn_dim tdnn_kernel tokenizer_class vocab_size "
    "xvector_output_dim"
).split()


def wavlm(c: Config, wanted: Wanted) -> Network:
    """WavLM: wav2vec 2.0 with biases by distance, which every head of a layer weighs by what it reads."""
    heads = dividing_heads(c)
    c.ignore("max_bucket_distance", "num_ctc_classes", "replace_prob", "freeze_feat_extract_train",
             "no_mask_channel_overlap", "no_mask_time_overlap")  # fmt: skip
    # One small layer reads every head by itself.
    gates: list[list[Item]] = [[{"dense": GATES, "tied": number > 0}] for number in range(heads)]
    gating: list[Item] = [{"auxiliary": [{"branches": gates, "split": True}]}, {"learned": heads}]
    table: Item = {"learned": c.whole("num_buckets") * heads}
    return _sound(c, wanted, [table], gating)


GATES = 8
"""Channels that WavLM makes of a head for its two gates."""


def wav2vec2(c: Config, wanted: Wanted) -> Network:
    """Convolutions over samples, a convolution for positions, then transformers; the head of CTC or none."""
    return _sound(c, wanted, [], [])


def _sound(c: Config, wanted: Wanted, tables: list[Item], beside: list[Item]) -> Network:
    """The network, with tables before its layers and what stands beside the attention of each."""
    c.ignore(*IGNORED)
    c.only("add_adapter", False)
    c.only("adapter_attn_dim", None)
    c.only("use_weighted_layer_sum", False)
    c.only("conv_pos_batch_norm", False)
    width, middle, heads = c.whole("hidden_size"), c.whole("intermediate_size"), c.whole("num_attention_heads")
    before = c.flag("do_stable_layer_norm")
    halves: list[Item] = [{"attention": heads}, feed_forward(middle, False, True)]
    first: list[Item] = [*beside, halves[0]]
    parts: list[list[Item]] = [first, [halves[1]]]
    layer = [residual(*(["layer_norm", *part] if before else [*part, "layer_norm"])) for part in parts]
    masked = any(c.number(f"mask_{kind}_prob", 0) > 0 for kind in ("time", "feature"))
    spent: list[Item] = [{"learned": width, "name": "masked step"}] if masked else []
    normed: list[Item] = ["layer_norm"] if c.flag("feat_proj_layer_norm", default=True) else []
    if wanted.head in ("CTC", ""):
        top = [dense(c.whole("vocab_size"))]
    elif wanted.head == "Model":
        top = []
    elif wanted.head == "SequenceClassification":
        top = [dense(c.whole("classifier_proj_size")), "global_average_pool", dense(labels(c))]
    else:
        c.fail(
            "architectures", f"the head {wanted.head}", "ForCTC, ForSequenceClassification or the model without a head"
        )
    inputs = _samples(c, wanted)
    return Network(inputs, [
        *_features(c), "to_sequence", *normed, dense(width), *spent, *_positions(c, width), *tables,
        *([] if before else ["layer_norm"]), *stacked([layer] * c.whole("num_hidden_layers")),
        *(["layer_norm"] if before else []), *top,
    ], unit="clip")  # fmt: skip


def _samples(c: Config, wanted: Wanted) -> dict[str, str]:
    """The input, as one channel."""
    if len(wanted.inputs) != 1:
        c.fail("ai_compute" if wanted.inputs else "", "no length of the sound", "samples of one pass",
               'add "ai_compute": {"input": "1 x 16000"}')  # fmt: skip
    name, shape = next(iter(wanted.inputs.items()))
    return {name: f"1 x {shape}" if shape.strip().isdecimal() else shape}


def _features(c: Config) -> list[Item]:
    """The convolutions over samples: a norm of each channel behind the first, or of each step behind all."""
    bias, norm = c.flag("conv_bias"), c.text("feat_extract_norm", default="group")
    if norm not in ("group", "layer"):
        c.fail("feat_extract_norm", f"'{norm}'", "group or layer")
    made: list[Item] = []
    channels = c.row("conv_dim")
    kernels, strides = c.row("conv_kernel", len(channels)), c.row("conv_stride", len(channels))
    for number, (channel, kernel, stride) in enumerate(zip(channels, kernels, strides, strict=True)):
        made.append({"convolution": channel, "kernel": kernel, "stride": stride, "bias": bias})
        if norm == "layer" or number == 0:
            made.append("layer_norm" if norm == "layer" else "group_norm")
    return made


def _positions(c: Config, width: int) -> list[Item]:
    """A wide grouped convolution whose weights are normalized tap by tap, added to its input.

    With an even kernel it makes one position more than there are steps, which is cut off.
    """
    kernel, groups = c.whole("num_conv_pos_embeddings"), c.whole("num_conv_pos_embedding_groups")
    if math.gcd(width, groups) != groups:
        c.fail("num_conv_pos_embedding_groups", f"{groups} groups of {width} channels", f"a divisor of {width}")
    convolution: Item = {"convolution": width, "kernel": kernel, "padding": kernel // 2, "groups": groups}
    return [{"auxiliary": [convolution, {"learned": kernel}], "name": "positions"}]


FAMILIES: dict[str, Callable[[Config, Wanted], Network]] = {
    "wav2vec2": wav2vec2,
    "hubert": wav2vec2,
    "wavlm": wavlm,
}
