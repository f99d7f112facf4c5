"""What a device is made of, and how papers that count cores, chips or cards are entered: in devices."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import lcm
from typing import Any

from ai_compute.entries.hardware import Catalogue, Device
from ai_compute.messages.problems import unknown_name
from ai_compute.values.spelling import HOURS, SUFFIXES, TIMES, cut_by_a_dot, lower_end, suffixed, with_suffixes

NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10}
WHOLE = frozenset("device gpu tpu cpu accelerator board card module chip processor machine package".split())
"""Words for a whole device, unless its note counts them among its parts."""
MAKERS = frozenset(
    "nvidia google amd intel huawei tesla geforce cloud gpu gpus tpu tpus card cards chip chips device".split()
)
PARTS = re.compile(rf"(?i)\b(?:of|with) ({'|'.join(NUMBERS)}|\d+) (core|chip|die|cell)s?\b")
ONE_OF = re.compile(r"(?i)One (?:of \w+ )?(cores?|processors?|gpus?)\b")
"""How the note of a device begins that is itself a part of what is bought: `One of 16 cores`."""
COUNTING_WORDS = re.compile(
    r"(?i)\b(cores?|chips?|dies?|cells?|boards?|cards?|modules?|gpus?|tpus?|cpus?|devices?|accelerators?|processors?|"
    r"machines?|nodes?|hosts?|servers?|pods?|slices?)\b"
)
NUMBER = r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
SUFFIX = r"(?:\s*([kKMBGT])(?![A-Za-z]))?"
COUNTED = re.compile(rf"(~?)\s*({NUMBER}){SUFFIX}(?:\s+to\s+({NUMBER}){SUFFIX})?\s*([A-Za-z].*)")
CARRIERS = ("board", "card", "module")
FORM = re.compile(r"(?i)\b(board|module|chip|cores?|machine|processor|package|workstation|array)\b")


def parts_of(device: Device) -> dict[str, int]:
    """How many cores, chips, dies one device holds, as the first sentence of its note says: {core: 2}."""
    first = (device.note or "").split(". ")[0]
    if ONE_OF.match(first):
        return {}
    return {what.lower(): NUMBERS.get(number.lower()) or int(number) for number, what in PARTS.findall(first)}


def parts_in_one(device: Device) -> int:
    """Into how many equal parts a device comes apart, of whichever kind: counts of cores or chips are whole in them."""
    return lcm(*parts_of(device).values())


def described(device: Device) -> str:
    """`TPU v3 (chip of two cores)`: the device with what its note says it is."""
    first = re.split(r"[.;,:]", device.note or "")[0].strip()
    small = first[:1].lower() + first[1:] if first[1:2].islower() else first
    return f"{device.device} ({small})" if FORM.search(first) else device.device


def devices_in_one(word: str, device: Device) -> Fraction | None:
    """How many devices one `core`, `chip` or `GPU` of a device is, or None if the list of devices does not say."""
    singular = word.lower().rstrip("s")
    parts = parts_of(device)
    if one := ONE_OF.match(device.note or ""):
        kind = one[1].lower().rstrip("s")
        same = {kind, "device", *(("cpu", "processor") if kind == "processor" else ())}
        return Fraction(1) if singular in same else None
    if singular in parts:
        return Fraction(1, parts[singular])
    if singular == "gpu" and "chip" in parts:
        return None
    if singular in ("cpu", "gpu", "tpu") and singular != device.kind.lower():
        return None
    if singular == "processor" and device.kind != "CPU":
        return None
    if singular == "machine" and not re.match("Whole machine|Workstation", device.note or ""):
        return None
    if singular in CARRIERS and not _is_carrier(singular, device):
        return None
    return Fraction(1) if singular in WHOLE else None


def _is_carrier(word: str, device: Device) -> bool:
    """Whether a device is what is called a board, card or module: a chip is not, which others stand beside on it."""
    form = re.split(r"[.;,:]", device.note or "")[0].lower()
    return word in form or (any(other in form for other in CARRIERS) and "chip" not in form)


def count_way_out(text: str, device: Device) -> str:
    """How a number of cores, chips or nodes is written as a number of devices."""
    said = f"count devices of the kind {described(device)}"
    match = COUNTED.fullmatch(with_suffixes(text))
    if match is None:
        return said
    if other := _beside(match[6], device):
        return f"{said}{other}"
    if thousands := cut_by_a_dot(with_suffixes(text), of_whole=True):
        return f"{said}; {thousands}"
    share = _share(match[6], device)
    return said if share is None else f"{said}: {_times(match, share)}"


def hours_way_out(text: str, device: Device) -> str:
    """How device-days or core-hours are written as device-hours."""
    said = f"count hours of devices of the kind {described(device)}"
    match = COUNTED.fullmatch(with_suffixes(text))
    unit = re.fullmatch(rf"(?i)(.*?)[ -]*\b({'|'.join(TIMES)})", match[6]) if match else None
    if match is None or unit is None:
        return said
    if other := _beside(unit[1], device):
        return f"{said}{other}"
    if thousands := cut_by_a_dot(with_suffixes(text), of_whole=True):
        return f"{said}; {thousands}"
    share = _share(unit[1], device)
    if share is None:
        return said
    hours = Fraction(HOURS[TIMES[unit[2].lower()]])
    return f"{said}: {_times(match, share * hours)}"


def _beside(words: str, device: Device) -> str:
    """What is to be done about words after a number that do more than name this device or its parts, or nothing."""
    others = COUNTING_WORDS.sub(" ", words).strip(" -")
    if re.search(r"[^\w\s.-]|(?<![\w.])(?:\d{1,2}|x|or|and|minus|plus|times)(?![\w.])", others) and not _named_whole(
        others, device
    ):
        return ", and write the sum or product as one number"
    return "" if _names(others, device) else f"; this speaks of '{words.strip(' -')}'"


def _share(words: str, device: Device) -> Fraction | None:
    """How many devices one is of what the words speak of: `TPU v3 cores` are cores; a name alone is the device's."""
    shares = [devices_in_one(word, device) for word in COUNTING_WORDS.findall(words)]
    if not shares and words.strip(" -"):
        return Fraction(1)
    known = [share for share in shares if share is not None]
    return min(known) if known and len(known) == len(shares) else None


