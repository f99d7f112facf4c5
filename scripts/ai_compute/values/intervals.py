"""Intervals of shares and medians, without a model of what they are of.

scipy.stats has them too, and the tests hold these against it; but importing it takes longer than most stages need for
all that they do.
"""

from itertools import accumulate
from math import comb, nan, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike


def normal_quantile(level: float) -> float:
    """The standard deviations either side of the middle that hold a share `level` of a normal distribution."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def share_interval(part: int, whole: int, level: float) -> tuple[float, float]:
    """The binomial interval of the share part / whole (Wilson 1927)."""
    z = normal_quantile(level)
    share, total = part / whole, whole + z * z
    middle = (part + z * z / 2) / total
    reach = z * sqrt(whole * share * (1 - share) + z * z / 4) / total
    # At its ends the interval is exact, whatever rounding makes of it.
    return (0.0 if part == 0 else middle - reach, 1.0 if part == whole else middle + reach)


def median_interval(values: ArrayLike, level: float) -> tuple[float, float]:
    """The interval of a median by order statistics (Conover 1999); NaN where values are too few for the level."""
    ordered = np.sort(np.asarray(values, float))
    number, tail = len(ordered), (1 - level) / 2
    below = list(accumulate(comb(number, k) for k in range(number + 1)))
    low = next(k for k, ways in enumerate(below) if ways >= tail * 2**number) - 1
    high = next(k for k, ways in enumerate(below) if ways >= (1 - tail) * 2**number)
    return (float(ordered[low]) if low >= 0 else nan, float(ordered[high]) if high < number else nan)
