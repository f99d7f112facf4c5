"""Lines carried forward to the projection's last year: a fan of prediction intervals, the law of 2018, Moore's law."""

import altair as alt
import pandas as pd

from ai_compute.charts.axes import years_and_compute
from ai_compute.charts.figure import Drawing, Figure, sized
from ai_compute.charts.frame import Frame, Kind, Span, decade_span
from ai_compute.charts.labels import around
from ai_compute.charts.line_names import Curve, names
from ai_compute.charts.points import four_digits, run_points
from ai_compute.charts.scene import RUNS
from ai_compute.charts.shared import Chart
from ai_compute.charts.theme import LIGHT, Size
from ai_compute.findings import projection as words
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW_AS_PLOTTED
from ai_compute.values.quantities import PFS_DAY

DATASET = "projection"
START, END = 2012.0, 2030.0
DECADES = (1e-4, 1e10)
RADIUS = 2.0
FAN = {"": 0.13, "_80": 0.16, "_50": 0.2}
LINES = {
    LAW_AS_PLOTTED: ("law as OpenAI drew it", LIGHT.trend),
    words.TREND: ("ten largest of their time", LIGHT.second),
    **{f"moore-{each}-months": (f"Moore, {each} months", LIGHT.soft) for each in words.MOORE_DRAWN},
}


def rows(tables: Tables) -> pd.DataFrame:
    """What is drawn: every line by quarter in pfs-days, with its intervals."""
    found = tables["projection"]
    found = found[found["trend"].isin(list(LINES)) & (found["decimal_year"] >= START)]
    values = [name for name in found.columns if name.startswith("flop")]
    data = found[["trend", "decimal_year", "extrapolated"]].rename(columns={"decimal_year": "year"})
    scaled = {name.replace("flop", "value"): four_digits(found[name] / PFS_DAY) for name in values}
    return data.assign(**scaled).sort_values(["trend", "year"], ignore_index=True)


def projection(tables: Tables) -> Figure:
    """The fan chart."""
    told = Sourced(tables)
    data, points = rows(tables), run_points(tables)
    points = points[points["decimal_year"] >= START]
    end = float(data["year"].max()) if len(data) else END

    def draw(size: Size, kind: Kind) -> Drawing:
        frame = Frame(size, Span(START, end), decade_span(points["pfs_days"].to_numpy(), *DECADES))
        return _draw(data, points, frame)

    return Figure(
        name="projection",
        title=words.title(told),
        caption=words.caption(told),
        alternative=words.finding(tables),
        draw=draw,
        reading=words.reading(told),
        data={DATASET: data, RUNS: points},
        empty=data.empty,
    )


def _draw(data: pd.DataFrame, points: pd.DataFrame, frame: Frame) -> Drawing:
    x, y = years_and_compute(frame)
    x.shorthand, y.shorthand = "year:Q", "value:Q"
    base = Chart(alt.NamedData(DATASET))
    fan = base.transform_filter(f"datum.trend === {words.TREND!r}")
    areas = [
        fan.mark_area(color=LIGHT.second, opacity=opacity, clip=True, aria=False).encode(
            alt.X("year:Q"), alt.Y(f"value_low{suffix}:Q"), alt.Y2(f"value_high{suffix}:Q")
        )
        for suffix, opacity in FAN.items()
    ]
    scale = alt.Scale(domain=list(LINES), range=[colour for _, colour in LINES.values()])
    dash = alt.condition("datum.extrapolated", alt.value([5, 4]), alt.value([1, 0]))
    lines = base.mark_line(strokeWidth=1.8, clip=True, aria=False).encode(
        x, y, alt.Color("trend:N", scale=scale), alt.Detail("extrapolated:N"), strokeDash=dash
    )
    dots = (
        Chart(alt.NamedData(RUNS))
        .transform_filter(f"datum.decimal_year >= {START}")
        .mark_point(filled=True, size=13, opacity=0.45, color=LIGHT.context, clip=True, cursor="pointer")
        .encode(alt.X("decimal_year:Q"), alt.Y("pfs_days:Q"), alt.Tooltip(["name:N", "published:N", "compute:N"]))
    )
    return sized(alt.layer(*areas, dots, lines, *_labels(data, points, frame)), frame.size)


def _labels(data: pd.DataFrame, points: pd.DataFrame, frame: Frame) -> list[alt.Chart]:
    """The name of each line beside it, near the place where it leaves the plot."""
    paths = {trend: frame.pixels(line["year"], line["value"]) for trend, line in data.groupby("trend")}
    named = [
        Curve(name, paths[trend], frame.size.width, colour) for trend, (name, colour) in LINES.items() if trend in paths
    ]
    dots = around(frame.pixels(points["decimal_year"], points["pfs_days"]), RADIUS)
    return names(named, paths.values(), frame.size, dots)
