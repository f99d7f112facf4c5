"""The language of layer descriptions: which kinds of layers there are.

A layer kind is one function, `kind(here, x, option, ...) -> Tensor`. Its name is the word in the file, its first option
the value beside that word, its annotations say how each option is read and what it means, its defaults are the
defaults of the language, its docstring is its documentation. Nothing is said twice.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args

from ai_compute.architectures.effects import Condition, Where
from ai_compute.architectures.readers import Branches, LayerList, Name, Names, OneOf

REQUIRED: Any = object()
KINDS: dict[str, "Kind"] = {}
Counting = TypeVar("Counting", bound=Callable[..., Any])


class Option(NamedTuple):
    """One option of a layer kind."""

    name: str
    argument: str
    """What the kind's function calls it."""
    reader: Any
    default: Any
    text: str
    conditions: tuple[Condition | Where, ...] = ()
    """All must hold for it to have an effect."""


class Kind(NamedTuple):
    """One kind of layer: its word, what counts it, its options, and its documentation."""

    word: str
    family: str
    count: Callable[..., Any]
    options: dict[str, Option]
    main: str | None
    text: str
    defaults: dict[str, Any]
    """What holds of the options that may be left out."""
    required: tuple[str, ...]
    """The others."""
    recalls: frozenset[str]
    """The options that name earlier layers or inputs."""
    renamed: bool
    """Whether its function calls an option otherwise than files do."""


def layer(function: Counting) -> Counting:
    """Make a kind of layer of a function; a trailing underscore of its name is dropped (`from_` is `from`)."""
    code, defaults = function.__code__, function.__defaults__ or ()
    names = code.co_varnames[2 : code.co_argcount]
    missing = (REQUIRED,) * (len(names) - len(defaults))
    options = {}
    for name, default in zip(names, (*missing, *defaults[len(defaults) - len(names) + len(missing) :]), strict=True):
        _, reader, text, *conditions = get_args(function.__annotations__[name])
        options[name.rstrip("_")] = Option(name.rstrip("_"), name, reader, default, text, tuple(conditions))
    word = function.__name__.rstrip("_")
    text = " ".join((function.__doc__ or "").split())
    family = function.__module__.rpartition(".")[2]
    optional = {name: option.default for name, option in options.items() if option.default is not REQUIRED}
    required = tuple(name for name in options if name not in optional)
    recalls = frozenset(name for name, option in options.items() if isinstance(option.reader, Name | Names))
    renamed = any(option.name != option.argument for option in options.values())
    main = next(iter(options), None)
    KINDS[word] = Kind(word, family, function, options, main, text, optional, required, recalls, renamed)
    return function


@cache
def holds_layers(word: str) -> dict[str, bool]:
    """The options of a kind that hold layers, as a file writes them, and whether directly or branch by branch."""
    kind, found = KINDS[word], {}
    for name, option in kind.options.items():
        reader = option.reader.otherwise if isinstance(option.reader, OneOf) else option.reader
        if isinstance(reader, LayerList | Branches):
            found[word if name == kind.main else name] = isinstance(reader, LayerList)
    return found
