"""Write the page, the tables for spreadsheets and the summary."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from ai_compute.charts.library import library
from ai_compute.charts.rendering import pictures
from ai_compute.charts.theme import DARK, LIGHT
from ai_compute.comparing.builds import keep_build, read_build
from ai_compute.comparing.changes import changes
from ai_compute.findings import growth
from ai_compute.findings.changes import sentences
from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import Problems
from ai_compute.report.collection import read_tables, spreadsheet, stem
from ai_compute.report.datapackage import data_package
from ai_compute.report.page import content
from ai_compute.report.provenance import data_version, provenance, versions
from ai_compute.report.render import render
from ai_compute.report.summary import summary
from ai_compute.schemas.registry import models_of
from ai_compute.settings.analysis import CrossCheck
from ai_compute.settings.statistics import Statistics
from ai_compute.storage.files import write_text
from ai_compute.values.dates import parse_date

HEADLINE = "headline"
"""The figure that is shown before the scripts of the page have run."""
TOLD_AT_MOST = 3
"""Of so many runs and trends of each kind the terminal tells the details."""


def report(files: Any, choices: Mapping[str, Any], output: Any, folder: Path, last_build: Path, log: str) -> None:
    """Read all tables and the figures; write what readers see, and say what changed since the last build."""
    tables = read_tables(files.tables)
    figures = json.loads(Path(files.page).read_text(encoding="utf-8"))
    inputs = json.loads(Path(files.inputs).read_text(encoding="utf-8"))
    cross_check = CrossCheck.model_validate(choices["cross_check"])
    cut_off = parse_date(str(choices["cut_off"])).day
    revision, version = str(choices["revision"]), data_version(inputs)
    sources = provenance(inputs, versions(), revision)
    first = {HEADLINE: pictures(figures, HEADLINE)}
    shown = content(tables, figures, first, cross_check, cut_off, sources, version, revision)
    colours = {"light": asdict(LIGHT), "dark": asdict(DARK)}
    write_text(render(shown, figures, library(), colours), output.page)
    findings = {section.key: " ".join([section.finding, *section.details]) for section in shown["sections"]}
    write_text(summary(tables, findings, version), output.summary)
    written, models = [stem(file) for file in files.tables], models_of(tables)
    write_text(data_package({name: models[name] for name in written}, version), output.package)
    for name in written:
        write_text(spreadsheet(tables[name]), Path(folder, f"{name}.csv"))
    lines = since(last_build, tables, Statistics.model_validate(choices["statistics"]), output.page)
    say(log, "report", "\n".join([f"{growth.answer(tables)} {output.page}", *lines]))
    keep_build(files.tables, last_build)


def since(last_build: Path, tables: Mapping[str, pd.DataFrame], choice: Statistics, page: str) -> list[str]:
    """What changed since the last build, in a few lines; nothing if there is none to compare with."""
    try:
        found = changes(read_build(last_build), tables)
    except Problems:
        return []
    periods = {name: each.period for name, each in choice.periods.items()}
    lines = sentences(found, tables, periods, page, TOLD_AT_MOST)
    return ["", "Since the last build:", *lines] if lines else []


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        report(
            snakemake.input,
            snakemake.params.choices,
            snakemake.output,
            Path(snakemake.output.spreadsheets[0]).parent,
            Path(snakemake.params.last_build),
            snakemake.log[0],
        )
