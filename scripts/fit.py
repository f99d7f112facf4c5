"""Fit trends, and say how much to believe them: intervals, breaks, influence, backtest, projection."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.console import explained, say
from ai_compute.problems import count
from ai_compute.schemas import cross_check, estimates, raw, trends
from ai_compute.settings.analysis import Frontier
from ai_compute.settings.statistics import Group, Statistics
from ai_compute.tables import read_table, write_table
from ai_compute.trends import backtest, breaks, influence, lines, projection, selections


def fit(tables: Any, choices: Mapping[str, Any], output: Any, log: str) -> None:
    """Read training compute, published totals and sets; write every table about trends."""
    choice = Statistics.model_validate(choices["statistics"])
    training_compute = read_table(tables.training_compute, estimates.TrainingCompute)
    chosen, left_out = selections.selections(
        training_compute,
        read_table(tables.reported, cross_check.Reported),
        read_table(tables.sets, raw.Sets),
        {name: each.period for name, each in choice.periods.items()},
        {name: group(each) for name, each in choice.groups.items()},
        choice.tops,
        Frontier.model_validate(choices["frontier"]).start,
        choice.split.day,
    )
    excluded = [left_out]

    fitted, left_out = lines.trends(
        chosen,
        choice.level,
        choice.bootstrap.resamples,
        choice.bootstrap.seed,
        choice.runs_at_least,
        choice.pairwise_runs_at_most,
        choice.bootstrap.robust_runs_at_most,
    )
    excluded.append(left_out)
    write_table(fitted, trends.Trends, output.trends)

    names = lines.names(chosen, choice.influence, choice.runs_at_least)
    influences = [influence.influence(chosen[name].points, name) for name in names]
    write_table(pd.concat(influences or [pd.DataFrame()]), trends.Influence, output.influence)

    sets = {name: chosen[name].points for name in choice.breaks.trends if name in chosen}
    broken, left_out = breaks.breaks(
        sets,
        breaks.Search(
            choice.breaks.runs_in_a_segment,
            choice.breaks.dates_at_most,
            choice.breaks.bootstrap_dates_at_most,
            choice.breaks.resamples,
            choice.bootstrap.seed,
            choice.level,
        ),
    )
    excluded.append(left_out)
    write_table(broken, trends.Breaks, output.breaks)

    subsets = {name: (each.before, each.after) for name, each in choice.slope_tests.items()}
    tested, left_out = backtest.slope_tests(chosen, subsets, choice.split.day, choice.level, choice.runs_at_least)
    excluded.append(left_out)
    write_table(tested, trends.SlopeTests, output.slope_tests)

    held = backtest.backtest(chosen, choice.backtest.lines, training_compute, choice.level, choice.runs_at_least)
    write_table(held, trends.Backtest, output.backtest)

    ahead = choice.projection
    drawn = chosen["openai-2018-as-plotted"].points
    projected = projection.projection(chosen, ahead.trends, ahead.until, choice.level, choice.runs_at_least)
    moore = projection.moore(ahead.moore_months, drawn[drawn["run"] == ahead.moore_from], ahead.until)
    write_table(pd.concat([projected, moore]), trends.Projection, output.projection)
    write_table(pd.concat(excluded).drop_duplicates(), trends.Excluded, output.excluded_trends)
    say(log, "fit", f"{count(fitted['trend'].nunique(), 'trend')} fitted to {count(len(training_compute), 'run')}")


def group(choice: Group) -> selections.Group:
    """What config says of a group of runs."""
    return selections.Group(choice.between.period, choice.domain, choice.member_of, choice.top)


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        fit(snakemake.input, snakemake.params.choices, snakemake.output, snakemake.log[0])
