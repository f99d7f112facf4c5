"""Which layers depend on nothing but their input and options: those may be counted once for all equal inputs."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ai_compute.architectures.language import KINDS, Name, Names
from ai_compute.architectures.reading import COMMON, Block

WORD = re.compile(r"[A-Za-z_]\w*")


class Uses:
    """Which options of the block around, and channels or length, an item of one file uses."""

    def __init__(self, names: set[str], defaults: list[Any]) -> None:
        """Keep the names that options may stand for; those that defaults use count for every item."""
        self.names = names
        self.always = set(self._in(defaults, True))
        self.found: dict[object, tuple[str, ...]] = {}

    def __call__(self, item: Any) -> tuple[str, ...]:
        """The names, those of layers inside among them."""
        key = item if isinstance(item, str) else id(item)
        if key not in self.found:
            self.found[key] = tuple(sorted(self.always.union(self._in(item, True))))
        return self.found[key]

    def own(self, options: Mapping[str, Any]) -> bool:
        """Whether options use any themselves; layers inside are read later."""
        return any(True for value in options.values() for _ in self._in(value, False))

    def _in(self, value: Any, inside: bool) -> Iterator[str]:
        if isinstance(value, str):
            yield from self.names.intersection((value, *WORD.findall(value)))
        elif isinstance(value, Mapping):
            for each in value.values():
                yield from self._in(each, inside)
        elif isinstance(value, list) and (inside or not any(isinstance(each, dict) for each in value)):
            for each in value:
                yield from self._in(each, inside)


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

    def _is_pure(self, options: Mapping[str, Any]) -> bool:
        word = next(iter(options))
        if word in self.blocks:
            return all(map(self._inside, self.blocks[word].layers.items))
        readers = {option.name: option.reader for option in KINDS[word].options.values()}
        readers[word] = readers.get(KINDS[word].main or "")
        named = any(isinstance(readers.get(key), Name | Names) for key in options if key == word or key not in COMMON)
        return not named and all(map(self._value, options.values()))

    def _value(self, value: Any) -> bool:
        """Whether all layers in an option's value are."""
        if isinstance(value, Mapping):
            return all(map(self._value, value.values()))
        if isinstance(value, list):
            return all(
                self._inside(inside) if isinstance(inside, dict | str) else self._value(inside) for inside in value
            )
        return True

    def _inside(self, item: Any) -> bool:
        """Whether a layer inside is, which may have no name either."""
        if isinstance(item, str) and item not in KINDS and item not in self.blocks:
            return True
        return not (isinstance(item, dict) and "name" in item) and self(item)
