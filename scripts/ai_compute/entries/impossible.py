"""Numbers that cannot be, however well they are written: half a device, more active parameters than there are."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from ai_compute.entries.device_parts import parts_in_one
from ai_compute.entries.documents import Document, Path
from ai_compute.entries.hardware import Device
from ai_compute.messages.problems import Problem
from ai_compute.values.quantities import Quantity, QuantityError, parse
from ai_compute.values.spelling import cut_by_a_dot

WHOLE_WITHIN = 1e-6


def impossible_parameters(document: Document, path: Path, run: Mapping[str, Any]) -> Iterator[Problem]:
    """Parameters are whole, and the active ones are some of all."""
    everything, active = (_read(run.get(name)) for name in ("parameters", "active_parameters"))
    for name, found in (("parameters", everything), ("active_parameters", active)):
        if found is not None and not _is_whole(found, 1):
            way_out = "is a suffix missing (k M B T)?"
            yield _problem(document, (*path, name), found.text, "a whole number of parameters", way_out)
    if everything is not None and active is not None and active.value > everything.value:
        expected = f"at most all parameters of the run, {everything.text}"
        way_out = "exchange the two, or correct one; leave active_parameters out where a token passes all of them"
        yield _problem(document, (*path, "active_parameters"), active.text, expected, way_out)


def impossible_count(document: Document, path: Path, part: Mapping[str, Any], device: Device) -> Iterator[Problem]:
    """Devices are whole, or parts of one that hardware.csv names: half a K80 is one of its two chips."""
    count = _read(part.get("count"))
    if count is None or _is_whole(count, parts_in_one(device)):
        return
    if count.value < 1:
        expected, way_out = "a whole number of devices", "a share of the peak stands under `utilization`"
    else:
        thousands = cut_by_a_dot(count.text, of_whole=True)
        way_out = thousands or "count whole ones; an average is assumed: mark it with ~"
        expected = "a whole number of devices"
    if not (count.assumed and count.value > 1):
        yield _problem(document, (*path, "count"), count.text, expected, way_out)


def _is_whole(quantity: Quantity, parts: int) -> bool:
    ends = [end for end in (quantity.low, quantity.high) if end] or [quantity.value]
    shares = [Fraction(end) * parts for end in ends]
    return all(share >= 1 - WHOLE_WITHIN and abs(share - round(share)) <= share * WHOLE_WITHIN for share in shares)


def _read(written: Any) -> Quantity | None:
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        return None
    try:
        found = parse(written)
    except QuantityError:
        return None
    return found if found.value > 0 else None


def _problem(document: Document, path: Path, found: str, expected: str, way_out: str) -> Problem:
    return document.problem(path, found=found, expected=expected, way_out=way_out)
