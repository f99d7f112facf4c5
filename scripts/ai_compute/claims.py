"""Published statements, and where the values stand that judge them.

A claim names where its value stands: `trends[trend=all,estimator=ols,interval=t].doubling_months`. Such look-ups,
numbers and `count(reported[method=operation counting])` can be joined by ` / ` and ` x `; `max(...)`, `min(...)` and
`median(...)` take one value of many. A column's interval is found beside it, in COLUMN_low and COLUMN_high.
"""

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ai_compute.problems import Problem, Problems, did_you_mean

COLUMNS = [
    *("claim", "topic", "statement", "relation", "stated", "stated_low", "stated_high", "unit", "path", "tolerance"),
    *("same_points", "reason", "source", "url"),
]
RELATIONS = ("equals", "at least", "at most", "between")
NUMBERS = ("stated", "stated_low", "stated_high", "tolerance")

TERM = re.compile(r"(?:(?P<function>\w+)\()?(?P<table>[a-z_]+)\[(?P<filters>[^\]]*)\](?:\.(?P<column>\w+))?\)?")
FILTER = re.compile(r"(?P<column>\w+)(?P<sign>!=|>=|<=|=|>|<)(?P<value>.*)")
FUNCTIONS = ("count", "max", "min", "median")


@dataclass(frozen=True)
class Claim:
    """One row of claims.csv, its numbers read."""

    claim: str
    topic: str
    statement: str
    relation: str
    stated: float
    stated_low: float
    stated_high: float
    unit: str
    path: str
    tolerance: float
    same_points: bool
    reason: str
    source: str
    url: str


