"""Vega-Lite as SVG and PNG, by vl-convert. Imports nothing else of weight: a process that only draws starts at once.

Fonts that this machine happens to have would change lines and letters: vl-convert, which looks for fonts when it is
first used, is shown a folder without any, and draws with those that it brings, Liberation Sans among them.
"""

import os
from pathlib import Path

import vl_convert

from ai_compute.charts.library import VEGA_LITE
from ai_compute.charts.text import renumbered
from ai_compute.storage.kept_files import NO_FILES_KEPT, KeptFiles

PIXELS_A_POINT = 2
FONTS = Path(__file__).parent / "fonts"


def _use_own_fonts_only() -> None:
    """Have vl-convert look for fonts now, where there are none; other programs that this process starts see theirs."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
    try:
        vl_convert.register_font_directory(str(FONTS))
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


_use_own_fonts_only()


def drawn(specification: str, kept: KeptFiles = NO_FILES_KEPT) -> tuple[str, bytes]:
    """A specification as SVG and PNG; one that was drawn before is not drawn again."""
    svg, png = kept.content("drawing", [VEGA_LITE, specification], lambda: _drawn(specification))
    return svg.decode(), png


def _drawn(specification: str) -> tuple[bytes, bytes]:
    """SVG, and PNG from that SVG, so that the figure is laid out once."""
    svg = renumbered(vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE), "clip")
    return svg.encode(), vl_convert.svg_to_png(svg, scale=PIXELS_A_POINT)
