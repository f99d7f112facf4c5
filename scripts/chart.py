"""Specify all figures in Vega-Lite: as files, and for the page."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ai_compute.charts.catalogue import figures
from ai_compute.charts.export import as_json, page_data
from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import count
from ai_compute.report.collection import read_tables
from ai_compute.settings.analysis import CrossCheck
from ai_compute.storage.files import write_text
from ai_compute.storage.kept_files import NO_FILES_KEPT, KeptFiles


def chart(
    tables: Sequence[str],
    choices: Mapping[str, Any],
    charts: Path,
    page: str,
    log: str,
    kept: KeptFiles = NO_FILES_KEPT,
) -> None:
    """Read all tables; write every figure as JSON, and what the page needs of them."""
    found = figures(read_tables(tables), CrossCheck.model_validate(choices["cross_check"]))
    for figure in found:
        write_text(as_json(figure), Path(charts, f"{figure.name}.json"))
    write_text(json.dumps(page_data(found, kept), sort_keys=True, allow_nan=False), page)
    say(log, "chart", f"{count(len(found), 'figure')} as Vega-Lite in {charts}")


if __name__ == "__main__":
    KEPT = KeptFiles(snakemake.params.kept, snakemake.params.code)
    with explained(snakemake.log[0]):
        chart(
            snakemake.input.tables,
            snakemake.params.choices,
            Path(snakemake.output.json[0]).parent,
            snakemake.output.page,
            snakemake.log[0],
            KEPT,
        )
