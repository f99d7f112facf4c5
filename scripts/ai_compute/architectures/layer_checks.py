"""Whether layers are written as the language has it: known kinds and options, each said once, layers inside too."""

from collections.abc import Mapping
from typing import Any, Protocol

from ai_compute.architectures.common import COMMON
from ai_compute.architectures.language import KINDS, holds_layers
from ai_compute.architectures.readers import Layers
from ai_compute.entries.documents import Path
from ai_compute.messages.problems import did_you_mean


class Say(Protocol):
    """Takes a mistake."""

    def __call__(self, path: Path, found: str, expected: str, way_out: str = "") -> None:
        """Where it is, what was found, what is expected, and a way out."""


class LayerChecks:
    """Checks lists of layers of one file; mistakes are said, so that all are found at once."""

    def __init__(self, say: Say, block_options: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep whom to tell, and the options of the file's blocks."""
        self.say, self.block_options = say, block_options

    def check(self, layers: Layers) -> None:
        """A list of layers, and those inside of them."""
        for number, item in enumerate(layers.items):
            self._layer(item, (*layers.path, number))

    def _layer(self, item: Any, path: Path) -> None:
        if isinstance(item, str):
            item = {item: None}
        if not isinstance(item, dict) or not item:
            self.say(
                path, "a list or nothing", "a layer: its kind, and options", "such as {convolution: 64, kernel: 3}"
            )
            return
        word = next(iter(item))
        if word in self.block_options:
            own = list(self.block_options[word])
        elif word in KINDS:
            own = list(KINDS[word].options)
        else:
            self._unknown_layer(item, word, path)
            return
        for name in item:
            if name != word and name not in own and name not in COMMON:
                self.unknown_option((*path, name), name, word, [*own, *COMMON])
        self._first(item, own, word, path)
        self._beside_the_word(item, own, word, path)
        if word in KINDS:
            self._inside(item, word, path)

    def _first(self, item: dict[str, Any], own: list[str], word: str, path: Path) -> None:
        """Options of the first repeat: those of the layer's own, since name, repeat and the like are of all repeats."""
        if "first" not in item or (word not in self.block_options and "first" in own):
            return
        first = item["first"]
        if not isinstance(first, dict) or not first:
            self.say((*path, "first"), "no options", "options of the first repeat, such as {stride: 2}")
            return
        for name in first:
            if name in COMMON and name not in own:
                way_out = f"write `{name}` beside `first`"
                self.say(
                    (*path, "first", name), f"'{name}', which holds for all repeats", f"options of {word}", way_out
                )
            elif name not in own:
                self.unknown_option((*path, "first", name), name, word, own)

    def _beside_the_word(self, item: dict[str, Any], own: list[str], word: str, path: Path) -> None:
        """The value beside the word is that of the first option (of a block: the first ones); not given twice."""
        value = item[word]
        if value is None:
            return
        if not own:
            self.say((*path, word), f"a value beside `{word}`, where it has no effect", f"`{word}` alone",
                      f"write `- {word}`")  # fmt: skip
            return
        many = len(value) if word in self.block_options and isinstance(value, list) else 1
        for name in own[:many]:
            if name in item and name != word:
                self.say((*path, name), f"{name} again, which stands beside `{word}`", "each option once",
                          "remove one of the two")  # fmt: skip

    def _inside(self, item: dict[str, Any], word: str, path: Path) -> None:
        """Layers inside a layer: any list in an option that holds layers."""
        for key, direct in holds_layers(word).items():
            self._nested(item.get(key), (*path, key), direct)

    def _nested(self, value: Any, path: Path, direct: bool) -> None:
        if isinstance(value, list) and direct:
            self.check(Layers(value, path))
        elif isinstance(value, list | dict) and not direct:
            for key, branch in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(branch, list):
                    self.check(Layers(branch, (*path, key)))

    def _unknown_layer(self, item: dict[str, Any], word: str, path: Path) -> None:
        later = [key for key in item if key in KINDS or key in self.block_options]
        known = [*KINDS, *self.block_options]
        way_out = did_you_mean(word, known, "kinds: " + ", ".join(sorted(known)))
        if later and word in [*KINDS[later[0]].options, *COMMON] if later and later[0] in KINDS else later:
            way_out = f"write the kind first: {{{later[0]}: ..., {word}: ...}}"
        self.say((*path, word), f"the layer '{word}'", "a kind of layer or a block of this file", way_out)

    def unknown_option(self, path: Path, name: str, word: str, known: list[str]) -> None:
        """Say that a kind has no such option."""
        way_out = did_you_mean(name, known, f"options of {word}: " + ", ".join(known))
        self.say(path, f"'{name}'", f"an option of {word}", way_out)