def unknown_device(part: Mapping[str, Any], known: Catalogue) -> str:
    """What to write instead of an unknown device, and how many of it where the name speaks of a part of one."""
    name = str(part["device"])
    words = re.findall(r"[\w.]+", name)
    fewer = " ".join(word for word in words if word.casefold() not in MAKERS)
    for candidate in (fewer, *(word for word in MAKERS if word == "tpu" for word in (f"TPU {fewer}", f"TPU{fewer}"))):
        device = known.find(candidate) or known.find(candidate.replace(" ", "-"))
        if device is not None and not _part_word(name, device):
            return f"did you mean '{device.device}'?"
    bare = " ".join(re.findall(r"[\w.]+", COUNTING_WORDS.sub(" ", name)))
    for candidate in (bare, *_guesses(bare)):
        device = known.find(candidate)
        word = _part_word(name, device) if device else None
        if device and word:
            return _of_a_part(part, device, word)
    return unknown_name(name, known.names, "add the device to data/raw/hardware.csv with its peaks and their source")


def _guesses(bare: str) -> Iterator[str]:
    fewer = " ".join(word for word in bare.split() if word.casefold() not in MAKERS)
    yield from (fewer, f"TPU {fewer}")


def _part_word(name: str, device: Device) -> str | None:
    """A word of the name that means less or more than one device."""
    for word in COUNTING_WORDS.findall(name):
        if devices_in_one(word, device) != 1:
            return str(word)
    return None


def _of_a_part(part: Mapping[str, Any], device: Device, word: str) -> str:
    share = devices_in_one(word, device)
    field = "count" if "count" in part else "device_hours"
    match = COUNTED.fullmatch(f"{part.get(field)} {word}")
    whole = f"one device is the whole {described(device)}"
    if share is None or match is None or _beside(match[6], device):
        return f"{whole}: say how many of these there were"
    return f"{whole}: write `device: {device.device}` and {_times(match, share, f'{field}: ')}"


def _names(text: str, device: Device) -> bool:
    """Whether words name a device: `v3` of a TPU v3, `A100`, `V100 GPU`."""
    # What an alias adds in brackets, as `Tesla K80 (dual GK210 board)`, may be a part of the device.
    names = (device.device, *(re.sub(r"\(.*?\)", "", alias) for alias in device.aliases))
    known = {word for name in names for word in _words(name)}
    return all(word in MAKERS or word in known for word in _words(text))


def _named_whole(text: str, device: Device) -> bool:
    """Whether words are a name of a device to the letter: `A100 SXM4 80 GB`, whose 80 counts nothing."""
    return _words(text) in [_words(name) for name in (device.device, *device.aliases)]


def _words(name: str) -> list[str]:
    return re.findall(r"[\w.]+", name.casefold())


def _times(match: re.Match[str], factor: Fraction, field: str = "") -> str:
    """To write the matched number or range times a factor, to six digits; or both ends, where the lower is not sure."""
    mark, low, low_suffix, high, high_suffix, _ = match.groups("")
    lower = lower_end(low, low_suffix, high, high_suffix) if high else f"{low}{low_suffix}"
    if lower is None:
        return f"{field}both ends written out"
    ends = [lower, f"{high}{high_suffix}"] if high else [lower]
    product = " to ".join(_product(end, factor) for end in ends)
    return f"{'' if field else 'write '}`{field}{mark}{product}`"


def _product(end: str, factor: Fraction) -> str:
    number = end.rstrip("".join(SUFFIXES))
    value = Fraction(Decimal(number)) * Fraction(SUFFIXES[end.removeprefix(number)]) * factor
    try:
        return suffixed(Decimal(f"{float(value):.7g}"))
    except InvalidOperation:
        return number
