"""Read external databases, estimate and compare their runs, and fit their trends."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ai_compute.entries.hardware import read_devices
from ai_compute.external.counts import counts
from ai_compute.external.database import OurRuns, choices_from, read_database
from ai_compute.external.notices import warnings
from ai_compute.external.same import read_same
from ai_compute.external.trends import external_selections, fit_external
from ai_compute.messages.console import explained, say, stop
from ai_compute.messages.problems import Problems, count
from ai_compute.schemas import estimates, external, raw, trends
from ai_compute.settings.statistics import Statistics
from ai_compute.storage.files import read_files
from ai_compute.storage.tables import read_table, write_table


def read_external(files: list[str], tables: Any, choices: Mapping[str, Any], output: Any, log: str) -> None:
    """Read external files and our own tables; write the tables external_*."""
    try:
        chosen = choices_from(choices)
        said = read_same({str(file): Path(file).read_bytes() for file in tables.same})
        ours = OurRuns(
            read_table(tables.runs, raw.Runs),
            read_table(tables.papers, raw.Papers),
            read_table(tables.training_compute, estimates.TrainingCompute),
            read_devices(read_files([tables.hardware])[tables.hardware], tables.hardware),
        )
        found = read_database({file: Path(file).read_bytes() for file in files}, ours, chosen, said)
    except Problems as problems:
        stop(log, problems)
    for name, model in external.MODELS.items():
        write_table(found[name], model, output[f"{name}"])
    wanted, start = chosen.external.trends, chosen.frontier_start
    selections, left_out = external_selections(found["training_compute"], found["estimates"], wanted, start)
    fitted, excluded = fit_external(selections, left_out, Statistics.model_validate(choices["statistics"]))
    write_table(fitted, trends.Trends, output.trends)
    write_table(excluded, trends.Excluded, output.excluded)
    write_table(counts(selections, found["runs"], wanted, start), external.ExternalCounts, output.counts)
    say(log, "external", summary(found), warnings(found["unused"]))


def summary(found: Mapping[str, pd.DataFrame]) -> str:
    """What was found, in a line."""
    rows = int(found["unused"]["use"].eq("row").sum())
    parts = [
        count(len(found["runs"]), "run"),
        f"{len(found['matches']):,} of them ours",
        f"{found['estimates']['run'].nunique():,} estimated from their facts",
        f"{count(rows, 'row')} not usable",
    ]
    return ", ".join(parts)


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        read_external(
            list(snakemake.input.files), snakemake.input, snakemake.params.choices, snakemake.output, snakemake.log[0]
        )
