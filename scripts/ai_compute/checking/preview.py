"""The tables about single runs, made in one process: what a build would make of the raw files up to the cross-check."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.architectures import count_all
from ai_compute.architectures.tables import architectures_table, layers_table
from ai_compute.checking.raw_files import RawData, chosen
from ai_compute.entries import collect
from ai_compute.entries.collection import parse_entries
from ai_compute.entries.hardware import read_devices
from ai_compute.entries.thresholds import read_thresholds
from ai_compute.estimates import cross_check, factor_table, methods
from ai_compute.estimates.factors import Assumptions
from ai_compute.settings.analysis import Settings
from ai_compute.thresholds.cumulative import cumulative
from ai_compute.thresholds.deciding import deciding_facts
from ai_compute.thresholds.standing import classified, threshold_texts


def preview(files: Mapping[str, bytes], raw_data: RawData, settings: Settings) -> dict[str, pd.DataFrame]:
    """Tables by name.

    Args:
        files: content by name.
        raw_data: the names by kind.
        settings: the choices of config.yaml.

    Raises:
        Problems: every structural mistake of the entries; that all raw data are valid is checked before.
    """
    entries = parse_entries(chosen(raw_data.papers, files))
    devices = read_devices(files[raw_data.hardware], raw_data.hardware)
    counts = count_all(chosen(raw_data.architectures, files))
    assumptions = Assumptions(settings.operation_counting, settings.hardware_time, settings.uncertainty)
    layers = factor_table.counted(architectures_table(counts))
    runs, totals = collect.runs(entries, settings.organizations.cluster_of), collect.printed_totals(entries)
    factors = factor_table.factors(entries, devices, layers, assumptions)
    estimated = methods.estimates(factors, settings.uncertainty)
    adopted = methods.training_compute(
        runs, estimated, factors, totals, settings.adopted, settings.uncertainty, settings.frontier
    )
    both = methods.both_methods(estimated)
    summed = cumulative(runs, adopted, settings.thresholds.draws, settings.thresholds.seed)
    texts = threshold_texts(read_thresholds(files[raw_data.thresholds], raw_data.thresholds))
    uncertain = settings.uncertainty
    scale = methods.uncertainty_scale(estimated, uncertain)
    deciding = deciding_facts(factors, runs, adopted, totals, uncertain.calibrated, scale)
    return {
        "papers": collect.papers(entries),
        "runs": runs,
        "factors": factors,
        "unestimated": collect.unestimated_reasons(entries),
        "layers": layers_table(counts),
        "estimates": estimated,
        "training_compute": adopted,
        "cross_check": cross_check.cross_check(both, factors, runs, settings.cross_check, settings.uncertainty),
        "reported": cross_check.reported(totals, estimated, adopted),
        "threshold_texts": texts,
        "cumulative": summed,
        "thresholds": classified(texts, runs, adopted, summed, deciding, settings.thresholds.standing),
    }
