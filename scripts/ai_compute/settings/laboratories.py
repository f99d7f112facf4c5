"""Does every laboratory of config.yaml belong to one organization, and is it spelt as entries spell it?"""

from collections.abc import Collection, Iterator, Mapping

from ai_compute.entries.documents import Document, Path
from ai_compute.messages.problems import Problem, meant
from ai_compute.settings.analysis import Settings
from ai_compute.settings.organizations import JOINT
from ai_compute.settings.times import Known
from ai_compute.values.dates import Period

Found = Iterator[Problem]
SECTION: Path = ("organizations", "laboratories")


def laboratory_problems(document: Document, settings: Settings, known: Known, trends: Mapping[str, Period]) -> Found:
    """Names that are misspelt, that stand in two places, or that join several."""
    table: Mapping[str, Collection[str]] = settings.organizations.laboratories
    seen: dict[str, str] = {}
    for organization, laboratories in table.items():
        yield from _misspelt(document, (*SECTION, organization), True, organization, known)
        for place, name in enumerate(laboratories):
            path = (*SECTION, organization, place)
            if JOINT.strip() in name:
                expected = "one laboratory: of several that an entry joins, the first-named counts"
                yield document.problem(path, found=name, expected=expected, way_out="write each by itself")
            elif name in table:
                way_out = "remove it" if name == organization else f"list here what '{name}' has, and remove that line"
                expected = "a laboratory that is no organization of this table"
                yield document.problem(path, found=name, expected=expected, way_out=way_out)
            elif name in seen:
                found, expected = f"'{name}', which '{seen[name]}' has too", "each laboratory under one organization"
                yield document.problem(path, found=found, expected=expected, way_out="remove one of the two")
            else:
                yield from _misspelt(document, path, False, name, known)
            seen.setdefault(name, organization)


def _misspelt(document: Document, path: Path, key: bool, name: str, known: Known) -> Found:
    """A name of no entry that is nearly one; any other has no effect until there is an entry, and is as true before."""
    if name in known.organizations:
        return
    if near := meant(name, known.organizations):
        expected = "an organization of an entry in data/raw/papers, as it stands there"
        found, way_out = f"'{name}', which no entry names", f"did you mean '{near}'?"
        yield document.problem(path, key=key, found=found, expected=expected, way_out=way_out)
