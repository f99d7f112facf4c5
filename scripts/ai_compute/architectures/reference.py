"""The language's own documentation: a reference of all layers as Markdown, and a JSON Schema for editors."""

from collections.abc import Iterable
from typing import Any

from ai_compute.architectures.common import COMMON, COMMON_TEXTS
from ai_compute.architectures.counting import FAMILIES
from ai_compute.architectures.language import KINDS, REQUIRED, Kind, Option
from ai_compute.architectures.readers import Name, Names, Sizes, Whole
from ai_compute.architectures.reading import KEYS

TITLES = {
    "convolutional": "Convolutions",
    "pooling": "Pooling and changes of shape",
    "dense": "Dense layers, embeddings, experts",
    "recurrent": "Recurrent layers",
    "attention": "Attention and transformers",
    "scans": "State-space layers and linear attention",
    "normalization": "Normalization and learned values",
    "structure": "Layers that hold layers",
}
OPENING = """# Layers

Made from the code by `python scripts/json_schema.py`. The first option is written beside the layer's own word.
[README.md](README.md) explains shapes, units, blocks and defaults.

Sizes (kernel, stride, padding, ...) are one number for all axes, or one for each: `1 x 7`.
""".split("\n")
COSTLESS = "Neither products nor parameters; the shape stays. May be left out."


def layer_reference() -> str:
    """Every kind of layer with its options, their defaults and meanings, as Markdown."""
    lines = [*OPENING]
    for module in FAMILIES:
        family = module.__name__.rpartition(".")[2]
        kinds = [kind for kind in KINDS.values() if kind.family == family]
        lines += [f"## {TITLES[family]}", ""]
        for kind in kinds:
            if kind.text != COSTLESS:
                lines += [*_kind_reference(kind), ""]
        costless = [f"`{kind.word}`" for kind in kinds if kind.text == COSTLESS]
        if costless:
            lines += [f"{', '.join(costless)}: neither products nor parameters; the shape stays; may be left out.", ""]
    lines += ["## Options of every layer and block", "", "| option | meaning |", "|---|---|"]
    lines += [f"| `{name}` | {text} |" for name, text in COMMON_TEXTS.items()]
    return "\n".join(lines) + "\n"


def _kind_reference(kind: Kind) -> Iterable[str]:
    yield f"### {kind.word}"
    yield ""
    yield kind.text
    if kind.options:
        yield from ("", "| option | default | meaning |", "|---|---|---|")
    for option in kind.options.values():
        name = f"`{kind.word}: ` {option.name}" if option.name == kind.main else f"`{option.name}`"
        yield f"| {name} | {_default(option)} | {_meaning(option)} |"


def _meaning(option: Option) -> str:
    """What an option means, and what may be written if that is not just a number."""
    plain = isinstance(option.reader, Whole | Sizes | Name | Names)
    return _with_conditions(option, option.text if plain else f"{option.text} ({option.reader.expected})")


def _with_conditions(option: Option, text: str) -> str:
    """A text with the conditions under which the option has an effect."""
    return "; ".join([text, *(condition.text for condition in option.conditions)])


def _default(option: Option) -> str:
    default = option.default[0] if isinstance(option.default, tuple) else option.default
    if default is REQUIRED or default is None:
        return "required" if default is REQUIRED else ""
    return str(default).lower() if isinstance(default, bool) else str(default)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of an architecture's file."""
    layers = {"$ref": "#/$defs/layers"}
    text = {"type": ["string", "number"]}
    properties: dict[str, Any] = {key: {**text, "description": meaning} for key, meaning in KEYS.items()}
    properties["input"] = {
        "anyOf": [text, {"type": "object", "additionalProperties": text}],
        "description": KEYS["input"],
    }
    properties["layers"] = {**layers, "description": KEYS["layers"]}
    block = {"properties": {"options": {"type": ["array", "object"]}, "layers": layers}, "additionalProperties": False}
    taken = {"not": {"enum": sorted({*KINDS, *COMMON})}}
    properties["blocks"] = {"propertyNames": taken, "additionalProperties": block, "description": KEYS["blocks"]}
    defaults = {kind.word: {"properties": _properties(kind), "additionalProperties": False} for kind in KINDS.values()}
    properties["defaults"] = {"properties": defaults, "additionalProperties": False, "description": KEYS["defaults"]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Architecture",
        "description": "A network described layer by layer (data/raw/architectures/README.md)",
        "type": "object",
        "properties": properties,
        "required": ["unit", "input", "layers"],
        "additionalProperties": False,
        "$defs": {"layers": {"type": "array", "items": _layer_schema()}},
    }


def _layer_schema() -> dict[str, Any]:
    """A word, or a mapping that begins with one; a word that is no kind is a block of the file."""
    words = {"type": "string", "anyOf": [{"enum": list(KINDS)}, {}]}
    completions = {kind.word: {"description": kind.text} for kind in KINDS.values()}
    rules = [{"if": _is_kind(kind.word), "then": _kind_schema(kind)} for kind in KINDS.values()]
    return {"anyOf": [words, {"type": "object", "properties": completions, "allOf": rules}]}


def _is_kind(word: str) -> dict[str, Any]:
    """Whether a mapping is of this kind: it has the word, and no kind that has an option of this name."""
    others = [kind.word for kind in KINDS.values() if word in kind.options and kind.word != word]
    also = {"not": {"anyOf": [{"required": [other]} for other in others]}} if others else {}
    return {"required": [word], **also}


def _kind_schema(kind: Kind) -> dict[str, Any]:
    main = kind.options[kind.main].reader.schema() if kind.main else {"type": "null"}
    beside = {"anyOf": [main, {"type": "null"}], "description": kind.text}
    return {"properties": {kind.word: beside, **_properties(kind), **_common()}, "additionalProperties": False}


def _properties(kind: Kind) -> dict[str, Any]:
    return {
        option.name: {**option.reader.schema(), "description": _with_conditions(option, option.text)}
        for option in kind.options.values()
    }


def _common() -> dict[str, Any]:
    schemas = {name: reader.schema() if reader else {"type": "object"} for name, reader in COMMON.items()}
    return {name: {**schema, "description": COMMON_TEXTS[name]} for name, schema in schemas.items()}
