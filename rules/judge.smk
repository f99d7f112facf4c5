"""Judge: published statements against what the tables say.

Needs: claims.csv, all tables of the rules included before. Makes: claims.
"""


rule judge:
    input:
        claims=f"{RAW}/claims.csv",
        tables=all_tables(),
    output:
        claims=update(table("claims")),
    log:
        log_of("judge"),
    conda:
        "../environment.yml"
    params:
        code=code("judge"),
    message:
        "Judge published statements"
    script:
        "../scripts/judge.py"
