"""How fast training compute grows: what the trends say."""

import numpy as np
import pandas as pd

from ai_compute.claims.judging import Found
from ai_compute.findings import chosen
from ai_compute.findings.names import by_importance
from ai_compute.findings.numbers import (
    count,
    doubling,
    doubling_interval,
    integer,
    known,
    listing,
    of,
    sentence,
    significant,
)
from ai_compute.findings.sources import cite, number_of, plain, worked
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import FIRST_ERA, FIRST_ERA_AS_PLOTTED, LAW
from ai_compute.trends.told import line_of, told

MOORE_MONTHS = 24.0
SAME_WITHIN = 1.1
"""Doubling times closer than this factor are told as the same."""
START = "alexnet"
"""The run at which OpenAI's article starts to count."""
SAME_LINE = ["runs", "start", "end", "slope"]
"""Trends that have all of these alike are one line through the same points under several names."""
NAMED = 3
"""So many trends are named; the others are counted."""


def trend(tables: Tables, name: str) -> pd.Series | None:
    """A trend with the interval that is told, or None if it was not fitted."""
    return line_of(tables["trends"], name)


def grows(row: pd.Series) -> bool:
    """Whether the trend rises."""
    return bool(row["slope"] > 0 and known(row["doubling_months"]))


def shrinks(row: pd.Series) -> bool:
    """Whether the trend falls, and its interval holds nothing else."""
    return bool(row["slope_high"] < 0)


def overlap(one: pd.Series, other: pd.Series) -> bool:
    """Whether the intervals of two slopes have values in common."""
    return bool(one["slope_low"] <= other["slope_high"] and other["slope_low"] <= one["slope_high"])


def pace(row: pd.Series) -> str:
    """`doubled every 3.6 months (95 % interval 2.7 to 5.4 months)`, or that it did not grow, or that it fell.

    Intervals that are nominal are not told.
    """
    if shrinks(row):
        return "fell"
    if not grows(row):
        return "did not grow"
    if row["nominal"]:
        return f"doubled every {doubling(row['doubling_months'])}"
    certain = "" if not row["open_ended"] else ", so that growth is not certain"
    return f"doubled every {doubling(row['doubling_months'])} (95 % interval {doubling_interval(row)}{certain})"


def headline_title(tables: Tables) -> str:
    """The finding of the headline figure."""
    row = trend(tables, LAW)
    if row is None:
        return "Training compute of AI models: too few runs for a trend."
    if not grows(row):
        return f"The training compute of the runs of 2018’s chart {pace(row)}."
    ends = rise(tables)
    if ends is None:
        return f"The runs of OpenAI’s chart: a doubling every {doubling(row['doubling_months'])}"
    first, largest = ends
    ratio = _found(largest).times(_found(first).inverse)
    interval = f" (95 % interval {significant(ratio.low)} to {significant(ratio.high)})" if ratio.has_interval else ""
    apart = round(largest["decimal_year"] - first["decimal_year"])
    years = sentence(count(worked(tables, apart, "years from the one publication to the other"), "year"))
    factor = f"{significant(ratio.value)} times its compute{interval}"
    return f"{years} after {short_name(first)}, {short_name(largest)} took {factor}"


def _found(run: pd.Series) -> Found:
    return Found(run["flop"], run["flop_low"], run["flop_high"])


def rise(tables: Tables) -> tuple[pd.Series, pd.Series] | None:
    """AlexNet (or else the first run) and the largest run of OpenAI's chart, by our own estimates."""
    runs = tables["training_compute"]
    runs = runs[_of_chart(tables) & (runs["basis"] == "own")].sort_values(["published", "run"])
    if len(runs) < 2:
        return None
    known_start = runs[runs["run"] == START]
    first = (known_start if len(known_start) else runs).iloc[0]
    largest = runs.sort_values(["flop", "run"]).iloc[-1]
    later = largest["decimal_year"] - first["decimal_year"] >= 1
    return (first, largest) if later and largest["flop"] >= 2 * first["flop"] else None


def others(tables: Tables, start: float, end: float) -> str:
    """On which side of the line the runs lie that OpenAI's chart does not show; '' if they or the line are missing."""
    row = trend(tables, LAW)
    runs = tables["training_compute"]
    runs = runs[runs["decimal_year"].between(start, end) & ~_of_chart(tables)]
    if row is None or runs.empty:
        return ""
    below = int((above_line(row, runs) < 0).sum())
    number, side = (below, "below") if 2 * below >= len(runs) else (len(runs) - below, "above")
    return f"{number} of {count(len(runs), 'other run')} lie {side} the line"


def above_line(line: pd.Series, runs: pd.DataFrame) -> pd.Series:
    """How far runs of `training_compute` lie above a line, in log10."""
    above: pd.Series = np.log10(runs["flop"]) - (line["intercept"] + line["slope"] * runs["decimal_year"])
    return above


def _of_chart(tables: Tables) -> pd.Series:
    """Which rows of `training_compute` are runs of OpenAI's chart."""
    sets = tables["sets"]
    return tables["training_compute"]["run"].isin(sets.loc[sets["set"] == LAW, "run"])


def short_name(run: pd.Series) -> str:
    """The name of a run without what stands in brackets."""
    return plain_name(str(run["name"]))


def plain_name(name: str) -> str:
    """The name without what stands in brackets."""
    return name.split(" (")[0]


HEADLINE_CAPTION = (
    "Training compute in petaflop/s-days, by first publication. Coloured: the runs of OpenAI’s chart; numbers of "
    "devices, where drawn, are its article’s; grey: other runs of the time."
)


