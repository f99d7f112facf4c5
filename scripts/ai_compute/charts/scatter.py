"""Training compute against publication date: the layers that all such figures share."""

import altair as alt
import numpy as np

from ai_compute.charts import bands, dots, ends, lines, names, notes
from ai_compute.charts.axes import flop_axis
from ai_compute.charts.figure import Drawing, sized
from ai_compute.charts.frame import Frame
from ai_compute.charts.labels import Boxes, around
from ai_compute.charts.scene import ERROR_BARS, HIDDEN_DOMAINS, Scene

ROOM_FOR_WORDS = 60
"""Pixels at the right of a plot that words need."""


def scatter(scene: Scene, frame: Frame) -> Drawing:
    """The figure, without a title."""
    occupied: list[Boxes] = []
    layers: list[alt.Chart] = []
    dotted = frame.pixels(scene.points["decimal_year"], scene.points["pfs_days"])
    shown = around(dotted, scene.radius)
    band_layers, band_boxes = bands.layers(scene.bands, frame, around(dotted, scene.radius + 2))
    layers += band_layers
    occupied.append(band_boxes)
    drawn_lines = [(line, lines.samples(line, frame)) for line in scene.trends]
    crossed = [lines.boxes_on(sampled, frame) for _, sampled in drawn_lines]
    labels: list[alt.Chart] = []
    at_end = frame.size.right >= ROOM_FOR_WORDS
    at_edge: list[ends.End] = []
    within: list[ends.End] = []
    for number, (line, sampled) in enumerate(drawn_lines):
        layers += lines.layers(line, frame, sampled)
        if line.end_text and len(sampled):
            (at_edge if at_end and ends.ends_at_edge(sampled, frame) else within).append((line, sampled))
            continue
        # Words along a straight line lie beside it; a curved one bends into them.
        near = crossed if frame.y.kind == "linear" else crossed[:number] + crossed[number + 1 :]
        drawn, boxes = lines.label(line, frame, sampled, [shown, *occupied, *near])
        occupied.append(boxes)
        if drawn is not None:
            labels.append(drawn)
    for line, sampled in within:
        words, boxes = ends.beside_end(line, frame, sampled, np.vstack(occupied), shown, np.vstack(crossed))
        labels += words
        occupied.append(boxes)
    layers += [*dots.beside(scene), *dots.points(scene, frame)]
    everything = [shown, _strokes(scene, frame), *occupied, *crossed]
    noted, note_boxes = notes.layers(scene.notes, frame.size, np.vstack(everything))
    occupied.append(note_boxes)
    placed = names.place_labels(scene, frame, occupied, crossed)
    layers += [*labels, *noted, *names.layers(placed, scene, frame)]
    if at_edge:
        layers += ends.in_margin(at_edge, frame)
    elif at_end and frame.y.kind == "log":
        layers.append(flop_axis(frame))
    drawing = alt.layer(*layers).add_params(
        alt.param(name=HIDDEN_DOMAINS, value=[]),
        alt.param(name=ERROR_BARS, value=scene.bars and not frame.size.dense),
    )
    return sized(drawing, frame.size)


def _strokes(scene: Scene, frame: Frame) -> Boxes:
    """Boxes around the intervals that are drawn when the figure opens."""
    if not scene.bars or frame.size.dense:
        return np.empty((0, 4))
    drawn = scene.points[scene.main].dropna(subset=["pfs_days_low", "pfs_days_high"])
    low, high = (frame.pixels(drawn["decimal_year"], drawn[f"pfs_days_{end}"]) for end in ("low", "high"))
    return np.column_stack([high - 1, low + 1])
