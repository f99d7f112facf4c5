"""Classify: runs against the lines that laws draw through training compute.

Needs: thresholds.csv, runs, factors, estimates, training_compute, printed_totals, calibration_scales.
Makes: threshold_texts, cumulative, thresholds, threshold_counts, threshold_forecasts.
"""


rule classify:
    input:
        thresholds=f"{RAW}/thresholds.csv",
        runs=table("runs"),
        factors=table("factors"),
        estimates=table("estimates"),
        training_compute=table("training_compute"),
        printed_totals=table("printed_totals"),
        calibration_scales=table("calibration_scales"),
    output:
        threshold_texts=update(table("threshold_texts")),
        cumulative=update(table("cumulative")),
        thresholds=update(table("thresholds")),
        threshold_counts=update(table("threshold_counts")),
        threshold_forecasts=update(table("threshold_forecasts")),
    log:
        log_of("classify"),
    conda:
        "../environment.yml"
    params:
        code=code("classify"),
        choices=choices("cut_off", "uncertainty", "thresholds"),
    message:
        "Hold runs against the lines that laws draw"
    script:
        "../scripts/classify.py"
