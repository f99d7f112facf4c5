"""How people write values that our pattern does not read, and how the same value is written here.

Whoever obeys a message to the letter must get the value that was meant, so a respelling is offered only where it is
certain, and only after it was read again (`quantities.parse`).
"""

import re
from decimal import Decimal

SUFFIXES = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}
PREFIXES = ("k", "M", "G", "T", "P", "E", "Z", "Y")
PREFIX_WORDS = {"kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y"}
SCALES = {
    **dict.fromkeys(("k", "thousand", "thousands", "thsd"), "k"),
    **dict.fromkeys(("m", "mn", "mm", "mln", "mio", "million", "millions"), "M"),
    **dict.fromkeys(("b", "g", "bn", "bln", "billion", "billions", "milliard", "milliards"), "B"),
    **dict.fromkeys(("t", "tn", "trn", "trillion", "trillions"), "T"),
    **dict.fromkeys(("quadrillion", "quadrillions"), "P"),
    **dict.fromkeys(("quintillion", "quintillions"), "E"),
}
"""Words and small letters for our suffixes; `MM` is accountants' million."""
COUNTED = frozenset(
    "image token epoch update step iteration example sample frame game move position word character sequence sentence "
    "pair parameter param weight network batch element pass play episode clip video page row point datapoint query "
    "simulation sweep round piece crop patch subword wordpiece utterance document residue protein string line pixel "
    "gradient training".split()
)
"""What plain numbers count: the field's name says it already."""
TIMES = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "seconds"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "minutes"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hours"),
    **dict.fromkeys(("d", "day", "days"), "days"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "weeks"),
    **dict.fromkeys(("mo", "mon", "mos", "mons", "mth", "mths", "month", "months"), "months"),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), "years"),
}
HOURS = {"seconds": Decimal(1) / 3600, "minutes": Decimal(1) / 60, "hours": Decimal(1), "days": Decimal(24),
         "weeks": Decimal(168), "months": Decimal("730.5"), "years": Decimal(8766)}  # fmt: skip
ABOUT = re.compile(
    r"(?i)^(?:~?\s*(?:about|approximately|approx\.?|around|circa|ca\.?|c\.|roughly|nearly|almost)|≈|~~)\s*"
)
WIDEST_MIXED_RANGE = 30
"""`500 to 2k` may be meant; of `1 to 2M`, whose ends are further apart than this, the first lacks its suffix."""
RAISED_DIGITS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = str.maketrans("-0123456789", RAISED_DIGITS)
SUPERSCRIPTS = str.maketrans(f"{RAISED_DIGITS}⁺", "-0123456789+")
DIGITS = r"\d+(?:\.\d+)?(?:e[+-]?\d+)?"
TIMES_TEN = re.compile(r"(?i)(?:(\d+(?:\.\d+)?)\s*(?:x|\*|·|⋅)\s*)?(?<![\d.])10\s*(?:\^|\*\*)\s*\{?([+-]?\d+)\}?")
POWER = re.compile(r"(?<![\w.])(\d+)\s*(?:\^|\*\*)\s*(\d{1,3})\b")
TIME_WORD = rf"(?:{'|'.join(sorted(TIMES, key=len, reverse=True))})"
RANGE = re.compile(
    rf"(?i)(~?)\s*(?:between\s+)?({DIGITS})\s*([a-z]*)\s*(?:-|\bto\b|\band\b|\bor\b|…|\.\.\.?)\s*({DIGITS})(.*)"
)
AROUND = re.compile(rf"(?i)(~?)\s*({DIGITS})\s*(?:±|\+/-|\+-)\s*({DIGITS})(.*)")
AMOUNT = re.compile(
    r"(?i)(?P<prefix>[kmgbtpezy]|kilo|mega|giga|tera|peta|exa|zetta|yotta)?[ -]?"
    r"(?P<what>flops?|ops?|f|macs?|madds?|multi-?adds?|mult(?:iply)?-?adds?|mul-?adds?|multiply-accumulates?|"
    r"mult-add operations)(?P<rate>/s(?:ec(?:ond)?)?|ps)?"
)
DAYS = re.compile(r"(?i)(.*?)[-· *]*\b(days?|hours?|weeks?|months?|years?)")
EXAMPLES = "image|token|example|sample|frame|sequence|inference|word|position|step|crop|clip|pass|forward pass"
FOR_EACH = re.compile(rf"(?i)\s*(?:/|per )\s*(?:an? |each )?(?:{EXAMPLES})$")


def respelled(written: str, kind: str) -> str | None:
    """The same value in our spelling, or None if what is meant is not certain; it may still be unreadable.

    Args:
        written: what stands in the entry.
        kind: plain, operations, rate or time.
    """
    text = ABOUT.sub("", _plain_characters(written)).strip()
    text = _number(text)
    return _compound(text) if kind == "time" and _compound(text) else _range(text, kind) or _single(text, kind)


