"""Counting: a walk through the layers that carries the shape along and keeps a line for each layer.

What is repeated is counted once: as soon as a repeat meets the input of the repeat before, all that is left is a
multiplication, so that cost grows with distinct blocks and not with depth.
"""

import math
from collections.abc import Iterator, Mapping
from functools import partial
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
from ai_compute.architectures.language import KINDS, Layers
from ai_compute.architectures.ledger import Here, Label, Row
from ai_compute.architectures.options import NO_VARIABLES, NOTHING, Options, Variables, place, scope_of, summary
from ai_compute.architectures.purity import Purity, Uses
from ai_compute.architectures.reading import COMMON, Architecture
from ai_compute.architectures.shapes import Tensor
from ai_compute.entries.documents import Path
from ai_compute.messages.problems import Problems

FAMILIES = (convolutional, pooling, dense, recurrent, attention, scans, normalization, structure)
MOST_STEPS = 50_000
LARGEST_COUNT = 2**63 - 1
DEEPEST = 60


def count(architecture: Architecture) -> Count:
    """Count an architecture.

    Raises:
        Problems: shapes that do not fit, options that cannot be read, unknown names; with file, line and shape.
    """
    return _Walk(architecture).count()


Counted = tuple[Tensor, Label | None, list[tuple[Row, int, int]]]
"""An application of a layer: what comes out, what stands above it, and its lines with their repeats and copies."""


