"""The explorer as one file: template, styles, scripts and data, with the policy of the page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ai_compute.report.render import colour_rules, json_in_html, policy

HERE = Path(__file__).parent
STYLES = ("explore.css", "form.css")
SCRIPTS = (
    *("statistics.js", "numbers.js", "choosing.js", "words.js", "quantities.js", "estimating.js"),
    *("possible.js", "entry.js"),
    *("drawing.js", "chart.js", "states.js", "telling.js", "records.js", "saving.js", "form.js", "runform.js"),
    "explore.js",
)
"""In the order in which they need each other."""


def explorer_page(
    content: Mapping[str, Any], data: Mapping[str, Any], library: str, colours: Mapping[str, Mapping[str, str]]
) -> str:
    """The page.

    Args:
        content: what the template draws.
        data: what the scripts compute with.
        library: vega, vega-lite and vega-embed as one script.
        colours: of `light` and `dark`, by role.
    """
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = colour_rules(colours) + "".join(map(_static, STYLES))
    scripts = [library, *map(_static, SCRIPTS)]
    return environment.get_template("explore.html.j2").render(
        **content,
        policy=policy([style], scripts),
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        data=Markup(json_in_html({**data, "colours": colours["light"]})),
    )


def _static(name: str) -> str:
    return (HERE / "static" / name).read_text(encoding="utf-8")
