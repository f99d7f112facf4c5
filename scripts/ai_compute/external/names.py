"""Names of models taken apart: what is left of `A.X K1 519B-A33B`, `GPT-4 (Mar 2023)` and `AlphaFold 1` without
size, date and first version; and what two names say against being one model."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from ai_compute.values.date_columns import MONTHS

ACTIVE = re.compile(r"(?<![\w.])a\d+(?:\.\d+)?b\b", re.IGNORECASE)
SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s*([bmkt])(?![\w])", re.IGNORECASE)
EXPERTS = re.compile(r"(?<![\w.])\d+\s*x\s*\d+(?:\.\d+)?\s*[bm]\b", re.IGNORECASE)
BRACKETS = re.compile(r"\(([^)]*)\)|\[([^]]*)]")
FIRST_VERSION = re.compile(r"v?1(?:\.0)?", re.IGNORECASE)
DATED = re.compile(
    rf"\b({'|'.join(MONTHS)})[a-z]*\.?(?:\s+\d{{1,2}},)?\s+(20\d\d|19\d\d)\b|\b(20\d\d)-(\d\d)(?:-\d\d)?\b",
    re.IGNORECASE,
)
SCALE = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
SHORTEST_INITIALS = 3


@dataclass(frozen=True)
class Parts:
    """A name in parts; all but `size` and `month` are keys: text without differences of case, blanks and hyphens."""

    folded: str
    """The whole name."""
    base: str
    """Without sizes and what stands in brackets."""
    stem: str
    """Without the number of a first version too: `Claude 1` is `Claude`."""
    initials: str
    """`Stable Diffusion XL` -> sdxl; '' if there are too few words."""
    bracket: str
    """What stands in brackets, but for sizes and months."""
    sizes: tuple[str, ...]
    """All sizes that the name states, as written."""
    size: float
    """The first of them as a number of parameters; NaN if there is none."""
    month: date | None
    """The month that the name states."""


def parts_of(name: str) -> Parts:
    """A name taken apart."""
    written = unicodedata.normalize("NFKC", name)
    dated = DATED.search(written)
    plain = DATED.sub(" ", written)
    experts = [key(found) for found in EXPERTS.findall(plain)]
    found = SIZE.findall(ACTIVE.sub(" ", EXPERTS.sub(" ", plain)))
    bracket = "".join(key(_without_sizes(one or two)) for one, two in BRACKETS.findall(plain))
    outside = BRACKETS.sub(" ", plain)
    words = _words(_without_sizes(outside))
    later = [word for place, word in enumerate(words) if place == 0 or not FIRST_VERSION.fullmatch(word)]
    return Parts(
        key(name),
        key(_without_sizes(outside)),
        key(" ".join(later)),
        _initials(later),
        bracket,
        (*experts, *(f"{float(number):g}{letter.casefold()}" for number, letter in found)),
        float(found[0][0]) * SCALE[found[0][1].casefold()] if found and not experts else float("nan"),
        _month(dated),
    )


def key(name: str) -> str:
    """A name without differences of case, blanks, hyphens and dots that are not decimal points."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    folded = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", folded)
    return "".join(re.findall(r"[\w.+*#]", folded.replace("_", " ")))


def contradict(one: Parts, other: Parts) -> bool:
    """Whether two names say that they are two models: other sizes, other words in brackets, other months."""
    if one.sizes and other.sizes and one.sizes[0] != other.sizes[0]:
        return True
    if one.month and other.month and one.month != other.month:
        return True
    return bool(one.bracket and other.bracket) and not alike(one.bracket, other.bracket)


def alike(one: str, other: str) -> bool:
    """Whether two words are one but for a number at the end of one of them: `CIFAR` and `CIFAR-10`."""
    shorter, longer = sorted((one, other), key=len)
    rest = longer.removeprefix(shorter)
    return shorter == longer or (longer.startswith(shorter) and rest.isdigit() and not shorter[-1:].isdigit())


def same_form(one: Parts, other: Parts) -> bool:
    """Whether two names are one but for size, month, first version, brackets on one side, or being initials."""
    initials = one.stem == other.initials or other.stem == one.initials
    return bool(one.stem) and (one.stem == other.stem or initials)


def says_more(one: Parts, other: Parts) -> bool:
    """Whether words in brackets stand in one name only."""
    return bool(one.bracket) != bool(other.bracket)


def _without_sizes(text: str) -> str:
    return SIZE.sub(" ", ACTIVE.sub(" ", EXPERTS.sub(" ", text)))


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s_/-]+", text) if re.search(r"[\w+*#]", word)]


def _initials(words: list[str]) -> str:
    """First letters of words, short words of capitals and numbers whole."""
    if len(words) < SHORTEST_INITIALS:
        return ""
    letters = [word if word[0].isdigit() or (len(word) <= 3 and word.isupper()) else word[0] for word in words]
    return key("".join(letters))


def _month(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    if found[1]:
        return date(int(found[2]), MONTHS.index(found[1][:3].casefold()) + 1, 15)
    return date(int(found[3]), int(found[4]), 15) if 1 <= int(found[4]) <= 12 else None
