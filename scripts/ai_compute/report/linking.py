"""Numbers in sentences lead to the rows that they come from, names of runs to their cards, terms to the glossary."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from ai_compute.findings.growth import plain_name
from ai_compute.report.glossary import GLOSSARY, anchor_of
from ai_compute.report.parts import run_address
from ai_compute.values.quantities import PFS_DAY

UNITS = re.compile(r"(\d) (%|months?\b|years?\b|pfs-days?\b|FLOP\b(?!/)|times\b)")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NUMBER = re.compile(
    r"(?<![\w.,×/+⁻⁰¹²³⁴⁵⁶⁷⁸⁹])[−-]?(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?: × 10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
    r"(?:10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?(?P<unit>\s?%|[x×](?![\w]))?(?![\w⁻⁰¹²³⁴⁵⁶⁷⁸⁹]|[.,]\d)"
)
"""A number as sentences write it: `3.4`, `660,000`, `5.0 × 10²⁶`, `33 %`, `3x`; not the digits of a name."""
BARE_POWER = re.compile(r"(?<![\w.,×])(?<!× )10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
YEAR = re.compile(r"(?:19|20)\d\d$")
DAY = re.compile(rf"\s(?:{MONTHS})\b")
CONVENTION = re.compile(r"\s(?:interval|prediction|band|fan)")
"""What follows the level of intervals, which is one number in config and no finding."""
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
SHORTEST_NAME = 3
BLANK, WHITE = "\\ ", r"\s"
"""A term is found whatever blank stands in it."""


def unbroken(value: Any) -> Any:
    """Text with a number and its unit on one line."""
    return UNITS.sub("\\1\u00a0\\2", value) if type(value) is str else value


@dataclass(frozen=True)
class Row:
    """A row of a table: where it is, and the numbers that it holds."""

    anchor: str
    numbers: Sequence[float]

    @property
    def address(self) -> str:
        """Its place on the page; a run, whose key unlike places of the page holds no underscore, has a page."""
        return f"#{self.anchor}" if "_" in self.anchor else run_address(self.anchor)


@dataclass(frozen=True)
class Rows:
    """All rows that sentences may speak of, by table; and where tables without rows on the page are."""

    tables: Mapping[str, Sequence[Row]]
    names: Mapping[str, str] = field(default_factory=dict)
    """Runs by the names that sentences call them."""

    def find(self, token: re.Match[str], after: str, sources: Sequence[str]) -> str:
        """The anchor of the first row of the sources that shows a number; else the first source itself.

        A source is a table, or `table:key` for a row of it.
        """
        for source in sources:
            table, _, key = source.partition(":")
            for row in self.tables.get(table, ()):
                if key and not row.anchor.endswith(f"_{key}"):
                    continue
                if any(shows(number, token, after) for number in row.numbers):
                    return row.address
        table = sources[0].partition(":")[0]
        return f"#table_{table}" if table in self.tables else f"tables/{table}.csv"


def rows_of(table: pd.DataFrame, anchors: Sequence[str]) -> list[Row]:
    """The rows of a table with all of their numbers."""
    numbers = table.select_dtypes(["number"]).astype(float)
    return [
        Row(anchor, [value for value in values if math.isfinite(value)])
        for anchor, values in zip(anchors, numbers.itertuples(index=False, name=None), strict=True)
    ]


def shows(number: float, token: re.Match[str], after: str) -> bool:
    """Whether a number of a row is the one in a sentence, in the digits and the unit of the sentence."""
    return any(_same(found, token) for found in _readings(number, token, after))


def _readings(number: float, token: re.Match[str], after: str) -> Iterator[float]:
    """A number of a table as a sentence may tell it: in per cent, years, pfs-days; as a factor or its inverse."""
    if (token["unit"] or "").strip() == "%":
        yield 100 * number
        return
    yield number
    yield 12 * number if re.match(r"(?:\sto\s[\d.]+)?\smonths", after) and abs(number) < 5 else number
    if re.match(r"(?:\sto\s[\d.]+)?\syears", after):
        yield number / 12
    if number > 1e10:
        yield number / PFS_DAY
    if number and "." in token["digits"]:
        yield 1 / number
        if abs(number) < 8:
            yield 10 ** abs(number)


def _same(number: float, token: re.Match[str]) -> bool:
    digits = token["digits"].replace(",", "")
    value = float(digits)
    if token["power"]:
        value *= 10.0 ** int(token["power"].translate(SUPERSCRIPTS))
    if not token["power"] and "." in digits:
        places = len(digits.partition(".")[2])
        return math.isclose(round(abs(number), places), value, rel_tol=1e-9)
    kept = max(len(digits.replace(".", "").rstrip("0")), 2)
    if token["power"] or (value >= 100 and digits.endswith("0")):
        return abs(number) > 0 and math.isclose(float(f"{abs(number):.{kept - 1}e}"), value, rel_tol=1e-9)
    return round(abs(number)) == value and (value >= 13 or abs(number) == value)


def linked(text: str, rows: Rows, sources: Sequence[str], terms: set[str] | None = None) -> Markup:
    """A sentence with every number as a link to its row, every name of a run to its card.

    Args:
        text: plain text.
        rows: of the page.
        sources: tables, or rows as `table:key`, that the sentence speaks of; the likeliest first.
        terms: glossary terms that were linked before; those linked here are added. None: terms are left alone.
    """
    text = unbroken(text)
    parts = [Markup("")]
    at = 0
    for start, end, link, look in _places(text, rows, sources, terms):
        if start < at:
            continue
        parts.append(escape(text[at:start]))
        parts.append(Markup('<a class="{}" href="{}">{}</a>').format(look, link, text[start:end]))
        at = end
    return Markup("").join([*parts, escape(text[at:])])


def _places(text: str, rows: Rows, sources: Sequence[str], terms: set[str] | None) -> list[tuple[int, int, str, str]]:
    """Where links stand: start, end, address and look; the longest of those that begin together first."""
    found = []
    for name, run in rows.names.items():
        if name in text:
            found += [
                (place.start(), place.end(), run_address(run), "run")
                for place in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-]|\.\d)", text)
            ]
    for place in NUMBER.finditer(text):
        after = text[place.end() :]
        if not told_number(place, after):
            continue
        found.append((place.start(), place.end(), rows.find(place, after, sources), "number"))
    for place in BARE_POWER.finditer(text):
        found.append((place.start(), place.end(), f"#table_{sources[0].partition(':')[0]}", "number"))
    if terms is not None:
        found += _terms(text, terms)
    return sorted(found, key=lambda item: (item[0], -item[1]))


def told_number(token: re.Match[str], after: str) -> bool:
    """Whether a number is a finding: not a year, the day of a date, or the level of intervals."""
    year = YEAR.match(token[0]) and not re.match(r"\s(?:times|runs|days|months)", after)
    return not (year or DAY.match(after) or ((token["unit"] or "").strip() == "%" and CONVENTION.match(after)))


def _terms(text: str, before: set[str]) -> list[tuple[int, int, str, str]]:
    """The first use of each term of the glossary that was not linked before."""
    found = []
    for term in GLOSSARY:
        place = re.search(rf"(?<![\w-]){re.escape(term).replace(BLANK, WHITE)}(?![\w])", text, flags=re.IGNORECASE)
        if place and term not in before:
            before.add(term)
            found.append((place.start(), place.end(), f"#{anchor_of(term)}", "term"))
    return found


def run_names(names: pd.Series) -> dict[str, str]:
    """Runs by the names that sentences call them: whole, and without what stands in brackets if that is one run's.

    Args:
        names: name by run.
    """
    whole = {str(name): str(run) for run, name in names.items()}
    short = pd.Series({run: plain_name(str(name)) for run, name in names.items()}, dtype="str")
    first = {str(name): str(run) for run, name in short.drop_duplicates().items()}
    found = {**first, **whole}
    return {
        name: found[name] for name in sorted(found, key=lambda name: (-len(name), name)) if len(name) >= SHORTEST_NAME
    }
