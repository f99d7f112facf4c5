"""Why values are assumed: what carries the mark ~ says so in notes, in a file with other mistakes too."""

from collections.abc import Iterator, Mapping

from ai_compute.entries.documents import Document, Path
from ai_compute.entries.references import parts_of, runs_of
from ai_compute.entries.together import METHODS
from ai_compute.messages.problems import Problem

NO_VALUES = ("source", "device", "architecture")


def assumed_without_a_reason(document: Document) -> Iterator[Problem]:
    """Values with the mark ~ where neither their part nor their run says why."""
    for path, run in runs_of(document):
        if run.get("notes"):
            continue
        parts = [found for method in METHODS for found in parts_of(document, path, run, method)]
        parts = [(place, part) for place, part in parts if isinstance(part, dict)]
        if not any(part.get("notes") for _, part in parts):
            yield from _marked(document, path, {key: run.get(key) for key in ("parameters", "active_parameters")})
        for place, part in parts:
            if not part.get("notes"):
                yield from _marked(document, place, part)


def _marked(document: Document, path: Path, fields: Mapping[str, object]) -> Iterator[Problem]:
    for name, written in fields.items():
        if isinstance(written, dict):
            yield from _marked(document, (*path, name), written)
        elif isinstance(written, str) and written.lstrip().startswith("~") and name not in NO_VALUES:
            yield document.problem(
                (*path, name),
                found=f"{written}, an assumed value without a reason",
                expected="a reason in `notes` of the part or of the run",
                way_out="say in `notes` why it is assumed; if the paper states it, remove ~",
                warning=True,
            )
