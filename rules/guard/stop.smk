"""Stop: Ctrl-C ends the running steps at once, without their tracebacks; SIGTERM lets them finish.

Either way all that is finished stays, and the next build makes the rest.
"""

from ai_compute.guard.stopping import DEAF, Stopping

if PLANS and not asking.without_hooks(sys.argv[1:]):
    STOPPING = Stopping(TERMINAL.say_that_it_stops, lambda: inside.runs_elsewhere(workflow))
    STOPPING.listen_while_planning()
    BEFORE_THE_FIRST_STEP.append(STOPPING.listen_while_building)
    FIRST_IN_A_STEP.append(DEAF)
