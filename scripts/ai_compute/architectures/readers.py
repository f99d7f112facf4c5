"""What an option may hold: how a value is read, what is expected, and how it stands in a JSON Schema.

Reading is done here and not by pydantic because one count, process start included, has to stay under 0.2 s, and
importing pydantic alone takes longer.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ai_compute.architectures.expressions import NotANumber, UnknownName, evaluate
from ai_compute.entries.documents import Path
from ai_compute.messages.problems import nearest

BETWEEN_SIZES = re.compile(r"\s+x\s+|(?<=\d)x(?=\d)")


class Unreadable(ValueError):
    """A value that an option cannot hold: what was found, what is expected, and a way out."""

    def __init__(self, found: str, expected: str, way_out: str = "", path: Path = ()) -> None:
        """Keep the parts of the message; `path` leads to the place inside the value."""
        super().__init__(found)
        self.found, self.expected, self.way_out, self.path = found, expected, way_out, path


class Layers(NamedTuple):
    """Layers inside a layer, unread, and where they stand in the file."""

    items: list[Any]
    path: Path


class Scope(NamedTuple):
    """What names in options stand for: the options of the block around, and `channels` and `length` at this point."""

    variables: Mapping[str, object]

    def resolve(self, value: Any) -> Any:
        """The value that a bare name stands for, or the value itself."""
        return self.variables.get(value, value) if isinstance(value, str) else value

    def number(self, value: Any, reader: "Whole | Sizes") -> int:
        """A whole number, written as such or as arithmetic."""
        value = self.resolve(value)
        if type(value) is int:
            return value
        if not isinstance(value, str):
            raise Unreadable(said(value), reader.expected)
        try:
            return evaluate(value, self.variables)
        except NotANumber as error:
            raise Unreadable(f"'{value}', which {error}", reader.expected, self._way_out(value, error)) from None

    def _way_out(self, value: str, error: NotANumber) -> str:
        known = [name for name in self.variables if isinstance(name, str)]
        unknown = error.name if isinstance(error, UnknownName) else value
        near = nearest(unknown, known)
        if near:
            return f"did you mean '{near}'?"
        if unknown != value:
            return "names here: " + ", ".join(known)
        return "write digits without commas or suffix" if re.search(r"\d", value) else ""


def said(value: Any) -> str:
    """A raw value as the message quotes it."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    return {None: "nothing", True: "true", False: "false"}.get(value, f"'{value}'")


class Whole(NamedTuple):
    """A whole number or arithmetic of whole numbers."""

    minimum: int = 1

    @property
    def expected(self) -> str:
        """In words."""
        return f"a whole number of at least {self.minimum}"

    def read(self, value: Any, scope: Scope, path: Path) -> int:
        """The number."""
        number = scope.number(value, self)
        if number < self.minimum:
            raise Unreadable(f"{number}", self.expected)
        return number

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": ["integer", "string"], "minimum": self.minimum}


class Sizes(NamedTuple):
    """One whole number for every axis, or one for all."""

    minimum: int = 1

    @property
    def expected(self) -> str:
        """In words."""
        return f"a whole number of at least {self.minimum}, or one for each axis such as 1 x 7"

    def read(self, value: Any, scope: Scope, path: Path) -> tuple[int, ...]:
        """A number for each axis; a single one stands for all axes."""
        value = scope.resolve(value)
        parts = value if isinstance(value, (list, tuple)) else [value]
        if isinstance(value, str) and not value.isdecimal():
            parts = BETWEEN_SIZES.split(value)
        sizes = tuple([scope.number(part, self) for part in parts])
        if not 1 <= len(sizes) <= 3 or min(sizes) < self.minimum:
            raise Unreadable(" x ".join(map(str, sizes)) or "nothing", self.expected)
        return sizes

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        size = {"type": ["integer", "string"], "minimum": self.minimum}
        sizes = {"type": "array", "items": size, "minItems": 1, "maxItems": 3}
        return {"anyOf": [size, sizes]}


class Flag(NamedTuple):
    """true or false."""

    expected: str = "true or false"

    def read(self, value: Any, scope: Scope, path: Path) -> bool:
        """The flag."""
        value = scope.resolve(value)
        if not isinstance(value, bool):
            raise Unreadable(said(value), self.expected)
        return value

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "boolean"}


