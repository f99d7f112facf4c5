"""Check: is everything in data/raw and config.yaml as it should be?

Every mistake of every file is named at once, before any step runs, so that a mistake changes nothing. The output lists
the checked files with their checksums.
"""

from ai_compute.console import RAW_DATA_ARE_WRONG


rule check:
    input:
        config="config.yaml",
        hardware=f"{RAW}/hardware.csv",
        papers=raw("papers/*.y*ml"),
        architectures=raw("architectures/*.y*ml", "architectures/*.json"),
    output:
        inputs=INPUTS,
    log:
        log_of("check"),
    conda:
        "../environment.yml"
    params:
        code=code("check"),
        verdict=f"{PROCESSED}/logs/check.json",
    message:
        "Check all raw data"
    script:
        "../scripts/check.py"


def check_before_any_step():
    """Check the raw data if they changed, in this process; the rule then finds the verdict."""
    for job in workflow.dag.needrun_jobs():
        if job.rule.name == "check":
            from ai_compute.checking import check_files

            try:
                check_files(job.input, job.params.verdict)
            except Problems as problems:
                print(f"\n{problems}\n", file=sys.stderr, flush=True)
                sys.exit(RAW_DATA_ARE_WRONG)


onstart:
    check_before_any_step()
