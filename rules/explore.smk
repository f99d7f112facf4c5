"""Explore: a page on which readers choose runs themselves, and place one of their own.

Needs: the tables of runs, estimates, trends and texts of law, hardware.csv, checksums of the inputs. Makes: reports/explore.html.
"""

EXPLORED = tables(
    *("papers", "runs", "sets", "factors", "devices", "run_devices", "printed_totals", "architectures"),
    *("estimates", "training_compute", "cross_check", "trends", "threshold_texts"),
) + [EXTERNAL_OUTPUTS[name] for name in ("runs", "training_compute") if name in EXTERNAL_OUTPUTS]
EXPLORER = sorted(
    str(path) for folder in ("templates", "static") for path in (SCRIPTS / "ai_compute/explorer" / folder).glob("*")
)


rule explore:
    input:
        tables=EXPLORED,
        hardware=f"{RAW}/hardware.csv",
        inputs=INPUTS,
    output:
        page=update(f"{REPORTS}/explore.html"),
    log:
        log_of("explore"),
    conda:
        "../environment.yml"
    params:
        code=code("explore"),
        kept=KEPT,
        library_code=code("ai_compute/charts/library"),
        templates=digest(EXPLORER),
        choices=choices(
            *("cut_off", "revision", "statistics", "frontier", "uncertainty", "operation_counting"),
            *("hardware_time", "adopted", "cross_check"),
        ),
    message:
        "Write the explorer"
    script:
        "../scripts/explore.py"
