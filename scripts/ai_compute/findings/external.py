"""Beside other people's data: what a database of others says, and how ours agrees with it."""

from typing import Any

import numpy as np
import pandas as pd

from ai_compute.external.keys import DOMAIN, ERAS, LARGE, LARGE_FLOP, NOTABLE, OWN, RECORD, RECORD_OF_ALL, TOP
from ai_compute.findings.growth import pace, trend
from ai_compute.findings.numbers import (
    count,
    day,
    inside_sentence,
    integer,
    listing,
    of,
    sentence,
    share,
    significant,
    times,
)
from ai_compute.findings.sources import number_of, whole, worked
from ai_compute.schemas.external import ALL, DEVICE, EPOCH, INDEPENDENT, OTHER, PUBLISHED, ROW
from ai_compute.storage.rows import Tables, each_row

OURS = "own"
WITHIN = 3
SAME_WITHIN = 1.05
TENS = {10: "ten"}
USUAL_START = "2010"
"""From when lines are counted where no table says it."""


def present(tables: Tables) -> bool:
    """Whether the build read an external database."""
    return "external_runs" in tables


def databases(tables: Tables) -> list[str]:
    """What the databases are called whose runs a build has."""
    runs = tables.get("external_runs", pd.DataFrame())
    if "database" not in runs or runs.empty:
        return [EPOCH]
    return sorted({name for names in runs["database"].unique() for name in names.split("; ")})


def whose(tables: Tables) -> str:
    """`Epoch AI’s database`, or `the databases of Epoch AI and Our World in Data`."""
    names = databases(tables)
    if len(names) == 1:
        return f"{names[0]}{'’' if names[0].endswith('s') else '’s'} database"
    return f"the databases of {listing(names)}"


def credited(tables: Tables) -> str:
    """The same with the licence of Epoch AI's data, from which Our World in Data's is made."""
    told = whose(tables).replace(EPOCH, f"{EPOCH} (CC BY)", 1) if len(databases(tables)) > 1 else whose(tables)
    return f"{told} (CC BY)" if databases(tables) == [EPOCH] else told


def caption(tables: Tables, drawn: int, every: int) -> str:
    """What a figure says of its layer of external runs; '' if it has none."""
    if not drawn:
        return ""
    thinned = "" if every == 1 else f", one of every {every:,}"
    return f" Small dots: runs of {whose(tables)} in this frame that are not among ours{thinned}."


def since_of(tables: Tables, trend: str, column: str = "since") -> str:
    """From when a line runs, or is counted, as config says: `2010`, or `15 March 2010`."""
    row = _count_of(tables, trend)
    if row is None or pd.isna(getattr(row, column)):
        return USUAL_START
    start = pd.Timestamp(getattr(row, column))
    return day(start, "year" if start.day_of_year == 1 else "day")


def _count_of(tables: Tables, trend: str) -> Any:
    """The row of a line in the table that counts its runs; None where there is none."""
    rows = tables.get("external_counts", pd.DataFrame({"trend": []}))
    return next(each_row(rows[rows["trend"].eq(trend)]), None)


def name_of(trend: str, tables: Tables | None = None) -> str:
    """A trend of the database in words; the tables say from when its runs are counted."""
    given = tables if tables is not None else {}
    name = trend.removesuffix(OWN)
    ending = ", by our estimates" if name != trend else ""
    return f"{_runs_of(name, given)}{ending}"


def _runs_of(trend: str, tables: Tables) -> str:
    if trend == NOTABLE or trend.startswith(DOMAIN):
        domain = f" in {trend.removeprefix(DOMAIN)}" if trend != NOTABLE else ""
        return f"Notable runs{domain} since {since_of(tables, NOTABLE)}"
    if trend in ERAS:
        start, end = (f"{day.year}" if day else "" for day in ERAS[trend])
        return (
            f"Notable runs {f'{start} to {end}' if start and end else f'since {start}' if start else f'before {end}'}"
        )
    if trend == LARGE:
        return f"Runs from {LARGE_FLOP:.0e} FLOP on (selected by their compute)".replace("e+", "e")
    ranked = f"ranked among all since {since_of(tables, trend, 'counted_from')}"
    if trend.startswith(TOP):
        number = int(trend.removeprefix(TOP))
        return f"The {TENS.get(number, f'{number:,}')} largest runs of their time ({ranked})"
    if trend in (RECORD, RECORD_OF_ALL):
        return f"Records{_years(tables, trend)} ({ranked if trend == RECORD else 'ranked among all of all time'})"
    return trend


def _years(tables: Tables, trend: str) -> str:
    """` of 2012 to 16 May 2018`: the days between which runs of a line count; '' where no table says them."""
    row = _count_of(tables, trend)
    if row is None or pd.isna(getattr(row, "before", None)):
        return ""
    return f" of {since_of(tables, trend)} to {day(row.before - pd.Timedelta(days=1))}"


def finding(tables: Tables) -> str:
    """How fast the database's notable runs grow: the one sentence of the section."""
    return growth(tables)


def details(tables: Tables) -> list[str]:
    """What else is said of it: what was read, its records, both methods on its facts, ours beside its totals."""
    parts = (extent(tables), records(tables), both_methods(tables), recomputed(tables), beside_ours(tables))
    return [text for text in parts if text]


