"""Published statements by verdict: the contradicted first."""

import pandas as pd

from ai_compute.findings.law import judged_again
from ai_compute.findings.numbers import count, known, power, power_range
from ai_compute.report.parts import Cell, Column, PageTable, Scoreboard, Share, web_link
from ai_compute.storage.rows import Tables, each_row

VERDICTS = {
    "contradicted": ("bad", "outside our interval"),
    "uninformative": ("open", "our interval is too wide, or rests on too few runs or on selected ones"),
    "not checkable": ("none", "the data here do not hold what they speak of, or only something like it"),
    "compatible": ("fair", "inside our interval"),
    "replicated": ("good", "within their printed rounding"),
}
"""In the order of the page: a class for the look of each verdict, and what it means."""


def scoreboard(tables: Tables) -> Scoreboard:
    """All statements, one table a verdict; only the contradicted open."""
    claims = tables["claims"]
    groups = {verdict: claims[claims["verdict"] == verdict] for verdict in VERDICTS}
    shares = [Share(verdict, len(groups[verdict]), look) for verdict, (look, _) in VERDICTS.items()]
    shown = [_table(verdict, rows) for verdict, rows in groups.items() if len(rows)]
    distinct = len(claims) - int(judged_again(claims).sum())
    verdicts = f", {len(claims):,} verdicts" if distinct < len(claims) else ""
    return Scoreboard(
        f"{count(distinct, 'published statement')} against these tables{verdicts}".capitalize(),
        [share for share in shares if share.number],
        shown,
        "tables/claims.csv",
    )


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
    caption = f"{len(rows)} {verdict}: {VERDICTS[verdict][1]}"
    anchors = [f"claim_{claim}" for claim in ordered["claim"]]
    return PageTable(caption, columns, rows, folded=True, printed=verdict == "contradicted", anchors=anchors)


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
