"""Attention in its variants, and transformers.

Attention is counted in full: query heads x queries x keys x (query width + value width). What masks and windows make
needless is told beside it (`forward_macs_causal`).
"""

from typing import Annotated

from ai_compute.architectures.effects import Where, beside, not_beside
from ai_compute.architectures.families.attention_options import (
    LEARNED_NORM,
    NOT_IN_WINDOWS,
    WITH_EXPERTS,
    Causal,
    ChosenKeys,
    Chunk,
    Heads,
    HeadWidth,
    IndexHeads,
    IndexWidth,
    KeyBias,
    KeyValueHeads,
    KeyValueRank,
    KeyValues,
    Memory,
    OutputGate,
    QueryKeyNorm,
    QueryRank,
    RelativeBiases,
    RelativeKeys,
    RelativeProjection,
    RotaryWidth,
    Sinks,
    Span,
    ValueWidth,
    Window,
    norms_left_out,
)
from ai_compute.architectures.families.dense import Mixture, add_experts, add_feed_forward
from ai_compute.architectures.families.heads import Sight, Variant, add_attention, check_heads, head_width_of
from ai_compute.architectures.families.normalization import NORMS, NormOption
from ai_compute.architectures.language import REQUIRED, layer
from ai_compute.architectures.ledger import Here
from ai_compute.architectures.readers import Flag, Name, Names, Whole
from ai_compute.architectures.shapes import Tensor


def _sight(
    here: Here, causal: bool, span: int | None, chunk: int | None, chosen: int | None, memory: tuple[str, ...] | None
) -> Sight:
    """Which keys are needed; what cannot be together is refused."""
    if causal and memory:
        here.fail("causal", "true with `memory`", "a causal mask inside one sequence only", "leave `causal` out")
    if chunk and (span or chosen or memory):
        here.fail("chunk", f"{chunk} beside span, chosen_keys or memory", "one of them")
    return Sight(causal, span, chunk, chosen)


def _indexer(here: Here, heads: int | None, width: int | None, chosen: int | None) -> tuple[int, int]:
    """Heads and width of what chooses the keys, (0, 0) if nothing does."""
    if heads is None and width is None:
        return 0, 0
    if heads is None or width is None or chosen is None:
        here.fail("index_heads" if heads else "index_width", "an indexer in part",
                  "index_heads, index_width and chosen_keys together")  # fmt: skip
    return heads, width


def _norm(query_key_norm: bool | str) -> str:
    """Where queries and keys are normalized."""
    if isinstance(query_key_norm, str):
        return query_key_norm
    return "each head" if query_key_norm else "none"


def _memory(here: Here, names: tuple[str, ...]) -> Tensor:
    """What is attended to: the outputs of the named layers one behind the other."""
    tensors = [here.named(name, "memory") for name in names]
    if len({tensor.channels for tensor in tensors}) > 1:
        here.fail("memory", ", ".join(map(str, tensors)), "memories of equally many channels")
    learned = any(tensor.learned for tensor in tensors)
    return Tensor(tensors[0].channels, (sum(tensor.size for tensor in tensors),), "sequence", learned)


