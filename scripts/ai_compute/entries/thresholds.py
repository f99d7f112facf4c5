"""Lines that laws draw through training compute, as `data/raw/thresholds.csv` lists them.

Nothing here is legal advice: a row says what a text counts and where it stands, so that runs can be held against it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ai_compute.entries.csv_rows import read_rows, repeated, rows_and_mistakes
from ai_compute.entries.structures import Date, Name, Operations, Plain, Strict, Text, Url, complain
from ai_compute.messages.problems import Problem, Problems
from ai_compute.values.subjects import WITHIN, Domain, Evidence

Counts = Literal["cumulative", "run", "modification"]
DAY = re.compile(r"\s*\d{4}-\d{2}-\d{2}\s*", re.ASCII)
Status = Literal["in force", "signed", "proposed", "replaced", "revoked", "not enforced", "vetoed"]


def _read_list(value: Any) -> Any:
    return tuple(filter(None, map(str.strip, value.split(";")))) if isinstance(value, str) else value


class Threshold(Strict):
    """One line that a legal text draws."""

    threshold: Name = Field(description="Key of the line")
    name: Text = Field(description="Name in a few words")
    jurisdiction: Text = Field(description="Whose text it is")
    text: Text = Field(description="The legal text")
    article: Text = Field(description="Where in it the line stands")
    flop: Operations | None = Field(None, description="The line, in FLOP; empty if it is a share of the base's compute")
    share_of_base: Plain | None = Field(None, description="The line as a share of the compute of the model modified")
    reached: Literal["above", "at or above"] = Field(description="Whether a run on the line is over it")
    counts: Counts = Field(
        description="cumulative: the run with all that it was trained on top of; run: one training run; modification: "
        "what was trained on top of a base, alone"
    )
    domains: Annotated[tuple[Domain, ...], BeforeValidator(_read_list)] = Field(
        (), description="Domains that it speaks of, joined by ';'; empty: all"
    )
    also_counted: Text | None = Field(None, description="What else the text counts: synthetic data, fine-tuning")
    also_needed: Text | None = Field(None, description="What else must hold for the text to apply")
    start: Date | None = Field(None, description="First day in force, or of the version named")
    end: Date | None = Field(None, description="First day no longer in force")
    status: Status = Field(description="Where it stands at the cut-off date of the data")
    evidence: Evidence = Field(description="How this was had")
    source: Text = Field(description="Where it was read")
    url: Url | None = Field(None, description="Where it can be read")
    note: Text | None = Field(None, description="Doubts, and what was not found")

    @classmethod
    def together(cls, data: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
        """A line is a number, or a share of the base that a modification is held against."""
        number, share = data.get("flop"), data.get("share_of_base")
        if (number is None) == (share is None):
            expected, way_out = "`flop` or `share_of_base`, one of the two", "fill one of the two cells"
            yield complain(expected, way_out, "both" if number is not None else "neither", at="flop")
        for name, written in (("flop", number), ("share_of_base", share)):
            if re.match(r"\s*~|.*\bto\b", str(written or "")):
                expected = "one number, as the text draws it"
                yield complain(expected, "write the number of the text, and doubts in `note`", str(written), at=name)
        for name in ("start", "end"):
            if (written := str(data.get(name) or "")) and not DAY.fullmatch(written):
                expected = "a whole day such as 2025-08-02: what is in force, is so from a day on"
                yield complain(expected, "write year, month and day of the text", written, at=name)
        if str(data.get("threshold", "")).startswith(WITHIN):
            expected = f"another key: '{WITHIN}...' are the lines relative to the largest run (config.yaml)"
            yield complain(expected, "choose another", str(data["threshold"]), at="threshold")
        if share is not None and data.get("counts") != "modification":
            expected, way_out = "modification: a share is one of a base", "write modification, or fill `flop` instead"
            yield complain(expected, way_out, at="counts")
        domains = [each for each in map(str.strip, str(data.get("domains") or "").split(";")) if each]
        for name in sorted({each for each in domains if domains.count(each) > 1}):
            yield complain("each domain once", "remove one of the two", f"'{name}' twice", at="domains")
        if data.get("end") and not data.get("start"):
            expected = "a day from which on it was in force, before the one from which on it no longer is"
            way_out = "fill it, or empty `end`: what never was in force has no end"
            yield complain(expected, way_out, f"no start, but the end {data['end']}", at="start")
        elif data.get("status") == "signed" and not data.get("start"):
            expected = "the first day in force of what is signed"
            yield complain(expected, "fill it, or write proposed in `status` until it is known", "no start", at="start")


def relative_line(distance: float) -> str:
    """The key of the line so many orders of magnitude below the largest run so far: `within-0.5`."""
    return f"{WITHIN}{distance:g}"


def read_thresholds(content: bytes, file: str) -> list[Threshold]:
    """The rows of thresholds.csv.

    Raises:
        Problems: every mistake of the file, and keys and names that stand twice, each at its line.
    """
    rows, mistakes = rows_and_mistakes(content, file, Threshold)
    problems = [_of_a_line(problem) for problem in mistakes]
    once = "choose another, or remove one of the rows"
    problems += [*repeated(rows, "threshold", "key", file, once), *repeated(rows, "name", "name", file, once)]
    for line, row in rows:
        for field, found, expected, way_out in _impossible(row):
            problems.append(Problem(file, line, field=field, found=found, expected=expected, way_out=way_out))
    if problems:
        raise Problems(problems)
    return [row for _, row in rows]


def _impossible(row: Threshold) -> Iterator[tuple[str, str, str, str]]:
    """Field, found, expected and way out of values that no line can have."""
    if row.start and row.end and row.end.day <= row.start.day:
        found = f"{row.end.day}, not after {row.start.day}"
        yield "end", found, "an end after its start", "correct one of the two dates"
    if row.share_of_base and row.share_of_base.value > 1:
        way_out = "a third is 0.333333; a line that is a number of operations stands in `flop`"
        yield "share_of_base", row.share_of_base.text, "a share up to 1", way_out
    if row.flop and row.flop.value < 1:
        yield "flop", row.flop.text, "1 FLOP or more", "write the number that the text draws, such as 1e25 FLOP"


def _of_a_line(problem: Problem) -> Problem:
    """The same mistake with a way out of its own where a row cannot do without the number."""
    if problem.field in ("flop", "share_of_base") and problem.way_out.startswith("leave the field away"):
        return replace(problem, way_out="write the number that the text draws, or remove the row")
    return problem


def out_of_date(content: bytes, file: str, cut_off: date) -> list[Problem]:
    """Warnings of rows whose status does not fit their dates on the cut-off date of the data.

    Args:
        content: a thresholds.csv that `read_thresholds` takes.
        file: its name.
        cut_off: the day that `status` speaks of.
    """
    found = []
    for line, row in read_rows(content, file, Threshold):
        for field, value, expected, way_out in _misfits(row, cut_off):
            problem = Problem(file, line, field=field, found=value, expected=expected, way_out=way_out, warning=True)
            found.append(problem)
    return found


def _misfits(row: Threshold, cut_off: date) -> Iterator[tuple[str, str, str, str]]:
    """Field, found, expected and way out for each."""
    start, end = row.start.day if row.start else None, row.end.day if row.end else None
    day = f"{cut_off}, the cut-off date"
    over = "write what it is now in `status` (replaced, revoked or not enforced), or correct `end`"
    if row.status == "in force":
        if start is None:
            yield (
                "start",
                "nothing",
                "the first day of what is in force: no run counts as published under it",
                "fill it",
            )
        elif start > cut_off:
            way_out = "write signed in `status` until then, or correct `start`"
            yield "start", f"{start}, though in force", f"a day up to {day}", way_out
        if end is not None and end <= cut_off:
            yield "end", f"{end}, though in force", f"a day after {day}, or nothing", over
    if row.status in ("signed", "proposed") and start is not None and start <= cut_off:
        way_out = "write what it is now in `status` (in force, if it is), or correct `start`"
        yield "start", f"{start}, though {row.status}", f"a day after {day}, or nothing", way_out
    if row.status in ("replaced", "revoked", "not enforced") and start is not None:
        if end is None:
            yield (
                "end",
                "nothing",
                f"the first day no longer in force of what is {row.status}",
                "fill it, or empty `start`",
            )
        elif end > cut_off:
            way_out = "write in force in `status` until then, or correct `end`"
            yield "end", f"{end}, though {row.status}", f"a day up to {day}", way_out
    if row.status == "vetoed" and start is not None:
        yield "start", f"{start}, though vetoed", "nothing: it never was in force", "empty it, or correct `status`"
