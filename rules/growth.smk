"""Growth: how growth changed over time, and what frontier lines would show had it not changed.

Needs: training_compute. Makes: nulls, growth, excluded_growth.
"""


rule growth:
    input:
        training_compute=table("training_compute"),
    output:
        nulls=update(table("nulls")),
        growth=update(table("growth")),
        excluded_growth=update(table("excluded_growth")),
    log:
        log_of("growth"),
    conda:
        "../environment.yml"
    params:
        code=code("growth"),
        choices=choices("frontier", "statistics"),
    message:
        "Say how growth changed over time"
    script:
        "../scripts/growth.py"
