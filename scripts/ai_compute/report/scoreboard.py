"""Published statements by verdict: the contradicted first."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings.numbers import count, known, power
from ai_compute.report.parts import Cell, Column, PageTable, Scoreboard, Share, web_link
from ai_compute.rows import each_row

Tables = Mapping[str, pd.DataFrame]
VERDICTS = {
    "contradicted": ("bad", "outside our interval"),
    "uninformative": ("open", "our interval is too wide to judge them"),
    "not checkable": ("none", "the data here do not hold what they speak of"),
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
    return Scoreboard(
        f"{count(len(claims), 'published statement')} against these tables".capitalize(),
        [share for share in shares if share.number],
        shown,
        "tables/claims.csv",
    )


def _table(verdict: str, claims: pd.DataFrame) -> PageTable:
    rows = [
        [
            Cell(row.statement, look="statement"),
            Cell(stated(row.stated, row.stated_low, row.stated_high, row.unit)),
            Cell(found(row.found, row.found_low, row.found_high, row.unit)),
            Cell(row.reason),
            Cell(row.source, link=web_link(row.url)),
        ]
        for row in each_row(claims.sort_values(["topic", "claim"]))
    ]
    columns = [
        *(Column("Statement"), Column("Stated", True), Column("Found here, 95 % interval", True)),
        *(Column("Why this verdict"), Column("Source")),
    ]
    caption = f"{len(rows)} {verdict}: {VERDICTS[verdict][1]}"
    return PageTable(caption, columns, rows, folded=verdict != "contradicted", printed=True)


def stated(value: float, low: float, high: float, unit: str) -> str:
    """A stated value with the digits it was stated with: `3.43 months`, `10 to 100 devices`, `50 % of runs`."""
    if known(value):
        return _with_unit(_as_stated(value, unit), unit)
    ends = [_as_stated(end, unit) for end in (low, high) if known(end)]
    return _with_unit(" to ".join(ends), unit) if ends else "–"


def found(value: float, low: float, high: float, unit: str) -> str:
    """A found value with three digits and its interval: `3.18 months (2.4 to 4.6)`; a dash if none was found."""
    if not known(value):
        return "–"
    by = 100 if _is_share(unit) else 1
    exact = value == round(value) and not known(low) and value < 1e6
    text = _with_unit(f"{value:,.0f}" if exact and by == 1 else power(by * value, 3), unit)
    return f"{text} ({power(by * low)} to {power(by * high)})" if known(low) and known(high) else text


def _is_share(unit: str) -> bool:
    return unit.split(" ")[0] == "share"


def _as_stated(value: float, unit: str) -> str:
    shown = value * (100 if _is_share(unit) else 1)
    return f"{shown:,.10g}" if 1e-3 <= abs(shown) < 1e9 or shown == 0 else power(shown)


def _with_unit(number: str, unit: str) -> str:
    if _is_share(unit):
        return f"{number} %{unit.removeprefix('share')}"
    return f"{number} {unit}".strip() if unit != "year" else number.replace(",", "")
