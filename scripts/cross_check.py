"""Compare both methods, published totals and printed arithmetic."""

from collections.abc import Mapping
from typing import Any

from ai_compute.estimates import cross_check as checks
from ai_compute.estimates.methods import both_methods
from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import count
from ai_compute.schemas import cross_check as schemas
from ai_compute.schemas import estimates, raw
from ai_compute.schemas.calibration import Calibration, CalibrationScales, VarianceShares
from ai_compute.settings.analysis import CrossCheck, Uncertainty
from ai_compute.storage.tables import read_table, write_table


def cross_check(tables: Any, choices: Mapping[str, Any], output: Any, log: str) -> None:
    """Read estimates, factors and published totals; write how they compare."""
    runs = read_table(tables.runs, raw.Runs)
    found = read_table(tables.estimates, estimates.Estimates)
    totals = read_table(tables.printed_totals, raw.PrintedTotals)
    adopted = read_table(tables.training_compute, estimates.TrainingCompute)
    both, uncertainty = both_methods(found), Uncertainty.model_validate(choices["uncertainty"])
    agree = CrossCheck.model_validate(choices["cross_check"])
    compared = checks.cross_check(both, read_table(tables.factors, raw.Factors), runs, agree, uncertainty)
    pairs = checks.with_papers(both, runs)
    shares = checks.variance_shares(pairs, found, totals, runs, uncertainty)
    audited = checks.audit(totals, read_table(tables.printed_factors, raw.PrintedFactors))
    write_table(compared, schemas.CrossCheck, output.cross_check)
    write_table(checks.calibration(pairs, uncertainty), Calibration, output.calibration)
    write_table(checks.calibration_scales(pairs, uncertainty), CalibrationScales, output.calibration_scales)
    write_table(shares, VarianceShares, output.variance_shares)
    write_table(checks.reported(totals, found, adopted), schemas.Reported, output.reported)
    write_table(audited, schemas.Audit, output.audit)
    agreeing = int((compared["verdict"] == "agree").sum())
    say(log, "cross-check", f"{agreeing} of {count(len(compared), 'run')} with both methods agree")


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        cross_check(snakemake.input, snakemake.params.choices, snakemake.output, snakemake.log[0])
