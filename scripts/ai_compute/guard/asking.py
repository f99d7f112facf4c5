"""What the command line asks of Snakemake, as far as it must be known before there is a plan.

While a Snakefile is read, Snakemake tells neither its targets nor whether it will only show something.
"""

import re
from collections.abc import Collection, Sequence

LOOK = (
    *("--archive", "--cleanup-metadata", "--cm", "--cleanup-shadow", "--conda-cleanup-envs", "--conda-cleanup-pkgs"),
    *("--conda-create-envs-only", "--container-cleanup-images", "--containerize", "--d3dag", "--dag"),
    *("--delete-all-output", "--delete-temp-output", "--detailed-summary", "--draft-notebook", "--edit-notebook"),
    *("--export-cwl", "--filegraph", "--generate-unit-tests", "--help", "--lc", "--li", "--lint", "--list"),
    *("--list-changes", "--list-conda-envs", "--list-input-changes", "--list-params-changes", "--list-rules"),
    *("--list-target-rules", "--list-untracked", "--lp", "--lt", "--lu", "--print-compilation", "--report"),
    *("--rulegraph", "--summary", "--touch", "--unlock", "--version"),
)
"""Options with which Snakemake shows or mends something, and no step runs."""
LOOK_SHORT = "DSlthv"
DRY_RUN, DRY_RUN_SHORT = ("--dry-run", "--dryrun"), "n"
TOUCH, TOUCH_SHORT = ("--touch",), "t"
NO_HOOKS = ("--no-hooks",)
RUNS_ALL_THE_SAME = ("--report-after-run", "--report-metadata", "--report-stylesheet", "--report-html-path")


def gives(arguments: Sequence[str], options: Collection[str], letters: str = "") -> bool:
    """Whether arguments give one of the options, in full or cut off as Snakemake allows, or one of the letters."""
    for argument in arguments:
        if argument == "--":
            return False
        name = argument.split("=")[0]
        if name.startswith("--"):
            cut = len(name) > 4 and not name.startswith(RUNS_ALL_THE_SAME)
            if name in options or (cut and any(option.startswith(name) for option in options)):
                return True
        elif re.fullmatch(r"-[a-zA-Z]+", name) and set(letters) & set(name[1:]):
            return True
    return False


def makes_a_plan(arguments: Sequence[str]) -> bool:
    """Whether Snakemake will plan steps, to run them or, in a dry run, to show them."""
    return not gives(arguments, LOOK, LOOK_SHORT)


def is_dry_run(arguments: Sequence[str]) -> bool:
    """Whether steps will only be shown."""
    return gives(arguments, DRY_RUN, DRY_RUN_SHORT)


def touches(arguments: Sequence[str]) -> bool:
    """Whether the user says that all outputs are up to date."""
    return gives(arguments, TOUCH, TOUCH_SHORT)


def without_hooks(arguments: Sequence[str]) -> bool:
    """Whether Snakemake calls nobody before the first step and after the last."""
    return gives(arguments, NO_HOOKS)
