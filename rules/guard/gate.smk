"""Gate: no step runs on raw data that are wrong.

A module of another workflow has no say before the first step; there, the raw data are checked while it is read.
"""

from ai_compute.checking.raw_data import all_files, check_files


def stop_on_mistakes():
    """Check the raw data in this process; the rule `check` then finds the verdict."""
    try:
        or_stop(check_files, rules.check.input, rules.check.params.verdict, rules.check.params.code)
    except Problems as problems:
        say_and_stop(problems, RAW_DATA_ARE_WRONG)


def stop_on_mistakes_that_matter():
    """Check the raw data if what will run reads them."""
    jobs = inside.jobs_to_run(workflow, "Gate (for builds of something else than the raw data)")
    if jobs is None or any(job.rule.name == "check" for job in jobs):
        stop_on_mistakes()


# A raw file that is gone would stop Snakemake before any step starts, in words of its own; at a pipe it would wait.
is_no_file = not all(Path(file).is_file() for file in all_files(rules.check.input))
if is_no_file or (IS_MAIN_PROCESS and not ON_ITS_OWN):
    stop_on_mistakes()
if GUARDS:
    BEFORE_THE_FIRST_STEP.append(stop_on_mistakes_that_matter)
