"""Shared: what all guards need, whether they have a say, when they are called, and how they end a build.

A guard protects a build and knows nothing of its analysis. Each stands in a file of its own that begins with what it
promises. What it does, it does by what Snakemake documents; ai_compute/guard/inside.py has the exceptions.
"""

from ai_compute.guard import asking, inside
from ai_compute.guard.room import CANNOT_WRITE, OWN_FOLDER, CannotWrite
from ai_compute.messages.console import RAW_DATA_ARE_WRONG
from ai_compute.messages.problems import Problem, Problems

IS_MAIN_PROCESS = inside.is_main_process(workflow)
# A module of another workflow, or a process that runs a single step, is guarded by what started it.
GUARDS = IS_MAIN_PROCESS and ON_ITS_OWN
PLANS = GUARDS and asking.makes_a_plan(sys.argv[1:])
BEFORE_THE_FIRST_STEP, AFTER_SUCCESS, AFTER_FAILURE = [], [], []
# What the shell of every step does first.
FIRST_IN_A_STEP = []


def say_and_stop(reason, status):
    """End this process with what is wrong as the last thing said."""
    TERMINAL.say_once(reason)
    sys.exit(status)


def or_stop(act, *arguments):
    """Do something; where that cannot be written, say so and stop."""
    try:
        return act(*arguments)
    except CannotWrite as reason:
        say_and_stop(reason, CANNOT_WRITE)
