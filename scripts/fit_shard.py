"""Fit those trends, with their bootstrap and breaks, that belong to one job of several."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import count
from ai_compute.schemas import trends
from ai_compute.settings.analysis import Frontier
from ai_compute.settings.statistics import Statistics
from ai_compute.storage.tables import read_table, write_table
from ai_compute.trends.configured import SELECTED, broken, fitted, selected
from ai_compute.trends.shards import Shard


def fit_shard(tables: Any, choices: Mapping[str, Any], shard: Shard, output: Any, log: str) -> None:
    """Read training compute, published totals and sets; write this job's lines and breaks."""
    choice = Statistics.model_validate(choices["statistics"])
    given = {name: read_table(tables[name], model) for name, model in SELECTED.items()}
    chosen, _ = selected(given, choice, Frontier.model_validate(choices["frontier"]))
    lines, without_line = fitted(chosen, choice, shard)
    breaks, without_breaks = broken(chosen, choice, shard)
    write_table(lines, trends.Trends, output.trends)
    write_table(breaks, trends.Breaks, output.breaks)
    write_table(pd.concat([without_line, without_breaks]), trends.Excluded, output.excluded)
    say(log, "fit shard", f"{shard.number} of {shard.of}: {count(lines['trend'].nunique(), 'trend')}")


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        fit_shard(
            snakemake.input,
            snakemake.params.choices,
            Shard(int(snakemake.wildcards.shard), snakemake.params.shards),
            snakemake.output,
            snakemake.log[0],
        )
