"""Did growth change, and when? The break fits that the criterion selects."""

import math

import pandas as pd

from ai_compute.findings.growth import SAME_WITHIN
from ai_compute.findings.numbers import count, doubling, known, listing, sentence, year
from ai_compute.findings.sources import number_of
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import ERAS_AS_PLOTTED, WITH_THIRD_PARTY

SINCE_2010 = {"since-2010": "all runs since 2010"}
SHORT_YEARS = 2.0
"""Growth over a shorter time is not told: a line through it says little."""
NAMES = {ERAS_AS_PLOTTED: "OpenAI’s 26 points", "all": "all runs"}
CAPTION = (
    "Above: the points of OpenAI’s two charts, their best lines, and in yellow the 95 % interval of the break. Below: "
    "breaks in each set of runs, with the doubling time before and after."
)
READING = (
    "Every date with runs of enough papers either side (config.yaml) was tried, with none, one and two breaks. The "
    "Bayesian information criterion chooses; a break is believed only if it gains more than in nineteen of "
    "twenty simulated worlds without one. Intervals are by bootstrap. Frontier runs are left out: selected maxima bend "
    "without a change of growth."
)


def selected(tables: Tables, name: str) -> pd.DataFrame:
    """The breaks of the selected fit of a set, in order; one row with break_number 0 if it has none."""
    found = tables["breaks"]
    return found[(found["set"] == name) & found["selected"]].sort_values("break_number", kind="stable")


def dated(row: pd.Series) -> str:
    """`2011 (95 % interval 2009 to 2014)`."""
    date, low, high = (year(row[f"date{end}"]) if known(row[f"date{end}"]) else "" for end in ("", "_low", "_high"))
    return f"{date} (95 % interval {low} to {high})" if low and high else date


def title(tables: Tables) -> str:
    """The finding of the figure: what the points of OpenAI say."""
    rows = selected(tables, ERAS_AS_PLOTTED)
    if rows.empty:
        return "Too few runs to look for breaks in growth"
    if rows["breaks"].iloc[0] == 0:
        return "One line fits OpenAI’s points of both eras: no break is larger than chance would make it"
    dates = listing([dated(row) for _, row in rows.iterrows()])
    times = "once" if len(rows) == 1 else "twice"
    return f"In OpenAI’s two charts growth changed {times}, in {dates}: {_paces(rows)}"


def _paces(rows: pd.DataFrame) -> str:
    """`a doubling every 21 months, then 3.3 months`, with what lies in between, and how trends jump."""
    first, last = rows.iloc[0], rows.iloc[-1]
    before = _pace(first["doubling_months_before"], first["years_before"])
    text = (
        f"{before}, then {_pace(last['doubling_months_after'], last['years_after'], first['doubling_months_before'])}"
    )
    return f"{text}{_between(rows)}"


def _between(rows: pd.DataFrame) -> str:
    """What happens where trends do not simply go on: a fall in between, or jumps at the breaks."""
    said = []
    if len(rows) > 1 and rows["slope_after"].iloc[0] < 0:
        said.append("fall")
    jumps = (rows["log10_flop_after"] - rows["log10_flop_before"]).abs() > JUMPS_FROM
    if jumps.any():
        said.append("jump")
    if not said:
        return ""
    where = "in between" if len(rows) > 1 else "there"
    return f"; trends {where} {' and '.join(said)}"


JUMPS_FROM = 0.1
"""Lines that part by less, in log10, at a break are told to meet."""


def _pace(months: float, years: float, beside: float = math.nan) -> str:
    """`a doubling every 3.3 months`, `no growth`; beside another doubling time only `3.3 months`."""
    if known(years) and years < SHORT_YEARS:
        return "a stretch too short to tell its growth"
    if not known(months) or months <= 0:
        return "no growth"
    return doubling(months) if known(beside) and beside > 0 else f"a doubling every {doubling(months)}"


def since(tables: Tables, name: str, who: str) -> str:
    """Whether growth of some runs changed since 2010, and to what."""
    rows = selected(tables, name)
    if rows.empty:
        return ""
    if rows["breaks"].iloc[0] == 0:
        return f"{who} show no break that chance would not make"
    before, after = rows["doubling_months_before"].iloc[0], rows["doubling_months_after"].iloc[-1]
    dates = listing([dated(row) for _, row in rows.iterrows()])
    found = f"{who} show {count(number_of(rows, 'breaks of the selected fit'), 'break')}, in {dates}"
    short = min(rows["years_before"].iloc[0], rows["years_after"].iloc[-1]) < SHORT_YEARS
    if short or not known(before) or not known(after):
        return f"{found}: {_paces(rows)}"
    ratio = after / before
    became = "slowed" if ratio > SAME_WITHIN else "quickened" if ratio < 1 / SAME_WITHIN else "kept its pace"
    return f"{found}: growth {became}, {_paces(rows)}"


def finding(tables: Tables) -> str:
    """Breaks of both eras, and of the runs since 2010 with totals of others and without."""
    return " ".join([f"{title(tables)}.", *details(tables)])


def details(tables: Tables) -> list[str]:
    """Breaks of each kind of run since 2010 with totals of others and without."""
    texts = []
    for name, who in SINCE_2010.items():
        alone, joined = since(tables, name, who), since(tables, name + WITH_THIRD_PARTY, who)
        if joined:
            other = alone.replace(f"{who} show", "without totals of others,", 1) if alone not in ("", joined) else ""
            texts.append(sentence(f"{joined}{f'; {other}' if other else ''}."))
    return texts
