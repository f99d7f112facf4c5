"""Layout of labels: beside their points, never on each other, never on a point, never outside the plot.

Labels are placed in order of priority. Each takes the first free place of those around its point, nearest first; a
label without a free place is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ai_compute.charts.text import text_width

Boxes = NDArray[np.float64]
"""Shape (n, 4): left, top, right, bottom in pixels, y downwards."""

LINE_HEIGHT = 1.12
GAP = 7.0
LEADER_FROM = 15.0
NEARER_BY = 2.0
"""By so many pixels a label must be nearer to its own point than to any other, or a line leads to it."""
CROSSING_COSTS = 22.0
"""So many pixels farther off is as bad as lying across a line."""
NEAR = (GAP,)
FAR = (GAP, 13.0, 20.0, 28.0, 38.0, 50.0, 64.0, 80.0)
LEADER_STEPS = np.linspace(0.15, 0.95, 9)
DIRECTIONS: Sequence[tuple[float, float]] = (
    *((1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0)),
    *((0.75, -0.75), (-0.75, -0.75), (0.75, 0.75), (-0.75, 0.75)),
    *((0.95, -0.4), (-0.95, -0.4), (0.95, 0.4), (-0.95, 0.4), (0.4, -0.95), (-0.4, -0.95), (0.4, 0.95), (-0.4, 0.95)),
)


@dataclass(frozen=True)
class Label:
    """A text to be placed at a point (pixels)."""

    key: str
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Placed:
    """A label in its place: anchor and alignment of the text, its box, and whether a leader is needed.

    `crowded` says that another point stands about as near to the label as its own.
    """

    label: Label
    x: float
    y: float
    align: str
    box: tuple[float, float, float, float]
    crowded: bool = False

    @property
    def leader(self) -> bool:
        """Whether the label stands so far off, or so near to another point, that a line must lead to its own."""
        left, top, right, bottom = self.box
        away_x = max(left - self.label.x, self.label.x - right, 0.0)
        away_y = max(top - self.label.y, self.label.y - bottom, 0.0)
        return self.crowded or bool(np.hypot(away_x, away_y) > LEADER_FROM)


def place(
    labels: Sequence[Label],
    width: float,
    height: float,
    font_size: float,
    points: NDArray[np.float64],
    radius: float,
    obstacles: Boxes | None = None,
    distances: Sequence[float] = FAR,
    crossed: Boxes | None = None,
) -> list[Placed]:
    """Labels in their places, by falling priority.

    Args:
        labels: most important first.
        width: of the plot.
        height: of the plot.
        font_size: of the labels.
        points: (n, 2) pixels that labels keep clear of.
        radius: of a point.
        obstacles: boxes that labels keep clear of.
        distances: how far from its point a label may stand, nearest first.
        crossed: boxes, such as those of lines, that labels rather keep clear of.
    """
    lines = np.empty((0, 4)) if crossed is None else crossed
    ranks = np.repeat(np.array(distances), len(DIRECTIONS)) / CROSSING_COSTS
    taken = around(points, radius)
    if obstacles is not None and len(obstacles):
        taken = np.vstack([taken, obstacles])
    placed: list[Placed] = []
    for label in labels:
        anchors, boxes = _candidates(label, font_size, distances)
        inside = (boxes[:, 0] >= 0) & (boxes[:, 1] >= 0) & (boxes[:, 2] <= width) & (boxes[:, 3] <= height)
        nearer = _nearer_to_others(label, boxes, points)
        # A line to its own point can be seen from a few pixels on; nearer, no other point may be as near.
        told = ~nearer | (np.repeat(np.array(distances), len(DIRECTIONS)) > GAP)
        free = np.flatnonzero(inside & told & ~overlaps(boxes, taken).any(axis=1))
        if not len(free):
            continue
        # The earliest of the cheapest: near its point, and rather a little farther off than across a line.
        cost = ranks[free] + overlaps(boxes[free], lines).any(axis=1) + _crossed_by_leaders(label, boxes[free], taken)
        cost = cost + nearer[free]
        chosen = free[np.argmin(cost)]
        x, y, align = anchors[chosen]
        left, top, right, bottom = (float(end) for end in boxes[chosen])
        placed.append(Placed(label, x, y, align, (left, top, right, bottom), bool(nearer[chosen])))
        taken = np.vstack([taken, boxes[chosen]])
    return placed


def away(boxes: Boxes, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances in pixels of points of shape (m, 2) from boxes of shape (n, 4): shape (n, m), 0 inside a box."""
    x, y = points[None, :, 0], points[None, :, 1]
    right = np.maximum(np.maximum(boxes[:, 0, None] - x, x - boxes[:, 2, None]), 0.0)
    down = np.maximum(np.maximum(boxes[:, 1, None] - y, y - boxes[:, 3, None]), 0.0)
    return np.asarray(np.hypot(right, down))


