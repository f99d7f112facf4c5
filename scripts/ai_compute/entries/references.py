"""What entries refer to: sets, architectures, devices, dates, other runs; read from the plain data of a file.

What cannot be is found beside it. A file whose values are wrong elsewhere is asked too: one round names all mistakes.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ai_compute.entries.device_parts import count_way_out, hours_way_out, unknown_device
from ai_compute.entries.documents import Document, Path, field_name
from ai_compute.entries.hardware import Catalogue, Device
from ai_compute.entries.impossible import impossible_count, impossible_parameters
from ai_compute.messages.problems import Problem, unknown_name
from ai_compute.values.dates import parse_date
from ai_compute.values.quantities import QuantityError, parse

NUMBERS_AND_TO = re.compile(r"(?:\d(?:[.,]?\d)*(?:[eE][+-]?\d+)?)|\bto\b")


@dataclass(frozen=True)
class Surroundings:
    """What entries may refer to."""

    devices: Catalogue
    architectures: Collection[str]
    sets: Collection[str]
    cut_off: date


def reference_problems(document: Document, known: Surroundings) -> list[Problem]:
    """What a file refers to that is not there."""
    paper = document.data if isinstance(document.data, dict) else {}
    found = list(_too_late(document, ("published",), paper, known))
    for path, run in runs_of(document):
        found += _too_late(document, (*path, "published"), run, known)
        found += _unknown_sets(document, path, run, known)
        found += _repeated_totals(document, path, run)
        found += impossible_parameters(document, path, run)
        for place, part in parts_of(document, path, run, "operation_counting"):
            found += _unknown_architecture(document, place, part, known)
        for place, part in parts_of(document, path, run, "hardware_time"):
            found += _device_problems(document, place, part, known)
    return found


def runs_of(document: Document) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The runs of a file as they are written, each with its place."""
    runs = document.data.get("runs") if isinstance(document.data, dict) else None
    for index, run in enumerate(runs if isinstance(runs, list) else ()):
        if isinstance(run, dict):
            yield ("runs", index), run


def parts_of(document: Document, path: Path, run: Mapping[str, Any], method: str) -> Iterator[tuple[Path, Any]]:
    """The parts of a method as they are written: one mapping, or a list of them."""
    written = run.get(method)
    if isinstance(written, dict):
        yield (*path, method), written
    for number, part in enumerate(written if isinstance(written, list) else ()):
        if isinstance(part, dict):
            yield (*path, method, number), part


def _too_late(document: Document, path: Path, holder: Mapping[str, Any], known: Surroundings) -> Iterator[Problem]:
    try:
        day = parse_date(str(holder.get("published"))).day
    except ValueError:
        return
    if day > known.cut_off:
        yield document.problem(
            path,
            found=day.isoformat(),
            expected=f"a date up to the data's cut-off, {known.cut_off.isoformat()}",
            way_out="correct the date, or move `cut_off` in config.yaml",
        )


def _unknown_sets(document: Document, path: Path, run: Mapping[str, Any], known: Surroundings) -> Iterator[Problem]:
    sets = run.get("sets")
    first: dict[str, int] = {}
    for number, name in enumerate(sets if isinstance(sets, list) else ()):
        if not isinstance(name, str):
            continue
        if name in first:
            found, way_out = f"the set '{name}' again", "remove one of the two"
            place: Path = (*path, "sets", number)
            yield document.problem(place, found=found, expected="each set once", way_out=way_out, warning=True)
        elif name not in known.sets:
            yield document.problem(
                (*path, "sets", number),
                found=f"the unknown set '{name}'",
                expected="a known set",
                way_out=unknown_name(name, known.sets, "describe it under `sets` in config.yaml"),
            )
        first.setdefault(name, number)


def _repeated_totals(document: Document, path: Path, run: Mapping[str, Any]) -> Iterator[Problem]:
    totals = run.get("reported")
    first: dict[tuple[str, str | None], int] = {}
    for number, reported in enumerate(totals if isinstance(totals, list) else ()):
        if not isinstance(reported, dict) or not isinstance(reported.get("by"), str):
            continue
        key = (" ".join(reported["by"].split()), reported.get("method"))
        if key in first:
            line, _ = document.position((*path, "reported", first[key]))
            yield document.problem(
                (*path, "reported", number),
                found=f"a second total by {key[0]} with the method {key[1] or 'left out'}",
                expected=f"one total for each source and method (the first stands on line {line})",
                way_out="join the two, or tell them apart in `by` or `method`",
            )
        first.setdefault(key, number)


