"""Options of layers and blocks as they stand in a file: read, completed by defaults, and shown in labels."""

from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from ai_compute.architectures.common import COMMON
from ai_compute.architectures.effects import unmet, written_out
from ai_compute.architectures.expressions import NotANumber, evaluate
from ai_compute.architectures.language import Kind, Option
from ai_compute.architectures.lines import Row
from ai_compute.architectures.needs import values_of
from ai_compute.architectures.plan import Item, Plan
from ai_compute.architectures.readers import Scope, Unreadable
from ai_compute.architectures.reading import Architecture, Block
from ai_compute.architectures.shapes import Tensor
from ai_compute.entries.documents import Path, field_name
from ai_compute.messages.problems import Problems

NOTHING: Mapping[str, Any] = {}


class Variables(dict[str, object]):
    """The options of the block around; `told` tells their values apart, and is None where they cannot be compared."""

    __slots__ = ("told",)

    def __init__(self, values: Mapping[str, object]) -> None:
        """Take the values by name."""
        super().__init__(values)
        self.told: Mapping[str, object] | None = self
        types = set(map(type, values.values()))
        if bool in types:  # true is no 1
            self.told = {name: (value, type(value)) for name, value in values.items()}
        if types - {int, str, bool}:
            self.told = None

    def told_of(self, item: Item, x: Tensor) -> tuple[object, ...]:
        """The values of what the options of an item use; where these can be compared."""
        if not item.uses:
            return ()
        told = self.told or {}
        values = [told.get(name) for name in item.uses]
        return (*values, x.channels, x.size) if item.at_this_point else tuple(values)


NO_VARIABLES = Variables({})


class Around(NamedTuple):
    """What stands around a layer."""

    variables: Variables
    """The options of the block that it stands in."""
    used_by: Path
    """Where that block is used, if it stands in one."""


class Call(NamedTuple):
    """What a kind's function is called with, and what came of it."""

    arguments: Mapping[str, Any]
    counted: dict[object, tuple[Tensor, list[Row]]]
    """Output and lines of a leaf, by its input and whether it is trained."""


def scope_of(variables: Variables, x: Tensor) -> Scope:
    """The names that arithmetic may use at a layer with this input."""
    return Scope({"channels": x.channels, "length": x.size, **variables})


