"""How much the doubling time depends on choices that others would make otherwise."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings.numbers import doubling, doubling_range, known, share

Tables = Mapping[str, pd.DataFrame]
SET = "openai-2018"
CAPTION = (
    "Every dot is one fit to the runs of 2018’s chart; below it, the choices that lead to it: preferred method, "
    "default utilization, how the line is drawn, dates, which runs, whether self-play counts. Identical fits are "
    "drawn once; strokes are 95 % intervals, cut at the top."
)


def title(tables: Tables) -> str:
    """The finding of the figure."""
    rows = tables["specification_summary"]
    rows = rows[rows["set"] == SET]
    if rows.empty or not known(rows.iloc[0]["doubling_months_lowest"]):
        return "Too few runs to vary the choices"
    found = rows.iloc[0]
    span = doubling_range(found["doubling_months_lowest"], found["doubling_months_highest"])
    return f"{int(found['specifications']):,} defensible analyses of the same runs: a doubling in {span}"


def finding(tables: Tables) -> str:
    """The range of choices in a sentence or two."""
    rows = tables["specification_summary"]
    rows = rows[rows["set"] == SET]
    if rows.empty or not known(rows.iloc[0]["doubling_months_median"]):
        return ""
    found = rows.iloc[0]
    text = f"{title(tables)}, {doubling(found['doubling_months_median'])} in the median."
    if known(found["inside_headline_share"]):
        text += f" {share(found['inside_headline_share'])} of them lie inside the interval of the points as plotted."
    return text
