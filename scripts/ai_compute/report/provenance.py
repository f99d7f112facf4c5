"""Where the page comes from: inputs with their checksums, versions, choices, revision. No clock."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version

from ai_compute.report.parts import Cell, Column, PageTable

PACKAGES = (
    "pandas",
    "numpy",
    "scipy",
    "altair",
    "vl-convert-python",
    "pandera",
    "pydantic",
    "pint",
    "Jinja2",
)

SUPPORTED = {"Python": "3.11 to 3.13", "Snakemake": "9.0 or later"}
"""Any of these makes the same bytes: `tests/versions.py` compares them."""


def versions() -> dict[str, str]:
    """Versions of what the numbers and figures are made with."""
    return {**SUPPORTED, **{name: version(name) for name in PACKAGES}}


def data_version(inputs: Mapping[str, str]) -> str:
    """A short checksum over the names and checksums of all inputs, by which a version of the data is cited."""
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(inputs.items()))
    return hashlib.sha256(listed.encode()).hexdigest()[:12]


def provenance(inputs: Mapping[str, str], versions: Mapping[str, str], revision: str) -> PageTable:
    """The versions that a build was made with; its inputs are counted, their checksums make the version of the data."""
    made_with = [[Cell("version of the data"), Cell(data_version(inputs), look="digest")]]
    made_with += [[Cell("inputs, whose checksums make that version"), Cell(f"{len(inputs):,}")]]
    made_with += [[Cell("git revision"), Cell(revision)]] if revision else []
    made_with += [[Cell(name), Cell(version)] for name, version in versions.items()]
    return PageTable("Made with", [Column("What"), Column("Version")], made_with)
