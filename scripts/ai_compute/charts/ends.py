"""Words at the ends of lines: in the margin where a line runs to the edge of the plot, else beside its end."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.charts.frame import Frame
from ai_compute.charts.labels import LEADER_FROM, Boxes, Segments, along, away, boxes_at, overlaps
from ai_compute.charts.lines import TrendLine
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.text import bold_width
from ai_compute.charts.theme import HALO
from ai_compute.findings.numbers import doubling_label

End = tuple[TrendLine, pd.DataFrame]
"""A line and the points that are drawn of it (lines.samples)."""
NEAR_EDGE = 40.0
"""A line that ends so many pixels before the right edge, or nearer, has its words in the margin."""
LEADING = 3.0
"""Pixels between lines of words, and APART between those of two lines of the plot."""
APART = 4.0
ROOM_FOR_ENDS = {"wide": 104, "medium": 98, "narrow": 74}
"""Pixels right of the plot for the words at the ends of lines, by size."""
OFF = (8.0, 20.0, 36.0, 60.0, 90.0, 130.0)
"""Pixels sideways from the end of a line to its words."""
STEP = 8.0
"""Pixels from one height that is tried to the next."""
CROSSING_COSTS = 12.0
"""So many pixels farther off is as bad as lying across a line."""
COVERED_COSTS = 1000.0
"""Words lie on a dot only where no place at all is without one."""


def pace(months: float) -> tuple[str, str]:
    """`6.8-month`, `doubling`: in two lines, which fit beside a plot."""
    first, _, rest = doubling_label(months).partition(" ")
    return first, rest


def ends_at_edge(sampled: pd.DataFrame, frame: Frame) -> bool:
    """Whether a line runs to the right edge of the plot, so that its words stand in the margin."""
    return bool(len(sampled)) and float(_end(sampled, frame)[0]) >= frame.size.width - NEAR_EDGE


def in_margin(ends: Sequence[End], frame: Frame) -> list[alt.Chart]:
    """Words right of the plot, each at the height where its line ends, pushed apart where they would touch."""
    shown = sorted(
        ((line, float(_end(drawn, frame)[1])) for line, drawn in ends if len(drawn)), key=lambda item: item[1]
    )
    heights = np.array([_height(line.end_text, frame) for line, _ in shown])
    tops = pushed_apart(np.array([y for _, y in shown]) - heights / 2, heights, frame.size.height)
    layers: list[alt.Chart] = []
    for (line, _), top in zip(shown, tops, strict=True):
        layers += _words(line, line.end_text, frame, frame.size.width + 6, float(top))
    return layers


def pushed_apart(tops: NDArray[np.float64], heights: NDArray[np.float64], lowest: float) -> NDArray[np.float64]:
    """Upper ends of blocks that do not touch, near where they are wanted, down to `lowest` where there is room.

    Args:
        tops: wanted upper ends in pixels from above, ascending; shape (n,).
        heights: of the blocks, shape (n,).
        lowest: pixels from above that no block goes below, unless all together are higher.
    """
    found = np.array(tops, dtype=float)
    for at in range(1, len(found)):
        found[at] = max(found[at], found[at - 1] + heights[at - 1] + APART)
    edge = lowest
    for at in range(len(found) - 1, -1, -1):
        found[at] = min(found[at], edge - heights[at])
        edge = found[at] - APART
    return found


def beside_end(
    line: TrendLine, frame: Frame, sampled: pd.DataFrame, words_taken: Boxes, dots: Boxes, crossed: Boxes
) -> tuple[list[alt.Chart], Boxes]:
    """The words of a line that ends within the plot, beside its end, and the boxes they and their leader take.

    They never stand on other words (`words_taken`), on `dots` only where all places have some, and rather not across
    lines (`crossed`). Where there is no room for all of them the first stand alone, and where there is none for those
    the line is without.
    """
    end = _end(sampled, frame)
    for words in (line.end_text[:1],) if frame.size.dense else (line.end_text, line.end_text[:1]):
        box = _free_box(end, words, frame, words_taken, dots, crossed)
        if box is not None:
            drawn = _words(line, words, frame, float(box[0, 0]), float(box[0, 1]))
            leader = _leader(box, end)
            return [*_rule(line, leader, frame), *drawn], np.vstack([box, along(leader)])
    return [], np.empty((0, 4))


def _free_box(
    end: NDArray[np.float64], words: Sequence[str], frame: Frame, words_taken: Boxes, dots: Boxes, crossed: Boxes
) -> Boxes | None:
    """The best box of shape (1, 4) near the end of a line that words can stand in; None without one."""
    wide = bold_width(words, frame.size.font)
    high = _height(words, frame)
    tops = np.arange(0.0, max(frame.size.height - high, 0.0) + 1, STEP)
    lefts = [side for off in OFF for side in (end[0] + off, end[0] - off - wide)]
    boxes = boxes_at(lefts, tops, wide, high)
    inside = (boxes[:, 0] >= 0) & (boxes[:, 2] <= frame.size.width) & (boxes[:, 3] <= frame.size.height)
    free: Boxes = boxes[inside & ~overlaps(boxes, words_taken).any(axis=1)]
    if not len(free):
        return None
    cost = away(free, end[None, :])[:, 0] + CROSSING_COSTS * overlaps(free, crossed).sum(axis=1)
    cost += COVERED_COSTS * overlaps(free, dots).sum(axis=1)
    best = int(np.argmin(cost))
    return np.asarray(free[best : best + 1])


def _leader(box: Boxes, end: NDArray[np.float64]) -> Segments:
    """From the end of a line to words that stand far off; of shape (0, 4) where they stand near."""
    near = away(box, end[None, :])[0, 0] <= LEADER_FROM
    return np.empty((0, 4)) if near else np.array([[*end, *np.clip(end, box[0, :2], box[0, 2:])]])


def _rule(line: TrendLine, leader: Segments, frame: Frame) -> list[alt.Chart]:
    """A leader as a thin line."""
    if not len(leader):
        return []
    (x, x2), (y, y2) = frame.x_value(leader[0, ::2]), frame.y_value(leader[0, 1::2])
    rows = [{"x": float(x), "y": float(y), "x2": float(x2), "y2": float(y2)}]
    rule: alt.Chart = (
        Chart(inline(rows))
        .mark_rule(color=line.role, strokeWidth=0.7, aria=False)
        .encode(alt.X("x:Q"), alt.Y("y:Q"), alt.X2("x2:Q"), alt.Y2("y2:Q"))
    )
    return [rule]


def _end(sampled: pd.DataFrame, frame: Frame) -> NDArray[np.float64]:
    """Where a drawn line ends: shape (2,), pixels."""
    return np.asarray(frame.pixels(sampled["year"], sampled["pfs_days"])[-1])


def _height(words: Sequence[str], frame: Frame) -> float:
    return (frame.size.font + LEADING) * len(words)


def _words(line: TrendLine, words: Sequence[str], frame: Frame, x: float, top: float) -> list[alt.Chart]:
    """Lines of text from a corner on, the first one bold, in the colour of their line."""
    layers = []
    for number, text in enumerate(words):
        base = Chart(inline([{"text": text}])).encode(alt.Text("text:N"))
        y = float(top + number * (frame.size.font + LEADING))
        place: dict[str, Any] = {"align": "left", "baseline": "top", "x": x, "y": y, "aria": False}
        weight: dict[str, Any] = {"fontSize": frame.size.font, "fontWeight": "normal" if number else "bold"}
        layers += [base.mark_text(**place, **weight, **HALO), base.mark_text(**place, **weight, color=line.role)]
    return layers
