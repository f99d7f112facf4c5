"""Do predicted intervals hold, and what widens them? What calibration says."""

import pandas as pd

from ai_compute.findings import chosen
from ai_compute.findings.numbers import count, listing, share, share_range, significant
from ai_compute.findings.sources import whole
from ai_compute.schemas.calibration import ALL, EARLIER, SINCE
from ai_compute.storage.rows import Tables

LEFT_OUT, LATER = "papers left out", "later papers"
TRIED = {
    LEFT_OUT: "Of {runs}, judged by the scale of all other papers",
    LATER: "Of {runs} since {month}, judged by the scale of those before",
}
FEWER, MORE, MIXED = ": fewer than they say", ": more than they say", ": some fewer, some more than they say"
ASKING = {LEFT_OUT: "All of them", LATER: "The runs before"}
"""Whose scale it is that runs are judged by."""


def intervals(tables: Tables) -> str:
    """Whether the predicted intervals hold where that could fail: on papers and at levels not fitted to."""
    rows = tables["calibration"].sort_values(["tried", "level"], kind="stable")
    texts = []
    for tried, words in TRIED.items():
        found = rows[rows["tried"] == tried]
        if found.empty or found["papers"].max() < 2:
            continue
        inside, levels = (listing([share(value) for value in found[name]]) for name in ("share", "level"))
        interval = "a predicted {} interval" if len(found) == 1 else "predicted {} intervals"
        runs = count(whole(found["runs"].max()), "run")
        judged = words.format(runs=runs, month=chosen.tried_after(tables))
        texts.append(f"{judged}, {inside} lie within {interval.format(levels)}{_held(found)}.")
        texts += [f"{ASKING[tried]} {asked}."] if (asked := _asked(found.iloc[0])) else []
    return " ".join(texts)


def _asked(row: pd.Series) -> str:
    """`ask for more; 3.0 is the most that config.yaml allows`; '' where no bound of config.yaml was in force."""
    if row["scale"] == row["scale_asked"]:
        return ""
    asked, most = ("more", "most") if row["scale"] < row["scale_asked"] else ("less", "least")
    return f"ask for {asked}; a scale of {significant(row['scale'])} is the {most} that config.yaml allows"


def _held(rows: pd.DataFrame) -> str:
    """Whether coverage may be as it says at every level, too little or too much at some."""
    short, more = (rows["share_high"] < rows["level"]).any(), (rows["share_low"] > rows["level"]).any()
    return MIXED if short and more else FEWER if short else MORE if more else ""


def scale(tables: Tables) -> str:
    """The scale of calibrated facts with its interval, by era, and what of it is bias; '' if there is none."""
    every = _scale_of(tables, ALL)
    if every is None:
        return ""
    text = f"Calibration asks for a scale of {_with_interval(every, 'scale')}"
    named = {EARLIER: f"before {chosen.tried_after(tables)}", SINCE: "since"}
    eras = [(_scale_of(tables, group), words) for group, words in named.items()]
    told = [
        f"{_with_interval(row, 'scale', '')} by the {count(whole(row['runs']), 'run')} {words}"
        for row, words in eras
        if row is not None
    ]
    text += f". It is {' and '.join(told)}" if len(told) > 1 else ""
    if every["bias_low"] <= 1 <= every["bias_high"]:
        return f"{text}."
    bias = f"operation counting is {_with_interval(every, 'bias')} times hardware time in the median"
    without = significant(every["scale_without_bias"])
    return f"{text}. Part of it is bias, not scatter: {bias}; without, it would be {without}."


def _scale_of(tables: Tables, group: str) -> pd.Series | None:
    """The scale of a group of runs from two papers or more, or None."""
    rows = tables["calibration_scales"]
    rows = rows[(rows["group"] == group) & (rows["papers"] > 1)]
    return None if rows.empty else rows.iloc[0]


def _with_interval(row: pd.Series, name: str, words: str = "95 % interval ") -> str:
    ends = f"{significant(row[f'{name}_low'])} to {significant(row[f'{name}_high'])}"
    return f"{significant(row[name])} ({words}{ends})"


def less_sure(tables: Tables) -> str:
    """Which method the variance between both is of, if the authors' totals can tell; '' if there is none."""
    rows = tables["variance_shares"].sort_values("share_of_counting", kind="stable")
    if rows.empty:
        return ""
    names = ("share_of_counting", "counting_factor", "time_factor")
    shares, counting, time = ([*rows[name]] for name in names)
    first = rows.iloc[0]
    if first["identified"]:
        ends = share_range(first["share_low"], first["share_high"])
        sure = f"x/÷ {significant(counting[0])} and hardware time to x/÷ {significant(time[0])}"
        return (
            f"Of the variance between both methods, {share(shares[0])} (95 % interval {ends}) is operation counting’s, "
            f"by the authors’ own totals of {count(whole(first['papers']), 'paper')}: it is sure to {sure}."
        )
    own = count(whole(first["papers"]), "paper")
    parts = listing([share(value) for value in shares], "or")
    counted, timed = (listing([significant(value) for value in factors], "or") for factors in (counting, time))
    return (
        "Ratios cannot tell which method is the less sure one, and totals that the authors got by the other method are "
        f"too few to tell ({own}). If {parts} of the variance were operation counting’s, it would be sure to x/÷ "
        f"{counted}, and hardware time to x/÷ {timed}."
    )


def widened(tables: Tables) -> str:
    """What calibration does to the intervals of factors; '' if there was nothing to calibrate with."""
    rows = tables["calibration"]
    rows = rows[rows["tried"] == LEFT_OUT]
    if rows.empty:
        return ""
    asked = _asked(rows.iloc[0])
    held = {"": "as often as", MORE: "more often than", FEWER: "less often than", MIXED: "otherwise than"}[_held(rows)]
    aim = f"With it, independent estimates of one run agree {held} their intervals say"
    return (
        "Calibration: the f of the kinds of facts that config.yaml lists (as delivered: derived, assumed and default "
        f"ones) is first raised to the power {significant(rows['scale'].iloc[0])}. "
        f"{f'Cross-checks {asked}' if asked else aim}."
    )
