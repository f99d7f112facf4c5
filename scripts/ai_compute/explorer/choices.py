"""A choice of runs and of what is drawn, as an address spells it: `domain=language&from=2020&rule=top-10`.

An address is the same for the page and for Python. Lists are joined by ';'. What is absent does not narrow.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from ai_compute.explorer.rows import EXTERNAL, OWN, QUANTITIES

LISTS = ("domain", "organization", "country", "open", "set", "basis", "evidence")
"""What runs are chosen by: each a list of which a run must have one."""
COLUMN_OF = {"domain": "domains", "set": "sets"}
"""Columns of the rows that are called otherwise."""
COMPETE = ("domain", "set")
"""Runs are ranked among all of these; whatever else is chosen leaves runs out afterwards, as in the table trends."""
DATE = "date"
NAMES = {"compute": "flop"} | {name: name for name in QUANTITIES if name != "flop"}
"""Columns of the quantities by the words of an address."""
RULE = re.compile(r"all|record|top-([1-9]\d{0,3})|quantile-(?![0.]+$)(\d{1,2}(?:\.\d+)?)", re.ASCII)


@dataclass(frozen=True)
class Choice:
    """Runs, and what of them is fitted against what; a split lies between start and end (`parse_choice`)."""

    source: str = OWN
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    start: date | None = None
    end: date | None = None
    text: str = ""
    rule: str = "all"
    self_play: bool = True
    y: str = "compute"
    x: str = DATE
    split: date | None = None
    against: tuple[str, tuple[str, ...]] | None = None

    @property
    def top(self) -> int | None:
        """The k of a frontier rule."""
        if self.rule == "record":
            return 1
        return int(self.rule.removeprefix("top-")) if self.rule.startswith("top-") else None

    @property
    def quantile(self) -> float | None:
        """The share of runs below the line of a quantile."""
        return float(self.rule.removeprefix("quantile-")) / 100 if self.rule.startswith("quantile-") else None

    @property
    def groups(self) -> "tuple[Choice, Choice] | None":
        """The two groups that are compared: before and since a day, or these runs and those with other items."""
        one = replace(self, split=None, against=None)
        if self.split is not None:
            return replace(one, end=self.split), replace(one, start=self.split)
        if self.against is not None:
            facet, items = self.against
            return one, replace(one, lists=self.lists | {facet: items})
        return None


def parse_choice(address: str) -> Choice:
    """The choice that an address spells, with or without what stands before its `?`.

    Raises:
        ValueError: an unknown key, a value that its key does not take, or two that do not go together.
    """
    choice = Choice()
    for key, value in _said(address).items():
        if key in LISTS:
            choice = replace(choice, lists=choice.lists | {key: _items(value)})
        elif key in SINGLE:
            fields: dict[str, Any] = {SINGLE[key].field: SINGLE[key].read(value, key)}
            choice = replace(choice, **fields)
        elif key in DRAWING:
            DRAWING[key].read(value, key)
        elif not key.startswith("my-"):
            known = ", ".join([*LISTS, *SINGLE, *DRAWING])
            raise ValueError(f"an address has no {key!r}; it has {known}")
    _check_together(choice)
    return choice


def _check_together(choice: Choice) -> None:
    """Complain of what does not go together."""
    if choice.split and choice.against:
        raise ValueError(f"split={choice.split}: expected this or against, not both")
    if choice.x == choice.y:
        raise ValueError(f"x={choice.x}: expected another quantity than the one that is drawn")
    if choice.start and choice.end and choice.start >= choice.end:
        raise ValueError(f"until={choice.end}: expected a date after {choice.start}")
    if choice.split and (choice.split <= (choice.start or date.min) or choice.split >= (choice.end or date.max)):
        raise ValueError(f"split={choice.split}: expected a date within those chosen, with runs before and since")
    if choice.against and set(choice.against[1]) == set(choice.lists.get(choice.against[0], ())):
        raise ValueError(f"against={choice.against[0]}: expected another group than the one that it is compared with")


def _said(address: str) -> dict[str, str]:
    """Keys with their values; a list that stands twice is one list, anything else that does is not as expected."""
    found: dict[str, str] = {}
    for key, value in parse_qsl(address.rpartition("?")[2], strict_parsing=bool(address)):
        twice = ";" if key in LISTS else " and "
        found[key] = f"{found[key]}{twice}{value}" if key in found else value
    return found


def _items(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(";") if item.strip())


def _other_group(text: str) -> tuple[str, tuple[str, ...]] | None:
    facet, _, items = text.partition(":")
    return (facet, _items(items)) if facet in LISTS and _items(items) else None


def first_day(text: str) -> date | None:
    """The first day of `2012`, `2012-12` or `2012-12-03`; None if it is no date."""
    match = re.fullmatch(r"([1-9]\d{3})(?:-(\d{2}))?(?:-(\d{2}))?", text.strip(), re.ASCII)
    try:
        return date(*(int(part) if part else 1 for part in match.groups())) if match else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Key:
    """A key of an address: the field of a choice, what is expected, and how it is read (None: not so)."""

    field: str
    expected: str
    reader: Callable[[str], object]

    def read(self, value: str, key: str) -> object:
        """The value.

        Raises:
            ValueError: it is not as expected.
        """
        found = self.reader(value)
        if found is None:
            raise ValueError(f"{key}={value}: expected {self.expected}")
        return found


def _one_of(name: str, *words: str) -> Key:
    return Key(name, f"one of {', '.join(words)}", lambda text: text if text in words else None)


DAY = "a date such as 2012-12-03, 2012-12 or 2012"
SINGLE = {
    "source": _one_of("source", OWN, EXTERNAL),
    "from": Key("start", DAY, first_day),
    "until": Key("end", DAY, first_day),
    "text": Key("text", "text", str.strip),
    "rule": Key("rule", "all, record, top-10 or quantile-90", lambda text: text if RULE.fullmatch(text) else None),
    "selfplay": Key("self_play", "no, or nothing", lambda text: False if text == "no" else None),
    "y": _one_of("y", *NAMES),
    "x": _one_of("x", DATE, *NAMES),
    "split": Key("split", DAY, first_day),
    "against": Key("against", f"{', '.join(LISTS[:-1])} or {LISTS[-1]}, a colon, and other items", _other_group),
}
"""What an address says once, by its key."""
DRAWING = {
    "colour": _one_of("colour", "domain", "organization", "basis", "evidence", "open", "group"),
    "scale": _one_of("scale", "log", "linear"),
    "lines": _one_of("lines", "laws"),
}
"""What an address may say besides that does not change a fit; keys of a reader's own run begin with my."""
