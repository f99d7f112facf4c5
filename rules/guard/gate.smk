"""Gate: no step runs on raw data that are wrong.

A module of another workflow has no say before the first step; there, the raw data are checked while it is read.
What lies among the entries and is not read is named each time: a file that was meant to be one would be missed.
"""

from ai_compute.checking.raw_files import all_files
from ai_compute.checking.verdict import check_files
from ai_compute.messages.problems import visible
from ai_compute.storage.files import from_the_future, not_read


def stop_on_mistakes():
    """Check the raw data in this process; the rule `check` then finds the verdict."""
    try:
        about = (rules.check.params.verdict, rules.check.params.code, list(IMPOSSIBLE_FILES.values()))
        or_stop(check_files, rules.check.input, *about)
    except Problems as problems:
        say_and_stop(problems, RAW_DATA_ARE_WRONG)


def stop_on_mistakes_that_matter():
    """Check the raw data if what will run reads them."""
    jobs = inside.jobs_to_run(workflow, "Gate (for builds of something else than the raw data)")
    if jobs is None or any(job.rule.name == "check" for job in jobs):
        stop_on_mistakes()


# A raw file that is gone, or of the future, would stop Snakemake in words of its own; at a pipe it would wait.
raw_files = [*all_files(rules.check.input), *rules.check.input.external]
is_no_file = not rules.check.input.papers or not all(map(os.path.isfile, raw_files))
if IMPOSSIBLE_FILES or is_no_file or (PLANS and from_the_future(raw_files)) or (IS_MAIN_PROCESS and not ON_ITS_OWN):
    stop_on_mistakes()
if GUARDS:
    for kind in ("papers", "architectures"):
        for other in not_read(f"{RAW}/{kind}", getattr(rules.check.input, kind)):
            print(f"{visible(other)} is not read: only NAME.yaml is, in this folder.", file=sys.stderr, flush=True)
    BEFORE_THE_FIRST_STEP.append(stop_on_mistakes_that_matter)
