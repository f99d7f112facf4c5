"""Cross-check: both methods, published totals and printed arithmetic, compared.

Needs: estimates, factors, printed totals. Makes: cross_check, calibration,
calibration_scales, variance_shares, reported, audit.
"""


rule cross_check:
    input:
        runs=table("runs"),
        factors=table("factors"),
        estimates=table("estimates"),
        training_compute=table("training_compute"),
        printed_totals=table("printed_totals"),
        printed_factors=table("printed_factors"),
    output:
        cross_check=update(table("cross_check")),
        calibration=update(table("calibration")),
        calibration_scales=update(table("calibration_scales")),
        variance_shares=update(table("variance_shares")),
        reported=update(table("reported")),
        audit=update(table("audit")),
    log:
        log_of("cross_check"),
    conda:
        "../environment.yml"
    params:
        code=code("cross_check"),
        choices=choices("uncertainty", "cross_check"),
    message:
        "Compare both methods, published totals and printed arithmetic"
    script:
        "../scripts/cross_check.py"
