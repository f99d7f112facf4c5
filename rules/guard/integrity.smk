"""Integrity: no output that nobody vouches for, and none lost to a failure. Include it after all rules.

Every file is compared with the manifest of the last build. What that one does not vouch for is set aside before there is
a plan, so that Snakemake sees it missing and makes it anew. A step that fails, or is never reached, leaves its last good
outputs as they were: while it runs they stay in their place (`update()`), and if it fails, copies take their place.
"""

import atexit

from ai_compute.guard.manifest import Step
from ai_compute.guard.outputs import Outputs

MANIFEST = f"{PROCESSED}/SHA256SUMS"


def as_steps(rule):
    """A rule's files; none of ours has functions among them, and no wildcard but the shard."""
    for shard in range(1, SHARDS + 1) if inside.has_wildcards(rule) else [""]:
        outputs = [str(path).format(shard=shard) for path in rule.output]
        yield Step(f"{rule.name}{shard}", [str(path) for path in rule.input], outputs)


def about_to_be_made():
    """The outputs of all steps that will run, and no less."""
    jobs = inside.jobs_to_run(workflow, "Integrity (of what is not made anew, if a step fails)")
    return OUTPUTS.all if jobs is None else {str(path) for job in jobs for path in job.output}


def keep_the_last_good_ones():
    """Have copies of what will be made anew, and vouch for it no longer."""
    or_stop(OUTPUTS.copy_aside, about_to_be_made())
    or_stop(OUTPUTS.disown, about_to_be_made())


def record_success():
    """Vouch for all that was planned: it was made, or is up to date."""
    jobs = inside.planned_jobs(workflow, "Integrity (of inputs that some steps read in an earlier build)") or []
    or_stop(OUTPUTS.succeed, [str(path) for job in jobs for path in job.output])


def record_failure():
    """Vouch for what finished steps have made, and have all else as it was."""
    jobs = inside.finished_jobs(workflow, "Integrity (of what was made before a step failed)") or []
    or_stop(OUTPUTS.fail, [str(path) for job in jobs for path in job.output])


if GUARDS and asking.touches(sys.argv[1:]):
    OUTPUTS = or_stop(
        Outputs, [step for rule in own_rules() for step in as_steps(rule)], MANIFEST, (PROCESSED, REPORTS)
    )
    AFTER_SUCCESS.append(lambda: or_stop(OUTPUTS.touch))
elif PLANS:
    OUTPUTS = or_stop(
        Outputs, [step for rule in own_rules() for step in as_steps(rule)], MANIFEST, (PROCESSED, REPORTS)
    )
    atexit.register(OUTPUTS.put_back)
    if not asking.is_dry_run(sys.argv[1:]) and FOLDER_LOCK is not None:
        or_stop(OUTPUTS.remove_leftovers)
        or_stop(OUTPUTS.remove_unfinished, f"{PROCESSED}/shards")
    NAMES = {*OUTPUTS.all, *(step.name for step in OUTPUTS.steps)}
    TARGETS = NAMES & {os.path.normpath(argument) for argument in sys.argv[1:]} - {"all"}
    for line in or_stop(OUTPUTS.set_aside_what_nobody_vouches_for, TARGETS):
        print(line, file=sys.stderr, flush=True)
    BEFORE_THE_FIRST_STEP.append(keep_the_last_good_ones)
    AFTER_SUCCESS.append(record_success)
    AFTER_FAILURE.append(record_failure)
