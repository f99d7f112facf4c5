"""Text of figures: how wide it is drawn, without a browser, and names that do not depend on other figures.

Widths are those of Helvetica, to which Arial and Liberation Sans keep.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

# Source: Adobe Font Metrics of Helvetica, in thousandths of the font size.
WIDTHS: Mapping[int, str] = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jckvxysz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~×÷",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
}
ADVANCE = {character: width for width, characters in WIDTHS.items() for character in characters}
UNKNOWN_LATIN, UNKNOWN_WIDE, FIRST_WIDE = 667, 1000, 0x2E80
MARGIN = 1.04
"""Fonts that stand in for Arial are a little wider at times."""
BOLD = 1.08
"""Bold letters are so much wider."""


@cache
def text_width(text: str, font_size: float) -> float:
    """Width of a text in pixels; of a bold one see `bold_width`."""
    widths = (
        ADVANCE.get(character, UNKNOWN_WIDE if ord(character) >= FIRST_WIDE else UNKNOWN_LATIN) for character in text
    )
    return sum(widths) / 1000 * font_size * MARGIN


def bold_width(lines: Sequence[str], font_size: float) -> float:
    """Width of the widest of bold lines of text in pixels."""
    return max(text_width(text, font_size) for text in lines) * BOLD


def wrapped(text: str, font_size: float, room: float) -> list[str]:
    """Text in lines no wider than `room` pixels, broken between words.

    All but the last end in a blank: who reads the lines together, or copies them, has words and not one long word.
    """
    lines = [""]
    for word in text.split():
        if lines[-1] and text_width(f"{lines[-1]} {word}", font_size) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [*(f"{line} " for line in lines[:-1]), lines[-1]]


def renumbered(text: str, word: str, ends: str = r"\d+") -> str:
    """The text with `word0`, `word7` ... numbered from 1 in their order; `ends` is what follows the word.

    Altair and Vega count over the whole process; a figure must not depend on those drawn before it.
    """
    numbered = re.compile(rf"\b{word}{ends}\b")
    numbers = {name: f"{word}{at}" for at, name in enumerate(dict.fromkeys(numbered.findall(text)), start=1)}
    return numbered.sub(lambda found: numbers[found[0]], text)
