"""Estimate: training compute of every run by both methods, and the adopted value.

Needs: runs, factors, printed totals. Makes: estimates, training_compute.
"""


rule estimate:
    input:
        runs=table("runs"),
        factors=table("factors"),
        printed_totals=table("printed_totals"),
    output:
        estimates=update(table("estimates")),
        training_compute=update(table("training_compute")),
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