def extent(tables: Tables) -> str:
    """What was read, and what was not used: models first, devices apart."""
    kinds = {"runs": "runs", "training_compute": "runs with training compute", "matches": "runs that are ours too"}
    runs, valued, matched = (number_of(tables[f"external_{name}"], what) for name, what in kinds.items())
    unused = tables["external_unused"]
    gives = "gives" if len(databases(tables)) == 1 else "give"
    text = f"{sentence(credited(tables))} {gives} {count(runs, 'run')}"
    if runs:
        known = count(matched, "is", "are") if matched else "none is"
        text += f", {of(valued, runs)} with training compute; {known} also among ours"
    text += "."
    lost = []
    for use, what in ((ROW, "row of models"), (DEVICE, "device")):
        rows = number_of(unused[unused["use"] == use].drop_duplicates(["file", "line"]), f"not used: {what}")
        if rows:
            lost.append(count(rows, what, "rows of models" if use == ROW else None))
    return f"{text} {sentence(' and '.join(lost))} could not be used." if lost else text


def growth(tables: Tables) -> str:
    """How fast the database's notable runs grow, of how many runs, and what is left out."""
    row = trend({"trends": tables["external_trends"]}, NOTABLE)
    if row is None:
        return f"{sentence(credited(tables))}: too few notable runs with training compute for a trend."
    notable = f"notable runs in {credited(tables)} since {since_of(tables, NOTABLE)}"
    text = f"The training compute of {notable} {pace(row)}: {count(whole(row['runs']), 'run')}"
    stated, tuned = counted(tables, NOTABLE)
    if tuned:
        text += (
            f" of {integer(stated)} with a published total; {count(tuned, 'fine-tune')}, whose "
            f"{'totals hold their base models’' if tuned > 1 else 'total holds its base model’s'}, "
            f"{'are' if tuned > 1 else 'is'} left out"
        )
    return f"{text}."


def counted(tables: Tables, trend: str) -> tuple[int, int]:
    """How many runs of a line state a total, and how many of them are fine-tunes, which a database counts too."""
    row = _count_of(tables, trend)
    return (whole(row.stated), whole(row.fine_tunes)) if row is not None else (0, 0)


def records(tables: Tables) -> str:
    """The records, from when they are counted, and what the other choice gives."""
    rows = {name: trend({"trends": tables["external_trends"]}, name) for name in (RECORD, RECORD_OF_ALL)}
    told = [
        f"{name_of(name, tables)} {pace(row)} ({count(whole(row['runs']), 'run')})"
        for name, row in rows.items()
        if row is not None
    ]
    return f"{'; '.join([*told[:1], *(inside_sentence(text) for text in told[1:])])}." if told else ""


def both_methods(tables: Tables) -> str:
    """How far both methods are apart on the database's own facts, without its totals."""
    rows = tables["external_check"]
    row = next(each_row(rows[rows["by"].eq(ALL) & rows["kind"].eq(INDEPENDENT)]), None)
    if row is None:
        return ""
    return (
        f"Both methods on the facts of {whose(tables)}, without published totals: hardware time is "
        f"{significant(row.median_ratio)} times operation counting in the median of {count(whole(row.runs), 'run')}; "
        f"{share(row.share_within_2)} are within {times(2)}, {share(row.share_within_3)} within {times(3)}."
    )


def recomputed(tables: Tables) -> str:
    """How our estimates from the database's facts agree with its totals; the same formula agrees because it must."""
    found = []
    for method, rows in tables["external_agreement"].groupby("method", sort=True):
        by_way = {row.published_method: row for row in each_row(rows)}
        everything, independent = by_way[ALL], by_way.get(OTHER)
        text = f"{method} agrees on {share(everything.share_within_3)} of {count(whole(everything.runs), 'run')}"
        alone = "with a total by the other method alone"
        if independent is None:
            text += f" (none {alone})"
        else:
            text += f" ({share(independent.share_within_3)} of the {integer(independent.runs)} {alone})"
        found.append(text)
    given = f"Recomputed from facts of {whose(tables)}, within {times(WITHIN)} of the totals published there"
    return f"{given}: {'; '.join(found)}." if found else ""


def beside_ours(tables: Tables) -> str:
    """Our own estimates beside the database's totals; a total that both took from one publication says nothing."""
    matches = tables["external_matches"]
    both = matches["basis"].eq(OURS) & matches["external_basis"].eq(PUBLISHED) & matches["ratio"].notna()
    compared = matches[both]
    if compared.empty:
        return ""
    ratios = compared["ratio"].astype(float)
    middle = worked(tables, float(ratios.median()), "median of our estimate / their total")
    by, side = (middle, "higher") if middle >= 1 else (1 / middle, "lower")
    apart = f"{significant(by)} times {side}" if by >= SAME_WITHIN else "the same within 5 %"
    if len(compared) == 1:
        return f"Of the one run with our estimate and their total, ours is {apart}."
    agree = compared[np.abs(np.log10(ratios)) <= np.log10(WITHIN)]
    near = number_of(agree, f"ratios within a factor of {WITHIN}")
    runs = f"{sentence(of(near, number_of(compared, 'runs with both values')))} runs with our estimate and their total"
    return f"{runs} agree within {times(WITHIN)}; ours is {apart} in the median."
