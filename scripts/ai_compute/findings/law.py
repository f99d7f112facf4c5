"""Is the law of 2018 right? Replication, re-derivation and the audit of its arithmetic."""

import pandas as pd

from ai_compute.findings.change import between, times
from ai_compute.findings.growth import grows, pace, plain_name, trend
from ai_compute.findings.numbers import (
    count,
    doubling,
    doubling_interval,
    integer,
    listing,
    sentence,
    share,
    significant,
)
from ai_compute.findings.sources import number_of, whole, worked
from ai_compute.storage.rows import Tables
from ai_compute.trends.comparisons import DIFFERENT, SAME, SLIGHTLY, UNDECIDED
from ai_compute.trends.keys import LAW, LAW_AS_PLOTTED
from ai_compute.trends.regression import LOG10_2

TWICE = "-rederived"
"""How keys of statements end that are judged by what was drawn too, by another row."""
NEARLY = "what is called nearly as printed: the verdict of the table audit"
AT_LEAST = 5
"""What fewer runs do is told without an interval."""


def finding(tables: Tables) -> str:
    """Whether the papers bear out the doubling time of OpenAI's chart, in a sentence."""
    ours, stated = trend(tables, LAW), trend(tables, LAW_AS_PLOTTED)
    if ours is None or stated is None:
        return "There are too few runs here to say whether the law of 2018 is right."
    row = comparison(tables)
    if row is None or not (grows(ours) and grows(stated)):
        return f"Re-derived from the papers, training compute {pace(ours)}. Through OpenAI’s points it {pace(stated)}."
    found, drawn = (
        f"{doubling(each['doubling_months'])} ({words}{doubling_interval(each)})"
        for each, words in ((ours, "95 % interval "), (stated, ""))
    )
    side = "shorter" if row["slope_difference"] > 0 else "longer"
    return {
        SAME: (
            f"{_borne_out(tables)}: re-derived from them, the doubling time is {found}; OpenAI’s points give {drawn}."
        ),
        SLIGHTLY: f"Nearly: re-derived from the papers, the doubling time is a little {side}, {found} and not {drawn}.",
        DIFFERENT: f"Not quite: re-derived from the papers, the doubling time is {side}, {found} and not {drawn}.",
        UNDECIDED: (
            f"The papers cannot tell: re-derived from them, the doubling time is {found}, OpenAI’s points give "
            f"{drawn}. The runs are too few to say whether that is chance."
        ),
    }[row["verdict"]]


def _borne_out(tables: Tables) -> str:
    """That the papers agree with it, unless that hangs on facts that OpenAI itself supplied."""
    without = comparison(tables, circular=True)
    if without is None or without["verdict"] in (SAME, SLIGHTLY):
        return "The papers agree with it"
    return "The papers agree with it only by facts that OpenAI itself supplied"


def comparison(tables: Tables, circular: bool = False) -> pd.Series | None:
    """The comparison of what is re-derived with what was drawn, of all runs or without circular ones, or None."""
    rows = tables["comparisons"]
    rows = rows[(rows["one"] == LAW) & ((rows["without"] != "") == circular)]
    return None if rows.empty else rows.iloc[0]


def details(tables: Tables) -> list[str]:
    """Replication, re-derivation and audit, a paragraph each."""
    texts = (replication(tables), rederivation(tables), audit(tables))
    return [text for text in texts if text]


def replication(tables: Tables) -> str:
    """What the plotted points give."""
    row = trend(tables, LAW_AS_PLOTTED)
    if row is None:
        return "The points of 2018’s chart are too few here to repeat its fit."
    found = f"doubles every {doubling(row['doubling_months'], 3)}" if grows(row) else "does not grow"
    points = count(whole(row["runs"]), "point")
    printed = significant(worked(tables, 3.43, "printed in OpenAI’s article of 2018"), 3)
    return f"Through the {points} as OpenAI drew them, training compute {found}; it printed {printed} months."


