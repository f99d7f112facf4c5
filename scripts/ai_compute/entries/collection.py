"""All raw data of a build together: what one file alone cannot know is checked here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ai_compute.entries.documents import Document
from ai_compute.entries.papers import Paper, read_paper
from ai_compute.entries.reasons import assumed_without_a_reason
from ai_compute.entries.recovery import read_on, without_echoes
from ai_compute.entries.references import Surroundings, reference_problems, repeated_ids, unknown_bases
from ai_compute.entries.structures import KEBAB_CASE
from ai_compute.messages.problems import Problem, Problems

__all__ = ["Entry", "Surroundings", "entry_problems", "parse_entries"]


@dataclass(frozen=True)
class Entry:
    """A paper, the file it stands in, and the key it has by that file's name."""

    key: str
    paper: Paper
    document: Document


def parse_entries(files: Mapping[str, bytes]) -> list[Entry]:
    """The entries of all files (name -> content), in the order of their names.

    Raises:
        Problems: every structural mistake of every file.
    """
    entries, _, problems = _parsed(files)
    if problems:
        raise Problems(problems)
    return entries


def entry_problems(files: Mapping[str, bytes], surroundings: Surroundings) -> tuple[list[Entry], list[Problem]]:
    """The entries that could be read, and every mistake of every file: structure, references, repeated ids, reasons."""
    entries, documents, problems = _parsed(files)
    references = [problem for document in documents for problem in reference_problems(document, surroundings)]
    said = {(problem.file, problem.field) for problem in references}
    problems = [problem for problem in problems if (problem.file, problem.field) not in said]
    cut = {problem.file for problem in problems if not problem.field}  # a reason may stand in what could not be read
    reasons = [
        problem for document in documents if document.file not in cut for problem in assumed_without_a_reason(document)
    ]
    return entries, problems + references + repeated_ids(documents) + unknown_bases(documents) + reasons


def _parsed(files: Mapping[str, bytes]) -> tuple[list[Entry], list[Document], list[Problem]]:
    """The entries without mistakes, all files that hold anything readable, and mistakes of syntax and structure."""
    entries: list[Entry] = []
    documents: list[Document] = []
    problems: list[Problem] = []
    for file in sorted(files):
        problems += _name_problems(file)
        document, mistakes, left_out = read_on(files[file], file)
        problems += mistakes
        if document is None:
            continue
        documents.append(document)
        try:
            paper = read_paper(document)
        except Problems as found:
            problems += without_echoes(list(found.problems)) if left_out else found.problems
        else:
            entries += [] if mistakes else [Entry(_stem(file), paper, document)]
    return entries, documents, problems


def _stem(file: str) -> str:
    return file.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _name_problems(file: str) -> list[Problem]:
    name = file.rsplit("/", 1)[-1]
    if re.fullmatch(KEBAB_CASE + r"\.yaml", name):
        return []
    stem = re.sub(r"[^a-z0-9]+", "-", _stem(file).lower()).strip("-") or "paper"
    return [
        Problem(
            file,
            field="file name",
            found=name,
            expected="small letters, digits, single hyphens, and .yaml",
            way_out=f"rename the file to {stem}.yaml",
        )
    ]
