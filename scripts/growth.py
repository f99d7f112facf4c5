"""Say how growth changed over time, and what frontier lines would show had it not changed."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import count
from ai_compute.schemas import estimates, growth, trends
from ai_compute.settings.analysis import Frontier
from ai_compute.settings.statistics import Statistics
from ai_compute.storage.tables import read_table, write_table
from ai_compute.trends.competing import competing, curves, rule_of
from ai_compute.trends.nulls import nulls


def grow(tables: Any, choices: Mapping[str, Any], output: Any, log: str) -> None:
    """Read training compute; write nulls, growth and what they left out."""
    choice = Statistics.model_validate(choices["statistics"])
    training_compute = read_table(tables.training_compute, estimates.TrainingCompute)
    start = Frontier.model_validate(choices["frontier"]).start
    points, ours = competing(training_compute, start)

    compared, left_out = nulls(points, ours, rule_of(choice))
    write_table(compared, growth.Nulls, output.nulls)
    curved, without_curve = curves(points, ours, start, choice)
    write_table(curved, growth.Growth, output.growth)
    excluded = pd.concat([left_out, without_curve])
    write_table(excluded, trends.Excluded, output.excluded_growth)
    say(log, "growth", f"{count(compared['set'].nunique(), 'frontier')} against worlds without a change of growth")


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        grow(snakemake.input, snakemake.params.choices, snakemake.output, snakemake.log[0])
