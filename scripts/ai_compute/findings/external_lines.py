"""The lines that readers of a database look for, each beside ours of the same years."""

import pandas as pd

from ai_compute.external.keys import DOMAIN, ERAS, LARGE, NOTABLE, OWN, PREFIX, TOP
from ai_compute.findings import external
from ai_compute.findings.numbers import count, doubling, doubling_interval, flop, inside_sentence, listing, sentence
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import WITH_THIRD_PARTY
from ai_compute.trends.told import told

LINES_FIGURE, RUNS_FIGURE = "external", "external-runs"
"""What the two figures are called."""
OURS = "our runs"
READING = (
    "Lines of others are of notable runs but for the last groups; ours are of all our runs, totals of others included. "
    "Fine-tunes are left out of the former, after runs were ranked among all. Runs selected by their size (the largest "
    "of their time, those from 1e23 FLOP on) depend on each other or are cut off, so that their intervals are nominal."
)
OF_TREND = "trend "
"""How rows of tables of what was left out begin that are of a trend."""
OUR_START = "2010"
"""From when our own line of comparison runs (since-2010)."""


def groups(tables: Tables) -> dict[str, tuple[str, str]]:
    """The line of the database and ours, '' if we have none of the same runs, by heading."""
    since = external.since_of(tables, NOTABLE)
    top = next((name for name in sorted(set(tables["external_trends"]["trend"])) if _is_top(name)), f"{TOP}10")
    largest = external.name_of(top, tables).split(" (")[0]
    before, middle, later = ERAS
    return {
        f"Since {since}": (NOTABLE, "since-2010" if since == OUR_START else ""),
        "Before 2010": (before, "pre-2010"),
        "2010 to 2018": (middle, "2010-2018"),
        "Since 2018": (later, "since-2018"),
        f"{largest} (nominal)": (top, top.removeprefix(PREFIX)),
        "From 1e23 FLOP on (nominal)": (LARGE, ""),
    }


def _is_top(name: str) -> bool:
    return name.startswith(TOP) and not name.endswith(OWN)


def caption(tables: Tables) -> str:
    """What is drawn."""
    whose = external.credited(tables)
    return (
        f"Growth of training compute a year in {whose} and, in red, of our runs, with 95 % intervals; "
        "the words give it as a doubling time."
    )


def _theirs(tables: Tables) -> str:
    """What the rows of others are called beside ours."""
    return "the database" if len(external.databases(tables)) == 1 else "the databases"


def lines(tables: Tables) -> pd.DataFrame:
    """Rows of both tables of trends in groups, with `group`, `name`, `ours` and `text`: doubling time and interval."""
    found = _fitted(tables)
    found = found[[_why_not(row) == "" for _, row in found.iterrows()]]
    rows = pd.DataFrame(_wanted(tables), columns=["trend", "group", "name"]).merge(found, on="trend", how="inner")
    text = [f"{doubling(row['doubling_months'])} ({doubling_interval(row)})" for _, row in rows.iterrows()]
    return rows.assign(text=pd.Series(text, rows.index, dtype="str"))


def _fitted(tables: Tables) -> pd.DataFrame:
    """The lines that are told of both tables of trends."""
    theirs, ours = told(tables["external_trends"]), told(tables["trends"])
    return pd.concat([theirs.assign(ours=False), ours.assign(ours=True)], ignore_index=True)


def _wanted(tables: Tables) -> list[tuple[str, str, str]]:
    """The lines that readers look for: trend, group and name of each."""
    places = []
    for group, (their_line, our_line) in groups(tables).items():
        places += [(their_line, group, _theirs(tables)), (our_line + WITH_THIRD_PARTY if our_line else "", group, OURS)]
    known = {*tables["external_trends"]["trend"], *(_left_out(tables))}
    domains = sorted(name for name in known if name.startswith(DOMAIN) and not name.endswith(OWN))
    by_domain = f"Notable runs of {_theirs(tables)} by domain, since {external.since_of(tables, NOTABLE)}"
    places += [(name, by_domain, name.removeprefix(DOMAIN)) for name in domains]
    return [place for place in places if place[0]]


def _why_not(row: pd.Series) -> str:
    """Why a fitted line is not drawn; '' if it is."""
    if bool(row["curved"]):
        return "its curvature is plain, so that it has no one doubling time"
    if not (pd.notna(row["doubling_months"]) and row["slope"] > 0):
        return "it does not grow"
    return "" if pd.notna(row["doubling_months_low"]) else "its interval has no end"


def _left_out(tables: Tables) -> dict[str, str]:
    """Why lines were not fitted, by trend."""
    rows = [tables[name] for name in ("external_excluded", "excluded") if name in tables]
    pairs = [(row["analysis"], row["reason"]) for each in rows for row in each.to_dict("records") if row["run"] == ""]
    return {name.removeprefix(OF_TREND): reason for name, reason in pairs if name.startswith(OF_TREND)}


def missing(tables: Tables) -> str:
    """Which of the lines that readers look for are not drawn, and why; '' if all are."""
    fitted = {row["trend"]: row for _, row in _fitted(tables).iterrows()}
    left_out = _left_out(tables)
    found: dict[str, list[str]] = {}
    for trend, group, name in _wanted(tables):
        reason = _why_not(fitted[trend]) if trend in fitted else left_out.get(trend, "there are no such runs")
        if reason:
            place = inside_sentence(group).removesuffix(" (nominal)")
            whose = f"{place} ({name})" if name in (_theirs(tables), OURS) else f"domain {name}"
            found.setdefault(reason, []).append(whose)
    parts = [f"{listing(names)}: {reason}" for reason, names in found.items()]
    return f" Not drawn: {'; '.join(parts)}." if parts else ""


def title(tables: Tables) -> str:
    """The finding of the figure: growth of the notable runs, theirs and ours."""
    rows = lines(tables)
    start = external.since_of(tables, NOTABLE)
    since = rows[rows["group"].eq(f"Since {start}")]
    if since.empty:
        return f"{count(len(rows), 'line')} of {external.whose(tables)} could be fitted"
    paces = [f"{row['name']} every {doubling(row['doubling_months'])}" for _, row in since.iterrows()]
    return f"Doubling since {start}: {' and '.join(paces)}"


RUNS_READING = (
    "The lines of others are fitted to notable runs, fine-tunes left out; the dotted ones to runs that were selected "
    "by their size, so that their intervals are nominal and not drawn. The next figure holds more of these lines, by "
    "era and by domain, with their intervals."
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
    tuned = "" if len(whole) == len(rows) else ", fine-tunes left out"
    return f"{name}: {count(len(whole), 'run')} with training compute{tuned}, up to {flop(whole['flop'].max())}"


def runs_caption(tables: Tables, shown: int, every: int) -> str:
    """What is drawn."""
    thinned = "" if every == 1 else f", one of every {every:,}"
    return (
        f"Dots: {count(shown, 'run')} of {external.credited(tables)}{thinned}; lines: growth, in red of our own runs."
    )
