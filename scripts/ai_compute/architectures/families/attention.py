"""Attention in its variants, and transformers.

Attention is counted in full: query heads x queries x keys x (query width + value width), not halved where causal.
"""

import math
from typing import Annotated, NamedTuple

from ai_compute.architectures.families.dense import Mixture, add_experts, add_feed_forward
from ai_compute.architectures.families.normalization import NORMS, NormOption
from ai_compute.architectures.language import REQUIRED, Flag, Name, Sizes, Whole, layer
from ai_compute.architectures.ledger import Here
from ai_compute.architectures.shapes import Tensor

Heads = Annotated[int, Whole(), "query heads"]
KeyValueHeads = Annotated[int | None, Whole(), "heads of keys and values (1 = multi-query); `heads` if left out"]
HeadWidth = Annotated[int | None, Whole(), "width of a query and key; channels / heads if left out"]
ValueWidth = Annotated[int | None, Whole(), "width of a value; `head_width` if left out"]
Memory = Annotated[str | None, Name(), "name of the layer or input whose steps are attended to (cross-attention)"]
Span = Annotated[
    int | None, Whole(), "each query sees so many keys at most (sliding or local attention); all if left out"
]
Window = Annotated[
    tuple[int, ...] | None, Sizes(), "grids only: attention inside windows of this side (Swin), padded to whole windows"
]
RelativeBiases = Annotated[
    int | None, Whole(0), "learned relative-position biases of a head; (2w-1)^2 with a window of w, else 0"
]
RelativeProjection = Annotated[bool, Flag(), "a matrix maps relative positions to keys (Transformer-XL)"]
QueryRank = Annotated[int | None, Whole(), "latent attention: width to which queries are compressed"]
KeyValueRank = Annotated[
    int | None, Whole(), "latent attention: width to which keys and values are compressed together"
]
RotaryWidth = Annotated[int, Whole(0), "latent attention: further query and key width that carries positions"]
QueryKeyNorm = Annotated[bool, Flag(), "queries and keys are normalized, with a learned scale of head width each"]


class Variant(NamedTuple):
    """What an attention layer looks like."""

    heads: int
    key_value_heads: int
    head_width: int
    value_width: int
    span: int | None = None
    window: tuple[int, ...] | None = None
    relative_biases: int | None = None
    relative_projection: bool = False
    query_rank: int | None = None
    key_value_rank: int | None = None
    rotary_width: int = 0
    query_key_norm: bool = False
    input_bias: bool = True
    output_bias: bool = True


def head_width_of(here: Here, x: Tensor, heads: int, head_width: int | None, option: str) -> int:
    """The width of a head: stated, or channels / heads."""
    if head_width is None and x.channels % heads:
        here.fail(
            option, f"{heads} heads of {x.channels} channels", f"heads that divide {x.channels}", "or give `head_width`"
        )
    return head_width or x.channels // heads


def check_heads(here: Here, heads: int, key_value_heads: int) -> None:
    """Key-value heads must divide the query heads."""
    if heads % key_value_heads:
        here.fail("key_value_heads", f"{key_value_heads} for {heads} query heads", f"a divisor of {heads}")


def add_attention(here: Here, x: Tensor, memory: Tensor | None, variant: Variant, part: str) -> None:
    """Projections and products of one attention layer; `part` names its lines."""
    keys = memory or x
    if variant.window is not None:
        x, windows, length = _windows(here, x, variant.window)
        products = windows * length * length
        keys = x
    else:
        products = x.size * min(keys.size, variant.span or keys.size)
    v = variant
    row = f"{part}projections"
    width, value = v.head_width + v.rotary_width, v.value_width
    if v.key_value_rank is not None:
        _latent_projections(here, x, keys, v, row)
    else:
        _plain_projections(here, x, keys, v, row)
    out = x.size * v.heads * value * x.channels
    mixed = here.output(x, v.heads * value)
    here.products(out, mixed, part=row)
    here.parameters(v.heads * value * x.channels + (x.channels if v.output_bias else 0), part=row)
    if v.query_key_norm:
        here.parameters(2 * v.head_width, part=row)
    query, key = here.output(x, 1), here.output(keys, 1)
    here.products(v.heads * products * (width + value), query, key, part=f"{part}products", shape=x)
    biases = v.relative_biases
    if biases is None and v.window is not None:
        biases = math.prod(2 * side - 1 for side in _sides(here, x, v.window))
    if biases:
        here.parameters(biases * v.heads, part=f"{part}products")
    if v.relative_projection:
        here.products(keys.size * x.channels * v.heads * width, here.output(x, 1), part=row)
        here.products(v.heads * products * width, query, key, part=f"{part}products")
        here.parameters(x.channels * v.heads * width + 2 * v.heads * width, part=row)


