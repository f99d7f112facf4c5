"""The syntax of values as regular expressions that Python and editors (ECMAScript) read alike, and as JSON Schemas."""

from typing import Any, Literal

Kind = Literal["plain", "operations", "rate", "time"]
PREFIX = "(?:[kKMGBTPEZY]|kilo|mega|giga|tera|peta|exa|zetta|yotta)?"
AMOUNT = f"(?:{PREFIX}(?:FLOP|MAC)s?|petaflops?)"
RATE = rf"(?:{AMOUNT}\s*/\s*(?:s|sec|second)|pfs)"
TIME = "(?:s|secs?|seconds?|min|mins|minutes?|h|hrs?|hours?|d|days?|weeks?|months?|years?)"
PFS_DAYS = r"(?:[pP][fF][sS]|[pP][eE][tT][aA][fF][lL][oO][pP]/[sS])[- _][dD][aA][yY][sS]?"
UNITS: dict[Kind, str] = {
    "plain": "",
    "operations": rf"(?:{PFS_DAYS}|{RATE}\s*[* ]\s*{TIME}|{AMOUNT})",
    "rate": RATE,
    "time": TIME,
}
"""The units that a field of each kind takes; pint converts them."""
NUMBER = r"[+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
SUFFIX = r"(?:\s*[kKMBGTPE](?![A-Za-z/]))?"
NOT_ZERO = r"(?![~<\s+]*0*\.?0*(?:[eE][+-]?\d+)?(?:\s|[A-Za-z]|$))"


def value_pattern(kind: Kind, bound: bool = False) -> str:
    """What text a field of a kind takes: mark, number or range, suffix and unit, above 0."""
    mark = "[~<]?" if bound else "~?"
    unit = rf"\s*{UNITS[kind]}" if UNITS[kind] else ""
    return rf"^\s*{NOT_ZERO}{mark}\s*{NUMBER}{SUFFIX}(?:\s+to\s+{NUMBER}{SUFFIX})?{unit}\s*$"


def counts_pattern() -> str:
    """What text a published count takes: a number above 0, with MAC behind it or without."""
    number = rf"{NUMBER}(?:\s*[kKMBGTPE])?"
    return rf"^\s*{NOT_ZERO}~?\s*{number}(?:\s+to\s+{number})?\s*(?:MACs?)?\s*$"


def value_schema(kind: Kind, bound: bool = False) -> dict[str, Any]:
    """The JSON Schema of a field of a kind; a plain number may stand as YAML's own number."""
    text = {"type": "string", "pattern": value_pattern(kind, bound)}
    return {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, text]} if kind == "plain" else text


SHARE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        {"type": "string", "pattern": value_pattern("plain")},
    ]
}
ANY_VALUE_SCHEMA: dict[str, Any] = {"anyOf": [value_schema(kind) for kind in UNITS]}
DATE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "integer", "minimum": 1940, "maximum": 9999},
        {
            "type": "string",
            "pattern": r"^\s*(?:19[4-9]\d|[2-9]\d{3})(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\s*$",
        },
    ],
    "examples": ["2012-12-03", "2012-12", "2012"],
}
NOT_WRITTEN_YET = r"^\W*([Tt][Oo][Dd][Oo]|[Tt][Bb][Dd]|[Ff][Ii][Xx][Mm][Ee])\W*$"
TEXT_SCHEMA: dict[str, Any] = {
    "type": ["string", "number"],
    "pattern": r"[^\s!-/:-@\[-^`{-~]",
    "not": {"type": "string", "pattern": NOT_WRITTEN_YET},
}
"""A title may be a number (`1984`): our reader keeps it as text."""
URL_SCHEMA: dict[str, Any] = {"type": "string", "pattern": r"^https?://[^\s<>\"'`\\{}|^]+$"}
