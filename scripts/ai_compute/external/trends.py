"""Which external runs each trend is fitted to. Fine-tunes are left out: they add to compute that was spent before."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.external.database import Choices
from ai_compute.schemas.external import PUBLISHED
from ai_compute.settings.analysis import ExternalTrends
from ai_compute.settings.statistics import Statistics
from ai_compute.trends.lines import trends
from ai_compute.trends.points import EXCLUDED, to_points
from ai_compute.trends.selections import Selection, between, frontier_name, frontier_points

PREFIX = "epoch-"
OWN = "-own-estimates"


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
    own = whole[["run", "organization", "published", "decimal_year"]].merge(
        estimates.sort_values(["run", "method"]).drop_duplicates("run", keep="last"), on="run"
    )
    chosen_runs: dict[str, Selection] = {}
    for suffix, points in (("", published), (OWN, to_points(own, "external trends")[0])):
        since = between(points, (chosen.notable_since.day, None))
        chosen_runs[f"{PREFIX}notable{suffix}"] = Selection(since[since["run"].isin(notable)].reset_index(drop=True))
        leading = frontier_points(points, chosen.top, frontier_start)
        chosen_runs[f"{PREFIX}{frontier_name(chosen.top)}{suffix}"] = Selection(leading, nominal=True)
        period = (chosen.records_since.day, chosen.records_before.day)
        records = between(frontier_points(points, 1, frontier_start), period)
        chosen_runs[f"{PREFIX}{frontier_name(1)}{suffix}"] = Selection(records, nominal=True)
    left_out = pd.DataFrame(
        {
            "analysis": "external trends",
            "run": training_compute.loc[training_compute["fine_tune"], "run"],
            "reason": "a fine-tune",
        }
    )
    return chosen_runs, pd.concat([excluded, left_out[EXCLUDED]], ignore_index=True)


def fit_external(
    tables: Mapping[str, pd.DataFrame], choices: Choices, statistics: Statistics
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The external trends, by the estimators and intervals of our own, and what was left out of them."""
    chosen, left_out = external_selections(
        tables["training_compute"], tables["estimates"], choices.external.trends, choices.frontier_start
    )
    fitted, unfitted = trends(
        chosen,
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
