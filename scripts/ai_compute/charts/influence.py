"""What each run means to the law: the doubling time without it."""

import altair as alt
import pandas as pd

from ai_compute.charts.axes import named_rows, quantity, reference, scale
from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Kind
from ai_compute.charts.names import short_names
from ai_compute.charts.points import four_digits
from ai_compute.charts.shared import Chart
from ai_compute.charts.theme import BESIDE_WORDS, LIGHT, Size
from ai_compute.findings import growth
from ai_compute.findings import influence as words
from ai_compute.findings.numbers import known
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW

DATASET = "influence"
ROW_HEIGHT = 22


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: the doubling time without each run, the largest shift first."""
    found = tables["influence"]
    found = found[(found["trend"] == LAW) & found["doubling_months_without"].notna()]
    names = tables["runs"].set_index("run")["name"]
    data = pd.DataFrame(
        {
            "run": found["run"],
            "name": short_names(found["run"].map(names).fillna(found["run"]).astype("str")),
            "without": four_digits(found["doubling_months_without"]),
            "shift": four_digits(found["shift_months"]),
        }
    )
    return data.sort_values(["without", "run"], ascending=[False, True], ignore_index=True)


def influence(tables: Tables) -> Figure:
    """A dot for each run that is left out."""
    told = Sourced(tables)
    data = rows(tables)
    law = growth.trend(tables, LAW)
    drawn = law is not None and known(law["doubling_months"])
    middle = float(law["doubling_months"]) if law is not None and drawn else 0.0

    def draw(size: Size, kind: Kind) -> Drawing:
        return _draw(data, middle, size)

    title = words.title(told)
    return Figure(
        name="influence",
        title=title,
        caption="Doubling time of the trend when one run is left out, against the line with all of them.",
        alternative=title,
        draw=draw,
        data={DATASET: data},
        sizes=BESIDE_WORDS,
        kinds=("linear",),
        empty=data.empty or not drawn,
    )


def _draw(data: pd.DataFrame, middle: float, size: Size) -> Drawing:
    shaped = size.reshaped(left=148 if size.dense else 170, top=24, bottom=46, height=max(len(data), 1) * ROW_HEIGHT)
    y = alt.Y("name:N", sort=data["name"].tolist(), axis=named_rows(shaped.left - 8))
    ends = [min(data["without"].min(), middle), max(data["without"].max(), middle)] if len(data) else [0.0, 1.0]
    room = 0.12 * (ends[1] - ends[0]) or 1.0
    x = scale(ends[0] - room, ends[1] + room)
    axis = quantity(f"Doubling{'' if size.dense else ' time'} without this run, months")
    base = Chart(alt.NamedData(DATASET)).encode(y)
    tip = alt.Tooltip(["name:N", "without:Q", "shift:Q"])
    sticks = base.mark_rule(strokeWidth=1.4, color=LIGHT.context, aria=False).encode(
        alt.X(
            "without:Q",
            scale=x,
            axis=axis,
        ),
        alt.X2(datum=middle),
    )
    dots = base.mark_point(filled=True, opacity=1, size=64, color=LIGHT.second, cursor="pointer").encode(
        alt.X("without:Q"), tip
    )
    all_runs = reference(middle, x, f"all runs: {middle:.1f} months", LIGHT.trend)
    return sized(alt.layer(sticks, *all_runs, dots), shaped)
