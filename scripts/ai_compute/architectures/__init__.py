"""Operation counting from described architectures: `read_architecture`, then `count`."""

from collections.abc import Mapping

from ai_compute.architectures.counted import Count
from ai_compute.architectures.counting import count
from ai_compute.architectures.reading import Architecture, read_architecture
from ai_compute.messages.problems import Problem, Problems

__all__ = ["Architecture", "Count", "count", "count_all", "read_architecture"]


def count_all(files: Mapping[str, bytes]) -> list[Count]:
    """Count every architecture, given its content by file name.

    Raises:
        Problems: every mistake of every file, or two files of one name.
    """
    counts: list[Count] = []
    problems: list[Problem] = []
    for file in sorted(files):
        try:
            counts.append(count(read_architecture(files[file], file)))
        except Problems as found:
            problems += found.problems
    by_key: dict[str, str] = {}
    for counted in counts:
        file, key = counted.architecture.document.file, counted.architecture.key
        if key in by_key:
            expected = f"one file for each architecture ({by_key[key]} has this name too)"
            problems.append(Problem(file, found=f"the name {key} again", expected=expected, way_out="rename one"))
        by_key[key] = file
    if problems:
        raise Problems(problems)
    return counts
