"""Periods that are shaded from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np

from ai_compute.charts.axes import years_and_compute
from ai_compute.charts.frame import Frame
from ai_compute.charts.labels import Boxes
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.text import text_width
from ai_compute.charts.theme import LIGHT, SMALL


@dataclass(frozen=True)
class Band:
    """A period shaded from top to bottom, and its name, one line each."""

    start: float
    end: float
    name: tuple[str, ...]
    colour: str = LIGHT.era


def layers(bands: Sequence[Band], frame: Frame) -> tuple[list[alt.Chart], Boxes]:
    """The shades with axes below them, and the boxes that their names take."""
    x, y = years_and_compute(frame)
    inside = [band for band in bands if band.end > frame.x.low and band.start < frame.x.high]
    # Shades let the grid through.
    rows = [
        {"x": max(band.start, frame.x.low), "x2": min(band.end, frame.x.high), "colour": band.colour} for band in inside
    ]
    # The first layer carries the axes, and is there without a band too.
    ground = (
        Chart(inline(rows or [{"x": frame.x.low, "x2": frame.x.low, "colour": LIGHT.ground}]))
        .mark_rect(clip=True, opacity=0.5, aria=False)
        .encode(x, alt.X2("x2:Q"), alt.Color("colour:N", scale=None))
    )
    corner = Chart(inline([{"y": frame.y.low}])).mark_point(opacity=0, aria=False).encode(y)
    drawn, boxes = [ground, corner], []
    for band, row in zip(inside, rows, strict=True):
        ends = [max(band.start, frame.x.low), min(band.end, frame.x.high)]
        left, right = (frame.x.share(ends) * frame.size.width).tolist()
        if right - left < max((text_width(line, SMALL) for line in band.name), default=0.0) + 10:
            continue
        text = Chart(inline([{"x": row["x"], "text": list(band.name)}]))
        drawn.append(
            text.mark_text(
                align="left",
                baseline="top",
                dx=6,
                dy=6,
                y=0,
                color=LIGHT.soft,
                fontSize=SMALL,
                lineHeight=14,
                aria=False,
            ).encode(alt.X("x:Q"), alt.Text("text:N"))
        )
        width = max(text_width(line, SMALL) for line in band.name)
        boxes.append((left, 0.0, left + 8 + width, 8 + 14.0 * len(band.name)))
    return drawn, np.array(boxes).reshape(-1, 4)
