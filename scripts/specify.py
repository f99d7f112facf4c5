"""Cross every defensible choice: the specification curves. Bring together what every analysis left out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import count
from ai_compute.schemas import raw, trends
from ai_compute.schemas.shards import SpecificationsOfShard
from ai_compute.schemas.specifications import SpecificationChoices, Specifications, SpecificationSummary
from ai_compute.settings.analysis import Frontier
from ai_compute.settings.statistics import Statistics
from ai_compute.storage.kept import NOTHING_KEPT, Kept
from ai_compute.storage.tables import read_parts, read_table, rounded_floats, write_table
from ai_compute.trends.configured import CROSSED, crossed
from ai_compute.trends.points import without_value
from ai_compute.trends.specifications import ranked, summary, what_matters
from ai_compute.trends.told import line_of


def specify(tables: Any, choices: Mapping[str, Any], output: Any, log: str, kept: Kept = NOTHING_KEPT) -> None:
    """Read estimates and their factors, and what other jobs fitted; write the curves, a row on each, all left out."""
    choice = Statistics.model_validate(choices["statistics"])
    given = {name: read_table(tables[name], model) for name, model in CROSSED.items()}
    if tables.specification_shards:
        fits = read_parts(tables.specification_shards, SpecificationsOfShard)
        left_out = read_parts(tables.excluded_shards, trends.Excluded)
    else:
        fits, left_out = crossed(given, choice, Frontier.model_validate(choices["frontier"]), kept=kept)
    # One order and one rounding, whether one job fitted them or several whose tables were read.
    fits = rounded_floats(fits.sort_values(["set", "crossing", "estimator"], kind="stable", ignore_index=True))
    specifications = ranked(fits)
    write_table(specifications, Specifications, output.specifications)
    write_table(what_matters(fits), SpecificationChoices, output.specification_choices)

    lines = read_table(tables.trends, trends.Trends)
    summaries = []
    for name, each in choice.specifications.sets.items():
        found, line = specifications[specifications["set"] == name], line_of(lines, each.headline)
        if len(found) and line is not None:
            ends = (line["doubling_months_low"], line["doubling_months_high"])
            summaries.append(summary(found, each.headline, *ends))
    write_table(pd.DataFrame(summaries), SpecificationSummary, output.specification_summary)

    excluded = [left_out, without_value(read_table(tables.runs, raw.Runs), given["training_compute"])]
    parts = (tables.excluded_trends, tables.excluded_drivers, tables.excluded_growth)
    excluded += [read_table(file, trends.Excluded) for file in parts]
    write_table(pd.concat(excluded), trends.Excluded, output.excluded)
    curves = count(len(choice.specifications.sets), "curve")
    say(log, "specify", f"{count(len(specifications), 'different fit')} in {curves}")


if __name__ == "__main__":
    KEPT = Kept(snakemake.params.kept, snakemake.params.code)
    with explained(snakemake.log[0]):
        specify(snakemake.input, snakemake.params.choices, snakemake.output, snakemake.log[0], KEPT)
