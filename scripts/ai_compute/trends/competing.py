"""Runs that compete for the frontier, and what is looked for among them."""

import numpy as np
import pandas as pd

from ai_compute.settings.statistics import Statistics
from ai_compute.trends.growth_curve import Curve, Wandering, growth_table, mean_curve, quantile_curve
from ai_compute.trends.ids import quantile_name
from ai_compute.trends.keys import WITH_THIRD_PARTY
from ai_compute.trends.nulls import Rule
from ai_compute.trends.points import EXCLUDED, to_points
from ai_compute.trends.worlds import Mask
from ai_compute.values.dates import decimal_year

RUNS_FOR_A_CURVE = 20
"""With fewer, a curve would show little but what was assumed."""


def competing(training_compute: pd.DataFrame, start: float) -> tuple[pd.DataFrame, Mask]:
    """Points of all runs since the frontier's start, and which of them have an own or first-party value."""
    points, _ = to_points(training_compute, "growth")
    points = points[points["decimal_year"] >= start].reset_index(drop=True)
    others = training_compute.loc[training_compute["basis"] == "third-party", "run"].astype(str)
    return points, ~points["run"].isin(others).to_numpy(bool)


def rule_of(choice: Statistics) -> Rule:
    """How a change of growth is looked for."""
    return Rule(
        decimal_year(choice.split.day),
        choice.tops,
        choice.nulls.worlds,
        choice.level,
        choice.runs_at_least,
        choice.bootstrap.seed,
    )


def curves(points: pd.DataFrame, ours: Mask, start: float, choice: Statistics) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table `growth`: all runs and an upper quantile, with totals of others and without; and what was left out."""
    wandering = Wandering(choice.growth.level_sd, choice.growth.growth_sd)
    quantile = choice.growth.quantile
    found: dict[str, Curve] = {}
    left_out = []
    for suffix, kept in {WITH_THIRD_PARTY: np.ones(len(points), np.bool_), "": ours}.items():
        years, values = (points.loc[kept, name].to_numpy(float) for name in ("decimal_year", "log10_flop"))
        names = (f"since-{start:g}{suffix}", f"{quantile_name(quantile)}{suffix}")
        if len(years) < RUNS_FOR_A_CURVE or np.ptp(years) < 1:
            reason = f"{len(years)} of the {RUNS_FOR_A_CURVE} runs, over a year or more, that a curve needs"
            left_out += [{"analysis": f"growth {name}", "run": "", "reason": reason} for name in names]
            continue
        found[names[0]] = mean_curve(years, values, wandering)
        found[names[1]] = quantile_curve(years, values, quantile, wandering)
    return growth_table(found, choice.level), pd.DataFrame(left_out, columns=EXCLUDED)
