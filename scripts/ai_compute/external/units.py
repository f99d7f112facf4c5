"""Units that headers of other people's tables name, with or without brackets, and what they are worth."""

import re
import unicodedata

from ai_compute.values.patterns import Kind
from ai_compute.values.quantities import CANONICAL, QuantityError, conversion

HOUR = 3600.0
KIND_OF: dict[str, Kind] = {
    **dict.fromkeys(("published_flop", "published_flop_low", "published_flop_high", "finetune_flop"), "operations"),
    **dict.fromkeys(("fp64", "fp32", "fp16", "tf32", "fp16-tensor", "bf16", "int8", "fp8"), "rate"),
    **dict.fromkeys(("hours", "chip_hours"), "time"),
    **dict.fromkeys(("parameters", "datapoints", "epochs", "device_count", "price_usd", "tdp_watts"), "plain"),
}
"""What the numbers of a column are; times are kept in hours, all else in canonical units."""
KEPT_IN: dict[Kind, str] = {**CANONICAL, "time": "hours", "plain": ""}
SCALES = {
    **{"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "b": 1e9, "bn": 1e9, "trillion": 1e12},
    **{"quadrillion": 1e15, "quintillion": 1e18, "sextillion": 1e21, "septillion": 1e24},
}
LONG_SCALES = "|".join(name for name in SCALES if len(name) > 2)
PREFIXES = "kilo|mega|giga|tera|peta|exa|zetta|yotta"
COUNTED = r"flops?|macs?|ops?|(?:floating[\s-]*point[\s-]*)?operations?"
OPERATION = re.compile(rf"(?<![a-z])(?:({PREFIXES}|[kmgtpezy])[\s-]*)?({COUNTED})(?![a-z])", re.IGNORECASE)
LETTERS = re.compile(r"(?<![a-z])([kmgtpezy])f(?![a-z\d])", re.IGNORECASE)
"""PF, TF: FLOP with a prefix; PFS may be a plural or a rate, and is none of them."""
PER_SECOND = re.compile(r"\s*(?:/|\bper\b)\s*s(?:ec(?:ond)?)?(?![a-z])", re.IGNORECASE)
FOR_A_TIME = re.compile(r"\b([kMGTPEZY]?(?:FLOP|MAC))(?:/s)?[\s·*x-]*((?:hour|hr|day|week|month|year)s?|[hd])\b")
MULTIPLE = re.compile(
    rf"[x×*]?\s*(?:(10\s*(?:\^|\*\*)\s*\d+|\d+(?:\.\d+)?(?:e\+?\d+)?)|({LONG_SCALES})s?)(?![a-z])"
    r"\s*[x×*]?(?:\s*of\b)?\s*",
    re.IGNORECASE,
)
CHIPS = re.compile(r"\b(?:chip|gpu|tpu|device|accelerator)s?[\s-]*", re.IGNORECASE)
RAISED = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
SHORT_SCALES = "bn|bln|mln|mio|mrd|tn|trn|[kmgbt]|[kmgbt]tok(?:en)?s?|kilo|mega|giga|tera"
BYTES = re.compile(r"[kmgtp]?i?b(?:ytes?)?|(?:kilo|mega|giga|tera|peta)?bytes?", re.IGNORECASE)
IN = re.compile(r"^(?:in|of)\s+", re.IGNORECASE)
BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
BEFORE_A_UNIT = re.compile(r"(?:\s+in\b|[\s,:;|/–—-])*$", re.IGNORECASE)
OF_OPERATIONS = (
    rf"flop|macs?\b|\b(?:{PREFIXES})\b|(?<![a-z])[kmgtpezy]fs?(?![a-z\d])|\boperations?\b|/\s*s\b|\bper\b|log|"
    rf"\b(?:hour|day)s?\b|10\s*(?:\^|\*\*)|\b1e\d|\b(?:{LONG_SCALES})s?\b|\b(?:usd|eur)\b|[$€]"
)
SPEAKS: dict[Kind, re.Pattern[str]] = {
    "operations": re.compile(OF_OPERATIONS, re.IGNORECASE),
    "rate": re.compile(OF_OPERATIONS, re.IGNORECASE),
    "time": re.compile(r"\b(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s?\b", re.IGNORECASE),
    "plain": re.compile(
        rf"\b(?:(?:{LONG_SCALES})s?|{SHORT_SCALES}|[kmgtp]i?b)\b|bytes|\blog|10\s*\^|\b1e\d", re.IGNORECASE
    ),
}
"""Words of a header that speak of a unit: where one stands, it is understood or the column is not read."""


def factor_of(column: str, unit: str) -> float:
    """By what numbers in a unit are multiplied to be in the unit that a column is kept in.

    Raises:
        ValueError: the unit is unknown, or of another kind.
    """
    kind = KIND_OF.get(column)
    if kind is None:
        raise ValueError(f"the unit '{unit}' of a column without numbers")
    times, rest = _multiple(IN.sub("", " ".join(on_the_line(unit).split())))
    if kind == "plain":
        return times * _plain_factor(column, unit, rest, times != 1)
    if kind == "time" and bool(CHIPS.search(rest)) != (column == "chip_hours") and SPEAKS["time"].search(rest):
        of = "of all devices together" if column == "hours" else "of a run, not of its devices"
        raise ValueError(f"the unit '{unit}' is a time {of}")
    try:
        factor, kind_found = conversion(_respelled(CHIPS.sub("", rest).strip(), kind))
    except QuantityError:
        raise ValueError(f"the unit '{unit}' is unknown; {CANONICAL[kind]} is expected") from None
    if kind_found != kind:
        raise ValueError(f"the unit '{unit}' is not one of {kind}; {CANONICAL[kind]} is expected")
    return times * factor / (HOUR if kind == "time" else 1.0)


def on_the_line(text: str) -> str:
    """Text in its plain form: `10²³` as `10^23`, which would else become 1023."""
    return unicodedata.normalize("NFKC", RAISED.sub(lambda found: f"^{found[0]}", text))


def factor_named(column: str, header: str) -> float | None:
    """The factor of the unit that a header names wherever it stands; None if it speaks of none.

    Raises:
        ValueError: it speaks of a unit that is not understood, or of two.
    """
    kind = KIND_OF.get(column)
    if kind is None:
        return None
    outside = _tail(BRACKETS.sub(" ", header), kind)[1]
    parts = [part for part in (*BRACKETS.findall(header), outside) if SPEAKS[kind].search(part)]
    factors = {part: factor_of(column, part) for part in parts}
    if len(set(factors.values())) > 1:
        raise ValueError(f"two units, {' and '.join(factors)}")
    return next(iter(factors.values()), None)


def without_unit(header: str, column: str) -> tuple[str, str]:
    """A header without its last bracket, or without the words at its end that speak of a unit; and those."""
    last = next(reversed(list(BRACKETS.finditer(header))), None)
    if last and not header[last.end() :].strip():
        return BEFORE_A_UNIT.sub("", header[: last.start()]), last[1]
    return _tail(header, KIND_OF[column]) if column in KIND_OF else (header, "")


def conversion_told(column: str, factor: float) -> str:
    """What the log says of a column whose numbers are converted."""
    return f"its numbers are converted: 1 there is {factor:.6g} {KEPT_IN[KIND_OF[column]]}".rstrip()


def _tail(header: str, kind: Kind) -> tuple[str, str]:
    """The words before the first that speaks of a unit, and the others."""
    words = header.replace("_", " ").split()
    first = next((place for place, word in enumerate(words) if SPEAKS[kind].search(word)), len(words))
    return BEFORE_A_UNIT.sub("", " ".join(words[:first])), " ".join(words[first:])


def _multiple(unit: str) -> tuple[float, str]:
    """`10^15 FLOP`, `million hours` -> what it is multiplied by, and the rest."""
    found = MULTIPLE.match(unit)
    if found is None:
        return 1.0, unit
    number = re.sub(r"10\s*(?:\^|\*\*)\s*", "1e", found[1]) if found[1] else ""
    return float(number) if number else SCALES[found[2].casefold()], unit[found.end() :]


def _plain_factor(column: str, unit: str, rest: str, scaled: bool) -> float:
    first = rest.split()[0].casefold() if rest.split() else ""
    scale = SCALES.get(first) or SCALES.get(first.removesuffix("s"))
    if scale is not None:
        return scale
    if scaled or (column == "datapoints" and not BYTES.fullmatch(rest) and not SPEAKS["plain"].search(rest)):
        return 1.0  # tokens, images, words: what they are depends on the domain
    raise ValueError(f"the unit '{unit}' is not known here; thousands, millions, billions and trillions are")


def _respelled(unit: str, kind: Kind) -> str:
    """A unit as the library of units reads it: `PetaFLOPs/s-days` -> `PFLOP/s*days`."""

    def one(found: re.Match[str]) -> str:
        prefix, noun = found[1] or "", "MAC" if found[2].casefold().startswith("mac") else "FLOP"
        return (prefix[0].upper().replace("K", "k") if prefix else "") + noun

    spelled = LETTERS.sub(lambda found: f"{found[1].upper()}FLOP".replace("K", "k"), OPERATION.sub(one, unit))
    spelled = FOR_A_TIME.sub(r"\1/s*\2", PER_SECOND.sub("/s", spelled))
    return f"{spelled}/s" if kind == "rate" and "/" not in spelled else spelled  # TFLOPS of a device are TFLOP/s
