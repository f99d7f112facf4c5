"""Counting: a walk through the layers that carries the shape along and keeps a line for each layer.

What is repeated is counted once: as soon as a repeat meets the input of the repeat before, all that is left is a
multiplication, so that cost grows with distinct blocks and not with depth.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

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
from ai_compute.architectures.language import KINDS, REQUIRED, Kind, Layers, Scope, Unreadable
from ai_compute.architectures.ledger import Here, Row
from ai_compute.architectures.reading import COMMON, Architecture, Block
from ai_compute.architectures.shapes import Tensor
from ai_compute.entries.documents import Path
from ai_compute.messages.problems import Problems

FAMILIES = (convolutional, pooling, dense, recurrent, attention, scans, normalization, structure)
MOST_STEPS = 50_000
LARGEST_COUNT = 2**63 - 1
DEEPEST = 60
NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True)
class Count:
    """Operations and parameters of one architecture: exact whole numbers."""

    architecture: Architecture
    rows: list[Row]
    output: Tensor

    @property
    def macs(self) -> int:
        """Multiply-adds of one forward pass through the described input, all examples of the batch."""
        return self.architecture.batch * sum(row.repeats * row.macs for row in self.rows)

    @property
    def forward_macs(self) -> int:
        """Multiply-adds of one unit (image, token, ...), to the nearest whole number where a pass does not divide."""
        return round(Fraction(self.macs, self.architecture.units_per_pass))

    @property
    def forward_macs_causal(self) -> int:
        """Multiply-adds of one unit without those that causal masks, windows and choices of keys make needless."""
        masked = self.architecture.batch * sum(row.repeats * row.masked_macs for row in self.rows)
        return round(Fraction(self.macs - masked, self.architecture.units_per_pass))

    @property
    def scan_macs(self) -> int:
        """Those multiply-adds of one pass that are recurrences over time, in their closed form (included in macs)."""
        return self.architecture.batch * sum(row.repeats * row.scan_macs for row in self.rows)

    @property
    def parameters(self) -> int:
        """Learned values; shared and tied weights once."""
        return sum(row.copies * row.parameters for row in self.rows)

    @property
    def active_parameters(self) -> int:
        """Parameters without those of experts that are not chosen."""
        return self.parameters - sum(row.copies * row.idle_parameters for row in self.rows)

    @property
    def exact_factor(self) -> float:
        """Forward and backward over forward: 3 less the gradients that no backward pass needs."""
        spared = self.architecture.batch * sum(row.repeats * row.spared_macs for row in self.rows)
        return float(3 - Fraction(spared, self.macs)) if self.macs else 3.0


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
        self.rows: list[Row] = []
        self.named: dict[str, Tensor] = dict(architecture.inputs)
        self.steps = 0
        self.depth = 0

    def count(self) -> Count:
        first = next(iter(self.architecture.inputs.values()))
        output = self._layers(self.architecture.layers, first, NOTHING, "", "")
        count = Count(self.architecture, self.rows, output)
        if max(count.macs, count.parameters) > LARGEST_COUNT:
            found = f"{max(count.macs, count.parameters):.1e} MACs or parameters"
            self._fail(("layers",), found, f"at most {LARGEST_COUNT:.1e}", "check sizes and repeats")
        return count

    def _layers(self, layers: Layers, x: Tensor, variables: Mapping[str, object], prefix: str, used_by: str) -> Tensor:
        for number, item in enumerate(layers.items):
            x = self._item(item, (*layers.path, number), x, variables, prefix, used_by)
        return x

    def _item(
        self, item: Any, path: Path, x: Tensor, variables: Mapping[str, object], prefix: str, used_by: str
    ) -> Tensor:
        """One item of a list of layers, as often as it is repeated."""
        options: dict[str, Any] = item if isinstance(item, dict) else {item: None}
        word = next(iter(options))
        scope = self._scope(variables, x)
        own = KINDS[word].options if word in KINDS else ()
        common = {
            name: self._common(name, options, path, scope, x) for name in COMMON if name in options and name not in own
        }
        times = common.get("repeat", 1)
        first = options.get("first", {})
        done = 0
        while done < times:
            self._limit(path)
            before, start, known = x, len(self.rows), dict(self.named)
            given = {**options, **first} if done == 0 else options
            tied = bool(common.get("tied") or (common.get("shared") and done))
            x = self._once(word, given, item, path, x, variables, prefix, used_by, common, tied)
            alike = times - done - 1 if (done or not first) and x == before and self._as_before(known) else 0
            for row in self.rows[start:]:
                row.repeats *= 1 + alike
                row.copies *= 0 if tied else 1 if common.get("shared") else 1 + alike
            done += 1 + alike
        if "name" in common:
            self.named[common["name"]] = x
        return x

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
        variables: Mapping[str, object],
        prefix: str,
        used_by: str,
        common: dict[str, Any],
        tied: bool,
    ) -> Tensor:
        """One application of a layer or block."""
        self.depth += 1
        if self.depth > DEEPEST:
            self._fail(path, f"more than {DEEPEST} levels of blocks", "blocks that do not use themselves")
        label = str(common.get("name", ""))
        block = self.architecture.blocks.get(word)
        if block is not None:
            label = label or f"{word} {summary(options, word, self._scope(variables, x))}".strip()
            inner = self._block_variables(block, word, options, path, self._scope(variables, x), x)
            x = self._layers(block.layers, x, inner, f"{prefix}{label} / ", used_by or place(path))
        else:
            x = self._layer(word, options, path, x, variables, prefix, used_by, label, common.get("trained", True))
        self.depth -= 1
        return x

    def _layer(
        self,
        word: str,
        given: dict[str, Any],
        path: Path,
        x: Tensor,
        variables: Mapping[str, object],
        prefix: str,
        used_by: str,
        name: str,
        trained: bool,
    ) -> Tensor:
        kind = KINDS[word]
        scope = self._scope(variables, x)
        read = self._options(kind, given, path, scope, x)
        shown = f"{word} {summary(given, word, scope)}".strip()
        label = f"{name} ({shown})" if name else shown

        def run(layers: Layers, fed: Tensor, branch: str) -> Tensor:
            inside = f"{prefix}{name} / " if name else prefix
            return self._layers(layers, fed, variables, f"{inside}{branch} / " if branch else inside, used_by)

        def run_single(other: str, options: dict[str, Any], fed: Tensor) -> Tensor:
            return self._layer(other, options, path, fed, variables, f"{prefix}shortcut / ", used_by, "", trained)

        here = Here(self.document, path, word, used_by, x, trained, prefix + label, self.rows, run, self.named.get,
                    lambda: sorted(self.named), run_single)  # fmt: skip
        out: Tensor = kind.count(here, x, **{KEYWORDS.get(key, key): value for key, value in read.items()})
        if not here.own and kind.family in ("pooling",):
            here.part()
        for row in here.own:
            row.output_shape = row.output_shape or str(out)
        return out

    def _scope(self, variables: Mapping[str, object], x: Tensor) -> Scope:
        at_this_point = {"channels": x.channels, "length": x.size}
        return Scope({**at_this_point, **variables})

    def _common(self, name: str, options: dict[str, Any], path: Path, scope: Scope, x: Tensor) -> Any:
        if name == "first":
            return options[name]
        return self._read(COMMON[name], options[name], (*path, name), scope, x)

    def _options(self, kind: Kind, given: dict[str, Any], path: Path, scope: Scope, x: Tensor) -> dict[str, Any]:
        """Every option of a layer: as given, else the file's default, else the language's."""
        defaults = self.architecture.defaults.get(kind.word, {})
        values = {}
        for option in kind.options.values():
            key = kind.word if option.name == kind.main else option.name
            key = option.name if given.get(key) is None and option.name in given else key
            if key in given and not (option.name == kind.main and given[key] is None):
                values[option.name] = self._read(option.reader, given[key], (*path, key), scope, x)
            elif option.name in defaults:
                values[option.name] = self._read(
                    option.reader, defaults[option.name], ("defaults", kind.word, option.name), scope, x
                )
            elif option.default is REQUIRED:
                self._fail(path, f"`{kind.word}` without {option.name}; the input of this layer is {x}",
                           f"{option.name}: {option.reader.expected} ({option.text})")  # fmt: skip
            else:
                values[option.name] = option.default
        return values

    def _read(self, reader: Any, value: Any, path: Path, scope: Scope, x: Tensor) -> Any:
        try:
            return reader.read(value, scope, path)
        except Unreadable as error:
            self._fail(
                (*path, *error.path), f"{error.found}; the input of this layer is {x}", error.expected, error.way_out
            )

    def _block_variables(
        self, block: Block, word: str, given: dict[str, Any], path: Path, scope: Scope, x: Tensor
    ) -> dict[str, object]:
        """The options of a block: its word's value fills the first ones, in order."""
        main = given.get(word)
        values = main if isinstance(main, list) else [] if main is None else [main]
        if len(values) > len(block.options):
            self._fail(
                (*path, word), f"{len(values)} values", f"at most {len(block.options)}: {', '.join(block.options)}"
            )
        named = {name: given[name] for name in block.options if name in given}
        raw = {**block.options, **dict(zip(block.options, values, strict=False)), **named}
        for name, value in raw.items():
            if value is None:
                found = f"`{word}` without {name}; the input of this layer is {x}"
                self._fail((*path, word), found, f"a value for {name}",
                           f"write `{word}: [{', '.join(block.options)}]`, or `{name}: ...` beside it")  # fmt: skip
        return {name: _value(value, scope) for name, value in raw.items()}

    def _fail(self, path: Path, found: str, expected: str, way_out: str = "") -> NoReturn:
        raise Problems([self.document.problem(path, key=True, found=found, expected=expected, way_out=way_out)])


KEYWORDS = {"with": "with_"}


def _value(value: Any, scope: Scope) -> object:
    """A block option's value: a number where it is one, else as written."""
    value = scope.resolve(value)
    if isinstance(value, str):
        try:
            return scope.number(value, "")
        except Unreadable:
            return value
    return value


def summary(options: Mapping[str, Any], word: str, scope: Scope) -> str:
    """The options of a layer as a label, names replaced by their values: `96, kernel 11, stride 4`."""
    shown = []
    for key, given in options.items():
        items = given if isinstance(given, list) else [given]
        if key in COMMON or given is None or not all(isinstance(item, str | int) for item in items):
            continue
        value = ", ".join(str(_value(item, scope)) for item in items)
        shown.append(value if key == word else key if given is True else f"{key} {value}".lower())
    return ", ".join(shown)


def place(path: Path) -> str:
    """`layers[3]`."""
    from ai_compute.entries.documents import field_name

    return field_name(path)
