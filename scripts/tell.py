"""Tell what changed since the last build, as soon as all tables stand: before figures and page are drawn."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ai_compute.comparing.builds import read_build
from ai_compute.comparing.changes import changes
from ai_compute.findings import growth
from ai_compute.findings.changes import sentences
from ai_compute.guard.manifest import checksums, render
from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import Problems
from ai_compute.report.collection import read_tables
from ai_compute.settings.statistics import Statistics
from ai_compute.storage.files import write_text

TOLD_AT_MOST = 10
"""Of so many runs and trends of each kind the terminal tells the details."""


def tell(files: Sequence[str], choices: Mapping[str, Any], last_build: Path, page: str, output: str, log: str) -> None:
    """Read all tables and those of the last build; say what changed, and write down which tables that was said of."""
    tables = read_tables(files)
    lines = since(last_build, tables, Statistics.model_validate(choices["statistics"]), page)
    write_text(render(checksums(files)), output)
    say(log, "tell", "\n".join([growth.answer(tables), *lines]))


def since(last_build: Path, tables: Mapping[str, pd.DataFrame], choice: Statistics, page: str) -> list[str]:
    """What changed since the last build, line by line; nothing if there is none to compare with."""
    try:
        found = changes(read_build(last_build), tables)
    except Problems:
        return []
    periods = {name: each.period for name, each in choice.periods.items()}
    lines = sentences(found, tables, periods, page, TOLD_AT_MOST)
    return ["", "Since the last build:", *lines] if lines else []


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        tell(
            snakemake.input.tables,
            snakemake.params.choices,
            Path(snakemake.params.last_build),
            snakemake.params.page,
            snakemake.output.told,
            snakemake.log[0],
        )
