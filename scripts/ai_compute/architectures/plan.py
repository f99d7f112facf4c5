"""What is known of a file's layers before anything flows through them: found once for each, however often it is met."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ai_compute.architectures.common import COMMON
from ai_compute.architectures.language import KINDS, Kind, holds_layers
from ai_compute.architectures.needs import Dependence, Needs
from ai_compute.architectures.readers import Layers
from ai_compute.architectures.reading import Architecture
from ai_compute.entries.documents import Path


@dataclass(slots=True, eq=False)
class Item:
    """One item of a list of layers."""

    word: str
    options: dict[str, Any]
    """As the file gives them, the word's own value among them."""
    path: Path
    kind: Kind | None
    """The kind of layer that it is; none if it is a block."""
    uses: tuple[str, ...]
    """The options of the block around that it uses, and channels or length."""
    at_this_point: bool
    """Whether it uses channels or length."""
    leaf: bool
    """Whether its kind neither holds layers nor uses earlier ones, so that what comes out depends on nothing else."""
    common: tuple[str, ...] = ()
    """Those of its options that every layer has."""
    once: bool = True
    """Whether they say no more than a name, so that it is applied once and with weights of its own."""
    read: dict[object, Any] = field(default_factory=dict)
    """What its kind's function is called with, or the options of its block, by the values of what it uses."""


class Steps(NamedTuple):
    """What the layers of a block depend on, in the order of a key."""

    told: tuple[str, ...]
    """Options whose values matter."""
    passed: tuple[str, ...]
    """Options that hold names of layers, whose outputs matter."""
    asked: tuple[str, ...]
    """Names of layers outside, whose outputs matter."""
    given: tuple[str, ...]
    """Names that it gives."""
    counted: dict[object, Any]
    """What came out of it, by its input and all these."""


class Plan:
    """The layers of one architecture."""

    def __init__(self, architecture: Architecture) -> None:
        """Nothing is looked at yet."""
        self.blocks = architecture.blocks
        self.needs = Dependence(architecture)
        self.lists: dict[int, tuple[list[Any], list[Item]]] = {}
        self.bare: dict[str, Item] = {}
        self.steps: dict[str, Steps | None] = {}

    def of(self, layers: Layers) -> list[Item]:
        """The items of a list of layers."""
        known = self.lists.get(id(layers.items))
        if known is None:  # the list is kept with them, so that no other can have its id
            items = [self._item(given, (*layers.path, number)) for number, given in enumerate(layers.items)]
            known = self.lists[id(layers.items)] = (layers.items, items)
        return known[1]

    def instead(self, word: str, options: dict[str, Any], path: Path) -> Item:
        """A layer that the file does not say, or says otherwise."""
        return self._made(word, options, path, self.needs.of_options(options))

    def _made(self, word: str, options: dict[str, Any], path: Path, needs: Needs) -> Item:
        uses = needs.options | (needs.recalled & self.needs.names) if needs.recalled else needs.options
        at_this_point = "channels" in uses or "length" in uses
        kind = KINDS.get(word)
        leaf = kind is not None and not kind.recalls and not holds_layers(word)
        return Item(word, options, path, kind, tuple(sorted(uses)), at_this_point, leaf)

    def steps_of(self, word: str) -> Steps | None:
        """What a block depends on, if that can be told before it is used: it gives no name that an option says."""
        if word not in self.steps:
            needs, options = self.needs.of_block(word), self.blocks[word].options
            told = tuple(name for name in options if name not in needs.recalled or name in needs.shown | needs.options)
            passed = tuple(name for name in options if name in needs.recalled)
            asked = tuple(sorted(needs.recalled - options.keys()))
            steps = Steps(told, passed, asked, tuple(sorted(needs.given)), {})
            self.steps[word] = None if needs.given & options.keys() else steps
        return self.steps[word]

    def _item(self, given: Any, path: Path) -> Item:
        options: dict[str, Any] = given if isinstance(given, dict) else {given: None}
        word = next(iter(options))
        item = self._made(word, options, path, self.needs.of(given))
        if len(options) > 1:
            item.common = tuple([name for name in options if name in COMMON and not is_own(item.kind, name)])
            item.once = all(name in ("name", "note") for name in item.common)
        if isinstance(given, str):  # all alike, wherever they stand
            item.read = self.bare.setdefault(word, item).read
        return item


def is_own(kind: Kind | None, name: str) -> bool:
    """Whether a kind means something of its own by an option that every layer has.

    `shared: true` of a stack means its repeats too: all have the same weights.
    """
    own = kind.options.get(name) if kind else None
    return own is not None and (name != "shared" or own.reader != COMMON[name])
