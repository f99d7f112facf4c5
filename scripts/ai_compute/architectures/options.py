"""Options of layers and blocks as they stand in a file: read, completed by defaults, and shown in labels."""

from collections.abc import Mapping
from typing import Any, NoReturn

from ai_compute.architectures.effects import unmet, written_out
from ai_compute.architectures.expressions import NotANumber, evaluate
from ai_compute.architectures.language import REQUIRED, Kind, Option, Scope, Unreadable
from ai_compute.architectures.purity import Uses
from ai_compute.architectures.reading import COMMON, Architecture, Block
from ai_compute.architectures.shapes import Tensor
from ai_compute.entries.documents import Path, field_name
from ai_compute.messages.problems import Problems

NOTHING: Mapping[str, Any] = {}


class Variables(dict[str, object]):
    """The options of the block around; `key` tells values apart, and is None where they cannot be compared."""

    __slots__ = ("key",)

    def __init__(self, values: Mapping[str, object]) -> None:
        """Take the values by name."""
        super().__init__(values)
        values_of = tuple(self.values())
        self.key = values_of if all(isinstance(value, int | str) for value in values_of) else None


NO_VARIABLES = Variables({})


def scope_of(variables: Variables, x: Tensor) -> Scope:
    """The names that arithmetic may use at a layer with this input."""
    at_this_point = {"channels": x.channels, "length": x.size}
    return Scope({**at_this_point, **variables})


class Options:
    """The options of one architecture's layers; `effective` collects the file's defaults that have an effect."""

    def __init__(self, architecture: Architecture, uses: Uses) -> None:
        """Nothing is read yet."""
        self.architecture = architecture
        self.uses = uses
        self.arguments: dict[int, Mapping[str, Any]] = {}
        self.effective: set[tuple[str, str]] = set()

    def arguments_of(
        self, kind: Kind, given: dict[str, Any], item: Any, path: Path, variables: Variables, x: Tensor
    ) -> Mapping[str, Any]:
        """What a kind's function is called with; read once for each layer of the file whose options use no names."""
        known = self.arguments.get(id(item)) if item is not None else None
        if known is not None:
            return known
        values = self._options(kind, given, path, scope_of(variables, x), x)
        arguments = {kind.options[name].argument: value for name, value in values.items()}
        if item is not None and not self.uses.own(given) and not self.uses.own(self._defaults(kind)):
            self.arguments[id(item)] = arguments
        return arguments

    def _defaults(self, kind: Kind) -> Mapping[str, Any]:
        return self.architecture.defaults.get(kind.word, NOTHING)

    def common(self, name: str, options: dict[str, Any], path: Path, scope: Scope, x: Tensor) -> Any:
        """One of the options that every layer has."""
        if name == "first":
            return options[name]
        return self._read(COMMON[name], options[name], (*path, name), scope, x)

    def _options(self, kind: Kind, given: dict[str, Any], path: Path, scope: Scope, x: Tensor) -> dict[str, Any]:
        """Every option of a layer: as given, else the file's default, else the language's."""
        defaults = self.architecture.defaults.get(kind.word, NOTHING)
        values: dict[str, Any] = {}
        told: list[tuple[Option, str]] = []
        for option in kind.options.values():
            key = kind.word if option.name == kind.main else option.name
            key = option.name if given.get(key) is None and option.name in given else key
            if key in given and not (option.name == kind.main and given[key] is None):
                values[option.name] = self._read(option.reader, given[key], (*path, key), scope, x)
                if option.conditions:
                    told.append((option, key))
            elif option.name in defaults:
                values[option.name] = self._read(
                    option.reader, defaults[option.name], ("defaults", kind.word, option.name), scope, x
                )
            elif option.default is REQUIRED:
                self.fail(path, f"`{kind.word}` without {option.name}; the input of this layer is {x}",
                           f"{option.name}: {option.reader.expected} ({option.text})")  # fmt: skip
            else:
                values[option.name] = option.default
        for option, key in told:
            condition = unmet(option.conditions, values)
            if condition and not written_out(values[option.name], option.default):
                self.fail((*path, key), f"{condition.found(key)}; the input of this layer is {x}",
                           f"`{key}` {condition.text}", condition.way_out(key))  # fmt: skip
        for name in defaults:
            self._default(kind, name, given, values)
        return values

    def _default(self, kind: Kind, name: str, given: dict[str, Any], values: dict[str, Any]) -> None:
        """A default of the file holds where it has an effect; elsewhere it is as if it were not there."""
        option = kind.options[name]
        if name in given or (name == kind.main and given.get(kind.word) is not None):
            return
        if unmet(option.conditions, values):
            values[name] = option.default
        else:
            self.effective.add((kind.word, name))

    def _read(self, reader: Any, value: Any, path: Path, scope: Scope, x: Tensor) -> Any:
        try:
            return reader.read(value, scope, path)
        except Unreadable as error:
            self.fail(
                (*path, *error.path), f"{error.found}; the input of this layer is {x}", error.expected, error.way_out
            )

    def of_block(
        self, block: Block, word: str, given: dict[str, Any], path: Path, variables: Variables, x: Tensor
    ) -> Variables:
        """The options of a block: its word's value fills the first ones, in order."""
        scope, main = scope_of(variables, x), given.get(word)
        values = main if isinstance(main, list) else [] if main is None else [main]
        if len(values) > len(block.options):
            self.fail(
                (*path, word), f"{len(values)} values", f"at most {len(block.options)}: {', '.join(block.options)}"
            )
        named = {name: given[name] for name in block.options if name in given}
        raw = {**block.options, **dict(zip(block.options, values, strict=False)), **named}
        for name, value in raw.items():
            if value is None:
                found = f"`{word}` without {name}; the input of this layer is {x}"
                self.fail((*path, word), found, f"a value for {name}",
                           f"write `{word}: [{', '.join(block.options)}]`, or `{name}: ...` beside it")  # fmt: skip
        return Variables({name: _value(value, scope) for name, value in raw.items()})

    def fail(self, path: Path, found: str, expected: str, way_out: str = "") -> NoReturn:
        """Say what is wrong at a path.

        Raises:
            Problems: always.
        """
        document = self.architecture.document
        raise Problems([document.problem(path, key=True, found=found, expected=expected, way_out=way_out)])


def _value(value: Any, scope: Scope) -> object:
    """A block option's value: a number where it is one, else as written."""
    value = scope.resolve(value)
    if isinstance(value, str):
        try:
            return evaluate(value, scope.variables)
        except NotANumber:
            return value
    return value


def summary(options: Mapping[str, Any], word: str, scope: Scope) -> str:
    """The options of a layer as a label, names replaced by their values: `96, kernel 11, stride 4`."""
    shown = []
    for key, given in options.items():
        items = given if isinstance(given, list) else [given]
        if key in COMMON or given is None or not all(isinstance(item, str | int) for item in items):
            continue
        value = ", ".join(str(_value(item, scope)) for item in items)
        shown.append(value if key == word else key if given is True else f"{key} {value}".lower())
    return ", ".join(shown)


def place(path: Path) -> str:
    """`layers[3]`."""
    return field_name(path)
