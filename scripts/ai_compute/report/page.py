"""All that the page says, from tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from ai_compute.charts.theme import GLYPHS, SHAPES
from ai_compute.findings import agreement, assumed, growth
from ai_compute.findings.key_figures import key_figures
from ai_compute.findings.numbers import count, day
from ai_compute.report.cards import cards
from ai_compute.report.dictionary import dictionary
from ai_compute.report.downloads import citation, downloads
from ai_compute.report.external import external_sections
from ai_compute.report.parts import PageTable
from ai_compute.report.runs import runs_table, shown_runs
from ai_compute.report.sections import sections
from ai_compute.schemas.registry import models_of
from ai_compute.settings.analysis import CrossCheck
from ai_compute.storage.rows import Tables
from ai_compute.values.subjects import DOMAINS

SYMBOLS = {domain: GLYPHS[shape] for domain, shape in SHAPES.items()}
"""The shape of each domain in figures, as a character."""


def content(
    tables: Tables,
    drawn: Mapping[str, Any],
    pictures: Mapping[str, Mapping[str, str]],
    cross_check: CrossCheck,
    cut_off: date,
    provenance: Sequence[PageTable],
    data_version: str,
    revision: str,
) -> dict[str, Any]:
    """What the templates draw.

    Args:
        tables: every table by name; missing ones empty.
        drawn: what the chart stage says of its figures.
        pictures: SVG by size of figures that are shown before the scripts have run.
        cross_check: when methods agree.
        cut_off: of the data.
        provenance: versions and inputs.
        data_version: a short checksum of all inputs.
        revision: of the code, as git names it, if it is known.
    """
    known = {name: model for name, model in models_of(tables).items() if name in tables}
    present = set(tables["training_compute"]["domain"])
    visible = {**tables, "runs": shown_runs(tables)}
    return {
        "answer": growth.answer(tables),
        "afterwards": growth.afterwards(tables),
        "key_figures": key_figures(tables, cross_check.agree_within),
        "about": about(tables, cut_off),
        "figures": {figure["name"]: figure for figure in drawn["figures"]},
        "pictures": {name: {size: Markup(svg) for size, svg in sizes.items()} for name, sizes in pictures.items()},
        "sections": [*sections(visible, cross_check), *external_sections(visible)],
        "domains": [domain for domain in DOMAINS if domain in present],
        "runs": runs_table(visible),
        "left_out": len(tables["runs"]) - len(visible["runs"]),
        "cards": cards(visible),
        "symbols": SYMBOLS,
        "calibration": agreement.calibration(tables),
        "assumed": assumed.in_words(tables),
        "dictionary": dictionary(known),
        "downloads": downloads(tables, known),
        "citation": citation(cut_off, data_version, revision),
        "provenance": provenance,
    }


def about(tables: Tables, cut_off: date) -> str:
    """How much stands behind the page."""
    runs, papers = len(tables["runs"]), len(tables["papers"])
    return f"{count(runs, 'training run').capitalize()} from {count(papers, 'paper')}, up to {day(cut_off)}"
