"""Were the 15 runs the large ones of their time, and did each era use what the text says?"""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings.numbers import count, listing, sentence, share
from ai_compute.rows import each_row

Tables = Mapping[str, pd.DataFrame]
SET, STATED = "openai-2018", "as stated"
LARGE, SMALL = 3, 10
"""A run is told as large up to the first rank, and as small beyond the second."""


def selection(tables: Tables) -> str:
    """Ranks of the runs of 2018's chart among all runs here published up to their date."""
    rows = tables["selected"]
    rows = rows[rows["set"] == SET]
    if rows.empty:
        return ""
    names = tables["runs"].set_index("run")["name"]
    large, records = int((rows["rank_all"] <= LARGE).sum()), int((rows["rank_all"] == 1).sum())
    among = count(LARGE, "largest", "largest")
    text = (
        f"Of the {count(len(rows), 'run')} of 2018’s chart, {large} were among the {among} so far when published, "
        f"{records} of them the largest"
    )
    small = rows[rows["rank_all"] > SMALL]
    if small.empty:
        return f"{text}; none ranked beyond {SMALL}."
    told = [f"{names.get(row.run, row.run)} was {row.rank_all} of {row.runs_all}" for row in each_row(small)]
    return f"{text}; {listing(told)}."


def ranges(tables: Tables) -> str:
    """Shares inside the stated ranges, and how far half a year moves them."""
    eras = tables["eras"]
    eras = eras[(eras["set"] == SET) & eras["inside_share"].notna()]
    texts = []
    for era, rows in eras[eras["edges"] == STATED].groupby("era", sort=True):
        parts = [f"{share(row['inside_share'])} of {row['runs']} in {row['quantity']}" for _, row in rows.iterrows()]
        moved = eras[(eras["era"] == era) & (eras["edges"] != STATED)]
        text = f"in {era} the text’s ranges hold {listing(parts)}"
        if len(moved):
            low, high = moved["inside_share"].min(), moved["inside_share"].max()
            text += f" (edges moved by half a year: {share(low)} to {share(high)})"
        texts.append(text)
    return f"{sentence('; '.join(texts))}." if texts else ""
