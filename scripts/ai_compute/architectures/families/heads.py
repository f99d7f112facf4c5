"""What attention layers are built of: projections, products, and which keys a query needs.

Attention is counted in full: query heads x queries x keys x (query width + value width). What a causal mask, a window
or a choice of keys makes needless is told beside it, exactly.
"""

import math
from typing import NamedTuple

from ai_compute.architectures.ledger import Here
from ai_compute.architectures.shapes import Tensor


class Sight(NamedTuple):
    """Which keys a query needs."""

    causal: bool = False
    span: int | None = None
    chunk: int | None = None
    chosen_keys: int | None = None

    def pairs(self, queries: int, keys: int, across: bool) -> int:
        """Pairs of query and key that are needed; `across` from one sequence to another."""
        if self.chunk and not across:
            whole, rest = divmod(queries, self.chunk)
            inside = self._replace(chunk=None)
            return whole * inside.pairs(self.chunk, self.chunk, False) + inside.pairs(rest, rest, False)
        most = min(size for size in (keys, self.span, self.chosen_keys) if size is not None)
        if across:
            return queries * most
        if self.causal:
            return _growing(queries, most)
        if self.span is None or self.span >= 2 * queries:
            return queries * min(keys, self.chosen_keys or keys)
        before, behind = self.span // 2, (self.span - 1) // 2
        seen = _growing(queries, before + 1) + _growing(queries, behind + 1) - queries
        return min(seen, queries * most)


def _growing(queries: int, most: int) -> int:
    """min(1, most) + min(2, most) + ... + min(queries, most)."""
    most = min(most, queries)
    return most * (most + 1) // 2 + (queries - most) * most


class Variant(NamedTuple):
    """What an attention layer looks like."""

    heads: int
    key_value_heads: int
    head_width: int
    value_width: int
    sight: Sight = Sight()
    window: tuple[int, ...] | None = None
    relative_biases: int | None = None
    relative_projection: bool = False
    relative_keys: int | None = None
    relative_keys_shared: bool = True
    query_rank: int | None = None
    key_value_rank: int | None = None
    rotary_width: int = 0
    index_heads: int = 0
    index_width: int = 0
    query_key_norm: str = "none"
    sinks: bool = False
    output_gate: bool = False
    own_key_values: bool = True
    input_bias: bool = True
    key_bias: bool = True
    output_bias: bool = True
    output_width: int | None = None


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
    keys, v, row = memory or x, variant, f"{part}projections"
    if v.window is not None:
        x, windows, length = _windows(here, x, v.window)
        products = needed = windows * length * length
        keys = x
    else:
        products, needed = x.size * keys.size, v.sight.pairs(x.size, keys.size, memory is not None)
    width, value = v.head_width + v.rotary_width, v.value_width
    if v.key_value_rank is not None:
        _latent_projections(here, x, keys, v, row)
    else:
        _plain_projections(here, x, keys, v, row)
    _output(here, x, v, row)
    query, key = here.output(x, 1), here.output(keys, 1)
    pair = v.heads * (width + value + (width if v.relative_projection else 0))
    here.products(products * pair, query, key, part=f"{part}products", shape=x, masked=(products - needed) * pair)
    _relative_positions(here, x, keys, v, part)
    if v.sinks:
        here.parameters(v.heads, part=f"{part}products")
    if v.index_heads:
        _index(here, x, keys, v, part)


def _plain_projections(here: Here, x: Tensor, keys: Tensor, v: Variant, row: str) -> None:
    query, key, value = v.heads * v.head_width, v.key_value_heads * v.head_width, v.key_value_heads * v.value_width
    made = (key + value) if v.own_key_values else 0
    here.products(x.size * x.channels * query, x, part=row, shape=x)
    here.products(keys.size * keys.channels * made, keys, part=row)
    here.parameters(x.channels * query + keys.channels * made, part=row)
    if v.input_bias:
        here.parameters(query + (made and value) + (made and key if v.key_bias else 0), part=row)
    norms = {"none": 0, "each head": v.head_width, "whole": query}[v.query_key_norm]
    key_norms = {"none": 0, "each head": v.head_width, "whole": key}[v.query_key_norm]
    if norms:
        here.parameters(norms + (key_norms if v.own_key_values else 0), part=row)


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
    if v.input_bias:
        here.parameters((v.query_rank or 0) + rank + v.rotary_width, part=row)


def _output(here: Here, x: Tensor, v: Variant, row: str) -> None:
    """The projection back, and the gate before it."""
    mixed, width = v.heads * v.value_width, v.output_width or x.channels
    here.products(x.size * mixed * width, here.output(x, mixed), part=row)
    here.parameters(mixed * width + (width if v.output_bias else 0), part=row)
    if v.output_gate:
        here.products(x.size * x.channels * mixed, x, part=row)
        here.parameters(x.channels * mixed + (mixed if v.input_bias else 0), part=row)


def _relative_positions(here: Here, x: Tensor, keys: Tensor, v: Variant, part: str) -> None:
    """Learned biases, Transformer-XL's and DeBERTa's keys of relative positions."""
    biases = v.relative_biases
    if biases is None and v.window is not None:
        biases = math.prod(2 * side - 1 for side in _sides(here, x, v.window))
    if biases:
        here.parameters(biases * v.heads, part=f"{part}products")
    query = v.heads * v.head_width
    if v.relative_projection:
        here.products(keys.size * x.channels * query, here.output(x, 1), part=f"{part}projections")
        here.parameters(x.channels * query + 2 * query, part=f"{part}projections")
    if v.relative_keys:
        behind = here.output(x, 1)
        here.products(2 * v.relative_keys * x.channels * query, behind, part=f"{part}projections")
        here.products((x.size + keys.size) * v.relative_keys * query, behind, behind, part=f"{part}products")
        if not v.relative_keys_shared:
            offsets = query * (1 + v.key_bias) if v.input_bias else 0
            here.parameters(2 * x.channels * query + offsets, part=f"{part}projections")


def _index(here: Here, x: Tensor, keys: Tensor, v: Variant, part: str) -> None:
    """DeepSeek's lightning indexer: narrow heads score every key, a learned weight a head adds the scores up."""
    row, width = f"{part}index", v.index_heads * v.index_width
    asked = v.query_rank or x.channels
    sizes = asked * width + x.channels * v.index_heads
    here.products(x.size * sizes, x, part=row, shape=x)
    here.products(keys.size * keys.channels * v.index_width, keys, part=row)
    here.parameters(sizes + keys.channels * v.index_width + 2 * v.index_width, part=row)
    pairs, needed = x.size * keys.size, v.sight._replace(chosen_keys=None).pairs(x.size, keys.size, False)
    pair = width + v.index_heads
    query, key = here.output(x, 1), here.output(keys, 1)
    here.products(pairs * pair, query, key, part=row, masked=(pairs - needed) * pair)


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
