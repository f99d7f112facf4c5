"""The same picture from fewer layers: each layer of an SVG costs a PNG a picture of its own, in time if not in bytes.

A clip, and an opacity that a whole mark has, each make a layer. Neighbours with the same clip share one here, and a
mark that has only a fill, or only a stroke, gets that one's opacity, which needs none.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping

NAMESPACES = {"": "http://www.w3.org/2000/svg", "xlink": "http://www.w3.org/1999/xlink"}
GROUP, CLIP = "{http://www.w3.org/2000/svg}g", "{http://www.w3.org/2000/svg}clipPath"
Shape = tuple[tuple[str, str], ...]
for prefix, address in NAMESPACES.items():
    ET.register_namespace(prefix, address)


def fewer_layers(svg: str) -> str:
    """An SVG as Vega draws it, with as few layers as look the same."""
    root = ET.fromstring(svg)
    shapes = {f"url(#{clip.get('id')})": tuple(sorted(clip[0].items())) for clip in root.iter(CLIP)}
    for element in list(root.iter()):
        _share_clips(element, shapes)
        _paint_through(element)
    return ET.tostring(root, encoding="unicode")


def _share_clips(parent: ET.Element, shapes: Mapping[str, Shape]) -> None:
    """Put neighbours that are cut alike into one group that is."""
    children: list[ET.Element] = []
    shared: Shape | None = None
    for child in parent:
        address = child.get("clip-path", "")
        shape = shapes.get(address)
        if shape is None:
            children.append(child)
        else:
            if shape != shared:
                children.append(ET.Element(GROUP, {"clip-path": address}))
            del child.attrib["clip-path"]
            children[-1].append(child)
        shared = shape
    parent[:] = children


def _paint_through(element: ET.Element) -> None:
    """Give the only paint of a mark the opacity of the whole mark."""
    paints = [name for name in ("fill", "stroke") if element.get(name, "none") != "none"]
    if "opacity" in element.attrib and len(element) == 0 and len(paints) == 1:
        name = f"{paints[0]}-opacity"
        if name not in element.attrib:
            element.set(name, element.attrib.pop("opacity"))