def read_claims(content: bytes, file: str) -> list[Claim]:
    """Read claims.csv.

    Raises:
        Problems: every mistake of the file, each at its line.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = repr(content[error.start : error.end])
        problem = Problem(file, line, found=found, expected="UTF-8", way_out="save the file as UTF-8")
        raise Problems([problem]) from None
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    problems = [
        Problem(
            file, 1, field=name, found=name, expected="a known column", way_out=did_you_mean(name, COLUMNS, "remove")
        )
        for name in header
        if name not in COLUMNS
    ]
    problems += [
        Problem(file, 1, field=name, expected="this column", way_out=f"the columns are {', '.join(COLUMNS)}")
        for name in COLUMNS
        if name not in header
    ]
    if problems:
        raise Problems(problems)
    claims: list[Claim] = []
    lines: dict[str, int] = {}
    for cells in reader:
        if not any(cells):
            continue
        row = dict(zip(header, cells, strict=False))
        mistakes = _mistakes(row, cells, header, file, reader.line_num)
        if row["claim"] in lines:
            way_out = f"{row['claim']} stands in line {lines[row['claim']]} already"
            mistakes.append(
                Problem(
                    file,
                    reader.line_num,
                    field="claim",
                    found=row["claim"],
                    expected="each claim once",
                    way_out=way_out,
                )
            )
        lines.setdefault(row["claim"], reader.line_num)
        problems += mistakes
        if not mistakes:
            claims.append(_claim(row))
    if problems:
        raise Problems(problems)
    return claims


def paths_are_known(claims: Sequence[Claim], tables: Mapping[str, Sequence[str]], file: str) -> list[Problem]:
    """Paths that name a table or a column which does not exist; `tables` has the columns of each."""
    problems = []
    for claim in claims:
        for term in TERM.finditer(claim.path):
            name, columns = term["table"], tables.get(term["table"])
            if columns is None:
                way_out = did_you_mean(name, tables, "see the list of tables in README.md")
                problems.append(
                    Problem(file, field=f"{claim.claim}.path", found=name, expected="a table", way_out=way_out)
                )
                continue
            named = [each["column"] for each in map(FILTER.match, split_filters(term["filters"])) if each]
            for column in [*named, *filter(None, [term["column"]])]:
                if column not in columns:
                    way_out = did_you_mean(column, columns, f"the columns of {name} are {', '.join(columns)}")
                    problems.append(
                        Problem(
                            file,
                            field=f"{claim.claim}.path",
                            found=column,
                            expected=f"a column of {name}",
                            way_out=way_out,
                        )
                    )
    return problems


def split_filters(filters: str) -> list[str]:
    """The conditions of a look-up, one by one."""
    return [each for each in re.split(r",(?=\w+(?:!=|>=|<=|=|>|<))", filters) if each]


def _number(text: str) -> float:
    return float(text) if text else math.nan


def _rounding(text: str) -> float:
    """Half a unit of the last printed digit, relative to the number: 0.0417 for `12`, 0.5 for `1e20`."""
    mantissa = re.split("[eE]", text)[0]
    decimals = len(mantissa.partition(".")[2])
    value = abs(float(mantissa))
    trailing = len(mantissa) - len(mantissa.rstrip("0")) if "." not in mantissa else 0
    return 0.5 * 10.0 ** (trailing - decimals) / value if value else 0.0


def _claim(row: Mapping[str, str]) -> Claim:
    numbers = {name: _number(row[name]) for name in NUMBERS}
    if row["stated"] and not row["tolerance"]:
        numbers["tolerance"] = _rounding(row["stated"])
    texts = {name: row[name] for name in COLUMNS if name not in NUMBERS and name != "same_points"}
    values: dict[str, Any] = {**texts, **numbers}
    return Claim(**values, same_points=row["same_points"] == "yes")


def _mistakes(
    row: Mapping[str, str], cells: Sequence[str], header: Sequence[str], file: str, line: int
) -> list[Problem]:
    if len(cells) != len(header):
        found = f"{len(cells)} cells"
        return [
            Problem(file, line, found=found, expected=f"{len(header)} cells", way_out="quote texts that hold a comma")
        ]

    def mistake(field: str, expected: str, way_out: str = "") -> Problem:
        return Problem(file, line, list(header).index(field) + 1, field, row[field], expected, way_out)

    mistakes = []
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["claim"]):
        mistakes.append(mistake("claim", "a key in small letters, digits and hyphens"))
    if row["relation"] not in RELATIONS:
        mistakes.append(mistake("relation", " or ".join(RELATIONS), did_you_mean(row["relation"], RELATIONS, "")))
    for name in NUMBERS:
        try:
            wrong = bool(row[name]) and not math.isfinite(float(row[name]))
        except ValueError:
            wrong = True
        if wrong:
            mistakes.append(mistake(name, "a number, or nothing", "the unit stands in its own column"))
    if row["path"]:
        needed = ("stated_low", "stated_high") if row["relation"] == "between" else ("stated",)
        mistakes += [mistake(name, f"a number, for '{row['relation']}'") for name in needed if not row[name]]
        words = re.split(r" (?:/|x) ", row["path"])
        wrong_words = [word for word in words if not _is_term(word)]
        way_out = "such as trends[trend=all,estimator=ols,interval=t].doubling_months"
        mistakes += [mistake("path", f"a look-up, not '{word}'", way_out) for word in wrong_words]
    elif not row["reason"]:
        mistakes.append(mistake("reason", "why the claim cannot be checked, or a path", "fill path or reason"))
    if row["same_points"] not in ("yes", "no"):
        mistakes.append(mistake("same_points", "yes or no", "yes if the path rests on the very points of the source"))
    if row["url"] and not re.fullmatch(r"https?://[^\s<>\"'`\\{}|^]+", row["url"]):
        mistakes.append(mistake("url", "an address that starts with https:// or http://"))
    return mistakes + [mistake(name, "some text") for name in ("topic", "statement", "source") if not row[name]]


def _is_term(word: str) -> bool:
    match = TERM.fullmatch(word)
    if match is None:
        return bool(re.fullmatch(r"\d+(\.\d+)?([eE][+-]?\d+)?", word))
    filters = all(FILTER.fullmatch(each) for each in split_filters(match["filters"]))
    return filters and (match["function"] in FUNCTIONS if match["function"] else match["column"] is not None)
