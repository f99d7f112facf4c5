"""Classify runs by the lines that laws draw: on which side, how sure, how many, and how many will be."""

from collections.abc import Mapping
from typing import Any

from ai_compute.entries.thresholds import read_thresholds
from ai_compute.estimates.methods import uncertainty_scale
from ai_compute.messages.console import explained, say, stop
from ai_compute.messages.problems import Problems, count
from ai_compute.schemas import calibration, estimates, raw, thresholds
from ai_compute.settings.analysis import Uncertainty
from ai_compute.settings.thresholds import ThresholdSettings
from ai_compute.storage.files import read_files
from ai_compute.storage.tables import read_table, write_table
from ai_compute.thresholds.counting import Collected, counted
from ai_compute.thresholds.cumulative import cumulative
from ai_compute.thresholds.deciding import deciding_facts
from ai_compute.thresholds.standing import classified, threshold_texts
from ai_compute.values.dates import parse_date


def classify(files: Any, choices: Mapping[str, Any], output: Any, log: str) -> None:
    """Read the texts, runs and their values; write cumulative compute, standings, counts and forecasts."""
    try:
        texts = threshold_texts(read_thresholds(read_files([files.thresholds])[files.thresholds], files.thresholds))
    except Problems as problems:
        stop(log, problems)
    choice = ThresholdSettings.model_validate(choices["thresholds"])
    uncertainty = Uncertainty.model_validate(choices["uncertainty"])
    runs = read_table(files.runs, raw.Runs)
    values = read_table(files.training_compute, estimates.TrainingCompute)
    methods = read_table(files.estimates, estimates.Estimates)
    totals = read_table(files.printed_totals, raw.PrintedTotals)
    factors = read_table(files.factors, raw.Factors)
    scale = uncertainty_scale(methods, uncertainty)

    summed = cumulative(runs, values, choice.draws, choice.seed)
    deciding = deciding_facts(factors, runs, values, totals, uncertainty.calibrated, scale)
    sides = classified(texts, runs, values, summed, deciding, choice.standing)
    scales = read_table(files.calibration_scales, calibration.CalibrationScales)
    collected = Collected(texts, sides, runs, values, methods, totals, scales)
    counts, forecasts = counted(collected, choice, parse_date(str(choices["cut_off"])).day)

    write_table(texts, thresholds.ThresholdTexts, output.threshold_texts)
    write_table(summed, thresholds.Cumulative, output.cumulative)
    write_table(sides, thresholds.Thresholds, output.thresholds)
    write_table(counts, thresholds.ThresholdCounts, output.threshold_counts)
    write_table(forecasts, thresholds.ThresholdForecasts, output.threshold_forecasts)
    undecided = int((sides["standing"] == "undecided").sum())
    say(log, "classify", f"{count(len(texts), 'line')} of laws, {undecided:,} of {len(sides):,} standings undecided")


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        classify(snakemake.input, snakemake.params.choices, snakemake.output, snakemake.log[0])
