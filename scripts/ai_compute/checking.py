"""Is everything in data/raw and config.yaml as it should be?"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from ai_compute.architectures import count_all
from ai_compute.documents import read_yaml
from ai_compute.hardware import Catalogue, read_devices
from ai_compute.problems import Problem, Problems, count
from ai_compute.raw import Surroundings, entry_problems
from ai_compute.settings import Settings, read_settings


def check_raw_data(
    files: Mapping[str, bytes], config: str, hardware: str, papers: Sequence[str], architectures: Sequence[str]
) -> tuple[str, list[Problem]]:
    """Check all raw files together.

    Args:
        files: content by name.
        config: the name of the configuration.
        hardware: the name of the devices' file.
        papers: the names of entries.
        architectures: the names of layer descriptions.

    Returns:
        What was found, in words, and warnings.

    Raises:
        Problems: every mistake of every file.
    """
    problems: list[Problem] = []
    settings = _settings(files[config], config, problems)
    devices = _devices(files[hardware], hardware, problems)
    surroundings = Surroundings(
        devices=devices or Catalogue([]),
        architectures={PurePosixPath(name).stem for name in architectures},
        sets=settings.sets if settings else (),
        cut_off=settings.cut_off.day if settings else date.max,
    )
    try:
        count_all({name: files[name] for name in architectures})
    except Problems as found_in_architectures:
        problems += found_in_architectures.problems
    entries, found = entry_problems({name: files[name] for name in papers}, surroundings)
    problems += [problem for problem in found if not _follows(problem, settings, devices)]
    if any(not problem.warning for problem in problems):
        raise Problems(problems)
    runs = sum(len(entry.paper.runs) for entry in entries)
    return f"{count(len(entries), 'paper')} with {count(runs, 'run')}: all raw data are valid", problems


def _settings(content: bytes, name: str, problems: list[Problem]) -> Settings | None:
    try:
        return read_settings(read_yaml(content, name))
    except Problems as found:
        problems += found.problems
        return None


def _devices(content: bytes, name: str, problems: list[Problem]) -> Catalogue | None:
    try:
        return read_devices(content, name)
    except Problems as found:
        problems += found.problems
        return None


def _follows(problem: Problem, settings: Settings | None, devices: Catalogue | None) -> bool:
    """Whether a problem only follows from a configuration or hardware file that could not be read."""
    words: Collection[str] = [
        *(["unknown set"] if settings is None else []),
        *(["unknown device"] if devices is None else []),
    ]
    return any(word in problem.found for word in words)


def checksums(files: Mapping[str, bytes]) -> str:
    """The names of files with the SHA-256 of their content, as JSON."""
    digests = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    return json.dumps(digests, indent=1) + "\n"
