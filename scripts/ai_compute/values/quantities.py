"""Values as papers give them: `~1.2M`, `0.75 GMAC`, `5 to 6 days`, `<0.006 pfs-day`.

A value is an optional mark (`~` assumed, `<` upper bound), a number with an optional SI suffix (k M B G T P E;
B = G = 1e9) and a unit. Two numbers with `to` between them are a range.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

PLAIN = "1"
SUFFIXES = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}

NUMBER = r"(?P<{0}>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?:\s*(?P<{0}_suffix>[kKMBGTPE](?![A-Za-z/])))?"
PATTERN = re.compile(
    rf"(?P<mark>[~<])?\s*{NUMBER.format('first')}(?:\s+to\s+{NUMBER.format('second')})?\s*(?P<unit>[A-Za-z%$€µ].*)?",
    re.ASCII,
)

WIDEST_ARITHMETIC_RANGE = 3.0
"""Ends further apart than this factor have a geometric middle (design: a range's centre)."""

DEFINITIONS = """
kilo- = 1e3 = k- = K-
mega- = 1e6 = M-
giga- = 1e9 = G- = B-
tera- = 1e12 = T-
peta- = 1e15 = P-
exa- = 1e18 = E-
zetta- = 1e21 = Z-
FLOP = [computation]
MAC = 2 FLOP
second = [time] = s = sec
minute = 60 second = min
hour = 60 minute = h = hr
day = 24 hour = d
week = 7 day
month = 30.4375 day
year = 365.25 day
petaflop = 1e15 FLOP
pfs = petaflop / second
pfs_day = pfs * day
""".strip().splitlines()

FLOP_A_MAC = 2.0
PFS_DAY = 8.64e19
"""FLOP of a petaflop/s-day: 1e15 x 86,400."""

Kind = Literal["plain", "operations", "rate", "time"]
CANONICAL: dict[Kind, str] = {"plain": PLAIN, "operations": "FLOP", "rate": "FLOP/s", "time": "s"}
EXAMPLES: dict[Kind, str] = {
    "plain": "a plain number such as 1.2M",
    "operations": "operations such as 0.75 GMAC, 3e18 FLOP or 1.9 pfs-day",
    "rate": "operations a second such as 1.58 TFLOP/s",
    "time": "a time such as 5.5 days or 12 hours",
}


class QuantityError(ValueError):
    """A value that cannot be read: what is expected, and a way out."""

    def __init__(self, expected: str, way_out: str) -> None:
        """Keep both halves of the message."""
        super().__init__(f"expected {expected}; {way_out}")
        self.expected, self.way_out = expected, way_out


@dataclass(frozen=True)
class Quantity:
    """A value in the canonical unit of its kind, with the ends of its range if it has one."""

    text: str
    value: float
    unit: str
    mark: str = ""
    low: float | None = None
    high: float | None = None
    rounding: float = 0.0
    """Half a unit of the last printed digit, relative to the value."""
    shown: str = ""
    """The value as it stands in a product: the text without a bound, or the middle of a range in its own unit."""

    @property
    def assumed(self) -> bool:
        """Whether the value carries the mark `~`."""
        return self.mark == "~"

    @property
    def is_bound(self) -> bool:
        """Whether the value is an upper bound (`<`)."""
        return self.mark == "<"

    @property
    def spread(self) -> float | None:
        """The factor f of a range: sqrt(high / low)."""
        return math.sqrt(self.high / self.low) if self.low and self.high else None


@cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(None, autoconvert_to_preferred=False)
    registry.load_definitions(DEFINITIONS)
    return registry


@cache
def conversion(unit: str) -> tuple[float, Kind | None]:
    """How many canonical units one `unit` is, and of which kind.

    Raises:
        QuantityError: the unit is unknown.
    """
    if unit in ("", PLAIN):
        return 1.0, "plain"
    registry = _registry()
    spelled = re.sub(r"(?i)petaflop/s-days?|pfs-days?|petaflop/s days?", "pfs_day", unit.strip())
    try:
        quantity = registry.Quantity(1.0, registry.parse_units(spelled)).to_root_units()
    except Exception:
        raise QuantityError(*_unknown_unit(unit)) from None
    for kind, canonical in CANONICAL.items():
        if kind != "plain" and quantity.is_compatible_with(canonical):
            return float(quantity.to(canonical).magnitude), kind
    return float(quantity.magnitude), None


def _unknown_unit(unit: str) -> tuple[str, str]:
    from ai_compute.messages.problems import did_you_mean

    known = (
        "FLOP MAC GMAC GFLOP TFLOP PFLOP TFLOP/s PFLOP/s GFLOP/s FLOP/s pfs-day pfs-days seconds minutes hours "
        "days weeks months years"
    ).split()
    if unit.upper().rstrip("S").endswith(("FLOP", "OP")) and unit.upper().endswith("S"):
        return "a known unit", "write operations a second as FLOP/s, operations as FLOP"
    way_out = did_you_mean(unit, known, "known units: FLOP, MAC, FLOP/s, pfs-day, s, min, h, days, weeks, months")
    return "a known unit", way_out


def parse(text: str | int | float, kind: Kind = "plain") -> Quantity:
    """Read a value of a kind; the result is in that kind's canonical unit (FLOP, FLOP/s, s or 1).

    Raises:
        QuantityError: not a value, an unknown unit, a unit of another kind, a range upside down, or not finite.
    """
    written = str(text).strip()
    match = PATTERN.fullmatch(written)
    if match is None:
        raise QuantityError(EXAMPLES[kind], _not_a_value(written))
    unit = match["unit"] or ""
    factor, found_kind = (1.0, None) if unit and kind == "plain" else conversion(unit)
    if found_kind != kind:
        raise QuantityError(EXAMPLES[kind], _wrong_kind(unit, kind, found_kind))
    first = _number(match, "first", factor)
    mark = match["mark"] or ""
    if match["second"] is None:
        rounding = _rounding(match["first"])
        return _finite(Quantity(written, first, CANONICAL[kind], mark, rounding=rounding, shown=written.lstrip("<")))
    return _range(written, first, _number(match, "second", factor), match, kind, mark)


def _range(written: str, first: float, second: float, match: re.Match[str], kind: Kind, mark: str) -> Quantity:
    if match["first_suffix"] is None and match["second_suffix"] is not None and first > second:
        raise QuantityError("both ends with their suffix", f"write {match['first']}{match['second_suffix']} to ...")
    if not 0 < first < second:
        raise QuantityError("a range from low to high, above 0", "write the smaller end first")
    middle = (first + second) / 2 if second / first <= WIDEST_ARITHMETIC_RANGE else math.sqrt(first * second)
    suffix = match["second_suffix"] or ""
    magnitude = middle / SUFFIXES[suffix] / (conversion(match["unit"])[0] if match["unit"] else 1.0)
    shown = f"{mark}{magnitude:.4g}{suffix} {match['unit'] or ''}".strip()
    return _finite(Quantity(written, middle, CANONICAL[kind], mark, first, second, shown=shown))


def _number(match: re.Match[str], name: str, factor: float) -> float:
    if not math.isfinite(float(match[name])) or abs(float(match[name])) < 1e-300:
        return float(match[name])
    return float(Decimal(match[name]) * Decimal(SUFFIXES[match[f"{name}_suffix"] or ""]) * Decimal(factor))


def _finite(quantity: Quantity) -> Quantity:
    if not math.isfinite(quantity.value) or (quantity.high is not None and not math.isfinite(quantity.high)):
        raise QuantityError("a finite number", "the number is too large for a 64-bit float")
    return quantity


def _rounding(digits: str) -> float:
    number = Decimal(digits)
    exponent = number.as_tuple().exponent
    if not number or not isinstance(exponent, int):
        return 0.0
    return float(Decimal(5).scaleb(exponent - 1) / abs(number))


def _not_a_value(written: str) -> str:
    if not written:
        return "write the value, or leave the field away"
    if re.search(r"(?i)\b(nan|inf|infinity)\b", written):
        return "leave the field away if the value is not known"
    if re.search(r"\d,\d", written):
        return "write numbers without commas: 1200000 or 1.2M; decimals with a point"
    if re.search(r"\d\s*[-–—]\s*\d", written):
        return "write a range with the word to: 5 to 6 days"
    if written[0] in ">≥≤≈":
        return "marks are ~ (assumed) and < (upper bound, only under reported)"
    return "a value is a mark (~), a number, a suffix (k M B T P E) and a unit, in this order"


def _wrong_kind(unit: str, kind: Kind, found: Kind | None) -> str:
    if kind == "plain" and unit.startswith("%"):
        return "write a share as a number: 33 % as 0.33"
    if kind == "plain":
        return f"leave '{unit}' away: the name of the field says what is counted"
    if not unit:
        return "a unit is missing"
    if kind == "rate" and found == "operations":
        return f"'{unit}' is an amount; a rate is written FLOP/s, such as {unit.removesuffix('S').removesuffix('s')}/s"
    if kind == "operations" and found == "rate":
        return f"'{unit}' is a rate; an amount is written FLOP, MAC or pfs-day"
    words = {"operations": "operations", "rate": "operations a second", "time": "a time", "plain": "a plain number"}
    return f"'{unit}' is {words.get(found, 'something else') if found else 'something else'}"
