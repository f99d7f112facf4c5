"""Write the page, the tables for spreadsheets and the summary."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ai_compute.charts.library import library
from ai_compute.charts.theme import DARK, LIGHT
from ai_compute.console import say
from ai_compute.dates import parse_date
from ai_compute.files import write_text
from ai_compute.findings import growth
from ai_compute.report.collection import read_tables, spreadsheet, stem
from ai_compute.report.page import content
from ai_compute.report.provenance import provenance, versions
from ai_compute.report.render import render
from ai_compute.report.summary import summary
from ai_compute.settings import CrossCheck


def report(files: Any, choices: Mapping[str, Any], output: Any, folder: Path, log: str) -> None:
    """Read all tables and the figures; write what readers see."""
    tables = read_tables(files.tables)
    figures = json.loads(Path(files.page).read_text(encoding="utf-8"))
    inputs = json.loads(Path(files.inputs).read_text(encoding="utf-8"))
    cross_check = CrossCheck.model_validate(choices["cross_check"])
    cut_off = parse_date(str(choices["cut_off"])).day
    sources = provenance(inputs, versions(), str(choices["revision"]))
    shown = content(tables, figures["figures"], cross_check, cut_off, sources)
    colours = {"light": asdict(LIGHT), "dark": asdict(DARK)}
    data = {"figures": {figure["name"]: figure for figure in figures["figures"]}, "datasets": figures["datasets"]}
    write_text(render(shown, {**data, "colours": colours["light"]}, library(), colours), output.page)
    write_text(summary(tables, {section.key: section.finding for section in shown["sections"]}), output.summary)
    for name in map(stem, files.tables):
        write_text(spreadsheet(tables[name]), Path(folder, f"{name}.csv"))
    say(log, "report", f"{growth.answer(tables)} {output.page}")


if __name__ == "__main__":
    report(
        snakemake.input,
        snakemake.params.choices,
        snakemake.output,
        Path(snakemake.output.spreadsheets[0]).parent,
        snakemake.log[0],
    )
