"""YAML read safely, with the place of every key and value.

Entries are untrusted input: no tags, no anchors, no deep nesting, no large files. Scalars other than true, false and
null stay text, so that `2012-12`, `1e23` and `61M` reach the models as they were written.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from ai_compute.messages.problems import Problem, Problems

LARGEST_DOCUMENT = 1_000_000
DEEPEST_NESTING = 40
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
LONGEST_WORD = max(map(len, WORDS))
THOUSANDS, CUT_NUMBER = re.compile(r"\d{3}(?:\.\d+)?(?:\s*[^\d\s,].*)?"), re.compile(r"~?[1-9]\d{0,2}(,\d{3})*")
DECIMALS, CUT_AT_POINT = re.compile(r"\d+(?:\s*[^\d\s,].*)?"), re.compile(r"(?:.*\sto\s+)?[~<]?\d+")
NO_COMMAS = "a number without commas"
Path = tuple[str | int, ...]
NODES = (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.AliasEvent)
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Document:
    """A parsed file: its data and, for each path into it, the line and column of key and value (from 1)."""

    file: str
    data: Any
    lines: list[str]
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)

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


def decode(content: bytes, file: str) -> str:
    """The text of a UTF-8 file.

    Raises:
        Problems: the file is too large, or not UTF-8.
    """
    if len(content) > LARGEST_DOCUMENT:
        size = f"{LARGEST_DOCUMENT / 1e6:.0f} MB"
        raise Problems(
            [
                Problem(
                    file,
                    found=f"more than {size}",
                    expected=f"at most {size}",
                    way_out="one file holds one paper; keep data sets elsewhere",
                )
            ]
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        raise Problems(
            [
                Problem(
                    file,
                    line,
                    column,
                    found=f"the byte 0x{content[error.start]:02x}",
                    expected="UTF-8 text",
                    way_out=f"save the file with the encoding UTF-8 (it looks like {_encoding(content)})",
                )
            ]
        ) from None


def _encoding(content: bytes) -> str:
    """What a file that is not UTF-8 was probably saved as."""
    return "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "Latin-1"


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
        raise Problems([syntax_problem(error, document)]) from None
    except yaml.YAMLError as error:
        raise Problems([unreadable_character(error, document, text)]) from None
    if problems:
        raise Problems(problems)
    return document


def unreadable_character(error: yaml.YAMLError, document: Document, text: str) -> Problem:
    """A character that no text may hold, where it stands."""
    at = getattr(error, "position", 0)
    line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    character = getattr(error, "character", None)
    found = f"the control character U+{character:04X}" if isinstance(character, int) else " ".join(str(error).split())
    way_out = "remove the character, or save the file anew as plain text"
    return Problem(document.file, line, column, found=found, expected="text that YAML allows", way_out=way_out)


def build(document: Document, text: str) -> list[Problem]:
    """Fill a document from text; what is found that entries may not hold.

    Raises:
        yaml.YAMLError: mistakes of syntax.
    """
    return _Builder(document).build(yaml.parse(text, Loader=LOADER))


def syntax_problem(error: yaml.MarkedYAMLError, document: Document) -> Problem:
    """What a parser says, in words for those who write entries."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    source = document.lines[line - 1] if 0 < line <= len(document.lines) else ""
    found = (error.problem or error.context or "a syntax error").removeprefix("found ")
    if "\t" in source[: column + 1] or "'\\t'" in found:
        expected, way_out = "blanks for indentation", "YAML forbids tabs: replace each by two blanks"
    elif "quoted scalar" in f"{error.context} {found}":
        start = f" (it opens on line {error.context_mark.line + 1})" if error.context_mark else ""
        expected, way_out = "a closing quote" + start, "close the quote, or leave both quotes away"
    elif "block scalar" in f"{error.context}":
        expected, way_out = "a value; > and | at its start begin a text of several lines", "put the value in quotes"
    elif "mapping values are not allowed" in found:
        expected, way_out = "one `key: value` a line", "put text that holds a colon in quotes; check the indentation"
    else:
        context = f" {error.context}" if error.context else ""
        expected, way_out = (
            "valid YAML" + context,
            "check the indentation, colons and quotes of this line and the one before",
        )
    return Problem(document.file, line, column, found=found, expected=expected, way_out=way_out, source=source)


def _instead_of_nothing(file: str) -> str:
    """What to do with an empty file."""
    if file.replace("\\", "/").rpartition("/")[2] == "config.yaml":
        return "restore the file, or copy that of the repository"
    template = "; an entry starts from the template: make new-entry NAME=my-paper" if "papers/" in file else ""
    return f"fill or remove it{template}"


class _Builder:
    """Builds plain data from YAML events, without recursion."""

    def __init__(self, document: Document) -> None:
        self.document = document
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
                    way_out=_instead_of_nothing(self.document.file),
                )
            )
        return self.problems

    def _start_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents == 2:
            self._report(
                event, "a second document", "one document a file", "put the second paper into a file of its own"
            )

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
        key, mark = event.value, event.start_mark
        here = (*path, key)
        if key in mapping:
            first = self.document.keys[here][0]
            self._report(
                event,
                f"the key '{key}' again",
                f"each key once (it stands on line {first})",
                "remove one of the two",
            )
        else:
            self.document.keys[here] = (mark.line + 1, mark.column + 1)
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

    def _join(self, mapping: dict[str, Any], parent: Path, point: str, digits: str) -> Path:
        """`{images: 1,200,000}` is read as three keys, `{images: 1,2M}` as two: say what was meant, once a number."""
        name = next(reversed(mapping))
        path = (*parent, name)
        text = self.cut[path] = f"{self.cut.get(path, mapping[name])},{digits}"
        self.problems = [problem for problem in self.problems if problem.field != field_name(path)]
        mapping[name] = f"{mapping[name]}{point}{digits}"
        way_out = f"write `{mapping[name]}`"
        self.problems.append(self.document.problem(path, found=text, expected=NO_COMMAS, way_out=way_out))
        return path

    def _open_collection(self, collection: Any, event: Any) -> None:
        if self.open and isinstance(self.open[-1][0], dict) and self.pending_keys[-1] is None:
            self._report(event, "a list or mapping as a key", "a name", "put the key in quotes")
            self.pending_keys[-1] = "?"
            self.open.append((collection, self.open[-1][1]))
            self.pending_keys.append(None)
            return
        path = self._place(collection, event)
        self.open.append((collection, path))
        self.pending_keys.append(None)

    def _place(self, value: Any, event: Any) -> Path:
        if not self.open:
            path: Path = ()
            self.document.data = value
        else:
            parent, parent_path = self.open[-1]
            if isinstance(parent, dict):
                key = self.pending_keys[-1]
                assert key is not None
                point = self._point(parent, parent_path, key) if value is None and key[:1].isdecimal() else None
                if point is not None:
                    self.pending_keys[-1] = None
                    return self._join(parent, parent_path, point, key)
                parent[key] = value
                path = (*parent_path, key)
                self.pending_keys[-1] = None
            else:
                path = (*parent_path, len(parent))
                parent.append(value)
        mark = event.start_mark
        self.document.values.setdefault(path, (mark.line + 1, mark.column + 1))
        return path
