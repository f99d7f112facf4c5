"""The outputs of a build: which nobody vouches for, which are set aside meanwhile, which are good when it ends."""

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from ai_compute.guard import aside, manifest
from ai_compute.guard.manifest import EDITED, OUTDATED, Step
from ai_compute.guard.room import CannotWrite
from ai_compute.storage.files import write_text

EVERYTHING = "all"
Argument = TypeVar("Argument")


class Outputs:
    """All outputs of a workflow, and what its manifest vouches for.

    Args:
        steps: all steps, that of the name `all` among them.
        file: where the manifest stands.
        folders: those that hold nothing but outputs.
    """

    def __init__(self, steps: Sequence[Step], file: str, folders: Sequence[str]) -> None:
        """Read the manifest, and compare every file with it; first put back what a killed build had set aside.

        Raises:
            CannotWrite: it cannot be put back.
        """
        self.steps, self.file, self.folders = steps, file, folders
        self.all = {path for step in steps for path in step.outputs}
        left = {*aside.left_aside(folders), *filter(aside.is_aside, self.all)}
        _written(aside.put_back, left)
        self.vouched = manifest.read(file)
        self.before = manifest.checksums(path for step in steps for path in [*step.inputs, *step.outputs])
        self.aside: set[str] = set()
        self.edited: set[str] = set()
        self.at_start = self._identities()

    def set_aside_what_nobody_vouches_for(self, targets: Collection[str]) -> list[str]:
        """Take away what must be made anew, so that Snakemake sees it missing; returns what to say of it.

        Args:
            targets: names of steps and files that the user may have asked for; none for everything.

        Raises:
            CannotWrite: it cannot be taken away.
        """
        needed = manifest.needed_for(self.steps, {EVERYTHING, *targets})
        found = manifest.to_renew(needed, self.before, self.vouched)
        suspects = {path for path, reason in found.items() if reason != OUTDATED or not self._is_older(path)}
        self.edited = {path for path, reason in found.items() if reason == EDITED}
        everything = {path for step in self.steps if step.name == EVERYTHING for path in step.inputs}
        if targets or not suspects <= everything:
            # Snakemake makes nothing anew that is missing where none asks for it, such as between two that are there.
            suspects = manifest.with_dependents(self.steps, suspects) & set(self.before)
        for path in sorted(suspects):
            _written(aside.take_away, path)
            self.aside.add(path)
        self.at_start = self._identities()
        asked_for = {path for step in manifest.needed_for(self.steps, targets or {EVERYTHING}) for path in step.outputs}
        return [f"{path} {EDITED}: it is made anew." for path in sorted(self.edited & asked_for)]

    def copy_aside(self, paths: Iterable[str]) -> None:
        """Keep copies of outputs that are about to be made anew.

        Raises:
            CannotWrite: there is no room for them.
        """
        for path in sorted(set(paths) & self.all):
            self.aside.add(path)
            _written(aside.copy_away, path)

    def disown(self, paths: Iterable[str]) -> None:
        """Vouch no longer for what is about to be made: a step that is killed leaves files of which nobody knows."""
        about_to_be_made = set(paths) & set(self.vouched)
        if about_to_be_made:
            self._write({path: digest for path, digest in self.vouched.items() if path not in about_to_be_made})

    def succeed(self, planned: Iterable[str] = ()) -> None:
        """All that was made is good, and what was planned and found up to date; what nobody needed is put back."""
        there = self._identities()
        made = {path for path, identity in there.items() if self.at_start.get(path) != identity}
        self._end(made, set(planned) & set(there))

    def fail(self, finished: Iterable[str]) -> None:
        """What finished steps made is good; all else is put back as it was."""
        self._end(set(finished))

    def touch(self) -> None:
        """The user takes all outputs for up to date; those that were edited are still not what a step made."""
        found = manifest.to_renew(self.steps, self.before, self.vouched)
        self._end({path for path in self.all if found.get(path) != EDITED and path in self.before})

    def put_back(self) -> None:
        """Whatever happened: what is aside still has its name again, if nothing new has it."""
        aside.put_back(sorted(self.aside))
        self.aside.clear()

    def remove_leftovers(self) -> None:
        """Remove what an earlier build made and no step makes any more, such as tables of a file that is gone.

        Raises:
            CannotWrite: it cannot be removed.
        """
        known = self.all | {path for step in self.steps for path in step.inputs}
        gone = [path for path in self.vouched if path not in known and path.startswith(tuple(self.folders))]
        whole = [path for path in gone if manifest.checksum(path) == self.vouched[path]]
        if gone:
            for path in whole:
                _written(aside.remove, path)
            self._write({path: digest for path, digest in self.vouched.items() if path not in gone})

    def remove_unfinished(self, shares: str) -> None:
        """Remove what a killed build leaves: files half written, and tables of jobs that share a step.

        Args:
            shares: the folder of those tables. Made anew by name, they would be targets, which Snakemake keeps.

        Raises:
            CannotWrite: it cannot be removed.
        """
        halves = [str(half) for folder in self.folders for half in Path(folder).rglob(".*.partial")]
        shared = [str(file) for file in Path(shares).glob("*/*.parquet")]
        unknown = [path for path in shared if self.before.get(path, "") != self.vouched.get(path)]
        for path in [*halves, *unknown]:
            _written(aside.remove, path)
            self.before.pop(path, None)
        for folder in Path(shares).glob("*/"):
            if not any(folder.iterdir()):
                _written(Path.rmdir, folder)

    def _end(self, made: set[str], up_to_date: Collection[str] = ()) -> None:
        aside.put_back(sorted(self.aside), made)
        self.aside.clear()
        vouched = manifest.vouch(self.steps, made.union(up_to_date), self.before, self.vouched)
        if vouched != self.vouched:
            self._write(vouched)

    def _write(self, vouched: manifest.Checksums) -> None:
        """Write the manifest. If there is no room for it, the old one stands, which vouches for nothing new."""
        self.vouched = dict(vouched)
        write_text(manifest.render(self.vouched), self.file)

    def _is_older(self, path: str) -> bool:
        """Whether an output is older than an input that changed: then Snakemake notices by itself."""
        (step,) = (step for step in self.steps if path in step.outputs)
        changed = set(manifest.changed_inputs(step, self.before, self.vouched)) - self.all
        made = Path(path).stat().st_mtime_ns
        return any(Path(each).stat().st_mtime_ns > made for each in changed)

    def _identities(self) -> dict[str, tuple[int, int]]:
        """Which file an output is, and its time: another after a step has made it."""
        found = {path: Path(path).stat() for path in self.all if Path(path).exists()}
        return {path: (status.st_ino, status.st_mtime_ns) for path, status in found.items()}


def _written(act: Callable[[Argument], object], what: Argument) -> None:
    """Do something to files.

    Raises:
        CannotWrite: the operating system does not let us.
    """
    try:
        act(what)
    except OSError as error:
        raise CannotWrite(error.filename or str(what), error) from error
