"""Explain: what drove growth, what the eras were like, how well both methods agree.

Needs: runs, sets, factors, devices, run_devices, estimates, training_compute, cross_check.
Makes: drivers, eras, selected, agreement, excluded_drivers.
"""


rule explain:
    input:
        runs=table("runs"),
        sets=table("sets"),
        factors=table("factors"),
        devices=table("devices"),
        run_devices=table("run_devices"),
        estimates=table("estimates"),
        training_compute=table("training_compute"),
        cross_check=table("cross_check"),
    output:
        drivers=update(table("drivers")),
        eras=update(table("eras")),
        selected=update(table("selected")),
        agreement=update(table("agreement")),
        excluded_drivers=update(table("excluded_drivers")),
    log:
        log_of("explain"),
    conda:
        "../environment.yml"
    params:
        code=code("explain"),
        choices=choices("statistics"),
    message:
        "Say what drove growth and how well both methods agree"
    script:
        "../scripts/explain.py"
