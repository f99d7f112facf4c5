"""Beside other people's data: what a database of others says, and how ours agrees with it."""

import numpy as np

from ai_compute.findings.growth import pace, trend
from ai_compute.findings.numbers import count, of, sentence, share, significant, times
from ai_compute.schemas.external import ALL, OTHER, ROW
from ai_compute.storage.rows import Tables, each_row

TRENDS = {
    "epoch-notable": "its notable runs",
    "epoch-top-10": "its ten largest runs of their time",
    "epoch-record": "its records",
}
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


def finding(tables: Tables) -> str:
    """The comparison in a few sentences."""
    return " ".join(text for text in (extent(tables), growth(tables), recomputed(tables), beside_ours(tables)) if text)


def extent(tables: Tables) -> str:
    """What was read, and what was not used."""
    runs, valued, matched = (len(tables[f"external_{name}"]) for name in ("runs", "training_compute", "matches"))
    unused = tables["external_unused"]
    rows = len(unused[unused["use"] == ROW].drop_duplicates(["file", "line"]))
    text = f"Epoch AI’s database (CC BY) gives {count(runs, 'run')}"
    if runs:
        known = count(matched, "is", "are") if matched else "none is"
        text += f", {of(valued, runs)} with training compute; {known} also among ours"
    text += "."
    return f"{text} {sentence(count(rows, 'row'))} could not be used." if rows else text


def growth(tables: Tables) -> str:
    """How fast the database's own runs grow."""
    told = []
    for name, runs in TRENDS.items():
        row = trend({"trends": tables["external_trends"]}, name)
        if row is not None:
            told.append(f"{runs} from {int(row['start'])} to {int(row['end'])} {pace(row)}")
    return sentence("; ".join(told)) + "." if told else "It has too few runs with training compute for a trend."


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
    """Our values beside the database's, where both have one."""
    ratios = tables["external_matches"]["ratio"].dropna()
    if ratios.empty:
        return ""
    middle = float(ratios.median())
    by, side = (middle, "higher") if middle >= 1 else (1 / middle, "lower")
    apart = f"{significant(by)} times {side}" if by >= SAME_WITHIN else "the same within 5 %"
    if len(ratios) == 1:
        return f"Of the one run with a value in both, ours is {apart}."
    near = int((np.abs(np.log10(ratios)) <= np.log10(WITHIN)).sum())
    text = f"{sentence(of(near, len(ratios)))} runs with a value in both agree within {times(WITHIN)}"
    return f"{text}; ours is {apart} in the median."
