"""All that the page says, from tables."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from ai_compute.charts.theme import GLYPHS, SHAPES
from ai_compute.findings import assumed, calibration, story
from ai_compute.findings.numbers import day
from ai_compute.findings.sources import Sourced
from ai_compute.report.cards import NOWHERE, cards
from ai_compute.report.corrections import Corrections
from ai_compute.report.datapackage import ABOUT
from ai_compute.report.dictionary import dictionary
from ai_compute.report.downloads import citation, downloads
from ai_compute.report.external import external_sections
from ai_compute.report.glossary import GLOSSARY, anchor_of
from ai_compute.report.numbers import number_tables
from ai_compute.report.parts import PageTable
from ai_compute.report.runs import runs_table, shown_runs
from ai_compute.report.sections import sections
from ai_compute.report.told import rows_told
from ai_compute.schemas.registry import models_of
from ai_compute.settings.analysis import CrossCheck
from ai_compute.storage.rows import Tables

SYMBOLS = {domain: GLYPHS[shape] for domain, shape in SHAPES.items()}
"""The shape of each domain in figures, as a character."""


def content(
    tables: Tables,
    drawn: Mapping[str, Any],
    cross_check: CrossCheck,
    cut_off: date,
    provenance: PageTable,
    data_version: str,
    revision: str,
    corrections: Corrections = NOWHERE,
) -> dict[str, Any]:
    """What the templates draw.

    Args:
        tables: every table by name; missing ones empty.
        drawn: what the chart stage says of its figures.
        cross_check: when methods agree.
        cut_off: of the data.
        provenance: versions and inputs.
        data_version: a short checksum of all inputs.
        revision: of the code, as git names it, if it is known.
        corrections: where a wrong fact is said to be wrong.
    """
    known = {name: model for name, model in models_of(tables).items() if name in tables}
    visible = {**tables, "runs": shown_runs(tables)}
    sourced = Sourced(tables)
    told = [*sections(Sourced(visible), cross_check), *external_sections(visible)]
    rows = rows_told(visible, told)
    return {
        "answer": story.answer(sourced),
        "rows": rows,
        "numbers": partial(number_tables, rows, tables),
        "about": story.about(sourced, day(cut_off)),
        "figures": {figure["name"]: figure for figure in drawn["figures"]},
        "sections": told,
        "runs": runs_table(visible),
        "left_out": len(tables["runs"]) - len(visible["runs"]),
        "cards": cards(visible, corrections),
        "symbols": SYMBOLS,
        "domains": sorted(set(visible["runs"]["domain"])),
        "calibration": calibration.widened(sourced),
        "assumed": assumed.in_words(sourced),
        "dictionary": dictionary(known),
        "downloads": downloads(tables, known),
        "citation": citation(cut_off, data_version, revision),
        "source": source(data_version, corrections.page),
        "address": corrections.page,
        "glossary": [(term, anchor_of(term), meaning) for term, meaning in sorted(GLOSSARY.items(), key=_capitals)],
        "provenance": provenance,
        "data_version": data_version,
    }


def source(data_version: str, address: str) -> str:
    """What a figure that leaves the page says of itself: source, address if known, version of the data, licence."""
    at = f"; {address}" if address else ""
    return f"Source: {ABOUT['name']}, {ABOUT['title']}{at}; data version {data_version}; CC BY 4.0"


def _capitals(item: tuple[str, str]) -> str:
    return item[0].lower()
