"""Which of several slopes differ, when all pairs of them are looked at."""

import math
from itertools import combinations

import pandas as pd

from ai_compute.values.intervals import normal_quantile


def different(lines: pd.DataFrame, level: float) -> list[tuple[int, int]]:
    """Places of pairs of lines whose slopes differ by more than chance, with all pairs allowed for (Holm 1979).

    A slope's standard error is taken from the interval that is told of it as if it were normal, which makes it no
    smaller. A line without an interval differs from none.
    """
    slopes = lines["slope"].to_numpy(float)
    errors = (lines["slope_high"] - lines["slope_low"]).to_numpy(float) / (2 * normal_quantile(level))
    chances = list[tuple[float, int, int]]()
    for one, other in combinations(range(len(lines)), 2):
        apart, error = abs(slopes[one] - slopes[other]), math.hypot(errors[one], errors[other])
        known = apart > 0 and error >= 0
        distance = (apart / error if error else math.inf) if known else 0.0
        chances.append((math.erfc(distance / math.sqrt(2)), one, other))
    found = list[tuple[int, int]]()
    for place, (chance, one, other) in enumerate(sorted(chances)):
        if chance > (1 - level) / (len(chances) - place):
            break
        found.append((one, other))
    return sorted(found)