def with_suffixes(text: str) -> str:
    """Numbers as we spell them within a text: `3.5 million GPU hours` -> `3.5M GPU hours`."""
    words = "|".join(word for word in SCALES if len(word) > 2)
    spelled = _number(ABOUT.sub("", _plain_characters(text)).strip())
    return re.sub(rf"(?i)(?<=\d)\s*({words})\b", lambda found: SCALES[found[1].lower()], spelled)


def cut_by_a_dot(text: str, of_whole: bool = False) -> str:
    """What is to be done about `12.500`, which is 12500 or 12.5: which of them is not guessed. Nothing for others.

    Of what is counted in whole ones, three digits of any kind may be cut off.
    """
    cut = r"\d{3}" if of_whole else r"\d00"
    match = re.search(rf"(?<![\w.])([1-9]\d{{0,2}})\.({cut})(?!\s*[kKMBGTPE]\b|[\d.eE])", text)
    if match is None:
        return ""
    whole, rest = match.groups()
    fewer = f"{whole}.{rest}".rstrip("0").rstrip(".")
    return f"{whole}.{rest} may be {whole}{rest} or {fewer}: write the one that is meant"


def suffixed(value: Decimal) -> str:
    """A number with the largest suffix that leaves it at least 1: 1500000 -> `1.5M`."""
    for suffix in ("E", "P", "T", "B", "M", "k"):
        size = Decimal(SUFFIXES[suffix])
        if abs(value) >= size:
            return f"{_digits(value / size)}{suffix}"
    return _digits(value)


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}" if abs(value) < Decimal(10) ** 21 else f"{value.normalize():e}"


def _plain_characters(text: str) -> str:
    for old, new in (("×", "x"), ("–", "-"), ("—", "-"), ("−", "-"), ("\u00a0", " "), ("\u202f", " "), ("\u2009", " ")):
        text = text.replace(old, new)
    powers = re.sub(rf"10([{RAISED_DIGITS}⁺]+)", lambda found: "10^" + found[1].translate(SUPERSCRIPTS), text)
    return powers.strip()


def _number(text: str) -> str:
    """Groups of three joined, powers written out, a decimal comma as a point."""
    groups = r"(?<![\d.,])([1-9]\d{0,2})((?:[,'_ ’]\d{3})+|(?:\.\d{3}){2,})(?![\d,])"
    text = re.sub(groups, lambda m: m[1] + re.sub(r"\D", "", m[2]), text)
    text = re.sub(r"(?<![\d.,])(0(?=,)|\d+(?=,(?:\d{1,2}|\d{4,})(?!\d))),(\d+)(?![\d,])", r"\1.\2", text)
    text = TIMES_TEN.sub(lambda found: f"{found[1] or '1'}e{int(found[2])}", text)
    text = POWER.sub(lambda found: str(int(found[1]) ** int(found[2])), text)
    return re.sub(rf"^({DIGITS})\s*/\s*(\d+)$", lambda m: f"{Decimal(m[1]) / Decimal(m[2]):.6g}", text)


def _compound(text: str) -> str | None:
    """`5 days 3 hours`, `1h30min`, `1:30 hours`, as hours."""
    clock = re.fullmatch(r"(?i)(~?)\s*(\d+):([0-5]\d)(?::([0-5]\d))?(?:\s*(?:h|hrs?|hours?))?", text)
    if clock:
        hours = Decimal(clock[2]) + Decimal(clock[3]) / 60 + Decimal(clock[4] or 0) / 3600
        return f"{clock[1]}{_digits(round(hours, 6))} hours"
    pairs = re.findall(rf"(?i)({DIGITS})\s*({TIME_WORD})(?![a-z])", text)
    pattern = rf"(?i)(~?)\s*{DIGITS}\s*{TIME_WORD}(?:(?:\s*,?\s*(?:and\s+)?){DIGITS}\s*{TIME_WORD})+"
    whole = re.fullmatch(pattern, text)
    if whole is None or len(pairs) < 2:
        return None
    total = sum((Decimal(number) * HOURS[TIMES[unit.lower()]] for number, unit in pairs), Decimal())
    return f"{whole[1]}{_digits(round(total, 6))} hours"