def _plain_projections(here: Here, x: Tensor, keys: Tensor, v: Variant, row: str) -> None:
    query, key, value = v.heads * v.head_width, v.key_value_heads * v.head_width, v.key_value_heads * v.value_width
    here.products(x.size * x.channels * query, x, part=row, shape=x)
    here.products(keys.size * keys.channels * (key + value), keys, part=row)
    here.parameters(x.channels * query + keys.channels * (key + value), part=row)
    if v.input_bias:
        here.parameters(query + key + value, part=row)


def _latent_projections(here: Here, x: Tensor, keys: Tensor, v: Variant, row: str) -> None:
    """DeepSeek's latent attention: queries and key-values through narrow normalized layers."""
    rank = v.key_value_rank or 0
    query = v.heads * (v.head_width + v.rotary_width)
    unfolded = rank * v.heads * (v.head_width + v.value_width)
    if v.query_rank:
        sizes, norms = x.channels * v.query_rank + v.query_rank * query, v.query_rank
    else:
        sizes, norms = x.channels * query, 0
    folded = keys.channels * (rank + v.rotary_width)
    here.products(x.size * sizes, x, part=row, shape=x)
    here.products(keys.size * (folded + unfolded), keys, part=row)
    here.parameters(sizes + folded + unfolded + norms + rank, part=row)


def _sides(here: Here, x: Tensor, window: tuple[int, ...]) -> tuple[int, ...]:
    return window * len(x.positions) if len(window) == 1 else window


def _windows(here: Here, x: Tensor, window: tuple[int, ...]) -> tuple[Tensor, int, int]:
    """The grid padded to whole windows, their number, and the positions of one."""
    here.need("grid", way_out="windows need a grid: leave out `to_sequence`, or use `span` on sequences")
    sides = _sides(here, x, window)
    if len(sides) != len(x.positions):
        here.fail("window", f"{len(sides)} sides", f"one, or {len(x.positions)}")
    counts = [math.ceil(size / side) for size, side in zip(x.positions, sides, strict=True)]
    padded = x._replace(positions=tuple(n * side for n, side in zip(counts, sides, strict=True)))
    return padded, math.prod(counts), math.prod(sides)


@layer
def attention(
    here: Here,
    x: Tensor,
    heads: Heads = 1,
    key_value_heads: KeyValueHeads = None,
    head_width: HeadWidth = None,
    value_width: ValueWidth = None,
    memory: Memory = None,
    bias: Annotated[bool, Flag(), "offsets of query, key, value and output"] = True,
    query_key_value_bias: Annotated[bool | None, Flag(), "offsets of query, key and value; `bias` if left out"] = None,
    span: Span = None,
    window: Window = None,
    relative_biases: RelativeBiases = None,
    relative_projection: RelativeProjection = False,
    query_rank: QueryRank = None,
    key_value_rank: KeyValueRank = None,
    rotary_width: RotaryWidth = 0,
    query_key_norm: QueryKeyNorm = False,
) -> Tensor:
    """Multi-head attention with its four projections; the shape stays."""
    here.need("sequence", "grid", way_out="put an `embedding`, `to_sequence` or `patch_embedding` before it")
    width = head_width_of(here, x, heads, head_width, here.kind)
    check_heads(here, heads, key_value_heads or heads)
    inputs = bias if query_key_value_bias is None else query_key_value_bias
    variant = Variant(heads, key_value_heads or heads, width, value_width or width, span, window,
                      relative_biases, relative_projection, query_rank, key_value_rank, rotary_width,
                      query_key_norm, inputs, bias)  # fmt: skip
    add_attention(here, x, here.named(memory, "memory") if memory else None, variant, "")
    return here.output(x, x.channels)


@layer
def additive_attention(
    here: Here,
    x: Tensor,
    width: Annotated[int, Whole(), "width in which states are compared"],
    memory: Annotated[str, Name(), "name of the layer whose steps are attended to"] = REQUIRED,
    query: Annotated[int | None, Whole(), "width of the state that asks; channels if left out"] = None,
    bias: Annotated[bool, Flag(), "one offset for each number compared"] = False,
) -> Tensor:
    """Bahdanau attention: v tanh(W s + U h) for each pair of steps; the output is the context, as wide as the memory.

    U h is computed once for each step of the memory.
    """
    here.need("sequence")
    keys = here.named(memory, "memory")
    asks = query or x.channels
    here.products(x.size * asks * width, here.output(x, 1), part="projections", shape=x)
    here.products(keys.size * keys.channels * width, keys, part="projections")
    here.products(x.size * keys.size * width, here.output(x, 1), part="scores", shape=x)
    here.parameters((asks + keys.channels) * width + (width if bias else 0), part="projections")
    here.parameters(width, part="scores")
    here.products(x.size * keys.size * keys.channels, here.output(x, 1), keys, part="context", shape=x)
    return keys._replace(positions=x.positions, learned=True)


