"""What is known of a file's layers before anything flows through them: found once for each, however often it is met."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ai_compute.architectures.language import KINDS, Kind, Layers
from ai_compute.architectures.purity import Purity, Uses
from ai_compute.architectures.reading import COMMON, Architecture, Block
from ai_compute.entries.documents import Path

AT_THIS_POINT = ("channels", "length")
"""What arithmetic in options may use beside the options of the block around."""


@dataclass(slots=True, eq=False)
class Item:
    """One item of a list of layers."""

    word: str
    options: dict[str, Any]
    """As the file gives them, the word's own value among them."""
    path: Path
    kind: Kind | None
    block: Block | None
    """What it is an application of; one of the two."""
    common: tuple[str, ...] = ()
    """Those of its options that every layer has."""
    once: bool = True
    """Whether they say no more than a name, so that it is applied once and with weights of its own."""
    pure: bool = False
    """Whether it is counted alike wherever it meets an equal input (see Purity)."""
    uses: tuple[str, ...] = ()
    """The options of the block around that it uses, and channels or length."""
    at_this_point: bool = False
    """Whether it uses channels or length."""
    arguments: dict[object, Mapping[str, Any]] = field(default_factory=dict)
    """What its kind's function is called with, by the values of what it uses."""
    variables: dict[object, Any] = field(default_factory=dict)
    """What its block's options are, by the same."""
    counted: dict[object, Any] = field(default_factory=dict)
    """What came out of it, by its input and the values of what it uses."""


class Plan:
    """The layers of one architecture."""

    def __init__(self, architecture: Architecture) -> None:
        """Nothing is looked at yet."""
        self.blocks = architecture.blocks
        names = {name for block in architecture.blocks.values() for name in block.options}
        given = [architecture.defaults, *(block.options for block in architecture.blocks.values())]
        self.pure = Purity(architecture.blocks)
        self.uses = Uses({*AT_THIS_POINT, *names}, given)
        self.lists: dict[int, tuple[list[Any], list[Item]]] = {}
        self.bare: dict[str, Item] = {}

    def of(self, layers: Layers) -> list[Item]:
        """The items of a list of layers."""
        known = self.lists.get(id(layers.items))
        if known is None:  # the list is kept with them, so that no other can have its id
            items = [self._item(given, (*layers.path, number)) for number, given in enumerate(layers.items)]
            known = self.lists[id(layers.items)] = (layers.items, items)
        return known[1]

    def instead(self, word: str, options: dict[str, Any], path: Path) -> Item:
        """A layer that the file does not say, or says otherwise."""
        return Item(word, options, path, KINDS.get(word), self.blocks.get(word), uses=self.uses(options))

    def _item(self, given: Any, path: Path) -> Item:
        options: dict[str, Any] = given if isinstance(given, dict) else {given: None}
        word = next(iter(options))
        kind = KINDS.get(word)
        common = tuple(name for name in options if name in COMMON and not is_own(kind, name))
        once = all(name in ("name", "note") for name in common)
        uses = self.uses(given)
        at_this_point = any(name in uses for name in AT_THIS_POINT)
        item = Item(
            word, options, path, kind, self.blocks.get(word), common, once, self.pure(given), uses, at_this_point
        )
        if isinstance(given, str):  # all alike, wherever they stand
            first = self.bare.setdefault(word, item)
            item.arguments, item.variables, item.counted = first.arguments, first.variables, first.counted
        return item


def is_own(kind: Kind | None, name: str) -> bool:
    """Whether a kind means something of its own by an option that every layer has.

    `shared: true` of a stack means its repeats too: all have the same weights.
    """
    own = kind.options.get(name) if kind else None
    return own is not None and (name != "shared" or own.reader != COMMON[name])
