"""YAML read safely, with the place of every key and value.

Entries are untrusted input: no tags, no anchors, no deep nesting, no large files. Scalars other than true, false and
null stay text, so that `2012-12`, `1e23` and `61M` reach the models as they were written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from ai_compute.entries.unreadable import decode, instead_of_nothing, syntax_problem, unreadable_character
from ai_compute.messages.problems import Problem, Problems

DEEPEST_NESTING = 40
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
LONGEST_WORD = max(map(len, WORDS))
THOUSANDS, CUT_NUMBER = re.compile(r"\d{3}(?:\.\d+)?(?:\s*[^\d\s,].*)?"), re.compile(r"~?[1-9]\d{0,2}(,\d{3})*")
DECIMALS, CUT_AT_POINT = re.compile(r"\d+(?:\s*[^\d\s,].*)?"), re.compile(r"(?:.*\sto\s+)?[~<]?\d+")
NO_COMMAS = "a number without commas"
Path = tuple[str | int, ...]
NODES = (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.AliasEvent)
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Places(NamedTuple):
    """The line and column (from 1) of values and keys, by their path."""

    values: dict[Path, tuple[int, int]]
    keys: dict[Path, tuple[int, int]]


@dataclass
class Document:
    """A parsed file: its data and, for each path into it, the line and column of key and value (from 1).

    Places are found when somebody asks for one, which most files never need: they are read once more.
    """

    file: str
    data: Any
    lines: list[str]
    places: Places | None = None
    text: str = ""
    """What was parsed."""

    @property
    def values(self) -> dict[Path, tuple[int, int]]:
        """Where each value begins."""
        return self._placed().values

    @property
    def keys(self) -> dict[Path, tuple[int, int]]:
        """Where each key begins."""
        return self._placed().keys

    def _placed(self) -> Places:
        if self.places is None:
            again = Document(self.file, None, self.lines, Places({}, {}))
            self.places = again.places
            if self.text:
                _Builder(again).build(_events(self.text))
        assert self.places is not None
        return self.places

    def problem(self, path: Path, *, key: bool = False, **words: Any) -> Problem:
        """A problem at a path; where the path does not exist, at the nearest place that does."""
        line, column = self.position(path, key=key)
        words.setdefault("field", field_name(path))
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Problem(self.file, line, column, source=source, **words)

    def position(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column of a path, or of its nearest existing parent."""
        if key and path in self.keys:
            return self.keys[path]
        for end in range(len(path), -1, -1):
            if path[:end] in self.values:
                return self.values[path[:end]]
        return (1, 1)


