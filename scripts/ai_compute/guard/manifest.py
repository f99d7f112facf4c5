"""What a finished build vouches for: checksums of all that it read and wrote, in the format of `sha256sum`.

Snakemake trusts names and times. It does not look whether an output was cut off or edited since, nor at an input that
changed under an old time stamp. So each build compares every file with the manifest of the last one first, and makes
anew what that one does not vouch for.

A build of some targets only may leave an input read by some of its readers in its new content and by others in its old
one. What such a reader has read stands in a line of its own, which `sha256sum` takes for a comment.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Checksums = Mapping[str, str]
EDITED = "is not what the last build made"
UNFINISHED = "is not of a finished build"
OUTDATED = "was made before an input changed"
NO_CONTENT = "0" * 64
"""A checksum that no file has."""
READ_BY = " as read by "


@dataclass(frozen=True)
class Step:
    """A rule, as far as files are concerned."""

    name: str
    inputs: Sequence[str]
    outputs: Sequence[str]


def checksum(path: str | Path) -> str:
    """SHA-256 of a file; of a folder, that of its files' names and checksums; '' if there is none.

    A pipe or device, which might keep us waiting for ever, has NO_CONTENT.
    """
    file = Path(path)
    if file.is_dir():
        inside = sorted(inner for inner in file.rglob("*") if inner.is_file())
        listed = "".join(f"{checksum(inner)}  {inner.relative_to(file).as_posix()}\n" for inner in inside)
        return hashlib.sha256(listed.encode()).hexdigest()
    try:
        if file.exists() and not file.is_file():
            return NO_CONTENT
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def checksums(paths: Iterable[str]) -> dict[str, str]:
    """Checksums of those of the files that exist."""
    found = {path: checksum(path) for path in sorted(set(paths))}
    return {path: digest for path, digest in found.items() if digest}


def read(path: str | Path) -> dict[str, str]:
    """The manifest in a file; one that is not there or not text vouches for nothing."""
    file = Path(path)
    return parse(file.read_bytes().decode("utf-8", "replace")) if file.is_file() else {}


def parse(text: str) -> dict[str, str]:
    """A manifest's checksums by path; other lines are left out, so that their files count as changed."""
    pairs = (line.removeprefix("# ").split("  ", 1) for line in text.splitlines())
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2 and len(pair[0]) == 64}


def render(vouched: Checksums) -> str:
    """A manifest, sorted by path: `sha256sum --check` reads it."""
    return "".join(f"{'# ' if READ_BY in path else ''}{vouched[path]}  {path}\n" for path in sorted(vouched))


def read_as(step: Step, path: str, vouched: Checksums) -> str | None:
    """The checksum that an input had when a step's outputs were made of it; None if nobody knows."""
    return vouched.get(f"{path}{READ_BY}{step.name}", vouched.get(path))


def changed_inputs(step: Step, now: Checksums, vouched: Checksums) -> list[str]:
    """Inputs of a step that are not what its outputs were made of."""
    return [path for path in step.inputs if path in now and read_as(step, path, vouched) not in (None, now[path])]


def to_renew(steps: Sequence[Step], now: Checksums, vouched: Checksums) -> dict[str, str]:
    """Outputs that must be made anew though they exist, and why.

    Args:
        steps: those that the build may run.
        now: checksums of all files of the steps.
        vouched: those of the last manifest.
    """
    all_outputs = {output for step in steps for output in step.outputs}
    reasons: dict[str, str] = {}
    for step in steps:
        is_outdated = not all_outputs.issuperset(changed_inputs(step, now, vouched))
        for output in step.outputs:
            if output in now and vouched.get(output) != now[output]:
                reasons[output] = EDITED if output in vouched else UNFINISHED
            elif output in now and is_outdated:
                reasons[output] = OUTDATED
    return reasons


def needed_for(steps: Sequence[Step], targets: Iterable[str]) -> list[Step]:
    """The steps that targets (names of steps, or files) need, those themselves among them."""
    maker = {output: step for step in steps for output in step.outputs}
    by_name = {step.name: step for step in steps}
    waiting = [by_name.get(target) or maker.get(target) for target in targets]
    found: dict[str, Step] = {}
    while waiting:
        step = waiting.pop()
        if step is not None and step.name not in found:
            found[step.name] = step
            waiting += [maker.get(path) for path in step.inputs]
    return [step for step in steps if step.name in found]


def with_dependents(steps: Sequence[Step], paths: Iterable[str]) -> set[str]:
    """All outputs of the steps that make files, and of every step that needs one of these, directly or not."""
    found = set(paths)
    waiting = list(steps)
    while further := [step for step in waiting if found.intersection([*step.inputs, *step.outputs])]:
        found.update(output for step in further for output in step.outputs)
        waiting = [step for step in waiting if step not in further]
    return found


def vouch(steps: Sequence[Step], made: Iterable[str], before: Checksums, vouched: Checksums) -> dict[str, str]:
    """The manifest after a build, complete or not.

    Args:
        steps: all steps of the workflow.
        made: outputs of the steps that are finished and up to date.
        before: checksums of all files at the build's start.
        vouched: the last manifest.

    Returns:
        Checksums of what was made, of outputs that are still as the last manifest has them, and of inputs as the steps
        that read them did. No content fits a step of whose outputs only some were made of a changed input.
    """
    outputs = {output for step in steps for output in step.outputs}
    now = checksums({path for step in steps for path in step.inputs} | outputs)
    done = set(made)
    good = {path: now[path] for path in outputs & set(now) if path in done or vouched.get(path) == now[path]}
    for path in set(now) - outputs:
        readers = [step for step in steps if path in step.inputs and good.keys() & step.outputs]
        found = {step.name: _was_read_as(step, path, now[path], before, vouched, done) for step in readers}
        if not found:
            continue
        good[path] = now[path] if now[path] in found.values() else max(found.values())
        good |= {f"{path}{READ_BY}{name}": was for name, was in found.items() if was != good[path]}
    return good


def _was_read_as(step: Step, path: str, now: str, before: Checksums, vouched: Checksums, done: set[str]) -> str:
    """The content of an input that a step's outputs were made of, after a build."""
    last = read_as(step, path, vouched) or NO_CONTENT
    if done.issuperset(step.outputs) and before.get(path) == now:
        return now
    return NO_CONTENT if last != now and done.intersection(step.outputs) else last
