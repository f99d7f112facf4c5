"""State-space layers and linear attention: layers that carry a state of fixed size from step to step.

A scan is counted in its recurrent closed form: for each step one product for each number of the state to write it, and
one to read it; decay is folded into the write. Frameworks run other forms of it (chunks, einsum), which cost more and
depend on the size of a chunk. Causal convolutions are counted at length + kernel - 1 positions, as frameworks run them.
"""

from typing import Annotated

from ai_compute.architectures.effects import beside
from ai_compute.architectures.families.heads import head_width_of
from ai_compute.architectures.language import REQUIRED, layer
from ai_compute.architectures.ledger import Here
from ai_compute.architectures.readers import Flag, Whole
from ai_compute.architectures.shapes import Tensor

State = Annotated[int, Whole(), "numbers of the state for each channel"]
Kernel = Annotated[int, Whole(0), "taps of the causal convolution before the scan, channel by channel; 0 = none"]
Offsets = Annotated[bool, Flag(), "offsets of the projections in and out"]
ConvolutionOffsets = Annotated[bool, Flag(), "offsets of the convolution", beside("kernel")]


def _dense(here: Here, x: Tensor, inputs: int, outputs: int, bias: bool, part: str = "projections") -> None:
    here.products(x.size * inputs * outputs, x, part=part, shape=x)
    here.parameters(inputs * outputs + (outputs if bias else 0), part=part)


def _causal_convolution(here: Here, x: Tensor, channels: int, kernel: int, bias: bool) -> None:
    if not kernel:
        return
    positions = x.size + kernel - 1
    here.products(positions * channels * kernel, here.output(x, channels), part="convolution", shape=x)
    here.parameters(channels * kernel + (channels if bias else 0), part="convolution")


