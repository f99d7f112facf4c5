"""The page as text: templates, styles, scripts and data in one file, with a policy that allows nothing else."""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ai_compute.findings.sources import plain
from ai_compute.report.linking import linked, unbroken
from ai_compute.storage.kept_files import NO_FILES_KEPT, KeptFiles

HERE = Path(__file__).parent
DIGITS = 12
"""Significant digits of numbers in a page's data."""
STYLES = ("page.css", "figures.css", "tables.css", "print.css")
RUN_STYLES = ("page.css", "tables.css", "run.css")
SCRIPTS = ("folds.js", "tip.js", "save.js", "figures.js", "runs.js", "cards.js", "anchors.js")
GROUPS = 32
"""Cards are kept in so many groups, by names of runs: one that changes has only its own group drawn again."""


class Drawn(NamedTuple):
    """A card as HTML: as it stands on the page, and on a page of its own."""

    on_page: Markup
    alone: Markup


def render(
    content: Mapping[str, Any], drawn: Mapping[str, Any], library: str, colours: Mapping[str, Mapping[str, str]]
) -> str:
    """The page.

    Args:
        content: what the templates draw.
        drawn: what the chart stage says of its figures: the scripts read their specifications and datasets.
        library: what draws compiled figures, as one script.
        colours: of `light` and `dark`, by role.
    """
    data = {
        "figures": {figure["name"]: _unmarked(figure) for figure in drawn["figures"]},
        "datasets": drawn["datasets"],
        "colours": colours["light"],
        "source": content["source"],
    }
    environment = _environment()
    terms: set[str] = set()
    environment.filters["told"] = lambda text: linked(text, content["rows"], terms)
    environment.filters["plain"] = plain
    style = colour_rules(colours) + "".join(_static(name) for name in STYLES)
    scripts = [library, *(_static(name) for name in SCRIPTS)]
    return environment.get_template("page.html.j2").render(
        **content,
        policy=policy([style], scripts, loads=True),
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        data=Markup(json_in_html(data)),
    )


def _unmarked(figure: Mapping[str, Any]) -> dict[str, Any]:
    """What the chart stage says of a figure, without the sources of its numbers."""
    return {name: plain(value) if isinstance(value, str) else value for name, value in figure.items()}


def drawn_cards(cards: Sequence[Any], kept: KeptFiles = NO_FILES_KEPT) -> dict[str, Drawn]:
    """The cards of all runs as HTML, by run, in their order; groups of cards that say the same are not drawn again."""
    groups: dict[int, list[Any]] = {}
    for card in cards:
        groups.setdefault(zlib.crc32(card.run.encode()) % GROUPS, []).append(card)
    found = {}
    for group in groups.values():
        texts = kept.content("cards", [repr(group)], partial(_drawn, group))
        for number, card in enumerate(group):
            found[card.run] = Drawn(*(Markup(text.decode()) for text in texts[2 * number : 2 * number + 2]))
    return {card.run: found[card.run] for card in cards}


def _drawn(cards: Sequence[Any]) -> list[bytes]:
    card = _environment().get_template("card.html.j2").module.card  # type: ignore[attr-defined]
    return [str(card(run, alone)).encode() for run in cards for alone in (False, True)]


def render_cards(drawn: Mapping[str, Drawn]) -> str:
    """All cards as a script that the page loads when the first is asked for: what is read from disk must be one."""
    return f"window.page_cards={json_in_html(''.join(each.on_page for each in drawn.values()))};\n"


def render_runs(
    cards: Sequence[Any], drawn: Mapping[str, Drawn], data_version: str, colours: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """Every run and its page: its card, to be read by itself, at an address that stays."""
    style = colour_rules(colours) + "".join(_static(name) for name in RUN_STYLES)
    template = _environment().get_template("run.html.j2")
    about = {"policy": policy([style], []), "style": Markup(style), "data_version": data_version}
    for run in cards:
        yield run.run, template.render(run=run, card=drawn[run.run].alone, **about)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=unbroken,
    )


def policy(styles: Sequence[str], scripts: Sequence[str], loads: bool = False) -> str:
    """A content security policy: these styles and scripts, pictures, what those scripts load if so, and no more."""
    allowed_scripts, allowed_styles = (" ".join(map(_digest, texts)) for texts in (scripts, styles))
    none = "'none'"
    loaded = " 'strict-dynamic'" if loads else ""
    return (
        f"default-src 'none'; script-src {allowed_scripts or none}{loaded}; style-src {allowed_styles}; "
        "img-src 'self' file: data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def json_in_html(data: Any) -> str:
    """JSON that can stand in a script element: no character of it can end the element or open a comment.

    Numbers that are computed for a page have no more digits than all processors agree on; those of tables have fewer.
    """
    numbers = json.loads(json.dumps(data, allow_nan=False), parse_float=lambda text: float(f"{float(text):.{DIGITS}g}"))
    text = json.dumps(numbers, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _static(name: str) -> str:
    return (HERE / "static" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def colour_rules(colours: Mapping[str, Mapping[str, str]]) -> str:
    """Style rules that give each colour's role its colour, in light and in dark."""
    light, dark = (
        "".join(f"--{role}:{colour};" for role, colour in colours[name].items()).replace("_", "-")
        for name in ("light", "dark")
    )
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}}}\n"
    )
