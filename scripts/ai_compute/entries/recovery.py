"""Reading on after a mistake of syntax: the line is left out, so that one round names all mistakes of an entry."""

import re

import yaml

from ai_compute.entries.documents import NO_COMMAS, Document, build
from ai_compute.entries.unreadable import decode, syntax_problem, unreadable_character
from ai_compute.messages.problems import Problem, Problems

MOST_MISTAKES = 20
GOES_ON = ("each key once", "no tags", NO_COMMAS)
"""Mistakes that are found while reading, after which what was read is still what was meant."""
STARTS_EARLIER = re.compile(r"quoted scalar|flow (mapping|sequence)")


def read_on(content: bytes, file: str) -> tuple[Document | None, list[Problem], bool]:
    """Parse one YAML document as far as it can be read.

    Returns:
        The document, None if nothing can be made of it; every mistake of syntax; whether lines were left out.
    """
    try:
        text = decode(content, file)
    except Problems as unreadable:
        return None, list(unreadable.problems), False
    original = text.splitlines()
    lines, problems, left_out = list(original), list[Problem](), set[int]()
    for _ in range(MOST_MISTAKES):
        document = Document(file, None, original)
        try:
            found = build(document, "\n".join(lines) if left_out else text)
        except yaml.MarkedYAMLError as error:
            problem, line = syntax_problem(error, file, original), _first_line(error)
            block = _block(original, line)
            if not any(line in _block(original, earlier) for earlier in left_out):
                problems.append(problem)
            begins_an_item = line < len(original) and original[line].lstrip().startswith("- ")
            again = block if line in left_out or begins_an_item else {line}
            if not any(lines[number].strip() for number in again if number < len(lines)):
                return None, problems or [problem], True
            left_out |= again
            lines = ["" if number in left_out else each for number, each in enumerate(lines)]
        except yaml.YAMLError as error:
            return None, [*problems, unreadable_character(error, file, text)], False
        else:
            readable = all(problem.expected.startswith(GOES_ON) for problem in found)
            return document if readable else None, [*problems, *found], bool(left_out)
    return None, problems, True


def without_echoes(problems: list[Problem]) -> list[Problem]:
    """Mistakes of structure that are none of a line that was left out: what seems to be missing may stand there."""
    return [problem for problem in problems if not re.match(r"nothing|neither|no |an empty mapping", problem.found)]


def _first_line(error: yaml.MarkedYAMLError) -> int:
    """The line, from 0, on which what cannot be read begins."""
    earlier = error.context_mark if STARTS_EARLIER.search(str(error.context)) else None
    mark = earlier or error.problem_mark or error.context_mark
    return int(mark.line) if mark else 0


def _block(lines: list[str], first: int) -> set[int]:
    """A line and all deeper ones that follow it."""
    block = {first}
    for number in range(first + 1, len(lines)):
        if lines[number].strip() and _indent(lines[number]) <= _indent(lines[first] if first < len(lines) else ""):
            break
        block.add(number)
    return block


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
