"""Options that every layer and block has, whatever its kind."""

from ai_compute.architectures.readers import Flag, Name, Whole

COMMON = {
    "name": Name(),
    "repeat": Whole(),
    "first": None,
    "shared": Flag(),
    "tied": Flag(),
    "trained": Flag(),
    "note": Name(),
}
"""Options that every layer and block has."""
COMMON_TEXTS = {
    "name": "the paper's name of it; also how `from`, `concatenate`, `add`, `memory` and others refer to its output",
    "repeat": "so many times one after the other, each with weights of its own",
    "first": "options that hold for the first repeat only, such as `first: {stride: 2}`",
    "shared": "true: all repeats have the same weights (counted once as parameters, each time as products)",
    "tied": "true: its weights are those of an earlier layer and are no parameters again",
    "trained": "false: its weights are fixed: products, but no parameters and no gradient of its weights",
    "note": "anything worth saying",
}