class Options:
    """The options of one architecture's layers; `effective` collects the file's defaults that have an effect."""

    def __init__(self, architecture: Architecture, plan: Plan) -> None:
        """Nothing is read yet."""
        self.architecture = architecture
        self.plan = plan
        self.effective: set[tuple[str, str]] = set()
        self.defaults: dict[str, dict[str, Any]] = {}

    def call_of(self, item: Item, kind: Kind, variables: Variables, x: Tensor) -> Call:
        """How a kind's function is called; read once for all equal values of what the options use."""
        if variables.told is None:
            return Call(self._arguments(item, kind, variables, x), {})
        told = variables.told_of(item, x)
        known: Call | None = item.read.get(told)
        if known is None:
            known = item.read[told] = Call(self._arguments(item, kind, variables, x), {})
        return known

    def common(self, name: str, options: dict[str, Any], path: Path, scope: Scope, x: Tensor) -> Any:
        """One of the options that every layer has."""
        if name == "first":
            return options[name]
        return self._read(COMMON[name], options[name], (*path, name), scope, x)

    def _arguments(self, item: Item, kind: Kind, variables: Variables, x: Tensor) -> Mapping[str, Any]:
        """Every option of a layer: as given, else the file's default, else the language's."""
        scope, values = scope_of(variables, x), dict(kind.defaults)
        told: list[tuple[Option, str]] = []
        for key, value in item.options.items():
            option = kind.options.get((kind.main or "") if key == kind.word else key)
            if option is None or (value is None and option.name == kind.main):
                continue
            values[option.name] = self._read(option.reader, value, (*item.path, key), scope, x)
            if option.conditions:
                told.append((option, key))
        left = self._add_defaults(item, kind, values, scope, x) if kind.word in self.architecture.defaults else []
        for name in kind.required:
            if name not in values:
                option = kind.options[name]
                self.fail(item.path, f"`{kind.word}` without {name}; the input of this layer is {x}",
                           f"{name}: {option.reader.expected} ({option.text})")  # fmt: skip
        for option, key in told:
            condition = unmet(option.conditions, values)
            if condition and not written_out(values[option.name], option.default):
                self.fail((*item.path, key), f"{condition.found(key)}; the input of this layer is {x}",
                           f"`{key}` {condition.text}", condition.way_out(key))  # fmt: skip
        for option in left:
            if option.conditions and unmet(option.conditions, values):
                values[option.name] = option.default  # as if the file's default were not there
            else:
                self.effective.add((kind.word, option.name))
        return {kind.options[name].argument: value for name, value in values.items()} if kind.renamed else values

    def _add_defaults(self, item: Item, kind: Kind, values: dict[str, Any], scope: Scope, x: Tensor) -> list[Option]:
        """Add the file's defaults that a layer leaves to it: it says no other, by the name or beside the word."""
        given, main = item.options, kind.main if item.options.get(kind.word) is not None else None
        known, left = self.defaults.setdefault(kind.word, {}), []
        for name, value in self.architecture.defaults[kind.word].items():
            if name in given or name == main:
                continue
            option = kind.options[name]
            if name in known:
                values[name] = known[name]
            else:
                values[name] = self._read(option.reader, value, ("defaults", kind.word, name), scope, x)
                if not self.plan.needs.always:
                    known[name] = values[name]
            left.append(option)
        return left

    def _read(self, reader: Any, value: Any, path: Path, scope: Scope, x: Tensor) -> Any:
        try:
            return reader.read(value, scope, path)
        except Unreadable as error:
            self.fail(
                (*path, *error.path), f"{error.found}; the input of this layer is {x}", error.expected, error.way_out
            )

    def of_block(self, item: Item, block: Block, variables: Variables, x: Tensor) -> Variables:
        """The options of a block, read once for all equal values of what they use."""
        if variables.told is None:
            return self._of_block(item, block, variables, x)
        told = variables.told_of(item, x)
        known: Variables | None = item.read.get(told)
        if known is None:
            known = item.read[told] = self._of_block(item, block, variables, x)
        return known

    def _of_block(self, item: Item, block: Block, variables: Variables, x: Tensor) -> Variables:
        """The word's value fills the first ones, in order."""
        word, given, path = item.word, item.options, item.path
        values = given.get(word)
        if isinstance(values, list) and len(values) > len(block.options):
            self.fail(
                (*path, word), f"{len(values)} values", f"at most {len(block.options)}: {', '.join(block.options)}"
            )
        scope, found = scope_of(variables, x), values_of(block, word, given)
        for name, value in found.items():
            if value is None:
                without = f"`{word}` without {name}; the input of this layer is {x}"
                self.fail((*path, word), without, f"a value for {name}",
                           f"write `{word}: [{', '.join(block.options)}]`, or `{name}: ...` beside it")  # fmt: skip
            found[name] = _value(value, scope)
        return Variables(found)

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
    if type(value) is not str:
        return value
    try:
        return evaluate(value, scope.variables)
    except NotANumber:
        return value


def summary(options: Mapping[str, Any], word: str, scope: Scope) -> str:
    """The options of a layer as a label, names replaced by their values: `96, kernel 11, stride 4`."""
    shown = []
    for key, given in options.items():
        items = given if isinstance(given, list) else [given]
        if key in COMMON or given is None or not all(isinstance(item, (str, int)) for item in items):
            continue
        value = ", ".join(str(_value(item, scope)) for item in items)
        shown.append(value if key == word else key if given is True else f"{key} {value}".lower())
    return ", ".join(shown)


def place(path: Path) -> str:
    """`layers[3]`."""
    return field_name(path)
