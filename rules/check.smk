"""Check: is everything in data/raw and config.yaml as it should be?

Every mistake of every file is named at once, before anything is built. The result lists the checked files with their
checksums; collect waits for it, and it runs before all else.
"""


rule check:
    input:
        config="config.yaml",
        hardware=f"{RAW}/hardware.csv",
        papers=raw("papers/*.y*ml"),
        architectures=raw("architectures/*.y*ml", "architectures/*.json"),
    output:
        inputs=update(INPUTS),
    log:
        log_of("check"),
    priority: 100
    conda:
        "../environment.yml"
    params:
        code=code("check"),
    message:
        "Check all raw data"
    script:
        "../scripts/check.py"
