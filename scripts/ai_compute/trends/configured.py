"""The fits that config.yaml asks for: all of them, or those of one job of several."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from ai_compute.schemas import cross_check, estimates, raw
from ai_compute.schemas.columns import Table
from ai_compute.schemas.shards import SpecificationsOfShard
from ai_compute.settings.analysis import Frontier
from ai_compute.settings.statistics import Group, Statistics
from ai_compute.storage.kept import NOTHING_KEPT, Kept
from ai_compute.storage.rows import Tables
from ai_compute.storage.tables import table
from ai_compute.trends import breaks, lines, selections
from ai_compute.trends.crossings import Choices, estimated, up_to
from ai_compute.trends.forecasts import Trial
from ai_compute.trends.selections import Selection
from ai_compute.trends.shards import WHOLE, Shard
from ai_compute.trends.specifications import fits
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
    chosen: Mapping[str, Selection], choice: Statistics, shard: Shard = WHOLE, kept: Kept = NOTHING_KEPT
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table `trends`, and rows of the table `excluded`; a trend of the same points is not fitted again."""
    settings = (
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
    found = [
        kept.frames(
            "trend",
            [name, selection.points, selection.nominal, selection.quantile, settings],
            partial(lines.trends, {name: selection}, *settings),
        )
        for name, selection in chosen.items()
        if shard.holds(name)
    ]
    return _joined(found, lines.trends({}, *settings))


def _joined(
    parts: Sequence[tuple[pd.DataFrame, ...]], nothing: tuple[pd.DataFrame, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Results and what was left out, of all parts; those that are empty would change the types of columns."""
    found, left_out = ([part[place] for part in parts if len(part[place])] or [nothing[place]] for place in range(2))
    return pd.concat(found, ignore_index=True), pd.concat(left_out, ignore_index=True)


def broken(
    chosen: Mapping[str, Selection], choice: Statistics, shard: Shard = WHOLE, kept: Kept = NOTHING_KEPT
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table `breaks`, and rows of the table `excluded`; in the same points breaks are not looked for again."""
    names = [name for name in choice.breaks.trends if name in chosen and shard.holds(name)]
    search = breaks.Search(
        choice.breaks.papers_in_a_segment,
        choice.breaks.dates_at_most,
        choice.breaks.bootstrap_dates_at_most,
        choice.breaks.resamples,
        choice.breaks.worlds,
        choice.bootstrap.seed,
        choice.level,
    )
    found = [
        kept.frames(
            "breaks",
            [name, chosen[name].points, search],
            partial(breaks.breaks, {name: chosen[name].points}, search),
        )
        for name in names
    ]
    return _joined(found, breaks.breaks({}, search))


def crossed(
    tables: Tables, choice: Statistics, frontier: Frontier, shard: Shard = WHOLE, kept: Kept = NOTHING_KEPT
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fits of every specification curve, not yet ranked, and rows of the table `excluded`; of the tables CROSSED.

    A curve whose runs, and all runs before them, are as they were is not fitted again.
    """
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
        period = each.between.period
        before = up_to(data, period[1])
        rows, skipped = kept.frames(
            "specifications",
            [name, before.values, members, period, choices, shard],
            partial(fits, before, name, members, period, choices, shard),
        )
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
