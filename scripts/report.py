"""Write the page, a page for each run, the tables for spreadsheets and the summary."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ai_compute.charts.library import drawing_library
from ai_compute.charts.theme import DARK, LIGHT
from ai_compute.comparing.builds import keep_build
from ai_compute.findings.sources import plain
from ai_compute.messages.console import explained, say
from ai_compute.report.collection import read_tables, spreadsheet, stem
from ai_compute.report.corrections import Corrections, lines_of_runs
from ai_compute.report.datapackage import data_package
from ai_compute.report.page import content
from ai_compute.report.provenance import data_version, provenance, versions
from ai_compute.report.render import drawn_cards, render, render_cards, render_runs
from ai_compute.report.summary import summary
from ai_compute.schemas.registry import models_of
from ai_compute.settings.analysis import CrossCheck
from ai_compute.storage.files import write_text
from ai_compute.storage.kept_files import NO_FILES_KEPT, KeptFiles
from ai_compute.values.dates import parse_date


def report(
    files: Any,
    papers: Sequence[str],
    choices: Mapping[str, Any],
    output: Any,
    folder: Path,
    last_build: Path,
    log: str,
    library: KeptFiles = NO_FILES_KEPT,
    kept: KeptFiles = NO_FILES_KEPT,
) -> None:
    """Read all tables and the figures; write what readers see, and keep the tables for the next build."""
    tables = read_tables(files.tables)
    figures = json.loads(Path(files.page).read_text(encoding="utf-8"))
    inputs = json.loads(Path(files.inputs).read_text(encoding="utf-8"))
    cross_check = CrossCheck.model_validate(choices["cross_check"])
    cut_off = parse_date(str(choices["cut_off"])).day
    revision, version = str(choices["revision"]), data_version(inputs)
    sources = provenance(inputs, versions(), revision)
    entries = [Path(file).read_text(encoding="utf-8") for file in papers]
    corrections = Corrections(str(choices["repository"] or ""), lines_of_runs(entries))
    shown = content(tables, figures, cross_check, cut_off, sources, version, revision, corrections)
    colours = {"light": asdict(LIGHT), "dark": asdict(DARK)}
    write_text(render(shown, figures, drawing_library(library), colours), output.page)
    drawn = drawn_cards(shown["cards"], kept)
    write_text(render_cards(drawn), Path(output.runs, "cards.js"))
    for run, page in render_runs(shown["cards"], drawn, version, colours):
        write_text(page, Path(output.runs, f"{run}.html"))
    findings = {section.key: plain(" ".join([section.finding, *section.details])) for section in shown["sections"]}
    write_text(summary(tables, findings, version), output.summary)
    written, models = [stem(file) for file in files.tables], models_of(tables)
    write_text(data_package({name: models[name] for name in written}, version), output.package)
    for name in written:
        write_text(spreadsheet(tables[name]), Path(folder, f"{name}.csv"))
    say(log, "report", f"{len(written)} tables and the page: {output.page}")
    keep_build(files.tables, last_build)


if __name__ == "__main__":
    LIBRARY = KeptFiles(snakemake.params.kept, snakemake.params.library_code)
    KEPT = KeptFiles(snakemake.params.kept, snakemake.params.code + snakemake.params.templates)
    with explained(snakemake.log[0]):
        report(
            snakemake.input,
            snakemake.params.papers,
            snakemake.params.choices,
            snakemake.output,
            Path(snakemake.output.spreadsheets[0]).parent,
            Path(snakemake.params.last_build),
            snakemake.log[0],
            LIBRARY,
            KEPT,
        )
