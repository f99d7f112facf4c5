"""Published statements by verdict: the contradicted first."""

import pandas as pd

from ai_compute.findings.law import judged_again
from ai_compute.findings.numbers import count, integer, known, power, power_range, sentence
from ai_compute.findings.sources import Sourced, number_of
from ai_compute.report.parts import Cell, Column, PageTable, Scoreboard, Share, web_link
from ai_compute.storage.rows import each_row

VERDICTS = {
    "contradicted": ("bad", "outside our interval"),
    "uninformative": ("open", "our interval is too wide, or rests on too few runs or on selected ones"),
    "not checkable": ("none", "the data here do not hold what they speak of, or only something like it"),
    "compatible": ("fair", "inside our interval"),
    "replicated": ("good", "within their printed rounding"),
}
"""In the order of the page: a class for the look of each verdict, and what it means."""


def scoreboard(tables: Sourced) -> Scoreboard:
    """All statements, one table a verdict; only the contradicted open."""
    bare, claims = tables.bare["claims"], tables["claims"]
    shown = [verdict for verdict in VERDICTS if (bare["verdict"] == verdict).any()]
    return Scoreboard(
        caption(claims),
        [
            Share(verdict, number_of(claims[bare["verdict"] == verdict], f"verdicts: {verdict}"), VERDICTS[verdict][0])
            for verdict in shown
        ],
        [_table(verdict, bare[bare["verdict"] == verdict]) for verdict in shown],
        "tables/claims.csv",
    )


def caption(claims: pd.DataFrame) -> str:
    """How many statements were taken up, and how many of them were judged twice."""
    again = judged_again(claims)
    every = count(number_of(claims[~again], "published statements"), "published statement")
    twice = number_of(claims[again], "published statements judged by our estimates too")
    judged = f"; {integer(twice)} judged twice, by what was drawn and by our estimates" if twice else ""
    return f"{sentence(every)} against these tables{judged}"


def _table(verdict: str, claims: pd.DataFrame) -> PageTable:
    ordered = claims.sort_values(["topic", "claim"])
    rows = [
        [
            Cell(row.statement, look="statement"),
            Cell(unit(row.unit)),
            Cell(stated(row.stated, row.stated_low, row.stated_high, row.unit)),
            Cell(found(row.found, row.unit)),
            Cell(interval(row.found_low, row.found_high, row.unit)),
            Cell(row.reason),
            Cell(row.source, link=web_link(row.url)),
        ]
        for row in each_row(ordered)
    ]
    columns = [
        *(Column("Statement"), Column("Unit"), Column("Stated", True), Column("Found here", True)),
        *(Column("95 % interval", True), Column("Why this verdict"), Column("Source")),
    ]
    meaning = f"{sentence(verdict)}: {VERDICTS[verdict][1]}"
    anchors = [f"claim_{claim}" for claim in ordered["claim"]]
    return PageTable(meaning, columns, rows, folded=True, printed=verdict == "contradicted", anchors=anchors)


def unit(name: str) -> str:
    """What the numbers of a row count, as its column says it: `% of runs`, `months`; a dash for plain numbers."""
    return f"%{name.removeprefix('share')}" if _is_share(name) else name if name != "1" else "–"


def stated(value: float, low: float, high: float, unit: str) -> str:
    """A stated value with the digits it was stated with: `3.43`, `10 to 100`."""
    ends = [value] if known(value) else [end for end in (low, high) if known(end)]
    return " to ".join(_as_stated(end, unit) for end in ends) or "–"


def found(value: float, unit: str) -> str:
    """A found value with three digits, a count with all of its digits; a dash if none was found."""
    if not known(value):
        return "–"
    if unit == "year" or (value == round(value) and abs(value) < 1e6 and not _is_share(unit)):
        return f"{value:.0f}" if unit == "year" else f"{value:,.0f}"
    return _rounded(value, unit, 3)


def interval(low: float, high: float, unit: str) -> str:
    """The interval of a found value with two digits: `2.4 to 4.6`; a dash if there is none."""
    if not (known(low) and known(high)):
        return "–"
    if unit == "year":
        return f"{low:.0f} to {high:.0f}"
    return f"{_rounded(low, unit, 2)} to {_rounded(high, unit, 2)}" if _is_share(unit) else power_range(low, high)


def _rounded(value: float, unit: str, digits: int) -> str:
    # A share is told in whole per cent or tenths of it, however small.
    return f"{100 * value:.{digits - 2}f}" if _is_share(unit) else power(value, digits)


def _is_share(unit: str) -> bool:
    return unit.split(" ")[0] == "share"


def _as_stated(value: float, unit: str) -> str:
    if unit == "year":
        return f"{value:.10g}"
    shown = value * (100 if _is_share(unit) else 1)
    if 1e-3 <= abs(shown) < 1e6 or shown == 0:
        return f"{shown:,.10g}"
    digits = f"{shown:.9e}".partition("e")[0].replace(".", "").rstrip("0")
    return power(shown, max(len(digits), 2))
