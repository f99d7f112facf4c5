"""Can the conditions of a look-up be met? One that never is would leave its statement unjudged without a word."""

import math
from typing import NamedTuple

from ai_compute.messages.problems import unknown_name
from ai_compute.schemas.names import Column
from ai_compute.values.dates import parse_date


class Kind(NamedTuple):
    """What values of a column are, and one of them."""

    expected: str
    example: str


TEXT, TRUTH, NUMBER, DAY = (
    Kind("text", ""),
    Kind("true or false", "true"),
    Kind("a number", "5"),
    Kind("a date", "2018"),
)
KINDS = {
    **dict.fromkeys(("bool", "pd.BooleanDtype"), TRUTH),
    **dict.fromkeys(("float", "int", "pd.Int64Dtype"), NUMBER),
    "Day": DAY,
}
"""By the declared types of columns; all others hold text."""


def wrong_condition(name: str, column: Column, sign: str, value: str) -> tuple[str, str, str] | None:
    """What is wrong with a condition, what is expected, and a way out; or None.

    Args:
        name: of the column that the condition is about.
        column: what its schema declares.
        sign: that stands between column and value.
        value: that the column is held against; '' for a cell that is empty.
    """
    kind, found = KINDS.get(column.type, TEXT), f"{name}{sign}{value}"
    if sign not in ("=", "!=") and (value == "" or kind in (TEXT, TRUTH)):
        of_what = "nothing" if value == "" else kind.expected
        return found, f"= or !=, for {of_what} is neither more nor less", f"write {name}={value} or {name}!={value}"
    if value and not _is_of(kind, value):
        return found, f"{kind.expected} after the sign", f"write {kind.expected}, as in {name}{sign}{kind.example}"
    allowed = [text for text in column.allowed if text]
    if value and allowed and value.casefold() not in map(str.casefold, allowed):
        return found, f"one of {', '.join(allowed)}", unknown_name(value, allowed, "write one of these")
    return None


def _is_of(kind: Kind, value: str) -> bool:
    try:
        if kind is NUMBER:
            return math.isfinite(float(value))
        if kind is DAY:
            parse_date(value)
    except ValueError:
        return False
    return kind is not TRUTH or value.lower() in ("true", "false")
