"""Count: operations and parameters of every described architecture.

Needs: layer descriptions. Makes: layers, architectures, rule_of_thumb.
"""


rule count:
    input:
        architectures=raw("architectures/*.y*ml", "architectures/*.json"),
    output:
        layers=update(table("layers")),
        architectures=update(table("architectures")),
        rule_of_thumb=update(table("rule_of_thumb")),
    log:
        log_of("count"),
    conda:
        "../environment.yml"
    params:
        code=code("count"),
    message:
        "Count the operations of every architecture"
    script:
        "../scripts/count.py"
