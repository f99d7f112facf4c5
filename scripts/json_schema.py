"""Write the JSON Schema of an entry, which editors use for completion, hover texts and underlines."""

import json

from ai_compute.entries import json_schema
from ai_compute.files import write_text


def write_json_schema(schema: str) -> None:
    """Write the schema of entries."""
    write_text(json.dumps(json_schema(), indent=2) + "\n", schema)


if __name__ == "__main__":
    write_json_schema("data/raw/schema/paper.json")
