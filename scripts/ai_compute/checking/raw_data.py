"""Is everything in data/raw and config.yaml as it should be?"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar, get_args

from ai_compute.checking.raw_files import RawData, chosen
from ai_compute.messages.problems import Problem, Problems, count
from ai_compute.trends.keys import LAW

if TYPE_CHECKING:
    from ai_compute.entries.collection import Entry
    from ai_compute.entries.documents import Document
    from ai_compute.entries.hardware import Catalogue
    from ai_compute.settings.analysis import Settings
    from ai_compute.settings.times import Known

Found = TypeVar("Found")


def check_raw_data(
    files: Mapping[str, bytes], raw_data: RawData, problems: Sequence[Problem] = ()
) -> tuple[str, list[Problem]]:
    """Check all raw files together.

    Args:
        files: content by name; files that could not be read are missing.
        raw_data: the names by kind.
        problems: what was wrong in reading them.

    Returns:
        What was found, in words, and warnings.

    Raises:
        Problems: every mistake of every file.
    """
    from ai_compute.architectures import count_all
    from ai_compute.checking.plausibility import oddities
    from ai_compute.checking.statements import names_in_tables
    from ai_compute.checking.unlikely_peaks import unlikely_peaks
    from ai_compute.checking.written_rules import assumed_peaks, devices_to_come, sparse_peaks, unexplained
    from ai_compute.entries.claims import read_claims, unknown_names
    from ai_compute.entries.collection import Surroundings, entry_problems
    from ai_compute.entries.documents import read_yaml
    from ai_compute.entries.hardware import Catalogue, read_devices
    from ai_compute.entries.thresholds import out_of_date, read_thresholds, relative_line
    from ai_compute.estimates.factors import Assumptions, Counted, factor_rows
    from ai_compute.settings.analysis import read_settings
    from ai_compute.settings.meaning import meaning_problems

    problems = list(problems)
    document = _of_file(raw_data.config, files, problems, read_yaml)
    settings = _of_file(raw_data.config, files, problems, lambda *_: read_settings(document)) if document else None
    devices = _of_file(raw_data.hardware, files, problems, read_devices)
    claims = _of_file(raw_data.claims, files, problems, read_claims)
    lines = _of_file(raw_data.thresholds, files, problems, read_thresholds)
    counts = []
    try:
        counts = count_all(chosen(raw_data.architectures, files))
    except Problems as mistakes:
        problems += mistakes.problems
    surroundings = Surroundings(
        devices=devices or Catalogue([]),
        architectures={PurePosixPath(name).stem for name in raw_data.architectures},
        sets=settings.sets if settings else (),
        cut_off=settings.cut_off.day if settings else date.max,
    )
    if document and settings:
        known = known_of(chosen(raw_data.papers, files))
        problems += meaning_problems(document, settings, known)
        problems += _orders_of_no_file(document, settings, raw_data.external)
        if raw_data.external or raw_data.same:
            from ai_compute.checking.external import external_problems

            others, same = chosen(raw_data.external, files), chosen(raw_data.same, files)
            problems += external_problems(others, same, known.runs, settings.external)
        if claims:
            relative = map(relative_line, settings.thresholds.within)
            of_laws = None if lines is None else [*(line.threshold for line in lines), *relative]
            names = names_in_tables(settings, known, devices, of_laws, surroundings.architectures)
            problems += unknown_names(files[raw_data.claims], raw_data.claims, names)
    if lines and settings:
        problems += out_of_date(files[raw_data.thresholds], raw_data.thresholds, settings.cut_off.day)
    entries, found = entry_problems(chosen(raw_data.papers, files), surroundings)
    problems += [problem for problem in found if not _follows(problem, settings, devices, raw_data.architectures)]
    counted = {count.architecture.key: Counted(count.forward_macs, count.exact_factor) for count in counts}
    if settings:
        macs = {key: each.forward_macs for key, each in counted.items()}
        problems += unexplained(entries, macs, settings.cross_check)
    wrong = {problem.file for problem in problems if not problem.warning}
    sound = [entry for entry in entries if entry.document.file not in wrong]
    # Without counts of their networks, the trend of the few runs that are left would say little of them.
    if settings and devices and all(_networks(entry) <= counted.keys() for entry in sound):
        assumptions = Assumptions(settings.operation_counting, settings.hardware_time, settings.uncertainty)
        rows = factor_rows(sound, devices, counted, assumptions)
        periods = {name: each.period for name, each in settings.statistics.periods.items()}
        problems += oddities(sound, rows, settings.cross_check, periods)
    if devices:
        problems += sparse_peaks(devices, raw_data.hardware)
        problems += unlikely_peaks(devices, raw_data.hardware)
        problems += assumed_peaks(devices, raw_data.hardware)
        problems += devices_to_come(devices, raw_data.hardware, surroundings.cut_off)
    if any(not problem.warning for problem in problems):
        raise Problems(problem for problem in problems if problem.file != raw_data.config or not problem.warning)
    runs = sum(len(entry.paper.runs) for entry in entries)
    return f"{count(len(entries), 'paper')} with {count(runs, 'run')}: all raw data are valid", problems


def _networks(entry: "Entry") -> set[str]:
    """The networks whose layers an entry counts."""
    parts = [part for run in entry.paper.runs for part in run.operation_counting]
    return {part.architecture for part in parts if part.architecture is not None}


def _orders_of_no_file(document: "Document", settings: "Settings", external: Sequence[str]) -> Iterator[Problem]:
    """Whoever reads no external file, as `show` does, is only warned: nothing of the section matters then."""
    named: Sequence[str] = settings.external.files
    given = sorted({PurePosixPath(name).name for name in (*external, *named)})
    for name in settings.external.date_order:
        if name not in given:
            yield document.problem(
                ("external", "date_order", name),
                key=True,
                found=f"the unknown file '{name}'",
                expected=f"the name of an external file, without its folder: {', '.join(given) or 'there are none'}",
                way_out="correct the name, give the file, or remove the line",
                warning=not external,
            )


def known_of(papers: Mapping[str, bytes]) -> "Known":
    """What entries hold that settings may name, read so that a mistake elsewhere in an entry does not matter."""
    from ai_compute.settings.organizations import JOINT
    from ai_compute.settings.times import Known
    from ai_compute.values.subjects import Domain

    whole = b"\n".join(papers.values())
    ids = re.findall(rb"^\s*(?:-\s+)?id:\s*[\"']?([a-z0-9-]+)", whole, re.M)
    years = [int(year) for year in re.findall(rb"^\s*published:\s*[\"']?(\d{4})", whole, re.M)]
    drawn = {name for entry in papers.values() for name in _drawn(entry)}
    texts = re.findall(rb"^organization:\s*[\"']?(.*?)[\"']?\s*$", whole, re.M)
    organizations = {name for text in texts for name in text.decode(errors="replace").split(JOINT)}
    return Known({name.decode() for name in ids}, min(years, default=1940), get_args(Domain), drawn, organizations)


def _drawn(entry: bytes) -> Iterator[str]:
    """The runs of an entry that belong to the law's set and have a total as its chart drew it."""
    in_set = re.compile(rb"(?<![\w-])" + LAW.encode() + rb"(?![\w-])")
    for run in re.split(rb"^\s*(?:-\s+)?id:\s*", entry, flags=re.M)[1:]:
        if in_set.search(run) and re.search(rb"\bplotted:", run):
            yield run.split(maxsplit=1)[0].strip(b"\"'").decode()


def _of_file(
    name: str, files: Mapping[str, bytes], problems: list[Problem], read: Callable[[bytes, str], Found]
) -> Found | None:
    """What `read` makes of a file, or None if it is missing or wrong; what is wrong is added to the problems."""
    try:
        return read(files[name], str(name)) if name in files else None
    except Problems as found:
        problems += found.problems
        return None


def _follows(
    problem: Problem, settings: "Settings | None", devices: "Catalogue | None", architectures: Sequence[str]
) -> bool:
    """Whether a problem only follows from a configuration or hardware file that could not be read, or a folder."""
    words: Collection[str] = [
        *(["unknown set"] if settings is None else []),
        *(["unknown device"] if devices is None else []),
        *([] if architectures else ["unknown architecture"]),
    ]
    return any(word in problem.found for word in words)
