"""What a layer's count depends on beside its input: where that is equal, it is counted once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ai_compute.architectures.common import COMMON
from ai_compute.architectures.language import KINDS, holds_layers
from ai_compute.architectures.reading import Architecture, Block

WORD = re.compile(r"[A-Za-z_]\w*")
AT_THIS_POINT = ("channels", "length")
"""What arithmetic in options may use beside the options of the block around."""
GOES_ON = ("from", "add", "concatenate", "multiply", "append")
"""Kinds that use earlier outputs and have no line of their own, so that names do not show."""


NONE: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Needs:
    """What a layer, or several one after the other, depend on."""

    options: frozenset[str] = NONE
    """Options of the block around, channels and length, that values use otherwise than as the name of a layer."""
    recalled: frozenset[str] = NONE
    """Earlier layers, or options of the block around that hold their names, whose outputs are used."""
    shown: frozenset[str] = NONE
    """Those of them whose names show in a line."""
    given: frozenset[str] = NONE
    """Names that layers inside give."""

    def follow(self, inside: "Needs") -> None:
        """Go on with a layer: a name that was given before it is used does not come from outside."""
        if inside.options:
            self.options |= inside.options
        if inside.recalled or inside.given:
            self.recalled |= inside.recalled - self.given
            self.shown |= inside.shown - self.given
            self.given |= inside.given


class Dependence:
    """Finds the needs of the layers and blocks of one file, of each once."""

    def __init__(self, architecture: Architecture) -> None:
        """Keep the blocks and defaults of the file."""
        self.blocks, self.defaults = architecture.blocks, architecture.defaults
        self.names = frozenset((*AT_THIS_POINT, *(name for block in self.blocks.values() for name in block.options)))
        self.always = self._used([self.defaults, *(block.options for block in self.blocks.values())])
        """What defaults use, which may hold for any layer."""
        self.found: dict[int, Needs] = {}
        self.of_blocks: dict[str, Needs] = {}

    def of(self, item: Any) -> Needs:
        """The needs of an item of a list of layers, a name of its own apart."""
        if isinstance(item, str):
            return self.of_options({item: None})
        known = self.found.get(id(item))
        if known is None:
            known = self.found[id(item)] = self.of_options(item)
        return known

    def of_block(self, word: str) -> Needs:
        """Those of the layers of a block."""
        known = self.of_blocks.get(word)
        if known is None:
            known = self.of_blocks[word] = Needs()  # what uses itself is refused as soon as it is counted
            self._add_layers(self.blocks[word].layers.items, known)
        return known

    def of_options(self, options: dict[str, Any]) -> Needs:
        """Those of a layer, its options as a file gives them."""
        needs, word = Needs(self.always), next(iter(options))
        if word in self.blocks:
            self._add_application(self.blocks[word], word, options, needs)
        else:
            for name in KINDS[word].recalls & self.defaults.get(word, {}).keys():
                self._recall(word, self.defaults[word][name], needs)
            self._add_options(word, options, needs)
        return needs

    def _add_options(self, word: str, options: dict[str, Any], needs: Needs) -> None:
        kind, layers = KINDS[word], holds_layers(word)
        for key, value in options.items():
            if value is None or key == "note":
                continue
            if (kind.main if key == word else key) in kind.recalls and (key == word or key not in COMMON):
                self._recall(word, value, needs)
            elif key in layers and isinstance(value, (list, dict)):
                for inside in lists_of_layers(value, layers[key]):
                    self._add_layers(inside, needs)
            elif key == "first" and isinstance(value, dict):
                self._add_options(word, value, needs)
            else:
                needs.options |= self._used(value)

    def _add_layers(self, items: Iterable[Any], needs: Needs) -> None:
        for item in items:
            needs.follow(self.of(item))
            if isinstance(item, dict) and "name" in item:
                needs.given |= {str(item["name"])}

    def _add_application(self, block: Block, word: str, options: dict[str, Any], needs: Needs) -> None:
        """A block is told its options; what it recalls by them are layers of the place where it is used."""
        inside = self.of_block(word)
        needs.recalled |= inside.recalled - block.options.keys()
        needs.shown |= inside.shown - block.options.keys()
        needs.given |= inside.given
        for name, value in values_of(block, word, options).items():
            if name in inside.recalled:
                needs.recalled |= {str(value)}
            if name in inside.shown or (name in inside.options and name in inside.recalled):
                needs.shown |= {str(value)}
            if name not in inside.recalled or name in inside.options:
                needs.options |= self._used(value)
        for name, value in options.items():
            if name in COMMON and name not in block.options and name != "note":
                needs.options |= self._used(value)

    def _recall(self, word: str, value: Any, needs: Needs) -> None:
        needs.recalled |= set(map(str, value)) if isinstance(value, list) else {str(value)}
        if word not in GOES_ON:
            needs.shown |= needs.recalled

    def _used(self, value: Any) -> frozenset[str]:
        """The options that a value uses."""
        if isinstance(value, str):
            if value in self.names:
                return frozenset((value,))
            return NONE if value.isdecimal() else self.names.intersection(WORD.findall(value))
        if isinstance(value, (list, dict)):
            return NONE.union(*map(self._used, value.values() if isinstance(value, dict) else value))
        return NONE


def values_of(block: Block, word: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a block as they are given where it is used: its word's value fills the first ones, in order."""
    found, main = dict(block.options), given.get(word)
    if main is not None:
        found.update(zip(block.options, main if isinstance(main, list) else [main], strict=False))
    for name in given if len(given) > 1 else ():
        if name in found and name != word:
            found[name] = given[name]
    return found


def lists_of_layers(value: Any, direct: bool) -> Iterator[list[Any]]:
    """The lists of layers that an option holds: itself one, or one for each branch."""
    if direct:
        if isinstance(value, list):
            yield value
    else:
        yield from (each for each in (value.values() if isinstance(value, dict) else value) if isinstance(each, list))
