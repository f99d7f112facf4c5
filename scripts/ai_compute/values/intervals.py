"""Intervals of shares and medians, without a model of what they are of.

scipy.stats is imported where it is used: most stages only import what imports this, and it takes half a second.
"""

from numpy.typing import ArrayLike


def share_interval(part: int, whole: int, level: float) -> tuple[float, float]:
    """The binomial interval of the share part / whole (Wilson 1927)."""
    from scipy.stats import binomtest

    found = binomtest(part, whole).proportion_ci(level, method="wilson")
    return float(found.low), float(found.high)


def median_interval(values: ArrayLike, level: float) -> tuple[float, float]:
    """The interval of a median by order statistics (Conover 1999); NaN where values are too few for the level."""
    from scipy.stats import quantile_test

    low, high = quantile_test(values).confidence_interval(level)
    return float(low), float(high)
