"""Layout of labels: beside their points, never on each other, on a leader or on a point, never outside the plot.

Labels are placed in order of priority, first those with room beside their points, then those with a leader. Each takes
the first free place of those around its point, nearest first; a label without a free place is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ai_compute.charts.text import text_width

Boxes = NDArray[np.float64]
"""Shape (n, 4): left, top, right, bottom in pixels, y downwards."""
Segments = NDArray[np.float64]
"""Shape (n, 4): x and y of the start and of the end of straight lines, in pixels."""

LINE_HEIGHT = 1.12
GAP = 7.0
LEADER_FROM = 15.0
NEARER_BY = 2.0
"""By so many pixels a label must be nearer to its own point than to any other, or a line leads to it."""
OWN_POINT = 0.5
"""Within so many pixels of a label's point a point is its own."""
CROSSING_COSTS = 22.0
"""So many pixels farther off is as bad as lying across a line."""
NEAR = (GAP,)
FAR = (GAP, 13.0, 20.0, 28.0, 38.0, 50.0, 64.0, 80.0)
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
        return self.crowded or bool(np.hypot(*np.subtract(self.to, (self.label.x, self.label.y))) > LEADER_FROM)

    @property
    def to(self) -> tuple[float, float]:
        """Where a leader from the point meets the label."""
        left, top, right, bottom = self.box
        return float(np.clip(self.label.x, left, right)), float(np.clip(self.label.y, top, bottom))


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
    """Labels in their places; no leader runs through a label, an obstacle or another leader.

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
    words = np.empty((0, 4)) if obstacles is None else obstacles
    far = np.repeat(np.array(distances), len(DIRECTIONS))
    dots = around(points, radius)
    placed: dict[Label, Placed] = {}
    # A leader takes room: only who finds none right beside its point may have one.
    for label, may_lead in ((label, may_lead) for may_lead in (False, True) for label in labels):
        if label in placed:
            continue
        anchors, boxes = _candidates(label, font_size, distances)
        inside = (boxes[:, 0] >= 0) & (boxes[:, 1] >= 0) & (boxes[:, 2] <= width) & (boxes[:, 3] <= height)
        free = np.flatnonzero(inside & ~overlaps(boxes, np.vstack([dots, words])).any(axis=1))
        leaders = _leaders(label, boxes[free])
        others = (np.abs(points - [label.x, label.y]) > OWN_POINT).any(axis=1)
        nearer = _nearer_to_others(label, boxes[free], points[others])
        led = nearer | (np.hypot(*(leaders[:, 2:] - leaders[:, :2]).T) > LEADER_FROM)
        # A line to its own point can be seen from a few pixels on; nearer, no other point may be as near.
        told = ~led | (may_lead & ~(nearer & (far[free] <= GAP)) & ~cut(leaders, words).any(axis=1))
        free, leaders, nearer, led = free[told], leaders[told], nearer[told], led[told]
        if not len(free):
            continue
        # The earliest of the cheapest: near its point, and rather a little farther off than across a line.
        cost = far[free] / CROSSING_COSTS + overlaps(boxes[free], lines).any(axis=1)
        cost = cost + cut(leaders, dots[others]).any(axis=1) + nearer
        at = np.argmin(cost)
        x, y, align = anchors[free[at]]
        left, top, right, bottom = (float(end) for end in boxes[free[at]])
        placed[label] = Placed(label, x, y, align, (left, top, right, bottom), bool(nearer[at]))
        words = np.vstack([words, boxes[[free[at]]], along(leaders[[at] if led[at] else []])])
    return list(placed.values())


def away(boxes: Boxes, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances in pixels of points of shape (m, 2) from boxes of shape (n, 4): shape (n, m), 0 inside a box."""
    x, y = points[None, :, 0], points[None, :, 1]
    right = np.maximum(np.maximum(boxes[:, 0, None] - x, x - boxes[:, 2, None]), 0.0)
    down = np.maximum(np.maximum(boxes[:, 1, None] - y, y - boxes[:, 3, None]), 0.0)
    return np.asarray(np.hypot(right, down))


def _nearer_to_others(label: Label, boxes: Boxes, others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which boxes have another point about as near as the label's own: shape (n,)."""
    own = away(boxes, np.array([[label.x, label.y]]))[:, 0]
    return np.asarray(away(boxes, others).min(axis=1, initial=np.inf) <= own + NEARER_BY)


def along(segments: Segments, reach: float = 1.0) -> Boxes:
    """Boxes that cover straight lines, so many pixels either side of them."""
    spots = [np.linspace(line[:2], line[2:], 2 + int(np.hypot(*(line[2:] - line[:2])) / reach)) for line in segments]
    return around(np.vstack([np.empty((0, 2)), *spots]), reach)


def _leaders(label: Label, boxes: Boxes) -> Segments:
    """The shortest lines from a label's point to where it may stand."""
    ends = np.column_stack([np.clip(label.x, boxes[:, 0], boxes[:, 2]), np.clip(label.y, boxes[:, 1], boxes[:, 3])])
    return np.column_stack([np.broadcast_to([label.x, label.y], ends.shape), ends])


def cut(segments: Segments, boxes: Boxes) -> NDArray[np.bool_]:
    """Which straight lines run through the inside of which boxes: shape (n, m)."""
    (left, right), (top, bottom) = _between_sides(segments, boxes, 0), _between_sides(segments, boxes, 1)
    enters, leaves = np.maximum(left, top), np.minimum(right, bottom)
    return np.asarray((enters < leaves) & (enters < 1) & (leaves > 0))


def _between_sides(segments: Segments, boxes: Boxes, axis: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares of the way at which lines come between two sides of boxes and leave them; those along them, nowhere."""
    start, end = segments[:, axis, None], segments[:, axis + 2, None]
    way = np.where(end == start, 1e-9, end - start)
    one, other = (boxes[:, axis] - start) / way, (boxes[:, axis + 2] - start) / way
    return np.minimum(one, other), np.maximum(one, other)


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
