"""Words, dots and lines of a drawn figure, where they stand: read from its SVG."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import vl_convert

from ai_compute.charts import rendering  # noqa: F401  (shows vl-convert our fonts)
from ai_compute.charts.figure import for_page
from ai_compute.charts.library import VEGA_LITE
from ai_compute.charts.text import text_width
from ai_compute.storage.rows import records

NUMBER = r"-?[\d.]+(?:e-?\d+)?"
ASCENT, DESCENT = 0.72, 0.2
"""What letters reach above and below their line, in sizes of their font."""


class Word(NamedTuple):
    """A line of text: its place, turned by `angle` (degrees), and from where to where it reaches along its line."""

    text: str
    x: float
    y: float
    angle: float
    left: float
    right: float
    size: float


class Dot(NamedTuple):
    """A dot and how far it reaches."""

    x: float
    y: float
    reach: float


@cache
def _svg(figure, size, kind) -> str:
    specification = for_page(figure)[size.name][kind]
    specification["datasets"] |= {name: records(frame) for name, frame in figure.data.items()}
    return vl_convert.vegalite_to_svg(json.dumps(specification), vl_version=VEGA_LITE)


def words_and_dots(figure, size, kind) -> tuple[list[Word], list[Dot]]:
    """All words of a figure but those of its axes, and all dots that are seen."""
    svg = _svg(figure, size, kind)
    words: list[Word] = []
    dots: list[Dot] = []
    for element, x, y in _placed(ET.fromstring(svg), 0.0, 0.0, "", "mark-text role-mark", "mark-symbol role-mark"):
        if element.tag.endswith("text"):
            words += _lines(element, x, y)
        elif float(element.get("opacity", 1)) > 0:
            # Every symbol is drawn from its edge on.
            reach = max(abs(float(each)) for each in re.findall(NUMBER, element.get("d", "0"))[:2])
            dots.append(Dot(x, y, reach))
    return words, dots


def lines(figure, size, kind) -> list[np.ndarray]:
    """All curves of a figure and its dashed straight lines, each as points of shape (n, 2) a pixel apart."""
    found = []
    marks = "mark-line role-mark", "mark-rule role-mark"
    for element, x, y in _placed(ET.fromstring(_svg(figure, size, kind)), 0.0, 0.0, "", *marks):
        ends = np.array(re.findall(rf"[ML]({NUMBER}),({NUMBER})", element.get("d", "")), dtype=float).reshape(-1, 2)
        if element.get("stroke-dasharray") and element.tag.endswith("line"):
            ends = np.array([[0.0, 0.0], [float(element.get(end, 0)) for end in ("x2", "y2")]])
        ends += np.array([x, y])
        steps = [np.linspace(a, b, 2 + int(np.hypot(*(b - a)))) for a, b in pairwise(ends)]
        found += [np.vstack(steps)] if steps else []
    return found


def covered(words: list[Word], dots: list[Dot]) -> list[str]:
    """The words that lie on a dot."""
    found = []
    for word in words:
        turn = np.radians(word.angle)
        for dot in dots:
            right, down = dot.x - word.x, dot.y - word.y
            along, across = right * np.cos(turn) + down * np.sin(turn), down * np.cos(turn) - right * np.sin(turn)
            beside = max(word.left - along, along - word.right, 0)
            off = max(-ASCENT * word.size - across, across - DESCENT * word.size, 0)
            if np.hypot(beside, off) < dot.reach - 1:
                found.append(word.text)
                break
    return found


def _placed(
    element: ET.Element, x: float, y: float, role: str, *marks: str
) -> Iterator[tuple[ET.Element, float, float]]:
    """The elements of these kinds of marks and where they stand."""
    moved = re.match(rf"translate\(({NUMBER}),\s*({NUMBER})\)", element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    role = element.get("class", role)
    if any(mark in role for mark in marks) and element.tag.endswith(("text", "path", "line")):
        yield element, x, y
        return
    for child in element:
        yield from _placed(child, x, y, role, *marks)


def _lines(element: ET.Element, x: float, y: float) -> Iterator[Word]:
    size = float(element.get("font-size", "11px").removesuffix("px"))
    bold = 1.08 if element.get("font-weight") == "bold" else 1.0
    turned = re.search(rf"rotate\(({NUMBER})\)(?: translate\(0,({NUMBER})\))?", element.get("transform", ""))
    if turned and turned[2]:
        # What is moved after it was turned moves across its line.
        angle, down = np.radians(float(turned[1])), float(turned[2])
        x, y = x - down * np.sin(angle), y + down * np.cos(angle)
    parts = list(element) or [element]
    for part in parts:
        y += float(part.get("dy", 0)) if part is not element else 0.0
        text = (part.text or "").strip()
        wide = text_width(text, size) * bold / 1.04
        left = {"start": 0.0, "middle": -wide / 2, "end": -wide}[element.get("text-anchor", "start")]
        if text:
            yield Word(text, x, y, float(turned[1]) if turned else 0.0, left, left + wide, size)
