"""The lines that readers of a database look for, each beside ours of the same years."""

import pandas as pd

from ai_compute.findings import external
from ai_compute.findings.external import DOMAIN, OWN
from ai_compute.findings.numbers import count, doubling, doubling_interval, sentence
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import WITH_THIRD_PARTY
from ai_compute.trends.told import told

THEIRS, OURS = "the database", "our runs"
LINES_FIGURE, RUNS_FIGURE = "external", "external-runs"
"""What the two figures are called."""
READING = (
    "The database’s lines are of its notable runs but for the last groups; ours are of all our runs, totals of others "
    "included. Fine-tunes are left out of its lines, after runs were ranked among all of it. Runs selected by their "
    "size (the largest of their time, those from 1e23 FLOP on) depend on each other or are cut off, so that their "
    "intervals are nominal. A line whose curvature is plain has no one doubling time and is not shown."
)
OUR_START = "2010"
"""From when our own line of comparison runs (since-2010)."""


def groups(tables: Tables) -> dict[str, tuple[str, str]]:
    """The line of the database and ours, '' if we have none of the same runs, by heading."""
    since = external.since_of(tables, external.NOTABLE)
    top = next((name for name in sorted(set(tables["external_trends"]["trend"])) if _is_top(name)), "epoch-top-10")
    largest = external.name_of(top, tables).removeprefix("Its ").split(",")[0]
    return {
        f"Since {since}": (external.NOTABLE, "since-2010" if since == OUR_START else ""),
        "Before 2010": ("epoch-notable-before-2010", "pre-2010"),
        "2010 to 2018": ("epoch-notable-2010-2018", "2010-2018"),
        "Since 2018": ("epoch-notable-since-2018", "since-2018"),
        f"{largest[0].upper()}{largest[1:]} (nominal)": (top, top.removeprefix("epoch-")),
        "From 1e23 FLOP on (nominal)": (external.LARGE, ""),
    }


def _is_top(name: str) -> bool:
    return name.startswith(external.TOP) and not name.endswith(OWN)


def caption(tables: Tables) -> str:
    """What is drawn."""
    whose = external.credited(tables)
    return (
        f"Growth of training compute a year in {whose} and, in red, of our runs, with 95 % intervals; "
        "the words give it as a doubling time."
    )


def lines(tables: Tables) -> pd.DataFrame:
    """Rows of both tables of trends in groups, with `group`, `name`, `ours` and `text`: doubling time and interval."""
    theirs, ours = told(tables["external_trends"]), told(tables["trends"])
    found = pd.concat([theirs.assign(ours=False), ours.assign(ours=True)], ignore_index=True)
    known = found["doubling_months"].notna() & found["doubling_months_low"].notna()
    found = found[known & ~found["curved"].astype(bool)]
    places = []
    for group, (their_line, our_line) in groups(tables).items():
        places += [(their_line, group, THEIRS), (our_line + WITH_THIRD_PARTY if our_line else "", group, OURS)]
    domains = sorted(name for name in theirs["trend"] if name.startswith(DOMAIN) and not name.endswith(OWN))
    by_domain = f"Notable runs of the database by domain, since {external.since_of(tables, external.NOTABLE)}"
    places += [(name, by_domain, name.removeprefix(DOMAIN)) for name in domains]
    rows = pd.DataFrame(places, columns=["trend", "group", "name"]).merge(found, on="trend", how="inner")
    text = [f"{doubling(row['doubling_months'])} ({doubling_interval(row)})" for _, row in rows.iterrows()]
    return rows.assign(text=pd.Series(text, rows.index, dtype="str"))


def title(tables: Tables) -> str:
    """The finding of the figure: growth of the notable runs, theirs and ours."""
    rows = lines(tables)
    start = external.since_of(tables, external.NOTABLE)
    since = rows[rows["group"].eq(f"Since {start}")]
    if since.empty:
        return f"{count(len(rows), 'line')} of the database could be fitted"
    paces = [f"{row['name']} every {doubling(row['doubling_months'])}" for _, row in since.iterrows()]
    return f"Doubling since {start}: {' and '.join(paces)}"


RUNS_READING = (
    "The lines of the database are fitted to its notable runs, fine-tunes left out; the dotted ones to runs that were "
    "selected by their size, so that their intervals are nominal and not drawn. The next figure holds more of its "
    "lines, by era and by domain, with their intervals."
)


def drawn(tables: Tables) -> pd.DataFrame:
    """The lines of the figure of runs, with `label`, `ours`, `nominal` and `first_era`."""
    found = lines(tables)
    since, before, _, _, top, large = groups(tables)
    labels = {before: "notable runs before 2010", since: "notable runs", top: "the largest", large: "from 1e23 FLOP"}
    rows = found[(~found["ours"] & found["group"].isin(labels)) | (found["ours"] & found["group"].eq(since))]
    return rows.assign(
        label=rows["group"].map(labels).astype("str").mask(rows["ours"], "our runs"),
        nominal=rows["group"].isin([top, large]),
        first_era=rows["group"].eq(before),
    )


def runs_title(tables: Tables) -> str:
    """The finding of the figure of runs."""
    rows = tables["external_training_compute"]
    whole = rows[~rows["fine_tune"]]
    name = sentence(external.whose(tables))
    if whole.empty:
        return f"{name}: no run with training compute"
    return f"{name}: {count(len(whole), 'run')} with training compute, up to {whole['flop'].max():.0e} FLOP"


def runs_caption(tables: Tables, shown: int, every: int) -> str:
    """What is drawn."""
    thinned = "" if every == 1 else f", one of every {every:,}"
    return (
        f"Dots: {count(shown, 'run')} of {external.credited(tables)}{thinned}; lines: growth, in red of our own runs."
    )
