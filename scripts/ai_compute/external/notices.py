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
TIMES = ("hours", "device_count", "chip_hours")


def tell_columns(files: Sequence[ExternalFile], settings: External, unused: Unused) -> None:
    """Name each header that is not read though it holds numbers, and each needed column that no file of models has."""
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
    models = [file for file in files if len(file.rows) and file.kind == "models"]
    has = frozenset[str]().union(*(file.has for file in models))
    if models:
        first = models[0].rows["file"].iloc[0]
        for column, without in NEEDED.items():
            whole_file = column == "notability" and any(of_notable_models(file.rows["file"].iloc[0]) for file in models)
            if column not in has and not whole_file:
                usual = settings.models[column][0]
                way_out = f"add its header to `external: models: {column}`"
                unused.add_file(first, 1, f"missing, so {without}: {way_out}", usual)
        if "chip_hours" not in has and not {"hours", "device_count"} <= has and "device" in has:
            names = " and ".join(settings.models[column][0] for column in ("hours", "device_count"))
            way_out = "add their headers to `external: models: hours` and `device_count`"
            unused.add_file(first, 1, f"missing, so no estimate by hardware time: {way_out}", names)


def warnings(unused: pd.DataFrame) -> list[Problem]:
    """What concerns whole files, for the log of a build."""
    whole = unused[unused["use"].eq(FILE)]
    return [
        Problem(row["file"], int(row["line"]), field=row["field"], found=row["reason"], warning=True)
        for row in whole.to_dict("records")
    ]
