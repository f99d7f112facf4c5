"""What frontier lines would show had growth not changed: the rule by which a change of their growth is told.

Frontier runs are selected maxima. While there are few runs, a frontier climbs faster than the runs behind it, so that
lines through it seem to slow down where nothing changed, and intervals made for independent runs are too narrow.
Here the same selection is made in simulated worlds without a change (`worlds`); a change is told only if the observed
difference leaves the middle 95 % of it under every model of scatter.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ai_compute.trends.bootstrap import generator
from ai_compute.trends.ids import frontier_name
from ai_compute.trends.keys import WITH_THIRD_PARTY
from ai_compute.trends.points import EXCLUDED
from ai_compute.trends.regression import Floats
from ai_compute.trends.worlds import SCATTERS, Mask, leading, slopes_of, without_change

COLUMNS = [
    *("statement", "set", "statistic", "method", "runs_before", "runs_after", "observed", "null_low", "null_median"),
    *("null_high", "truth", "p", "simulations", "outside"),
]
NO_CHANGE = "growth did not change"
DIFFERENCE, BEFORE, AFTER = "slope difference", "slope before", "slope after"


@dataclass(frozen=True)
class Rule:
    """How a change is looked for: the split, the k of frontiers, how many worlds, the level of their middle."""

    split: float
    tops: tuple[int, ...]
    worlds: int
    level: float
    runs_at_least: int
    seed: int


def nulls(points: pd.DataFrame, ours: Mask, rule: Rule) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The slopes of frontier lines before and since the split, and their difference, beside worlds without a change.

    Args:
        points: all runs since the frontier's start, totals of others included.
        ours: which of them have an own or first-party value.
        rule: how a change is looked for.

    Returns:
        The table `nulls`, and rows of the table `excluded` for frontiers with too few runs.
    """
    order = np.argsort(points["decimal_year"].to_numpy(float), kind="stable")
    years = points["decimal_year"].to_numpy(float)[order]
    values = points["log10_flop"].to_numpy(float)[order]
    sets = {WITH_THIRD_PARTY: np.ones(len(years), np.bool_), "": np.asarray(ours)[order]}
    observed = dict(_frontiers(years, values[None], sets, rule))
    left_out = [
        {
            "analysis": f"nulls {name}",
            "run": "",
            "reason": f"fewer than {rule.runs_at_least} frontier runs of two dates",
        }
        for name, slopes in observed.items()
        if np.isnan(slopes[DIFFERENCE]).any()
    ]
    rows: list[dict[str, object]] = []
    if len(left_out) < len(observed):
        for scatter in SCATTERS:
            random = generator(rule.seed, f"nulls {scatter}")
            drawn, slope = without_change(years, values, rule.split, scatter, rule.worlds, random)
            for name, simulated in _frontiers(years, drawn, sets, rule):
                if np.isnan(observed[name][DIFFERENCE]).any():
                    continue
                if not np.isfinite(simulated[DIFFERENCE]).any():
                    reason = f"no world with scatter {scatter} has frontier runs on both sides"
                    left_out.append({"analysis": f"nulls {name}", "run": "", "reason": reason})
                    continue
                shared = {"statement": NO_CHANGE, "set": name, "method": scatter}
                for statistic, truth in ((DIFFERENCE, 0.0), (BEFORE, slope), (AFTER, slope)):
                    found = against(float(observed[name][statistic][0]), simulated[statistic], rule.level)
                    counts = {end: int(observed[name][end][0]) for end in ("runs_before", "runs_after")}
                    rows.append(shared | counts | {"statistic": statistic, "truth": truth} | found)
    return pd.DataFrame(rows, columns=COLUMNS), pd.DataFrame(left_out, columns=EXCLUDED)


def against(observed: float, simulated: Floats, level: float) -> dict[str, object]:
    """Where an observed value stands among simulated ones, and whether it leaves their middle; p is two-sided.

    It is outside only if p says so too: of few worlds, the ends of their middle are too near.
    """
    known = simulated[np.isfinite(simulated)]
    low, median, high = np.quantile(known, [(1 - level) / 2, 0.5, (1 + level) / 2])
    tails = [1 + int((known <= observed).sum()), 1 + int((known >= observed).sum())]
    p = min(1.0, 2 * min(tails) / (len(known) + 1))
    return {
        "observed": observed,
        "null_low": float(low),
        "null_median": float(median),
        "null_high": float(high),
        "p": p,
        "simulations": len(known),
        "outside": bool((observed < low or observed > high) and p < 1 - level),
    }


def _frontiers(
    years: Floats, values: Floats, sets: dict[str, Mask], rule: Rule
) -> Iterator[tuple[str, dict[str, Floats]]]:
    """For each frontier, its name and its slopes in every world: values of shape (worlds, runs)."""
    values = np.asfortranarray(values)  # every step is taken in all worlds at once
    split = int(np.searchsorted(years, rule.split))
    for top, ranked in leading(years, values, rule.tops).items():
        for suffix, kept in sets.items():
            chosen = ranked & kept
            parts = [(part, chosen[:, part]) for part in (slice(None, split), slice(split, None))]
            slopes = [slopes_of(years[part], values[:, part], own, rule.runs_at_least) for part, own in parts]
            yield (
                frontier_name(top) + suffix,
                {
                    BEFORE: slopes[0],
                    AFTER: slopes[1],
                    DIFFERENCE: slopes[1] - slopes[0],
                    "runs_before": parts[0][1].sum(axis=1),
                    "runs_after": parts[1][1].sum(axis=1),
                },
            )
