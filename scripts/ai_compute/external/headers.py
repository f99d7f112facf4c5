"""Headers of other people's tables: which column each one is, and the unit that it names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ai_compute.external.units import KIND_OF, factor_named, factor_of, without_unit

Headers = Mapping[str, Sequence[str]]
DEPRECATED = re.compile(r"[(\[]?\b(?:deprecated|old|obsolete)\b[)\]]?\s*:?\s*-?", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """How files of a kind are laid out: for each column the headers it is known by, the first of them the usual one."""

    headers: Headers
    units: Mapping[str, str] = field(default_factory=dict)
    """Units of columns whose headers do not say them."""
    needs: Sequence[str] = ()
    """A file is of this kind if it has all of these columns."""
    notable: bool = False
    """Whether all models of such a file are notable."""
    models: bool = True
    """Whether its rows are models; else they are devices."""


class Place(NamedTuple):
    """Where a column stands, and the factor that brings its numbers to the unit that is kept."""

    position: int
    factor: float
    deprecated: bool


def heading(text: str) -> str:
    """A header without differences of case, blanks, underscores, brackets and a trailing '(s)'."""
    plain = " ".join(re.sub(r"[\ufeff_]", " ", text).split()).casefold().removesuffix("(s)")
    return " ".join(re.sub(r"[()\[\]{}]", " ", plain).split())


def places(header: Sequence[str], layout: Layout) -> tuple[dict[str, list[Place]], dict[int, str]]:
    """Where each column stands, the preferred header first, deprecated ones last; and headers refused, with the reason.

    A header that differs from a known one by its unit alone is converted if the unit is known, and else refused.
    """
    written = [" ".join(DEPRECATED.sub(" ", cell).split()) for cell in header]
    plain = [heading(cell) for cell in written]
    old = [bool(DEPRECATED.search(cell)) for cell in header]
    found: dict[str, list[Place]] = {column: [] for column in layout.headers}
    taken, refused = set[int](), dict[int, str]()

    def take(column: str, position: int, factor: float) -> None:
        found[column].append(Place(position, factor, old[position]))
        taken.add(position)

    for column, names in layout.headers.items():
        for name in names:
            for position, cell in enumerate(plain):
                if cell == heading(name):
                    try:
                        take(column, position, _own_factor(column, written[position], layout.units.get(column)))
                    except ValueError as wrong:
                        refused[position] = str(wrong)
    for column, names in layout.headers.items():
        bases = {heading(without_unit(name.casefold(), column)[0]) for name in names}
        for position, cell in enumerate(written):
            base, unit = without_unit(cell, column)
            if column not in KIND_OF or (position in taken | set(refused) and plain[position] in map(heading, names)):
                continue
            if position in taken or not unit or heading(base) not in bases:
                continue
            try:
                take(column, position, factor_of(column, unit))
            except ValueError as wrong:
                refused.setdefault(position, str(wrong))
    ordered = {column: sorted(some, key=lambda place: place.deprecated) for column, some in found.items()}
    return ordered, {position: reason for position, reason in refused.items() if position not in taken}


def _own_factor(column: str, header: str, stated: str | None) -> float:
    """The factor of a header that is known: by the unit that it names, or else the one that is stated for it.

    Raises:
        ValueError: a unit that is not understood, or one that is not what is stated.
    """
    named = factor_named(column, header)
    if stated is None:
        return 1.0 if named is None else named
    factor = factor_of(column, stated)
    if named is not None and named != factor:
        raise ValueError(f"the header names another unit than `units`, which says '{stated}'")
    return factor
