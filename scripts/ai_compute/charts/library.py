"""Vega, Vega-Lite and vega-embed as one script, in the versions that Altair draws with."""

import re

import vl_convert

VEGA_LITE = "6.4"


def library() -> str:
    """A script that defines `vegaEmbed`; nothing in it can end the script element it stands in."""
    script: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return re.sub(r"</(script)", r"<\\/\1", script, flags=re.IGNORECASE).replace("<!--", "<\\!--")
