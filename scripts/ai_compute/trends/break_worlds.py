"""How much a fit with breaks gains where there is none: what it must exceed to be believed.

The Bayesian information criterion takes a date for one parameter, though hundreds are tried; so chance alone may find
breaks too often. Worlds without a break have the data's own dates and one line, and about it the scatter of the data,
segment by segment: a change of scatter is no change of growth.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ai_compute.trends.piecewise import Integers, Shape, break_dates
from ai_compute.trends.regression import Floats

NUMBERS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Gains:
    """What the best fit gains over none in the criterion: in the data, and in each world without a break."""

    observed: float
    simulated: Floats


def gain_over_none(
    years: Floats,
    values: Floats,
    tried: Mapping[Shape, Integers],
    best: Shape,
    dates: Floats,
    worlds: int,
    random: np.random.Generator,
) -> Gains:
    """Gains of the best of all fits.

    Args:
        years: dates in order, shape (runs,).
        values: log10 FLOP, shape (runs,).
        tried: the breaks that each shape may have, as positions of the first run after each.
        best: the shape whose segments say how runs scatter.
        dates: of its breaks.
        worlds: how many are simulated.
        random: random numbers.
    """
    x = years - years.mean()
    design = best.design(x, dates - years.mean())
    residuals = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
    segment = np.searchsorted(dates, years)
    sd = np.empty(len(x))
    for number in range(best.breaks + 1):
        own = segment == number
        free = max(int(own.sum()) - design.shape[1] / (best.breaks + 1), 1.0)
        sd[own] = np.sqrt((residuals[own] ** 2).sum() / free)
    sd = np.maximum(sd, 1e-9)
    line = np.polyval(np.polyfit(x, values, 1, w=1 / sd), x)
    simulated = line + sd * random.standard_normal((worlds, len(x)))
    return Gains(float(gains(x, values[None], tried)[0]), gains(x, simulated, tried))


def gains(x: Floats, values: Floats, tried: Mapping[Shape, Integers]) -> Floats:
    """How much lower the criterion of the best fit is than that of the fit without a break.

    Args:
        x: dates in order, shape (runs,), centred.
        values: log10 FLOP, shape (worlds, runs).
        tried: the breaks that each shape may have; the shape without a break among them.

    Returns:
        Shape (worlds,), at least 0.
    """
    y = values - values.mean(axis=1, keepdims=True)
    total = (y * y).sum(axis=1)
    size = len(x)
    criteria = []
    for shape, candidates in tried.items():
        most = np.zeros(len(y))
        columns = shape.design(x, break_dates(x, candidates[0])).shape[1]
        rows = max(1, NUMBERS_AT_ONCE // (size * columns))
        for start in range(0, len(candidates), rows):
            designs = np.stack([shape.design(x, break_dates(x, each)) for each in candidates[start : start + rows]])
            # Of an orthonormal basis, the squares of the projections are what a fit explains.
            basis, _ = np.linalg.qr(designs)
            along = np.swapaxes(basis, 1, 2).reshape(-1, size) @ y.T
            explained = (along.reshape(len(basis), columns, len(y)) ** 2).sum(axis=1)
            most = np.maximum(most, explained.max(axis=0))
        least = np.maximum(total - most, 1e-12 * np.maximum(total, 1e-12))
        criteria.append(size * np.log(least / size) + shape.parameters * np.log(size))
    none = next(each for shape, each in zip(tried, criteria, strict=True) if shape.breaks == 0)
    return np.asarray(none - np.min(criteria, axis=0))
