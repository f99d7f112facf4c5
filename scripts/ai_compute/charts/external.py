"""An external database's lines beside ours, each with its interval."""

import pandas as pd

from ai_compute.charts.doubling_times import forest, forest_rows
from ai_compute.charts.figure import Drawing, Figure
from ai_compute.charts.frame import Kind
from ai_compute.charts.theme import BESIDE_WORDS, Size
from ai_compute.findings import external_lines as words
from ai_compute.storage.rows import Tables

NAME, DATASET = "external", "external_lines"


def external_lines(tables: Tables) -> Figure:
    """A forest of doubling times of the database's runs, and of ours in the same years."""
    found = words.lines(tables)
    data: pd.DataFrame = forest_rows(found, found["ours"])

    def draw(size: Size, kind: Kind) -> Drawing:
        return forest(data, size, DATASET)

    title = words.title(tables)
    return Figure(
        name=NAME,
        title=title,
        caption=words.CAPTION,
        alternative=f"{title}. A dot plot of {len(data)} trends with their intervals.",
        draw=draw,
        reading=words.READING,
        data={DATASET: data},
        sizes=BESIDE_WORDS,
        kinds=("linear",),
        empty=data.empty,
    )
