"""Estimate the training compute of every run by both methods, and adopt one value."""

from collections.abc import Mapping
from typing import Any

from ai_compute.estimates import methods
from ai_compute.estimates.evidence import evidence_shares
from ai_compute.messages.console import explained, say
from ai_compute.messages.problems import count
from ai_compute.schemas import estimates as schemas
from ai_compute.schemas import raw
from ai_compute.settings.analysis import Adopted, Frontier, Uncertainty
from ai_compute.storage.tables import read_table, write_table


def estimate(tables: Any, choices: Mapping[str, Any], output: Any, log: str) -> None:
    """Read runs, factors and published totals; write estimates and the adopted training compute."""
    uncertainty = Uncertainty.model_validate(choices["uncertainty"])
    factors = read_table(tables.factors, raw.Factors)
    found = methods.estimates(factors, uncertainty)
    adopted = methods.training_compute(
        read_table(tables.runs, raw.Runs),
        found,
        factors,
        read_table(tables.printed_totals, raw.PrintedTotals),
        Adopted.model_validate(choices["adopted"]),
        uncertainty,
        Frontier.model_validate(choices["frontier"]),
    )
    write_table(found, schemas.Estimates, output.estimates)
    write_table(adopted, schemas.TrainingCompute, output.training_compute)
    shares = evidence_shares(factors, adopted, read_table(tables.sets, raw.Sets))
    write_table(shares, schemas.EvidenceShares, output.evidence_shares)
    both = int(found.duplicated("run").sum())
    own = int((adopted["basis"] == "own").sum())
    say(log, "estimate", f"{count(own, 'run')} estimated, {both:,} by both methods")


if __name__ == "__main__":
    with explained(snakemake.log[0]):
        estimate(snakemake.input, snakemake.params.choices, snakemake.output, snakemake.log[0])
