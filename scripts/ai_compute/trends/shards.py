"""How several jobs share fits: each fit belongs to one job by its name, whatever else is fitted."""

import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Shard:
    """One job of several that share the work; they count from 1."""

    number: int
    of: int

    def holds(self, fit: str) -> bool:
        """Whether this job, and no other, makes the fit of that name."""
        return zlib.crc32(fit.encode()) % self.of == self.number - 1


WHOLE = Shard(1, 1)
"""One job that makes every fit."""
