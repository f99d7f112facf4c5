"""All raw data of a build together: what one file alone cannot know is checked here."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ai_compute.entries.documents import Document, Path, field_name, read_yaml
from ai_compute.entries.hardware import Catalogue
from ai_compute.entries.papers import HardwareTimePart, Paper, Run, read_paper
from ai_compute.entries.structures import KEBAB_CASE
from ai_compute.messages.problems import Problem, Problems, did_you_mean
from ai_compute.values.dates import PublicationDate


@dataclass(frozen=True)
class Entry:
    """A paper, the file it stands in, and the key it has by that file's name."""

    key: str
    paper: Paper
    document: Document


@dataclass(frozen=True)
class Surroundings:
    """What entries may refer to."""

    devices: Catalogue
    architectures: Collection[str]
    sets: Collection[str]
    cut_off: date


def parse_entries(files: Mapping[str, bytes]) -> list[Entry]:
    """The entries of all files (name -> content), in the order of their names.

    Raises:
        Problems: every structural mistake of every file.
    """
    entries, problems = _parsed(files)
    if problems:
        raise Problems(problems)
    return entries


def entry_problems(files: Mapping[str, bytes], surroundings: Surroundings) -> tuple[list[Entry], list[Problem]]:
    """The entries that could be read, and every mistake of every file: structure, references, repeated ids."""
    entries, problems = _parsed(files)
    for entry in entries:
        problems += _references(entry, surroundings)
    return entries, problems + _repeated_ids(entries)


def _parsed(files: Mapping[str, bytes]) -> tuple[list[Entry], list[Problem]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    for file in sorted(files):
        problems += _name_problems(file)
        try:
            document = read_yaml(files[file], file)
            entries.append(Entry(_stem(file), read_paper(document), document))
        except Problems as found:
            problems += found.problems
    return entries, problems


def _stem(file: str) -> str:
    return file.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _name_problems(file: str) -> list[Problem]:
    name = file.rsplit("/", 1)[-1]
    if re.fullmatch(KEBAB_CASE + r"\.yaml", name):
        return []
    stem = re.sub(r"[^a-z0-9]+", "-", _stem(file).lower()).strip("-") or "paper"
    return [
        Problem(
            file,
            field="file name",
            found=name,
            expected="small letters, digits, single hyphens, and .yaml",
            way_out=f"rename the file to {stem}.yaml",
        )
    ]


def _references(entry: Entry, known: Surroundings) -> list[Problem]:
    problems = _date_problems(entry, ("published",), entry.paper.published, known)
    for index, run in enumerate(entry.paper.runs):
        path: Path = ("runs", index)
        if run.published is not None:
            problems += _date_problems(entry, (*path, "published"), run.published, known)
        problems += _repeated_totals(entry, path, run)
        problems += _set_problems(entry, path, run, known)
        problems += _architecture_problems(entry, path, run, known)
        for number, part in enumerate(run.hardware_time):
            problems += _device_problems(entry, _part_path(entry, path, "hardware_time", number), part, known)
    return problems


def _part_path(entry: Entry, path: Path, method: str, number: int) -> Path:
    """A part's place: methods may be written as one mapping or as a list of parts."""
    listed: Path = (*path, method, number)
    return listed if listed in entry.document.values else (*path, method)


def _date_problems(entry: Entry, path: Path, published: PublicationDate, known: Surroundings) -> list[Problem]:
    if published.day <= known.cut_off:
        return []
    return [
        entry.document.problem(
            path,
            found=published.day.isoformat(),
            expected=f"a date up to the data's cut-off, {known.cut_off.isoformat()}",
            way_out="correct the date, or move `cut_off` in config.yaml",
        )
    ]


def _set_problems(entry: Entry, path: Path, run: Run, known: Surroundings) -> list[Problem]:
    return [
        entry.document.problem(
            (*path, "sets", number),
            found=f"the unknown set '{name}'",
            expected="a known set",
            way_out=did_you_mean(name, known.sets, "describe it under `sets` in config.yaml"),
        )
        for number, name in enumerate(run.sets)
        if name not in known.sets
    ]


def _repeated_totals(entry: Entry, path: Path, run: Run) -> list[Problem]:
    first: dict[tuple[str, str | None], int] = {}
    problems = []
    for number, reported in enumerate(run.reported):
        key = (reported.by, reported.method)
        if key in first:
            line, _ = entry.document.position((*path, "reported", first[key]))
            problems.append(
                entry.document.problem(
                    (*path, "reported", number),
                    found=f"a second total by {reported.by} with the method {reported.method or 'left out'}",
                    expected=f"one total for each source and method (the first stands on line {line})",
                    way_out="join the two, or tell them apart in `by` or `method`",
                )
            )
        first.setdefault(key, number)
    return problems


def _architecture_problems(entry: Entry, path: Path, run: Run, known: Surroundings) -> list[Problem]:
    problems = []
    for number, part in enumerate(run.operation_counting):
        name = part.architecture
        if name is not None and name not in known.architectures:
            place = (*_part_path(entry, path, "operation_counting", number), "architecture")
            otherwise = f"describe it in data/raw/architectures/{name}.yaml"
            problems.append(
                entry.document.problem(
                    place,
                    found=f"the unknown architecture '{name}'",
                    expected="a file in data/raw/architectures",
                    way_out=did_you_mean(name, known.architectures, otherwise),
                )
            )
    return problems


def _device_problems(entry: Entry, path: Path, part: HardwareTimePart, known: Surroundings) -> list[Problem]:
    device = known.devices.find(part.device)
    if device is None:
        return [
            entry.document.problem(
                (*path, "device"),
                found=f"the unknown device '{part.device}'",
                expected="a device of data/raw/hardware.csv",
                way_out=known.devices.way_out(part.device),
            )
        ]
    if part.precision is not None and part.precision not in device.peaks:
        formats = ", ".join(device.peaks)
        return [
            entry.document.problem(
                (*path, "precision"),
                found=f"no {part.precision} peak of {device.device}",
                expected=f"one of {formats}",
                way_out="choose one of them, or add the peak to data/raw/hardware.csv",
            )
        ]
    return []


def _repeated_ids(entries: list[Entry]) -> list[Problem]:
    first: dict[str, str] = {}
    problems = []
    for entry in entries:
        for index, run in enumerate(entry.paper.runs):
            path: Path = ("runs", index, "id")
            line, _ = entry.document.position(path)
            if run.id in first:
                problems.append(
                    entry.document.problem(
                        path,
                        field=field_name(path),
                        found=f"the id '{run.id}' again",
                        expected=f"each id once (it stands at {first[run.id]})",
                        way_out=f"choose another, such as {run.id}-2",
                    )
                )
            else:
                first[run.id] = f"{entry.document.file}:{line}"
    return problems
