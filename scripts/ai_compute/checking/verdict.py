"""Raw files are checked once: a verdict on the very same bytes stands."""

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from ai_compute.checking.raw_data import check_raw_data
from ai_compute.checking.raw_files import RawData, RawFiles, all_files, chosen, plainly
from ai_compute.messages.problems import Problem
from ai_compute.storage.files import empty_folder, from_the_future, readable_files, write_text


def check_files(
    raw_data: RawData, verdict: str | Path, code: str, known_before: Sequence[Problem] = ()
) -> tuple[dict[str, bytes], str, list[Problem]]:
    """Check all raw files, unless a verdict on the very same bytes stands already; then leave one.

    Args:
        raw_data: the names by kind.
        verdict: the file in which a verdict is kept.
        code: a digest of the code that checks.
        known_before: mistakes that were found while files were looked for.

    Returns:
        The files' content by name, what was found, in words, and warnings.

    Raises:
        Problems: every mistake of every file.
    """
    raw_data = plainly(raw_data)
    files, problems = readable_files(all_files(raw_data))
    problems += [*known_before, *from_the_future([*files, *raw_data.external])]
    if not raw_data.papers:
        folder = str(PurePosixPath(raw_data.hardware).parent / "papers")
        problems += empty_folder(folder, "a new one starts with: make new-entry NAME=my-paper")
    problems += _without_architectures(raw_data, files)
    others, unreadable = readable_files(raw_data.external, largest=None)
    files, problems = {**files, **others}, problems + unreadable
    judged = checksums(files) + code
    known = None if problems else _kept_verdict(Path(verdict), judged)
    if known is None:
        known = check_raw_data(files, raw_data, problems)
        write_text(_sealed(judged, *known), verdict)
    return files, *known


def _sealed(judged: str, found: str, warnings: Sequence[Problem]) -> str:
    """A verdict with a digest of itself and of what was judged."""
    kept = json.dumps({"found": found, "warnings": [dataclasses.asdict(warning) for warning in warnings]})
    return hashlib.sha256((judged + kept).encode()).hexdigest() + "\n" + kept


def _kept_verdict(file: Path, judged: str) -> tuple[str, list[Problem]] | None:
    """What was found, and warnings; None if the file is no whole verdict on this."""
    seal, _, kept = file.read_bytes().decode("utf-8", "replace").partition("\n") if file.is_file() else ("", "", "")
    if seal != hashlib.sha256((judged + kept).encode()).hexdigest():
        return None
    verdict = json.loads(kept)
    return verdict["found"], [Problem(**warning) for warning in verdict["warnings"]]


def _without_architectures(raw_data: RawFiles, files: Mapping[str, bytes]) -> list[Problem]:
    """Why there are none, if entries refer to some."""
    used = re.compile(rb"^\s*(?:-\s+)?architecture:", re.M)
    if raw_data.architectures or not any(map(used.search, chosen(raw_data.papers, files).values())):
        return []
    folder = str(PurePosixPath(raw_data.hardware).parent / "architectures")
    return empty_folder(folder, "entries refer to networks that are described there", "at least one NAME.yaml")


def checksums(files: Mapping[str, bytes]) -> str:
    """The names of files with the SHA-256 of their content, as JSON."""
    digests = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    return json.dumps(digests, indent=1) + "\n"
