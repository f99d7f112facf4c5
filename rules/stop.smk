"""Stop: Ctrl-C ends the running steps at once, without their tracebacks; SIGTERM lets them finish.

A terminal sends Ctrl-C to all processes. The steps do not listen, for Python would answer with a traceback each; this
process tells them to end. Snakemake's own answer to SIGTERM takes a lock that the interrupted thread may be holding, and
then waits for ever; ours takes it in a thread of its own.
"""

import signal
import threading
import time

from snakemake.scheduling.job_scheduler import JobScheduler
from snakemake.shell import shell

INTERRUPTED = 130  # as shells say of a process that Ctrl-C ended


def start_no_more_steps(scheduler, *signal_and_frame):
    """Have the scheduler stop when the running steps have ended."""
    TERMINAL.stopping = True
    threading.Thread(target=stop_in_order, args=(scheduler,), daemon=True).start()


def stop_in_order(scheduler):
    """Say that the build stops, and stop it."""
    TERMINAL.say_once(STOPPING)
    finish_running_steps(scheduler)


def end_steps(*signal_and_frame):
    """End the running steps, and then this process in order; on a cluster, let Snakemake cancel its jobs."""
    if workflow.scheduler is None:
        sys.exit(INTERRUPTED)
    if not workflow.local_exec:
        TERMINAL.stopping = True
        threading.Thread(target=TERMINAL.say_once, args=(STOPPING,), daemon=True).start()
        signal.default_int_handler(*signal_and_frame)
    threading.Thread(target=terminate_steps, daemon=True).start()
    start_no_more_steps(workflow.scheduler)


def terminate_steps():
    """End all steps, those among them that are just about to start."""
    from psutil import NoSuchProcess, Process

    while True:
        for step in Process().children(recursive=True):
            with suppress(NoSuchProcess):
                step.terminate()
        time.sleep(0.1)


if workflow.is_main_process and ON_ITS_OWN:
    finish_running_steps = JobScheduler.exit_gracefully
    JobScheduler.exit_gracefully = start_no_more_steps
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        with suppress(ValueError):  # not the main thread
            signal.signal(signal.SIGINT, end_steps)
            shell.prefix(f"{shell._get_process_prefix()} trap '' INT; ")