def headline_reading(tables: Tables) -> str:
    """What else the headline figure shows."""
    row = trend(tables, LAW)
    fitted = (
        ""
        if row is None
        else f" Dashed: least squares through the {integer(row['runs'])} runs that we estimate, and its 95 % band."
    )
    return (
        "The runs of OpenAI’s chart of 2018 are re-derived from their papers. Thin strokes: 95 % intervals; hollow: "
        f"totals published by somebody else.{fitted}"
    )


def alternative(drawn: int) -> str:
    """A figure of so many runs for those who cannot see it."""
    if not drawn:
        return "There are no runs to draw."
    return f"A scatter chart of {count(drawn, 'run')} by publication date and training compute, on a logarithmic axis."


def eras_title(tables: Tables) -> str:
    """The finding of the figure of two eras."""
    first, modern = trend(tables, FIRST_ERA), trend(tables, LAW)
    if first is None or modern is None:
        return "Two eras: too few runs to compare them."
    if not (grows(first) and grows(modern)):
        return f"Two eras: until 2012 training compute {_plain(first)}, then it {_plain(modern)}"
    ratio = first["doubling_months"] / modern["doubling_months"]
    before = doubling(first["doubling_months"])
    if 1 / SAME_WITHIN < ratio < SAME_WITHIN:
        return f"One pace: training compute doubled every {before} before 2012, and as fast since"
    by = _months(first).times(_months(modern).inverse)
    chance = by.has_interval and by.low <= 1 <= by.high
    faster, by = ("faster", by) if by.value > 1 else ("slower", by.inverse)
    text = f"Two eras: a doubling every {before} until 2012, then {significant(by.value)} times {faster}"
    if chance:
        return f"{text}; chance alone could make that difference"
    return text + (f" (95 % interval {significant(by.low)} to {significant(by.high)})" if by.has_interval else "")


def _months(row: pd.Series) -> Found:
    """The doubling time of a trend with its interval, whose end is open where growth may be 0."""
    high = np.inf if row["open_ended"] else row["doubling_months_high"]
    return Found(row["doubling_months"], row["doubling_months_low"], high)


def _plain(row: pd.Series) -> str:
    return f"doubled every {doubling(row['doubling_months'])}" if grows(row) else pace(row)


ERAS_CAPTION = "Training compute in petaflop/s-days, by first publication. Dashed: least squares with 95 % bands."
ERAS_READING = "The runs of OpenAI’s addendum of 2019 and of its chart of 2018, re-derived from their papers."


def eras_details(tables: Tables) -> list[str]:
    """What line was drawn through the first era, and what line its points give."""
    drawn = trend(tables, FIRST_ERA_AS_PLOTTED)
    if drawn is None or not grows(drawn):
        return []
    fitted = doubling(drawn["doubling_months"])
    two = cite("two", worked(tables, 2, "printed in OpenAI’s addendum of 2019"))
    return [f"OpenAI drew a line of exactly {two} years through the first era; fitted to its points, it is {fitted}."]


def answer(tables: Tables) -> str:
    """The one sentence that answers the question."""
    law = trend(tables, LAW)
    if law is None:
        sets = tables["sets"]
        runs = number_of(sets[sets["set"] == LAW], "runs of 2018’s chart")
        return f"{sentence(count(runs, 'run'))} of 2018’s chart: too few to say how fast training compute grew."
    return f"From 2012 to 2018 the training compute of the runs of OpenAI’s chart {pace(law)}."


ESTIMATED = "for those that we can estimate"


def aside(every: pd.Series, ours: pd.Series | None) -> str:
    """`6.4 months for those that we can estimate`, or nothing where totals of others change nothing."""
    if ours is None or plain(pace(ours)) == plain(pace(every)):
        return ""
    if not grows(ours):
        return f"no growth {ESTIMATED}"
    if plain(doubling(ours["doubling_months"])) == plain(doubling(every["doubling_months"])):
        return ""
    return f"{doubling(ours['doubling_months'])} {ESTIMATED}"


def uncertain(tables: Tables) -> str:
    """Trends whose interval holds no growth, in words, without frontier runs, whose intervals are nominal.

    Trends that turn out to be of the same runs are counted once.
    """
    trends = told(tables["trends"])
    trends = trends[~trends["nominal"].astype(bool)].drop_duplicates(SAME_LINE)
    if trends.empty:
        return ""
    falling = trends["slope_high"] < 0
    opened = by_importance(trends.loc[trends["open_ended"] & ~falling, "trend"])
    every = number_of(trends, "trends of unselected runs")
    down = number_of(trends[falling], "trends of unselected runs whose slope is below 0")
    fell = f"; {integer(down)} fall" if falling.any() else ""
    if not opened and fell:
        return f"No slope may be zero: {of(down, every)} trends fall."
    if not opened:
        return f"Growth is certain in all {integer(every)} trends of unselected runs: no slope’s interval holds zero."
    named = [f"“{chosen.name_of(tables)(trend)}”" for trend in opened[:NAMED]]
    unsure = number_of(trends[trends["open_ended"] & ~falling], "trends of unselected runs whose interval holds 0")
    if len(opened) > NAMED:
        named = [f"{', '.join(named)} and {count(unsure - NAMED, 'other')}"]
    some = f"{of(unsure, every)} trends of unselected runs"
    return f"Growth is not certain in {some}{fell}. It is not certain in {listing(named)}."
