"""Check: is everything in data/raw and config.yaml as it should be?

Every mistake of every file is named at once, before any step runs, so that a mistake changes nothing. The output lists
the checked files with their checksums.
"""


rule check:
    input:
        config=CONFIG,
        hardware=f"{RAW}/hardware.csv",
        claims=f"{RAW}/claims.csv",
        thresholds=f"{RAW}/thresholds.csv",
        papers=raw("papers/*.y*ml"),
        architectures=raw("architectures/*.y*ml", "architectures/*.json"),
        external=external_files(),
        same=raw("external/same.csv"),
    output:
        inputs=update(INPUTS),
    log:
        log_of("check"),
    conda:
        "../environment.yml"
    params:
        code=code("check"),
        verdict=f"{PREFIX}{PROCESSED}/logs/check.json",
    message:
        "Check all raw data"
    script:
        "../scripts/check.py"
