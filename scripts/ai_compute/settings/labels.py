"""Does a name say what it stands over? One of other dates, another k or other runs would mislead every reader."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from ai_compute.trends.keys import AS_PLOTTED, FIRST_ERA, WITH_THIRD_PARTY
from ai_compute.values.dates import Period

YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
BEFORE, SINCE = re.compile(r"(?i)\b(pre|before|until|up to)\b"), re.compile(r"(?i)\b(since|after|from|post)\b")
TOP = re.compile(r"(?i)\btop[- ](\d+)")
MADE = ("third-party", "read-facts", "as-plotted", "same-runs", "quantile-", "before-split", "since-split")
"""What is said of trends that are made of every period or group, of what was drawn, or of a line above most runs."""


def wrong_years(label: str, period: Period, sets: Iterable[str] = ()) -> str | None:
    """What the years of a label say that the period does not, or None; those in the name of a set say nothing."""
    start, end = period
    for name in sets:
        label = label.replace(name, "")
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
    if len(years) == 1:
        return None if start is not None and start.year == years[0] and years[0] in ends else f"of {years[0]}"
    return None


def wrong_top(label: str, top: int | None) -> str | None:
    """What a label says of the largest runs that is not so, or None; the largest one is a record."""
    found = TOP.search(label)
    if found and top != int(found[1]):
        return f"top {found[1]}"
    return "records" if _says("records?", label) and top != 1 else None


def wrong_kind(label: str) -> str | None:
    """What a label says that is true of trends alone that the settings do not describe one by one, or None."""
    return next((words for words in MADE if words in label.casefold().replace(" ", "-")), None)


def wrong_words(label: str, known: Iterable[str], chosen: str | None) -> str | None:
    """A set or domain that a label names and that is not chosen, or None."""
    words = _parted(label)
    named = [name for name in known if _holds(words, _parted(name))]
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


def wrong_side(label: str, before: str, after: str, known: Iterable[str], plain: Iterable[str]) -> str | None:
    """What the label of a slope test says of its trends that is not so, or None.

    The points that OpenAI drew are neither the largest nor of a domain, and have no total of others: only that they are
    its own, how they were had, and of which era, is held against the label.

    Args:
        label: the name of the test.
        before: the id of one trend.
        after: the id of the other.
        known: domains and sets, which the ids of trends of theirs name.
        plain: ids of trends of all runs of a period.
    """
    ours = [side for side in (before, after) if not side.startswith("openai-")]
    drawn = [side for side in (before, after) if side.startswith("openai-")]
    both = {
        "records": (_says("records?", label), [side.startswith("record") for side in ours]),
        "upper tenth": (_says("upper tenth", label), [side.startswith("quantile-90-") for side in ours]),
        "upper fifth": (_says("upper fifth", label), [side.startswith("quantile-80-") for side in ours]),
        "third-party totals": ("third-party" in label, [side.endswith(WITH_THIRD_PARTY) for side in ours]),
        "as plotted": ("as plotted" in label, [AS_PLOTTED in side for side in drawn]),
        "the first era": (_says("first era", label), [side.startswith(FIRST_ERA) for side in drawn]),
    }
    for words, (said, so) in both.items():
        if said and not (so and all(so)):
            return words
        if not said and any(so):
            return f"nothing of {words}"
    for found in sorted({*TOP.findall(label), *(k for side in ours for k in TOP.findall(side))}):
        if not TOP.search(label) or not all(TOP.findall(side) == [found] for side in ours):
            return f"top {found}" if TOP.search(label) else f"nothing of top {found}"
    if _says(r"\d+ runs", label) and not drawn:
        return "a number of runs"
    if _says("all runs", label) and not all(side.removesuffix(WITH_THIRD_PARTY) in plain for side in ours):
        return "all runs"
    if drawn and not _says(r"\d+ runs|first era|openai", label):
        return "nothing of the runs of OpenAI's charts"
    return _wrong_choice(label, ours, (name for name in known if not name.startswith("openai-")))


def _wrong_choice(label: str, sides: Iterable[str], known: Iterable[str]) -> str | None:
    words = _parted(label)
    for name in sorted(known, key=len, reverse=True):
        part = _parted(name)
        for side in sides:
            if _holds(words, part) and not _holds(_parted(side), part):
                return name
            if _holds(_parted(side), part) and not _holds(words, part):
                return f"nothing of {name}"
        words = words if not _holds(words, part) else [word for word in words if word not in part]
    return None


def unsaid(name: str, domain: str | None, member_of: str | None, top: int | None) -> str | None:
    """What chooses the runs of a group and its name does not say, or None."""
    words = _parted(name)
    for chosen in (domain, member_of, f"top {top}" if top else None):
        if chosen and not _holds(words, _parted(chosen)):
            return f"nothing of {chosen}"
    return None


def _says(pattern: str, label: str) -> bool:
    return re.search(rf"(?i)\b{pattern}\b", label) is not None


def _parted(name: str) -> list[str]:
    return re.split(r"[-\s]", name.casefold())


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(list(words[at : at + len(part)]) == list(part) for at in range(len(words) - len(part) + 1))
