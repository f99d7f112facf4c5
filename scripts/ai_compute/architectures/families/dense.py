"""Dense layers, embeddings and what is built of them."""

from typing import Annotated, NamedTuple

from ai_compute.architectures.effects import beside
from ai_compute.architectures.families.normalization import NormOption, add_norm
from ai_compute.architectures.language import REQUIRED, layer
from ai_compute.architectures.ledger import Here
from ai_compute.architectures.readers import Flag, Name, OneOf, Whole
from ai_compute.architectures.shapes import Tensor

DenseBias = Annotated[
    bool | str | None, OneOf("none", otherwise=Flag()), "one offset an output: true unless `norm` is given"
]


def need_rows(here: Here, x: Tensor) -> None:
    """Dense layers act on a vector or on each step of a sequence; on a grid they could mean two things."""
    if x.layout == "grid":
        way_out = "write `flatten` before it, or `convolution` with `kernel: 1` for a dense layer at each position"
        here.need("vector", "sequence", way_out=way_out)
    if x.layout == "tokens":
        here.need("vector", "sequence", way_out="put an `embedding` before it")


@layer
def dense(
    here: Here,
    x: Tensor,
    units: Annotated[int, Whole(), "outputs"],
    bias: DenseBias = None,
    norm: NormOption = "none",
    connections: Annotated[int | None, Whole(), "inputs that each output sees; all if left out"] = None,
) -> Tensor:
    """Fully connected layer: on a vector, or on each step of a sequence."""
    need_rows(here, x)
    seen = x.channels if connections is None else connections
    if seen > x.channels:
        here.fail("connections", f"{seen}", f"at most {x.channels}, the inputs that there are")
    here.products(x.size * seen * units, x)
    here.parameters(seen * units + (units if bias is True or (bias is None and norm == "none") else 0))
    add_norm(here, norm, units)
    return here.output(x, units)


@layer
def maxout(
    here: Here,
    x: Tensor,
    units: Annotated[int, Whole(), "outputs"],
    pieces: Annotated[int, Whole(), "linear pieces of each output"] = 2,
    bias: Annotated[bool, Flag(), "one offset a piece"] = True,
) -> Tensor:
    """The largest of several linear pieces for each output."""
    need_rows(here, x)
    width = units * pieces
    here.products(x.size * x.channels * width, x)
    here.parameters(x.channels * width + (width if bias else 0))
    return here.output(x, units)


@layer
def bilinear(
    here: Here,
    x: Tensor,
    units: Annotated[int, Whole(), "outputs"],
    with_: Annotated[str, Name(), "name of the layer or input that it is multiplied with"] = REQUIRED,
    bias: Annotated[bool, Flag(), "one offset an output"] = True,
) -> Tensor:
    """Each output is a weighted sum of all products of a number here with a number there."""
    need_rows(here, x)
    other = here.named(with_, "with")
    if other.size != x.size:
        here.fail("with", f"{other}", f"as many steps as here ({x.size})")
    links = x.channels * other.channels * units
    here.products(x.size * links, x._replace(learned=x.learned or other.learned))
    here.parameters(links + (units if bias else 0))
    return here.output(x, units)


@layer
def restricted_boltzmann(here: Here, x: Tensor, units: Annotated[int, Whole(), "hidden units"]) -> Tensor:
    """Restricted Boltzmann machine: one product up; offsets of the visible and of the hidden units.

    The passes of contrastive divergence (up, down, up) are passes of the run, not layers.
    """
    need_rows(here, x)
    here.products(x.size * x.channels * units, x)
    here.parameters(x.channels * units + x.channels + units)
    return here.output(x, units)


def check_tie(here: Here, vocabulary: int, width: int, tied: bool) -> None:
    """A table of words that is tied is that of an earlier layer, so there must be one of this size."""
    if tied and (vocabulary, width) not in here.tables:
        known = ", ".join(f"{words:,} x {numbers:,}" for words, numbers in sorted(here.tables)) or "none"
        found = f"a table of {vocabulary:,} x {width:,}; earlier tables of words: {known}"
        way_out = "check vocabulary and width, or leave `tied` out"
        here.fail("tied", found, "an earlier `embedding` of the same size", way_out)
    here.tables.add((vocabulary, width))


@layer
def embedding(
    here: Here,
    x: Tensor,
    vocabulary: Annotated[int, Whole(), "rows of the table"],
    width: Annotated[int, Whole(), "numbers a row"] = REQUIRED,
    positions: Annotated[int, Whole(0), "learned positions (rows of a second table); 0 = none or computed ones"] = 0,
    segments: Annotated[int, Whole(0), "learned segments (BERT's token types)"] = 0,
    norm: NormOption = "none",
    tied: Annotated[
        bool, Flag(), "the table is that of an earlier layer: no parameters again but for positions, segments and norm"
    ] = False,
) -> Tensor:
    """Look-up of tokens: parameters but no products."""
    here.need("tokens", way_out="an embedding reads tokens: write the input as `input: 512 tokens`")
    check_tie(here, vocabulary, width, tied)
    here.parameters(0 if tied else vocabulary * width)
    if positions:
        if positions < x.size:
            here.fail("positions", f"{positions}", f"at least the length of the input ({x.size} tokens)")
        here.parameters(positions * width, part="positions")
    if segments:
        here.parameters(segments * width, part="segments")
    add_norm(here, norm, width, part="norm")
    return Tensor(width, x.positions, "sequence", here.trained)


