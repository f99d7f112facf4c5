"""A `config.json` as it was found: every key is asked for by a family, or known to change nothing, or refused."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from ai_compute.architectures.huggingface.harmless import changes_nothing
from ai_compute.entries.documents import Path, field_name
from ai_compute.entries.unreadable import decode
from ai_compute.messages.problems import Problem, Problems, unknown_name

MOST_LISTED = 10_000
"""Families write each layer down, and some each head; no network has nearly as many, so more is a slip."""
LARGEST_NUMBER = 1e9
"""No rate and no share of a width is nearly as large, so more is a slip."""
DENIALS = {
    "causal": "causal",
    "use_causal_mask": "causal",
    "use_qk_norm": "query_key_norm",
    "qk_norm": "query_key_norm",
    "gated": "gated",
    "use_gated_mlp": "gated",
    "use_rms_norm": "rms_norm",
}
"""Keys that deny a trait when they are false, and what the trait is called in the language of architectures."""


@dataclass
class Source:
    """The file that a configuration stands in."""

    file: str
    text: str

    def problem(self, path: Path, found: str, expected: str, way_out: str = "") -> Problem:
        """A problem at a path, with line and column of its last key that can be found."""
        line, column = self._place(path)
        lines = self.text.splitlines()
        shown = lines[line - 1] if 0 < line <= len(lines) and len(lines[line - 1]) < 400 else ""
        return Problem(self.file, line, column, field=field_name(path), source=shown, found=found, expected=expected,
                       way_out=way_out)  # fmt: skip

    def _place(self, path: Path) -> tuple[int, int]:
        at = start = 0
        for step in path:
            matches = list(re.compile(rf'"{re.escape(str(step))}"\s*:').finditer(self.text, start))
            if not matches:
                break
            match = next((found for found in matches if _depth(self.text[start : found.start()]) == 1), matches[0])
            at, start = match.start(), match.end()
        before = self.text[:at]
        return before.count("\n") + 1, at - before.rfind("\n")


def _depth(text: str) -> int:
    """How many objects and lists are open behind a text, not counting brackets in strings."""
    bare = re.sub(r'"(?:\\.|[^"\\])*"', "", text)
    return sum(bare.count(opening) for opening in "{[") - sum(bare.count(closing) for closing in "}]")


def parse(content: bytes | str, file: str) -> tuple[Source, dict[str, Any]]:
    """The object that a JSON file holds.

    Raises:
        Problems: no JSON, a key twice, or no object.
    """
    source = Source(file, decode(content, file) if isinstance(content, bytes) else content)
    twice: list[str] = []

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            twice.extend(key for key in made if [name for name, _ in pairs].count(key) > 1)
        return made

    try:
        data = json.loads(source.text, object_pairs_hook=object_of)
    except json.JSONDecodeError as error:
        shown = source.text.splitlines()[error.lineno - 1 : error.lineno]
        way_out = "check quotes, commas and brackets here and on the line before"
        problem = Problem(file, error.lineno, error.colno, source="".join(shown), found=error.msg, expected="JSON",
                          way_out=way_out)  # fmt: skip
        raise Problems([problem]) from None
    except RecursionError:
        raise Problems([Problem(file, found="too many levels", expected="a config.json")]) from None
    except ValueError:
        raise Problems([Problem(file, found="a number of thousands of digits", expected="a config.json")]) from None
    if twice:
        raise Problems([source.problem((key,), f"the key '{key}' again", "each key once") for key in twice])
    if not isinstance(data, dict):
        raise Problems([source.problem((), "no object", 'a config.json, such as {"model_type": "llama", ...}')])
    return source, data


@dataclass
class Config:
    """One object of a configuration; it remembers which keys were asked for."""

    source: Source
    data: Mapping[str, Any]
    path: Path = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """What transformers takes for keys that are left out."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What this family calls keys that others know by another name."""
    asked: set[str] = field(default_factory=set)
    sections: list["Config"] = field(default_factory=list)

    def wrong(self, name: str, found: str, expected: str, way_out: str = "") -> Problems:
        """What is wrong with a key, to be raised."""
        return Problems([self.source.problem((*self.path, *([name] if name else [])), found, expected, way_out)])

    def fail(self, name: str, found: str, expected: str, way_out: str = "") -> NoReturn:
        """Say what is wrong with a key.

        Raises:
            Problems: always.
        """
        raise self.wrong(name, found, expected, way_out)

    def value(self, *names: str) -> Any:
        """The value of a key under any of its names; None if it is null; its default if it is absent."""
        names = self._known_as(names)
        self.asked.update(names)
        given = {name: self.data[name] for name in names if self.data.get(name) is not None}
        if len({json.dumps(value) for value in given.values()}) > 1:
            listed = ", ".join(f"{name} {value}" for name, value in given.items())
            self.fail(
                next(iter(given)), f"two values: {listed}", "one value under one name", "remove the one not meant"
            )
        if given:
            return next(iter(given.values()))
        if any(name in self.data for name in names):
            return None
        return next((self.defaults[name] for name in names if name in self.defaults), None)

    def whole(self, *names: str, default: int | None = None, minimum: int = 1) -> int:
        """A whole number."""
        value = self.value(*names)
        if value is None:
            value = default
        if value is None:
            wanted = self.names.get(names[0], names[0])
            self.fail("", f"no `{wanted}`", f"`{wanted}`, a whole number", "add it as the model has it")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if type(value) is not int or value < minimum:
            self.fail(self._name(names), f"{json.dumps(value)}", f"a whole number of at least {minimum}")
        for listed in ("layers", "heads"):
            if value > MOST_LISTED and names[0].endswith((listed, listed[:-1])):
                self.fail(self._name(names), f"{value}", f"at most {MOST_LISTED} {listed}")
        return value

    def maybe(self, *names: str) -> int | None:
        """A whole number, or None where it is null or 0: no window, no shared experts."""
        value = self.value(*names)
        return None if value is None or (value == 0 and value is not False) else self.whole(*names)

    def number(self, name: str, otherwise: float) -> float:
        """A number from 0 to LARGEST_NUMBER; what is null or left out is what `otherwise` says."""
        value = self.value(name)
        if value is None:
            return otherwise
        if type(value) not in (int, float) or not 0 <= value <= LARGEST_NUMBER:
            self.fail(name, json.dumps(value)[:60], f"a number from 0 to {LARGEST_NUMBER:.0e}")
        return float(value)

    def flag(self, *names: str, default: bool = False) -> bool:
        """true or false."""
        value = self.value(*names)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fail(self._name(names), f"{json.dumps(value)}", "true or false")
        return value

    def text(self, *names: str, default: str = "") -> str:
        """A word."""
        value = self.value(*names)
        if value is None:
            return default
        if not isinstance(value, str):
            self.fail(self._name(names), f"{json.dumps(value)}", "a word")
        return value

    def listed(self, name: str, length: int | None = None) -> list[Any] | None:
        """A list, of the stated length, or None."""
        value = self.value(name)
        if value is None:
            return None
        if not isinstance(value, list):
            self.fail(name, f"{json.dumps(value)[:60]}", "a list")
        if length is not None and len(value) != length:
            self.fail(name, f"{len(value)} items", f"{length}: one for each layer")
        return value

    def wholes(self, name: str, length: int | None = None, minimum: int = 1) -> list[int] | None:
        """A list of whole numbers, of the stated length, or None."""
        listed = self.listed(name, length)
        if listed is not None and not all(type(item) is int and item >= minimum for item in listed):
            self.fail(name, json.dumps(listed)[:60], f"whole numbers of at least {minimum}")
        if name == "depths" and sum(listed or []) > MOST_LISTED:
            self.fail(name, json.dumps(listed)[:60], f"at most {MOST_LISTED} layers")
        return listed

    def row(self, name: str, length: int | None = None) -> list[int]:
        """A list of whole numbers, of the stated length, that must be there."""
        listed = self.wholes(name, length)
        if not listed:
            self.fail("", f"no `{name}`", f"`{name}`, a list of whole numbers", "add it as the model has it")
        return listed

    def of_layers(self, name: str, layers: int) -> list[int]:
        """A whole number for each layer: listed, or one for all."""
        listed = self.wholes(name, layers) if isinstance(self.value(name), list) else None
        return listed or [self.whole(name)] * layers

    def indexes(self, name: str, layers: int) -> list[int] | None:
        """Numbers of layers, from 0 on; none is beyond the last layer."""
        listed = self.wholes(name, minimum=0)
        beyond = [at for at in listed or [] if at >= layers]
        if beyond:
            self.fail(name, f"{beyond[0]}", f"layers from 0 to {layers - 1}")
        return listed

    def section(self, name: str, defaults: Mapping[str, Any] | None = None) -> "Config | None":
        """An object inside, or None."""
        self.asked.add(name)
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fail(name, f"{json.dumps(value)[:60]}", "an object")
        inside = Config(self.source, value, (*self.path, name), defaults or {})
        self.sections.append(inside)
        return inside

    def only(self, name: str, *allowed: Any) -> Any:
        """The value of a key of which only some values are counted; the first is what a missing or null key means."""
        value = self.value(name)
        if value is None:
            return allowed[0]
        if value not in allowed:
            self.fail(name, json.dumps(value)[:60], " or ".join(json.dumps(item) for item in allowed),
                      "no other value is counted; describe such a network in YAML (README.md)")  # fmt: skip
        return value

    def ignore(self, *names: str) -> None:
        """Keys that this family of models does not use."""
        self.asked.update(names)

    def _known_as(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Names of a key, this family's own first."""
        return (*(self.names[name] for name in names if name in self.names), *names) if self.names else names

    def _name(self, names: tuple[str, ...]) -> str:
        return next((name for name in self._known_as(names) if name in self.data), "")

    def unknown(self, ignored: Iterable[str] = ()) -> list[Problem]:
        """A problem for each key that nobody asked for, that says something, and that might change the count."""
        problems = [self._unknown(key) for key in self._strange() if key not in set(ignored)]
        return problems + [problem for section in self.sections for problem in section.unknown(ignored)]

    def refused(self) -> set[str]:
        """The keys here and inside for which `unknown` has a problem if nothing is ignored."""
        return set(self._strange()).union(*(section.refused() for section in self.sections))

    def _strange(self) -> list[str]:
        return [key for key, value in self.data.items() if key not in self.asked and self._says_something(key, value)]

    def _says_something(self, key: str, value: Any) -> bool:
        if value is False and key in DENIALS:
            return True
        part = str(self.path[-1]) if self.path else ""
        return value not in (None, False, 0, "", [], {}) and not changes_nothing(key, value, part)

    def _unknown(self, key: str) -> Problem:
        otherwise = (
            f'if it changes neither products nor parameters, add "ai_compute": {{"ignore": ["{key}"]}}; else describe '
            "the network in YAML"
        )
        found = f"the key '{key}', which is not understood for this model_type"
        way_out = unknown_name(key, sorted(self.asked - self.data.keys()), otherwise)
        return self.source.problem((*self.path, key), found, "keys whose effect on the count is known", way_out)
