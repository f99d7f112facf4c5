"""Figures as files: Vega-Lite JSON, SVG and PNG by vl-convert."""

import json
from typing import Any

import vl_convert

from ai_compute.charts.figure import Figure, for_page, renumbered, standalone
from ai_compute.charts.library import VEGA_LITE
from ai_compute.rows import records

PIXELS_A_POINT = 2


def as_json(specification: dict[str, Any]) -> str:
    """A specification as text: keys sorted, one line each level."""
    return json.dumps(specification, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def drawn(figure: Figure) -> tuple[str, str, bytes]:
    """A figure as JSON, SVG and PNG (from that SVG, so that the figure is laid out once)."""
    specification = standalone(figure)
    svg = renumbered(vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE), "clip")
    return as_json(specification), svg, vl_convert.svg_to_png(svg, scale=PIXELS_A_POINT)


def page_data(figures: list[Figure]) -> dict[str, Any]:
    """What the page needs of all figures: words, specifications by size and axis, and every dataset once."""
    datasets: dict[str, Any] = {}
    described = []
    for figure in figures:
        for name, frame in figure.data.items():
            known = {row["run"]: row for row in datasets.get(name, [])} if "run" in frame else {}
            datasets[name] = (
                list({**known, **{row["run"]: row for row in records(frame)}}.values())
                if "run" in frame
                else records(frame)
            )
        described.append(
            {
                "name": figure.name,
                "title": figure.title,
                "caption": figure.caption,
                "alternative": figure.alternative,
                "kinds": list(figure.kinds),
                "filters": figure.filters,
                "bars": figure.bars,
                "empty": figure.empty,
                "data": sorted(figure.data),
                "specifications": for_page(figure),
            }
        )
    return {"figures": described, "datasets": datasets}
