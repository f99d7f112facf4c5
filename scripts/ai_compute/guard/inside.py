"""The parts of Snakemake that our guards use and that no document of Snakemake promises.

Each is asked for by its name, here and nowhere else. If a version has it no more, or not yet, the guard that needs it
is off: it says so in one line, and the build goes on without it.
"""

import logging
import sys
from collections.abc import Sequence
from typing import Any

SPEAK_OTHERWISE = ("quiet", "dryrun", "verbose")
"""Choices of Snakemake's own filter with which it speaks for itself."""
_said: set[str] = set()


def named(thing: Any, path: str) -> Any:
    """What stands under a dotted name, such as `dag.needrun_jobs`; None if any part of it is missing."""
    for name in path.split("."):
        thing = getattr(thing, name, None)
    return thing


def off(guard: str, missing: str) -> None:
    """Say once that a guard is off, and which part of Snakemake is missing."""
    if guard not in _said:
        _said.add(guard)
        print(f"{guard}: off with this version of Snakemake, which has no {missing}.", file=sys.stderr, flush=True)


def is_main_process(workflow: Any) -> bool:
    """Whether this is the process that was started, not one that runs a step for it; if nobody knows, no guard acts."""
    found = named(workflow, "is_main_process")
    if found is None:
        off("All guards of a build", "workflow.is_main_process")
    return bool(found)


def rules_of(workflow: Any) -> list[Any]:
    """The rules that are known so far, of all workflows that are read; without them there is no build.

    Raises:
        SystemExit: this version of Snakemake does not tell its rules.
    """
    found = named(workflow, "rules")
    if found is None:
        sys.exit("This version of Snakemake has no workflow.rules: install the one that requirements.txt names.")
    return list(found)


def has_wildcards(rule: Any) -> bool:
    """Whether a rule stands for several jobs; if nobody knows, for one."""
    asked = named(rule, "has_wildcards")
    return bool(asked is not None and asked())


def prefix_of(workflow: Any) -> str:
    """The folder, with its slash, that another workflow has put all our files into; '' if there is none.

    Snakemake adds it to the files of rules only.
    """
    replace = named(workflow, "modifier.path_modifier.replace_prefix")
    if replace is None:
        off("Folders of a module of another workflow", "workflow.modifier.path_modifier.replace_prefix")
        return ""
    return str(replace(""))


def jobs_to_run(workflow: Any, guard: str) -> list[Any] | None:
    """The jobs of the plan that will run; None if that cannot be known, and then a guard does without."""
    return _jobs(workflow, "dag.needrun_jobs", guard)


def planned_jobs(workflow: Any, guard: str) -> list[Any] | None:
    """All jobs of the plan, those that are up to date among them; None if they cannot be known."""
    return _jobs(workflow, "dag.jobs", guard)


def finished_jobs(workflow: Any, guard: str) -> list[Any] | None:
    """The jobs that are finished and good although the build failed; None if that cannot be known."""
    return _jobs(workflow, "dag.finished_jobs", guard)


def _jobs(workflow: Any, name: str, guard: str) -> list[Any] | None:
    found = named(workflow, name)
    if found is None:
        off(guard, f"workflow.{name}")
        return None
    return list(found() if callable(found) else found)


def asked_for(workflow: Any) -> list[str]:
    """The targets that the user named; none if they are not known, or none was named."""
    found = named(workflow, "dag_settings.targets")
    if found is None:
        off("What is said at the end of a build of some files alone", "workflow.dag_settings.targets")
    return sorted(map(str, found or ()))


def runs_elsewhere(workflow: Any) -> bool:
    """Whether steps run on a cluster, and not as processes of this machine; if nobody knows, they are processes."""
    found = named(workflow, "local_exec")
    if found is None:
        off("Ctrl-C (of steps on a cluster)", "workflow.local_exec")
    return found is False


def handlers(guard: str) -> tuple[Sequence[logging.Handler], Sequence[logging.Handler]]:
    """What writes Snakemake's messages to the terminal, and what to its log file; both are empty before 9.20."""
    import snakemake.logging

    known = named(snakemake.logging, "logger.handlers") or []
    if not known:
        off(guard, "handlers of its logger while it reads a Snakefile")
    files = [handler for handler in known if isinstance(handler, logging.FileHandler)]
    return [handler for handler in known if handler not in files], files


def speaks_otherwise(handler: logging.Handler) -> bool:
    """Whether the user asked for Snakemake's own words: a dry run, `--quiet` or `--verbose`."""
    return any(getattr(each, name, False) for each in handler.filters for name in SPEAK_OTHERWISE)
