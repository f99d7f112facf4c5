"""Periods that are shaded from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np

from ai_compute.charts.axes import years_and_compute
from ai_compute.charts.frame import Frame
from ai_compute.charts.labels import Boxes, boxes_at, clearest, overlaps
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


ACROSS, DOWN = 8.0, 14.0
"""Pixels from one place that is tried for a name to the next."""


def layers(bands: Sequence[Band], frame: Frame, dots: Boxes) -> tuple[list[alt.Chart], Boxes]:
    """The shades with axes below them, and the boxes that their names take: at the top or the foot, clear of dots.

    A name that finds no such place is left out.
    """
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
    for band in inside:
        ends = [max(band.start, frame.x.low), min(band.end, frame.x.high)]
        left, right = (frame.x.share(ends) * frame.size.width).tolist()
        if right - left < max((text_width(line, SMALL) for line in band.name), default=0.0) + 10:
            continue
        tried = _places(band, left, right, frame.size.height)
        box = tried[clearest(tried, dots)].tolist()
        if overlaps(np.array([box]), dots).any():
            continue
        text = Chart(inline([{"x": round(float(frame.x_value(box[0])), 4), "text": list(band.name)}]))
        drawn.append(
            text.mark_text(
                align="left",
                baseline="top",
                dx=6,
                dy=6,
                y=box[1],
                color=LIGHT.soft,
                fontSize=SMALL,
                lineHeight=DOWN,
                aria=False,
            ).encode(alt.X("x:Q"), alt.Text("text:N"))
        )
        boxes.append(box)
    return drawn, np.array(boxes).reshape(-1, 4)


def _places(band: Band, left: float, right: float, height: float) -> Boxes:
    """Where a name may stand in its band: boxes of shape (n, 4), from the upper left on, those at the foot last."""
    wide, high = 8 + max(text_width(line, SMALL) for line in band.name), 8 + DOWN * len(band.name)
    tops = [0.0, DOWN, 2 * DOWN, height - high]
    return boxes_at(np.arange(left, right - wide, ACROSS), tops, wide, high)