@layer
def mamba(
    here: Here,
    x: Tensor,
    width: Annotated[int, Whole(), "inner channels, usually 2 x channels"],
    state: State = 16,
    step_rank: Annotated[int | None, Whole(), "width that step sizes are made of; channels / 16, rounded up"] = None,
    kernel: Kernel = 4,
    bias: Offsets = False,
    convolution_bias: ConvolutionOffsets = True,
    norms: Annotated[bool, Flag(), "step size, write and read are normalized, with a learned scale (Jamba)"] = False,
) -> Tensor:
    """Mamba-1 (Gu, Dao 2023): h = exp(D A) h + D B x; y = C h. Scan: 2 x width x state a step."""
    here.need("sequence")
    inside = here.output(x, width)
    rank = step_rank or -(-x.channels // 16)
    _dense(here, x, x.channels, 2 * width, bias)
    _causal_convolution(here, x, width, kernel, convolution_bias)
    _dense(here, inside, width, rank + 2 * state, False)
    _dense(here, inside, rank, width, True)
    here.scan(2 * x.size * width * state, inside)
    here.parameters(width * state + width + (rank + 2 * state if norms else 0), part="scan")
    _dense(here, inside, width, x.channels, bias)
    return here.output(x, x.channels)


@layer
def mamba2(
    here: Here,
    x: Tensor,
    heads: Annotated[int, Whole(), "heads; inner channels are heads x head_width"],
    head_width: Annotated[int, Whole(), "channels of a head"] = 64,
    state: State = 128,
    groups: Annotated[int, Whole(), "write and read are shared by the heads of a group"] = 1,
    kernel: Kernel = 4,
    bias: Offsets = False,
    convolution_bias: ConvolutionOffsets = True,
    norm: Annotated[bool, Flag(), "the output is normalized before it is mapped back, with a learned scale"] = True,
) -> Tensor:
    """Mamba-2 (Dao, Gu 2024): one decay a head. Scan: 2 x heads x head_width x state a step."""
    here.need("sequence")
    if heads % groups:
        here.fail("groups", f"{groups} for {heads} heads", f"a divisor of {heads}")
    width = heads * head_width
    mixed = width + 2 * groups * state
    inside = here.output(x, width)
    _dense(here, x, x.channels, width + mixed + heads, bias)
    _causal_convolution(here, x, mixed, kernel, convolution_bias)
    here.scan(2 * x.size * width * state, inside)
    here.parameters(3 * heads + (width if norm else 0), part="scan")
    _dense(here, inside, width, x.channels, bias)
    return here.output(x, x.channels)


@layer
def gated_delta_net(
    here: Here,
    x: Tensor,
    heads: Annotated[int, Whole(), "heads of values"],
    key_heads: Annotated[int | None, Whole(), "heads of queries and keys; `heads` if left out"] = None,
    key_width: Annotated[int, Whole(), "width of a query and key"] = 128,
    value_width: Annotated[int, Whole(), "width of a value"] = 128,
    kernel: Kernel = 4,
) -> Tensor:
    """Gated DeltaNet (Yang, Kautz, Hatamizadeh 2024): decay, delta rule and an output gate.

    Scan: 3 x heads x key_width x value_width a step (what the state holds for the key, write, read).
    """
    here.need("sequence")
    if heads % (key_heads or heads):
        here.fail("key_heads", f"{key_heads} for {heads} heads", f"a divisor of {heads}")
    keys, values = (key_heads or heads) * key_width, heads * value_width
    inside = here.output(x, values)
    _dense(here, x, x.channels, 2 * keys + 2 * values + 2 * heads, False)
    _causal_convolution(here, x, 2 * keys + values, kernel, False)
    here.scan(3 * x.size * values * key_width, inside)
    here.parameters(2 * heads + value_width, part="scan")
    _dense(here, inside, values, x.channels, False)
    return here.output(x, x.channels)


@layer
def lightning_attention(
    here: Here,
    x: Tensor,
    heads: Annotated[int, Whole(), "heads"],
    head_width: Annotated[int | None, Whole(), "width of query, key and value; channels / heads if left out"] = None,
    output_gate: Annotated[bool, Flag(), "a matrix makes a gate for each number of the output"] = True,
    norm: Annotated[bool, Flag(), "the output is normalized, with a learned scale for all heads together"] = True,
    bias: Annotated[bool, Flag(), "offsets of all matrices"] = False,
) -> Tensor:
    """Linear attention with a fixed decay a head (Qin et al. 2024, MiniMax-01): K = l K + k v; o = q K.

    Scan: 2 x heads x head_width^2 a step.
    """
    here.need("sequence")
    width = head_width_of(here, x, heads, head_width, here.kind)
    inner = heads * width
    inside = here.output(x, inner)
    _dense(here, x, x.channels, 3 * inner, bias)
    here.scan(2 * x.size * inner * width, inside)
    if norm:
        here.parameters(inner, part="scan")
    if output_gate:
        _dense(here, x, x.channels, inner, bias)
    _dense(here, inside, inner, x.channels, bias)
    return here.output(x, x.channels)


@layer
def short_convolution(
    here: Here,
    x: Tensor,
    kernel: Annotated[int, Whole(), "taps of the causal convolution, channel by channel"],
    bias: Annotated[bool, Flag(), "offsets of projections and convolution"] = False,
) -> Tensor:
    """LFM2's gated convolution: three projections, two of them gates before and behind a causal convolution."""
    here.need("sequence")
    _dense(here, x, x.channels, 3 * x.channels, bias)
    _causal_convolution(here, x, x.channels, kernel, bias)
    _dense(here, here.output(x, x.channels), x.channels, x.channels, bias)
    return here.output(x, x.channels)


@layer
def rwkv_time_mixing(
    here: Here,
    x: Tensor,
    width: Annotated[int | None, Whole(), "width of the attention; channels if left out"] = None,
) -> Tensor:
    """RWKV-4's attention (Peng et al. 2023): two states a channel. Scan: 4 x width a step."""
    here.need("sequence")
    inner = width or x.channels
    inside = here.output(x, inner)
    _dense(here, x, x.channels, 3 * inner, False)
    here.scan(4 * x.size * inner, inside)
    here.parameters(2 * inner + 3 * x.channels, part="scan")
    _dense(here, inside, inner, x.channels, False)
    return here.output(x, x.channels)


@layer
def rwkv_channel_mixing(
    here: Here,
    x: Tensor,
    width: Annotated[int | None, Whole(), "units in the middle; 4 x channels if left out"] = None,
) -> Tensor:
    """RWKV-4's feed-forward layer: two matrices and a gate, with mixing of neighbouring steps."""
    here.need("sequence")
    inner = width or 4 * x.channels
    _dense(here, x, x.channels, inner, False, "")
    _dense(here, here.output(x, inner), inner, x.channels, False, "")
    _dense(here, x, x.channels, x.channels, False, "")
    here.parameters(2 * x.channels)
    return here.output(x, x.channels)


@layer
def rg_lru(
    here: Here,
    x: Tensor,
    width: Annotated[int | None, Whole(), "channels of the recurrence; the input's if left out"] = None,
    heads: Annotated[int, Whole(), "blocks of the gates' matrices, which are zero elsewhere"] = REQUIRED,
    kernel: Kernel = 4,
    bias: Annotated[bool, Flag(), "offsets of the three projections"] = True,
) -> Tensor:
    """Griffin's recurrent block (De et al. 2024): gated linear recurrence beside a gate. Scan: 3 x width a step."""
    here.need("sequence")
    inner = width or x.channels
    if inner % heads:
        here.fail("heads", f"{heads} blocks of {inner} channels", f"a divisor of {inner}")
    inside = here.output(x, inner)
    _dense(here, x, x.channels, 2 * inner, bias)
    _causal_convolution(here, x, inner, kernel, True)
    here.products(x.size * 2 * inner * (inner // heads), inside, part="gates", shape=x)
    here.parameters(2 * inner * (inner // heads) + 2 * inner, part="gates")
    here.scan(3 * x.size * inner, inside)
    here.parameters(inner, part="scan")
    _dense(here, inside, inner, x.channels, bias)
    return here.output(x, x.channels)
