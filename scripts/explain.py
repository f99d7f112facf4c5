"""Say what drove growth, what the eras were like, and how well both methods agree."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import count
from ai_compute.schemas import cross_check, estimates, explanations, raw, trends
from ai_compute.settings.statistics import Statistics
from ai_compute.storage.tables import read_table, write_table
from ai_compute.trends.agreement import agreement
from ai_compute.trends.drivers import (
    assumed_utilization,
    driver_table,
    drivers,
    hardware_factors,
    own_facts,
    prices_of,
    without_drivers,
)
from ai_compute.trends.eras import Era, eras, selected
from ai_compute.values.subjects import COUNTING, TIME


def explain(tables: Any, choices: Mapping[str, Any], output: Any, log: str) -> None:
    """Read estimates, their factors and the cross-check; write drivers, eras, selected and agreement."""
    choice = Statistics.model_validate(choices["statistics"])
    runs = read_table(tables.runs, raw.Runs)
    sets = read_table(tables.sets, raw.Sets)
    used = read_table(tables.run_devices, raw.RunDevices)
    devices = read_table(tables.devices, raw.Devices)
    made = read_table(tables.estimates, estimates.Estimates)
    training_compute = read_table(tables.training_compute, estimates.TrainingCompute)
    facts = read_table(tables.factors, raw.Factors)
    hardware, left_out = hardware_factors(facts)

    counted = own_facts(made.loc[made["method"] == COUNTING, ["run", "flop"]], made, COUNTING)
    variants = driver_table(own_facts(hardware, made, TIME), counted, prices_of(used, devices), runs)
    split = choice.split.day
    periods = {"all": (None, None), f"before-{split.year}": (None, split)}
    periods |= {name: each.period for name, each in choice.periods.items()}
    drawn = (choice.bootstrap.resamples, choice.bootstrap.seed)
    unknown = assumed_utilization(facts)
    grown, too_few = drivers(variants, periods, choice.level, choice.runs_at_least, *drawn, unknown)
    write_table(grown, explanations.Drivers, output.drivers)
    missing = without_drivers(variants, training_compute, made)
    excluded = pd.concat([left_out, missing, too_few]).drop_duplicates()
    write_table(excluded, trends.Excluded, output.excluded_drivers)

    member_of = choice.eras.member_of
    members = set(sets.loc[sets["set"] == member_of, "run"])
    values = training_compute[["run", "published", "pfs_days"]].merge(
        hardware[["run", "count", "peak"]], on="run", how="left"
    )
    values["device TFLOP/s"] = values["peak"] / 1e12
    values = values.rename(columns={"count": "device count", "pfs_days": "pfs-days"})
    stated = {name: Era(*each.between.period, each.stated) for name, each in choice.eras.eras.items()}
    groups = {"all": None, member_of: members}
    found = eras(values, groups, stated, choice.eras.edges_move_by_months, choice.level)
    write_table(found, explanations.Eras, output.eras)
    ranked = selected(training_compute, {member_of: members}, choice.eras.window_years)
    write_table(ranked, explanations.Selected, output.selected)

    checks = read_table(tables.cross_check, cross_check.CrossCheck).merge(runs, on="run", suffixes=("", "_of_run"))
    device = used.drop_duplicates("run").set_index("run")["device"]
    counting = made[made["method"] == COUNTING].set_index("run")["counting"]
    era = (checks["published"] < pd.Timestamp(split)).map({True: "before the split", False: "since the split"})
    ways = {"domain": checks["domain"], "era": era, "device": checks["run"].map(device).fillna("")}
    ways["kind"] = ways["device"].map(devices.set_index("device")["kind"]).fillna("")
    ways["kind and era"] = (ways["kind"] + ", " + era).where(ways["kind"] != "", "")
    ways["counting"] = checks["run"].map(counting).fillna("")
    write_table(agreement(checks, ways, choice.level), explanations.Agreement, output.agreement)
    say(log, "explain", f"drivers of {count(len(hardware), 'run')}, agreement of {count(len(checks), 'run')}")


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        explain(snakemake.input, snakemake.params.choices, snakemake.output, snakemake.log[0])
