"""Where one run stands: its distance from the trend of its time, and its rank."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.dates import Period, period_of
from ai_compute.findings.growth import trend
from ai_compute.findings.numbers import power, significant

Tables = Mapping[str, pd.DataFrame]


def standing(run: Any, tables: Tables, periods: Mapping[str, Period]) -> str:
    """Where a row of the table `training_compute` stands, in a sentence.

    Args:
        run: the row.
        tables: training_compute and trends.
        periods: half-open periods by name, each the name of a trend; a run's time is the first that holds its date.
    """
    earlier = int((tables["training_compute"]["decimal_year"] <= run.decimal_year).sum())
    rank = f"rank {run.rank_at_publication} of the {earlier} runs published until then"
    period = period_of(run.published.date(), periods)
    line = trend(tables, period)
    if line is None:
        return f"{rank}; no trend of its time has been fitted"
    return f"{distance(run, line)} the trend of its time ({period}), {rank}"


def distance(run: Any, line: Any) -> str:
    """`2.1 times above`, `3.4 times below`, `on`: how a run lies to a row of the table `trends`."""
    ratio = run.flop / 10.0 ** (line["intercept"] + line["slope"] * run.decimal_year)
    far, side = (ratio, "above") if ratio >= 1 else (1 / ratio, "below")
    times = significant(far) if far < 1e6 else power(far)
    return "on" if times == "1.0" else f"{times} times {side}"
