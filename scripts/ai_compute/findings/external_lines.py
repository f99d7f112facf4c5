"""The lines that readers of a database look for, each beside ours of the same years."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings.external import DOMAIN, OWN
from ai_compute.findings.numbers import count, doubling, doubling_interval
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import WITH_THIRD_PARTY
from ai_compute.trends.told import told

THEIRS, OURS = "the database", "our runs"
CAPTION = (
    "Growth of training compute a year in Epoch AI’s database (CC BY) and, in red, of our runs, with 95 % intervals; "
    "the words give it as a doubling time."
)
READING = (
    "The database’s lines are of its notable runs but for the last groups; ours are of all our runs, totals of others "
    "included. Fine-tunes are left out of its lines, after runs were ranked among all of it. Runs selected by their "
    "size (the ten largest of their time, those from 1e23 FLOP on) depend on each other or are cut off, so that their "
    "intervals are nominal. A line whose curvature is plain has no one doubling time and is not shown."
)
GROUPS: Mapping[str, tuple[str, str]] = {
    "Since 2010": ("epoch-notable", "since-2010"),
    "Before 2010": ("epoch-notable-before-2010", "pre-2010"),
    "2010 to 2018": ("epoch-notable-2010-2018", "2010-2018"),
    "Since 2018": ("epoch-notable-since-2018", "since-2018"),
    "Ten largest runs of their time (nominal)": ("epoch-top-10", "top-10"),
    "From 1e23 FLOP on (nominal)": ("epoch-large", ""),
}
BY_DOMAIN = "Notable runs of the database by domain, since 2010"


def lines(tables: Tables) -> pd.DataFrame:
    """Rows of both tables of trends in groups, with `group`, `name`, `ours` and `text`: doubling time and interval."""
    theirs, ours = told(tables["external_trends"]), told(tables["trends"])
    found = pd.concat([theirs.assign(ours=False), ours.assign(ours=True)], ignore_index=True)
    known = found["doubling_months"].notna() & found["doubling_months_low"].notna()
    found = found[known & ~found["curved"].astype(bool)]
    places = []
    for group, (their_line, our_line) in GROUPS.items():
        places += [(their_line, group, THEIRS), (our_line + WITH_THIRD_PARTY, group, OURS)]
    domains = sorted(name for name in theirs["trend"] if name.startswith(DOMAIN) and not name.endswith(OWN))
    places += [(name, BY_DOMAIN, name.removeprefix(DOMAIN)) for name in domains]
    rows = pd.DataFrame(places, columns=["trend", "group", "name"]).merge(found, on="trend", how="inner")
    text = [f"{doubling(row['doubling_months'])} ({doubling_interval(row)})" for _, row in rows.iterrows()]
    return rows.assign(text=pd.Series(text, rows.index, dtype="str"))


def title(tables: Tables) -> str:
    """The finding of the figure: growth of the notable runs, theirs and ours."""
    rows = lines(tables)
    since = rows[rows["group"].eq("Since 2010")]
    if since.empty:
        return f"{count(len(rows), 'line')} of the database could be fitted"
    paces = [f"{row['name']} every {doubling(row['doubling_months'])}" for _, row in since.iterrows()]
    return f"Doubling since 2010: {' and '.join(paces)}"
