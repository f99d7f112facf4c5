"""Alone: one build at a time in one folder, and no lock that outlives its build.

Snakemake's own lock stays behind when a build is killed, so that the next one refuses to start. Ours is the operating
system's: it ends with the processes that hold it, the running steps among them.
"""

import shutil

from ai_compute.guard import lock

FOLDER_LOCK = None
if GUARDS:
    FOLDER_LOCK = lock.hold(Path(OWN_FOLDER, "ai-compute.lock"))
if FOLDER_LOCK is not None:
    STEPS_LOCK = Path(OWN_FOLDER, "ai-compute-steps.lock")
    lock.wait_for_steps(STEPS_LOCK)
    shutil.rmtree(Path(OWN_FOLDER, "locks"), ignore_errors=True)
    if shutil.which("flock"):
        FIRST_IN_A_STEP.append(lock.shared_by_steps(STEPS_LOCK))
    elif PLANS:
        print("Steps of a killed build are not waited for: there is no command `flock`.", file=sys.stderr, flush=True)