@layer
def unembedding(
    here: Here,
    x: Tensor,
    vocabulary: Annotated[int, Whole(), "words or pieces that can come out"],
    bias: Annotated[bool, Flag(), "one offset a word"] = False,
    tied: Annotated[
        bool, Flag(), "the matrix is the embedding's: its product counts, its parameters do not again"
    ] = False,
) -> Tensor:
    """The product of each step with the table of the vocabulary (the language-model head)."""
    need_rows(here, x)
    check_tie(here, vocabulary, x.channels, tied)
    here.products(x.size * x.channels * vocabulary, x)
    here.parameters((0 if tied else x.channels * vocabulary) + (vocabulary if bias else 0))
    return here.output(x, vocabulary)


@layer
def feed_forward(
    here: Here,
    x: Tensor,
    width: Annotated[int, Whole(), "units in the middle"],
    gated: Annotated[bool, Flag(), "a third matrix gates the middle (GLU, SwiGLU)"] = False,
    bias: Annotated[bool, Flag(), "offsets of all matrices"] = True,
) -> Tensor:
    """Two dense layers, to `width` and back; three when gated."""
    need_rows(here, x)
    add_feed_forward(here, x, width, gated, bias, "")
    return here.output(x, x.channels)


def add_feed_forward(here: Here, x: Tensor, width: int, gated: bool, bias: bool, part: str) -> None:
    """Products and parameters of a feed-forward layer."""
    matrices = 3 if gated else 2
    first = x.size * x.channels * width * (matrices - 1)
    here.products(first, x, part=part, shape=x)
    here.products(x.size * width * x.channels, here.output(x, width), part=part)
    here.parameters(matrices * x.channels * width + (bias * ((matrices - 1) * width + x.channels)), part=part)


@layer
def alternating_updates(
    here: Here,
    x: Tensor,
    streams: Annotated[int, Whole(), "copies of the hidden state that are carried along"],
) -> Tensor:
    """AltUp (Baykal et al. 2023): coefficients made from one stream mix all before a layer and mend them behind.

    The shape stays that of one stream, since the layer itself runs on one alone.
    """
    here.need("sequence")
    router, rule = x.channels * streams, streams**3 + streams**2
    here.products(x.size * (2 * router + rule), x, part="coefficients", shape=x)
    here.parameters(router + rule + 2 * x.channels, part="coefficients")
    here.products(x.size * x.channels * streams**2, here.output(x, 1), here.output(x, 1), part="mixing", shape=x)
    return here.output(x, x.channels)


class Mixture(NamedTuple):
    """What a mixture of experts looks like."""

    total: int
    chosen: int
    width: int
    shared: int
    shared_width: int
    shared_gate: bool
    gated: bool
    bias: bool
    router_bias: bool


@layer
def experts(
    here: Here,
    x: Tensor,
    total: Annotated[int, Whole(), "experts that there are"],
    chosen: Annotated[int, Whole(), "experts that each token passes"] = REQUIRED,
    width: Annotated[int, Whole(), "units in the middle of an expert"] = REQUIRED,
    shared: Annotated[int, Whole(0), "experts that every token passes besides"] = 0,
    shared_width: Annotated[
        int | None, Whole(), "units in the middle of a shared expert; `width` if left out", beside("shared")
    ] = None,
    shared_gate: Annotated[bool, Flag(), "a learned vector weighs the shared experts", beside("shared")] = False,
    gated: Annotated[bool, Flag(), "experts have three matrices (SwiGLU)"] = True,
    bias: Annotated[bool, Flag(), "offsets of the experts"] = False,
    router_bias: Annotated[bool, Flag(), "an offset for each expert in the router"] = False,
) -> Tensor:
    """Mixture of experts in place of a feed-forward layer, with the router's matrix."""
    need_rows(here, x)
    mixture = Mixture(total, chosen, width, shared, shared_width or width, shared_gate, gated, bias, router_bias)
    add_experts(here, x, mixture, "chosen")
    return here.output(x, x.channels)


def add_experts(here: Here, x: Tensor, mixture: Mixture, option: str) -> None:
    """Products of router, chosen and shared experts; parameters of all of them. `option` says how many are chosen."""
    total, chosen, width, shared, shared_width, shared_gate, gated, bias, router_bias = mixture
    if chosen > total:
        here.fail(option, f"{chosen} of {total}", f"at most {total}")
    matrices = 3 if gated else 2
    here.products(x.size * x.channels * total, x, part="router", shape=x)
    here.parameters(x.channels * total + (total if router_bias else 0), part="router")
    size = matrices * x.channels * width + (bias * ((matrices - 1) * width + x.channels))
    here.products(x.size * chosen * matrices * x.channels * width, x, part="experts", shape=x)
    here.parameters(total * size, part="experts", idle=(total - chosen) * size)
    if not shared:
        return
    weights = shared * matrices * x.channels * shared_width + (x.channels if shared_gate else 0)
    here.products(x.size * weights, x, part="shared experts", shape=x)
    here.parameters(weights + bias * shared * ((matrices - 1) * shared_width + x.channels), part="shared experts")
