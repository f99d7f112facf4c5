"""Which runs each trend is fitted to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from ai_compute.estimates.evidence import READ
from ai_compute.trends.frontier import frontier
from ai_compute.trends.ids import frontier_name, quantile_name
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
from ai_compute.trends.points import EXCLUDED, to_points
from ai_compute.values.dates import Period, decimal_year


@dataclass(frozen=True)
class Selection:
    """The points of one trend; `nominal` says that they are not independent, as records are not.

    `quantile` is the share of runs that its line leaves below, where that is not the line through their middle.
    """

    points: pd.DataFrame
    nominal: bool = False
    quantile: float | None = None


@dataclass(frozen=True)
class Group:
    """Runs of a period, of one domain, of a set, among the top k of all of those so far; None does not narrow."""

    period: Period
    domain: str | None = None
    member_of: str | None = None
    top: int | None = None


def plotted_points(reported: pd.DataFrame, sets: pd.DataFrame, known: pd.DataFrame, member_of: str) -> pd.DataFrame:
    """Points where OpenAI drew them: its plotted dates and values of the runs of one set."""
    members = sets.loc[sets["set"] == member_of, "run"]
    drawn = reported[reported["run"].isin(members) & reported["plotted_flop"].notna()]
    drawn = drawn.drop_duplicates("run")[["run", "plotted_date", "plotted_flop"]]
    drawn = drawn.assign(**{name: drawn["run"].map(known[name]) for name in ("paper", "cluster")})
    return to_points(drawn, member_of, date="plotted_date", compute="plotted_flop")[0]


def between(points: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Points from the period's first day up to, not including, its last."""
    start, end = period
    years = points["decimal_year"]
    inside = pd.Series(True, points.index)
    if start is not None:
        inside &= years >= decimal_year(start)
    if end is not None:
        inside &= years < decimal_year(end)
    return points[inside].reset_index(drop=True)


def frontier_points(points: pd.DataFrame, top: int, start: date | float) -> pd.DataFrame:
    """The frontier runs among the points: runs are ranked among all of them, so that leaving out comes after."""
    mask = frontier(points["decimal_year"].to_numpy(), 10 ** points["log10_flop"].to_numpy(), top, start)
    return points[mask].reset_index(drop=True)


def of_domain(points: pd.DataFrame, domains: pd.Series, domain: str) -> pd.Series:
    """Which points are runs that serve a domain; `domains` holds all domains of each run, joined by '; '."""
    return points["run"].map(domains).str.split("; ").map(lambda names: domain in names).astype(bool)


def all_of_them(points: pd.DataFrame) -> pd.DataFrame:
    """The points as they are: nothing is left out."""
    return points


