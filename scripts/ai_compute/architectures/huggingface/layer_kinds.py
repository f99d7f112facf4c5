"""The kind of attention of each layer, as a configuration lists it or by a family's rule."""

from collections.abc import Callable, Sequence
from typing import Any

from ai_compute.architectures.huggingface.config import Config

FULL, SLIDING, CHUNKED = "full_attention", "sliding_attention", "chunked_attention"


def layer_types(c: Config, layers: int, default: Callable[[int], str], allowed: Sequence[str]) -> list[str]:
    """The kind of each layer, as listed or by the family's rule; a kind that is not counted is refused."""
    listed = c.listed("layer_types", layers)
    kinds = [default(number) for number in range(layers)] if listed is None else listed
    for kind in kinds:
        if kind not in allowed:
            c.fail("layer_types", f"'{kind}'", "layers of a kind that is counted: " + ", ".join(allowed))
    return kinds


def window_width(c: Config) -> int | None:
    """The keys that a window holds, under the name of Gemma 2's early configurations too."""
    return c.maybe("sliding_window", "sliding_window_size")


def everywhere(c: Config, layers: int) -> list[str]:
    """A sliding window in all layers, if there is one."""
    kind = SLIDING if window_width(c) else FULL
    return layer_types(c, layers, lambda number: kind, (FULL, SLIDING))


def from_layer(c: Config, layers: int) -> list[str]:
    """Qwen's rule: a window in the layers from `max_window_layers` on, if it is used at all."""
    used, first = c.flag("use_sliding_window"), c.maybe("max_window_layers") or 0
    return layer_types(c, layers, lambda number: SLIDING if used and number >= first else FULL, (FULL, SLIDING))


def every(period: int, *keys: str) -> Callable[[Config, int], list[str]]:
    """Full attention in the last layer of each period, a window in the others."""

    def kinds(c: Config, layers: int) -> list[str]:
        times = (c.maybe(*keys) if keys else None) or period
        return layer_types(c, layers, lambda number: SLIDING if (number + 1) % times else FULL, (FULL, SLIDING))

    return kinds


def rotary(c: Config, layers: int) -> list[bool]:
    """Which layers turn queries and keys by their positions: as listed, else all but the last of each period."""
    listed = c.wholes("no_rope_layers", layers, minimum=0) if c.value("no_rope_layers") else None
    period = c.whole("no_rope_layer_interval", default=4)
    return [bool(turned) for turned in listed] if listed else [bool((at + 1) % period) for at in range(layers)]


def where_not_rotary(c: Config, layers: int) -> list[str]:
    """SmolLM 3's rule: a window, if it is used at all, in the layers without rotary positions."""
    turned, used = rotary(c, layers), c.flag("use_sliding_window") and bool(window_width(c))
    c.ignore("max_window_layers")
    return layer_types(c, layers, lambda at: SLIDING if used and not turned[at] else FULL, (FULL, SLIDING))


def sight(c: Config, kind: str) -> dict[str, Any]:
    """What a query of a decoder needs to see."""
    if kind == SLIDING:
        return {"causal": True, "span": c.whole("sliding_window", "sliding_window_size")}
    if kind == CHUNKED:
        return {"causal": True, "chunk": c.whole("attention_chunk_size")}
    return {"causal": True}
