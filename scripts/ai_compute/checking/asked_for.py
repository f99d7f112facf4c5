"""Entries and runs that somebody asks for by name, though others have mistakes."""

import re
from dataclasses import replace
from pathlib import PurePath

import pandas as pd

from ai_compute.checking.raw_data import check_raw_data
from ai_compute.checking.raw_files import RawFiles
from ai_compute.messages.problems import Problem, Problems, did_you_mean


def without_broken(
    raw_data: RawFiles, files: dict[str, bytes], unreadable: list[Problem], names: list[str]
) -> tuple[RawFiles, list[str]]:
    """The raw files without entries that have mistakes, and these; what is asked for must have none.

    Raises:
        Problems: mistakes in what is asked for, or in what all entries rest on.
    """
    asked = {file for file in raw_data.papers if _is_asked_for(file, files.get(file, b""), names)}
    left_out: list[str] = []
    while True:
        kept = replace(raw_data, papers=[file for file in raw_data.papers if file not in left_out])
        try:
            check_raw_data(files, kept, [problem for problem in unreadable if problem.file not in left_out])
        except Problems as found:
            errors = [problem for problem in found.problems if not problem.warning]
            broken = {problem.file for problem in errors} & set(kept.papers) - asked
            if matter := [problem for problem in errors if problem.file not in broken]:
                raise Problems(matter) from None
            left_out += sorted(broken)
        else:
            return kept, left_out


def _is_asked_for(file: str, content: bytes, names: list[str]) -> bool:
    """Whether an entry is meant by its file, its key, or the id of one of its runs, even if it cannot be read."""
    ids = re.findall(rb"^\s*(?:-\s+)?id:\s*[\"']?([\w-]+)", content, re.MULTILINE)
    return bool(
        {file, PurePath(file).name, PurePath(file).stem, *(name.decode(errors="replace") for name in ids)} & set(names)
    )


def chosen_runs(names: list[str], runs: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table `runs` that are meant by names of runs, of papers or of files."""
    keys = [PurePath(name).stem if name.endswith(".yaml") else name for name in names]
    known = {*runs["run"], *runs["paper"]}
    unknown = [
        Problem(key, found="no such run or paper", expected="one of data/raw/papers", way_out=way_out)
        for key in keys
        if key not in known and (way_out := did_you_mean(key, known, "start it: make new-entry NAME=my-paper"))
    ]
    if unknown:
        raise Problems(unknown)
    return runs[runs["run"].isin(keys) | runs["paper"].isin(keys)]


def documented_runs(names: list[str], runs: pd.DataFrame) -> pd.DataFrame:
    """The same for a document, which is of one run: a name of a run and of its paper alike means the run."""
    chosen, own = chosen_runs(names, runs), runs[runs["run"].isin(names)]
    return chosen[~chosen["paper"].isin(own.loc[own["run"] == own["paper"], "paper"]) | chosen["run"].isin(names)]
