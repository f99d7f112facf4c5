"""The trends that matter, side by side: which runs, how fast, how sure."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings import chosen
from ai_compute.findings.numbers import count, doubling, doubling_interval, doubling_range, integer, listing, sentence
from ai_compute.findings.sources import defined, plain, whole, worked
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import (
    COMPARED,
    DOMAIN,
    FIRST_ERA,
    FIRST_ERA_AS_PLOTTED,
    LAW,
    LAW_AS_PLOTTED,
    UPPER,
    UPPER_BEFORE,
    UPPER_SINCE,
    WITH_THIRD_PARTY,
)
from ai_compute.trends.pairwise import different
from ai_compute.trends.told import told

CAPTION = (
    "Growth of training compute a year, with 95 % intervals; the words give it as a doubling time. Red: the runs of "
    "OpenAI’s chart by our estimates."
)
LEVEL = 0.95
RANKED_FROM = 10
"""Domains with fewer runs are not ranked."""
READING = (
    "The axis is logarithmic. Where runs are of enough organizations (config.yaml says how many), an interval allows "
    "for likeness between runs of one organization. Other intervals do not, and may be too narrow. "
    f"Domains are compared since 2010, those with {defined(str(RANKED_FROM), 'fewer runs are not ranked')} runs or "
    "more. A line whose curvature is plain, such as one through all runs since 1950, has no one doubling time and is "
    "not shown."
)
GROUPS: Mapping[str, Mapping[str, str]] = {
    "OpenAI’s chart, 2012 to 2018": {
        LAW_AS_PLOTTED: "as OpenAI drew it",
        LAW: "re-derived from the papers",
    },
    "OpenAI’s first era, until 2012": {
        FIRST_ERA_AS_PLOTTED: "as OpenAI drew it",
        FIRST_ERA: "re-derived from the papers",
    },
    "Line that a tenth of all runs exceed": {
        UPPER_BEFORE + WITH_THIRD_PARTY: "until {month}",
        UPPER_SINCE + WITH_THIRD_PARTY: "since {month}",
        UPPER_SINCE: "since, without totals of others",
        UPPER + WITH_THIRD_PARTY: "all years (scatter changes too)",
    },
    "All runs that we estimate": {
        "pre-2010": "before 2010",
        "2010-2018": "2010 to 2018",
        "since-2018": "since 2018",
    },
}
BY_DOMAIN = "By domain, since 2010"
OF_OPENAI = (LAW, LAW_AS_PLOTTED, FIRST_ERA, FIRST_ERA_AS_PLOTTED)
"""Their groups alone say which runs they are of."""


def shown(tables: Tables) -> pd.DataFrame:
    """Rows of `trends` in groups, with `group`, `name` within it, and `text`: doubling time and interval."""
    found = told(tables["trends"])
    found = found[found["doubling_months"].notna() & found["doubling_months_low"].notna() & ~found["curved"]]
    ranked = domains(tables)
    named = dict(zip(ranked["trend"], ranked["domain"], strict=True))
    places = [
        (trend, group, name)
        for group, members in {**GROUPS, BY_DOMAIN: named}.items()
        for trend, name in members.items()
    ]
    month = chosen.split(tables)
    places = [(trend, group, name.format(month=month)) for trend, group, name in places]
    order = pd.DataFrame(places, columns=["trend", "group", "name"])
    rows = order.merge(found, on="trend", how="inner")
    text = [f"{doubling(row['doubling_months'])} ({doubling_interval(row)})" for _, row in rows.iterrows()]
    return rows.assign(text=pd.Series(text, rows.index, dtype="str"))


def domains(tables: Tables) -> pd.DataFrame:
    """Trends of domains that are compared, totals of others included: with `domain`, fastest first."""
    found = told(tables["trends"])
    ending = f"-{COMPARED}{WITH_THIRD_PARTY}"
    chosen = found["trend"].str.startswith(DOMAIN) & found["trend"].str.endswith(ending)
    found = found[chosen & (found["runs"] >= RANKED_FROM) & found["doubling_months"].notna() & ~found["curved"]]
    names = found["trend"].str.removeprefix(DOMAIN).str.removesuffix(ending)
    return found.assign(domain=names).sort_values(["doubling_months", "trend"], kind="stable", ignore_index=True)


def by_domain(tables: Tables) -> str:
    """The fastest and the slowest domain since 2010, and whether one can rank them; '' with fewer than two."""
    rows = domains(tables)
    if len(rows) < 2:
        return ""
    fastest, slowest = (
        f"in {row['domain']}, every {doubling(row['doubling_months'])} ({doubling_interval(row)}; "
        f"{count(whole(row['runs']), 'run')})"
        for _, row in rows.iloc[[0, -1]].iterrows()
    )
    number = len(rows) * (len(rows) - 1) // 2
    names = rows["domain"].to_list()
    apart = [f"{names[one]} against {names[other]}" for one, other in different(rows, LEVEL)]
    pairs = count(worked(tables, number, "pairs of domains that are ranked"), "pair")
    verdict = (
        f"of {pairs}, {listing(apart)} {'differs' if len(apart) == 1 else 'differ'} by more than chance, with all "
        f"pairs allowed for (Holm){'' if len(apart) == number else '; the others do not'}"
        if apart
        else f"with all {pairs} allowed for (Holm), none differs by more than chance, so that no order is certain"
    )
    text = (
        f"Since 2010, of domains with runs enough and totals of others included, compute doubled fastest {fastest}. "
        f"It doubled slowest {slowest}"
    )
    return f"{text}. {sentence(verdict)}."


def without_growth(tables: Tables) -> int:
    """How many of the sets of runs did not grow, so that they have no doubling time to draw."""
    found = told(tables["trends"])
    found = found[found["doubling_months"].isna()]
    return int(found["trend"].isin([trend for members in GROUPS.values() for trend in members]).sum())


def _range(rows: pd.DataFrame) -> str:
    return doubling_range(rows["doubling_months"].min(), rows["doubling_months"].max())


def title(tables: Tables) -> str:
    """The finding of the figure: the fastest and the slowest, and whether any is as slow as Moore's law."""
    rows, still = shown(tables), without_growth(tables)
    if len(rows) + still < 2:
        return "Too few runs to compare how fast training compute grows"
    ones, every = (
        integer(worked(tables, number, f"sets of runs that are shown here{words}"))
        for number, words in ((still, " and did not grow"), (len(rows) + still, ""))
    )
    not_grown = f"{ones} of {every} sets of runs did not grow"
    if rows.empty:
        return "Whichever runs one takes, training compute did not grow"
    if still:
        return f"Which runs and years one takes matters: {not_grown}, the others doubled every {_range(rows)}"
    fast, *_, slow = (row for _, row in rows.sort_values("doubling_months", kind="stable").iterrows())
    if plain(doubling(fast["doubling_months"])) == plain(doubling(slow["doubling_months"])):
        return f"Whichever runs and years one takes, training compute doubles every {doubling(fast['doubling_months'])}"
    return f"Growth hangs on runs and years: fastest for {_called(fast)}, slowest for {_called(slow)}"


def _called(row: pd.Series) -> str:
    """`OpenAI’s chart, 2012 to 2018`, `By domain, since 2010 (speech)`."""
    return str(row["group"]) if row["trend"] in OF_OPENAI else f"{row['group']} ({row['name']})"
