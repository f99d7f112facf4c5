"""A name of this Python that Snakemake can start scripts by: it puts the name into a command line as it stands."""

import re
import tempfile
from pathlib import Path

SPLITS_OR_QUOTES = re.compile(r"[\s'\"`$&;|<>()\[\]{}*?!#~\\]")


def is_plain(path: str) -> bool:
    """Whether a shell takes a path as one word, as it stands."""
    return not SPLITS_OR_QUOTES.search(path)


def plain_name(executable: str) -> str | None:
    """The interpreter itself, or its name through a link to its environment; None if there is no place for one.

    The link lies in a new folder that nobody else can write into.
    """
    if is_plain(executable):
        return executable
    file = Path(executable)
    try:
        link = Path(tempfile.mkdtemp(prefix="ai-compute-")) / "python"
        link.symlink_to(file.parent.parent, target_is_directory=True)
    except OSError:
        return None
    through = link / file.parent.name / file.name
    return str(through) if is_plain(str(through)) and through.exists() else None
