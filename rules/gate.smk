"""Gate: no step runs on raw data that are wrong."""

from ai_compute.console import RAW_DATA_ARE_WRONG


def check_before_any_step():
    """Check the raw data if they changed, in this process; the rule then finds the verdict."""
    for job in workflow.dag.needrun_jobs():
        if job.rule.name == "check":
            from ai_compute.checking import check_files

            try:
                check_files(job.input, job.params.verdict, job.params.code)
            except Problems as problems:
                print(f"\n{problems}\n", file=sys.stderr, flush=True)
                sys.exit(RAW_DATA_ARE_WRONG)


onstart:
    check_before_any_step()