def field_name(path: Path) -> str:
    """`runs[0].hardware_time.device`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def read_yaml(content: bytes | str, file: str) -> Document:
    """Parse one YAML document.

    Raises:
        Problems: syntax errors, duplicate keys, anchors, tags, more than one document, or an empty file.
    """
    text = decode(content, file) if isinstance(content, bytes) else content
    document = Document(file, None, text.splitlines())
    try:
        problems = build(document, text)
    except yaml.MarkedYAMLError as error:
        raise Problems([syntax_problem(error, file, document.lines)]) from None
    except yaml.YAMLError as error:
        raise Problems([unreadable_character(error, file, text)]) from None
    if problems:
        raise Problems(problems)
    return document


def build(document: Document, text: str) -> list[Problem]:
    """Fill a document from text; what is found that entries may not hold.

    Raises:
        yaml.YAMLError: mistakes of syntax.
    """
    document.text = text
    return _Builder(document).build(_events(text))


def _events(text: str) -> Iterator[Any]:
    """What a YAML parser meets, one after the other."""
    return iter(LOADER(text).get_event, None)


class _Builder:
    """Builds plain data from YAML events, without recursion."""

    def __init__(self, document: Document) -> None:
        self.document, self.places = document, document.places
        self.problems: list[Problem] = []
        self.open: list[tuple[Any, Path]] = []
        self.pending_keys: list[str | None] = []
        self.cut: dict[Path, str] = {}
        self.documents = 0

    def build(self, events: Any) -> list[Problem]:
        for event in events:
            kind = type(event)  # every file of a build comes through here: no more is asked of an event than is needed
            if kind in NODES and (event.anchor is not None or getattr(event, "tag", None) is not None):
                self._check_safety(event)
            if len(self.open) > DEEPEST_NESTING:
                self._check_depth(event)
                if self.problems:
                    break
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._open_collection({} if kind is yaml.MappingStartEvent else [], event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.open.pop()
                self.pending_keys.pop()
            elif kind is yaml.DocumentStartEvent:
                self._start_document(event)
        if self.documents == 0:
            self.problems.append(
                Problem(
                    self.document.file,
                    found="an empty file",
                    expected="one YAML document",
                    way_out=instead_of_nothing(self.document.file),
                )
            )
        return self.problems

    def _start_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents == 2:
            self._report(event, "a second document", "one document a file", "put each into a file of its own")

    def _check_safety(self, event: Any) -> None:
        anchor, tag = event.anchor, getattr(event, "tag", None)
        if anchor is not None:
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self._report(event, f"{mark}{anchor}", "no anchors or aliases", "write the value out where it is used")
        if tag is not None and tag != "!":
            self._report(event, tag, "no tags", "write the plain value")

    def _check_depth(self, event: Any) -> None:
        if len(self.open) == DEEPEST_NESTING + 1 and not self.problems:
            self._report(event, f"more than {DEEPEST_NESTING} levels", "a flat entry", "see the template")

    def _report(self, event: Any, found: str, expected: str, way_out: str) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        source = self.document.lines[line - 1] if line <= len(self.document.lines) else ""
        self.problems.append(
            Problem(self.document.file, line, column, found=found, expected=expected, way_out=way_out, source=source)
        )

    def _scalar(self, event: Any) -> None:
        if self.open and self.pending_keys[-1] is None and type(self.open[-1][0]) is dict:
            self._key(event)
            return
        value = event.value
        if len(value) <= LONGEST_WORD and event.implicit[0]:
            value = WORDS.get(value.lower(), value)
        self._place(value, event)

    def _key(self, event: Any) -> None:
        mapping, path = self.open[-1]
        key = event.value
        if key in mapping:
            first = self.document.keys[(*path, key)][0]
            self._report(
                event,
                f"the key '{key}' again",
                f"each key once (it stands on line {first})",
                "remove one of the two",
            )
        elif self.places is not None:
            self.places.keys[(*path, key)] = (event.start_mark.line + 1, event.start_mark.column + 1)
        self.pending_keys[-1] = key

    def _point(self, mapping: dict[str, Any], parent: Path, more: str) -> str | None:
        """What belongs between the last value and a key without one, if a comma cut a number there: '' or a point."""
        name = next(reversed(mapping), None)
        last = self.cut.get((*parent, name), mapping[name]) if name is not None else None
        if not isinstance(last, str):
            return None
        if THOUSANDS.fullmatch(more) and CUT_NUMBER.fullmatch(last):
            return ""
        return "." if DECIMALS.fullmatch(more) and CUT_AT_POINT.fullmatch(last) else None

    def _join(self, mapping: dict[str, Any], parent: Path, point: str, digits: str) -> None:
        """`{images: 1,200,000}` is read as three keys, `{images: 1,2M}` as two: say what was meant, once a number."""
        name = next(reversed(mapping))
        path = (*parent, name)
        text = self.cut[path] = f"{self.cut.get(path, mapping[name])},{digits}"
        self.problems = [problem for problem in self.problems if problem.field != field_name(path)]
        mapping[name] = f"{mapping[name]}{point}{digits}"
        way_out = f"write `{mapping[name]}`"
        self.problems.append(self.document.problem(path, found=text, expected=NO_COMMAS, way_out=way_out))

    def _open_collection(self, collection: Any, event: Any) -> None:
        if self.open and isinstance(self.open[-1][0], dict) and self.pending_keys[-1] is None:
            self._report(event, "a list or mapping as a key", "a name", "put the key in quotes")
            self.pending_keys[-1] = "?"
            self.open.append((collection, self.open[-1][1]))
            self.pending_keys.append(None)
            return
        path = (*self.open[-1][1], self._step()) if self.open else ()
        self._place(collection, event)
        self.open.append((collection, path))
        self.pending_keys.append(None)

    def _step(self) -> str | int:
        """What leads from the open collection to the value that comes next."""
        parent = self.open[-1][0]
        key = self.pending_keys[-1]
        return len(parent) if key is None else key

    def _place(self, value: Any, event: Any) -> None:
        """Put a value where it belongs."""
        if self.places is not None:
            path = (*self.open[-1][1], self._step()) if self.open else ()
            self.places.values.setdefault(path, (event.start_mark.line + 1, event.start_mark.column + 1))
        if not self.open:
            self.document.data = value
            return
        parent, parent_path = self.open[-1]
        key = self.pending_keys[-1]
        if key is None:
            parent.append(value)
            return
        self.pending_keys[-1] = None
        point = self._point(parent, parent_path, key) if value is None and key[:1].isdecimal() else None
        if point is None:
            parent[key] = value
        else:
            self._join(parent, parent_path, point, key)
