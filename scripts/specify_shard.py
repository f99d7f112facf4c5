"""Make those fits of the specification curves that belong to one job of several."""

from collections.abc import Mapping
from typing import Any

from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import count
from ai_compute.schemas.shards import SpecificationsOfShard
from ai_compute.schemas.trends import Excluded
from ai_compute.settings.analysis import Frontier
from ai_compute.settings.statistics import Statistics
from ai_compute.storage.tables import read_table, write_table
from ai_compute.trends.configured import CROSSED, crossed
from ai_compute.trends.shards import Shard


def specify_shard(tables: Any, choices: Mapping[str, Any], shard: Shard, output: Any, log: str) -> None:
    """Read estimates and their factors; write this job's fits."""
    given = {name: read_table(tables[name], model) for name, model in CROSSED.items()}
    frontier = Frontier.model_validate(choices["frontier"])
    fits, left_out = crossed(given, Statistics.model_validate(choices["statistics"]), frontier, shard)
    write_table(fits, SpecificationsOfShard, output.specifications)
    write_table(left_out, Excluded, output.excluded)
    say(log, "specify shard", f"{shard.number} of {shard.of}: {count(len(fits), 'different fit')}")


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        specify_shard(
            snakemake.input,
            snakemake.params.choices,
            Shard(int(snakemake.wildcards.shard), snakemake.params.shards),
            snakemake.output,
            snakemake.log[0],
        )
