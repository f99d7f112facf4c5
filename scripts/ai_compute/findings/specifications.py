"""How much the doubling time depends on choices that others would make otherwise."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings.numbers import count, doubling, doubling_range, known, sentence, share
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import LAW

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
        "operation counting": "operation counting preferred",
        "hardware time": "hardware time preferred",
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


def title(tables: Tables) -> str:
    """The finding of the figure."""
    rows = tables["specification_summary"]
    rows = rows[rows["set"] == LAW]
    if rows.empty or not known(rows.iloc[0]["doubling_months_lowest"]):
        return "Too few runs to vary the choices"
    found = rows.iloc[0]
    span = doubling_range(found["doubling_months_lowest"], found["doubling_months_highest"])
    analyses = f"{sentence(count(int(found['specifications']), 'defensible analysis', 'defensible analyses'))}"
    shrinking = found["shrinking_share"] if known(found["shrinking_share"]) else 0.0
    none = f"{share(shrinking)} find no growth, the others " if shrinking > 0 else ""
    return f"{analyses} of the same runs: {none}a doubling in {span}"


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
    text = f"{title(tables)}, {doubling(found['doubling_months_median'])} in the median"
    if known(found["inside_headline_share"]):
        text += f"; {share(found['inside_headline_share'])} of them lie inside the interval of OpenAI’s own points"
    text += "."
    return [text]
