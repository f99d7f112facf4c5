"""Collect: what the raw entries say, as tables.

Needs: entries, hardware.csv, architectures. Makes: papers, runs, sets, factors, printed totals, devices.
"""


rule collect:
    input:
        hardware=f"{RAW}/hardware.csv",
        papers=raw("papers/*.y*ml"),
        architectures=table("architectures"),
    output:
        papers=update(table("papers")),
        runs=update(table("runs")),
        sets=update(table("sets")),
        factors=update(table("factors")),
        devices=update(table("devices")),
        device_peaks=update(table("device_peaks")),
        run_devices=update(table("run_devices")),
        printed_totals=update(table("printed_totals")),
        printed_factors=update(table("printed_factors")),
        unestimated=update(table("unestimated")),
    log:
        log_of("collect"),
    conda:
        "../environment.yml"
    params:
        code=code("collect"),
        choices=choices("operation_counting", "hardware_time", "uncertainty", "organizations"),
    message:
        "Collect what the raw entries say"
    script:
        "../scripts/collect.py"
