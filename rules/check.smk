"""Check: is everything in data/raw and config.yaml as it should be?

Every mistake of every file is named at once, before anything is built. The result lists the checked files with their
checksums; later stages wait for it.
"""


rule check:
    message:
        "Check all raw data"
    input:
        config="config.yaml",
        hardware=f"{RAW}/hardware.csv",
        papers=raw("papers/*.y*ml"),
        architectures=raw("architectures/*.y*ml", "architectures/*.json"),
    output:
        inputs=INPUTS,
    params:
        code=code("check"),
    log:
        log_of("check"),
    conda:
        "../environment.yml"
    script:
        "../scripts/check.py"
