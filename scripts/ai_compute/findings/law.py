"""Is the law of 2018 right? Replication, re-derivation and the audit of its arithmetic."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings.growth import grows, trend
from ai_compute.findings.numbers import count, doubling, doubling_interval, sentence

Tables = Mapping[str, pd.DataFrame]


def finding(tables: Tables) -> str:
    """Whether the papers bear out the doubling time of OpenAI's chart, in a sentence."""
    ours, stated = trend(tables, "openai-2018"), trend(tables, "openai-2018-as-plotted")
    if ours is None or stated is None or not (grows(ours) and grows(stated)):
        return "There are too few runs here to say whether the law of 2018 is right."
    found, drawn = doubling(ours["doubling_months"]), doubling(stated["doubling_months"])
    if ours["slope_low"] <= stated["slope"] <= ours["slope_high"]:
        return (
            f"The papers bear it out: re-derived from them, the doubling time is {found}; OpenAI’s points give {drawn}."
        )
    side = "shorter" if ours["slope"] > stated["slope"] else "longer"
    return f"Not quite: re-derived from the papers, the doubling time is {side}, {found} and not {drawn}."


def details(tables: Tables) -> list[str]:
    """Replication, re-derivation, audit and scoreboard, a paragraph each."""
    texts = (replication(tables), rederivation(tables), audit(tables), claims(tables))
    return [text for text in texts if text]


def replication(tables: Tables) -> str:
    """What the plotted points give."""
    row = trend(tables, "openai-2018-as-plotted")
    if row is None or not grows(row):
        return "The points of 2018’s chart are too few here to repeat its fit."
    points, found = int(row["runs"]), doubling(row["doubling_months"], 3)
    return f"Through the {points} points as OpenAI drew them, training compute doubles every {found}; it printed 3.43."


def rederivation(tables: Tables) -> str:
    """What our own estimates give, on the same runs."""
    ours, same = trend(tables, "openai-2018"), trend(tables, "openai-2018-as-plotted-same-runs")
    if ours is None or not grows(ours):
        return ""
    text = (
        f"Re-derived from the papers, with {count(int(ours['runs']), 'run')}, "
        f"it is {doubling(ours['doubling_months'])} (95 % interval {doubling_interval(ours)})"
    )
    if same is None or not grows(same):
        return f"{text}."
    inside = ours["slope_low"] <= same["slope"] <= ours["slope_high"]
    verdict = "which that interval holds" if inside else "which lies outside that interval"
    return f"{text}; OpenAI’s values of the same runs give {doubling(same['doubling_months'])}, {verdict}."


def audit(tables: Tables) -> str:
    """How much of the printed arithmetic follows."""
    rows = tables["audit"]
    if rows.empty:
        return ""
    of = rows["verdict"].value_counts()
    exact, near, wrong = (int(of.get(verdict, 0)) for verdict in ("as printed", "within 5 %", "does not follow"))
    failing = f"{wrong} {'does' if wrong == 1 else 'do'} not follow from the printed factors"
    last = failing if wrong else "none fails to follow from its factors"
    total = sentence(count(len(rows), "printed calculation"))
    return f"{total} multiplied out: {exact} as printed, {near} within 5 %, and {last}."


def claims(tables: Tables) -> str:
    """How published statements fare."""
    rows = tables["claims"]
    if rows.empty:
        return ""
    of = rows["verdict"].value_counts()
    parts = [f"{number} {verdict}" for verdict, number in of.items()]
    return f"Of {count(len(rows), 'published statement')} checked, " + ", ".join(parts) + "."
