"""What all rules share: where things are, and what a stage's code is."""

import hashlib
import os
import re
import sys
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

RAW = "data/raw"
PROCESSED = "data/processed"
REPORTS = "reports"
INPUTS = f"{PROCESSED}/inputs.json"
# Results that are found again by what they were made from; all of it may be removed at any time.
KEPT = ".snakemake/ai-compute-kept"
SCRIPTS = Path(str(workflow.current_basedir)).parent / "scripts"
# Whether this is the workflow itself, or a module of another one, which then says how it locks, speaks and ends.
ON_ITS_OWN = Path(str(workflow.basedir)) == SCRIPTS.parent
IMPORT = re.compile(r"^\s*(?:from (ai_compute[\w.]*) import (\([^)]*\)|.*)|import (ai_compute[\w.]*))", re.M)
sys.path.insert(0, str(SCRIPTS))

from ai_compute.guard import inside
from ai_compute.messages.problems import Problems
from ai_compute.storage.files import files_in, impossible_names

# The folder that another workflow has put all our files into.
PREFIX = inside.prefix_of(workflow)
# The rules of a workflow that this one is a module of.
RULES_OF_OTHERS = inside.rules_of(workflow)


def table(name):
    """The file of a table."""
    return f"{PROCESSED}/{name}.parquet"


def tables(*names):
    """The files of tables."""
    return [table(name) for name in names]


def of_shard(stage, name):
    """The file of a table of one of the jobs that share a stage's fits."""
    return f"{PROCESSED}/shards/{stage}-{{shard}}-of-{SHARDS}/{name}.parquet"


def of_all_shards(stage, name):
    """The files of a table of all of these jobs; none if there is one job only."""
    return expand(of_shard(stage, name), shard=range(1, SHARDS + 1)) if SHARDS > 1 else []


def log_of(stage):
    """Where a stage keeps what it said."""
    return f"{PROCESSED}/logs/{stage}.log"


# Raw files that no step could be given, with what is wrong: the gate names them beside all other mistakes.
IMPOSSIBLE_FILES = {}


def raw(*patterns):
    """Raw files that match, sorted, but for impossible ones."""
    found = files_in(f"{PREFIX}{RAW}", *patterns)
    wrong = {problem.file: problem for problem in impossible_names(found)}
    IMPOSSIBLE_FILES.update(wrong)
    return [file.removeprefix(PREFIX) for file in found if file not in wrong]


def own_rules():
    """The rules of this workflow so far, without those of a workflow that it is a module of."""
    return [rule for rule in inside.rules_of(workflow) if rule not in RULES_OF_OTHERS]


def all_tables():
    """Every table of the rules so far, but for what jobs leave that share a step; no text, or a prefix came twice."""
    whole = [rule for rule in own_rules() if not inside.has_wildcards(rule)]
    return [path for rule in whole for path in rule.output if path.endswith(".parquet")]


def code(stage):
    """A digest of a stage's script and of every module of ours that it imports, so that editing one reruns the stage."""
    files, waiting = set(), [SCRIPTS / f"{stage}.py"]
    while waiting:
        file = waiting.pop()
        if file not in files:
            files.add(file)
            waiting += imports_of(file)
    content = b"".join(file.relative_to(SCRIPTS).as_posix().encode() + file.read_bytes() for file in sorted(files))
    return hashlib.sha256(content).hexdigest()


@cache
def imports_of(file):
    """The modules of ours that a Python file imports, and the packages they stand in; parsing it all would be slow."""
    found = []
    for package, names, module in IMPORT.findall(file.read_text(encoding="utf-8")):
        found += files_of(module or package)
        for name in re.findall(r"\w+", names):
            found += files_of(f"{package}.{name}")
    return found


@cache
def files_of(name):
    """The files that importing a module of ours runs: itself, the packages above it, and data of its own name."""
    parts = name.split(".")
    above = [SCRIPTS.joinpath(*parts[:end], "__init__.py") for end in range(1, len(parts) + 1)]
    candidates = [*above, *(SCRIPTS.joinpath(*parts).with_suffix(ending) for ending in (".py", ".json"))]
    return [path for path in candidates if path.is_file()]


def digest(files):
    """One digest of the names and the content of files."""
    content = b"".join(Path(file).name.encode() + Path(file).read_bytes() for file in files)
    return hashlib.sha256(content).hexdigest()
