"""Alone: one build at a time in one folder, and no lock that outlives its build.

Snakemake's own lock stays behind when a build is killed, so that the next one refuses to start. Ours is the operating
system's: it ends with the processes that hold it, the running steps among them.
"""

import fcntl
import shutil

from snakemake.shell import shell

LOCK = Path(OWN_FOLDER, "ai-compute.lock")


def lock_folder():
    """Wait until no other build works in this folder; then remove the locks of one that was killed."""
    try:
        LOCK.parent.mkdir(exist_ok=True)
        lock = os.open(LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError:
        return None  # nothing can be written here; whether anything has to be, turns out later
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another build is at work in this folder; waiting for it to end.", file=sys.stderr, flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    except OSError:
        return None  # a file system without locks: Snakemake's own has to do
    shutil.rmtree(Path(OWN_FOLDER, "locks"), ignore_errors=True)
    return lock


if workflow.is_main_process and ON_ITS_OWN:
    FOLDER_LOCK = lock_folder()
    if FOLDER_LOCK is not None:
        shell._process_args["pass_fds"] = (FOLDER_LOCK,)
