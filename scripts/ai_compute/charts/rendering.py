"""Vega-Lite as SVG and PNG, by vl-convert. Imports nothing else of weight: a process that only draws starts at once.

Fonts that this machine happens to have would change lines and letters: vl-convert, which looks for fonts when it is
first used, is shown a folder without any, and draws with those that it brings, Liberation Sans among them.
"""

import os
import re
from pathlib import Path

import vl_convert

from ai_compute.charts.layers import fewer_layers
from ai_compute.charts.library import VEGA_LITE
from ai_compute.charts.text import renumbered
from ai_compute.storage.kept_files import NO_FILES_KEPT, KeptFiles

PIXELS_A_POINT = 2
PREVIEW = (1200, 630)
"""Pixels of the picture that stands for the page where its address is shared."""
MARGIN, GROUND = 10, "#ffffff"
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


def preview(svg: str) -> bytes:
    """A drawn figure in the middle of a PNG of PREVIEW pixels, for who is sent the address of the page."""
    wide, high = PREVIEW
    whole = re.sub(r"<svg\b", f'<svg x="{MARGIN}" y="{MARGIN}"', svg, count=1)
    for name, room in (("width", wide), ("height", high)):
        whole = re.sub(rf'(<svg\b[^>]*?\s{name}=")[\d.]+"', rf'\g<1>{room - 2 * MARGIN}"', whole, count=1)
    ground = f'<rect width="{wide}" height="{high}" fill="{GROUND}"/>'
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}">{ground}{whole}</svg>'
    return vl_convert.svg_to_png(frame, scale=1)


def drawn(specification: str, kept: KeptFiles = NO_FILES_KEPT) -> tuple[str, bytes]:
    """A specification as SVG and PNG; one that was drawn before is not drawn again."""
    svg, png = kept.content("drawing", [VEGA_LITE, specification], lambda: _drawn(specification))
    return svg.decode(), png


def _drawn(specification: str) -> tuple[bytes, bytes]:
    """SVG, and PNG from that SVG, so that the figure is laid out once."""
    svg = renumbered(vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE), "clip")
    return svg.encode(), vl_convert.svg_to_png(fewer_layers(svg), scale=PIXELS_A_POINT)
