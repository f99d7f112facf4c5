"""Turn the raw entries into tables."""

from collections.abc import Mapping
from typing import Any

from ai_compute.entries import collect
from ai_compute.entries.collection import parse_entries
from ai_compute.entries.hardware import read_devices
from ai_compute.estimates.factor_table import counted, factors
from ai_compute.estimates.factors import Assumptions
from ai_compute.messages.console import explained, say, stop
from ai_compute.messages.problems import Problems, count
from ai_compute.schemas import estimates, raw
from ai_compute.schemas.counts import Architectures
from ai_compute.settings.analysis import HardwareTime, OperationCounting, Uncertainty
from ai_compute.settings.organizations import Organizations
from ai_compute.storage.files import read_files
from ai_compute.storage.tables import read_table, write_table


def collect_tables(
    hardware: str, papers: list[str], architectures: str, choices: Mapping[str, Any], tables: Any, log: str
) -> None:
    """Read the entries and devices; write what they say."""
    try:
        devices = read_devices(read_files([hardware])[hardware], hardware)
        entries = parse_entries(read_files(papers))
    except Problems as problems:
        stop(log, problems)
    assumptions = Assumptions(
        OperationCounting.model_validate(choices["operation_counting"]),
        HardwareTime.model_validate(choices["hardware_time"]),
        Uncertainty.model_validate(choices["uncertainty"]),
    )
    runs = collect.runs(entries, Organizations.model_validate(choices["organizations"]).cluster_of)
    layers = counted(read_table(architectures, Architectures))
    facts = factors(entries, devices, layers, assumptions)
    write_table(collect.papers(entries), raw.Papers, tables.papers)
    write_table(runs, raw.Runs, tables.runs)
    write_table(collect.sets(entries), raw.Sets, tables.sets)
    write_table(facts, raw.Factors, tables.factors)
    write_table(collect.device_table(devices), raw.Devices, tables.devices)
    write_table(collect.device_peaks(devices), raw.DevicePeaks, tables.device_peaks)
    write_table(collect.run_devices(entries, devices), raw.RunDevices, tables.run_devices)
    write_table(collect.printed_totals(entries), raw.PrintedTotals, tables.printed_totals)
    write_table(collect.printed_factors(entries), raw.PrintedFactors, tables.printed_factors)
    write_table(collect.unestimated_reasons(entries), estimates.Unestimated, tables.unestimated)
    found = f"{count(len(runs), 'run')}, {count(len(facts), 'factor')}, {count(len(devices.devices), 'device')}"
    say(log, "collect", found)


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        collect_tables(
            hardware=snakemake.input.hardware,
            papers=snakemake.input.papers,
            architectures=snakemake.input.architectures,
            choices=snakemake.params.choices,
            tables=snakemake.output,
            log=snakemake.log[0],
        )
