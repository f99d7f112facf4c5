"""Does a name say what it stands over? One of other dates, another k or other runs would mislead every reader."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from ai_compute.values.dates import Period

YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
BEFORE, SINCE = re.compile(r"(?i)\b(pre|before|until|up to)\b"), re.compile(r"(?i)\b(since|after|from|post)\b")
TOP = re.compile(r"(?i)\btop[- ](\d+)")


def wrong_years(label: str, period: Period) -> str | None:
    """What the years of a label say that the period does not, or None."""
    start, end = period
    years = [int(year) for year in YEAR.findall(label)]
    ends = {end.year, (end - timedelta(days=1)).year} if end else set()
    if len(years) == 2:
        right = start is not None and start.year == years[0] and years[1] in ends
        return None if right else f"from {years[0]} to {years[1]}"
    before = BEFORE.search(label)
    if len(years) == 1 and before:
        # Before 2012 ends with 2011; until 2012 may end with it.
        right = years[0] in (ends if before[1].casefold() in ("until", "up to") else {end.year if end else None})
        return None if start is None and right else f"before {years[0]}"
    if len(years) == 1 and SINCE.search(label):
        return None if end is None and start is not None and start.year == years[0] else f"since {years[0]}"
    return None


def wrong_top(label: str, top: int | None) -> str | None:
    """What a label says of the largest runs that is not so, or None."""
    found = TOP.search(label)
    if found is None:
        return None
    return None if top == int(found[1]) else f"top {found[1]}"


def wrong_words(label: str, known: Iterable[str], chosen: str | None) -> str | None:
    """A set or domain that a label names and that is not chosen, or None."""
    words = re.split(r"[-\s]", label.casefold())
    named = [name for name in known if _holds(words, re.split(r"[-\s]", name.casefold()))]
    longest = max(named, key=len, default=None)
    return None if longest is None or longest == chosen else longest


def unnamed_runs(label: str, runs: Sequence[str]) -> Iterator[str]:
    """Runs that a label does not name."""
    letters = re.sub(r"[^a-z0-9]", "", label.casefold())
    yield from (run for run in runs if re.sub(r"[^a-z0-9]", "", run.casefold()) not in letters)


def named_without(label: str, runs: Sequence[str], known: Iterable[str]) -> Iterator[str]:
    """Runs that a label names by all words of their ids, and that are neither chosen nor part of another's id."""
    words = re.split(r"[^a-z0-9]+", label.casefold())
    named = [run for run in known if run not in runs and _holds(words, run.split("-"))]
    longer = [*runs, *named]
    yield from (
        run
        for run in sorted(named)
        if not any(other != run and _holds(other.split("-"), run.split("-")) for other in longer)
    )


def wrong_side(label: str, before: str, after: str) -> str | None:
    """What the label of a slope test says of its trends that is not so, or None."""
    top = TOP.search(label)
    if top and f"top-{top[1]}-" not in f"{after}-":
        return f"top {top[1]}"
    if re.search(r"(?i)\brecords?\b", label) and not after.startswith("record"):
        return "records"
    if ("third-party" in label) != after.endswith("-with-third-party"):
        return "with or without third-party totals"
    if ("as plotted" in label) != ("as-plotted" in before):
        return "as plotted or estimated"
    return None


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(list(words[at : at + len(part)]) == list(part) for at in range(len(words) - len(part) + 1))
