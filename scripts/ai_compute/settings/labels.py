"""Does a name say what it stands over? One of other dates, another k or other runs would mislead every reader."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from ai_compute.settings.label_times import YEAR
from ai_compute.trends.ids import is_frontier
from ai_compute.trends.keys import AS_PLOTTED, FIRST_ERA, READ_FACTS, WITH_THIRD_PARTY
from ai_compute.values.dates import Period

TOP = re.compile(r"(?i)(?:\btop[- ]|\b(?=\d{1,3}[- ]largest\b))(\d+)\b(?![- ]?(?:%|percent))")
RUNS = re.compile(r"(?i)(?<!top )(?<!top-)\b(\d{1,3}) runs\b")
THEN, AGAINST = re.compile(r"(?i)\bthen\b"), re.compile(r"(?i)\b(?:against|versus|vs)\b")
MADE = ("third-party", "read-facts", "as-plotted", "same-runs", "quantile-", "before-split", "since-split")
"""What is said of trends that are made of every period or group, of what was drawn, or of a line above most runs."""


def wrong_top(label: str, top: int | None) -> str | None:
    """What a label says of the largest runs that is not so, or None; the largest one is a record."""
    found = TOP.search(label)
    if found and top != int(found[1]):
        return f"top {found[1]}"
    return "records" if _says("records?", label) and top != 1 else None


def wrong_kind(label: str) -> str | None:
    """What a label says that is true of trends alone that the settings do not describe one by one, or None."""
    return next((words for words in MADE if words in label.casefold().replace(" ", "-")), None)


def wrong_words(label: str, known: Iterable[str], chosen: Iterable[str | None]) -> str | None:
    """A set or domain that a label names beside those that are chosen, or None."""
    words = _parted(label)
    for name in sorted(filter(None, chosen), key=len, reverse=True):
        words = _without(words, _parted(name))
    return max((name for name in known if _holds(words, _parted(name))), key=len, default=None)


def unnamed_runs(label: str, runs: Sequence[str]) -> Iterator[str]:
    """Runs that a label does not name."""
    letters = re.sub(r"[^a-z0-9]", "", label.casefold())
    yield from (run for run in runs if re.sub(r"[^a-z0-9]", "", run.casefold()) not in letters)


def named_without(label: str, runs: Sequence[str], known: Iterable[str]) -> Iterator[str]:
    """Runs that a label names by all words of their ids, and that are neither chosen nor part of another's id."""
    words = _parted(label)
    named = [run for run in known if run not in runs and _holds(words, run.split("-"))]
    longer = [*runs, *named]
    yield from (
        run
        for run in sorted(named)
        if not any(other != run and _holds(other.split("-"), run.split("-")) for other in longer)
    )


class Truths(NamedTuple):
    """What may be said of trends."""

    names: Sequence[str]
    """Domains and sets, which the ids of trends of theirs name."""
    plain: Collection[str]
    """The ids of trends of all runs of a period."""
    edges: Mapping[str, Collection[int]]
    """The years with which the runs of each trend begin and end."""
    numbers: Mapping[str, int]
    """Of how many runs a set is."""


def edge_years(name: str, period: Period, first: int, frontier: int, last: int) -> set[int]:
    """The years that a label may say of a trend: those that its period, or else the data, begin and end with.

    Args:
        name: of the trend.
        period: that bounds its runs.
        first: the year of the first run.
        frontier: the year from which frontier runs are counted.
        last: the year of the cut-off.
    """
    ends = {day - timedelta(days=before) for day in period if day for before in (0, 1)}
    begins = () if period[0] else (frontier if is_frontier(name) else first,)
    return {day.year for day in ends} | {*begins} | (set() if period[1] else {last})


def numbers_of_runs(sets: Mapping[str, str]) -> dict[str, int]:
    """How many runs sets are of, by their descriptions."""
    found = {name: RUNS.search(description) for name, description in sets.items()}
    return {name: int(number[1]) for name, number in found.items() if number}


def wrong_sides(label: str, before: str, after: str, truths: Truths) -> str | None:
    """What the label of a slope test says of its trends that is not so, or what it does not say, or None.

    The points that OpenAI drew are neither the largest nor of a domain, and have no total of others: only that they are
    its own, how many, how they were had, and of which era, is held against the label. What stands before 'then' is said
    of the trend before; of two that are held 'against' each other, either may be named first.

    Args:
        label: the name of the test.
        before: the id of one trend.
        after: the id of the other.
        truths: what may be said.
    """

    def too_much(parts: Sequence[str], *sides: Sequence[str]) -> str | None:
        found = (_too_much(part, side, truths) for part, side in zip(parts, sides, strict=True))
        return next(filter(None, found), None)

    wrong = _too_little(label, [before, after], truths.names)
    then, against = THEN.split(label), AGAINST.split(label)
    if len(then) == 2:
        return wrong or too_much(then, [before], [after])
    if len(against) == 2:
        return wrong or (too_much(against, [after], [before]) and too_much(against, [before], [after]))
    return wrong or too_much([label], [before, after])


