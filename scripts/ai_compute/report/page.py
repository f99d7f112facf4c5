"""All that the page says, from tables."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.findings import growth
from ai_compute.findings.numbers import count, day
from ai_compute.report.cards import cards
from ai_compute.report.dictionary import dictionary
from ai_compute.report.provenance import provenance
from ai_compute.report.sections import runs_table, sections
from ai_compute.schemas.raw import DOMAINS
from ai_compute.schemas.registry import models
from ai_compute.settings import Settings

Tables = Mapping[str, pd.DataFrame]


def content(
    tables: Tables,
    settings: Settings,
    figures: list[dict[str, Any]],
    inputs: Mapping[str, str],
    versions: Mapping[str, str],
    revision: str,
) -> dict[str, Any]:
    """What the templates draw.

    Args:
        tables: every table by name; missing ones empty.
        settings: the choices of the analysis.
        figures: what the chart stage says of its figures.
        inputs: SHA-256 by input file.
        versions: version by package.
        revision: of the repository, or ''.
    """
    present = set(tables["training_compute"]["domain"])
    return {
        "answer": growth.answer(tables),
        "about": about(tables, settings),
        "figures": {figure["name"]: figure for figure in figures},
        "sections": sections(tables, settings),
        "domains": [domain for domain in DOMAINS if domain in present],
        "runs": runs_table(tables),
        "cards": cards(tables),
        "dictionary": dictionary({name: model for name, model in models().items() if name in tables}),
        "provenance": provenance(inputs, versions, revision),
    }


def about(tables: Tables, settings: Settings) -> str:
    """How much stands behind the page."""
    runs, papers = len(tables["runs"]), len(tables["papers"])
    return f"{count(runs, 'training run').capitalize()} from {count(papers, 'paper')}, up to {day(settings.cut_off.day)}"
