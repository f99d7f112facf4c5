"""The same picture from fewer layers: each layer of an SVG costs a PNG a picture of its own, in time if not in bytes.

A clip, and an opacity that a whole mark has, each make a layer. Neighbours with the same clip share one here, from
groups of their own too; and a mark that has only a fill, or only a stroke, gets that one's opacity, which needs none.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping

NAMESPACES = {"": "http://www.w3.org/2000/svg", "xlink": "http://www.w3.org/1999/xlink"}
GROUP, CLIP = "{http://www.w3.org/2000/svg}g", "{http://www.w3.org/2000/svg}clipPath"
FRAMES = ("background", "foreground")
"""Classes of the frames that Vega draws around each group, mostly without any paint."""
NOWHERE = "translate(0,0)"
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
    return ET.tostring(root, encoding="unicode")


def _shape(element: ET.Element, shapes: Mapping[str, Shape]) -> Shape | None:
    """How an element is cut; None if it is not, or where it is moved and its clip with it."""
    return shapes.get(element.get("clip-path", "")) if element.get("transform", NOWHERE) == NOWHERE else None


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
