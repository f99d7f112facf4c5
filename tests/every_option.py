"""Every option of every kind of layer, tried in many places: what `test_architectures_options.py` goes through.

Everything is taken from the language's own lists, so that a new kind or option is tried without a word here.
"""

from ast import literal_eval
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import cache
from itertools import islice, product
from operator import attrgetter
from typing import Any, NamedTuple

from ai_compute.architectures import count, read_architecture
from ai_compute.architectures.effects import Condition, written_out
from ai_compute.architectures.language import KINDS, REQUIRED, Kind, Option
from ai_compute.architectures.lines import Row
from ai_compute.architectures.readers import Branches, Flag, LayerList, Layers, Links, Name, Names, OneOf, Sizes, Whole
from ai_compute.messages.problems import Problem, Problems

NETWORKS = {
    "vector": (
        "24",
        [
            {"dense": 24, "name": "start"},
            {"auxiliary": [{"unembedding": 40}]},
            {"dense": 20, "name": "other"},
            {"from": "start"},
        ],
    ),
    "sequence": (
        "13 steps x 24",
        [
            {"dense": 24, "name": "start"},
            {"auxiliary": [{"unembedding": 40}]},
            {"group": [{"upsample": 2}, {"dense": 20}], "name": "other"},
            {"from": "start"},
        ],
    ),
    "grid": (
        "24 x 13 x 9",
        [
            {"convolution": 24, "kernel": 1, "name": "start"},
            {"convolution": 20, "kernel": 1, "padding": 1, "name": "other"},
            {"from": "start"},
        ],
    ),
    "tokens": (
        "13 tokens",
        [{"auxiliary": [{"embedding": 40, "width": 24, "name": "start"}, {"unembedding": 60, "name": "other"}]}],
    ),
}
"""An input of each layout, and layers that leave it as it is and give names to two outputs of different shapes."""
COUNTED = attrgetter(*(field.name for field in fields(Row) if field.name != "label"))


MOST_PLACES = 12


class Place(NamedTuple):
    """Where an option may stand: a layer among others."""

    layout: str
    word: str
    options: dict[str, Any]

    def with_options(self, **more: Any) -> "Place":
        return self._replace(options={**self.options, **more})


def candidates(reader: Any) -> list[Any]:
    """Some values that a reader takes."""
    if isinstance(reader, OneOf):
        return [*reader.words, *(candidates(reader.otherwise) if reader.otherwise else ())]
    return {
        Whole: [2, 24, 40, 3],
        Sizes: [2, 3, 5, "1 x 13", "24 x 9 x 13"],
        Flag: [True, False],
        Name: ["start", "other"],
        Names: ["start", "other"],
        Links: [30, 50],
        LayerList: [[{"dense": 24}], [{"convolution": 24, "kernel": 1}], [{"convolution": 3, "kernel": 1}], []],
        Branches: [
            [["relu"], [{"dense": 24}]],
            [["relu"], [{"convolution": 24, "kernel": 1}]],
            [[{"dense": 12}], [{"dense": 12}]],
        ],
    }[type(reader)]


def sayings(option: Option) -> list[Any]:
    """Values that say something: all but those that write out the default."""
    default = option.default
    plain = default[0] if isinstance(default, tuple) and default else default
    return [value for value in candidates(option.reader) if not (written_out(value, default) or value == plain)]


@cache
def _network(layout: str) -> tuple[Any, list[Any]]:
    shape, before = NETWORKS[layout]
    return read_architecture(f"unit: example\ninput: {shape}\nlayers: [relu]\n", "net.yaml"), before


@cache
def _counted(layout: str, item: str) -> tuple[Any, ...] | Problems:
    network, before = _network(layout)
    try:
        found = count(replace(network, layers=Layers([*before, literal_eval(item)], ("layers",))))
    except Problems as problems:
        return problems
    return (found.output, *(COUNTED(row) for row in found.rows if row.macs or row.weights))


def _of(place: Place) -> tuple[Any, ...] | Problems:
    main = KINDS[place.word].main
    options = {name: value for name, value in place.options.items() if name != main}
    return _counted(place.layout, repr({place.word: place.options.get(main) if main else None, **options}))


def outcome(place: Place) -> tuple[Any, ...] | None:
    """Everything that is counted of a layer where it stands, or None where it is refused."""
    counted = _of(place)
    return None if isinstance(counted, Problems) else counted