def _nearer_to_others(label: Label, boxes: Boxes, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which boxes have another point about as near as the label's own: shape (n,)."""
    own = np.array([[label.x, label.y]])
    others = points[(np.abs(points - own) > 0.5).any(axis=1)] if len(points) else points
    if not len(others):
        return np.zeros(len(boxes), dtype=bool)
    return np.asarray(away(boxes, others).min(axis=1) <= away(boxes, own)[:, 0] + NEARER_BY)


def _crossed_by_leaders(label: Label, boxes: Boxes, taken: Boxes) -> NDArray[np.float64]:
    """Which labels would need a leader that runs across something: shape (n,), 1 or 0."""
    ends = np.column_stack([np.clip(label.x, boxes[:, 0], boxes[:, 2]), np.clip(label.y, boxes[:, 1], boxes[:, 3])])
    start = np.array([label.x, label.y])
    others = taken[(np.abs(taken[:, :2] + taken[:, 2:] - 2 * start) > 1).any(axis=1)]
    dots = start + LEADER_STEPS[:, None, None] * (ends - start)
    hits = [overlaps(np.column_stack([at - 0.5, at + 0.5]), others).any(axis=1) for at in dots]
    return np.asarray(np.any(hits, axis=0), dtype=float) if len(others) else np.zeros(len(boxes))


def around(points: NDArray[np.float64], radius: float) -> Boxes:
    """Boxes around points of shape (n, 2)."""
    return np.column_stack([points - radius, points + radius]) if len(points) else np.empty((0, 4))


def boxes_at(lefts: ArrayLike, tops: ArrayLike, wide: float, high: float) -> Boxes:
    """Boxes of one size at every left and top, those of the first top first: shape (n, 4)."""
    top, left = (grid.ravel() for grid in np.meshgrid(tops, lefts, indexing="ij"))
    return np.column_stack([left, top, left + wide, top + high])


def overlaps(boxes: Boxes, others: Boxes) -> NDArray[np.bool_]:
    """Which boxes overlap which others: shape (n, m)."""
    a, b = boxes[:, None, :], others[None, :, :]
    return np.asarray(
        (a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2]) & (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3])
    )


def clearest(boxes: Boxes, dots: Boxes) -> int:
    """Which of the boxes lies on the fewest dots: the first of those."""
    return int(np.argmin(overlaps(boxes, dots).sum(axis=1)))


def boxes_along(text: str, font_size: float, x: float, y: float, angle: float, above: float = 0.0) -> Boxes:
    """Boxes that cover a text centred at (x, y) and turned by `angle` (radians, clockwise), shifted off its line."""
    half = text_width(text, font_size) / 2
    steps = np.arange(-half, half + font_size / 2, font_size / 2)
    across_x, across_y = np.sin(angle) * above, -np.cos(angle) * above
    centre_x, centre_y = x + across_x + steps * np.cos(angle), y + across_y + steps * np.sin(angle)
    reach = font_size * 0.62
    return np.column_stack([centre_x - reach, centre_y - reach, centre_x + reach, centre_y + reach])


def _candidates(
    label: Label, font_size: float, distances: Sequence[float]
) -> tuple[list[tuple[float, float, str]], Boxes]:
    wide, high = text_width(label.text, font_size), font_size * LINE_HEIGHT
    anchors: list[tuple[float, float, str]] = []
    boxes = []
    for distance in distances:
        for right, down in DIRECTIONS:
            align = "left" if right > 0.5 else "right" if right < -0.5 else "center"
            x = label.x + right * distance
            y = label.y + down * distance + np.sign(down) * (high / 2 if align == "center" else 0.0)
            left = {"left": x, "right": x - wide, "center": x - wide / 2}[align]
            anchors.append((x, float(y), align))
            boxes.append((left, y - high / 2, left + wide, y + high / 2))
    return anchors, np.array(boxes)
