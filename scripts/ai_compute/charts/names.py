"""Names of runs beside their dots."""

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from ai_compute.charts.frame import Frame
from ai_compute.charts.labels import FAR, NEAR, Boxes, Label, Placed, place
from ai_compute.charts.scene import HIDDEN_DOMAINS, Scene
from ai_compute.charts.shared import Chart, inline
from ai_compute.charts.theme import HALO, LIGHT

LOWEST_LABELLED = 0.008
"""On a linear axis nearly all runs lie on the ground; those below this share of its height have no label."""
DENSE_LABELS = 15
"""On a phone so many labels are enough."""


def place_labels(scene: Scene, frame: Frame, occupied: Sequence[Boxes], crossed: Sequence[Boxes] = ()) -> list[Placed]:
    """The labels of the scene in their places."""
    size = frame.size
    by_run = scene.points.set_index("run")
    wanted = by_run.loc[[run for run in scene.labelled if run in by_run.index]]
    if frame.y.kind == "linear":
        wanted = wanted[frame.y.share(wanted["pfs_days"]) > LOWEST_LABELLED]
    where = frame.pixels(wanted["decimal_year"], wanted["pfs_days"])
    if size.dense:
        wanted, where = wanted.head(DENSE_LABELS), where[:DENSE_LABELS]
    labels = [
        Label(str(run), str(name), float(x), float(y))
        for run, name, (x, y) in zip(wanted.index, short_names(wanted["name"]), where, strict=True)
    ]
    points = frame.pixels(scene.points["decimal_year"], scene.points["pfs_days"])
    obstacles = np.vstack([np.empty((0, 4)), *occupied])
    reach = FAR if scene.leaders else NEAR
    lines_drawn = np.vstack([np.empty((0, 4)), *crossed])
    radius = scene.radius + 1
    return place(labels, size.width, size.height, size.font, points, radius, obstacles, reach, lines_drawn)


def short_names(names: pd.Series) -> list[str]:
    """Names without what stands in brackets, where that leaves them apart."""
    short = names.str.replace(r"\s*\(.*\)$", "", regex=True)
    return short.where(~short.duplicated(keep=False), names).tolist()


def layers(placed: Sequence[Placed], scene: Scene, frame: Frame) -> list[alt.Chart]:
    """The names with their leaders."""
    if not placed:
        return []
    domains = scene.points.set_index("run")["domain"]
    rows = []
    for found in placed:
        to_x, to_y = found.to
        rows.append(
            {
                "run": found.label.key,
                "text": found.label.text,
                "domain": domains[found.label.key],
                "x": round(float(frame.x_value(found.x)), 4),
                "y": float(f"{float(frame.y_value(found.y)):.5g}"),
                "align": found.align,
                "leader": found.leader,
                "to_x": round(float(frame.x_value(to_x)), 4),
                "to_y": float(f"{float(frame.y_value(to_y)):.5g}"),
                "at_x": round(float(frame.x_value(found.label.x)), 4),
                "at_y": float(f"{float(frame.y_value(found.label.y)):.5g}"),
            }
        )
    base = Chart(inline(rows)).transform_filter(f"indexof({HIDDEN_DOMAINS}, datum.domain) < 0")
    leaders = (
        base.transform_filter("datum.leader")
        .mark_rule(color=LIGHT.context, strokeWidth=0.7, aria=False)
        .encode(alt.X("at_x:Q"), alt.Y("at_y:Q"), alt.X2("to_x:Q"), alt.Y2("to_y:Q"))
    )
    text = base.encode(alt.X("x:Q"), alt.Y("y:Q"), alt.Text("text:N"))
    halo = text.mark_text(align=alt.expr("datum.align"), fontSize=frame.size.font, **HALO, aria=False)
    words = text.mark_text(align=alt.expr("datum.align"), fontSize=frame.size.font, color=LIGHT.ink, cursor="pointer")
    return [leaders, halo, words]
