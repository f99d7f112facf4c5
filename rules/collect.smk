"""Collect: what the raw entries say, as tables.

Needs: entries, hardware.csv, architectures. Makes: papers, runs, sets, factors, printed totals, devices.
"""


rule collect:
    input:
        hardware=f"{RAW}/hardware.csv",
        papers=raw("papers/*.y*ml"),
        architectures=table("architectures"),
    output:
        papers=table("papers"),
        runs=table("runs"),
        sets=table("sets"),
        factors=table("factors"),
        devices=table("devices"),
        device_peaks=table("device_peaks"),
        run_devices=table("run_devices"),
        printed_totals=table("printed_totals"),
        printed_factors=table("printed_factors"),
        unestimated=table("unestimated"),
    log:
        log_of("collect"),
    conda:
        "../environment.yml"
    params:
        code=code("collect"),
        choices=choices("operation_counting", "hardware_time", "uncertainty"),
    message:
        "Collect what the raw entries say"
    script:
        "../scripts/collect.py"
