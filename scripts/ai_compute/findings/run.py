"""What is found of one run: its interval, how its methods compare, where it stands among others."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.findings.growth import trend
from ai_compute.findings.numbers import power, power_range, share, significant
from ai_compute.storage.rows import Tables
from ai_compute.values.dates import Period, period_of
from ai_compute.values.quantities import PFS_DAY
from ai_compute.values.spelling import RAISED

WHO = {"own": "our estimate", "first-party": "the authors’ total", "third-party": "a total of others"}
"""Whose figure it is, by its basis."""
SMALLEST = 0.01
"""Smaller utilizations are told with a digit that is not 0."""


POWER = re.compile(r"(\d(?:\.\d+)?)e([+-]?\d+)\b")
UNGROUPED = re.compile(r"(?<![\w.,])\d{5,}(?![\w.,]*\d)\b")
LONG = re.compile(r"(?<![\d.])\d+\.\d{5,}(?![\d.])")
"""A number that is longer than anything of it is known: 31.6227766, the square root of a guess."""


def readable(arithmetic: str) -> str:
    """Arithmetic with signs, powers of ten and thousands as they are printed; of long decimals four digits."""
    text = LONG.sub(lambda found: f"{float(found[0]):.4g}", arithmetic.replace(" x ", " × "))
    text = POWER.sub(lambda found: f"{found[1]} × 10{str(int(found[2])).translate(RAISED)}", text)
    return UNGROUPED.sub(lambda found: f"{int(found[0]):,}", text)


def interval(low: float, high: float) -> str:
    """`0.0034 to 0.0094 pfs-days`."""
    return f"{power_range(low / PFS_DAY, high / PFS_DAY)} pfs-days"


def basis(adopted: Any) -> str:
    """Where the adopted value comes from."""
    if adopted.basis == "own":
        return f"our estimate by {adopted.method}"
    return "the authors’ own total" if adopted.basis == "first-party" else "a total of others"


def comparison(checks: pd.DataFrame | None) -> str:
    """How both methods compare, from a run's row of the table `cross_check`; '' without one."""
    if checks is None:
        return ""
    row = checks.iloc[0]
    apart = row["ratio"] if row["ratio"] >= 1 else 1 / row["ratio"]
    side = "more than" if row["ratio"] >= 1 else "less than"
    far = f"{significant(apart)} times {side}" if significant(apart) != "1.0" else "as much as"
    words = {
        "agree": "they agree",
        "differ": "they differ",
        "impossible": "they contradict each other: the devices could not have done so much",
    }[row["verdict"]]
    dependent = "" if row["independent"] else " The facts of one were derived from the other, so this proves little."
    return (
        f"Operation counting gives {far} hardware time; {words}. "
        f"Together they imply a utilization of {_utilization(row['implied_utilization'])}.{dependent}"
    )


def _utilization(value: float) -> str:
    return share(value) if value >= SMALLEST else f"{power(100 * value, 1)} %"


def standing(run: Any, tables: Tables, periods: Mapping[str, Period]) -> str:
    """Where a row of the table `training_compute` stands, in a sentence.

    Args:
        run: the row.
        tables: training_compute and trends.
        periods: half-open periods by name, each the name of a trend; a run's time is the first that holds its date.
    """
    earlier = int((tables["training_compute"]["decimal_year"] <= run.decimal_year).sum())
    rank = f"rank {run.rank_at_publication} of the {earlier:,} runs published until then"
    if earlier == 1:
        rank = "the first run of all"
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
