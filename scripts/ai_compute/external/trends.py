"""Which external runs each trend is fitted to. Fine-tunes are left out: they add to compute that was spent before."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ai_compute.external.keys import (
    DOMAIN,
    ERAS,
    LARGE,
    LARGE_FLOP,
    NOTABLE,
    OF_ALL_TIME,
    OWN,
    RECORD,
    frontier_key,
)
from ai_compute.schemas.external import PUBLISHED
from ai_compute.settings.external import ExternalTrends
from ai_compute.settings.statistics import Statistics
from ai_compute.trends.lines import trends
from ai_compute.trends.points import EXCLUDED, to_points
from ai_compute.trends.selections import Selection, between, frontier_points
from ai_compute.values.dates import EARLIEST_YEAR


def external_selections(
    training_compute: pd.DataFrame, estimates: pd.DataFrame, chosen: ExternalTrends, frontier_start: float
) -> tuple[dict[str, Selection], pd.DataFrame]:
    """Points of the external trends by id, and the runs left out of all of them.

    Args:
        training_compute: the table `external_training_compute`.
        estimates: the table `external_estimates`; trends of our estimates alone are fitted beside those of the
            published totals.
        chosen: what config says of these trends.
        frontier_start: where frontier runs begin to be counted.

    Returns:
        Selections by trend id, and rows of the table `excluded`.
    """
    whole = training_compute[~training_compute["fine_tune"]]
    notable = set(whole.loc[whole["notable"], "run"])
    published, excluded = to_points(whole[whole["basis"].eq(PUBLISHED)], "external trends")
    own = whole[["run", "cluster", "published", "decimal_year"]].merge(
        estimates.sort_values(["run", "method"]).drop_duplicates("run", keep="last"), on="run"
    )
    chosen_runs: dict[str, Selection] = {}
    every = to_points(training_compute, "external trends")[0]
    for suffix, points in (("", published), (OWN, to_points(own, "external trends")[0])):
        competing = with_the_rest(points, every)
        since = between(points, (chosen.notable_since.day, None))
        chosen_runs[f"{NOTABLE}{suffix}"] = Selection(since[since["run"].isin(notable)].reset_index(drop=True))
        leading = of_runs(frontier_points(competing, chosen.top, frontier_start), points)
        chosen_runs[f"{frontier_key(chosen.top)}{suffix}"] = Selection(leading, nominal=True)
        period = (chosen.records_since.day, chosen.records_before.day)
        for choice, start in (("", frontier_start), (OF_ALL_TIME, EARLIEST_YEAR)):
            records = between(of_runs(frontier_points(competing, 1, start), points), period)
            chosen_runs[f"{RECORD}{choice}{suffix}"] = Selection(records, nominal=True)
        if not suffix:
            chosen_runs |= lines_readers_look_for(points, notable, whole, chosen)
    left_out = pd.DataFrame(
        {
            "analysis": "external trends",
            "run": training_compute.loc[training_compute["fine_tune"], "run"],
            "reason": "a fine-tune",
        }
    )
    return chosen_runs, pd.concat([excluded, left_out[EXCLUDED]], ignore_index=True)


def with_the_rest(points: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """The points and all other runs with compute, among which they rank: fine-tunes, and values of another kind."""
    rest = every[~every["run"].isin(points["run"])]
    return pd.concat([points, rest]).sort_values(["decimal_year", "run"], ignore_index=True)


def of_runs(chosen: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Those of the chosen points that are runs of `points`."""
    return chosen[chosen["run"].isin(points["run"])].reset_index(drop=True)


def lines_readers_look_for(
    points: pd.DataFrame, notable: set[str], whole: pd.DataFrame, chosen: ExternalTrends
) -> dict[str, Selection]:
    """The lines of Epoch's own figures: notable runs by era, large runs, and notable runs by domain."""
    told = points[points["run"].isin(notable)].reset_index(drop=True)
    lines = {era: Selection(between(told, period)) for era, period in ERAS.items()}
    lines[LARGE] = Selection(points[points["log10_flop"] >= np.log10(LARGE_FLOP)].reset_index(drop=True))
    since = between(told, (chosen.notable_since.day, None))
    domain = since["run"].map(dict(zip(whole["run"], whole["domain"], strict=True)))
    for name in sorted(domain.unique()):
        lines[f"{DOMAIN}{name}"] = Selection(since[domain.eq(name)].reset_index(drop=True))
    return lines


def fit_external(
    selections: Mapping[str, Selection], left_out: pd.DataFrame, statistics: Statistics
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The external trends, by the estimators and intervals of our own, and what was left out of them.

    Args:
        selections: points by trend id, as `external_selections` gives them.
        left_out: the runs that it leaves out.
        statistics: what config says of fits.
    """
    fitted, unfitted = trends(
        selections,
        statistics.level,
        statistics.bootstrap.resamples,
        statistics.bootstrap.seed,
        statistics.runs_at_least,
        statistics.pairwise_runs_at_most,
        statistics.bootstrap.robust_runs_at_most,
        statistics.organizations_at_least,
        statistics.curved_below,
        statistics.quantiles.draws,
    )
    return fitted, pd.concat([left_out, unfitted], ignore_index=True)
