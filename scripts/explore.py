"""Write the explorer: a page on which readers choose runs themselves."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ai_compute.charts.library import library
from ai_compute.charts.theme import DARK, LIGHT
from ai_compute.entries.hardware import read_devices
from ai_compute.explorer.data import explorer_data
from ai_compute.explorer.page import explorer_content
from ai_compute.explorer.render import explorer_page
from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import count
from ai_compute.report.collection import read_tables
from ai_compute.report.provenance import data_version
from ai_compute.storage.files import write_text
from ai_compute.storage.kept_files import NO_FILES_KEPT, KeptFiles
from ai_compute.values.dates import parse_date


def explore(files: Any, choices: Mapping[str, Any], page: str, log: str, kept: KeptFiles = NO_FILES_KEPT) -> None:
    """Read the tables and the devices; write the page."""
    tables = read_tables(files.tables)
    devices = read_devices(Path(files.hardware).read_bytes(), files.hardware)
    inputs = json.loads(Path(files.inputs).read_text(encoding="utf-8"))
    cut_off = parse_date(str(choices["cut_off"])).day
    content = explorer_content(tables, cut_off, data_version(inputs), str(choices["revision"]))
    data = explorer_data(tables, devices, choices)
    write_text(explorer_page(content, data, library(kept), {"light": asdict(LIGHT), "dark": asdict(DARK)}), page)
    say(log, "explore", f"{count(len(tables['training_compute']), 'run')} to choose from in {page}")


if __name__ == "__main__":
    KEPT = KeptFiles(snakemake.params.kept, snakemake.params.library_code)
    with explained(snakemake.log[0]):
        explore(snakemake.input, snakemake.params.choices, snakemake.output.page, snakemake.log[0], KEPT)
