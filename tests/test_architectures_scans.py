"""State-space layers, linear attention, and which keys a query needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_compute.architectures import Count, count, read_architecture
from ai_compute.architectures.families.heads import Sight

SIZES = st.integers(1, 40)


def counted(layer: str, steps: int = 24, width: int = 48) -> Count:
    """The count of one layer over a sequence."""
    return count(
        read_architecture(f"unit: sequence\ninput: {steps} steps x {width}\nlayers:\n  - {layer}\n", "some.yaml")
    )


@pytest.mark.parametrize(
    ("layer", "scan"),
    [
        ("{mamba: 96, state: 16}", 24 * 2 * 96 * 16),
        ("{mamba2: 6, head_width: 16, state: 8}", 24 * 2 * 6 * 16 * 8),
        ("{gated_delta_net: 4, key_heads: 2, key_width: 8, value_width: 12}", 24 * 3 * 4 * 8 * 12),
        ("{lightning_attention: 4, head_width: 12}", 24 * 2 * 4 * 12 * 12),
        ("{rwkv_time_mixing: 48}", 24 * 4 * 48),
        ("{rg_lru: 48, heads: 4}", 24 * 3 * 48),
        ("{short_convolution: 3}", 0),
    ],
)
def test_scans_count_in_their_recurrent_closed_form(layer: str, scan: int) -> None:
    assert counted(layer).scan_macs == scan


@pytest.mark.parametrize(
    "layer", ["{mamba: 96}", "{mamba2: 6, head_width: 16}", "{gated_delta_net: 4}", "{lightning_attention: 4}",
              "{rwkv_time_mixing: 48}", "rwkv_channel_mixing", "{rg_lru: 48, heads: 4}", "{short_convolution: 3}"]
)  # fmt: skip
def test_their_cost_is_linear_in_the_length(layer: str) -> None:
    """But for the kernel - 1 positions more of a causal convolution, the same for every length."""
    once, twice, thrice = (counted(layer, steps).macs for steps in (10, 20, 30))
    assert thrice - twice == twice - once > 0


@given(queries=SIZES, span=st.none() | SIZES, chunk=st.none() | SIZES, chosen=st.none() | SIZES, causal=st.booleans())
def test_needed_pairs_are_those_that_a_mask_lets_through(
    queries: int, span: int | None, chunk: int | None, chosen: int | None, causal: bool
) -> None:
    if chunk:
        span = chosen = None
    before, behind = (span or 2 * queries) // 2, ((span or 2 * queries) - 1) // 2
    pairs = 0
    for query in range(queries):
        first = query - span + 1 if span and causal else query - before if span else 0
        last = query if causal else query + behind if span else queries - 1
        seen = range(max(first, 0), min(last, queries - 1) + 1)
        seen = [key for key in seen if not chunk or key // chunk == query // chunk]
        pairs += min(len(seen), chosen or queries)
    assert Sight(causal, span, chunk, chosen).pairs(queries, queries, False) == pairs


@pytest.mark.parametrize("option", ["causal: true", "causal: true, span: 8", "chunk: 8", "chosen_keys: 8"])
def test_options_of_sight_change_the_exact_count_and_nothing_else(option: str) -> None:
    plain, limited = counted("{attention: 4}"), counted(f"{{attention: 4, {option}}}")
    assert (limited.macs, limited.parameters) == (plain.macs, plain.parameters)
    assert limited.forward_macs_causal < plain.forward_macs_causal == plain.forward_macs


def test_later_layers_may_use_the_keys_and_values_of_an_earlier_one() -> None:
    both = counted("{attention: 4, name: first}\n  - {attention: 4, key_values: first}")
    alone = counted("{attention: 4}")
    assert 2 * alone.macs - both.macs == 2 * 24 * 48 * 48
    assert 2 * alone.parameters - both.parameters == 2 * (48 * 48 + 48)


def test_one_attention_may_read_several_memories() -> None:
    text = """
unit: pass
input: {text: 8 steps x 48, image: 30 steps x 48, sound: 10 steps x 48}
layers:
  - {attention: 4, memory: MEMORIES}
"""
    sizes = {"image": 30, "sound": 10, "[image, sound]": 40}
    unused = {"image": "sound", "sound": "image"}
    found = {}
    for memories in sizes:
        described = text.replace("MEMORIES", memories)
        if memories in unused:
            described = described.replace(f", {unused[memories]}: {sizes[unused[memories]]} steps x 48", "")
        found[memories] = count(read_architecture(described, "some.yaml")).macs
    shared = 2 * 8 * 48 * 48
    assert found["[image, sound]"] == found["image"] + found["sound"] - shared


def test_a_head_of_several_predictions_is_an_auxiliary_layer() -> None:
    """DeepSeek's: the hidden state and the next word's embedding, joined and mapped, one layer, the same head."""
    text = """
unit: token
input: 16 tokens
layers:
  - {embedding: 100, width: 48, name: words}
  - {transformer: 2, heads: 4, causal: true}
  - auxiliary:
      - rms_norm
      - {concatenate: words}
      - {dense: 48, bias: false}
      - {transformer: 1, heads: 4, causal: true}
      - {unembedding: 100, tied: true}
  - {unembedding: 100, tied: true}
"""
    with_head = count(read_architecture(text, "some.yaml"))
    without = count(
        read_architecture(text[: text.index("  - auxiliary")] + "  - {unembedding: 100, tied: true}\n", "a.yaml")
    )
    assert with_head.macs > without.macs
    assert with_head.parameters - without.parameters > 2 * 48 * 48
