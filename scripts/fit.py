"""Fit trends, and say how much to believe them: intervals, breaks, influence, backtest, projection."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import count
from ai_compute.schemas import trends
from ai_compute.settings.analysis import Frontier
from ai_compute.settings.statistics import Statistics
from ai_compute.storage.kept import NOTHING_KEPT, Kept
from ai_compute.storage.tables import read_parts, read_table, write_table
from ai_compute.trends import backtest, comparisons, forecasts, influence, lines, projection
from ai_compute.trends.configured import SELECTED, broken, fitted, selected, tried
from ai_compute.trends.keys import LAW_AS_PLOTTED


def fit(tables: Any, choices: Mapping[str, Any], output: Any, log: str, kept: Kept = NOTHING_KEPT) -> None:
    """Read training compute, published totals and sets, and what other jobs fitted; write every table about trends."""
    choice = Statistics.model_validate(choices["statistics"])
    given = {name: read_table(tables[name], model) for name, model in SELECTED.items()}
    training_compute = given["training_compute"]
    chosen, left_out = selected(given, choice, Frontier.model_validate(choices["frontier"]))
    excluded = [left_out]

    if tables.trend_shards:
        found = read_parts(tables.trend_shards, trends.Trends)
        breaks = read_parts(tables.break_shards, trends.Breaks)
        excluded.append(read_parts(tables.excluded_shards, trends.Excluded))
    else:
        found, without_line = fitted(chosen, choice, kept=kept)
        breaks, without_breaks = broken(chosen, choice, kept=kept)
        excluded += [without_line, without_breaks]
    write_table(found, trends.Trends, output.trends)
    write_table(breaks, trends.Breaks, output.breaks)

    names = lines.names(chosen, choice.influence, choice.runs_at_least)
    influences = [influence.influence(chosen[name].points, name) for name in names]
    write_table(pd.concat(influences or [pd.DataFrame()]), trends.Influence, output.influence)

    subsets = {name: (each.before, each.after) for name, each in choice.slope_tests.items()}
    drawn = (choice.quantiles.differences.draws, choice.bootstrap.seed, choice.organizations_at_least)
    tested, left_out = backtest.slope_tests(
        chosen, subsets, choice.split.day, choice.level, choice.runs_at_least, *drawn
    )
    excluded.append(left_out)
    write_table(tested, trends.SlopeTests, output.slope_tests)

    pairs = [
        comparisons.Comparison(each.one, each.other, each.without, choice.comparisons.same_within)
        for each in choice.comparisons.pairs
    ]
    drawn = (choice.bootstrap.resamples, choice.bootstrap.seed)
    compared, left_out = comparisons.comparisons(chosen, pairs, *drawn, choice.level, choice.runs_at_least)
    excluded.append(left_out)
    write_table(compared, trends.Comparisons, output.comparisons)

    held = backtest.backtest(chosen, choice.backtest.lines, training_compute, choice.level, choice.runs_at_least)
    write_table(held, trends.Backtest, output.backtest)

    trial, sets = tried(choice), choice.forecasts.sets
    write_table(forecasts.forecasts(chosen, sets, trial), trends.Forecasts, output.forecasts)

    ahead = choice.projection
    drifts = {name: forecasts.drift_of(chosen[name].points, trial) for name in sets if name in chosen}
    drawn = chosen[LAW_AS_PLOTTED].points
    projected = projection.projection(chosen, ahead.trends, ahead.until, choice.level, choice.runs_at_least, drifts)
    moore = projection.moore(ahead.moore_months, drawn[drawn["run"] == ahead.moore_from], ahead.until)
    write_table(pd.concat([projected, moore]), trends.Projection, output.projection)
    write_table(pd.concat(excluded).drop_duplicates(), trends.Excluded, output.excluded_trends)
    kept.prune()
    say(log, "fit", f"{count(found['trend'].nunique(), 'trend')} fitted to {count(len(training_compute), 'run')}")


if __name__ == "__main__":
    KEPT = Kept(snakemake.params.kept, snakemake.params.code)
    with explained(snakemake.log[0]):
        fit(snakemake.input, snakemake.params.choices, snakemake.output, snakemake.log[0], KEPT)
