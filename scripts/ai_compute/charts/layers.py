"""The same picture from fewer layers: each layer of an SVG costs a PNG a picture of its own, in time if not in bytes.

A clip, and an opacity that a whole mark has, each make a layer. Neighbours with the same clip share one here, from
groups of their own too, and rectangles that lie within theirs have none; and a mark that has only a fill, or only a
stroke, gets that one's opacity, which needs none.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

NAMESPACES = {"": "http://www.w3.org/2000/svg", "xlink": "http://www.w3.org/1999/xlink"}
GROUP, CLIP = "{http://www.w3.org/2000/svg}g", "{http://www.w3.org/2000/svg}clipPath"
FRAMES = ("background", "foreground")
"""Classes of the frames that Vega draws around each group, mostly without any paint."""
NOWHERE = "translate(0,0)"
RECTANGLE = re.compile(r"M(-?[\d.]+),(-?[\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+Z")
TO_THE_EDGE = 1e-6
"""Pixels by which sums of widths may miss it."""
Shape = tuple[tuple[str, str], ...]
for prefix, address in NAMESPACES.items():
    ET.register_namespace(prefix, address)


def fewer_layers(svg: str) -> str:
    """An SVG as Vega draws it, with as few layers as look the same."""
    root = ET.fromstring(svg)
    shapes = {f"url(#{clip.get('id')})": tuple(sorted(clip[0].items())) for clip in root.iter(CLIP)}
    # The innermost first, so that a clip that all parts of a group share is the group's, and then of its neighbours.
    for element in reversed(list(root.iter())):
        _share_clips(element, shapes)
        _lift_clip(element, shapes)
        _paint_through(element)
    for element in root.iter():
        if (shape := shapes.get(element.get("clip-path", ""))) and _holds(dict(shape), element):
            del element.attrib["clip-path"]
    return ET.tostring(root, encoding="unicode")


def _shape(element: ET.Element, shapes: Mapping[str, Shape]) -> Shape | None:
    """How an element is cut; None if it is not, or where it is moved and its clip with it."""
    return shapes.get(element.get("clip-path", "")) if element.get("transform", NOWHERE) == NOWHERE else None


def _holds(clip: Mapping[str, str], element: ET.Element) -> bool:
    """Whether all that a clip might cut are filled rectangles within it."""
    left, top, width, height = (float(clip.get(name, 0)) for name in ("x", "y", "width", "height"))
    for part in element.iterfind(".//*"):
        drawn = RECTANGLE.fullmatch(part.get("d", ""))
        if "transform" in part.attrib or "stroke" in part.attrib or (part.tag != GROUP and not drawn):
            return False
        if drawn:
            x, y, wide, high = map(float, drawn.groups())
            beyond = (left - x, top - y, x + wide - left - width, y + high - top - height)
            if max(beyond) > TO_THE_EDGE:
                return False
    return True


def _share_clips(parent: ET.Element, shapes: Mapping[str, Shape]) -> None:
    """Put neighbours that are cut alike into one group that is."""
    children: list[ET.Element] = []
    shared: Shape | None = None
    for child in parent:
        shape = _shape(child, shapes)
        if shape is None:
            children.append(child)
        else:
            address = child.attrib.pop("clip-path")
            if shape != shared:
                children.append(ET.Element(GROUP, {"clip-path": address}))
            children[-1].append(child)
        shared = shape
    parent[:] = children


def _lift_clip(group: ET.Element, shapes: Mapping[str, Shape]) -> None:
    """Cut a group as a whole where only one part of it is painted, and that is cut."""
    painted = [part for part in group if part.get("class") not in FRAMES or part.get("fill") or part.get("stroke")]
    if len(painted) == 1 and "clip-path" not in group.attrib and _shape(painted[0], shapes):
        group.set("clip-path", painted[0].attrib.pop("clip-path"))


def _paint_through(element: ET.Element) -> None:
    """Give the only paint of a mark the opacity of the whole mark."""
    paints = [name for name in ("fill", "stroke") if element.get(name, "none") != "none"]
    if "opacity" in element.attrib and len(element) == 0 and len(paints) == 1:
        name = f"{paints[0]}-opacity"
        if name not in element.attrib:
            element.set(name, element.attrib.pop("opacity"))
