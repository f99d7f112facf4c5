"""Numbers in sentences lead to the rows that they come from, names of runs to their cards, terms to the glossary.

A number brings its source along (findings/sources.py): nothing is guessed from its value.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from ai_compute.findings.growth import plain_name
from ai_compute.findings.sources import Source, Worked, marks
from ai_compute.report.glossary import GLOSSARY, anchor_of
from ai_compute.report.parts import run_address

UNITS = re.compile(r"(\d) (%|months?\b|years?\b|pfs-days?\b|FLOP\b(?!/)|times\b)")
SHORTEST_NAME = 3
BLANK, WHITE = "\\ ", r"\s"
"""A term is found whatever blank stands in it."""


def unbroken(value: Any) -> Any:
    """Text with a number and its unit on one line."""
    return UNITS.sub("\\1\u00a0\\2", value) if type(value) is str else value


@dataclass
class Rows:
    """Where rows stand that sentences speak of.

    A row that no section shows, and a number that is no cell of any table, gets its place when a sentence first speaks
    of it: `numbers.py` shows them after all sentences are linked.
    """

    anchors: Mapping[str, Mapping[int, str]]
    """Of the rows that the page shows, by table and label of the row; a run's own page is one, too."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Runs by the names that sentences call them."""
    more: dict[str, dict[int, str]] = field(default_factory=dict)
    """Of rows that no section shows."""
    worked: dict[Worked, tuple[str, str]] = field(default_factory=dict)
    """Of numbers that were worked out: the text of the number and its anchor."""

    def address(self, source: Source, text: str) -> str:
        """Where a number leads; a run, whose key unlike places of the page holds no underscore, has a page."""
        if isinstance(source, Worked):
            kept = self.worked.setdefault(source, (text, f"worked_{len(self.worked) + 1}"))
            return f"#{kept[1]}"
        shown = self.anchors.get(source.table, {}).get(source.row)
        if shown is not None:
            return f"#{shown}" if "_" in shown else run_address(shown)
        rows = self.more.setdefault(source.table, {})
        return f"#{rows.setdefault(source.row, row_anchor(source.table, source.row))}"


def row_anchor(table: str, row: int) -> str:
    """The id of a row of a table by its label there, which are counted from 0; readers count from 1."""
    return f"row_{table}_{row + 1}"


def linked(text: str, rows: Rows, terms: set[str] | None = None) -> Markup:
    """A sentence with every number that knows its source as a link there, every name of a run to its card.

    Args:
        text: with marks of sources (findings/sources.py).
        rows: of the page.
        terms: glossary terms that were linked before; those linked here are added. None: terms are left alone.
    """
    bare, numbers = marks(text)
    bare = unbroken(bare)
    parts = [Markup("")]
    at = 0
    for start, end, link, look in _places(bare, numbers, rows, terms):
        if start < at:
            continue
        parts.append(escape(bare[at:start]))
        parts.append(Markup('<a class="{}" href="{}">{}</a>').format(look, link, bare[start:end]))
        at = end
    return Markup("").join([*parts, escape(bare[at:])])


def _places(
    text: str, numbers: Sequence[tuple[int, int, Source]], rows: Rows, terms: set[str] | None
) -> list[tuple[int, int, str, str]]:
    """Where links stand: start, end, address and look; the longest of those that begin together first."""
    found = [(start, end, rows.address(source, text[start:end]), "number") for start, end, source in numbers]
    for name, run in rows.names.items():
        if name in text:
            found += [
                (place.start(), place.end(), run_address(run), "run")
                for place in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-]|\.\d)", text)
            ]
    if terms is not None:
        found += _terms(text, terms)
    return sorted(found, key=lambda item: (item[0], -item[1]))


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
