"""data/raw/external/same.csv: which of our runs is which model of a database, said by the user."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ai_compute.entries.csv_rows import read_rows
from ai_compute.entries.structures import Name, Strict, Text
from ai_compute.external.keys import PREFIX
from ai_compute.messages.problems import Problem, Problems, nearest, unknown_name

KEYS_SHOWN = 4


class Pair(Strict):
    """A row of the file: a run of ours, and a name (or a key) of the database."""

    run: Name
    name: Text


@dataclass(frozen=True)
class Said:
    """A pair, and where it is said."""

    run: str
    name: str
    file: str
    line: int

    def problem(self, field: str, found: str, expected: str, way_out: str) -> Problem:
        """What is wrong with one of its cells."""
        return Problem(self.file, self.line, field=field, found=found, expected=expected, way_out=way_out)


def read_same(files: Mapping[str, bytes]) -> list[Said]:
    """The pairs of the files.

    Raises:
        Problems: a file without these columns, a row with one of them only, a run or a name that stands twice.
    """
    said, problems = list[Said](), list[Problem]()
    for file, content in files.items():
        try:
            rows = read_rows(content, file, Pair)
        except Problems as found:
            problems += found.problems
        else:
            said += [Said(pair.run, plain(pair.name), file, line) for line, pair in rows]
    problems += [*_repeated(said, "run"), *_repeated(said, "name")]
    if problems:
        raise Problems(problems)
    return said


def plain(name: str) -> str:
    """A name without differences of blanks."""
    return " ".join(name.split())


def unknown_runs(said: Sequence[Said], runs: Collection[str]) -> list[Problem]:
    """Pairs whose run is none of ours."""
    expected, new = "the id of a run of data/raw/papers", "take the line out, or add the entry of this run"
    return [
        pair.problem("run", f"the unknown run '{pair.run}'", expected, unknown_name(pair.run, runs, new))
        for pair in said
        if pair.run not in runs
    ]


def unknown_names(said: Sequence[Said], names: Collection[str]) -> list[Problem]:
    """Pairs whose name no row has; keys (epoch-...) are known only once rows are merged."""
    known = {plain(name) for name in names}
    return [_unknown(pair, known) for pair in said if pair.name not in known and not pair.name.startswith(PREFIX)]


def paired(said: Sequence[Said], by_hand: Mapping[str, str], names: Mapping[str, Collection[str]]) -> dict[str, str]:
    """The key of the database's run by that of ours, as files and config say it; files go before config.

    Args:
        said: the pairs of the files.
        by_hand: those of config, name by run; such as the database does not have are for whoever does.
        names: the keys of the runs that have a name, in whichever of their rows; and each key by itself.

    Raises:
        Problems: a pair of a file whose name no model has, or several, or whose model another pair has.
    """
    found, problems = dict[str, str](), list[Problem]()
    taken = dict[str, Said]()
    for pair in said:
        keys = sorted(names.get(pair.name, ()))
        if not keys:
            problems.append(_unknown(pair, names))
        elif len(keys) > 1:
            several = f"{len(keys)} models of the name '{pair.name}'"
            way_out = f"write the key of the one that is meant: {' or '.join(keys[:KEYS_SHOWN])}"
            problems.append(pair.problem("name", several, "a name that one model has", way_out))
        elif keys[0] in taken:
            other = taken[keys[0]]
            again = f"'{pair.name}', which is the model of line {other.line} ('{other.name}')"
            problems.append(pair.problem("name", again, "each model once", f"remove line {other.line} or {pair.line}"))
        else:
            found[pair.run], taken[keys[0]] = keys[0], pair
    if problems:
        raise Problems(problems)
    for run, name in by_hand.items():
        keys = sorted(names.get(plain(name), ()))
        if run not in found and len(keys) == 1 and keys[0] not in found.values():
            found[run] = keys[0]
    return found


def keys_by_name(rows: Sequence[pd.DataFrame], runs: pd.DataFrame) -> dict[str, set[str]]:
    """The keys of the runs that have a name in any of the rows that were merged to them; and each key by itself."""
    places = dict[str, str]()
    for key, file, line, also in zip(runs["run"], runs["file"], runs["line"], runs["also"], strict=True):
        places |= dict.fromkeys([f"{file}:{line}", *also.split("; ")], key)
    found: dict[str, set[str]] = {key: {key} for key in runs["run"]}
    for frame in rows:
        for name, file, line in zip(frame["name"], frame["file"], frame["line"], strict=True):
            if key := places.get(f"{file}:{line}"):
                found.setdefault(plain(name), set()).add(key)
    return found


def _unknown(pair: Said, names: Collection[str]) -> Problem:
    near = nearest(pair.name, names)
    way_out = f"did you mean '{near}'?" if near else "write its name as the file has it, or take the line out"
    expected = "the name of a model in the files of data/raw/external or `external: files` that can be used"
    return pair.problem("name", f"the unknown name '{pair.name}'", expected, way_out)


def _repeated(said: Sequence[Said], field: str) -> list[Problem]:
    first, problems = dict[str, Said](), list[Problem]()
    for pair in said:
        value = str(getattr(pair, field))
        if value in first:
            line = first[value].line
            found = f"'{value}' a second time, as in line {line}"
            problems.append(pair.problem(field, found, f"each {field} once", f"remove line {line} or {pair.line}"))
        first.setdefault(value, pair)
    return problems
