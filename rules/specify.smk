"""Specify: doubling times under every crossing of defensible choices; what every analysis left out.

Needs: runs, training_compute, estimates, factors, reported, sets, devices, run_devices, trends,
excluded_trends, excluded_drivers, excluded_growth; what specify_shard made, if jobs share the fits.
Makes: specifications, specification_summary, specification_choices, excluded.
"""


rule specify:
    input:
        runs=table("runs"),
        training_compute=table("training_compute"),
        estimates=table("estimates"),
        factors=table("factors"),
        reported=table("reported"),
        sets=table("sets"),
        devices=table("devices"),
        run_devices=table("run_devices"),
        trends=table("trends"),
        excluded_trends=table("excluded_trends"),
        excluded_drivers=table("excluded_drivers"),
        excluded_growth=table("excluded_growth"),
        specification_shards=of_all_shards("specify", "specifications"),
        excluded_shards=of_all_shards("specify", "excluded"),
    output:
        specifications=update(table("specifications")),
        specification_summary=update(table("specification_summary")),
        specification_choices=update(table("specification_choices")),
        excluded=update(table("excluded")),
    log:
        log_of("specify"),
    conda:
        "../environment.yml"
    params:
        code=code("specify"),
        kept=KEPT,
        choices=choices("frontier", "statistics"),
    message:
        "Cross every defensible choice"
    script:
        "../scripts/specify.py"
