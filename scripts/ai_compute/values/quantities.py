"""Values as papers give them: `~1.2M`, `0.75 GMAC`, `5 to 6 days`, `<0.006 pfs-day`.

A value is an optional mark (`~` assumed, `<` upper bound), a number with an optional SI suffix (k M B G T P E;
B = G = 1e9) and a unit. Two numbers with `to` between them are a range.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from ai_compute.values.patterns import UNITS as UNIT_PATTERNS
from ai_compute.values.patterns import Kind
from ai_compute.values.spelling import SUFFIXES, WIDEST_MIXED_RANGE, cut_by_a_dot, lower_end, respelled
from ai_compute.values.ways_out import EXAMPLES, UNITS, not_a_value, not_plain, unknown_unit, wrong_kind

PLAIN = "1"

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
yotta- = 1e24 = Y-
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

CANONICAL: dict[Kind, str] = {"plain": PLAIN, "operations": "FLOP", "rate": "FLOP/s", "time": "s"}


class QuantityError(ValueError):
    """A value that cannot be read: what is expected, and a way out."""

    def __init__(self, expected: str, way_out: str, helps: bool = False) -> None:
        """Keep both halves of the message; `helps` says that the way out tells what is wrong."""
        super().__init__(f"expected {expected}; {way_out}")
        self.expected, self.way_out, self.helps = expected, way_out, helps


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
        raise QuantityError("a known unit", f"known units: {'; '.join(UNITS.values())}") from None
    for kind, canonical in CANONICAL.items():
        if kind != "plain" and quantity.is_compatible_with(canonical):
            return float(quantity.to(canonical).magnitude), kind
    return float(quantity.magnitude), None


def parse(text: str | int | float, kind: Kind = "plain") -> Quantity:
    """Read a value of a kind; the result is in that kind's canonical unit (FLOP, FLOP/s, s or 1).

    Raises:
        QuantityError: not a value, an unknown unit, a unit of another kind, a range upside down, or not finite.
    """
    written = str(text).strip()
    try:
        return _read(written, kind)
    except QuantityError as error:
        raise _with_respelling(error, written, kind) from None


def _with_respelling(error: QuantityError, written: str, kind: Kind) -> QuantityError:
    """The error with the same value in our spelling, if there is one that can be read."""
    other = respelled(written, kind)
    try:
        if other is None or other == written or _read(other, kind).value <= 0:
            return error
    except QuantityError:
        return error
    if "`" in error.way_out:
        return error
    why = f"{error.way_out}: " if error.helps else ""
    return QuantityError(error.expected, f"{why}write `{other}`", helps=True)


def _read(written: str, kind: Kind) -> Quantity:
    match = PATTERN.fullmatch(written)
    if match is None:
        raise QuantityError(EXAMPLES[kind], *not_a_value(written))
    unit = match["unit"] or ""
    if unit and kind == "plain":
        raise QuantityError(EXAMPLES[kind], *not_plain(unit))
    try:
        factor, found_kind = conversion(unit)
    except QuantityError:
        raise QuantityError("a known unit", *unknown_unit(unit, kind)) from None
    if found_kind == kind and not re.fullmatch(UNIT_PATTERNS[kind], unit):
        raise QuantityError("a known unit", *unknown_unit(unit, kind))
    if found_kind != kind:
        raise QuantityError(EXAMPLES[kind], *wrong_kind(unit, kind, found_kind))
    if kind == "plain" and (thousands := cut_by_a_dot(written)):
        raise QuantityError(EXAMPLES[kind], thousands, helps=True)
    first = _number(match, "first", factor)
    mark = match["mark"] or ""
    if match["second"] is None:
        rounding = _rounding(match["first"])
        return _finite(Quantity(written, first, CANONICAL[kind], mark, rounding=rounding, shown=written.lstrip("<")))
    return _range(written, first, _number(match, "second", factor), match, kind, mark)


def _range(written: str, first: float, second: float, match: re.Match[str], kind: Kind, mark: str) -> Quantity:
    _ends_are_alike(first, second, match, mark)
    if mark == "<":
        raise QuantityError("an upper bound of one number", "write < before the upper end alone", helps=True)
    if not 0 < first < second:
        upside_down = "the ends are the same" if first == second else "write the smaller end first"
        ends = [_end(match, name) for name in ("second", "first")]
        turned = f"{mark}{' to '.join(ends)} {match['unit'] or ''}".strip()
        alike = len({re.sub(r"[\d.+-]", "", end) for end in ends}) == 1
        way_out = f"{upside_down}: `{turned}`" if 0 < second < first and alike else upside_down
        raise QuantityError("a range from low to high, above 0", way_out, helps=True)
    middle = (first + second) / 2 if second / first <= WIDEST_ARITHMETIC_RANGE else math.sqrt(first * second)
    suffix = match["second_suffix"] or ""
    magnitude = middle / SUFFIXES[suffix] / (conversion(match["unit"])[0] if match["unit"] else 1.0)
    shown = f"{mark}{magnitude:.4g}{suffix} {match['unit'] or ''}".strip()
    return _finite(Quantity(written, middle, CANONICAL[kind], mark, first, second, shown=shown))


def _ends_are_alike(first: float, second: float, match: re.Match[str], mark: str) -> None:
    """Raise where a suffix or a power of ten stands at the upper end alone and may be meant for both."""
    number, suffix = match["second"], match["second_suffix"] or ""
    alone = match["first_suffix"] is None and "e" not in match["first"].lower() and (suffix or "e" in number.lower())
    if not alone or second / WIDEST_MIXED_RANGE < first < second:
        return  # `500 to 2k` may be meant
    low = lower_end(match["first"], "", number, suffix)
    both = f"{mark}{low} to {number}{suffix} {match['unit'] or ''}".strip()
    way_out = "write out both ends" if low is None else f"write `{both}`"
    raise QuantityError("both ends with their suffix or power of ten, or both without", way_out, helps=True)


def _end(match: re.Match[str], name: str) -> str:
    return f"{match[name]}{match[f'{name}_suffix'] or ''}"


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
