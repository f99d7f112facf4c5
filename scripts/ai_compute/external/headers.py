"""Headers of other people's tables: which column each one is, and the unit that it names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ai_compute.values.patterns import Kind
from ai_compute.values.quantities import CANONICAL, QuantityError, conversion

Headers = Mapping[str, Sequence[str]]
HOUR = 3600.0
RATE, TIME, PLAIN = "rate", "time", "plain"
KIND_OF: dict[str, Kind] = {
    **dict.fromkeys(("published_flop", "published_flop_low", "published_flop_high", "finetune_flop"), "operations"),
    **dict.fromkeys(("fp64", "fp32", "fp16", "tf32", "fp16-tensor", "bf16", "int8", "fp8"), "rate"),
    **dict.fromkeys(("hours", "chip_hours"), "time"),
    **dict.fromkeys(("parameters", "datapoints", "epochs", "device_count", "price_usd", "tdp_watts"), "plain"),
}
"""What the numbers of a column are; times are kept in hours, all else in canonical units."""
SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "b": 1e9, "bn": 1e9, "trillion": 1e12}
CHIPS = re.compile(r"\b(?:chip|gpu|tpu|device|accelerator)[\s-]*", re.IGNORECASE)
WITH_UNIT = re.compile(r"(.+?)\s*[(\[]([^()\[\]]+)[)\]]")
PREFIX = re.compile(r"\b(kilo|mega|giga|tera|peta|exa|zetta|yotta)(?=FLOP)", re.IGNORECASE)
BYTES = re.compile(r"[kmgtp]?i?b(?:ytes?)?|(?:kilo|mega|giga|tera|peta)?bytes?", re.IGNORECASE)
MULTIPLE = re.compile(r"(1(?:\.0*)?[eE]\+?\d+|10\^\d+)\s*(.+)")
DEPRECATED = re.compile(r"[(\[]?\b(?:deprecated|old|obsolete)\b[)\]]?\s*:?\s*-?", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """How files of a kind are laid out: for each column the headers it is known by, the first of them the usual one."""

    headers: Headers
    units: Mapping[str, str] = field(default_factory=dict)
    """Units of columns whose headers do not say them."""
    needs: Sequence[str] = ()
    """A file is of this kind if it has all of these columns."""
    notable: bool = False
    """Whether all models of such a file are notable."""
    models: bool = True
    """Whether its rows are models; else they are devices."""


class Place(NamedTuple):
    """Where a column stands, and the factor that brings its numbers to the unit that is kept."""

    position: int
    factor: float
    deprecated: bool


def heading(text: str) -> str:
    """A header without differences of case, blanks, underscores, brackets and a trailing '(s)'."""
    plain = " ".join(re.sub(r"[\ufeff_]", " ", text).split()).casefold().removesuffix("(s)")
    return " ".join(re.sub(r"[()\[\]]", " ", plain).split())


def places(header: Sequence[str], layout: Layout) -> tuple[dict[str, list[Place]], dict[int, str]]:
    """Where each column stands, the preferred header first, deprecated ones last; and headers refused, with the reason.

    A header that differs from a known one by its unit alone is converted if the unit is known, and else refused.
    """
    written = [" ".join(DEPRECATED.sub(" ", cell).split()) for cell in header]
    plain = [heading(cell) for cell in written]
    old = [bool(DEPRECATED.search(cell)) for cell in header]
    found: dict[str, list[Place]] = {column: [] for column in layout.headers}
    taken, refused = set[int](), dict[int, str]()
    for column, names in layout.headers.items():
        stated = layout.units.get(column)
        try:
            factor = factor_of(column, stated) if stated else None
        except ValueError as wrong:
            factor, refused[-1] = 1.0, str(wrong)
        for name in names:
            for position, cell in enumerate(plain):
                if cell == heading(name):
                    own = _named_factor(column, written[position]) if factor is None else factor
                    found[column].append(Place(position, own, old[position]))
                    taken.add(position)
    for column, names in layout.headers.items():
        bases = {heading(_without_unit(name.casefold())) for name in names}
        for position, cell in enumerate(written):
            match = WITH_UNIT.fullmatch(cell)
            if column not in KIND_OF or position in taken or match is None or heading(match[1]) not in bases:
                continue
            try:
                found[column].append(Place(position, factor_of(column, match[2]), old[position]))
                taken.add(position)
                refused.pop(position, None)
            except ValueError as wrong:
                refused.setdefault(position, str(wrong))
    ordered = {column: sorted(some, key=lambda place: place.deprecated) for column, some in found.items()}
    return ordered, {position: reason for position, reason in refused.items() if position not in taken}


def factor_of(column: str, unit: str) -> float:
    """By what numbers in a unit are multiplied to be in the unit that a column is kept in.

    Raises:
        ValueError: the unit is unknown, or of another kind.
    """
    kind = KIND_OF.get(column)
    if kind is None:
        raise ValueError(f"the unit '{unit}' of a column without numbers")
    if kind == PLAIN:
        scale = SCALES.get(unit.split()[0].casefold().removesuffix("s")) if unit.strip() else None
        if scale is None and column == "datapoints" and not BYTES.fullmatch(unit.strip()):
            return 1.0  # tokens, images, words: what they are depends on the domain
        if scale is None:
            raise ValueError(f"the unit '{unit}' is not known here; thousands, millions, billions and trillions are")
        return scale
    times = 1.0
    if multiple := MULTIPLE.fullmatch(unit.strip()):
        times, unit = float(multiple[1].replace("10^", "1e")), multiple[2]
    spelled = re.sub(r"(?i)flops?\b", "FLOP", CHIPS.sub("", unit).strip())
    if kind == RATE and "/" not in spelled:
        spelled += "/s"  # TFLOPS of a device are TFLOP/s
    spelled = PREFIX.sub(lambda sign: sign[1].casefold(), spelled)
    try:
        factor, kind_found = conversion(spelled)
    except QuantityError:
        raise ValueError(f"the unit '{unit}' is unknown; {CANONICAL[kind]} is expected") from None
    if kind_found != kind:
        raise ValueError(f"the unit '{unit}' is not one of {kind}; {CANONICAL[kind]} is expected")
    return times * factor / (HOUR if kind == TIME else 1.0)


def _named_factor(column: str, header: str) -> float:
    """The factor of the unit that a header names itself; 1 if it names none, or one that is no unit."""
    match = WITH_UNIT.fullmatch(header)
    if match is None or column not in KIND_OF:
        return 1.0
    try:
        return factor_of(column, match[2])
    except ValueError:
        return 1.0


def _without_unit(name: str) -> str:
    match = WITH_UNIT.fullmatch(name)
    return match[1].rstrip() if match else name
