"""What is wrong with the raw data, said so that a stranger can mend it."""

import dataclasses
import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FOUND_LENGTH = 80
WAY_OUT_LENGTH = 4000
"""A way out may list all known names."""


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
        return ":".join([visible(self.file, 240), *position])

    def __str__(self) -> str:
        kind = "warning" if self.warning else "error"
        lines = [f"{self.place}: {kind}" + (f": {self.field}" if self.field else "")]
        if self.source and self.line:
            gutter = f"{self.line:>5} | "
            lines.append(gutter + visible(self.source, 120))
            lines.append(" " * (len(gutter) - 2) + "| " + " " * (min(self.column, 120) - 1) + "^")
        said = (("found", self.found, 240), ("expected", self.expected, 240), ("way out", self.way_out, WAY_OUT_LENGTH))
        lines += [f"    {word + ':':<9} {visible(text, length)}" for word, text, length in said if text]
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


def unknown_name(name: str, known: Iterable[str], describe: str) -> str:
    """A way out for a name that may well be of something new: a wrong neighbour would be a wrong number.

    Only a name that differs in spelling alone is asked for; of any other, to describe the new thing comes first.

    Args:
        name: the unknown name.
        known: all known names.
        describe: how something new is described.
    """
    names = list(known)
    same = next((other for other in names if _letters(other) == _letters(name)), None)
    same = same or next((other for other in names if misspells(name, other)), None)
    if same is not None:
        return f"did you mean '{same}'?"
    near = nearest(name, [other for other in names if _may_be(name, other)])
    return f"{describe}; if it is only misspelt, '{near}' is the nearest known name" if near else describe


def misspells(name: str, other: str) -> bool:
    """Whether two names have the same words and numbers, joined or apart, but for a slip in a word of four letters."""
    words, others = _words(name), _words(other)
    return "".join(words) == "".join(others) or (len(words) == len(others) and all(map(_is_a_slip, words, others)))


def meant(name: str, known: Iterable[str]) -> str | None:
    """The known name that another is but for a slip of the keyboard; None if there is none."""
    return next((other for other in sorted(known) if misspells(name, other) or _has_a_letter_more(name, other)), None)


def _has_a_letter_more(name: str, other: str) -> bool:
    """Whether one name of at least four letters is the other with a letter more, other than a number, at its end."""
    shorter, longer = sorted((name.casefold(), other.casefold()), key=len)
    return len(shorter) >= 4 and len(longer) == len(shorter) + 1 and longer.startswith(shorter) and longer[-1].isalpha()


def _is_a_slip(one: str, two: str) -> bool:
    """A letter more at the end of a short word is no slip: a TITAN is no TITAN X."""
    if one == two or not (one.isalpha() and two.isalpha()):
        return one == two
    shortest = 7 if one.startswith(two) or two.startswith(one) else 4
    return min(len(one), len(two)) >= shortest and _slips(one, two) <= 1


def _may_be(name: str, other: str) -> bool:
    """Whether every word and number of one has its like in the other."""
    words, others = _words(name), _words(other)
    return len(words) == len(others) and all(
        difflib.SequenceMatcher(None, one, two).ratio() >= 0.5 and one.isdigit() == two.isdigit()
        for one, two in zip(words, others, strict=True)
    )


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+|\d+", name.casefold())


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _slips(one: str, two: str) -> int:
    """Letters added, left out, changed or exchanged with their neighbour (optimal string alignment)."""
    above, row = list[int](), list(range(len(two) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, above, row = above, row, [place]
        for column, other in enumerate(two, start=1):
            least = min(above[column] + 1, row[-1] + 1, above[column - 1] + (letter != other))
            turned = place > 1 and column > 1 and (letter, one[place - 2]) == (two[column - 2], other)
            row.append(min(least, earlier[column - 2] + 1) if turned else least)
    return row[-1]
