"""What the explorer's template draws."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ai_compute.explorer.rows import has_external
from ai_compute.findings.numbers import count, day, sentence
from ai_compute.report.downloads import citation
from ai_compute.storage.rows import Tables

EXAMPLES = {
    "domain=language&from=2020": "Language models since 2020",
    "set=openai-2018&basis=counting;hardware": "OpenAI’s law of 2018, re-derived",
    "rule=top-10&from=2018-05-17": "The ten largest of their time since May 2018",
    "country=CN&from=2020&against=country:US": "China beside the United States",
    "domain=language&from=2018&y=parameters&split=2022-03-29": "Model sizes since Chinchilla",
    "from=2012&y=devices": "How many devices a run takes",
}
"""Questions that people ask, by the address that answers each."""
FACETS = [
    ("domain", "Domain", True),
    ("basis", "What the value rests on", False),
    ("set", "Named set", False),
    ("open", "Weights", False),
    ("evidence", "Evidence", False),
]
"""What is ticked: key, title, and whether it opens with the page."""
COMPARED = {
    "domain": "domain",
    "country": "country",
    "organization": "organization",
    "open": "openness of weights",
    "basis": "basis",
    "set": "named set",
    "evidence": "evidence",
}


def explorer_content(tables: Tables, cut_off: date, data_version: str, revision: str) -> Mapping[str, Any]:
    """Everything but the data of the scripts."""
    runs, papers = len(tables["training_compute"]), tables["training_compute"]["paper"].nunique()
    return {
        "about": f"{sentence(count(runs, 'run'))} of {count(papers, 'paper')}, up to {day(cut_off)}.",
        "examples": list(EXAMPLES.items()),
        "facets": FACETS,
        "compared": list(COMPARED.items()),
        "external": has_external(tables),
        "version": data_version,
        "citation": citation(cut_off, data_version, revision),
    }
