"""The dots of runs: those of the figure's subject in the colours of their domains, others as context."""

import altair as alt
import numpy as np

from ai_compute.charts.frame import Frame
from ai_compute.charts.scene import ERROR_BARS, HIDDEN_DOMAINS, RUNS, Scene
from ai_compute.charts.shared import Chart
from ai_compute.charts.theme import DOMAIN_COLOURS, LIGHT, SHAPES
from ai_compute.values.subjects import DOMAINS

HOLLOW = "datum.basis === 'third-party'"


def beside(scene: Scene) -> list[alt.Chart]:
    """Runs of an external database."""
    if scene.beside.empty:
        return []
    size, opacity = (20, 0.5) if scene.points.empty else (9, 0.6)
    dots = (
        Chart(alt.NamedData(scene.beside_name))
        .transform_filter(f"indexof({HIDDEN_DOMAINS}, datum.domain) < 0")
        .mark_circle(color=LIGHT.second, opacity=opacity, size=size, clip=True, tooltip=True)
        .encode(
            alt.X("decimal_year:Q"),
            alt.Y("pfs_days:Q"),
            alt.Tooltip(["name:N", "published:N", "organization:N", "compute:N", "basis:N"]),
        )
    )
    return [dots]


def points(scene: Scene, frame: Frame) -> list[alt.Chart]:
    """Our runs with their intervals."""
    if scene.points.empty and len(scene.beside):
        return []
    visible = f"({scene.shown}) && indexof({HIDDEN_DOMAINS}, datum.domain) < 0"
    base = Chart(alt.NamedData(RUNS)).transform_filter(visible)
    main = base.transform_filter(scene.main_expression)
    colour = alt.Color("domain:N", scale=alt.Scale(domain=DOMAINS, range=DOMAIN_COLOURS), legend=None)
    shape = alt.Shape("domain:N", scale=alt.Scale(domain=DOMAINS, range=[SHAPES[domain] for domain in DOMAINS]))
    x, y = alt.X("decimal_year:Q"), alt.Y("pfs_days:Q")
    area = scene.radius**2 * np.pi * 1.15
    layers = []
    if not bool(scene.main.all()):
        context = base.transform_filter(f"!({scene.main_expression})")
        layers.append(
            context.mark_point(
                filled=True,
                color=LIGHT.context,
                opacity=1,
                size=area * 0.4,
                clip=True,
                tooltip=True,
                cursor="pointer",
            ).encode(x, y, alt.Tooltip(["name:N", "published:N", "compute:N"]))
        )
    layers.append(
        main.transform_filter(ERROR_BARS)
        .transform_calculate(
            low=f"max(datum.pfs_days_low, {frame.y.low!r})", high=f"min(datum.pfs_days_high, {frame.y.high!r})"
        )
        .mark_rule(strokeWidth=1, opacity=0.45, clip=True, aria=False)
        .encode(x, alt.Y("low:Q"), alt.Y2("high:Q"), colour)
    )
    # Dots are filled with the colour of their domain; totals of third parties are hollow.
    fill = alt.Fill("domain:N", scale=alt.Scale(domain=DOMAINS, range=DOMAIN_COLOURS), legend=None)
    layers.append(
        main.mark_point(filled=False, strokeWidth=1.4, size=area, opacity=1, clip=True, cursor="pointer").encode(
            x,
            y,
            colour,
            shape,
            alt.Tooltip(["name:N", "published:N", "compute:N"]),
            fill=alt.condition(HOLLOW, alt.value(LIGHT.ground), fill),
        )
    )
    return layers
