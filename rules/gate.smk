"""Gate: no step runs on raw data that are wrong.

A module of another workflow has no say before the first step; there, the raw data are checked while it is read.
"""

from ai_compute.checking.raw_data import all_files, check_files
from ai_compute.messages.console import RAW_DATA_ARE_WRONG


def stop_on_mistakes(raw_data, params):
    """Check the raw data in this process; the rule `check` then finds the verdict."""
    try:
        check_files(raw_data, params.verdict, params.code)
    except Problems as problems:
        say_and_stop(problems, RAW_DATA_ARE_WRONG)
    except CannotWrite as reason:
        say_and_stop(reason, CANNOT_WRITE)


# A raw file that is gone would stop Snakemake before any step starts, in words of its own; at a pipe it would wait.
is_no_file = not all(Path(file).is_file() for file in all_files(rules.check.input))
if is_no_file or (workflow.is_main_process and not ON_ITS_OWN):
    stop_on_mistakes(rules.check.input, rules.check.params)


onstart:
    for job in workflow.dag.needrun_jobs():
        if job.rule.name == "check":
            stop_on_mistakes(job.input, job.params)
    disown(workflow.dag.needrun_jobs())
