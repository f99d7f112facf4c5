"""Were the 15 runs the large ones of their time, and did each era use what the text says?"""

import math

from ai_compute.findings.numbers import count, integer, listing, of, sentence, share_range
from ai_compute.findings.sources import number_of, worked
from ai_compute.storage.rows import Tables, each_row
from ai_compute.trends.keys import LAW

STATED = "as stated"
LARGE, SMALL, TOLD = 3, 10, 3
"""A run is told as large up to the first rank, and as small beyond the second; so many small ones are named."""


def selection(tables: Tables) -> str:
    """Ranks of the runs of 2018's chart among all runs here published up to their date."""
    rows = tables["selected"]
    rows = rows[rows["set"] == LAW]
    if rows.empty:
        return ""
    names = tables["runs"].set_index("run")["name"]
    large, records, every = (
        number_of(rows[rows["rank_all"] <= rank], f"runs of 2018’s chart{words}")
        for rank, words in ((LARGE, f" ranked {LARGE} or better"), (1, " ranked first"), (math.inf, ""))
    )
    among = f"among the {count(LARGE, 'largest', 'largest')} so far when published"
    of_them = f" ({integer(records)} the largest)" if large else ""
    text = f"{sentence(of(large, every))} run{'' if len(rows) == 1 else 's'} of 2018’s chart stood {among}{of_them}"
    small = rows[rows["rank_all"] > SMALL].sort_values(["rank_all", "run"], ascending=[False, True])
    beyond = integer(worked(tables, SMALL, "the rank beyond which a run is called small here"))
    if small.empty:
        return f"{text}; none ranked beyond {beyond}."
    if len(small) > TOLD:
        runs = count(number_of(small, f"runs of 2018’s chart ranked beyond {SMALL}"), "run")
        return f"{text}; {runs} ranked beyond {beyond}."
    told = [
        f"{names.get(row.run, row.run)} ranked {integer(row.rank_all)} of {integer(row.runs_all)}"
        for row in each_row(small)
    ]
    return f"{text}; {listing(told)}."


def ranges(tables: Tables) -> str:
    """Shares inside the stated ranges, and how far half a year moves them."""
    eras = tables["eras"]
    eras = eras[(eras["set"] == LAW) & eras["inside_share"].notna()]
    texts = []
    for era, rows in eras[eras["edges"] == STATED].groupby("era", sort=True):
        parts = [
            f"{integer(row['inside_share'] * row['runs'])} of {integer(row['runs'])} in {row['quantity']}"
            for _, row in rows.iterrows()
        ]
        moved = eras[(eras["era"] == era) & (eras["edges"] != STATED)]
        text = f"{era}: {listing(parts)}"
        if len(moved):
            ends = share_range(moved["inside_share"].min(), moved["inside_share"].max())
            text += f". With edges moved by half a year, {ends} of them lie inside"
        texts.append(text)
    return f"Runs inside the text’s ranges, {'. '.join(texts)}." if texts else ""
