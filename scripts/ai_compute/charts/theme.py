"""One look for all figures: colours by their role, sizes, and the Altair theme.

Every role has a colour of its own in light and in dark, so that the page can put a CSS variable in the place of each
(`with_variables`) and change all figures at once, also when it is printed.
"""

import json
import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from ai_compute.values.subjects import DOMAINS

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first is what figures are drawn with; it has the widths of the second, for readers who lack it."""
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
    image_generation: str
    video_generation: str
    biology: str
    robotics: str
    mathematics_code: str
    earth_weather: str
    recommendation: str
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
    image_generation="#b3478c",
    video_generation="#7b4fc4",
    biology="#5b8c1d",
    robotics="#6a5acd",
    mathematics_code="#0b7285",
    earth_weather="#2b7a3d",
    recommendation="#8a5a2b",
    other="#6b6f76",
)
HALO: dict[str, Any] = {"stroke": LIGHT.ground, "strokeWidth": 3, "strokeJoin": "round", "opacity": 0.85}
"""In the colour of the ground, it keeps grid and lines from running through words."""
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
    image_generation="#f28dc6",
    video_generation="#c3a3f7",
    biology="#a5d264",
    robotics="#aea3ff",
    mathematics_code="#5fc4d8",
    earth_weather="#74cf8b",
    recommendation="#d6a877",
    other="#a4a8af",
)

DOMAIN_COLOURS = [getattr(LIGHT, domain.replace("-", "_")) for domain in DOMAINS]
# Shapes of our own, as paths in a square from -1 to 1.
STAR = "M0,-1L.24,-.33L.95,-.31L.39,.13L.59,.81L0,.42L-.59,.81L-.39,.13L-.95,-.31L-.24,-.33Z"
PENTAGON = "M0,-1L.95,-.31L.59,.81L-.59,.81L-.95,-.31Z"
HEXAGON = "M-.5,-.87L.5,-.87L1,0L.5,.87L-.5,.87L-1,0Z"
HALF_DISC = "M-1,.4A1,1,0,0,1,1,.4Z"
SALTIRE = "M-1,-.6L-.6,-1L0,-.4L.6,-1L1,-.6L.4,0L1,.6L.6,1L0,.4L-.6,1L-1,.6L-.4,0Z"
SHAPES = {
    "vision": "circle",
    "language": "square",
    "speech": "triangle-up",
    "games": "diamond",
    "multimodal": "cross",
    "image-generation": STAR,
    "video-generation": PENTAGON,
    "biology": "triangle-down",
    "robotics": "triangle-right",
    "mathematics-code": HEXAGON,
    "earth-weather": HALF_DISC,
    "recommendation": SALTIRE,
    "other": "triangle-left",
}


GLYPHS = {
    "circle": "●",
    "square": "■",
    "triangle-up": "▲",
    "diamond": "◆",
    "cross": "✚",
    "triangle-down": "▼",
    "triangle-right": "▶",
    "triangle-left": "◀",
    STAR: "★",
    PENTAGON: "⬟",
    HEXAGON: "⬢",
    HALF_DISC: "◗",
    SALTIRE: "✖",
}
"""The character that looks like each shape."""


@dataclass(frozen=True)
class Size:
    """The plot of a figure at one width of page, in CSS pixels, and the room around it.

    Every figure of a size is as wide as every other, so that words are as large in all of them.
    """

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int = 28
    bottom: int = 30
    font: float = FONT_SIZE
    dense: bool = False

    @property
    def whole_width(self) -> int:
        """Plot and room."""
        return self.left + self.width + self.right

    def reshaped(
        self,
        left: int | None = None,
        right: int | None = None,
        top: int | None = None,
        bottom: int | None = None,
        height: int | None = None,
    ) -> "Size":
        """The same whole width, with other room around the plot or another height."""
        left, right = self.left if left is None else left, self.right if right is None else right
        return replace(
            self,
            left=left,
            right=right,
            width=self.whole_width - left - right,
            top=self.top if top is None else top,
            bottom=self.bottom if bottom is None else bottom,
            height=self.height if height is None else height,
        )


WIDE = Size("wide", width=960, height=540, left=46, right=74)
MEDIUM = Size("medium", width=636, height=480, left=46, right=18)
NARROW = Size("narrow", width=266, height=322, left=42, right=12, font=SMALL, dense=True)
SIZES = (WIDE, MEDIUM, NARROW)
BESIDE_WORDS = (MEDIUM, NARROW)
"""Sizes of figures that stand beside their words where the page is wide."""


def colours(palette: Palette) -> dict[str, str]:
    """Colour by role."""
    return asdict(palette)


def variable(role: str) -> str:
    """A role as the name of a CSS variable."""
    return role.replace("_", "-")


def with_variables(specification: dict[str, Any]) -> dict[str, Any]:
    """The specification with `var(--role)` in the place of every colour of the light palette."""
    roles = {colour: role for role, colour in asdict(LIGHT).items()}
    text = json.dumps(specification, sort_keys=True)
    replaced = re.sub(r'"(#[0-9a-f]{6})"', lambda found: f'"var(--{variable(roles[found[1]])})"', text)
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
