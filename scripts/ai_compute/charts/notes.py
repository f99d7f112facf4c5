"""Notes in a plot: a sentence that says what to see, where nothing else stands; left out where there is no room."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np

from ai_compute.charts.labels import Boxes, boxes_at, overlaps
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.text import text_width, wrapped
from ai_compute.charts.theme import LIGHT, Size

LINE_HEIGHT = 1.3
MARGIN = 6.0
WIDEST, NARROWEST = 0.3, 110.0
"""A note is as wide as this share of the plot, and at least so many pixels."""
STEPS = 41
FARTHEST = 0.3


@dataclass(frozen=True)
class Note:
    """A sentence, and where its middle would stand best: shares of the plot from the left and from the top.

    It stands no farther off than `reach`, a share of the plot's diagonal, or is left out.
    """

    text: str
    right: float
    down: float
    colour: str = LIGHT.soft
    reach: float = FARTHEST


def layers(notes: Sequence[Note], size: Size, taken: Boxes) -> tuple[list[alt.Chart], Boxes]:
    """The notes that find room, and the boxes they take."""
    drawn, boxes = [], np.empty((0, 4))
    for note in notes:
        lines = wrapped(note.text, size.font, max(WIDEST * size.width, NARROWEST))
        box = place_note(note, lines, size, np.vstack([taken, boxes]))
        if not note.text or box is None:
            continue
        boxes = np.vstack([boxes, box])
        drawn.append(_drawn(lines, box, size, note.colour))
    return drawn, boxes


def place_note(note: Note, lines: Sequence[str], size: Size, taken: Boxes) -> Boxes | None:
    """The free box nearest to where the note is wanted, of shape (1, 4); None if there is none near."""
    wide = max((text_width(line, size.font) for line in lines), default=0.0) + 2 * MARGIN
    high = size.font * LINE_HEIGHT * len(lines) + 2 * MARGIN
    if wide > size.width or high > size.height:
        return None
    lefts, tops = (np.linspace(0, room, STEPS) for room in (size.width - wide, size.height - high))
    boxes = boxes_at(lefts, tops, wide, high)
    across, down = boxes[:, 0] + wide / 2 - note.right * size.width, boxes[:, 1] + high / 2 - note.down * size.height
    away = np.hypot(across, down)
    away[overlaps(boxes, taken).any(axis=1)] = np.inf
    best = int(np.argmin(away))
    return boxes[[best]] if away[best] <= note.reach * np.hypot(size.width, size.height) else None


def _drawn(lines: Sequence[str], box: Boxes, size: Size, colour: str) -> alt.Chart:
    text: alt.Chart = (
        Chart(inline([{"text": list(lines)}]))
        .mark_text(
            align="left",
            baseline="top",
            x=float(box[0, 0]) + MARGIN,
            y=float(box[0, 1]) + MARGIN,
            color=colour,
            fontSize=size.font,
            lineHeight=size.font * LINE_HEIGHT,
            aria=False,
        )
        .encode(alt.Text("text:N"))
    )
    return text
