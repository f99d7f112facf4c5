"""Are the files of others tables that are known, and does same.csv speak of runs and names that there are?"""

from collections.abc import Collection, Mapping

from ai_compute.external.reading import kind_of, read_file
from ai_compute.external.same import read_same, unknown_names, unknown_runs
from ai_compute.external.unused import Unused
from ai_compute.messages.problems import Problem, Problems
from ai_compute.settings.external import External


def external_problems(
    files: Mapping[str, bytes], same: Mapping[str, bytes], runs: Collection[str], settings: External
) -> list[Problem]:
    """What is wrong with external files and the pairs of same.csv.

    Args:
        files: content of the external files by name.
        same: that of same.csv, if it is there.
        runs: the ids of our runs.
        settings: what config says of external files.
    """
    problems = list[Problem]()
    for name, content in files.items():
        try:
            kind_of(content, name, settings.kinds)
        except Problems as found:
            problems += found.problems
    try:
        said = read_same(same)
    except Problems as found:
        return problems + list(found.problems)
    problems += unknown_runs(said, runs)
    if said and files and not problems:
        parsed = [read_file(content, name, settings.kinds, Unused()) for name, content in files.items()]
        models = [file for file in parsed if settings.kinds[file.kind].models]
        if all("name" in file.has for file in models):  # else rows are called by their lines, once they are read
            problems += unknown_names(said, {name for file in models for name in file.rows["name"]})
    return problems
