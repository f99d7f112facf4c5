"""Files kept by what they were made from, so that the same work is not done again.

A result is found again by a digest of all its inputs, of the code that makes it, and of the versions of the libraries
that compute it: never by a time or a name. Each file carries a digest of its own content and name; one that is damaged,
cut off, of another version or under another's name is made anew. So a kept result can save time, and a wrong one can
only cost it.

Imports nothing of weight: a process that only draws starts at once.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ai_compute.guard.room import CannotWrite
from ai_compute.storage.files import write_whole

LIBRARIES = ("numpy", "pandas", "scipy", "statsmodels", "pyarrow", "vl-convert-python")
"""What computes or holds results: with other versions of these, results may differ."""
KEPT_AT_MOST = 2000
"""So many results are kept; beyond, those that were longest not used go first."""
BYTES_AT_MOST = 200_000_000
"""So many bytes are kept."""


class KeptFiles:
    """A folder of kept results."""

    def __init__(self, folder: str | Path | None, code: str) -> None:
        """Results of code with this digest; without a folder nothing is kept."""
        self.folder = None if folder is None else Path(folder)
        libraries = [f"{name} {version(name)}" for name in LIBRARIES]
        self._code = json.dumps([code, *libraries])

    def content(self, name: str, inputs: Sequence[Any], make: Callable[[], Sequence[bytes]]) -> list[bytes]:
        """What was made from these inputs before, or what is made now and kept.

        Args:
            name: what is made.
            inputs: all that the result depends on besides the code: plain values, lists and mappings of them.
            make: makes the result.
        """
        if self.folder is None:
            return list(make())
        file = self.folder / f"{self.key(name, inputs)}.kept"
        found = _read(file)
        if found is not None:
            return found
        made = list(make())
        with suppress(CannotWrite, OSError):  # where it cannot be written, nothing is lost but time
            write_whole(file, lambda partial: partial.write_bytes(_sealed(made, file.stem)))
        return made

    def text(self, name: str, inputs: Sequence[Any], make: Callable[[], str]) -> str:
        """A text that was made from these inputs before, or that is made now and kept."""
        [found] = self.content(name, inputs, lambda: [make().encode()])
        return found.decode()

    def key(self, name: str, inputs: Sequence[Any]) -> str:
        """The digest under which a result of these inputs stands."""
        return digest([self._code, name, *inputs], self.bytes_of)

    @staticmethod
    def bytes_of(value: Any) -> bytes:
        """An input that is no list or mapping, as bytes."""
        return plain(value)

    def prune(self, at_most: int = KEPT_AT_MOST, bytes_at_most: int = BYTES_AT_MOST) -> None:
        """Remove results that were longest not used. What is removed is made again if it is ever needed."""
        if self.folder is None:
            return
        number = size = 0
        for _, length, file in sorted(map(_last_use, self.folder.glob("*.*")), reverse=True):
            number, size = number + 1, size + length
            if number > at_most or size > bytes_at_most:
                file.unlink(missing_ok=True)


NO_FILES_KEPT = KeptFiles(None, "")
"""Every result is made."""


def plain(value: Any) -> bytes:
    """A plain value with its type."""
    return f"{type(value).__name__} {value!r}".encode()


def digest(inputs: Iterable[Any], bytes_of: Callable[[Any], bytes] = plain) -> str:
    """One digest of values, with their types and how they stand in each other."""
    whole = hashlib.sha256()
    for value in inputs:
        part = _nested(value, bytes_of)
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def _nested(value: Any, bytes_of: Callable[[Any], bytes]) -> bytes:
    if isinstance(value, dict):
        parts = (part for key in sorted(value, key=str) for part in (str(key), value[key]))
        return b"mapping" + digest(parts, bytes_of).encode()
    if isinstance(value, list | tuple):
        return b"list" + digest(value, bytes_of).encode()
    if isinstance(value, set | frozenset):
        return b"set" + digest(sorted(value, key=str), bytes_of).encode()
    return bytes_of(value)


def _sealed(parts: Sequence[bytes], key: str) -> bytes:
    """Results one after the other with their lengths, under a digest of all of it and of the key."""
    body = json.dumps([len(part) for part in parts]).encode() + b"\n" + b"".join(parts)
    return _seal(body, key) + b"\n" + body


def _seal(body: bytes, key: str) -> bytes:
    return hashlib.sha256(key.encode() + b"\n" + body).hexdigest().encode()


def _read(file: Path) -> list[bytes] | None:
    """Kept results; None if there are none, or if they are not what was kept."""
    try:
        seal, _, body = file.read_bytes().partition(b"\n")
        if seal != _seal(body, file.stem):
            return None
        file.touch()
        head, _, content = body.partition(b"\n")
        lengths = json.loads(head)
    except (OSError, ValueError):
        return None
    parts = []
    for length in lengths:
        parts.append(content[:length])
        content = content[length:]
    return parts


def _last_use(file: Path) -> tuple[float, int, Path]:
    """When a file was last used, and how long it is."""
    try:
        found = file.stat()
    except OSError:
        return 0.0, 0, file
    return found.st_mtime, found.st_size, file
