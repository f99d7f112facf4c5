"""What families of models are described with: layers of the YAML language, as plain data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ai_compute.architectures.huggingface.config import Config
from ai_compute.messages.problems import Problems

Item = dict[str, Any] | str
"""A layer as it would stand in a YAML file."""
LONGEST_PERIOD = 16
LONGEST_NUMBER = 18
"""Digits of a side of an input; Python refuses to read numbers of thousands."""


@dataclass(frozen=True)
class Wanted:
    """What is to be counted beside the configuration: inputs by name, and the head by the model's class."""

    inputs: dict[str, str]
    head: str


@dataclass(frozen=True)
class Network:
    """A network in the YAML language: inputs by name, layers, and the unit of one count."""

    inputs: dict[str, str]
    layers: list[Item]
    unit: str = "token"


Family = Callable[[Config, Wanted], Network]

NORMS: dict[str, Item] = {
    "rms": "rms_norm",
    "layer": "layer_norm",
    "layer without offset": {"layer_norm": None, "bias": False},
    "plain": {"layer_norm": False},
}


def residual(*layers: Item) -> Item:
    """Layers around which the input goes on."""
    return {"residual": list(layers)}


def embedding(vocabulary: int, width: int, **options: Any) -> Item:
    """A table of tokens."""
    return {"embedding": vocabulary, "width": width, **options}


def dense(units: int, bias: bool = True) -> Item:
    """A dense layer."""
    return {"dense": units, "bias": bias}


def dividing_heads(
    c: Config, widths: Sequence[str] = ("hidden_size",), names: Sequence[str] = ("num_attention_heads",)
) -> int:
    """Heads of attention that divide the width between them, each under any of its names."""
    width, heads = c.whole(*widths), c.whole(*names)
    if width % heads:
        c.fail(next((name for name in names if name in c.data), ""), f"{heads} heads of {width} channels",
               f"heads that divide {width}")  # fmt: skip
    return heads


def feed_forward(width: int, gated: bool, bias: bool) -> Item:
    """A feed-forward layer."""
    return {"feed_forward": width, "gated": gated, "bias": bias}


def head(vocabulary: int, tied: bool, bias: bool = False) -> Item:
    """The product with the vocabulary."""
    return {"unembedding": vocabulary, "tied": tied, "bias": bias}


def stacked(layers: Sequence[list[Item]]) -> list[Item]:
    """Layers one after the other; what comes again in a period becomes a repeat, so that it is counted once."""
    made: list[Item] = []
    at = 0
    while at < len(layers):
        period, times = _longest_repeat(layers, at)
        if times == 1:
            made.append({"group": layers[at]})
        else:
            inside = layers[at] if period == 1 else stacked(layers[at : at + period])
            made.append({"group": inside, "repeat": times})
        at += period * times
    return made


RECURRENT = frozenset({"mamba", "mamba2", "rwkv_time_mixing", "rg_lru", "lightning_attention", "gated_delta_net"})
"""Layers that read one step after the other, and so see only what came before."""


def has_trait(layers: Any, trait: str) -> bool:
    """Whether a layer somewhere has an option, or is a layer of this name; experts are gated unless they say no."""
    if isinstance(layers, dict):
        own = (
            (trait in layers and layers[trait] not in (False, ""))
            or (trait == "gated" and "experts" in layers and layers.get("gated") is not False)
            or (trait == "causal" and not RECURRENT.isdisjoint(layers))
        )
        return own or any(has_trait(value, trait) for value in layers.values())
    return layers == trait or (isinstance(layers, list) and any(has_trait(item, trait) for item in layers))


def _longest_repeat(layers: Sequence[list[Item]], at: int) -> tuple[int, int]:
    """The period, and how often it comes from here on, that cover most layers."""
    best = (1, 1)
    for period in range(1, min(LONGEST_PERIOD, (len(layers) - at) // 2) + 1):
        times = 1
        while layers[at + times * period : at + (times + 1) * period] == layers[at : at + period]:
            times += 1
        if times > 1 and times * period > best[0] * best[1]:
            best = (period, times)
    return best


def sizes(c: Config, shape: str, axes: int = 1) -> list[int]:
    """The numbers of an input that was asked for."""
    stated = [side.strip().replace(",", "").replace("_", "") for side in shape.split("x")]
    if len(stated) != axes or not all(side.isdecimal() and len(side) <= LONGEST_NUMBER for side in stated):
        expected = "a number of tokens" if axes == 1 else "channels x height x width"
        raise Problems([c.source.problem(("ai_compute", "input"), f"'{shape}'", expected)])
    return [int(side) for side in stated]


def tokens(c: Config, wanted: Wanted, *limits: str) -> dict[str, str]:
    """The input of a language model: as asked for, else the longest context that the configuration allows."""
    c.ignore(*limits, "max_position_embeddings")
    if wanted.inputs:
        if len(wanted.inputs) > 1:
            c.fail("ai_compute", "several inputs", 'one, such as {"input": "512 tokens"}')
        (shape,) = wanted.inputs.values()
        if not shape.strip().endswith(("token", "tokens")):
            way_out = f'write "{shape} tokens"' if shape.strip().isdecimal() else 'write it so: "512 tokens"'
            place = ("ai_compute", "input")
            raise Problems([c.source.problem(place, f"'{shape}'", "tokens, which this model reads", way_out)])
        return wanted.inputs
    for limit in limits or ("max_position_embeddings",):
        longest = c.maybe(limit)
        if longest:
            return {"input": f"{longest} tokens"}
    raise c.wrong("", "no length of the input", "tokens of one pass", 'add "ai_compute": {"input": "2048 tokens"}')
