"""Ways out of what cannot be read as a value, each with whether it says what is wrong."""

import re

from ai_compute.values.patterns import Kind
from ai_compute.values.spelling import RAISED_DIGITS, SUPERSCRIPTS, TIMES

EXAMPLES: dict[Kind, str] = {
    "plain": "a plain number such as 1.2M",
    "operations": "operations such as 0.75 GMAC, 3e18 FLOP or 1.9 pfs-day",
    "rate": "operations a second such as 1.58 TFLOP/s",
    "time": "a time such as 5.5 days or 12 hours",
}
UNITS: dict[Kind, str] = {
    "plain": "none",
    "operations": "FLOP, MAC (2 FLOP), each with a prefix (k M G or B, T P E Z Y; kilo to yotta), pfs-day, petaflop, "
    "and a rate for a time: TFLOP/s*hour, EFLOP/s*day",
    "rate": "FLOP/s with a prefix (k M G T P E, or in words), such as TFLOP/s",
    "time": "seconds (s, sec), minutes (min), hours (h, hr), days (d), weeks, months (of 30.4 days), years",
}
MADE_OF = "core|chip|die|board|card|node|host|server|machine|pod|slice"
"""Words for what holds devices, or is held by them."""
DEVICE_WORDS = re.compile(
    rf"[A-Z]{{2}}|[A-Za-z]\d|(?i:\b(?:{MADE_OF}|device|[a-z]pu|processor|accelerator|instance|worker|workstation|"
    r"tesla|titan|quadro|geforce)s?\b)"
)
UNKNOWN = r"(?i)[-–—?.]+|n\.?/?a\.?|unknown|none|not (?:stated|given|known|published|available)|tb[ad]|todo|unpublished"
"""What people write where nothing is known."""


def not_a_value(written: str) -> tuple[str, bool]:
    """Of text that is no value at all."""
    if not written:
        return "write the value, or leave the field away", True
    if re.search(r"(?i)\b(nan|inf|infinity)\b", written) or re.fullmatch(UNKNOWN, written):
        return "leave the field away if the value is not known", True
    if power := re.search(rf"(\d+)\.10(?:\s*(?:\^|\*\*)\s*(\d+)|([{RAISED_DIGITS}]+))", written):
        digits = power[2] or power[3].translate(SUPERSCRIPTS)
        return f"the dot may be a decimal point: if {power[1]} x 10^{digits} is meant, write {power[1]}e{digits}", True
    if re.search(r"\d[,' _]\d", written):
        return "write numbers without commas or blanks, decimals with a point", True
    if re.search(r"\d\s*[-–—]\s*\d", written):
        return "write a range with the word to", True
    if written[0] in ">≥≤≈" or re.match(r"(?i)(<=|(less|fewer) than|at most|up to|under|more than|at least)", written):
        return "marks are ~ (assumed) and < (upper bound, only under reported)", True
    return "a value is a mark (~), a number, a suffix (k M B T P E) and a unit, in this order", False


def not_plain(unit: str) -> tuple[str, bool]:
    """Of a unit behind a plain number."""
    if unit.startswith("%"):
        return "write a share as a number, 33 % as 0.33", True
    word = unit.split()[0].lower()
    if word in TIMES:
        return f"'{unit}' is a time, and this field holds a number without a unit", True
    if re.search(rf"(?i)\b(?:{MADE_OF})s?\b", unit):
        return "count devices as the note in data/raw/hardware.csv says (board, chip or core), as a number alone", True
    return f"'{unit}' is no suffix (k M B T P E); write the whole number that is meant, and nothing else", False


def unknown_unit(unit: str, kind: Kind) -> tuple[str, bool]:
    """Of a unit that values of a kind do not have."""
    if kind == "time" and (words := re.fullmatch(rf"(?i)([a-z].*?)[- ]+({'|'.join(TIMES)})", unit)):
        if re.search(r"(?<![\w.])\d", words[1]):
            return "write the sum or product as one number", False
        if DEVICE_WORDS.search(words[1]):
            return "hours or days of devices stand under device_hours; time is how long they ran side by side", True
        return f"write the {words[2]} that passed by the calendar, without '{words[1]}'; notes may say more", True
    return f"known units of this field: {UNITS[kind]}", False


def wrong_kind(unit: str, kind: Kind, found: Kind | None) -> tuple[str, bool]:
    """Of a unit of another kind than the one that is asked for; '' if it is missing."""
    if not unit:
        needed = {"operations": "FLOP, MAC (2 FLOP) or pfs-days", "rate": "TFLOP/s", "time": "hours, days, weeks"}
        return f"a unit is missing: {needed[kind]}", True
    if kind == "rate" and found == "operations":
        return f"'{unit}' is an amount; a rate is written FLOP/s", True
    if kind == "operations" and found == "rate":
        return f"'{unit}' is a rate; an amount is written FLOP, MAC or pfs-day", True
    words = {"operations": "operations", "rate": "operations a second", "time": "a time", "plain": "a plain number"}
    return f"'{unit}' is {words.get(found, 'something else') if found else 'something else'}", True
