"""Room: no build starts where it could not write what it makes, and says so in the words of a problem.

Checked before the first step, and of Snakemake's own notes before there is a plan, for it writes those in a dry run too.
"""

from ai_compute.guard.room import closed_folder, size_of, unwritable

# Bytes; a build makes about half of that. What is made anew is there thrice for a while: old, copied aside, new.
ROOM = 20_000_000
COPIES = 2


def check_room():
    """Stop with a clear message if steps cannot write what they make. The check alone needs no room to speak of."""
    jobs = inside.jobs_to_run(workflow, "Room")
    if jobs is None or {job.rule.name for job in jobs} <= {"check"}:
        return
    outputs = {str(path) for job in jobs for path in job.output}
    folders = {Path(path).parent for job in jobs for path in [*outputs, *job.log]}
    if problems := unwritable(folders, ROOM + COPIES * size_of(outputs)):
        say_and_stop(Problems(problems), CANNOT_WRITE)


if PLANS:
    if problem := closed_folder([OWN_FOLDER, *Path(OWN_FOLDER).glob("*/")]):
        say_and_stop(Problems([problem]), CANNOT_WRITE)
    BEFORE_THE_FIRST_STEP.append(check_room)
