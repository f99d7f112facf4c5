"""The language's own documentation: a reference of all layers as Markdown, and a JSON Schema for editors."""

import re
import textwrap
from collections.abc import Iterable
from typing import Any

from ai_compute.architectures.common import COMMON, COMMON_TEXTS
from ai_compute.architectures.counting import FAMILIES
from ai_compute.architectures.language import KINDS, REQUIRED, Kind, Option
from ai_compute.architectures.readers import Name, Names, Sizes, Whole
from ai_compute.architectures.reading import KEYS, REQUIRED_KEYS, TEXTS
from ai_compute.values.patterns import counts_pattern

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

Made from the code by `python scripts/json_schema.py`. The first option is written beside the
layer's own word. [README.md](README.md) explains shapes, units, blocks and defaults.

Sizes (kernel, stride, padding, ...) are one number for all axes, or one for each: `1 x 7`.
""".split("\n")
WIDEST = 100
NULL = {"type": "null"}
OF_BLOCKS = "-of-blocks"
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
            said = f"{', '.join(costless)}: neither products nor parameters; the shape stays; may be left out."
            lines += [*wrapped(said), ""]
    lines += ["## Options of every layer and block", "", "| option | meaning |", "|---|---|"]
    lines += [f"| `{name}` | {text} |" for name, text in COMMON_TEXTS.items()]
    return "\n".join(lines) + "\n"


def wrapped(text: str) -> list[str]:
    """A paragraph in lines as wide as those of all guides; what stands in backquotes is not parted."""
    whole = re.sub(r"`[^`]+`", lambda code: code[0].replace(" ", "\0"), text)
    lines = textwrap.wrap(whole, WIDEST, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]


def _kind_reference(kind: Kind) -> Iterable[str]:
    yield f"### {kind.word}"
    yield ""
    yield from wrapped(kind.text)
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
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Architecture",
        "description": "A network described layer by layer (data/raw/architectures/README.md)",
        "type": "object",
        "properties": {key: {**schema, "description": KEYS[key]} for key, schema in _keys().items()},
        "required": list(REQUIRED_KEYS),
        "additionalProperties": False,
        "$defs": {
            **_definitions(),
            **{f"{name}{OF_BLOCKS}": _in_blocks(each) for name, each in _definitions().items()},
        },
    }


def _definitions() -> dict[str, Any]:
    """Lists of layers, and by name the options that every layer has, and by kind those of its own."""
    return {
        "layers": _layers(),
        "common": {name: {**_common(name), "description": text} for name, text in COMMON_TEXTS.items()},
        "options": {kind.word: _options(kind) for kind in KINDS.values()},
    }


def _keys() -> dict[str, dict[str, Any]]:
    """What each key of a file holds."""
    text: dict[str, Any] = {"type": ["string", "number"]}
    whole = {"type": ["integer", "string", "null"], "minimum": 1, "pattern": "^0*[1-9][0-9]*$"}
    published = {
        "anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": counts_pattern()}, NULL]
    }
    taken = {"not": {"enum": sorted({*KINDS, *COMMON})}}
    block = {
        "type": "object",
        "properties": {"options": _block_options(taken), "layers": _all_of(f"layers{OF_BLOCKS}", type="array")},
        "required": ["layers"],
        "additionalProperties": False,
    }
    defaults = {word: {"$ref": f"#/$defs/options/{word}"} for word in KINDS}
    return {
        **{key: text if key in REQUIRED_KEYS else {"type": [*text["type"], "null"]} for key in TEXTS},
        **dict.fromkeys(("batch", "units_per_pass"), whole),
        **dict.fromkeys(("published_macs", "published_parameters"), published),
        "input": {"anyOf": [text, {"type": "object", "additionalProperties": text, "minProperties": 1}]},
        "layers": _all_of("layers", type="array", minItems=1),
        "blocks": {"type": ["object", "null"], "propertyNames": taken, "additionalProperties": block},
        "defaults": {"type": ["object", "null"], "properties": defaults, "additionalProperties": False},
    }


def _block_options(name: dict[str, Any]) -> dict[str, Any]:
    """Names, or names with their defaults."""
    names = {"type": "array", "items": {"type": ["string", "number"], **name}}
    return {"anyOf": [names, {"type": "object", "propertyNames": name}, NULL]}


def _all_of(layers: str, **also: Any) -> dict[str, Any]:
    """Layers of which more is asked; what stands beside a reference has no effect."""
    return {"allOf": [{"$ref": f"#/$defs/{layers}"}, also]}


def _layers() -> dict[str, Any]:
    """A word, or a mapping that begins with one; a word that is no kind is a block of the file."""
    words = {"type": "string", "anyOf": [{"enum": list(KINDS)}, {}]}
    completions = {kind.word: {"description": kind.text} for kind in KINDS.values()}
    rules = [{"if": _is_kind(kind.word), "then": _kind_schema(kind)} for kind in KINDS.values()]
    return {
        "type": ["array", "null"],
        "items": {"anyOf": [words, {"type": "object", "properties": completions, "allOf": rules}]},
    }


def _is_kind(word: str) -> dict[str, Any]:
    """Whether a mapping is of this kind: it has the word, and no kind that has an option of this name."""
    others = [kind.word for kind in KINDS.values() if word in kind.options and kind.word != word]
    also = {"not": {"anyOf": [{"required": [other]} for other in others]}} if others else {}
    return {"required": [word], **also}


def _kind_schema(kind: Kind) -> dict[str, Any]:
    """A layer: its word, its own options, and those that every layer has and it does not mean otherwise."""
    at = f"#/$defs/options/{kind.word}"
    common = {name: {"$ref": f"#/$defs/common/{name}"} for name in COMMON}
    own = {name: {"$ref": f"{at}/properties/{name}"} for name in kind.options}
    main = own[kind.main] if kind.main else NULL
    first = {"allOf": [{"$ref": at}, {"minProperties": 1}], "description": COMMON_TEXTS["first"]}
    beside = {"anyOf": [main, NULL], "description": kind.text}
    return {"properties": {**common, "first": first, **own, kind.word: beside}, "additionalProperties": False}


def _options(kind: Kind) -> dict[str, Any]:
    properties = {
        option.name: {**option.reader.schema(), "description": _with_conditions(option, option.text)}
        for option in kind.options.values()
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _common(name: str) -> dict[str, Any]:
    reader = COMMON[name]
    schema: dict[str, Any] = reader.schema() if reader else {"type": "object"}
    return schema


def _in_blocks(schema: Any) -> Any:
    """The same within a block, where the name of one of its options may stand for any value."""
    if isinstance(schema, list):
        return [_in_blocks(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": re.sub(r"(?<=\$defs/)\w+", rf"\g<0>{OF_BLOCKS}", schema["$ref"])}
    if "enum" in schema or schema.get("type") == "boolean":
        described = {key: schema[key] for key in schema if key == "description"}
        return {
            "anyOf": [{key: schema[key] for key in schema if key not in described}, {"type": "string"}],
            **described,
        }
    return {key: _in_blocks(each) for key, each in schema.items()}
