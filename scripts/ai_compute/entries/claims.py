"""Published statements, and where the values stand that judge them.

A claim names where its value stands: `trends[trend=all,told=true].doubling_months`. Such look-ups,
numbers and `count(reported[method=operation counting])` can be joined by ` / ` and ` x `; `distinct(...)` counts
different values of a column; `max(...)`, `min(...)` and `median(...)` take one value of many. A column's interval is
found beside it, in COLUMN_low and COLUMN_high.
"""

import math
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from ai_compute.entries.claim_conditions import wrong_condition
from ai_compute.entries.claim_units import wrong_unit
from ai_compute.entries.csv_rows import read_rows, repeated
from ai_compute.entries.structures import Name, Strict, Text, Url, complain
from ai_compute.messages.problems import Problem, Problems, did_you_mean, misspells, unknown_name
from ai_compute.schemas.names import Column, columns_of_tables

TERM = re.compile(r"(?:(?P<function>\w+)\()?(?P<table>[a-z_]+)\[(?P<filters>[^\]]*)\](?:\.(?P<column>\w+))?\)?")
FILTER = re.compile(r"(?P<column>\w+)(?P<sign>!=|>=|<=|=|>|<)(?P<value>.*)")
FUNCTIONS = ("count", "distinct", "max", "min", "median")
FEW = 15
"""So many names are all told."""
EXAMPLE = "trends[trend=all,told=true].doubling_months"


def _read_number(value: Any) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = math.inf
    if not math.isfinite(found):
        raise complain("a number, or nothing", "the unit stands in its own column")
    return found


def _read_path(value: Any) -> Any:
    for word in re.split(r" (?:/|x) ", value):
        if not _is_term(word):
            raise complain(f"a look-up such as {EXAMPLE}", "join look-ups and numbers by ' / ' or ' x '", word)
    return value


def _read_truth(value: Any) -> bool:
    if value not in ("yes", "no"):
        raise complain("yes or no", "yes if the path rests on the very points of the source")
    return bool(value == "yes")


Number = Annotated[float, BeforeValidator(_read_number)]
YesOrNo = Annotated[bool, BeforeValidator(_read_truth)]


class Claim(Strict):
    """One published statement, one row of claims.csv; a number that is not given is NaN."""

    claim: Name = Field(description="Key of the statement")
    topic: Text = Field(description="What it is about")
    statement: Text = Field(description="What was stated, in a sentence of our own")
    relation: Literal["equals", "at least", "at most", "between"] = Field(description="How the value relates to it")
    stated: Number = Field(math.nan, description="The stated number")
    stated_low: Number = Field(math.nan, description="Lower end of a stated range")
    stated_high: Number = Field(math.nan, description="Upper end of a stated range")
    unit: str = Field("", description="Unit of the numbers")
    path: Annotated[str, BeforeValidator(_read_path)] = Field("", description="Where in the tables the value stands")
    tolerance: Number = Field(math.nan, description="Relative distance that counts as equal; default: its rounding")
    same_points: YesOrNo = Field(description="yes if the path rests on the very points of the source")
    proxy: YesOrNo = Field(False, description="yes if the tables hold something like it only, which cannot judge it")
    reason: str = Field("", description="Why it cannot be checked, or a caveat")
    source: Text = Field(description="Who stated it, and where")
    url: Url = Field("", description="Where it can be read")

    @model_validator(mode="before")
    @classmethod
    def _equal_within_its_rounding(cls, data: Any) -> Any:
        """Unless a tolerance is given, a number counts as equal within half a unit of its last printed digit."""
        if "stated" in data and "tolerance" not in data and _is_number(data["stated"]):
            return {**data, "tolerance": _rounding(data["stated"])}
        return data

    @model_validator(mode="after")
    def _can_be_checked_or_says_why(self) -> "Claim":
        if not self.path and not self.reason:
            raise complain(
                "where the value stands, or a reason", "fill path, or say in reason why not", "no path", "path"
            )
        needed = ("stated_low", "stated_high") if self.relation == "between" else ("stated",)
        for name in needed if self.path else ():
            if math.isnan(getattr(self, name)):
                raise complain(f"a number, for '{self.relation}'", "fill the cell", "nothing", name)
        if self.stated_low > self.stated_high:
            ends = f"{self.stated_low:g}, above stated_high, {self.stated_high:g}"
            raise complain("the lower end first", "exchange the two", ends, "stated_low")
        if self.tolerance < 0:
            raise complain("a number from 0", "0.1 is 10 % of the stated number", f"{self.tolerance:g}", "tolerance")
        return self


COLUMNS = list(Claim.model_fields)


def read_claims(content: bytes, file: str) -> list[Claim]:
    """Read claims.csv.

    Raises:
        Problems: every mistake of the file, each at its line and column name.
    """
    rows, tables = read_rows(content, file, Claim), columns_of_tables()
    problems = [*repeated(rows, "claim", "key", file, "choose another, or remove one of the two")]
    for line, claim in rows:
        problems += [
            Problem(file, line, field="path", found=found, expected=expected, way_out=way_out)
            for found, expected, way_out in _unknown_in(claim.path, tables)
        ]
        problems += [
            Problem(file, line, field="unit", found=found, expected=expected, way_out=way_out)
            for found, expected, way_out in _wrong_unit(claim)
        ]
    if problems:
        raise Problems(problems)
    return [claim for _, claim in rows]


