"""Beside other people's data: what a database of others says, and how ours agrees with it."""

import numpy as np

from ai_compute.findings.growth import pace, trend
from ai_compute.findings.numbers import count, of, sentence, share, significant, times
from ai_compute.schemas.external import ALL, DEVICE, OTHER, PUBLISHED, ROW
from ai_compute.storage.rows import Tables, each_row

NAMES = {
    "epoch-notable": "Its notable runs since 2010",
    "epoch-notable-before-2010": "Its notable runs before 2010",
    "epoch-notable-2010-2018": "Its notable runs 2010 to 2018",
    "epoch-notable-since-2018": "Its notable runs since 2018",
    "epoch-large": "Its runs from 1e23 FLOP on (selected by their compute)",
    "epoch-top-10": "Its ten largest runs of their time, ranked among all of its runs since 2010",
    "epoch-record": "Its records, ranked among all of its runs since 2010",
    "epoch-record-of-all-time": "Its records, ranked among all of its runs",
}
"""Trends of the database in words."""
OWN, DOMAIN = "-own-estimates", "epoch-notable-domain-"
NOTABLE, RECORD, RECORD_OF_ALL = "epoch-notable", "epoch-record", "epoch-record-of-all-time"
OURS = "own"
WITHIN = 3
SAME_WITHIN = 1.05


def present(tables: Tables) -> bool:
    """Whether the build read an external database."""
    return "external_runs" in tables


def caption(drawn: int, every: int) -> str:
    """What a figure says of its layer of external runs; '' if it has none."""
    if not drawn:
        return ""
    thinned = "" if every == 1 else f", one of every {every:,}"
    return f" Small dots: runs of Epoch AI’s database in this frame that are not among ours{thinned}."


def name_of(trend: str) -> str:
    """A trend of the database in words."""
    name = trend.removesuffix(OWN)
    ending = ", recomputed from its facts" if name != trend else ""
    if name.startswith(DOMAIN):
        return f"Its notable runs since 2010, domain {name.removeprefix(DOMAIN)}{ending}"
    return NAMES.get(name, name) + ending


def finding(tables: Tables) -> str:
    """The comparison in a few sentences."""
    parts = (extent(tables), growth(tables), both_methods(tables), beside_ours(tables))
    return " ".join(text for text in parts if text)


def extent(tables: Tables) -> str:
    """What was read, and what was not used: models first, devices apart."""
    runs, valued, matched = (len(tables[f"external_{name}"]) for name in ("runs", "training_compute", "matches"))
    unused = tables["external_unused"]
    text = f"Epoch AI’s database (CC BY) gives {count(runs, 'run')}"
    if runs:
        known = count(matched, "is", "are") if matched else "none is"
        text += f", {of(valued, runs)} with training compute; {known} also among ours"
    text += "."
    lost = []
    for use, what in ((ROW, "row of models"), (DEVICE, "device")):
        rows = len(unused[unused["use"] == use].drop_duplicates(["file", "line"]))
        if rows:
            lost.append(count(rows, what, "rows of models" if use == ROW else None))
    return f"{text} {sentence(' and '.join(lost))} could not be used." if lost else text


def growth(tables: Tables) -> str:
    """How fast the database's notable runs and records grow, of how many runs, and what is left out."""
    row = trend({"trends": tables["external_trends"]}, NOTABLE)
    if row is None:
        return "It has too few notable runs with training compute for a trend."
    text = f"{name_of(NOTABLE)} {pace(row)}: {count(int(row['runs']), 'run')}"
    tuned = _fine_tunes(tables, float(row["start"]))
    text += f", {count(tuned, 'fine-tune')} left out." if tuned else "."
    return f"{text}{_records(tables)}"


def _fine_tunes(tables: Tables, start: float) -> int:
    """Notable fine-tunes with a published total since a date: a count that holds them is larger by so many."""
    compute = tables["external_training_compute"]
    tuned = compute["fine_tune"] & compute["notable"] & compute["basis"].eq(PUBLISHED)
    return int((tuned & (compute["decimal_year"] >= start)).sum())


def _records(tables: Tables) -> str:
    """The records, from when they are counted, and what the other choice gives."""
    rows = {name: trend({"trends": tables["external_trends"]}, name) for name in (RECORD, RECORD_OF_ALL)}
    told = [f"{name_of(name)} {pace(row)} ({row['runs']})" for name, row in rows.items() if row is not None]
    if not told:
        return ""
    later = f"; {told[1][0].lower()}{told[1][1:]}" if len(told) > 1 else ""
    return f" {told[0]}{later}."


def both_methods(tables: Tables) -> str:
    """How far both methods are apart on the database's own facts, without its totals."""
    rows = tables["external_check"]
    row = next(each_row(rows[rows["by"].eq("all") & rows["kind"].eq("independent")]), None)
    if row is None:
        return recomputed(tables)
    return (
        f"Both methods on its own facts: hardware time is {significant(row.median_ratio)} times operation counting in "
        f"the median of {count(row.runs, 'run')}; {share(row.share_within_2)} are within {times(2)}, "
        f"{share(row.share_within_3)} within {times(3)}."
    )


def recomputed(tables: Tables) -> str:
    """How our estimates from the database's facts agree with its totals; the same formula agrees because it must."""
    found = []
    for method, rows in tables["external_agreement"].groupby("method", sort=True):
        by_way = {row.published_method: row for row in each_row(rows)}
        everything, independent = by_way[ALL], by_way.get(OTHER)
        text = f"{method} agrees on {share(everything.share_within_3)} of {count(everything.runs, 'run')}"
        alone = "with a total by the other method alone"
        if independent is None:
            text += f" (none {alone})"
        else:
            text += f" ({share(independent.share_within_3)} of the {independent.runs:,} {alone})"
        found.append(text)
    return f"Recomputed from its facts, within {times(WITHIN)} of its totals: {'; '.join(found)}." if found else ""


def beside_ours(tables: Tables) -> str:
    """Our own estimates beside the database's totals; a total that both took from one publication says nothing."""
    matches = tables["external_matches"]
    ratios = matches.loc[matches["basis"].eq(OURS) & matches["external_basis"].eq(PUBLISHED), "ratio"].dropna()
    if ratios.empty:
        return ""
    middle = float(ratios.median())
    by, side = (middle, "higher") if middle >= 1 else (1 / middle, "lower")
    apart = f"{significant(by)} times {side}" if by >= SAME_WITHIN else "the same within 5 %"
    if len(ratios) == 1:
        return f"Of the one run with our estimate and their total, ours is {apart}."
    near = int((np.abs(np.log10(ratios)) <= np.log10(WITHIN)).sum())
    runs = f"{sentence(of(near, len(ratios)))} runs with our estimate and their total"
    return f"{runs} agree within {times(WITHIN)}; ours is {apart} in the median."
