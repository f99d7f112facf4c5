"""Which layers depend on nothing but their input and options: those may be counted once for all equal inputs."""

import re
from collections.abc import Mapping
from typing import Any

from ai_compute.architectures.language import KINDS
from ai_compute.architectures.reading import COMMON, Block

WORD = re.compile(r"[A-Za-z_]\w*")


class Uses:
    """Which options of the block around, and channels or length, an item of one file uses."""

    def __init__(self, names: set[str], defaults: list[Any]) -> None:
        """Keep the names that options may stand for; those that defaults use count for every item."""
        self.names = names
        self.always: set[str] = set()
        self._add(defaults, self.always)

    def __call__(self, item: Any) -> tuple[str, ...]:
        """The names, those of layers inside among them."""
        found = set(self.always)
        self._add(item, found)
        return tuple(sorted(found))

    def _add(self, value: Any, found: set[str]) -> None:
        if isinstance(value, str):
            if value in self.names:
                found.add(value)
            elif not value.isdecimal():
                found |= self.names.intersection(WORD.findall(value))
        elif isinstance(value, dict):
            for each in value.values():
                self._add(each, found)
        elif isinstance(value, list):
            for each in value:
                self._add(each, found)


class Purity:
    """Says of items of one file whether they neither use the output of a named layer nor give a name inside."""

    def __init__(self, blocks: Mapping[str, Block]) -> None:
        """Keep the blocks of the file."""
        self.blocks = blocks
        self.found: dict[object, bool] = {}

    def __call__(self, item: Any) -> bool:
        """Whether an item, apart from a name of its own, is counted alike wherever it meets an equal input."""
        key = item if isinstance(item, str) else id(item)
        if key not in self.found:
            self.found[key] = False  # what uses itself is not: that ends the search
            self.found[key] = self._is_pure(item if isinstance(item, dict) else {item: None})
        return self.found[key]

    def _is_pure(self, options: dict[str, Any]) -> bool:
        word = next(iter(options))
        block = self.blocks.get(word)
        if block is not None:
            return all(map(self._inside, block.layers.items))
        kind = KINDS[word]
        for key, value in options.items():
            if (kind.main if key == word else key) in kind.recalls and (key == word or key not in COMMON):
                return False
            if not self._value(value):
                return False
        return True

    def _value(self, value: Any) -> bool:
        """Whether all layers in an option's value are."""
        if isinstance(value, dict):
            return all(map(self._value, value.values()))
        if isinstance(value, list):
            return all(map(self._listed, value))
        return True

    def _listed(self, item: Any) -> bool:
        """Whether a layer inside, or one of several lists of them, is."""
        return self._inside(item) if isinstance(item, (dict, str)) else self._value(item)

    def _inside(self, item: Any) -> bool:
        """Whether a layer inside is, which may have no name either."""
        if isinstance(item, str):
            return (item not in KINDS and item not in self.blocks) or self(item)
        return "name" not in item and self(item)
