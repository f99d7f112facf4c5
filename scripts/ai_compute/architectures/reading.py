"""From a file to an Architecture: the parts are checked before anything is counted, all mistakes at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ai_compute.architectures.common import COMMON
from ai_compute.architectures.inputs import INPUT, STEPWISE, read_input, units_of_a_pass
from ai_compute.architectures.language import KINDS
from ai_compute.architectures.layer_checks import LayerChecks
from ai_compute.architectures.readers import Layers, Unreadable, said
from ai_compute.architectures.shapes import Tensor
from ai_compute.architectures.words import singular
from ai_compute.entries.documents import Document, Path, read_yaml
from ai_compute.messages.problems import Problem, Problems, did_you_mean
from ai_compute.values.quantities import QuantityError, parse

KEYS = {
    "name": "the model's name",
    "unit": "what forward_macs is of: image, sequence, token, step, frame, position, example, ...",
    "units_per_pass": "how many units one pass through `input` is; if left out: all steps of all inputs for the units "
    + ", ".join(STEPWISE)
    + "; else 1",
    "input": INPUT,
    "batch": "examples in one pass; counts are of the whole batch",
    "layers": "the layers, one after the other",
    "blocks": "named blocks: `options` (name: default, nothing = required) and `layers`",
    "defaults": "options of a kind of layer that hold unless the layer says otherwise",
    "published_macs": "multiply-adds of one unit as published",
    "published_parameters": "parameters as published",
    "source": "where the dimensions stand",
    "published_source": "where the published counts stand, if elsewhere",
    "explanation": "why the count differs from what is published",
    "note": "anything else",
}
REQUIRED_KEYS = ("unit", "input", "layers")
TEXTS = ("name", "unit", "source", "published_source", "explanation", "note")
Result = TypeVar("Result")
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Block:
    """A named block: its options with their defaults (None = required), and its layers."""

    options: dict[str, Any]
    layers: Layers


@dataclass(frozen=True)
class Architecture:
    """A described network, its structure checked."""

    key: str
    document: Document
    name: str
    unit: str
    units_per_pass: int
    batch: int
    inputs: dict[str, Tensor]
    layers: Layers
    blocks: dict[str, Block]
    defaults: dict[str, dict[str, Any]]
    published_macs: float | None
    published_parameters: float | None
    source: str
    explanation: str


def read_architecture(content: bytes | str, file: str) -> Architecture:
    """Read an architecture from YAML, or from a Hugging Face `config.json`.

    Raises:
        Problems: everything that is wrong with the structure, with file and line.
    """
    if file.endswith(".json"):
        from ai_compute.architectures.huggingface import translate

        return _Reader(translate(content, file)).architecture()
    return _Reader(read_yaml(content, file)).architecture()


class _Reader:
    """Checks one document; problems are collected."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def architecture(self) -> Architecture:
        data = self.document.data
        if not isinstance(data, dict):
            self._say((), "no mapping", "keys such as name, unit, input and layers", raise_now=True)
        for key in data:
            if key not in KEYS:
                self._say((key,), f"'{key}'", "a known key", did_you_mean(key, KEYS, "known: " + ", ".join(KEYS)))
        for key in REQUIRED_KEYS:
            if data.get(key) is None:
                self._say((), f"no `{key}`", f"`{key}`: {KEYS[key]}")
        for key in TEXTS:
            value = data.get(key)
            if isinstance(value, dict | list | bool):
                way_out = "put it in quotes" if isinstance(value, bool) else f"write {KEYS[key]} on one line"
                self._say((key,), said(value), "text", way_out)
        blocks = self._blocks(data.get("blocks") or {})
        checks = LayerChecks(self._say, {word: block.options for word, block in blocks.items()})
        defaults = self._defaults(data.get("defaults") or {}, checks)
        for block in blocks.values():
            checks.check(block.layers)
        layers = data.get("layers")
        if layers is not None and (not isinstance(layers, list) or not layers):
            self._say(("layers",), "no list", "a list of layers", "put each layer on a line of its own, after a dash")
        else:
            checks.check(Layers(layers or [], ("layers",)))
        inputs = self._inputs(data.get("input"))
        whole = {key: self._whole(key) for key in ("batch", "units_per_pass")}
        units = self._units(data.get("unit"), inputs, whole["units_per_pass"])
        published = {key: self._published(key) for key in ("published_macs", "published_parameters")}
        if self.problems:
            raise Problems(self.problems)
        return Architecture(
            key=self.document.file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0],
            document=self.document,
            name=str(data.get("name") or ""),
            unit=singular(str(data["unit"])),
            units_per_pass=units or 1,
            batch=whole["batch"] or 1,
            inputs=inputs,
            layers=Layers(layers or [], ("layers",)),
            blocks=blocks,
            defaults=defaults,
            published_macs=published["published_macs"],
            published_parameters=published["published_parameters"],
            source=str(data.get("source") or ""),
            explanation=str(data.get("explanation") or ""),
        )

    def _say(self, path: Path, found: str, expected: str, way_out: str = "", raise_now: bool = False) -> None:
        problem = self.document.problem(path, key=True, found=found, expected=expected, way_out=way_out)
        self.problems.append(problem)
        if raise_now:
            raise Problems(self.problems)

    def _whole(self, key: str) -> int | None:
        value = self.document.data.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.isdecimal() or int(value) < 1:
            self._say((key,), f"'{value}'", "a whole number of at least 1")
            return None
        return int(value)

    def _published(self, key: str) -> float | None:
        value = self.document.data.get(key)
        if value is None:
            return None
        try:
            published = parse(re.sub(r"\s*MACs?$", "", str(value))).value
        except QuantityError as error:
            self._say((key,), f"'{value}'", error.expected, error.way_out)
            return None
        if published <= 0:
            self._say((key,), f"'{value}'", "more than 0", f"leave `{key}` out if it is not known")
        return published

    def _inputs(self, value: Any) -> dict[str, Tensor]:
        if isinstance(value, dict):
            inputs = {name: self._input(shape, ("input", name)) for name, shape in value.items()}
            if not value:
                self._say(("input",), "no input", KEYS["input"])
        else:
            inputs = {"input": self._input(value, ("input",))} if value is not None else {}
        return {name: x for name, x in inputs.items() if x is not None}

    def _input(self, value: Any, path: Path) -> Tensor | None:
        return self._tried(path, read_input, value)

    def _units(self, unit: object, inputs: dict[str, Tensor], given: int | None) -> int | None:
        """Units of a pass: as given, or told by the inputs."""
        if given or unit is None or not inputs:
            return given
        return self._tried(("unit",), units_of_a_pass, str(unit), list(inputs.values()))

    def _tried(self, path: Path, read: Callable[..., Result], *values: Any) -> Result | None:
        """What a reader makes of values; a mistake is kept."""
        try:
            return read(*values)
        except Unreadable as error:
            self._say(path, error.found, error.expected, error.way_out)
            return None

    def _blocks(self, value: Any) -> dict[str, Block]:
        blocks = {}
        for word, body in (value if isinstance(value, dict) else {}).items():
            path: Path = ("blocks", word)
            if word in KINDS or word in COMMON:
                taken = "kind of layer" if word in KINDS else "option of every layer"
                way_out = f"call it `my {word}`, here and where it is used"
                self._say(path, f"a block called '{word}'", f"a name that no {taken} has", way_out)
            if not isinstance(body, dict) or not isinstance(body.get("layers"), list):
                self._say(
                    path,
                    "no list `layers`",
                    "`options` and `layers`",
                    "blocks: {name: {options: [...], layers: [...]}}",
                )
                continue
            for key in body:
                if key not in ("options", "layers"):
                    self._say(
                        (*path, key), f"'{key}'", "options or layers", did_you_mean(key, ("options", "layers"), "")
                    )
            options = self._block_options(body.get("options") or {}, (*path, "options"))
            blocks[word] = Block(options, Layers(body["layers"], (*path, "layers")))
            used: set[str] = set()
            _add_words(body["layers"], used)
            for name in options:
                if name not in used:
                    way_out = f"write `{name}` where its value belongs, or take the option out"
                    self._say((*path, "options", name), f"'{name}', which no layer of the block uses",
                              "an option that stands as a value in a layer of the block", way_out)  # fmt: skip
        if not isinstance(value, dict):
            self._say(("blocks",), "no mapping", KEYS["blocks"])
        return blocks

    def _block_options(self, value: Any, path: Path) -> dict[str, Any]:
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            value = dict.fromkeys(value)
        if not isinstance(value, dict):
            self._say(path, "neither names nor defaults", "[width, stride] or {width: , stride: 1}")
            return {}
        for name in value:
            if name in COMMON or name in KINDS:
                why = "every layer has this one" if name in COMMON else "a kind of layer has this one"
                self._say(
                    path,
                    f"an option called '{name}'",
                    f"another name: {why}",
                    f"call it `my_{name}`, here and where it is used",
                )
        return value

    def _defaults(self, value: Any, checks: LayerChecks) -> dict[str, dict[str, Any]]:
        defaults = {}
        for word, options in (value if isinstance(value, dict) else {}).items():
            if word not in KINDS or not isinstance(options, dict):
                way_out = did_you_mean(word, KINDS, "") if word not in KINDS else "write {option: value}"
                self._say(("defaults", word), f"'{word}'", "a kind of layer and its options", way_out)
                continue
            for name in options:
                if name not in KINDS[word].options:
                    checks.unknown_option(("defaults", word, name), name, word, list(KINDS[word].options))
            defaults[word] = options
        return defaults


def _add_words(node: Any, words: set[str]) -> None:
    """All names in the values of layers, as far as they could be a block's options."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key != "note":
                _add_words(value, words)
    elif isinstance(node, list):
        for item in node:
            _add_words(item, words)
    elif isinstance(node, str):
        words.add(node)
        if not node.isalnum():
            words.update(WORD.findall(node))
