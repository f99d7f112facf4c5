"""Is a statement's unit that of the column which judges it? A wrong one would be judged without a word."""

import math
import re
from collections.abc import Sequence

from ai_compute.values.quantities import PFS_DAY

UNITS = {
    r"(?:.*_)?flop": {"FLOP": 1.0, "PFLOP": 1e15, "pfs-days": PFS_DAY},
    "pfs_days": {"pfs-days": 1.0},
    r"(?:.*_)?months": {"months": 1.0, "years": 12.0},
    r"(?:.*_)?macs": {"MAC": 1.0, "GMAC": 1e9},
    "growth_per_year": {"times a year": 1.0},
}
"""Columns by their names, whose last word is their unit; the units of statements, and what a look-up is divided by."""


def wrong_unit(unit: str, words: Sequence[str], column: str) -> tuple[str, str, str] | None:
    """What is wrong with the unit of a statement that one look-up judges, what is expected, and a way out; or None.

    Args:
        unit: of the statement.
        words: of its path: the look-up and numbers, with ` / ` and ` x ` between them.
        column: that is looked up.
    """
    known = next((units for name, units in UNITS.items() if re.fullmatch(name, column)), None)
    if known is None:
        return None
    divisor = 1.0
    for sign, word in zip(["x", *words[1::2]], words[::2], strict=True):
        if "[" not in word:
            divisor *= float(word) if sign == "/" else 1 / float(word)
    if unit in known and math.isclose(divisor, known[unit], rel_tol=1e-6):
        return None
    right = next((name for name, size in known.items() if math.isclose(divisor, size, rel_tol=1e-6)), None)
    expected = f"the unit of {column}: {', '.join(known)}"
    found = f"'{unit}'" if right is None else f"'{unit}', while the path gives {right}"
    if unit in known and right is None:
        found = f"{column} times {1 / divisor:g}, said to be '{unit}'"
    size = known.get(unit)
    ways = [] if size is None else [f"divide {column} by {size:g}" if size != 1 else f"take {column} without a factor"]
    ways += [f"write {right} instead, and the numbers in it"] if right else []
    return found, expected, ", or ".join(ways) or "write one of them, and divide the look-up by its size"
