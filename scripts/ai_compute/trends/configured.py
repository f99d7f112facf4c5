"""The fits that config.yaml asks for: all of them, or those of one job of several."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.schemas import cross_check, estimates, raw
from ai_compute.schemas.columns import Table
from ai_compute.schemas.shards import SpecificationsOfShard
from ai_compute.settings.analysis import Frontier
from ai_compute.settings.statistics import Group, Statistics
from ai_compute.storage.rows import Tables
from ai_compute.storage.tables import table
from ai_compute.trends import breaks, lines, selections
from ai_compute.trends.forecasts import Trial
from ai_compute.trends.selections import Selection
from ai_compute.trends.shards import WHOLE, Shard
from ai_compute.trends.specifications import Choices, estimated, fits
from ai_compute.values.dates import decimal_year

SELECTED: Mapping[str, type[Table]] = {
    "training_compute": estimates.TrainingCompute,
    "reported": cross_check.Reported,
    "sets": raw.Sets,
}
"""The tables from which the runs of trends are selected, by name."""
CROSSED: Mapping[str, type[Table]] = {
    **SELECTED,
    "estimates": estimates.Estimates,
    "factors": raw.Factors,
    "devices": raw.Devices,
    "run_devices": raw.RunDevices,
}
"""The tables that the specification curve needs, by name."""


def selected(tables: Tables, choice: Statistics, frontier: Frontier) -> tuple[dict[str, Selection], pd.DataFrame]:
    """The points of every trend by its id, and rows of the table `excluded`; of the tables SELECTED."""
    return selections.selections(
        tables["training_compute"],
        tables["reported"],
        tables["sets"],
        {name: each.period for name, each in choice.periods.items()},
        {name: _group(each) for name, each in choice.groups.items()},
        choice.tops,
        choice.quantiles.shares,
        frontier.start,
        choice.split.day,
    )


def fitted(
    chosen: Mapping[str, Selection], choice: Statistics, shard: Shard = WHOLE
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table `trends`, and rows of the table `excluded`."""
    return lines.trends(
        {name: selection for name, selection in chosen.items() if shard.holds(name)},
        choice.level,
        choice.bootstrap.resamples,
        choice.bootstrap.seed,
        choice.runs_at_least,
        choice.pairwise_runs_at_most,
        choice.bootstrap.robust_runs_at_most,
        choice.organizations_at_least,
        choice.curved_below,
        choice.quantiles.draws,
    )


def broken(
    chosen: Mapping[str, Selection], choice: Statistics, shard: Shard = WHOLE
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table `breaks`, and rows of the table `excluded`."""
    return breaks.breaks(
        {name: chosen[name].points for name in choice.breaks.trends if name in chosen and shard.holds(name)},
        breaks.Search(
            choice.breaks.papers_in_a_segment,
            choice.breaks.dates_at_most,
            choice.breaks.bootstrap_dates_at_most,
            choice.breaks.resamples,
            choice.breaks.worlds,
            choice.bootstrap.seed,
            choice.level,
        ),
    )


def crossed(
    tables: Tables, choice: Statistics, frontier: Frontier, shard: Shard = WHOLE
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fits of every specification curve, not yet ranked, and rows of the table `excluded`; of the tables CROSSED."""
    used, devices, sets = tables["run_devices"], tables["devices"], tables["sets"]
    processors = devices.loc[devices["kind"] == "CPU", "device"]
    data = estimated(
        tables["training_compute"],
        tables["estimates"],
        tables["factors"],
        tables["reported"],
        used.loc[used["device"].isin(processors), "run"].to_list(),
    )
    chosen = choice.specifications
    choices = Choices(
        chosen.methods,
        chosen.utilizations,
        chosen.estimators,
        chosen.tops,
        chosen.exclude,
        frontier.start,
        chosen.runs_at_least,
        choice.level,
    )
    found, left_out = [], []
    for name, each in chosen.sets.items():
        members = None if each.member_of is None else set(sets.loc[sets["set"] == each.member_of, "run"])
        rows, skipped = fits(data, name, members, each.between.period, choices, shard)
        found.append(rows)
        left_out.append(skipped)
    return table(pd.concat(found), SpecificationsOfShard), pd.concat(left_out)


def tried(choice: Statistics) -> Trial:
    """How forecasts are tried."""
    chosen = choice.forecasts
    return Trial(
        range(chosen.first_cut, chosen.last_cut + 1),
        [(each.low, each.high) for each in chosen.horizons],
        chosen.last_years,
        chosen.tuned_until,
        chosen.law,
        decimal_year(choice.split.day),
    )


def _group(choice: Group) -> selections.Group:
    """What config says of a group of runs."""
    return selections.Group(choice.between.period, choice.domain, choice.member_of, choice.top)
