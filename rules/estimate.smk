"""Estimate: training compute of every run by both methods, and the adopted value.

Needs: runs, factors, printed totals, sets. Makes: estimates, training_compute, evidence_shares.
"""


rule estimate:
    input:
        runs=table("runs"),
        factors=table("factors"),
        printed_totals=table("printed_totals"),
        sets=table("sets"),
    output:
        estimates=update(table("estimates")),
        training_compute=update(table("training_compute")),
        evidence_shares=update(table("evidence_shares")),
    log:
        log_of("estimate"),
    conda:
        "../environment.yml"
    params:
        code=code("estimate"),
        choices=choices("uncertainty", "adopted", "frontier"),
    message:
        "Estimate the training compute of every run"
    script:
        "../scripts/estimate.py"
