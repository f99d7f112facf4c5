"""Cross every defensible choice: the specification curves. Bring together what every analysis left out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.console import explained, say
from ai_compute.problems import count
from ai_compute.schemas import cross_check, estimates, raw, trends
from ai_compute.settings.analysis import Frontier
from ai_compute.settings.statistics import Statistics
from ai_compute.tables import read_table, write_table
from ai_compute.trends.lines import headline
from ai_compute.trends.points import without_value
from ai_compute.trends.specifications import Choices, curve, estimated, summary


def specify(tables: Any, choices: Mapping[str, Any], output: Any, log: str) -> None:
    """Read estimates and their factors; write the specification curves, a row on each, and all that was left out."""
    choice = Statistics.model_validate(choices["statistics"])
    chosen = choice.specifications
    devices = read_table(tables.devices, raw.Devices)
    used = read_table(tables.run_devices, raw.RunDevices)
    training_compute = read_table(tables.training_compute, estimates.TrainingCompute)
    data = estimated(
        training_compute,
        read_table(tables.estimates, estimates.Estimates),
        read_table(tables.factors, raw.Factors),
        read_table(tables.reported, cross_check.Reported),
        used.loc[used["device"].isin(devices.loc[devices["kind"] == "CPU", "device"]), "run"].to_list(),
    )
    sets = read_table(tables.sets, raw.Sets)
    fitted = read_table(tables.trends, trends.Trends)
    crossed = Choices(
        chosen.methods,
        chosen.utilizations,
        chosen.estimators,
        chosen.tops,
        chosen.exclude,
        Frontier.model_validate(choices["frontier"]).start,
        chosen.runs_at_least,
        choice.level,
    )
    curves, summaries = [], []
    excluded = [without_value(read_table(tables.runs, raw.Runs), training_compute)]
    excluded += [read_table(file, trends.Excluded) for file in (tables.excluded_trends, tables.excluded_drivers)]
    for name, each in chosen.sets.items():
        members = None if each.member_of is None else set(sets.loc[sets["set"] == each.member_of, "run"])
        found, left_out = curve(data, name, members, each.between.period, crossed)
        curves.append(found)
        excluded.append(left_out)
        line = headline(fitted, each.headline)
        if len(found) and line is not None:
            ends = (line["doubling_months_low"], line["doubling_months_high"])
            summaries.append(summary(found, each.headline, *ends))
    specifications = pd.concat(curves)
    write_table(specifications, trends.Specifications, output.specifications)
    write_table(pd.DataFrame(summaries), trends.SpecificationSummary, output.specification_summary)
    write_table(pd.concat(excluded), trends.Excluded, output.excluded)
    say(log, "specify", f"{count(len(specifications), 'different fit')} in {count(len(curves), 'curve')}")


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        specify(snakemake.input, snakemake.params.choices, snakemake.output, snakemake.log[0])