def _too_much(label: str, sides: Sequence[str], truths: Truths) -> str | None:
    """What a label says that is not so of all its trends, or None."""
    ours = _ours(sides)
    drawn = [side for side in sides if side not in ours]
    for kind, (said, so) in _kinds(label, sides).items():
        if said and not (so and all(so)):
            return kind
    for top in TOP.findall(label):
        if any(_top(side) != top for side in ours) or not ours:
            return f"top {top}"
    for number in RUNS.findall(label):
        if not any(_may_be_of(side, int(number), truths.numbers) for side in drawn):
            return f"{number} runs" if drawn else "a number of runs"
    if _says("all runs", label) and not all(_of_all(side) in truths.plain for side in ours):
        return "all runs"
    words = _parted(label)
    for name in sorted(truths.names, key=len, reverse=True):
        part = _parted(name)
        if _holds(words, part) and not all(_holds(_parted(side), part) for side in ours):
            return name
        words = _without(words, part)
    if drawn or not all(side in truths.edges for side in ours):
        return None
    years = {year for side in ours for year in truths.edges[side]}
    return next((f"of {year}" for year in YEAR.findall(label) if int(year) not in years), None)


def _may_be_of(side: str, number: int, numbers: Mapping[str, int]) -> bool:
    """Whether a trend may be of so many runs: all of a set that was drawn, or those that have an estimate."""
    name = next((name for name in numbers if side.startswith(name)), None)
    return name is None or number == numbers[name] or (number < numbers[name] and side != name + AS_PLOTTED)


def _too_little(label: str, sides: Sequence[str], names: Sequence[str]) -> str | None:
    """What is so of a trend and its label does not say, or None."""
    for kind, (said, so) in _kinds(label, sides).items():
        if not said and any(so):
            return f"nothing of {kind}"
    for side in _ours(sides):
        top = _top(side)
        if top not in (None, "1", *TOP.findall(label)):
            return f"nothing of top {top}"
        words = _parted(side)
        for name in sorted(names, key=len, reverse=True):
            if _holds(words, _parted(name)) and not _holds(_parted(label), _parted(name)):
                return f"nothing of {name}"
            words = _without(words, _parted(name))
    if len(_ours(sides)) < len(sides) and not (RUNS.search(label) or _says("first era|openai", label)):
        return "nothing of the runs of OpenAI's charts"
    return None


def _kinds(label: str, sides: Sequence[str]) -> dict[str, tuple[bool, list[bool]]]:
    """Kinds of trends: whether a label says each, and whether it is so of those trends that it could be said of."""
    ours = _ours(sides)
    drawn = [side for side in sides if side not in ours]
    return {
        "records": (_says("records?|top[- ]1", label), [_top(side) == "1" for side in ours]),
        "upper tenth": (_says(_share("tenth", 10), label), [_says("quantile-90", side) for side in ours]),
        "upper fifth": (_says(_share("fifth", 20), label), [_says("quantile-80", side) for side in ours]),
        "third-party totals": (
            _says("(?<!without )third[- ]party", label),
            [side.endswith(WITH_THIRD_PARTY) for side in ours],
        ),
        "read facts": (_says("read", label), [side.endswith(READ_FACTS) for side in ours]),
        "as plotted": (_says("as[- ]plotted", label), [AS_PLOTTED in side for side in drawn]),
        "the first era": (_says("first[- ]era", label), [side.startswith(FIRST_ERA) for side in drawn]),
    }


def _share(word: str, percent: int) -> str:
    """How a label may speak of the line that a share of all runs exceed."""
    below = 100 - percent
    return rf"(?:upper|top)[- ](?:{word}|{percent} ?%)|quantile[- ]{below}|{below} ?% quantile|{below}th percentile"


def _ours(sides: Iterable[str]) -> list[str]:
    return [side for side in sides if not side.startswith("openai-")]


def _of_all(side: str) -> str:
    return side.removesuffix(WITH_THIRD_PARTY).removesuffix(READ_FACTS)


def _top(name: str) -> str | None:
    """Of how many largest runs a trend is, by its id."""
    found = TOP.search(name)
    return found[1] if found else "1" if _says("records?", name) else None


def unsaid(name: str, domain: str | None, member_of: str | None, top: int | None) -> str | None:
    """What chooses the runs of a group and its name does not say, or None; the largest one is a record."""
    for chosen in (domain, member_of):
        if chosen and not _holds(_parted(name), _parted(chosen)):
            return f"nothing of {chosen}"
    said = [*TOP.findall(name), *(["1"] if _says("records?", name) else [])]
    return f"nothing of top {top}" if top and str(top) not in said else None


def _says(pattern: str, label: str) -> bool:
    return re.search(rf"(?i)\b(?:{pattern})(?!\w)", label) is not None


def _parted(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", name.casefold())


def _place(words: Sequence[str], part: Sequence[str]) -> int | None:
    """Where words of a name follow each other first, or None."""
    starts = range(len(words) - len(part) + 1)
    return next((at for at in starts if list(words[at : at + len(part)]) == list(part)), None)


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return _place(words, part) is not None


def _without(words: Sequence[str], part: Sequence[str]) -> list[str]:
    """Words without those of a name, wherever all of them follow each other."""
    at = _place(words, part)
    return list(words) if at is None else [*words[:at], "", *_without(words[at + len(part) :], part)]
