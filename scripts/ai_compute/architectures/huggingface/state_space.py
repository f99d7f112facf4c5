"""Mamba and Mamba-2, alone and as parts of models that mix them with attention."""

from collections.abc import Callable, Sequence
from typing import Any

from ai_compute.architectures.huggingface.base import (
    Item,
    Network,
    Wanted,
    embedding,
    residual,
    stacked,
)
from ai_compute.architectures.huggingface.config import Config
from ai_compute.architectures.huggingface.decoders import heads_of, language_model

LINEAR, FULL = "linear_attention", "full_attention"
SAME = {"mamba": LINEAR, "mamba2": LINEAR, "attention": FULL, "recurrent": LINEAR, "M": LINEAR, "*": FULL,
        "-": "mlp", "E": "moe", "conv": "conv", "hybrid": "hybrid", "g": "hybrid", "m": LINEAR}  # fmt: skip
"""Older words for the kinds of layers."""


def named(kinds: Sequence[Any]) -> list[str]:
    """Kinds of layers, each by the one word that is used here."""
    return [SAME.get(str(kind), str(kind)) for kind in kinds]


def listed_kinds(c: Config, layers: int | None = None) -> list[str] | None:
    """The kind of each layer as listed, under either of two names or, alike, under both."""
    older, newer = (c.listed(key, layers) for key in ("layers_block_type", "layer_types"))
    if older and newer:
        agreeing(c, "layers_block_type", named(older), named(newer), "layer_types")
    return named(older or newer or []) or None


def agreeing(c: Config, key: str, said: Sequence[str], listed: Sequence[str], other: str = "") -> None:
    """Refuse layers that another key, if it is given, says otherwise."""
    if c.data.get(key) is None or list(said) == list(listed):
        return
    other = other or ("layers_block_type" if c.data.get("layers_block_type") else "layer_types")
    differing = (at for at, pair in enumerate(zip(said, listed, strict=False)) if pair[0] != pair[1])
    first = next(differing, min(len(said), len(listed)))
    here, there = (kinds[first] if first < len(kinds) else "none" for kinds in (said, listed))
    c.fail(key, f"layer {first} is {here}, but {there} in `{other}`", "the same layers in both",
           f"remove `{key}` or `{other}`, the one not meant")  # fmt: skip


def kinds_of(
    c: Config, default: Callable[[int], str], allowed: Sequence[str], key: str = "", layers: int | None = None
) -> list[str]:
    """The kind of each layer, as listed under one of its names or by the family's rule, which stands under a key."""
    number = c.whole("num_hidden_layers") if layers is None else layers
    listed = listed_kinds(c, number)
    rule = [default(at) for at in range(number)] if listed is None or c.data.get(key) is not None else []
    kinds = rule if listed is None else listed
    for kind in kinds:
        if kind not in allowed:
            named_by = next((name for name in ("layers_block_type", "layer_types", key) if c.data.get(name)), "")
            c.fail(named_by, f"'{kind}'", "layers of a kind that is counted: " + ", ".join(allowed))
    agreeing(c, key, rule, kinds)
    return kinds


def table(c: Config, **options: Any) -> Item:
    """The embedding."""
    return embedding(c.whole("vocab_size"), c.whole("hidden_size", "d_model"), **options)


def automatic(c: Config, name: str, otherwise: int) -> int:
    """A whole number, or `auto`."""
    return otherwise if c.value(name) in ("auto", None) else c.whole(name)


def mamba1(c: Config, prefix: str, norms: bool) -> Item:
    """Mamba's layer, by keys with a prefix (Jamba) or without."""
    width = c.whole("hidden_size", "d_model")
    names = {"state": "mamba_d_state", "kernel": "mamba_d_conv", "expand": "mamba_expand", "rank": "mamba_dt_rank",
             "bias": "mamba_proj_bias", "offset": "mamba_conv_bias"}  # fmt: skip
    if not prefix:
        names = {"state": "state_size", "kernel": "conv_kernel", "expand": "expand", "rank": "time_step_rank",
                 "bias": "use_bias", "offset": "use_conv_bias"}  # fmt: skip
    expand = c.whole(names["expand"])
    inner = expand * width if prefix else c.whole("intermediate_size", "d_inner", default=expand * width)
    return {
        "mamba": inner,
        "state": c.whole(names["state"]),
        "step_rank": automatic(c, names["rank"], -(-width // 16)),
        "kernel": c.whole(names["kernel"]),
        "bias": c.flag(names["bias"]),
        "convolution_bias": c.flag(names["offset"], default=True),
        "norms": norms,
    }


def mamba(c: Config, wanted: Wanted) -> Network:
    """Mamba-1; Falcon Mamba normalizes without learned scales."""
    c.ignore("d_inner", "ssm_cfg", "n_layer", "rms_norm", "fused_add_norm", "pad_vocab_size_multiple")
    made = [[residual("rms_norm", mamba1(c, "", norms=False))]] * c.whole("num_hidden_layers", "n_layer")
    return language_model(c, wanted, [table(c)], stacked(made), "rms_norm")


def mamba2(c: Config, wanted: Wanted) -> Network:
    """Mamba-2."""
    c.ignore("time_step_rank", "chunk_size", "norm_before_gate", "rms_norm", "intermediate_size")
    heads, width = c.whole("num_heads"), c.whole("head_dim")
    inner = c.whole("expand") * c.whole("hidden_size")
    if heads * width != inner:
        c.fail("num_heads", f"{heads} heads of {width}", f"heads that make expand x hidden_size = {inner} together")
    item: Item = {"mamba2": heads, "head_width": width, "state": c.whole("state_size"), "groups": c.whole("n_groups"),
                  "kernel": c.whole("conv_kernel"), "bias": c.flag("use_bias"),
                  "convolution_bias": c.flag("use_conv_bias", default=True)}  # fmt: skip
    made = [[residual("rms_norm", item)]] * c.whole("num_hidden_layers")
    return language_model(c, wanted, [table(c)], stacked(made), "rms_norm")


def mamba2_of(c: Config, **options: Any) -> Item:
    """Mamba-2's layer in Bamba, Falcon H1 and Granite."""
    heads = c.whole("mamba_n_heads")
    inner = c.whole("mamba_expand") * c.whole("hidden_size")
    inner = c.maybe("mamba_d_ssm") or inner
    width = automatic(c, "mamba_d_head", inner // heads)
    if heads * width != inner:
        c.fail("mamba_n_heads", f"{heads} heads of {width}", f"heads that make {inner} together")
    return {"mamba2": heads, "head_width": width, "state": c.whole("mamba_d_state"),
            "groups": c.whole("mamba_n_groups"), "kernel": c.whole("mamba_d_conv"), "bias": c.flag("mamba_proj_bias"),
            "convolution_bias": c.flag("mamba_conv_bias", default=True), **options}  # fmt: skip


def causal_attention(c: Config, bias: bool = False, **options: Any) -> Item:
    """Plain causal attention."""
    return {**heads_of(c), "bias": bias, "causal": True, **options}
