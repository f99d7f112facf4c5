"""A figure: what it is called, what it says, and how it is drawn at each size."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

from ai_compute.charts.frame import Kind
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.text import renumbered, wrapped
from ai_compute.charts.theme import (
    SIZES,
    SUBTITLE_SIZE,
    TITLE_SIZE,
    Size,
    configuration,
    with_variables,
)
from ai_compute.findings.sources import plain
from ai_compute.storage.rows import records
from ai_compute.storage.tables import SIGNIFICANT_DIGITS

Drawing = alt.Chart | alt.LayerChart | alt.FacetChart | alt.VConcatChart
Draw = Callable[[Size, Kind], Drawing]


@dataclass(frozen=True, eq=False)
class Figure:
    """A figure of the report.

    `title`, `caption` and `reading` may bring the sources of their numbers along (findings/sources.py): the page links
    them, what leaves the page is without.

    `title` states the finding, `caption` says in two sentences what is drawn, `reading` what else one may ask of it,
    `alternative` says finding and kind to those who cannot see it.
    `data` are the rows behind it by the name of their dataset. `sizes` are those it is drawn at, the widest first.
    `kinds` are the axes it can be drawn with;
    `fits` are the lines that are drawn, in words: what a file of its data says beside the rows.
    `filters` says that it shows runs by domain, `bars` that it opens with error bars.
    """

    name: str
    title: str
    caption: str
    alternative: str
    draw: Draw
    data: Mapping[str, pd.DataFrame]
    reading: str = ""
    sizes: Sequence[Size] = SIZES
    kinds: Sequence[Kind] = ("log",)
    filters: bool = False
    bars: bool = True
    fits: Sequence[str] = ()
    empty: bool = field(default=False)


def sized(drawing: Drawing, size: Size) -> Drawing:
    """The drawing with the plot of this size and the room around it."""
    room = {side: getattr(size, side) for side in ("left", "right", "top", "bottom")}
    return drawing.properties(width=size.width, height=size.height, padding=room)


def stacked(parts: Sequence[tuple[Drawing, Size]]) -> alt.VConcatChart:
    """Plots below each other, each with the room of its size around it, so that all are equally wide."""
    framed = []
    for drawing, size in parts:
        # Nothing is drawn of this, but it takes the room.
        across, down = (-size.left, size.width + size.right), (-size.top, size.height + size.bottom)
        room = Chart(inline([{"row": 1}])).mark_rect(
            opacity=0, aria=False, x=across[0], x2=across[1], y=down[0], y2=down[1]
        )
        framed.append(alt.layer(room, drawing).properties(width=size.width, height=size.height))
    height = sum(size.top + size.height + size.bottom for _, size in parts)
    return alt.vconcat(*framed, spacing=0).properties(padding=0, usermeta={"height": height})


def standalone(figure: Figure) -> dict[str, Any]:
    """The whole specification with its title and its data: what is saved as a file."""
    specification = _specification(figure, figure.sizes[0], figure.kinds[0])
    room = figure.sizes[0].whole_width * 0.96
    specification["title"] = {
        "text": wrapped(plain(figure.title), TITLE_SIZE, room),
        "subtitle": wrapped(plain(f"{figure.caption} {figure.reading}".strip()), SUBTITLE_SIZE, room),
    }
    specification["datasets"] |= {name: records(frame) for name, frame in figure.data.items()}
    specification.pop("autosize", None)
    specification["padding"] = 22
    return specification


def for_page(figure: Figure) -> dict[str, dict[str, dict[str, Any]]]:
    """Specifications by size and axis, colours as CSS variables, without data: the page holds those once.

    Their marks have no words for screen readers: the page tells them what the figure says, and lists its runs.
    """
    return {
        size.name: {kind: with_variables(_for_screen(figure, size, kind)) for kind in figure.kinds}
        for size in figure.sizes
    }


def _for_screen(figure: Figure, size: Size, kind: Kind) -> dict[str, Any]:
    specification = _specification(figure, size, kind)
    return {**specification, "config": {**specification["config"], "aria": False}}


@cache
def _drawn(figure: Figure, size: Size, kind: Kind) -> str:
    """What Altair makes of a figure, as text; once, though it is needed for the page and for a file."""
    # The tests hold figures against the schema of Vega-Lite; Altair would do so for each of their thousands of parts.
    with debug_mode(False):
        text = json.dumps(figure.draw(size, kind).to_dict(validate=False))
    return renumbered(renumbered(text, "view_"), "data-", "[0-9a-f]{32}")


def _specification(figure: Figure, size: Size, kind: Kind) -> dict[str, Any]:
    text = _drawn(figure, size, kind)
    # Positions are computed as tables are, and as tables they must not depend on the last bits of a processor.
    specification = json.loads(text, parse_float=lambda digits: float(f"{float(digits):.{SIGNIFICANT_DIGITS}g}"))
    return {
        "datasets": {},
        **({"autosize": "none"} if "vconcat" not in specification else {}),
        **specification,
        "config": configuration(),
        "description": plain(figure.alternative),
    }
