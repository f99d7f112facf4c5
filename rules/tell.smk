"""Tell: what changed since the last build, said before figures and page are drawn.

Needs: all tables. Makes: data/processed/told.txt, the checksums of the tables that it was said of.
"""

LAST_BUILD = f"{PREFIX}.snakemake/ai-compute-last-build"


rule tell:
    input:
        tables=all_tables(),
    output:
        told=update(f"{PROCESSED}/told.txt"),
    log:
        log_of("tell"),
    priority: 100
    conda:
        "../environment.yml"
    params:
        code=code("tell"),
        choices=choices("statistics"),
        last_build=LAST_BUILD,
        page=f"{REPORTS}/index.html",
    message:
        "Tell what changed"
    script:
        "../scripts/tell.py"
