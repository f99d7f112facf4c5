"""What the options of attention mean, and where they have an effect: said once for `attention` and `transformer`."""

from collections.abc import Mapping
from typing import Annotated, Any

from ai_compute.architectures.effects import Where, beside, not_beside
from ai_compute.architectures.readers import Flag, Name, Names, OneOf, Sizes, Whole

NOT_LATENT = not_beside("key_value_rank")
LATENT = beside("key_value_rank")
WITH_EXPERTS = beside("experts")
NOT_IN_WINDOWS = not_beside("window")
LEARNED_NORM = not_beside("norm", "none", "plain")


def norms_left_out(options: Mapping[str, Any]) -> bool:
    """Whether the number of normalizations is the usual one."""
    return options["norms"] is None


def offsets(options: Mapping[str, Any]) -> bool:
    """Whether queries, keys and values have offsets."""
    stated = [options.get(name) for name in ("query_key_value_bias", "attention_bias", "bias")]
    return next(bias for bias in stated if bias is not None) is True


Heads = Annotated[int, Whole(), "query heads"]
KeyValueHeads = Annotated[
    int | None,
    Whole(),
    "heads of keys and values (1 = multi-query); `heads` if left out",
    NOT_LATENT,
    not_beside("key_values"),
]
HeadWidth = Annotated[int | None, Whole(), "width of a query and key; channels / heads if left out"]
ValueWidth = Annotated[int | None, Whole(), "width of a value; `head_width` if left out"]
Memory = Annotated[
    tuple[str, ...] | None,
    Names(),
    "name of the layer or input whose steps are attended to (cross-attention); several are one behind the other",
]
Causal = Annotated[
    bool,
    Flag(),
    "a query needs no key behind it: changes forward_macs_causal only, forward_macs has all pairs",
    NOT_IN_WINDOWS,
]
Span = Annotated[
    int | None,
    Whole(),
    "a query needs the so many nearest keys (sliding window), its own with them; changes forward_macs_causal only",
    NOT_IN_WINDOWS,
]
Chunk = Annotated[
    int | None,
    Whole(),
    "a query needs the keys of its own piece of this length; changes forward_macs_causal only",
    NOT_IN_WINDOWS,
]
ChosenKeys = Annotated[
    int | None,
    Whole(),
    "sparse attention: each query chooses so many keys (with `index_heads`: by an indexer of its own, DeepSeek's); "
    "changes forward_macs_causal only",
    NOT_IN_WINDOWS,
]
IndexHeads = Annotated[
    int | None,
    Whole(),
    "heads of the indexer that chooses keys: projections and scores of all pairs of their own",
    beside("chosen_keys"),
    beside("index_width"),
]
IndexWidth = Annotated[int | None, Whole(), "width of a head of the indexer", beside("index_heads")]
Window = Annotated[
    tuple[int, ...] | None, Sizes(), "grids only: attention inside windows of this side (Swin), padded to whole windows"
]
RelativeBiases = Annotated[
    int | None, Whole(0), "learned relative-position biases of a head; (2w-1)^2 with a window of w, else 0"
]
RelativeKeys = Annotated[
    int | None,
    Whole(),
    "disentangled attention (DeBERTa): so many relative positions, mapped to keys and to queries and compared with "
    "content in both directions; their table is a `learned` of its own",
]
RelativeProjection = Annotated[bool, Flag(), "a matrix maps relative positions to keys (Transformer-XL)"]
QueryRank = Annotated[int | None, Whole(), "latent attention: width to which queries are compressed", LATENT]
KeyValueRank = Annotated[
    int | None, Whole(), "latent attention: width to which keys and values are compressed together"
]
RotaryWidth = Annotated[
    int,
    Whole(0),
    "latent attention: further query and key width that carries positions",
    beside(
        "key_value_rank",
        hint="leave `rotary_width` out: positions that turn a part of each head (rotary_dim) cost no products",
    ),
]
QueryKeyNorm = Annotated[
    bool | str,
    OneOf("each head", "whole", otherwise=Flag()),
    "queries and keys are normalized: true or each head = one learned scale of head width each for all heads, whole = "
    "a scale for all heads together",
    NOT_LATENT,
]
KeyBias = Annotated[
    bool,
    Flag(),
    "false: no offsets of the keys, though queries and values have some (Whisper)",
    NOT_LATENT,
    not_beside("key_values"),
    Where(
        offsets,
        "only where queries and values have offsets",
        "leave `key_bias` out, or give them some: `query_key_value_bias: true`",
    ),
]
Sinks = Annotated[bool, Flag(), "a learned score a head that takes attention away (gpt-oss): parameters only"]
OutputGate = Annotated[bool, Flag(), "a matrix makes a gate for each number of the values before they are mapped back"]
KeyValues = Annotated[
    str | None,
    Name(),
    "name of an earlier attention whose keys and values are used again: none are made here",
    NOT_LATENT,
]
