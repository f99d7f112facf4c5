"""Vega as scripts, in the versions that Altair draws with: all for the explorer, a part for the page."""

import json
import re
from collections.abc import Mapping
from typing import Any

import vl_convert

from ai_compute.storage.kept_files import NO_FILES_KEPT, KeptFiles

VEGA_LITE = "6.4"


PARTS = "https://cdn.jsdelivr.net/npm"
"""What vl-convert calls the modules that it brings; nothing is loaded from there."""
DRAWS = f"""
import {{ parse }} from "{PARTS}/vega-parser@7.1.0/+esm";
import {{ View }} from "{PARTS}/vega-view@6.1.0/+esm";
import {{ transforms }} from "{PARTS}/vega-dataflow@6.1.0/+esm";
import * as data from "{PARTS}/vega-transforms@5.1.0/+esm";
import * as bounds from "{PARTS}/vega-view-transforms@5.1.0/+esm";
import * as encoders from "{PARTS}/vega-encode@5.1.0/+esm";
import {{ expressionInterpreter }} from "{PARTS}/vega-interpreter@2.0.0/+esm";
Object.assign(transforms, data, bounds, encoders);
window.vega = {{ parse, View, expressionInterpreter }};
"""
"""Draws what is compiled, without maps, trees, forces and regressions: half of what all of Vega weighs."""


def library(kept: KeptFiles = NO_FILES_KEPT) -> str:
    """A script that defines `vegaEmbed`."""
    return _bundle("window.vegaEmbed = vegaEmbed;", kept)


def drawing_library(kept: KeptFiles = NO_FILES_KEPT) -> str:
    """A script that defines `vega`, with which a page draws `compiled` specifications."""
    return _bundle(DRAWS, kept)


def _bundle(script: str, kept: KeptFiles) -> str:
    """A script with what it imports; nothing in it can end the script element it stands in."""
    return kept.text("library", [VEGA_LITE, script], lambda: _bundled(script))


def _bundled(script: str) -> str:
    script = vl_convert.javascript_bundle(script, vl_version=VEGA_LITE)
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
