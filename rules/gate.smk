"""Gate: no step runs on raw data that are wrong."""

from ai_compute.checking import all_files, check_files, find_raw_files
from ai_compute.console import RAW_DATA_ARE_WRONG


def stop_on_mistakes(raw_data, params):
    """Check the raw data in this process; the rule `check` then finds the verdict."""
    try:
        check_files(raw_data, params.verdict, params.code)
    except Problems as problems:
        print(f"\n{problems}\n", file=sys.stderr, flush=True)
        sys.exit(RAW_DATA_ARE_WRONG)


# A raw file that is gone would stop Snakemake before any step starts, in words of its own.
if not all(Path(file).exists() for file in all_files(find_raw_files())):
    stop_on_mistakes(find_raw_files(), rules.check.params)


onstart:
    for job in workflow.dag.needrun_jobs():
        if job.rule.name == "check":
            stop_on_mistakes(job.input, job.params)
