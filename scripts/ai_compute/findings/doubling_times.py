"""The trends that matter, side by side: which runs, how fast, how sure."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings.names import DOMAIN
from ai_compute.findings.numbers import doubling, doubling_interval, doubling_range
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import (
    FIRST_ERA,
    FIRST_ERA_AS_PLOTTED,
    LARGEST_BEFORE,
    LARGEST_SINCE,
    LAW,
    LAW_AS_PLOTTED,
    WITH_THIRD_PARTY,
)
from ai_compute.trends.told import told

CAPTION = (
    "Doubling time of training compute by least squares, with 95 % intervals. Red: the runs of OpenAI’s chart by our "
    "estimates."
)
READING = (
    "The axis is logarithmic. Intervals of the largest runs of their time are nominal, because such runs are not "
    "independent of each other."
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
    "Ten largest runs of their time": {
        LARGEST_BEFORE: "2010 to May 2018",
        LARGEST_SINCE: "since May 2018",
        LARGEST_SINCE + WITH_THIRD_PARTY: "since, with closed models",
    },
    "All runs": {
        "pre-2010": "before 2010",
        "2010-2018": "2010 to 2018",
        "since-2018": "since May 2018",
    },
}
OF_ALL_TIMES = "By domain, all years"


def shown(tables: Tables) -> pd.DataFrame:
    """Rows of `trends` in groups, with `group`, `name` within it, and `text`: doubling time and interval."""
    found = told(tables["trends"])
    found = found[found["doubling_months"].notna()]
    found = found[found["doubling_months_low"].notna()]
    domains = {
        trend: trend.removeprefix(DOMAIN)
        for trend in found.sort_values("doubling_months", kind="stable")["trend"]
        if trend.startswith(DOMAIN) and not trend.endswith(WITH_THIRD_PARTY)
    }
    places = [
        (trend, group, name)
        for group, members in {**GROUPS, OF_ALL_TIMES: domains}.items()
        for trend, name in members.items()
    ]
    order = pd.DataFrame(places, columns=["trend", "group", "name"])
    rows = order.merge(found, on="trend", how="inner")
    text = [f"{doubling(row['doubling_months'])} ({doubling_interval(row)})" for _, row in rows.iterrows()]
    return rows.assign(text=pd.Series(text, rows.index, dtype="str"))


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
    not_grown = f"{still} of {len(rows) + still} sets of runs did not grow"
    if rows.empty:
        return "Whichever runs one takes, training compute did not grow"
    if still:
        return f"Which runs one takes matters: {not_grown}, the others doubled every {_range(rows)}"
    fast, slow = (doubling(rows["doubling_months"].agg(end)) for end in ("min", "max"))
    if fast == slow:
        return f"Whichever runs one takes, training compute doubles every {fast}"
    return f"Which runs one takes matters: doubling times range from {fast} to {slow}"
