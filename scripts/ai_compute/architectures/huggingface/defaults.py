"""What transformers takes for a key that a configuration leaves out.

`defaults.json` holds it by model_type: the defaults of the configuration classes of transformers 5.24, as far as they
enter a count; a default of null or false is left out.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("defaults.json")


@cache
def _all() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return loaded


def defaults_of(model_type: str) -> dict[str, Any]:
    """The defaults of one model_type by key; none for a model_type that has no entry."""
    return _all().get(model_type, {})
