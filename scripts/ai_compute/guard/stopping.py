"""Ctrl-C ends the running steps at once, SIGTERM lets them finish: the next build goes on from what either leaves.

A terminal sends Ctrl-C to all processes. The steps do not listen, for Python would answer with a traceback each; this
process tells them to end. Snakemake's own answer to SIGTERM takes a lock that the interrupted thread may be holding,
and then waits for ever; ours calls it in a thread of its own.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

INTERRUPTED, TERMINATED = 130, 143
"""As shells say of a process that Ctrl-C, or SIGTERM, ended."""
DEAF = "trap '' INT; "
"""What a step's shell does first, not to hear of Ctrl-C."""


class Stopping:
    """What this process does when it is told to stop."""

    def __init__(self, say: Callable[[], object], runs_elsewhere: Callable[[], bool]) -> None:
        """Keep how to say that the build stops, and how to know whether its steps run on other machines."""
        self.say, self.runs_elsewhere = say, runs_elsewhere
        self.finish_running_steps: Callable[..., object] | None = None

    def listen_while_planning(self) -> None:
        """Until steps can run, end at once; does nothing where Ctrl-C means something else already."""
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            with suppress(ValueError):  # not the main thread
                signal.signal(signal.SIGINT, self.interrupt)
                signal.signal(signal.SIGTERM, self.end)

    def listen_while_building(self) -> None:
        """From now on, answer SIGTERM by what Snakemake has put in its place, in a thread of its own."""
        found = signal.getsignal(signal.SIGTERM)
        if callable(found) and found != self.end:
            self.finish_running_steps = found
            with suppress(ValueError):
                signal.signal(signal.SIGTERM, self.stop_in_order)

    def end(self, number: int, frame: FrameType | None) -> NoReturn:
        """End this process, which has started no step yet."""
        sys.exit(TERMINATED if number == signal.SIGTERM else INTERRUPTED)

    def stop_in_order(self, number: int, frame: FrameType | None) -> None:
        """Have Snakemake stop when the running steps have ended."""
        threading.Thread(target=self._say_and_finish, args=(number, frame), daemon=True).start()

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """End the running steps, and then this process in order; on a cluster, let Snakemake cancel its jobs."""
        if self.finish_running_steps is None:
            self.end(number, frame)
        if self.runs_elsewhere():
            threading.Thread(target=self.say, daemon=True).start()
            signal.default_int_handler(number, frame)
        threading.Thread(target=terminate_steps, daemon=True).start()
        self.stop_in_order(number, frame)

    def _say_and_finish(self, number: int, frame: FrameType | None) -> None:
        self.say()
        if self.finish_running_steps is not None:
            self.finish_running_steps(number, frame)


def terminate_steps() -> None:
    """End all steps, those among them that are just about to start."""
    from psutil import NoSuchProcess, Process

    while True:
        for step in Process().children(recursive=True):
            with suppress(NoSuchProcess):
                step.terminate()
        time.sleep(0.1)