class _Walk:
    """One walk through an architecture."""

    def __init__(self, architecture: Architecture) -> None:
        self.architecture = architecture
        self.document = architecture.document
        self.rows: list[Row] = []
        self.named: dict[str, Tensor] = dict(architecture.inputs)
        self.named_at: dict[str, Path] = {}
        self.used: set[str] = set()
        self.used_blocks: set[str] = set()
        self.held: set[int] = set()
        self.tables: set[tuple[int, int]] = set()
        self.trained = True
        self.counted: dict[object, Counted] = {}
        self.pure = Purity(architecture.blocks)
        names = {name for block in architecture.blocks.values() for name in block.options}
        defaults = [architecture.defaults, *(block.options for block in architecture.blocks.values())]
        self.uses = Uses({"channels", "length", *names}, defaults)
        self.options = Options(architecture, self.uses)
        self.ties = mentions(architecture.document.data, "tied")
        self.steps = 0
        self.depth = 0

    def count(self) -> Count:
        first = next(iter(self.architecture.inputs.values()))
        output = self._layers(self.architecture.layers, first, NO_VARIABLES, None, "")
        count = Count(self.architecture, self.rows, output)
        if max(count.macs, count.parameters) > LARGEST_COUNT:
            found = f"{max(count.macs, count.parameters):.1e} MACs or parameters"
            self._fail(("layers",), found, f"at most {LARGEST_COUNT:.1e}", "check sizes and repeats")
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

    def _layers(self, layers: Layers, x: Tensor, variables: Variables, above: Label | None, used_by: str) -> Tensor:
        for number, item in enumerate(layers.items):
            x = self._item(item, (*layers.path, number), x, variables, above, used_by)
        return x

    def _item(
        self, item: Any, path: Path, x: Tensor, variables: Variables, above: Label | None, used_by: str
    ) -> Tensor:
        """One item of a list of layers, as often as it is repeated."""
        options: dict[str, Any] = item if isinstance(item, dict) else {item: None}
        word = next(iter(options))
        common = self._commons(word, options, path, variables, x) if len(options) > 1 else NOTHING
        if not common and not self.ties:
            self._limit(path)
            return self._once(word, options, item, path, x, variables, above, used_by, common)
        if common.keys() <= {"name", "note"} and not self.ties:
            self._limit(path)
            x = self._once(word, options, item, path, x, variables, above, used_by, common)
        else:
            outside, self.trained = self.trained, self.trained and common.get("trained", True)
            x = self._repeated(word, options, item, path, x, variables, above, used_by, common)
            self.trained = outside
        if "name" in common:
            self._name(common["name"], x, path)
        return x

    def _repeated(
        self,
        word: str,
        options: dict[str, Any],
        item: Any,
        path: Path,
        x: Tensor,
        variables: Variables,
        above: Label | None,
        used_by: str,
        common: Mapping[str, Any],
    ) -> Tensor:
        """As often as it is repeated; what meets the input of the repeat before is multiplied."""
        times, shared, first = common.get("repeat", 1), common.get("shared", False), options.get("first", {})
        done = held = 0
        while done < times:
            self._limit(path)
            before, start, known = x, len(self.rows), dict(self.named)
            opening = done == 0 and first
            given = self._first(word, options, first) if opening else options
            x = self._once(word, given, None if opening else item, path, x, variables, above, used_by, common)
            more = times - done - 1
            alike = more if more and (done or not first) and x == before and self._as_before(known) else 0
            rows = self.rows[start:]
            if not done:
                held = self._weights(common, rows, path)
            elif shared and held != _held(rows):
                self._fail((*path, "shared"), f"repeats of {held:,} and of {_held(rows):,} weights",
                           "repeats with equally many weights, which they can share",
                           "let the shape stay, or leave `shared` out")  # fmt: skip
            tied = common.get("tied") or (shared and done)
            for row in rows if alike or tied else ():
                row.repeats *= 1 + alike
                row.copies *= 0 if tied else 1 if shared else 1 + alike
            done += 1 + alike
        return x

    def _commons(
        self, word: str, options: dict[str, Any], path: Path, variables: Variables, x: Tensor
    ) -> Mapping[str, Any]:
        """The options that every layer has, as far as they are given."""
        names = [name for name in options if name in COMMON and not self._is_own(word, name)]
        if not names:
            return NOTHING
        if names == ["name"] and isinstance(options["name"], str) and options["name"] not in variables:
            return {"name": options["name"]}
        scope = scope_of(variables, x)
        common = {name: self.options.common(name, options, path, scope, x) for name in names}
        if "repeat" in common and "shared" not in common and not self._is_own(word, "shared"):
            common["shared"] = self.architecture.defaults.get(word, NOTHING).get("shared", False) is True
        return common

    @staticmethod
    def _is_own(word: str, name: str) -> bool:
        """Whether a kind means something of its own by an option that every layer has.

        `shared: true` of a stack means its repeats too: all have the same weights.
        """
        own = KINDS[word].options.get(name) if word in KINDS else None
        return own is not None and (name != "shared" or own.reader != COMMON[name])

    @staticmethod
    def _first(word: str, options: dict[str, Any], first: dict[str, Any]) -> dict[str, Any]:
        """The options of the first repeat: what stands under `first` goes before what stands beside the word."""
        main = KINDS[word].main if word in KINDS else None
        return {**options, **first, word: first[main]} if main in first else {**options, **first}

    def _weights(self, common: Mapping[str, Any], rows: list[Row], path: Path) -> int:
        """Options about weights need some, and what is tied needs equally many before it; how many there are."""
        if not self.ties and common.keys().isdisjoint(COMMON_DEFAULTS):
            return 0
        number = _held(rows)
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

    def _recall(self, name: str) -> Tensor | None:
        self.used.add(name)
        return self.named.get(name)

    def _as_before(self, known: dict[str, Tensor]) -> bool:
        return all(known.get(name) == tensor for name, tensor in self.named.items())

    def _limit(self, path: Path) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            self._fail(path, f"more than {MOST_STEPS:,} different layers", "a network of reasonable size",
                       "repeats cost nothing only where the shape stays the same")  # fmt: skip

    def _once(
        self,
        word: str,
        options: dict[str, Any],
        item: Any,
        path: Path,
        x: Tensor,
        variables: Variables,
        above: Label | None,
        used_by: str,
        common: Mapping[str, Any],
    ) -> Tensor:
        """One application of a layer or block; the same to an equal input is counted once."""
        block = self.architecture.blocks.get(word)
        if block is not None:
            self.used_blocks.add(word)
        name = str(common.get("name", ""))
        if item is None or variables.key is None or not self.pure(item):
            return self._counted(word, options, item, path, x, variables, above, used_by, name)
        used = tuple(variables.get(variable) for variable in self.uses(item))
        key = (item if isinstance(item, str) else id(item), x, used, self.trained, name)
        counted = self.counted.get(key)
        if counted is not None:
            return self._again(counted, above)
        start = len(self.rows)
        out = self._counted(word, options, item, path, x, variables, above, used_by, name)
        self.counted[key] = (out, above, [(row, row.repeats, row.copies) for row in self.rows[start:]])
        return out

    def _counted(
        self,
        word: str,
        options: dict[str, Any],
        item: Any,
        path: Path,
        x: Tensor,
        variables: Variables,
        above: Label | None,
        used_by: str,
        name: str,
    ) -> Tensor:
        """A layer or block, counted."""
        block = self.architecture.blocks.get(word)
        self.depth += 1
        if self.depth > DEEPEST:
            self._fail(path, f"more than {DEEPEST} levels of blocks", "blocks that do not use themselves")
        if block is None:
            x = self._layer(word, options, item, path, x, variables, above, used_by, name)
        else:
            plain = not block.options and options[word] is None
            inner = NO_VARIABLES if plain else self.options.of_block(block, word, options, path, variables, x)
            fed = x
            label = Label(above, lambda: name or f"{word} {summary(options, word, scope_of(variables, fed))}".strip())
            x = self._layers(block.layers, x, inner, label, used_by or place(path))
        self.depth -= 1
        return x

    def _again(self, counted: "Counted", above: Label | None) -> Tensor:
        """The lines of an application that was counted before, under what stands above it here."""
        out, before, rows = counted
        for row, repeats, copies in rows:
            of = row.of if above is before else Label(above, partial(row.of.below, before))
            self.rows.append(row.again(of, repeats, copies))
        return out

    def _layer(
        self,
        word: str,
        given: dict[str, Any],
        item: Any,
        path: Path,
        x: Tensor,
        variables: Variables,
        above: Label | None,
        used_by: str,
        name: str,
    ) -> Tensor:
        kind = KINDS[word]
        arguments = self.options.arguments_of(kind, given, item, path, variables, x)

        def label() -> str:
            shown = f"{word} {summary(given, word, scope_of(variables, x))}".strip()
            return f"{name} ({shown})" if name else shown

        def run(layers: Layers, fed: Tensor, branch: str) -> Tensor:
            inside = Label(above, lambda: name) if name else above
            return self._layers(layers, fed, variables, Label(inside, lambda: branch) if branch else inside, used_by)

        def run_single(other: str, options: dict[str, Any], fed: Tensor) -> Tensor:
            inside = Label(above, lambda: "shortcut")
            return self._layer(other, options, None, path, fed, variables, inside, used_by, "")

        here = Here(self.document, path, word, used_by, x, self.trained, Label(above, label), self.rows, run,
                    self._recall, lambda: sorted(self.named), run_single, self.tables)  # fmt: skip
        out: Tensor = kind.count(here, x, **arguments)
        if not here.own and kind.family in ("pooling",):
            here.part()
        for row in here.own:
            row.shape = row.shape or out
        return out

    def _fail(self, path: Path, found: str, expected: str, way_out: str = "") -> NoReturn:
        self.options.fail(path, found, expected, way_out)


def _held(rows: list[Row]) -> int:
    """Weights of some lines, learned or not."""
    return sum(row.weights * row.copies for row in rows)


COMMON_DEFAULTS = {"shared": False, "tied": False, "trained": True}


def mentions(data: Any, key: str) -> bool:
    """Whether a key stands anywhere in a document."""
    if isinstance(data, dict):
        return key in data or any(mentions(inside, key) for inside in data.values())
    return isinstance(data, list) and any(mentions(inside, key) for inside in data)
