"""A name of this Python that Snakemake can start scripts by: it puts the name into a command line as it stands."""

import contextlib
import hashlib
import os
import re
import stat
import tempfile
from pathlib import Path

SPLITS_OR_QUOTES = re.compile(r"[\s'\"`$&;|<>()\[\]{}*?!#~\\]")


def is_plain(path: str) -> bool:
    """Whether a shell takes a path as one word, as it stands."""
    return not SPLITS_OR_QUOTES.search(path)


def plain_name(executable: str) -> str | None:
    """The interpreter itself, or its name through a link to its environment; None if there is no place for one.

    The link lies in a folder that nobody else can write into: one for each environment, however often it builds and
    however a build ends.
    """
    if is_plain(executable):
        return executable
    file = Path(executable)
    environment = file.parent.parent
    try:
        link = _folder_of_our_own(str(environment)) / "python"
        with contextlib.suppress(FileExistsError):
            link.symlink_to(environment, target_is_directory=True)
    except OSError:
        return None
    through = link / file.parent.name / file.name
    return str(through) if is_plain(str(through)) and through.exists() else None


def _folder_of_our_own(purpose: str) -> Path:
    """A folder for temporary files that is found again by its purpose, unless somebody else has taken its name."""
    digest = hashlib.sha256(f"{os.getuid()} {purpose}".encode()).hexdigest()
    folder = Path(tempfile.gettempdir(), f"ai-compute-{digest[:16]}")
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
    return folder if is_ours else Path(tempfile.mkdtemp(prefix="ai-compute-"))
