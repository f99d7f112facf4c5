"""The ids of all trends that a configuration makes, without any data: what other settings may name."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from ai_compute.trends.keys import (
    AS_PLOTTED,
    COMPARED,
    DOMAIN,
    ERAS_AS_PLOTTED,
    FIRST_ERA,
    LAW,
    READ_FACTS,
    SAME_RUNS,
    WITH_THIRD_PARTY,
)
from ai_compute.values.dates import Period


def frontier_name(top: int) -> str:
    """`record`, `top-5`, `top-10`."""
    return "record" if top == 1 else f"top-{top}"


def quantile_name(quantile: float) -> str:
    """`quantile-90`."""
    return f"quantile-{100 * quantile:g}"


def trend_ids(
    periods: Mapping[str, Period],
    groups: Mapping[str, Period],
    tops: Iterable[int],
    quantiles: Iterable[float],
    domains: Iterable[str],
    split: date,
) -> dict[str, Period]:
    """Every id that `selections.selections` may make, with the dates that bound its runs.

    Args:
        periods: half-open periods by the trend's name.
        groups: the periods of further groups by the trend's name.
        tops: the k of each frontier.
        quantiles: the shares of runs below the lines that show the frontier without selecting it.
        domains: all domains; one without runs makes no trend.
        split: the first day after the law was published.
    """
    everywhere: Period = (None, None)
    found: dict[str, Period] = dict(periods) | dict(groups) | {"all": everywhere}
    for name in (*map(frontier_name, tops), *map(quantile_name, quantiles)):
        found |= {name: everywhere, f"{name}-before-split": (None, split), f"{name}-since-split": (split, None)}
    for domain in domains:
        found[f"{DOMAIN}{domain}"] = everywhere
        if COMPARED in periods:
            found[f"{DOMAIN}{domain}-{COMPARED}"] = periods[COMPARED]
    found |= {f"{name}{WITH_THIRD_PARTY}": period for name, period in found.items()}
    found |= {f"{name}{READ_FACTS}": period for name, period in periods.items()}
    for name in (LAW, FIRST_ERA):
        ends: Period = (None, split)
        found |= {name: ends, f"{name}{AS_PLOTTED}": ends, f"{name}{AS_PLOTTED}{SAME_RUNS}": ends}
    return found | {ERAS_AS_PLOTTED: (None, split)}


def is_frontier(name: str) -> bool:
    """Whether a trend is of the largest runs of their time, or a line that most runs lie below."""
    return re.match(r"(record|top-\d+|quantile-[\d.]+)(-|$)", name) is not None
