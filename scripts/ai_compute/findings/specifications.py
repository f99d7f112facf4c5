"""How much the doubling time depends on choices that others would make otherwise."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings.numbers import count, doubling, doubling_range, integer, known, listing, sentence, share
from ai_compute.findings.sources import whole
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW
from ai_compute.values.subjects import COUNTING, TIME

CAPTION = (
    "Each dot is one fit to the runs of OpenAI’s chart; the ticks below it are the choices that lead to it. Choices "
    "whose ticks crowd at one end matter."
)
READING = (
    "Fits stand from the shortest to the longest doubling time; identical ones are drawn once. Choices whose ticks "
    "spread evenly do not matter. Strokes are 95 % intervals, cut at the top."
)
CHOICES: Mapping[str, Mapping[str, str]] = {
    "method": {
        "as plotted": "values as OpenAI plotted them",
        COUNTING: "operation counting preferred",
        TIME: "hardware time preferred",
        "pooled": "both methods pooled",
    },
    "utilization": {},
    "estimator": {"ols": "least squares", "huber": "Huber’s line", "theil-sen": "Theil and Sen’s line"},
    "dates": {"as plotted": "dates as OpenAI plotted them", "first publication": "dates of first publication"},
    "frontier": {"all": "all runs of the chart", "top-5": "only the five largest of their time"},
    "self_play": {"counted": "self-play counted", "not counted": "self-play not counted"},
    "exclude": {
        "none": "AlphaGo Zero and AlphaZero in",
        "AlphaGo Zero and AlphaZero": "AlphaGo Zero and AlphaZero out",
    },
    "third_party": {"with": "totals of others in", "without": "totals of others out"},
}
"""Plain words for each choice of the table `specifications`."""


def options(column: pd.Series, name: str) -> pd.Series:
    """The choices of a column in plain words; empty where it does not matter."""
    if name == "utilization":
        plain = "utilization " + column.astype("str") + " assumed"
    else:
        plain = column.map(CHOICES[name]).fillna(column).astype("str")
    return plain.where(column.notna(), "")


WHAT = {
    "method": "The preferred method",
    "utilization": "The assumed utilization",
    "estimator": "How the line is drawn",
    "dates": "Which dates are taken",
    "frontier": "Which runs are fitted",
    "self_play": "Whether self-play counts",
    "exclude": "Whether AlphaGo Zero and AlphaZero are in",
    "third_party": "Whether totals of others count",
}
NAMED = 0.1
"""Choices that make a lesser share of the variance are not named."""


def by_choice(tables: Tables) -> pd.DataFrame:
    """Rows of the chart's runs of the table `specification_choices`, the choice that matters most first."""
    rows = tables["specification_choices"]
    rows = rows[(rows["set"] == LAW) & (rows["option"] != "")]
    return rows.sort_values(["share", "choice", "slope"], ascending=[False, True, True], kind="stable")


def title(tables: Tables) -> str:
    """The finding of the figure: the choice that moves the answer most, and how far."""
    rows = by_choice(tables)
    if rows.empty or not rows["share"].iloc[0] > 0:
        return "Too few runs to vary the choices"
    choice = str(rows["choice"].iloc[0])
    ends = rows[rows["choice"] == choice].iloc[[0, -1]]
    named = options(ends["option"], choice)
    told = [
        f"{_months(row['doubling_months'])} with {words}"
        for (_, row), words in zip(ends.iterrows(), named, strict=True)
    ]
    return f"{WHAT[choice]} matters most: in the mean of its fits {told[0]}, {told[1]}"


def _months(months: float) -> str:
    return doubling(months) if known(months) else "no growth"


def by_importance(tables: Tables) -> list[str]:
    """Choices in the order of what they do to the answer, those of which nothing is known last."""
    known_ones = list(by_choice(tables).drop_duplicates("choice")["choice"])
    return [*known_ones, *(name for name in CHOICES if name not in known_ones)]


def summary(tables: Tables, short: bool = False) -> str:
    """What the ticks of the figure show, the choice that matters most first, for above them; shorter on a phone."""
    rows = by_choice(tables).drop_duplicates("choice")
    rows = rows[rows["share"] >= NAMED]
    if rows.empty:
        return ""
    told = [f"{WHAT[row['choice']].lower()} {share(row['share'])}" for _, row in rows.iterrows()]
    return told[0] if short else f"Share of the variance between fits: {listing(told)}"


def effects(tables: Tables) -> str:
    """How much of the variance between fits each choice makes by itself."""
    rows = by_choice(tables).drop_duplicates("choice")
    told = [
        f"{WHAT[row['choice']].lower()} {share(row['share'])}" for _, row in rows.iterrows() if row["share"] >= NAMED
    ]
    return f"Of the variance between fits, each choice by itself makes: {listing(told)}." if told else ""


def inside(tables: Tables) -> str:
    """How many fits lie in the interval of OpenAI's points, to go on a sentence; '' if that is not known."""
    rows = tables["specification_summary"]
    rows = rows[rows["set"] == LAW]
    if rows.empty or not known(rows.iloc[0]["inside_headline_share"]):
        return ""
    return f": {share(rows.iloc[0]['inside_headline_share'])} of the fits lie inside"


def details(tables: Tables) -> list[str]:
    """The range of choices in a sentence or two."""
    rows = tables["specification_summary"]
    rows = rows[rows["set"] == LAW]
    if rows.empty or not known(rows.iloc[0]["doubling_months_median"]):
        return []
    found = rows.iloc[0]
    fits = sentence(count(whole(found["specifications"]), "fit"))
    span = doubling_range(found["doubling_months_lowest"], found["doubling_months_highest"])
    shrinking = found["shrinking_share"] if known(found["shrinking_share"]) else 0.0
    none = f"{share(shrinking)} find no growth, the others " if shrinking > 0 else ""
    text = (
        f"{fits} of the chart’s runs, {integer(found['results'])} different results among them: {none}a doubling in "
        f"{span}, {doubling(found['doubling_months_median'])} in the median. {integer(found['same_runs'])} of the fits "
        "are of as many runs as any"
    )
    if known(found["inside_headline_share"]):
        text += f"; {share(found['inside_headline_share'])} of all lie inside the interval of OpenAI’s own points"
    return [each for each in (f"{text}.", effects(tables)) if each]