def _unknown_in(path: str, tables: Mapping[str, Mapping[str, Column]]) -> Iterator[tuple[str, str, str]]:
    """What each unknown name in a path is, what is expected, and a way out."""
    for term in TERM.finditer(path):
        name, columns = term["table"], tables.get(term["table"])
        if columns is None:
            way_out = did_you_mean(name, tables, f"the tables are {', '.join(tables)}")
            yield f"the unknown table '{name}'", "a table of data/processed", way_out
            continue
        conditions = _conditions(term)
        for column in [*(each["column"] for each in conditions), *filter(None, [term["column"]])]:
            if column not in columns:
                way_out = did_you_mean(column, columns, f"the columns of {name} are {', '.join(columns)}")
                yield f"the unknown column '{column}'", f"a column of {name}", way_out
        for each in conditions:
            column = columns.get(each["column"])
            wrong = wrong_condition(each["column"], column, each["sign"], each["value"]) if column else None
            if wrong:
                yield wrong


def _wrong_unit(claim: Claim) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the unit of a statement that one look-up of a column judges."""
    words = re.split(r" (/|x) ", claim.path)
    terms = [term for term in map(TERM.fullmatch, words) if term]
    if len(terms) == 1 and terms[0]["column"] and terms[0]["function"] not in ("count", "distinct"):
        wrong = wrong_unit(claim.unit, words, terms[0]["column"])
        if wrong:
            yield wrong


def unknown_names(content: bytes, file: str, known: Mapping[str, Collection[str]]) -> list[Problem]:
    """Names that paths ask for and that are none, or are misspelt: such a statement would never be judged.

    Args:
        content: a valid claims.csv.
        file: its name.
        known: all names by `table.column`, or those of a column of any table: of these, one unlike all others may be of
            an entry that was taken out or is to come, and only warns; nor does it where most are of such, as in a
            collection of a few papers.
    """
    problems = []
    absent: dict[str, dict[str, int]] = {}
    there: dict[str, set[str]] = {}
    for line, table, column, value in _asked_for(content, file):
        closed = known.get(f"{table}.{column}")
        names = known.get(column, ()) if closed is None else closed
        if value == "" or value in names:
            there.setdefault(column, set()).add(value)
        elif closed or any(misspells(value, name) for name in names):
            found, expected = f"the unknown {column} '{value}'", f"{_one(column)} that there is"
            several = f"name one of {', '.join(names)}" if len(names) <= FEW else f"name another {column}"
            way_out = unknown_name(value, names, f"{several}, or add what makes it")
            problems.append(Problem(file, line, field="path", found=found, expected=expected, way_out=way_out))
        elif column in known and not table.startswith("external_"):
            absent.setdefault(column, {}).setdefault(value, line)
    few = (column for column, lines in absent.items() if len(lines) <= len(there.get(column, ())))
    return problems + [_not_there(file, column, absent[column]) for column in few]


def _asked_for(content: bytes, file: str) -> Iterator[tuple[int, str, str, str]]:
    """The line, table, column and value of each condition of all paths."""
    for line, claim in read_rows(content, file, Claim):
        for term in TERM.finditer(claim.path):
            yield from ((line, term["table"], each["column"], each["value"]) for each in _conditions(term))


def _conditions(term: re.Match[str]) -> list[re.Match[str]]:
    return [each for each in map(FILTER.match, split_filters(term["filters"])) if each]


def _not_there(file: str, column: str, lines: Mapping[str, int]) -> Problem:
    """One warning of all names that no entry has, by the line that asks for each first."""
    told = ", ".join(f"'{name}' (line {line})" for name, line in list(lines.items())[:FEW])
    more = f" and {len(lines) - FEW} more" if len(lines) > FEW else ""
    return Problem(
        file,
        min(lines.values()),
        field="path",
        found=f"the unknown {column}{'s' if len(lines) > 1 else ''} {told}{more}",
        expected=f"{_one(column)} that there is",
        way_out="correct the name, or add what has it; until then what is stated of it is not judged",
        warning=True,
    )


def _one(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def split_filters(filters: str) -> list[str]:
    """The conditions of a look-up, one by one."""
    return [each for each in re.split(r",\s*(?=\w+(?:!=|>=|<=|=|>|<))", filters) if each]


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _rounding(text: str) -> float:
    """Half a unit of the last printed digit, relative to the number: 0.0417 for `12`, 0.5 for `1e20`."""
    mantissa = re.split("[eE]", text)[0]
    decimals = len(mantissa.partition(".")[2])
    value = abs(float(mantissa))
    trailing = len(mantissa) - len(mantissa.rstrip("0")) if "." not in mantissa else 0
    return 0.5 * 10.0 ** (trailing - decimals) / value if value else 0.0


def _is_term(word: str) -> bool:
    match = TERM.fullmatch(word)
    if match is None:
        return _is_number(word) and word[0].isdigit() and float(word) != 0
    filters = all(FILTER.fullmatch(each) for each in split_filters(match["filters"]))
    return filters and (match["function"] in FUNCTIONS if match["function"] else match["column"] is not None)
