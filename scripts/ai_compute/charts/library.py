"""Vega, Vega-Lite and vega-embed as one script, in the versions that Altair draws with."""

import re
from typing import Any

import vl_convert

VEGA_LITE = "6.4"


def library() -> str:
    """A script that defines `vegaEmbed`; nothing in it can end the script element it stands in."""
    script: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return re.sub(r"</(script)", r"<\\/\1", script, flags=re.IGNORECASE).replace("<!--", "<\\!--")


def compiled(specification: dict[str, Any]) -> dict[str, Any]:
    """A Vega-Lite specification as Vega, which a page draws without compiling anything while it opens."""
    found: dict[str, Any] = vl_convert.vegalite_to_vega(specification, vl_version=VEGA_LITE)
    return found
