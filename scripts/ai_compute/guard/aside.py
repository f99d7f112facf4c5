"""Files that are set aside, under a hidden name beside their own, until it is clear whether new ones take their place.

A hidden name in the same folder is on the same disk: setting aside and putting back are one renaming each, need no
room, and leave no moment with half a file. What a killed build set aside, the next one puts back first.
"""

import os
import shutil
from collections.abc import Container, Iterable
from contextlib import suppress
from pathlib import Path

ENDING = ".aside"


def name_aside(path: str | Path) -> Path:
    """`reports/.index.html.aside` for `reports/index.html`."""
    file = Path(path)
    return file.with_name(f".{file.name}{ENDING}")


def is_aside(path: str | Path) -> bool:
    """Whether something is set aside under a name."""
    return os.path.lexists(name_aside(path))


def take_away(path: str | Path) -> None:
    """Set a file or folder aside: Snakemake sees it missing."""
    Path(path).replace(name_aside(path))


def copy_away(path: str | Path) -> None:
    """Set a copy of a file aside, with its time; a copy, since Snakemake writes into the file when it restores it."""
    if Path(path).is_file() and not name_aside(path).exists():
        shutil.copy2(path, name_aside(path))


def put_back(paths: Iterable[str | Path], made: Container[str] | None = None) -> None:
    """Give files that are aside their names again, but for those whose place another has taken rightly.

    Args:
        paths: what may be aside.
        made: those that were made anew and are good; None takes every file that stands in its place for good.
    """
    for path in map(Path, paths):
        aside = name_aside(path)
        if not is_aside(path):
            continue
        is_replaced = os.path.lexists(path) if made is None else str(path) in made
        remove(aside if is_replaced else path)
        if not is_replaced:
            aside.replace(path)


def left_aside(folders: Iterable[str | Path]) -> list[str]:
    """What is set aside anywhere below folders, by its own name."""
    found = [aside for folder in folders for aside in Path(folder).rglob(f".*{ENDING}")]
    return sorted(str(aside.with_name(aside.name.removeprefix(".").removesuffix(ENDING))) for aside in found)


def remove(path: str | Path) -> None:
    """Remove a file or folder, if it is there."""
    file = Path(path)
    with suppress(FileNotFoundError):
        shutil.rmtree(file) if file.is_dir() and not file.is_symlink() else file.unlink()