def _unknown_architecture(
    document: Document, path: Path, part: Mapping[str, Any], known: Surroundings
) -> Iterator[Problem]:
    name = part.get("architecture")
    if isinstance(name, str) and name not in known.architectures:
        stem = re.sub(r"\.(ya?ml|json)$", "", name.replace("\\", "/").rpartition("/")[2])
        describe = f"describe it in data/raw/architectures/{stem}.yaml"
        yield document.problem(
            (*path, "architecture"),
            found=f"the unknown architecture '{name}'",
            expected="a file in data/raw/architectures",
            way_out=f"write `{stem}`"
            if stem in known.architectures
            else unknown_name(stem, known.architectures, describe),
        )


def _device_problems(document: Document, path: Path, part: Mapping[str, Any], known: Surroundings) -> Iterator[Problem]:
    name = part.get("device")
    if not isinstance(name, str) or not name.strip():
        return
    device = known.devices.find(" ".join(name.split()))
    if device is None:
        yield document.problem(
            (*path, "device"),
            found=f"the unknown device '{name}'",
            expected="a device of data/raw/hardware.csv",
            way_out=unknown_device(part, known.devices),
        )
        return
    yield from _counted_in_parts(document, path, part, device)
    yield from impossible_count(document, path, part, device)
    precision = part.get("precision")
    if isinstance(precision, str) and precision not in device.peaks:
        yield document.problem(
            (*path, "precision"),
            found=f"no {precision} peak of {device.device}",
            expected=f"one of {', '.join(device.peaks)}",
            way_out="choose one of them, or add the peak to data/raw/hardware.csv",
        )


def _counted_in_parts(document: Document, path: Path, part: Mapping[str, Any], device: Device) -> Iterator[Problem]:
    """Numbers of cores, or hours of them, with what they are in devices."""
    for field, way_out in (("count", count_way_out), ("device_hours", hours_way_out)):
        text = part.get(field)
        if not isinstance(text, str) or _is_plain(text) or not re.search("[A-Za-z]", NUMBERS_AND_TO.sub("", text)):
            continue
        said = way_out(text, device)
        if "`" in said or not _has_respelling(text):
            expected = "a number of devices" if field == "count" else "devices x hours, as a number"
            yield document.problem((*path, field), found=text, expected=expected, way_out=said)


def _is_plain(text: str) -> bool:
    try:
        parse(text)
    except QuantityError:
        return False
    return True


def _has_respelling(text: str) -> bool:
    try:
        parse(text)
    except QuantityError as error:
        return "`" in error.way_out
    return True


def repeated_ids(documents: Collection[Document]) -> list[Problem]:
    """Ids that are used twice."""
    first: dict[str, tuple[Document, Path]] = {}
    problems = []
    ids = {str(run["id"]) for document in documents for _, run in runs_of(document) if "id" in run}
    for document in documents:
        for path, run in runs_of(document):
            name, place = run.get("id"), (*path, "id")
            if not isinstance(name, str):
                continue
            if name in first:
                other, there = first[name]
                free = next(f"{name}-{number}" for number in range(2, len(ids) + 3) if f"{name}-{number}" not in ids)
                problems.append(
                    document.problem(
                        place,
                        field=field_name(place),
                        found=f"the id '{name}' again",
                        expected=f"each id once (it stands at {other.file}:{other.position(there)[0]})",
                        way_out=f"choose another, such as {free}",
                    )
                )
            first.setdefault(name, (document, place))
    return problems


def unknown_bases(documents: Collection[Document]) -> list[Problem]:
    """Runs that name a base which is no run, or which in the end is the run itself."""
    runs = [(document, path, run) for document in documents for path, run in runs_of(document)]
    bases = {str(run.get("id")): run.get("base") for _, _, run in runs}
    problems = []
    for document, path, run in runs:
        base = run.get("base")
        if not isinstance(base, str):
            continue
        if base not in bases:
            found, expected = f"the unknown run '{base}'", "the id of a run"
            way_out = unknown_name(base, bases, "add its entry, or leave `base` out")
        elif run.get("id") in _below(base, bases):
            found, expected = f"'{base}', which is trained on top of this run", "a run that was there before"
            way_out = "remove `base` from the one that came first"
        else:
            continue
        problems.append(document.problem((*path, "base"), found=found, expected=expected, way_out=way_out))
    return problems


def _below(base: str, bases: Mapping[str, Any]) -> list[str]:
    """A run, what it was trained on top of, and so on down."""
    below: list[str] = []
    following: Any = base
    while isinstance(following, str) and following not in below:
        below.append(following)
        following = bases.get(following)
    return below
