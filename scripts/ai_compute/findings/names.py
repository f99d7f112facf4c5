"""Names of trends in plain words, in the order of their importance."""

import re
from collections.abc import Iterable, Mapping

from ai_compute.findings.numbers import WORDS
from ai_compute.trends.keys import (
    COMPARED,
    DOMAIN,
    ERAS_AS_PLOTTED,
    FIFTH,
    FIRST_ERA,
    FIRST_ERA_AS_PLOTTED,
    LAW,
    LAW_AS_PLOTTED,
    READ_FACTS,
    SAME_RUNS,
    UPPER,
    WITH_THIRD_PARTY,
)

SPLIT = {"-before-split": ", until {month}", "-since-split": ", since {month}"}
QUANTILE = "quantile-"
WHOLE = ", all years (also holds how their scatter changed)"
"""Of a quantile's line through all years: where runs scatter more or less than before, it turns without a change."""
PLAIN: Mapping[str, str] = {
    LAW: "OpenAI’s chart of 2018, re-derived",
    LAW_AS_PLOTTED: "OpenAI’s chart of 2018, as drawn",
    LAW_AS_PLOTTED + SAME_RUNS: "OpenAI’s chart of 2018, as drawn, runs that are re-derived",
    FIRST_ERA: "OpenAI’s first era, re-derived",
    FIRST_ERA_AS_PLOTTED: "OpenAI’s first era, as drawn",
    FIRST_ERA_AS_PLOTTED + SAME_RUNS: "OpenAI’s first era, as drawn, runs that are re-derived",
    ERAS_AS_PLOTTED: "Both eras as OpenAI drew them, one line",
    UPPER: "Line that a tenth of all runs exceed",
    FIFTH: "Line that a fifth of all runs exceed",
    "top-10": "Ten largest runs of their time",
    "top-5": "Five largest runs of their time",
    "record": "Record runs",
    "all": "All runs",
    "pre-2010": "All runs before 2010",
    "2010-2018": "All runs 2010 to 2018",
    "since-2010": "All runs since 2010",
    "since-2018": "All runs since 2018",
}


def trend_name(trend: str, month: str) -> str:
    """A trend's name: `Ten largest runs of their time, since May 2018, with totals of others`.

    Args:
        trend: its id.
        month: in which growth before and since is compared (`chosen.split`).
    """
    name, third, _ = trend.partition(WITH_THIRD_PARTY)
    ending = ", with totals of others" if third else ""
    if name.endswith(READ_FACTS):
        name, ending = name.removesuffix(READ_FACTS), ", facts that were read"
    parted = [key for key in SPLIT if name.endswith(key)]
    if name.startswith(QUANTILE) and not parted:
        ending = f"{WHOLE}{ending}"
    for key in parted:
        name, ending = name.removesuffix(key), SPLIT[key].format(month=month) + ending
    if name.startswith(DOMAIN):
        domain = name.removeprefix(DOMAIN)
        period = ", since 2010" if domain.endswith(f"-{COMPARED}") else ", all years"
        return f"Domain {domain.removesuffix(f'-{COMPARED}')}{period}{ending}"
    return PLAIN.get(name, _spelled(name)) + ending


def _spelled(name: str) -> str:
    """A name that config gives: `2015-2022-top-10` as `Ten largest runs of their time, 2015 to 2022`."""
    words = re.sub(r"(\d{4})-(\d{4})", r"\1 to \2", name).replace("-", " ")
    words, _, top = words.partition(" top ")
    if top.isdigit() and int(top) < len(WORDS):
        return f"{WORDS[int(top)].capitalize()} largest runs of their time, {words}"
    if words.startswith("notable "):
        return f"Notable runs, {words.removeprefix('notable ')}"
    return f"All runs {words}" if re.match(r"\d{4} to ", words) else words.capitalize()


def by_importance(trends: Iterable[str]) -> list[str]:
    """Trends in the order in which a reader wants them: the chart of 2018 first, domains last, variants behind."""
    order = {name: place for place, name in enumerate(PLAIN)}

    def rank(trend: str) -> tuple[int, str, bool]:
        name, third, _ = trend.partition(WITH_THIRD_PARTY)
        base = name.removesuffix(READ_FACTS)
        for key in SPLIT:
            base = base.removesuffix(key)
        place = len(order) + 1 if base.startswith(DOMAIN) else order.get(base, len(order))
        return place, name, bool(third)

    return sorted(trends, key=rank)