@layer
def attention(
    here: Here,
    x: Tensor,
    heads: Heads = 1,
    key_value_heads: KeyValueHeads = None,
    head_width: HeadWidth = None,
    value_width: ValueWidth = None,
    memory: Annotated[Memory, NOT_IN_WINDOWS, not_beside("key_values")] = None,
    bias: Annotated[bool, Flag(), "offsets of query, key, value and output"] = True,
    query_key_value_bias: Annotated[bool | None, Flag(), "offsets of query, key and value; `bias` if left out"] = None,
    key_bias: KeyBias = True,
    causal: Causal = False,
    span: Span = None,
    chunk: Chunk = None,
    chosen_keys: ChosenKeys = None,
    index_heads: IndexHeads = None,
    index_width: IndexWidth = None,
    window: Window = None,
    relative_biases: RelativeBiases = None,
    relative_projection: RelativeProjection = False,
    relative_keys: RelativeKeys = None,
    relative_keys_shared: Annotated[
        bool,
        Flag(),
        "false: relative positions have matrices of their own, not those of queries and keys",
        beside("relative_keys"),
    ] = True,
    query_rank: QueryRank = None,
    key_value_rank: KeyValueRank = None,
    rotary_width: RotaryWidth = 0,
    query_key_norm: QueryKeyNorm = False,
    sinks: Sinks = False,
    output_gate: OutputGate = False,
    key_values: KeyValues = None,
    output_width: Annotated[int | None, Whole(), "channels behind it; those of the input if left out"] = None,
) -> Tensor:
    """Multi-head attention with its four projections; the shape stays, but for `output_width`."""
    here.need("sequence", "grid", way_out="put an `embedding`, `to_sequence` or `patch_embedding` before it")
    width = head_width_of(here, x, heads, head_width, here.kind)
    check_heads(here, heads, key_value_heads or heads)
    if key_values is not None and here.named(key_values, "key_values").size != x.size:
        here.fail("key_values", str(here.named(key_values, "key_values")), f"an attention over {x.size} steps")
    inputs = bias if query_key_value_bias is None else query_key_value_bias
    variant = Variant(heads, key_value_heads or heads, width, value_width or width,
                      _sight(here, causal, span, chunk, chosen_keys, memory), window, relative_biases,
                      relative_projection, relative_keys, relative_keys_shared, query_rank, key_value_rank,
                      rotary_width, *_indexer(here, index_heads, index_width, chosen_keys), _norm(query_key_norm),
                      sinks, output_gate, key_values is None, inputs, key_bias, bias, output_width)  # fmt: skip
    add_attention(here, x, _memory(here, memory) if memory else None, variant, "")
    return here.output(x, output_width or x.channels)


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
        int | None,
        Whole(),
        "units in the middle of the feed-forward layer; 4 x channels if left out",
        not_beside("expert_width"),
    ] = None,
    gated: Annotated[bool, Flag(), "the feed-forward layer (or each expert) has three matrices (GLU, SwiGLU)"] = False,
    memory: Annotated[
        tuple[str, ...] | None,
        Names(),
        "name of the encoder: a cross-attention to it follows the self-attention; several are one behind the other",
    ] = None,
    norm: Annotated[NormOption, not_beside("norms", 0)] = "layer",
    norms: Annotated[
        int | None, Whole(0), "normalizations a layer: 2, with cross-attention 3, parallel 1", LEARNED_NORM
    ] = None,
    parallel: Annotated[
        bool,
        Flag(),
        "attention and feed-forward side by side behind one normalization",
        LEARNED_NORM,
        Where(norms_left_out, "only without `norms`", "leave `parallel` out: `norms` says already how many there are"),
    ] = False,
    bias: Annotated[bool, Flag(), "offsets of all matrices"] = True,
    attention_bias: Annotated[bool | None, Flag(), "offsets of the attention's matrices; `bias` if left out"] = None,
    query_key_value_bias: Annotated[
        bool | None, Flag(), "offsets of query, key, value; `attention_bias` if left out"
    ] = None,
    key_bias: KeyBias = True,
    causal: Causal = False,
    span: Span = None,
    chosen_keys: ChosenKeys = None,
    index_heads: IndexHeads = None,
    index_width: IndexWidth = None,
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
    sinks: Sinks = False,
    output_gate: OutputGate = False,
    experts: Annotated[int | None, Whole(), "experts of a layer, in place of its feed-forward layer"] = None,
    experts_chosen: Annotated[
        int | None, Whole(), "experts that each token passes; 1 if left out", WITH_EXPERTS
    ] = None,
    expert_width: Annotated[
        int | None, Whole(), "units in the middle of an expert; `feed_forward` if left out", WITH_EXPERTS
    ] = None,
    shared_experts: Annotated[int, Whole(0), "experts that every token passes besides", WITH_EXPERTS] = 0,
    shared_expert_width: Annotated[
        int | None,
        Whole(),
        "units in the middle of a shared expert; `expert_width` if left out",
        beside("shared_experts"),
    ] = None,
    shared_expert_gate: Annotated[
        bool, Flag(), "a learned vector weighs the shared experts", beside("shared_experts")
    ] = False,
    router_bias: Annotated[bool, Flag(), "an offset for each expert in the router", WITH_EXPERTS] = False,
    layer_scale: Annotated[bool, Flag(), "a learned factor a channel behind each half"] = False,
    shared: Annotated[bool, Flag(), "all layers have the same weights (ALBERT)"] = False,
) -> Tensor:
    """A stack of equal layers: self-attention, with `memory` also cross-attention, then feed-forward or experts."""
    here.need("sequence", "grid", way_out="put an `embedding`, `to_sequence` or `patch_embedding` before it")
    width = head_width_of(here, x, heads, head_width, "heads")
    check_heads(here, heads, key_value_heads or heads)
    attention_bias = bias if attention_bias is None else attention_bias
    inputs = attention_bias if query_key_value_bias is None else query_key_value_bias
    variant = Variant(heads, key_value_heads or heads, width, value_width or width,
                      _sight(here, causal, span, None, chosen_keys, None), window, relative_biases if window else 0,
                      relative_projection, None, True, query_rank, key_value_rank, rotary_width,
                      *_indexer(here, index_heads, index_width, chosen_keys), _norm(query_key_norm), sinks,
                      output_gate, True, inputs, key_bias, attention_bias)  # fmt: skip
    source = _memory(here, memory) if memory else None
    middle = feed_forward or 4 * x.channels
    width = expert_width or middle
    mixture = Mixture(experts, experts_chosen or 1, width, shared_experts, shared_expert_width or width,
                      shared_expert_gate, gated, bias, router_bias) if experts else None  # fmt: skip
    usual = (1 if parallel else 2) + (source is not None)
    learned = (usual if norms is None else norms) * NORMS[norm] + (2 if layer_scale else 0)
    if relative_biases and not window:
        here.parameters(relative_biases * heads, part="relative positions", shape=x)
    behind = here.output(x, x.channels)
    for times, fed in [(layers, x)] if x == behind else [(1, x), (layers - 1, behind)]:
        with here.repeated(times, int(fed is x) if shared else times):
            add_attention(here, fed, None, variant, "self-attention ")
            if source is not None:
                cross = variant._replace(
                    window=None, sight=Sight(), relative_biases=0, relative_projection=False, index_heads=0
                )
                add_attention(here, behind, source, cross, "cross-attention ")
            if mixture:
                add_experts(here, behind, mixture, "experts_chosen")
            else:
                add_feed_forward(here, behind, middle, gated, bias, "feed-forward")
            if learned:
                here.parameters(learned * x.channels, part="norms", shape=x)
    return behind
