"""What is wrong with the raw data, said so that a stranger can mend it."""

import dataclasses
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FOUND_LENGTH = 80


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake (or, if `warning`, one oddity) at one place of one file.

    `line` and `column` count from 1; 0 means that the whole file is meant. `source` is the line of the file as it
    stands, so that the message can point at it.
    """

    file: str
    line: int = 0
    column: int = 0
    field: str = dataclasses.field(default="", compare=False)
    found: str = dataclasses.field(default="", compare=False)
    expected: str = dataclasses.field(default="", compare=False)
    way_out: str = dataclasses.field(default="", compare=False)
    warning: bool = dataclasses.field(default=False, compare=False)
    source: str = dataclasses.field(default="", compare=False)

    @property
    def place(self) -> str:
        """`file:line:column`, as editors and terminals make links of it."""
        position = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.file, *position])

    def __str__(self) -> str:
        kind = "warning" if self.warning else "error"
        lines = [f"{self.place}: {kind}" + (f": {self.field}" if self.field else "")]
        if self.source and self.line:
            gutter = f"{self.line:>5} | "
            lines.append(gutter + visible(self.source, 120))
            lines.append(" " * (len(gutter) - 2) + "| " + " " * (min(self.column, 120) - 1) + "^")
        for word, text in (("found", self.found), ("expected", self.expected), ("way out", self.way_out)):
            if text:
                lines.append(f"    {word + ':':<9} {visible(text, 240)}")
        return "\n".join(lines)


class Problems(Exception):
    """All mistakes of a set of inputs, to be shown together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of files and lines."""
        self.problems: Sequence[Problem] = sorted(problems)
        super().__init__(render(self.problems))


def render(problems: Sequence[Problem]) -> str:
    """All problems in file order, and a last line that counts them."""
    ordered = sorted(problems)
    errors = sum(not problem.warning for problem in ordered)
    files = len({problem.file for problem in ordered if not problem.warning})
    blocks = [str(problem) for problem in ordered]
    if errors:
        blocks.append(
            f"{count(errors, 'error')} in {count(files, 'file')}. Nothing was changed: the last results stand."
        )
    return "\n\n".join(blocks)


def count(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def visible(text: str, length: int = FOUND_LENGTH) -> str:
    """Text that is safe to print: control and direction marks made visible, long text cut."""
    shown = "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)
    return shown if len(shown) <= length else shown[: length - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a misspelled one was probably meant to be, or None."""
    names = {other.casefold(): other for other in known}
    matches = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    return names[matches[0]] if matches else None


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """A way out for an unknown name: the nearest known one, or else what to do."""
    near = nearest(name, known)
    return f"did you mean '{near}'?" if near else otherwise