def _range(text: str, kind: str) -> str | None:
    around = AROUND.fullmatch(text)
    if around:
        middle, reach = Decimal(around[2]), Decimal(around[3])
        unit = _unit(around[4].strip(), kind)
        return None if unit is None else f"{around[1]}{_digits(middle - reach)} to {_digits(middle + reach)}{unit}"
    match = RANGE.fullmatch(text)
    if match is None:
        return None
    mark, low, first, high, second = (part.strip() for part in match.groups())
    if kind == "time" and first and TIMES.get(first.lower()) != TIMES.get(second.lower()):
        return _two_units(mark, (low, first), (high, second))
    after = _unit(second, kind)
    before = _unit(first, kind) if first else after
    if before is None or after is None:
        return None
    suffix, unit = after.partition(" ")[0], after.partition(" ")[2]
    own = before.partition(" ")[0] if first else ""
    if first and before.partition(" ")[2] not in ("", unit):
        return None
    lower = lower_end(low, own, high, suffix)
    return None if lower is None else f"{mark}{lower} to {high}{suffix} {unit}".strip()


def lower_end(low: str, own_suffix: str, high: str, suffix: str) -> str | None:
    """The lower end of a range as it is meant: in `1 to 2M` it is `1M`, in `1 to 2e25` `1e25`, in `500 to 2k` `500`.

    What stands at the upper end alone is meant for both, unless the ends are near each other as they are written. Where
    the lower would be the upper then, as in `300 to 1B`, nobody knows: None.
    """
    if own_suffix or "e" in low.lower():
        return low + own_suffix
    digits, power = re.fullmatch("(.*?)([eE].*)?", high).groups("")  # type: ignore[union-attr]
    below = Decimal(high) * Decimal(SUFFIXES[suffix]) / WIDEST_MIXED_RANGE < Decimal(low)
    alike = below and Decimal(low) < Decimal(high) * Decimal(SUFFIXES[suffix])
    if alike or not power + suffix:
        return low
    return None if Decimal(low) >= Decimal(digits) else f"{low}{power}{suffix}"


def _two_units(mark: str, low: tuple[str, str], high: tuple[str, str]) -> str | None:
    ends = []
    for number, unit in (low, high):
        size = HOURS.get(TIMES.get(unit.lower(), ""))
        if size is None:
            return None
        ends.append(_digits(Decimal(number) * size))
    return f"{mark}{' to '.join(ends)} hours"


def _single(text: str, kind: str) -> str | None:
    match = re.fullmatch(r"([~<]?)\s*((?:[+]?)(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*)", text)
    if match is None:
        return None
    if match[3].startswith("%"):
        share = f"{match[1]}{_digits(Decimal(match[2]) / 100)}"
        return share if kind == "plain" and match[3] == "%" else None
    unit = _unit(match[3], kind)
    return None if unit is None else f"{match[1]}{match[2]}{unit}"


def _unit(written: str, kind: str) -> str | None:
    """Suffix and unit as they follow a number, with a blank before a unit; None if they are not certain."""
    suffix, rest = _scale(written.strip())
    if kind == "plain":
        return suffix if all(_is_counted(word) for word in re.split(r"[\s-]+", rest) if word) else None
    unit = _time(rest) if kind == "time" else _operations(FOR_EACH.sub("", rest), kind)
    return None if unit is None else f"{suffix} {unit}"


def _scale(written: str) -> tuple[str, str]:
    """The suffix that a scale word or the first letter of a counted word stands for, and the rest."""
    first, _, rest = written.partition(" ")
    if first in SUFFIXES and first:
        return first, rest
    if first.lower() in SCALES and first not in ("h", "d"):
        return SCALES[first.lower()], rest
    if first[:1].lower() in "kmbgtp" and first[:1] and _is_counted(first[1:].lstrip("-")):
        return SCALES.get(first[0].lower(), ""), rest
    return "", written


def _is_counted(word: str) -> bool:
    singular = word.lower().rstrip("s")
    return bool(word) and (singular in COUNTED or singular.removesuffix("e") in COUNTED or singular + "s" in COUNTED)


def _time(unit: str) -> str | None:
    return TIMES.get(unit.lower().rstrip("."))


def _operations(unit: str, kind: str) -> str | None:
    """`GFLOP`, `TFLOP/s`, `pfs-days` for what other people write."""
    days = DAYS.fullmatch(unit)
    if days is not None and days[1]:
        of_what = days[1].strip(" -·*")
        rate = "PFLOP/s" if of_what.lower() == "pfs" else _operations(of_what, "rate")
        whole_days = days[2].lower().startswith("day")
        if kind != "operations" or rate is None:
            return None
        return "pfs-days" if rate == "PFLOP/s" and whole_days else f"{rate}*{days[2].lower().rstrip('s')}"
    match = AMOUNT.fullmatch(unit)
    if match is None:
        return None
    prefix, what = match["prefix"] or "", match["what"].lower()
    if what == "f" and not prefix:
        return None
    prefix = PREFIX_WORDS.get(prefix.lower(), {"K": "k", "B": "G"}.get(prefix.upper(), prefix.upper()))
    word = "MAC" if what.startswith("m") else "FLOP"
    if match["rate"] and kind == "operations":
        return None
    return f"{prefix}{word}" + ("/s" if kind == "rate" else "")