def problems_of(place: Place) -> Sequence[Problem]:
    """What is wrong with a place."""
    counted = _of(place)
    return counted.problems if isinstance(counted, Problems) else ()


def outcomes(option: Option, place: Place, most: int | None = None) -> list[Any]:
    """What is counted with each value that the place takes."""
    found = [outcome(place.with_options(**{option.name: value})) for value in sayings(option)[:most]]
    return [result for result in found if result is not None]


def changes_something(option: Option, place: Place) -> bool:
    """Whether a value makes a difference: to what is counted, or (where one is required) to what is possible."""
    taken = outcomes(option, place)
    if option.default is REQUIRED:
        return 0 < len(taken) < len(sayings(option)) or len(set(taken)) > 1
    return bool({*taken} - {outcome(place)})


def effect(option: Option, place: Place, most: int | None = None) -> str:
    """`some`: a value changes something; `none`: values are taken, and it does not matter which; `refused`.

    One value alone may say what is the case anyway, where the default depends on other options.
    """
    without = outcome(place)
    seen, taken = without, 0
    for value in sayings(option)[:most]:
        result = outcome(place.with_options(**{option.name: value}))
        taken += result is not None
        if None not in (result, seen) and result != seen:
            return "some"
        seen = result if seen is None else seen
    enough = taken > 1 or (taken == 1 and option.default is not None and without is not None)
    return "none" if enough else "some" if taken else "refused"


def wanted(kind: Kind, name: str, met: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Options that must stand beside one, with those that must stand beside these."""
    found: dict[str, Any] = {}
    for condition in kind.options[name].conditions:
        if isinstance(condition, Condition) and condition.wanted and condition.option not in met:
            other = kind.options[condition.option]
            if not condition.holds({other.name: other.default}):
                found[other.name] = (condition.values or sayings(other))[0]
            found |= wanted(kind, other.name, met | {name, other.name})
    return found


def _filled(layout: str, kind: Kind, option: str, beside: dict[str, Any]) -> list[Place]:
    """Places with what is required, and what must stand beside an option."""
    names = [name for name, o in kind.options.items() if o.default is REQUIRED and name not in (option, *beside)]
    chosen = islice(product(*(candidates(kind.options[name].reader) for name in names)), MOST_PLACES)
    return [Place(layout, kind.word, {**dict(zip(names, values, strict=True)), **beside}) for values in chosen]


@cache
def layouts(kind: str) -> list[str]:
    """The inputs that a kind takes."""
    return [x for x in NETWORKS if any(map(outcome, _filled(x, KINDS[kind], "", {})))] or list(NETWORKS)


@cache
def places(kind: str, option: str) -> list[Place]:
    """Places without the option in which all of its conditions hold: for each layout one, where it changes something.

    If it changes nothing where only what is required stands beside it, one more option is tried; if still nothing,
    a place where it is taken.
    """
    found, described = [], KINDS[kind].options[option]
    for layout in layouts(kind):
        taken = []
        for place in _possible(layout, KINDS[kind], option):
            if outcomes(described, place):
                taken.append(place)
                if changes_something(described, place):
                    break
        found += taken[-1:]
    return found


def _possible(layout: str, kind: Kind, option: str) -> Iterator[Place]:
    filled = _filled(layout, kind, option, wanted(kind, option))
    yield from filled
    works = next(filter(outcome, filled), None)
    for _, more in beside_each(kind, kind.options[option], works) if works else ():
        yield from more


def beside_each(kind: Kind, option: Option, place: Place) -> Iterator[tuple[str, list[Place]]]:
    """The place with one more option, each in turn: with each word, or with some numbers, which are one case."""
    for other in kind.options.values():
        if other.name == option.name or other.name in place.options:
            continue
        filled = [place.with_options(**{other.name: value}) for value in sayings(other)]
        if isinstance(other.reader, Flag | OneOf):
            words = [each for each in filled if type(each.options[other.name]) in (str, bool)]
            yield from ((f"{other.name}: {each.options[other.name]}", [each]) for each in words)
        else:
            yield other.name, filled[:2]


def with_defaults(kind: Kind, place: Place) -> dict[str, Any]:
    """All options of a layer."""
    return {name: place.options.get(name, option.default) for name, option in kind.options.items()}
