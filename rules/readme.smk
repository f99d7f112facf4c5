"""Readme: the two figures that README.md shows, copied to where git keeps them: `snakemake readme`.

Not part of a build, which changes nothing that git keeps.
"""

README_FIGURES = ["headline", "cross-check"]


rule readme:
    input:
        expand(f"{CHARTS}/{{figure}}.svg", figure=README_FIGURES),
    output:
        expand("docs/{figure}.svg", figure=README_FIGURES),
    log:
        log_of("readme"),
    conda:
        "../environment.yml"
    message:
        "Copy the figures of README.md"
    shell:
        "rm -f {output} && cp {input} docs/ && echo 'readme       figures of README.md copied to docs/' > {log}"