@layer
def transformer(
    here: Here,
    x: Tensor,
    layers: Annotated[int, Whole(), "how many layers"],
    heads: Heads = REQUIRED,
    key_value_heads: KeyValueHeads = None,
    head_width: HeadWidth = None,
    value_width: ValueWidth = None,
    feed_forward: Annotated[
        int | None, Whole(), "units in the middle of the feed-forward layer; 4 x channels if left out"
    ] = None,
    gated: Annotated[bool, Flag(), "the feed-forward layer (or each expert) has three matrices (GLU, SwiGLU)"] = False,
    memory: Annotated[
        str | None, Name(), "name of the encoder: a cross-attention to it follows the self-attention"
    ] = None,
    norm: NormOption = "layer",
    norms: Annotated[int | None, Whole(0), "normalizations a layer: 2, with cross-attention 3, parallel 1"] = None,
    parallel: Annotated[bool, Flag(), "attention and feed-forward side by side behind one normalization"] = False,
    bias: Annotated[bool, Flag(), "offsets of all matrices"] = True,
    attention_bias: Annotated[bool | None, Flag(), "offsets of the attention's matrices; `bias` if left out"] = None,
    query_key_value_bias: Annotated[
        bool | None, Flag(), "offsets of query, key, value; `attention_bias` if left out"
    ] = None,
    span: Span = None,
    window: Window = None,
    relative_biases: Annotated[
        int | None,
        Whole(0),
        "learned relative-position biases of a head: with a window one table a layer, (2w-1)^2 if left out; else one "
        "table for all layers (T5: 32), 0 if left out",
    ] = None,
    relative_projection: RelativeProjection = False,
    query_rank: QueryRank = None,
    key_value_rank: KeyValueRank = None,
    rotary_width: RotaryWidth = 0,
    query_key_norm: QueryKeyNorm = False,
    experts: Annotated[int | None, Whole(), "experts of a layer, in place of its feed-forward layer"] = None,
    experts_chosen: Annotated[int, Whole(), "experts that each token passes"] = 1,
    expert_width: Annotated[int | None, Whole(), "units in the middle of an expert; `feed_forward` if left out"] = None,
    shared_experts: Annotated[int, Whole(0), "experts that every token passes besides"] = 0,
    shared_expert_width: Annotated[
        int | None, Whole(), "units in the middle of a shared expert; `expert_width` if left out"
    ] = None,
    shared_expert_gate: Annotated[bool, Flag(), "a learned vector weighs the shared experts"] = False,
    router_bias: Annotated[bool, Flag(), "an offset for each expert in the router"] = False,
    layer_scale: Annotated[bool, Flag(), "a learned factor a channel behind each half"] = False,
    shared: Annotated[bool, Flag(), "all layers have the same weights (ALBERT)"] = False,
) -> Tensor:
    """A stack of equal layers: self-attention, with `memory` also cross-attention, then feed-forward or experts."""
    here.need("sequence", "grid", way_out="put an `embedding`, `to_sequence` or `patch_embedding` before it")
    width = head_width_of(here, x, heads, head_width, "heads")
    check_heads(here, heads, key_value_heads or heads)
    attention_bias = bias if attention_bias is None else attention_bias
    inputs = attention_bias if query_key_value_bias is None else query_key_value_bias
    variant = Variant(heads, key_value_heads or heads, width, value_width or width, span, window,
                      relative_biases if window else 0, relative_projection, query_rank, key_value_rank, rotary_width,
                      query_key_norm, inputs, attention_bias)  # fmt: skip
    source = here.named(memory, "memory") if memory else None
    middle = feed_forward or 4 * x.channels
    width = expert_width or middle
    mixture = Mixture(experts, experts_chosen, width, shared_experts, shared_expert_width or width,
                      shared_expert_gate, gated, bias, router_bias) if experts else None  # fmt: skip
    usual = (1 if parallel else 2) + (source is not None)
    learned = (usual if norms is None else norms) * NORMS[norm] + (2 if layer_scale else 0)
    if relative_biases and not window:
        here.parameters(relative_biases * heads, part="relative positions", shape=x)
    behind = here.output(x, x.channels)
    for times, fed in [(layers, x)] if x == behind else [(1, x), (layers - 1, behind)]:
        with here.repeated(times, shared):
            add_attention(here, fed, None, variant, "self-attention ")
            if source is not None:
                cross = variant._replace(window=None, span=None, relative_biases=0, relative_projection=False)
                add_attention(here, behind, source, cross, "cross-attention ")
            if mixture:
                add_experts(here, behind, mixture, "experts_chosen")
            else:
                add_feed_forward(here, behind, middle, gated, bias, "feed-forward")
            if learned:
                here.parameters(learned * x.channels, part="norms", shape=x)
    return behind