def rederivation(tables: Tables) -> str:
    """How our line differs from that through OpenAI's points of the same runs, and what does it."""
    row = comparison(tables)
    if row is None or not (row["slope_one"] > 0 and row["slope_other"] > 0):
        return ""
    chance = row["slope_difference_low"] <= 0 <= row["slope_difference_high"]
    text = (
        f"On {count(whole(row['runs']), 'run')} with both, a year’s growth by our line, held against OpenAI’s, is "
        f"{_with_ends(row, 'slope_difference')}. "
        f"{'Chance alone could make that' if chance else 'That is more than chance would make'}"
    )
    parts = f"Other values alone make it {_part(row, 'values')}, other dates {_part(row, 'dates')}"
    return f"{text}. {parts}. {sentence(_mattered(row))}. {power(row)}{circular(tables)}"


def _part(row: pd.Series, name: str) -> str:
    """What values or dates do of a difference; by a handful of runs it has no interval worth the name."""
    moved = whole(row[f"{name}_moved"])
    runs = count(moved, "run")
    return f"{times(row[f'by_{name}'])} ({runs})" if moved < AT_LEAST else f"{_with_ends(row, f'by_{name}', runs)}"


def _mattered(row: pd.Series) -> str:
    few = min(row["values_moved"], row["dates_moved"]) < AT_LEAST
    values, dates = (row[f"{part}_low"] > 0 or row[f"{part}_high"] < 0 for part in ("by_values", "by_dates"))
    overlap = row["by_values_low"] <= row["by_dates_high"] and row["by_dates_low"] <= row["by_values_high"]
    if few or overlap or not (values or dates):
        return "which of both matters more is not decided"
    return "values matter more" if abs(row["by_values"]) > abs(row["by_dates"]) else "dates matter more"


def power(row: pd.Series) -> str:
    """Whether the comparison could have shown a difference worth the name."""
    ends = (row["slope_difference_low"], row["slope_difference_high"])
    if -row["allowed"] <= ends[0] and ends[1] <= row["allowed"]:
        return f"This comparison would have shown a doubling time {_outside(row)}."
    return f"This comparison might not even have shown a doubling time {_outside(row)}."


def _outside(row: pd.Series) -> str:
    """`under 2.9 months or over 4.3 months`: doubling times that count as another than OpenAI's points give."""
    slow, fast = (doubling(12 * (LOG10_2 / (row["slope_other"] + sign * row["allowed"]))) for sign in (-1, 1))
    return f"under {fast} or over {slow}"


def circular(tables: Tables) -> str:
    """What of the comparison is circular, and what it gives without; '' if that was not tried."""
    row = comparison(tables, circular=True)
    if row is None:
        return ""
    names = tables["runs"].set_index("run")["name"]
    left_out = listing([plain_name(str(names.get(run, run))) for run in str(row["without"]).split("; ")])
    return (
        f" OpenAI itself supplied facts of {left_out}; without them a year’s growth is "
        f"{_with_ends(row, 'slope_difference')}."
    )


def _with_ends(row: pd.Series, name: str, runs: str = "") -> str:
    """`1.2 times larger (95 % interval 1.0 times smaller to 1.4 times larger; eleven runs)`."""
    ends = between(row[f"{name}_low"], row[f"{name}_high"])
    return f"{times(row[name])} (95 % interval {ends}{f'; {runs}' if runs else ''})"


def audit(tables: Tables) -> str:
    """How much of the printed arithmetic follows."""
    rows = tables["audit"]
    if rows.empty:
        return ""
    exact, near, wrong = (
        number_of(rows[rows["verdict"] == verdict], f"printed calculations, {verdict}")
        for verdict in ("as printed", "within 5 %", "does not follow")
    )
    parts = [f"{integer(exact)} as printed"] if exact else []
    parts += [f"{integer(near)} within {share(worked(tables, 0.05, NEARLY))}"] if near else []
    failing = f"{integer(wrong)} {'does' if wrong == 1 else 'do'} not follow from the printed factors"
    parts += [failing] if wrong else ["none fails to follow from its factors"]
    every = count(number_of(rows, "printed calculations"), "printed calculation")
    return f"{sentence(every)} multiplied out: {listing(parts)}."


def judged_again(claims: pd.DataFrame) -> pd.Series:
    """Which rows of the table `claims` are no statement of their own, but judge one again by our estimates."""
    return claims["claim"].str.endswith(TWICE)
