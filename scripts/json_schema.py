"""Write what editors and readers use: JSON Schemas of entries and architectures, references of layers and values."""

import json
from pathlib import Path
from typing import Any

from ai_compute.architectures import reference
from ai_compute.entries import guide, papers
from ai_compute.entries.documents import read_yaml
from ai_compute.settings.analysis import read_settings
from ai_compute.storage.files import write_text


def write_schema(schema: dict[str, Any], path: str) -> None:
    """Write a JSON Schema."""
    write_text(json.dumps(schema, indent=2) + "\n", path)


if __name__ == "__main__":
    settings = read_settings(read_yaml(Path("config.yaml").read_bytes(), "config.yaml"))
    write_schema(papers.json_schema(settings.sets), "data/raw/schema/paper.json")
    write_schema(reference.json_schema(), "data/raw/schema/architecture.json")
    write_text(reference.layer_reference(), "data/raw/architectures/layers.md")
    write_text(guide.values_reference(), "data/raw/papers/values.md")
