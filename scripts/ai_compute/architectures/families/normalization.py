"""Normalization and other learned values without products."""

from typing import Annotated

from ai_compute.architectures.effects import beside
from ai_compute.architectures.language import layer
from ai_compute.architectures.ledger import Here
from ai_compute.architectures.readers import Flag, OneOf, Whole
from ai_compute.architectures.shapes import Tensor

NORMS = {"none": 0, "batch": 2, "layer": 2, "group": 2, "rms": 1, "scale": 1, "plain": 0}
NormOption = Annotated[
    str,
    OneOf(*NORMS),
    "normalization behind it: batch, layer and group learn a scale and an offset a channel, rms and scale a scale "
    "only, plain nothing",
]


def add_norm(here: Here, norm: str, channels: int, part: str = "") -> None:
    """The learned values of a normalization over `channels`."""
    if NORMS[norm]:
        here.parameters(NORMS[norm] * channels, part=part)


Learned = Annotated[bool, Flag(), "whether scale (and offset) are learned"]


def _normalize(here: Here, x: Tensor, norm: str, learned: bool) -> Tensor:
    if x.layout == "tokens":
        here.need("grid", "sequence", "vector", way_out="put an `embedding` before it")
    if not learned:
        return x
    add_norm(here, norm, x.channels)
    return here.output(x, x.channels)


@layer
def batch_norm(here: Here, x: Tensor, learned: Learned = True) -> Tensor:
    """Batch normalization: two learned values a channel (running statistics are not parameters)."""
    return _normalize(here, x, "batch", learned)


@layer
def layer_norm(
    here: Here,
    x: Tensor,
    learned: Learned = True,
    bias: Annotated[bool, Flag(), "the offsets are learned too", beside("learned")] = True,
) -> Tensor:
    """Layer normalization over the channels: a scale and an offset a channel."""
    return _normalize(here, x, "layer" if bias else "rms", learned)


@layer
def group_norm(here: Here, x: Tensor, learned: Learned = True) -> Tensor:
    """Group or instance normalization: a scale and an offset a channel."""
    return _normalize(here, x, "group", learned)


@layer
def rms_norm(here: Here, x: Tensor, learned: Learned = True) -> Tensor:
    """Root-mean-square normalization: a scale a channel."""
    return _normalize(here, x, "rms", learned)


@layer
def channel_scale(here: Here, x: Tensor) -> Tensor:
    """A learned factor a channel (LayerScale)."""
    return _normalize(here, x, "scale", True)


@layer
def learned(
    here: Here,
    x: Tensor,
    number: Annotated[int, Whole(), "how many learned values"],
) -> Tensor:
    """Learned values without products (a table, a token, a temperature); the shape stays."""
    here.parameters(number)
    return here.output(x, x.channels)


@layer
def position_embedding(here: Here, x: Tensor) -> Tensor:
    """A learned vector for each position is added: length x channels parameters."""
    here.need("grid", "sequence", "vector", way_out="put an `embedding` before it")
    here.parameters(x.size * x.channels)
    return here.output(x, x.channels)


@layer
def class_token(here: Here, x: Tensor, number: Annotated[int, Whole(), "how many tokens"] = 1) -> Tensor:
    """Learned tokens are put before a sequence."""
    here.need("sequence", way_out="`to_sequence` or `patch_embedding` make a sequence of a grid")
    here.parameters(number * x.channels)
    return here.output(x, x.channels)._replace(positions=(x.size + number,))


def _nothing(word: str, text: str) -> None:
    def nothing(here: Here, x: Tensor) -> Tensor:
        here.need("grid", "sequence", "vector", way_out="put an `embedding` before it")
        return x

    nothing.__name__, nothing.__doc__, nothing.__module__ = word, text, __name__
    layer(nothing)


for _word in ("relu", "gelu", "sigmoid", "tanh", "swish", "softmax", "activation", "dropout", "local_response_norm",
              "channel_shuffle", "stochastic_depth", "rotary_positions", "sinusoidal_positions"):  # fmt: skip
    _nothing(_word, "Neither products nor parameters; the shape stays. May be left out.")
