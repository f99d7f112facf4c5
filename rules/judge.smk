"""Judge: published statements against what the tables say.

Needs: claims.csv, all tables of the rules included before. Makes: claims.
"""


rule judge:
    input:
        claims=f"{RAW}/claims.csv",
        tables=[str(path) for rule in workflow.rules for path in rule.output if str(path).endswith(".parquet")],
    output:
        claims=table("claims"),
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
