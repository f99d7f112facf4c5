"""Did growth change, and when? The break fits that the criterion selects."""

import math

import pandas as pd

from ai_compute.findings.growth import SAME_WITHIN
from ai_compute.findings.numbers import count, doubling, known, listing, sentence
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import ERAS_AS_PLOTTED, WITH_THIRD_PARTY

SINCE_2010 = {"since-2010": "all runs since 2010", "top-10": "the ten largest of their time", "record": "the records"}
NAMES = {ERAS_AS_PLOTTED: "OpenAI’s 26 points", "all": "all runs", "top-10": "ten largest", "record": "records"}
DECIDES_FROM = 2.0
"""Fits whose criteria are closer than this are told as equally likely."""
CAPTION = (
    "Above: the points of OpenAI’s two charts, their best lines, and in yellow the 95 % interval of the break. Below: "
    "breaks in each set of runs (+: with totals of others), with the doubling time before and after."
)
READING = (
    "Breaks are those that the Bayesian information criterion selects, their intervals are by bootstrap. Every date "
    "with five runs either side was tried, with none, one and two breaks."
)


def selected(tables: Tables, name: str) -> pd.DataFrame:
    """The breaks of the selected fit of a set, in order; one row with break_number 0 if it has none."""
    found = tables["breaks"]
    return found[(found["set"] == name) & found["selected"]].sort_values("break_number", kind="stable")


def dated(row: pd.Series) -> str:
    """`2011 (95 % interval 2009 to 2014)`."""
    year = f"{int(row['date'])}"
    if not (known(row["date_low"]) and known(row["date_high"])):
        return year
    return f"{year} (95 % interval {int(row['date_low'])} to {int(row['date_high'])})"


def title(tables: Tables) -> str:
    """The finding of the figure: what the points of OpenAI say."""
    rows = selected(tables, ERAS_AS_PLOTTED)
    if rows.empty:
        return "Too few runs to look for breaks in growth"
    if rows["breaks"].iloc[0] == 0:
        return "One line fits OpenAI’s points of both eras: no break is worth its parameters"
    dates = listing([dated(row) for _, row in rows.iterrows()])
    before, after = rows["doubling_months_before"].iloc[0], rows["doubling_months_after"].iloc[-1]
    times = "once" if len(rows) == 1 else "twice"
    return f"In OpenAI’s two charts growth changed {times}, in {dates}: {_pace(before)}, then {_pace(after, before)}"


def _pace(months: float, beside: float = math.nan) -> str:
    """`a doubling every 3.3 months`, `no growth`; beside another doubling time only `3.3 months`."""
    if not known(months) or months <= 0:
        return "no growth"
    return doubling(months) if known(beside) and beside > 0 else f"a doubling every {doubling(months)}"


def since(tables: Tables, name: str, who: str) -> str:
    """Whether growth of some runs changed since 2010, and to what."""
    rows = selected(tables, name)
    if rows.empty:
        return ""
    if rows["breaks"].iloc[0] == 0:
        return f"{who} show no break{_nearly(tables, name)}"
    before, after = rows["doubling_months_before"].iloc[0], rows["doubling_months_after"].iloc[-1]
    dates = listing([dated(row) for _, row in rows.iterrows()])
    found = f"{who} show {count(len(rows), 'break')}, in {dates}"
    if not known(before) or not known(after):
        return f"{found}: from {_pace(before)} to {_pace(after, before)}"
    ratio = after / before
    became = "slowed" if ratio > SAME_WITHIN else "quickened" if ratio < 1 / SAME_WITHIN else "kept its pace"
    return f"{found}: growth {became}, from {_pace(before)} to {_pace(after, before)}"


def _nearly(tables: Tables, name: str) -> str:
    """That a break is nearly as good, where the criterion hardly decides."""
    found = tables["breaks"]
    others = found[(found["set"] == name) & (found["break_number"] == 1) & (found["delta_bic"] < DECIDES_FROM)]
    if others.empty:
        return ""
    best = others.sort_values("delta_bic", kind="stable").iloc[0]
    before, after = best["doubling_months_before"], best["doubling_months_after"]
    return f", though one in {dated(best)}, from {_pace(before)} to {_pace(after, before)}, is as likely"


def finding(tables: Tables) -> str:
    """Breaks of both eras, and of the runs since 2010 without and with third-party totals."""
    return " ".join(details(tables))


def details(tables: Tables) -> list[str]:
    """Breaks of both eras, and of each kind of run since 2010 without and with third-party totals."""
    texts = [f"{title(tables)}."]
    for name, who in SINCE_2010.items():
        alone, joined = since(tables, name, who), since(tables, name + WITH_THIRD_PARTY, who)
        if alone:
            other = joined.replace(f"{who} show", "with totals of others,", 1) if joined not in ("", alone) else ""
            texts.append(sentence(f"{alone}{f'; {other}' if other else ''}."))
    return texts
