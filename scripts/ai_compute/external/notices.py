"""What is said once of a database's columns: numbers that nobody reads, needed ones that are missing, other units."""

from collections.abc import Sequence

import pandas as pd

from ai_compute.external.headers import heading
from ai_compute.external.models import of_notable_models
from ai_compute.external.reading import ExternalFile
from ai_compute.external.unused import Unused
from ai_compute.messages.problems import Problem
from ai_compute.schemas.external import FILE
from ai_compute.settings.external import External

NEEDED = {
    "published": "no row can be used",
    "published_flop": "no published training compute",
    "parameters": "no estimate by operation counting",
    "datapoints": "no estimate by operation counting",
    "domains": "no estimate by operation counting, and every model is of the domain other",
    "task": "no estimate by operation counting (6ND is for language models over tokens)",
    "device": "no estimate by hardware time",
    "notability": "no model counts as notable",
    "base_model": "fine-tunes count as whole runs",
}
"""Columns without which something is left out, and what."""
TIME = "time"
TIME_OF_ALL = ("hours", "device_count")
"""Columns that give, together, the time of all devices where a file has no chip-hours."""


def tell_columns(files: Sequence[ExternalFile], settings: External, unused: Unused) -> None:
    """Name each header that is not read though it holds numbers, and each needed column that files of models lack."""
    ignored = {heading(name) for name in settings.ignored}
    told = set[tuple[str, str]]()
    kinds = settings.kinds
    for file in files:
        if file.rows.empty:
            continue
        name = file.rows["file"].iloc[0]
        section = "models" if kinds[file.kind].models else "hardware"
        for header, told_of_it in file.converted:
            unused.add_file(name, 1, told_of_it, header)
        for header, reason in file.refused:
            unused.add_file(name, 1, f"{reason}; the column is not read", header)
        for header in file.unread:
            if heading(header) and heading(header) not in ignored and (section, heading(header)) not in told:
                told.add((section, heading(header)))
                reason = (
                    f"numbers that nobody reads: add it to `external: {section}: COLUMN`, or to `external: ignored`"
                )
                unused.add_file(name, 1, reason, header)
    _tell_missing([file for file in files if len(file.rows) and kinds[file.kind].models], settings, unused)


def _tell_missing(files: Sequence[ExternalFile], settings: External, unused: Unused) -> None:
    """Name needed columns: once those that no file has, by file those that another has; other databases have few."""
    has = [_has(file, settings) for file in files]
    lost = _missing(frozenset[str]().union(*has))
    told = set[str]()
    for file, columns in zip(files, has, strict=True):
        if file.kind != "models":
            continue
        for column, without in _missing(columns).items():
            if column in told:
                continue
            told |= {column} & lost.keys()
            alone = "" if column in lost else " (of models that stand in this file alone)"
            names = TIME_OF_ALL if column == TIME else (column,)
            usual = " and ".join(settings.models[name][0] for name in names)
            header, setting = "its header" if len(names) == 1 else "their headers", "` and `".join(names)
            way_out = f"add {header} to `external: models: {setting}`"
            unused.add_file(file.rows["file"].iloc[0], 1, f"missing, so {without}{alone}: {way_out}", usual)


def _has(file: ExternalFile, settings: External) -> frozenset[str]:
    """The columns of a file; one all of whose models are notable needs none that says so."""
    whole = settings.kinds[file.kind].notable or of_notable_models(file.rows["file"].iloc[0])
    return file.has | {"notability"} if whole else file.has


def _missing(has: frozenset[str]) -> dict[str, str]:
    """Needed columns that are not there, and what is left out without each."""
    lost = {column: without for column, without in NEEDED.items() if column not in has}
    timed = "chip_hours" in has or has.issuperset(TIME_OF_ALL)
    return lost if timed or "device" not in has else lost | {TIME: "no estimate by hardware time"}


def warnings(unused: pd.DataFrame) -> list[Problem]:
    """What concerns whole files, for the log of a build."""
    whole = unused[unused["use"].eq(FILE)]
    return [
        Problem(row["file"], int(row["line"]), field=row["field"], found=row["reason"], warning=True)
        for row in whole.to_dict("records")
    ]
