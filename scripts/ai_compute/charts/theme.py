"""One look for all figures: colours by their role, sizes, and the Altair theme.

Every role has a colour of its own in light and in dark, so that the page can put a CSS variable in the place of each
(`with_variables`) and change all figures at once, also when it is printed.
"""

import json
import re
from dataclasses import asdict, dataclass
from typing import Any

from ai_compute.schemas.raw import DOMAINS

FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
FONT_SIZE = 12.0
SMALL = 11.0
TITLE_SIZE = 18.0
SUBTITLE_SIZE = 13.0


@dataclass(frozen=True)
class Palette:
    """Colours by role. Lines and dots reach a contrast of 3, text 4.5, against the ground."""

    ground: str
    ink: str
    soft: str
    grid: str
    era: str
    edge: str
    link: str
    modern: str
    context: str
    trend: str
    second: str
    good: str
    bad: str
    vision: str
    language: str
    speech: str
    games: str
    multimodal: str
    biology: str
    robotics: str
    other: str


LIGHT = Palette(
    ground="#ffffff",
    ink="#1b1e23",
    soft="#5a626c",
    grid="#e6e8eb",
    era="#e9ecef",
    edge="#c3c8cf",
    link="#1a5a96",
    modern="#f7e9c9",
    context="#8d949e",
    trend="#b3261e",
    second="#3b4a5a",
    good="#17694f",
    bad="#a8321a",
    vision="#1f6fb5",
    language="#cf5210",
    speech="#0f8a6c",
    games="#9b3f8f",
    multimodal="#9a7000",
    biology="#5b8c1d",
    robotics="#6a5acd",
    other="#6b6f76",
)
DARK = Palette(
    ground="#15171b",
    ink="#eceae6",
    soft="#a9afb8",
    grid="#2b2f36",
    era="#2a2e36",
    edge="#4a515c",
    link="#8cc4f8",
    modern="#3a321f",
    context="#747c87",
    trend="#ff8a75",
    second="#b9c6d4",
    good="#5fc9a2",
    bad="#ff9478",
    vision="#6db3f2",
    language="#ff9a5c",
    speech="#4fd1b0",
    games="#e08bd3",
    multimodal="#e3b94a",
    biology="#a5d264",
    robotics="#aea3ff",
    other="#a4a8af",
)

DOMAIN_COLOURS = [getattr(LIGHT, domain) for domain in DOMAINS]
SHAPES = {
    "vision": "circle",
    "language": "square",
    "speech": "triangle-up",
    "games": "diamond",
    "multimodal": "cross",
    "biology": "triangle-down",
    "robotics": "triangle-right",
    "other": "triangle-left",
}


@dataclass(frozen=True)
class Size:
    """The plot of a figure at one width of page, in CSS pixels; the page scales it to what lies between."""

    name: str
    width: int
    height: int
    left: int
    right: int
    font: float = FONT_SIZE
    dense: bool = False


WIDE = Size("wide", width=980, height=560, left=62, right=78)
MEDIUM = Size("medium", width=580, height=480, left=54, right=20)
NARROW = Size("narrow", width=288, height=400, left=44, right=12, font=11.0, dense=True)
SIZES = (WIDE, MEDIUM, NARROW)


def colours(palette: Palette) -> dict[str, str]:
    """Colour by role."""
    return asdict(palette)


def with_variables(specification: dict[str, Any]) -> dict[str, Any]:
    """The specification with `var(--role)` in the place of every colour of the light palette."""
    roles = {colour: role for role, colour in asdict(LIGHT).items()}
    text = json.dumps(specification, sort_keys=True)
    replaced = re.sub(r'"(#[0-9a-f]{6})"', lambda found: f'"var(--{roles[found[1]]})"', text)
    result: dict[str, Any] = json.loads(replaced)
    return result


def configuration() -> dict[str, Any]:
    """The Vega-Lite configuration of every figure."""
    axis = {
        "labelColor": LIGHT.soft,
        "titleColor": LIGHT.soft,
        "labelFontSize": SMALL,
        "titleFontSize": SMALL,
        "titleFontWeight": "normal",
        "labelFont": FONT,
        "titleFont": FONT,
        "gridColor": LIGHT.grid,
        "gridWidth": 0.75,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
    }
    title = {
        "anchor": "start",
        "frame": "bounds",
        "font": FONT,
        "color": LIGHT.ink,
        "fontSize": TITLE_SIZE,
        "fontWeight": "bold",
        "subtitleFont": FONT,
        "subtitleFontSize": SUBTITLE_SIZE,
        "subtitleColor": LIGHT.soft,
        "subtitlePadding": 6,
        "offset": 16,
    }
    return {
        "background": LIGHT.ground,
        "font": FONT,
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "domain": True, "domainColor": LIGHT.soft, "domainWidth": 0.75},
        "title": title,
        "text": {"font": FONT, "fontSize": FONT_SIZE, "color": LIGHT.ink},
        "rule": {"color": LIGHT.ink},
        "legend": {"disable": True},
    }
