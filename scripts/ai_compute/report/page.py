"""All that the page says, from tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from ai_compute.findings import growth
from ai_compute.findings.numbers import count, day
from ai_compute.report.cards import cards
from ai_compute.report.dictionary import dictionary
from ai_compute.report.external import external_sections
from ai_compute.report.parts import PageTable
from ai_compute.report.sections import runs_table, sections
from ai_compute.schemas.raw import DOMAINS
from ai_compute.schemas.registry import models_of
from ai_compute.settings import CrossCheck

Tables = Mapping[str, pd.DataFrame]


def content(
    tables: Tables,
    figures: list[dict[str, Any]],
    cross_check: CrossCheck,
    cut_off: date,
    provenance: Sequence[PageTable],
) -> dict[str, Any]:
    """What the templates draw.

    Args:
        tables: every table by name; missing ones empty.
        figures: what the chart stage says of its figures.
        cross_check: when methods agree.
        cut_off: of the data.
        provenance: versions and inputs.
    """
    present = set(tables["training_compute"]["domain"])
    return {
        "answer": growth.answer(tables),
        "about": about(tables, cut_off),
        "figures": {figure["name"]: figure for figure in figures},
        "sections": [*sections(tables, cross_check), *external_sections(tables)],
        "domains": [domain for domain in DOMAINS if domain in present],
        "runs": runs_table(tables),
        "cards": cards(tables),
        "dictionary": dictionary({name: model for name, model in models_of(tables).items() if name in tables}),
        "provenance": provenance,
    }


def about(tables: Tables, cut_off: date) -> str:
    """How much stands behind the page."""
    runs, papers = len(tables["runs"]), len(tables["papers"])
    return f"{count(runs, 'training run').capitalize()} from {count(papers, 'paper')}, up to {day(cut_off)}"
