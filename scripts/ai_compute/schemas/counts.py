"""Tables of what was counted (stage: count)."""

import pandas as pd

from ai_compute.schemas.columns import Table, column


class Layers(Table):
    """Every line of every architecture's count, in the order of the network; the columns add up to its totals."""

    architecture: str = column("Key of the architecture: the name of its file", key=True)
    position: pd.Int64Dtype = column("Order in the network, from 1", key=True, ge=1)
    layer: str = column("What the layer is, as its file says; blocks it stands in come first, joined by ' / '")
    output_shape: str = column("Shape behind it: channels x positions; of sequences length x width")
    repeats: pd.Int64Dtype = column("How often it is applied in one pass", ge=1)
    macs: pd.Int64Dtype = column("Multiply-adds of all its repeats in one pass of the whole batch", "MAC", ge=0)
    parameters: pd.Int64Dtype = column("Learned values of all its repeats; shared and tied weights once", ge=0)


class RuleOfThumb(Table):
    """Networks over tokens: a counted forward pass beside the 6ND rule, and what makes the difference."""

    architecture: str = column("Key of the architecture", key=True)
    context: pd.Int64Dtype = column("Tokens of the pass that was counted: attention grows with them", "token", ge=1)
    active_parameters: pd.Int64Dtype = column("N of 6ND: learned values that a token passes", ge=0)
    forward_macs: pd.Int64Dtype = column("Multiply-adds of a token, counted", "MAC", ge=0)
    ratio: float = column("forward_macs / active_parameters: how far 6ND is off", gt=0)
    attention_share: float = column("Share of forward_macs in attention and scans, which 6ND leaves out", ge=0, le=1)
    masked_share: float = column(
        "Share of forward_macs that causal masks, windows and choices of keys make needless", ge=0, le=1
    )
    embedding_share: float = column("Share of N in looked-up tables, which nothing multiplies", ge=0, le=1)


class Architectures(Table):
    """The count of every architecture, beside what was published."""

    architecture: str = column("Key of the architecture: the name of its file", key=True)
    name: str = column("The model's name")
    unit: str = column("What forward_macs is of: one image, token, frame, position, ...")
    units_per_pass: pd.Int64Dtype = column("How many units one pass through the described input is", ge=1)
    pass_macs: pd.Int64Dtype = column("Multiply-adds of one forward pass through the described input", "MAC", ge=0)
    forward_macs: pd.Int64Dtype = column("Multiply-adds of one forward pass of one unit", "MAC", ge=0)
    forward_macs_causal: pd.Int64Dtype = column(
        "Those of one unit that remain without what causal masks, windows and choices of keys make needless",
        "MAC",
        ge=0,
    )
    pass_scan_macs: pd.Int64Dtype = column(
        "Those of pass_macs that are recurrences over time, in their closed form: state update and read-out",
        "MAC",
        ge=0,
    )
    parameters: pd.Int64Dtype = column("Learned values", ge=0)
    active_parameters: pd.Int64Dtype = column("Learned values without experts that are not chosen", ge=0)
    exact_factor: float = column("Forward and backward over forward, without gradients that nothing needs", ge=1, le=3)
    published_macs: float = column("Multiply-adds of one unit as published", "MAC", nullable=True, gt=0)
    macs_ratio: float = column("forward_macs / published_macs", nullable=True, gt=0)
    published_parameters: float = column("Parameters as published", nullable=True, gt=0)
    parameters_ratio: float = column("parameters / published_parameters", nullable=True, gt=0)
    differs: bool = column("Whether a ratio is more than 2 % off 1")
    flagged: bool = column("Whether it differs and its file gives no explanation")
    explanation: str = column("Why the count differs from what was published")
    source: str = column("Where the dimensions stand")