class OneOf:
    """One word of a list, or else what `otherwise` reads."""

    def __init__(self, *words: str, otherwise: Any = None) -> None:
        """Take the words of the list."""
        self.words, self.otherwise = words, otherwise

    @property
    def expected(self) -> str:
        """In words."""
        listed = ", ".join(self.words)
        return f"{listed}, or {self.otherwise.expected}" if self.otherwise else f"one of {listed}"

    def read(self, value: Any, scope: Scope, path: Path) -> Any:
        """The word, or the other value."""
        value = scope.resolve(value)
        word = "none" if value is None else value
        if isinstance(word, str) and word in self.words:
            return word
        try:
            if self.otherwise is not None:
                return self.otherwise.read(value, scope, path)
            otherwise = Unreadable(said(value), self.expected)
        except Unreadable as error:
            otherwise = Unreadable(error.found, self.expected, error.way_out, error.path)
        near = nearest(word, self.words) if isinstance(word, str) else None  # only now, since this takes long
        raise Unreadable(said(value), self.expected, f"did you mean '{near}'?") if near else otherwise

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        words: dict[str, Any] = {"enum": [*self.words, *((None,) if "none" in self.words else ())]}
        return {"anyOf": [words, self.otherwise.schema()]} if self.otherwise else words


class Name(NamedTuple):
    """The name of a layer or input."""

    expected: str = "a name"

    def read(self, value: Any, scope: Scope, path: Path) -> str:
        """The name."""
        value = scope.resolve(value)
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            raise Unreadable(said(value), self.expected)
        return str(value)

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": ["string", "number"]}


class Names(NamedTuple):
    """One name, or a list of names, of layers or inputs."""

    expected: str = "the name of an earlier layer or input, or a list of them"

    def read(self, value: Any, scope: Scope, path: Path) -> tuple[str, ...]:
        """The names."""
        value = scope.resolve(value)
        return tuple(Name().read(item, scope, path) for item in (value if isinstance(value, list) else [value]))

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": ["string", "number", "array"], "items": {"type": ["string", "number"]}}


class LayerList(NamedTuple):
    """A list of layers."""

    expected: str = "a list of layers"

    def read(self, value: Any, scope: Scope, path: Path) -> Layers:
        """The layers, unread."""
        value = [] if value is None else value
        if not isinstance(value, list):
            raise Unreadable(said(value), self.expected, "put each layer on a line of its own, after a dash")
        return Layers(value, path)

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"$ref": "#/$defs/layers"}


class Branches(NamedTuple):
    """Several lists of layers, named or not."""

    expected: str = "a list of branches, each a list of layers"

    def read(self, value: Any, scope: Scope, path: Path) -> list[tuple[str, Layers]]:
        """Name (empty if it has none) and layers of each branch."""
        named = value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else None
        if not named:
            raise Unreadable(said(value), self.expected)
        branches = []
        for key, items in named.items():
            try:
                layers = LayerList().read(items, scope, (*path, key))
            except Unreadable as error:
                raise Unreadable(error.found, self.expected, "begin each branch with '- -' or '- ['", (key,)) from None
            branches.append(("" if isinstance(key, int) else key, layers))
        return branches

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        layers = {"$ref": "#/$defs/layers"}
        named = {"type": "object", "additionalProperties": layers, "minProperties": 1}
        return {"anyOf": [{"type": "array", "items": layers, "minItems": 1}, named]}


class Links(NamedTuple):
    """A partial connection table: input maps of each output map, how many each has, or how many there are in all."""

    expected: str = "the number of connected pairs of maps, or a list with an item for each output map"

    def read(self, value: Any, scope: Scope, path: Path) -> tuple[int, ...]:
        """Number of input maps of each output map; a single number is the total.

        Maps are numbered from 0 or from 1 on, the same way in all items.
        """
        value = scope.resolve(value)
        if not isinstance(value, list):
            return (Whole().read(value, scope, path),)
        named = [self._maps(item, scope, path) for item in value if isinstance(item, list)]
        numbers = {number for maps in named for number in maps}
        channels = scope.resolve("channels")
        if numbers and type(channels) is int and max(numbers) >= channels + (0 not in numbers):
            found = f"input maps {min(numbers)} to {max(numbers)}"
            raise Unreadable(found, f"maps 0 to {channels - 1}, or 1 to {channels}")
        return tuple(len(item) if isinstance(item, list) else Whole().read(item, scope, path) for item in value)

    @staticmethod
    def _maps(listed: list[Any], scope: Scope, path: Path) -> list[int]:
        maps = [Whole(0).read(item, scope, path) for item in listed]
        if len(set(maps)) < len(maps) or not maps:
            raise Unreadable("a map twice" if maps else "an empty list", "different input maps, at least one")
        return maps

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        maps: dict[str, Any] = {"type": ["integer", "string", "array"], "minimum": 1}
        return {**maps, "items": maps}
