"""Counting: a walk through the layers that carries the shape along and keeps a line for each layer.

What is repeated is counted once: as soon as a repeat meets the input of the repeat before, all that is left is a
multiplication, so that cost grows with distinct blocks and not with depth.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from ai_compute.architectures.counted import Count
from ai_compute.architectures.families import (
    attention,
    convolutional,
    dense,
    normalization,
    pooling,
    recurrent,
    scans,
    structure,
)
from ai_compute.architectures.language import KINDS, Kind
from ai_compute.architectures.ledger import Here
from ai_compute.architectures.lines import Lines, Row
from ai_compute.architectures.options import NO_VARIABLES, NOTHING, Around, Options, place, scope_of, summary
from ai_compute.architectures.plan import Item, Plan, is_own
from ai_compute.architectures.readers import Layers
from ai_compute.architectures.reading import Architecture
from ai_compute.architectures.shapes import Tensor
from ai_compute.entries.documents import Document, Path
from ai_compute.messages.problems import Problems

FAMILIES = (convolutional, pooling, dense, recurrent, attention, scans, normalization, structure)
MOST_STEPS = 50_000
LARGEST_COUNT = 2**63 - 1
DEEPEST = 60
SHORTER = (
    'check sizes and repeats, or count a shorter `input` (in a config.json `"ai_compute": {"input": "8192 tokens"}`)'
)


def count(architecture: Architecture) -> Count:
    """Count an architecture.

    Raises:
        Problems: shapes that do not fit, options that cannot be read, unknown names; with file, line and shape.
    """
    return _Walk(architecture).count()


class _Walk:
    """One walk through an architecture."""

    def __init__(self, architecture: Architecture) -> None:
        self.architecture = architecture
        self.document = architecture.document
        self.lines: list[Row | Lines] = []
        self.named: dict[str, Tensor] = dict(architecture.inputs)
        self.named_at: dict[str, Path] = {}
        self.used: set[str] = set()
        self.used_blocks: set[str] = set()
        self.held: set[int] = set()
        self.tables: set[tuple[int, int]] = set()
        self.trained = True
        self.plan = Plan(architecture)
        self.options = Options(architecture, self.plan)
        self.ties = mentions(architecture.document, "tied")
        self.steps = 0
        self.depth = 0

    def count(self) -> Count:
        first = next(iter(self.architecture.inputs.values()))
        output = self._layers(self.architecture.layers, first, Around(NO_VARIABLES, ()))
        count = Count(self.architecture, Lines(self.lines), output)
        if max(count.macs, count.parameters) > LARGEST_COUNT:
            found = f"{max(count.macs, count.parameters):.1e} MACs or parameters"
            self._fail(("layers",), found, f"at most {LARGEST_COUNT:.1e}", SHORTER)
        self._without_use()
        return count

    def _without_use(self) -> None:
        """What stands in the file and changes nothing is a mistake.

        Raises:
            Problems: inputs, blocks and defaults that no layer uses.
        """
        way_out = "use it, or take it out"
        problems = [
            self.document.problem((*path, name), key=True, found=f"'{name}', which no layer uses", expected=expected,
                                  way_out=way_out)
            for path, name, expected in self._unused()
        ]  # fmt: skip
        if problems:
            raise Problems(problems)

    def _unused(self) -> Iterator[tuple[Path, str, str]]:
        described = self.architecture
        for name in list(described.inputs)[1:]:
            if name not in self.used:
                yield ("input",), name, f"an input that a layer goes on from ({{from: {name}}})"
        for word in described.blocks:
            if word not in self.used_blocks:
                yield ("blocks",), word, "a block that stands among the layers"
        for word, options in described.defaults.items():
            for option in options:
                if (word, option) not in self.options.effective:
                    yield ("defaults", word), option, f"a default that some `{word}` uses and that has an effect there"

    def _layers(self, layers: Layers, x: Tensor, around: Around) -> Tensor:
        self.depth += 1
        if self.depth > DEEPEST:
            self._fail(layers.path, f"more than {DEEPEST} levels of blocks", "blocks that do not use themselves")
        for item in self.plan.of(layers):
            x = self._commonly(item, x, around) if item.common or self.ties else self._once(item, x, around)
        self.depth -= 1
        return x

    def _commonly(self, item: Item, x: Tensor, around: Around) -> Tensor:
        """An item with options that every layer has, as often as it is repeated."""
        common = self._commons(item, x, around)
        if item.once and not self.ties:
            x = self._once(item, x, around, common.get("name", ""))
        else:
            outside, self.trained = self.trained, self.trained and common.get("trained", True)
            x = self._repeated(item, x, around, common)
            self.trained = outside
        if "name" in common:
            self._name(common["name"], x, item.path)
        return x

    def _repeated(self, item: Item, x: Tensor, around: Around, common: Mapping[str, Any]) -> Tensor:
        """As often as it is repeated; what meets the input of the repeat before is multiplied."""
        times, shared, first = common.get("repeat", 1), common.get("shared", False), item.options.get("first", {})
        opening = self._opening(item, first) if first else item
        done = held = 0
        while done < times:
            before, known = x, dict(self.named)
            outside, self.lines = self.lines, []
            x = self._once(item if done else opening, x, around, common.get("name", ""))
            lines, self.lines = Lines(self.lines), outside
            more = times - done - 1
            alike = more if more and (done or not first) and x == before and self._as_before(known) else 0
            if not done:
                held = self._weights(common, lines, item.path)
            elif shared and held != lines.once.weights:
                self._fail((*item.path, "shared"), f"repeats of {held:,} and of {lines.once.weights:,} weights",
                           "repeats with equally many weights, which they can share",
                           "let the shape stay, or leave `shared` out")  # fmt: skip
            lines.repeats = 1 + alike
            lines.copies = 0 if common.get("tied") or (shared and done) else 1 if shared else 1 + alike
            self.lines.append(lines)
            done += 1 + alike
        return x

    def _commons(self, item: Item, x: Tensor, around: Around) -> Mapping[str, Any]:
        """The options that every layer has, as far as they are given."""
        if not item.common:
            return NOTHING
        options = item.options
        if item.common == ("name",) and isinstance(options["name"], str) and options["name"] not in around.variables:
            return {"name": options["name"]}
        scope = scope_of(around.variables, x)
        common = {name: self.options.common(name, options, item.path, scope, x) for name in item.common}
        if "repeat" in common and "shared" not in common and not is_own(item.kind, "shared"):
            common["shared"] = self.architecture.defaults.get(item.word, NOTHING).get("shared", False) is True
        return common

    def _opening(self, item: Item, first: dict[str, Any]) -> Item:
        """The first repeat: what stands under `first` goes before what stands beside the word."""
        main = item.kind.main if item.kind else None
        options = {**item.options, **first, item.word: first[main]} if main in first else {**item.options, **first}
        return self.plan.instead(item.word, options, item.path)

    def _weights(self, common: Mapping[str, Any], lines: Lines, path: Path) -> int:
        """Options about weights need some, and what is tied needs equally many before it; how many there are."""
        if not self.ties and common.keys().isdisjoint(COMMON_DEFAULTS):
            return 0
        number = lines.once.weights
        for option in ("shared", "tied", "trained"):
            if option in common and common[option] is not COMMON_DEFAULTS[option] and not number:
                self._fail((*path, option), f"`{option}` on what holds no weights, where it has no effect",
                           "a layer or block with weights", f"leave `{option}` out")  # fmt: skip
        if common.get("tied") and number not in self.held and number not in map(math.prod, self.tables):
            way_out = "offsets and norms are tied too: write `bias: false` if these are not the same, or leave it out"
            self._fail((*path, "tied"), f"{number:,} weights, which no earlier layer or block holds",
                       "an earlier layer or block with equally many weights", way_out)  # fmt: skip
        self.held.add(number)
        return number

    def _name(self, name: str, x: Tensor, path: Path) -> None:
        """Keep the output of a layer under its name, which no other place of the file may give."""
        if name in self.architecture.inputs:
            self._fail((*path, "name"), f"'{name}', the name of an input", "a name of its own",
                       "the layers begin with the first input: give this layer another name")  # fmt: skip
        before = self.named_at.setdefault(name, path)
        if before != path:
            self._fail((*path, "name"), f"'{name}' again (it is the name of {place(before)})", "each name once",
                       "give one of the two another name")  # fmt: skip
        self.named[name] = x

    def recall(self, name: str) -> Tensor | None:
        """The output of an earlier layer, or an input."""
        self.used.add(name)
        return self.named.get(name)

    def _as_before(self, known: dict[str, Tensor]) -> bool:
        return all(known.get(name) == tensor for name, tensor in self.named.items())

    def known(self) -> list[str]:
        """The names that can be recalled."""
        return sorted(self.named)

    def _once(self, item: Item, x: Tensor, around: Around, name: str = "") -> Tensor:
        """One application of a layer or block."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            self._fail(item.path, f"more than {MOST_STEPS:,} different layers", "a network of reasonable size",
                       "repeats cost nothing only where the shape stays the same")  # fmt: skip
        if item.kind is None:
            return self._block(item, x, around, name)
        return self._layer(item, item.kind, x, around, name)

    def _block(self, item: Item, x: Tensor, around: Around, name: str) -> Tensor:
        """A block, counted once for equal options, inputs and recalled outputs."""
        word, options, variables, named = item.word, item.options, around.variables, self.named
        block, steps = self.architecture.blocks[word], self.plan.steps_of(word)
        self.used_blocks.add(word)
        plain = not block.options and options[word] is None
        inner = NO_VARIABLES if plain else self.options.of_block(item, block, variables, x)
        within = Around(inner, around.used_by or item.path)

        def label() -> str:
            return name or f"{word} {summary(options, word, scope_of(variables, x))}".strip()

        if steps is None or inner.told is None:
            out, lines = self._apart(block.layers, x, within)
            self.lines.append(Lines(lines, of=label))
            return out
        recalled = [str(inner[option]) for option in steps.passed]
        outputs = [named.get(other) for other in (*recalled, *steps.asked)]
        key = (x, self.trained, *[inner.told[option] for option in steps.told], *outputs)
        known = steps.counted.get(key)
        if known is None:
            out, lines = self._apart(block.layers, x, within)
            given = {other: named[other] for other in steps.given if other in named}
            known = steps.counted[key] = (out, Lines(lines, of=label), given)
            self.lines.append(known[1])
        else:
            self.used.update(recalled)
            named.update(known[2])
            self.lines.append(known[1].again(label))
        return known[0]

    def _apart(self, layers: Layers, x: Tensor, around: Around) -> tuple[Tensor, list[Row | Lines]]:
        """Layers whose lines are kept apart."""
        outside, self.lines = self.lines, []
        out = self._layers(layers, x, around)
        lines, self.lines = self.lines, outside
        return out, lines

    def _layer(self, item: Item, kind: Kind, x: Tensor, around: Around, name: str) -> Tensor:
        arguments, counted = self.options.call_of(item, kind, around.variables, x)
        known = counted.get((x, self.trained))
        if known:
            self.lines += known[1]
            return known[0]
        here = Here(self, item, around, x, self.trained, name)
        out: Tensor = kind.count(here, x, **arguments)
        if not here.lines and kind.family == "pooling":
            here.part()
        for row in here.lines:
            row.shape = row.shape or out
        if item.leaf:
            counted[x, self.trained] = out, here.lines
        self.lines += here.lines
        return out

    def label(self, here: Here) -> str:
        """What a layer is called."""
        word, variables = here.item.word, here.around.variables
        shown = f"{word} {summary(here.item.options, word, scope_of(variables, here.x))}".strip()
        return f"{here.name} ({shown})" if here.name else shown

    def run(self, here: Here, layers: Layers, fed: Tensor, branch: str) -> Tensor:
        """Count layers inside a layer."""
        above = " / ".join(filter(None, (here.name, branch)))
        if not above:
            return self._layers(layers, fed, here.around)
        out, lines = self._apart(layers, fed, here.around)
        self.lines.append(Lines(lines, of=lambda: above))
        return out

    def run_single(self, here: Here, word: str, options: dict[str, Any], fed: Tensor) -> Tensor:
        """Count a layer that the file does not say, such as the projection of a shortcut."""
        outside, self.lines = self.lines, []
        out = self._layer(self.plan.instead(word, options, here.item.path), KINDS[word], fed, here.around, "")
        outside.append(Lines(self.lines, of=lambda: "shortcut"))
        self.lines = outside
        return out

    def _fail(self, path: Path, found: str, expected: str, way_out: str = "") -> NoReturn:
        self.options.fail(path, found, expected, way_out)


COMMON_DEFAULTS = {"shared": False, "tied": False, "trained": True}


def mentions(document: Document, key: str) -> bool:
    """Whether a key stands anywhere in a document."""
    return (not document.text or key in document.text) and _holds(document.data, key)


def _holds(data: Any, key: str) -> bool:
    if isinstance(data, dict):
        return key in data or any(_holds(inside, key) for inside in data.values())
    return isinstance(data, list) and any(_holds(inside, key) for inside in data)
