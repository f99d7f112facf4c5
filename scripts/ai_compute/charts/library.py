"""Vega, Vega-Lite and vega-embed as one script, in the versions that Altair draws with."""

import json
import re
from collections.abc import Mapping
from typing import Any

import vl_convert

from ai_compute.storage.kept_files import NO_FILES_KEPT, KeptFiles

VEGA_LITE = "6.4"


def library(kept: KeptFiles = NO_FILES_KEPT) -> str:
    """A script that defines `vegaEmbed`; nothing in it can end the script element it stands in."""
    return kept.text("library", [VEGA_LITE], _bundled)


def _bundled() -> str:
    script: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return re.sub(r"</(script)", r"<\\/\1", script, flags=re.IGNORECASE).replace("<!--", "<\\!--")


def compiled(
    specifications: Mapping[str, Mapping[str, Any]], kept: KeptFiles = NO_FILES_KEPT
) -> dict[str, dict[str, Any]]:
    """Vega-Lite by size and axis as Vega, which a page draws without compiling anything while it opens."""
    text = json.dumps(specifications, sort_keys=True)
    found: dict[str, dict[str, Any]] = json.loads(kept.text("vega", [VEGA_LITE, text], lambda: _compiled(text)))
    return found


def _compiled(specifications: str) -> str:
    found = {
        size: {kind: vl_convert.vegalite_to_vega(each, vl_version=VEGA_LITE) for kind, each in kinds.items()}
        for size, kinds in json.loads(specifications).items()
    }
    return json.dumps(found)
