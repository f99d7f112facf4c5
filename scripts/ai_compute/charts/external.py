"""An external database's runs and lines beside ours, each line with its interval."""

from dataclasses import replace

import pandas as pd

from ai_compute.charts.doubling_times import forest, forest_rows
from ai_compute.charts.ends import ROOM_FOR_ENDS, pace
from ai_compute.charts.figure import Drawing, Figure
from ai_compute.charts.frame import Frame, Kind, Span, decade_span
from ai_compute.charts.lines import TrendLine, trend_line
from ai_compute.charts.points import external_points, run_points
from ai_compute.charts.scatter import scatter
from ai_compute.charts.scene import Scene
from ai_compute.charts.theme import BESIDE_WORDS, LIGHT, Size
from ai_compute.findings import external_lines as words
from ai_compute.findings.numbers import doubling_label
from ai_compute.findings.sources import Sourced
from ai_compute.storage.rows import Tables, each_row

DATASET, ROWS = "external_lines", "external_rows"
MARGIN_YEARS = 1.5
OURS_DASHED, NOMINAL_DASHED = (6, 4), (2, 3)


def external_runs(tables: Tables) -> Figure:
    """The database's runs against time with the lines that its readers look for, and ours beside them."""
    told = Sourced(tables)
    theirs, every = external_points(tables, with_ours=True)
    ends = theirs["decimal_year"].agg(["min", "max"]) if len(theirs) else pd.Series({"min": 2010.0, "max": 2020.0})
    years = Span(float(ends["min"]) - MARGIN_YEARS, float(ends["max"]) + 0.1)
    lines = trend_lines(tables, years.high)
    nothing = run_points(tables).head(0)
    scene = Scene(
        points=nothing,
        shown="false",
        main=pd.Series(True, nothing.index),
        main_expression="true",
        labelled=[],
        trends=lines,
        bars=False,
        beside=theirs,
        beside_name=ROWS,
    )

    def draw(size: Size, kind: Kind) -> Drawing:
        shaped = size.reshaped(right=ROOM_FOR_ENDS[size.name])
        return scatter(scene, Frame(shaped, years, decade_span(theirs["pfs_days"].to_numpy(), 1e-6, 1e4)))

    title = words.runs_title(told)
    return Figure(
        name=words.RUNS_FIGURE,
        title=title,
        caption=words.runs_caption(told, len(theirs), every),
        alternative=f"{title}. A scatter of {len(theirs):,} runs with {len(lines)} lines.",
        draw=draw,
        reading=words.RUNS_READING + words.missing(tables),
        data={ROWS: theirs},
        bars=False,
        fits=[line.told() for line in lines],
        empty=theirs.empty,
    )


def trend_lines(tables: Tables, end: float) -> list[TrendLine]:
    """The lines of the figure of runs: theirs with intervals, ours dashed and red; all but the first era to `end`."""
    runs = tables["external_training_compute"]
    notable = runs[runs["notable"] & ~runs["fine_tune"]]["decimal_year"]
    found = []
    for row in each_row(words.drawn(tables)):
        fitted = notable[notable.between(row.start, row.end)]
        line = trend_line(pd.Series(row._asdict()), "", fitted, row.start, row.end if row.first_era else end)
        dash = OURS_DASHED if row.ours else NOMINAL_DASHED if row.nominal else (1, 0)
        role = LIGHT.trend if row.ours else LIGHT.good if row.nominal else LIGHT.second
        line = replace(line, dash=dash, role=role, half_width=0.0 if row.ours or row.nominal else line.half_width)
        if row.first_era:
            found.append(replace(line, text=f"{row.label}: {doubling_label(row.doubling_months)}"))
        else:
            found.append(replace(line, end_text=(row.label, *pace(row.doubling_months))))
    return found


def external_lines(tables: Tables) -> Figure:
    """A forest of doubling times of the database's runs, and of ours in the same years."""
    told = Sourced(tables)
    found = words.lines(tables)
    data: pd.DataFrame = forest_rows(found, found["ours"])

    def draw(size: Size, kind: Kind) -> Drawing:
        return forest(data, size, DATASET)

    title = words.title(told)
    return Figure(
        name=words.LINES_FIGURE,
        title=title,
        caption=words.caption(told),
        alternative=f"{title}. A dot plot of {len(data)} trends with their intervals.",
        draw=draw,
        reading=words.READING + words.missing(tables),
        data={DATASET: data},
        sizes=BESIDE_WORDS,
        kinds=("linear",),
        empty=data.empty,
    )
