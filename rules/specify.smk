"""Specify: doubling times under every crossing of defensible choices.

Needs: training_compute, estimates, factors, reported, sets, devices, run_devices, trends.
Makes: specifications, specification_summary.
"""


rule specify:
    input:
        training_compute=table("training_compute"),
        estimates=table("estimates"),
        factors=table("factors"),
        reported=table("reported"),
        sets=table("sets"),
        devices=table("devices"),
        run_devices=table("run_devices"),
        trends=table("trends"),
    output:
        specifications=table("specifications"),
        specification_summary=table("specification_summary"),
    log:
        log_of("specify"),
    conda:
        "../environment.yml"
    params:
        code=code("specify"),
        choices=choices("frontier", "statistics"),
    message:
        "Cross every defensible choice"
    script:
        "../scripts/specify.py"
