"""Were the 15 runs the large ones of their time, and did each era use what the text says?"""

from ai_compute.findings.numbers import count, listing, of, sentence, share
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
    large, records = int((rows["rank_all"] <= LARGE).sum()), int((rows["rank_all"] == 1).sum())
    among = f"among the {count(LARGE, 'largest', 'largest')} so far when published"
    of_them = f" ({records:,} the largest)" if large else ""
    text = f"{sentence(of(large, len(rows)))} run{'' if len(rows) == 1 else 's'} of 2018’s chart stood {among}{of_them}"
    small = rows[rows["rank_all"] > SMALL].sort_values(["rank_all", "run"], ascending=[False, True])
    if small.empty:
        return f"{text}; none ranked beyond {SMALL}."
    if len(small) > TOLD:
        return f"{text}; {count(len(small), 'run')} ranked beyond {SMALL}."
    told = [f"{names.get(row.run, row.run)} ranked {row.rank_all} of {row.runs_all}" for row in each_row(small)]
    return f"{text}; {listing(told)}."


def ranges(tables: Tables) -> str:
    """Shares inside the stated ranges, and how far half a year moves them."""
    eras = tables["eras"]
    eras = eras[(eras["set"] == LAW) & eras["inside_share"].notna()]
    texts = []
    for era, rows in eras[eras["edges"] == STATED].groupby("era", sort=True):
        parts = [
            f"{row['inside_share'] * row['runs']:.0f} of {row['runs']} in {row['quantity']}"
            for _, row in rows.iterrows()
        ]
        moved = eras[(eras["era"] == era) & (eras["edges"] != STATED)]
        text = f"{era}: {listing(parts)}"
        if len(moved):
            low, high = (share(moved["inside_share"].agg(end)) for end in ("min", "max"))
            text += f" ({low}{'' if low == high else f' to {high}'} with edges moved by half a year)"
        texts.append(text)
    return f"Runs inside the text’s ranges, {'; '.join(texts)}." if texts else ""