def selections(
    training_compute: pd.DataFrame,
    reported: pd.DataFrame,
    sets: pd.DataFrame,
    periods: Mapping[str, Period],
    groups: Mapping[str, Group],
    tops: tuple[int, ...],
    quantiles: tuple[float, ...],
    frontier_start: date | float,
    split: date,
) -> tuple[dict[str, Selection], pd.DataFrame]:
    """The points of every trend of the table `trends`, by its id, and the runs left out of all of them.

    Args:
        training_compute: the table of that name.
        reported: the table of that name.
        sets: the table of that name.
        periods: half-open periods by the trend's name.
        groups: further runs by the trend's name.
        tops: the k of each frontier.
        quantiles: the shares of runs below the lines that show the frontier without selecting it.
        frontier_start: where frontier runs begin to be counted.
        split: the first day after the law was published.

    Returns:
        Selections by trend id, and rows of the table `excluded`.
    """
    every, excluded = to_points(training_compute, "trends")
    third_party = training_compute.loc[training_compute["basis"] == "third-party", "run"].astype(str)
    own_runs = training_compute.loc[training_compute["basis"] == "own", "run"].astype(str)

    def without_others(points: pd.DataFrame) -> pd.DataFrame:
        return points[~points["run"].isin(third_party)].reset_index(drop=True)

    known = training_compute.set_index(training_compute["run"].astype(str))
    chosen: dict[str, Selection] = {}
    for name in (LAW, FIRST_ERA):
        drawn = plotted_points(reported, sets, known, name)
        members = sets.loc[sets["set"] == name, "run"].astype(str)
        own = every[every["run"].isin(members) & every["run"].isin(own_runs)].reset_index(drop=True)
        chosen[name + AS_PLOTTED] = Selection(drawn)
        chosen[name] = Selection(own)
        same = drawn[drawn["run"].isin(own["run"])].reset_index(drop=True)
        chosen[name + AS_PLOTTED + SAME_RUNS] = Selection(same)
        unreached = sorted(set(members) - set(own["run"]))
        missing = pd.DataFrame({"analysis": name, "run": unreached, "reason": "no estimate of our own"})
        excluded = pd.concat([excluded, missing[EXCLUDED]], ignore_index=True)
    eras = [chosen[name + AS_PLOTTED].points for name in (FIRST_ERA, LAW)]
    both = pd.concat(eras, ignore_index=True).sort_values(["decimal_year", "run"], ignore_index=True)
    chosen[ERAS_AS_PLOTTED] = Selection(both)

    domains = known["domains"]
    members_of = sets.astype({"run": str}).groupby("set")["run"].agg(set)
    first = decimal_year(frontier_start) if isinstance(frontier_start, date) else float(frontier_start)
    narrowings: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {"": without_others, WITH_THIRD_PARTY: all_of_them}
    for suffix, left in narrowings.items():
        chosen["all" + suffix] = Selection(left(every))
        for name, period in periods.items():
            chosen[name + suffix] = Selection(between(left(every), period))
        for top in tops:
            leading = left(frontier_points(every, top, frontier_start))
            name = frontier_name(top)
            chosen[name + suffix] = Selection(leading, nominal=True)
            chosen[f"{name}-before-split{suffix}"] = Selection(between(leading, (None, split)), nominal=True)
            chosen[f"{name}-since-split{suffix}"] = Selection(between(leading, (split, None)), nominal=True)
        competing = left(every[every["decimal_year"] >= first])
        for quantile in quantiles:
            for part, period in {
                "": (None, None),
                "-before-split": (None, split),
                "-since-split": (split, None),
            }.items():
                name = f"{quantile_name(quantile)}{part}{suffix}"
                chosen[name] = Selection(between(competing, period), quantile=quantile)
        for domain in sorted(set("; ".join(domains).split("; ")) - {""}):
            serving = left(every[of_domain(every, domains, domain)])
            chosen[f"{DOMAIN}{domain}{suffix}"] = Selection(serving)
            if COMPARED in periods:
                compared = between(serving, periods[COMPARED])
                chosen[f"{DOMAIN}{domain}-{COMPARED}{suffix}"] = Selection(compared)
        for name, group in groups.items():
            narrowed = every if group.domain is None else every[of_domain(every, domains, group.domain)]
            if group.member_of is not None:
                narrowed = narrowed[narrowed["run"].isin(members_of.get(group.member_of, set()))]
            if group.top is not None:
                narrowed = frontier_points(narrowed, group.top, frontier_start)
            chosen[name + suffix] = Selection(left(between(narrowed, group.period)), nominal=group.top is not None)
    of_read_facts = every[every["run"].map(known["evidence"]).isin(READ)].reset_index(drop=True)
    for name, period in periods.items():
        chosen[name + READ_FACTS] = Selection(between(of_read_facts, period))
    left_out = pd.DataFrame(
        {
            "analysis": "trends without third-party totals",
            "run": sorted(np.intersect1d(every["run"], third_party)),
            "reason": "only a third party's total",
        }
    )
    return chosen, pd.concat([excluded, left_out[EXCLUDED]], ignore_index=True)
