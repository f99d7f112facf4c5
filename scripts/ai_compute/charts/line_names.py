"""The name of a curve beside it: off all dots, words and lines, its own too, and with no other line between.

Where there is no such place there is no name.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import altair as alt
import numpy as np
from numpy.typing import NDArray

from ai_compute.charts.ends import LEADING
from ai_compute.charts.labels import Boxes, Segments, cut, overlaps
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.text import bold_width, wrapped
from ai_compute.charts.theme import SMALL, Size

TRIES = 90
"""Places along the width of a plot that are tried."""
LIFTS = (3.0, 10.0, 18.0)
"""Pixels that a name may stand above or below its curve."""
FARTHER_COSTS = 4.0
"""A pixel farther off its curve is as bad as so many along it."""
OWN_LINE = 1.0
"""So many pixels from its middle a curve ends."""
NARROW = (60.0, 45.0)
"""Pixels of a name that is broken into lines, and BROKEN_COSTS: so many pixels along its curve are better."""
BROKEN_COSTS = 30.0


class Curve(NamedTuple):
    """A curve with a name."""

    name: str
    path: NDArray[np.float64]
    """From left to right in pixels, shape (n, 2)."""
    wanted: float
    """Pixels from the left where its name would stand best."""
    colour: str


def names(named: Iterable[Curve], paths: Iterable[NDArray[np.float64]], size: Size, taken: Boxes) -> list[alt.Chart]:
    """The names of curves that have a place, the most important ones first.

    Args:
        named: curves with names.
        paths: of all curves, those without a name too.
        size: of the plot.
        taken: boxes of dots.
    """
    lines = np.vstack([np.empty((0, 4)), *map(segments, paths)])
    layers = []
    for curve in named:
        said, box = beside(curve.name, curve.path, curve.wanted, size, taken, lines)
        taken = np.vstack([taken, box])
        layers += _drawn(said, box, curve.colour)
    return layers


def segments(path: NDArray[np.float64]) -> Segments:
    """The straight parts of a curve through points of shape (n, 2)."""
    return np.column_stack([path[:-1], path[1:]])


def beside(
    name: str, path: NDArray[np.float64], wanted: float, size: Size, taken: Boxes, lines: Segments
) -> tuple[list[str], Boxes]:
    """The lines of text of a name and their box of shape (1, 4), or (0, 4) where no place is free.

    Args:
        name: of the curve.
        path: of the curve, from left to right in pixels of shape (n, 2).
        wanted: pixels from the left where its name would stand best.
        size: of the plot, which it does not leave.
        taken: boxes of dots and of words.
        lines: of all curves.
    """
    seen = path[(path[:, 1] >= 0) & (path[:, 1] <= size.height)]
    best: tuple[float, list[str], Boxes] = (np.inf, [], np.empty((0, 4)))
    for broken, said in enumerate([[name], *(wrapped(name, SMALL, room) for room in NARROW)] if len(seen) else []):
        boxes, ways, lifts = _places(said, seen, size.width / TRIES)
        off = np.abs(np.clip(wanted, boxes[:, 0], boxes[:, 2]) - wanted)
        cost = off + FARTHER_COSTS * lifts + broken * BROKEN_COSTS
        inside = (boxes[:, :2] >= 0).all(axis=1) & (boxes[:, 2:] <= [size.width, size.height]).all(axis=1)
        free = np.flatnonzero(inside & (cost < best[0]))
        free = free[~overlaps(boxes[free], taken).any(axis=1)]
        for kept_clear in (boxes, ways):
            free = free[~cut(lines, kept_clear[free]).any(axis=0)]
        if len(free):
            chosen = free[np.argmin(cost[free])]
            best = (float(cost[chosen]), said, boxes[[chosen]])
    return best[1:]


def _places(said: Sequence[str], path: NDArray[np.float64], step: float) -> tuple[Boxes, Boxes, NDArray[np.float64]]:
    """Where lines of text may stand, above or below a curve, the way from there to the curve, and how far off it is."""
    wide, high = bold_width(said, SMALL), len(said) * (SMALL + LEADING)
    x = np.arange(path[-1, 0], path[0, 0], -step)
    at, lift, left, below = (
        grid.ravel() for grid in np.meshgrid(np.arange(len(x)), LIFTS, [0.0, -wide], [0.0, 1.0], indexing="ij")
    )
    y = np.interp(x, path[:, 0], path[:, 1])[at]
    lefts, tops = x[at] + left, np.where(below > 0, y + lift, y - lift - high)
    middle = lefts + wide / 2
    curve = np.interp(middle, path[:, 0], path[:, 1]) + np.where(below > 0, OWN_LINE, -OWN_LINE)
    upper, lower = np.where(below > 0, curve, tops + high), np.where(below > 0, tops, curve)
    ways = np.column_stack([middle - 0.5, upper, middle + 0.5, np.maximum(lower, upper)])
    return np.column_stack([lefts, tops, lefts + wide, tops + high]), ways, lift


def _drawn(said: Sequence[str], box: Boxes, colour: str) -> list[alt.Chart]:
    """A name in its box, if it has one."""
    if not len(box):
        return []
    text = Chart(inline([{"text": list(said)}])).mark_text(
        align="left",
        baseline="top",
        x=round(float(box[0, 0]), 1),
        y=round(float(box[0, 1]), 1),
        color=colour,
        fontSize=SMALL,
        lineHeight=SMALL + LEADING,
        fontWeight="bold",
        aria=False,
    )
    return [text.encode(alt.Text("text:N"))]
