"""What a figure of runs against time shows, and under which names the page finds its data."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from ai_compute.charts.bands import Band
from ai_compute.charts.lines import TrendLine
from ai_compute.charts.notes import Note

RUNS = "runs"
"""Name of the dataset of runs, which the page holds once."""

EXTERNAL = "external"
"""Name of the dataset of runs of an external database."""

HIDDEN_DOMAINS, ERROR_BARS = "hidden_domains", "error_bars"
"""Parameters that the page changes."""


@dataclass(frozen=True)
class Scene:
    """What a figure of this kind shows.

    `points` are the runs inside the plot; `shown` is a Vega expression that picks them from the page's dataset;
    `main` says which of them are drawn in the colours of their domains, the rest is context. Labels are placed in
    the order of `labelled`. `beside` are the runs of an external database, a layer of small dots below ours,
    and the subject of a figure that has no other points; `beside_name` is their dataset. `notes` say what to see.
    """

    points: pd.DataFrame
    shown: str
    main: pd.Series
    main_expression: str
    labelled: Sequence[str]
    trends: Sequence[TrendLine] = ()
    bands: Sequence[Band] = ()
    radius: float = 4.2
    leaders: bool = True
    bars: bool = True
    notes: Sequence[Note] = ()
    beside: pd.DataFrame = field(default_factory=pd.DataFrame)
    beside_name: str = EXTERNAL


def datasets(points: pd.DataFrame, beside: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The data behind a figure by name: our runs, and those of an external database if there are any."""
    return {RUNS: points} if beside.empty else {RUNS: points, EXTERNAL: beside}
