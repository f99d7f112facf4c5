"""Vega-Lite as SVG and PNG, by vl-convert. Imports nothing else of weight: a process that only draws starts at once."""

import vl_convert

from ai_compute.charts.library import VEGA_LITE
from ai_compute.charts.text import renumbered

PIXELS_A_POINT = 2


def drawn(specification: str) -> tuple[str, bytes]:
    """A specification as SVG and PNG (from that SVG, so that the figure is laid out once)."""
    svg = renumbered(vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE), "clip")
    return svg, vl_convert.svg_to_png(svg, scale=PIXELS_A_POINT)
