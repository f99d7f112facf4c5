"""Bootstrap of slopes: pairs of date and compute drawn anew, run by run or organization by organization.

All resamples are drawn and fitted at once (in blocks, to bound memory). Random numbers come from the seed and the
name of what is fitted, so that no result depends on the order or the number of other fits.
"""

import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BLOCK = 1_000_000
SMALL_BLOCK = 60_000
"""Numbers held at once where a block is gone through many times: few enough to stay in a processor's cache."""

HUBER_TUNING = 1.345
HUBER_STEPS = 30
HUBER_TOLERANCE = 1e-5


def generator(seed: int, name: str) -> np.random.Generator:
    """Random numbers that belong to `name`."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def ols_slopes(
    years: Floats,
    log10_flop: Floats,
    resamples: int,
    random: np.random.Generator,
    clusters: Integers | None = None,
    weights: Floats | None = None,
) -> Floats:
    """Least-squares slopes of resampled runs.

    Args:
        years: shape (runs,).
        log10_flop: shape (runs,).
        resamples: how many.
        random: random numbers.
        clusters: a number for each run's organization, 0 to n - 1; whole organizations are drawn instead of runs.
        weights: of each run, for weighted least squares.

    Returns:
        Slopes, shape (resamples,); NaN where a resample has one date only.
    """
    x, y = years - years.mean(), log10_flop - log10_flop.mean()
    w = np.ones(len(x)) if weights is None else weights / weights.mean()
    moments = np.column_stack([w, w * x, w * y, w * x * x, w * x * y])
    if clusters is not None:
        summed = np.zeros((int(clusters.max()) + 1, moments.shape[1]))
        np.add.at(summed, clusters, moments)
        moments = summed
    blocks = draws(len(moments), resamples, random, at_once=SMALL_BLOCK)
    s, sx, sy, sxx, sxy = np.concatenate([counts(drawn, len(moments)) @ moments for drawn in blocks]).T
    spread = sxx - sx * sx / s
    scatter = sxy - sx * sy / s
    least = 1e-9 * float((x * x).mean()) * s
    slopes = np.full(resamples, np.nan)
    np.divide(scatter, spread, out=slopes, where=spread > least)
    return slopes


def huber_slopes(
    years: Floats, log10_flop: Floats, resamples: int, random: np.random.Generator, scale: float
) -> Floats:
    """Huber slopes of resampled runs, by iteratively reweighted least squares with the full sample's residual scale."""
    x, y = years - years.mean(), log10_flop - log10_flop.mean()
    columns = np.column_stack([np.ones(len(x)), x, y, x * x, x * y])
    axes = np.stack([np.ones(len(x)), x])
    blocks = []
    for drawn in draws(len(x), resamples, random, at_once=SMALL_BLOCK):
        times = counts(drawn, len(x))
        weights, slopes = times, np.full(len(times), np.nan)
        for _ in range(HUBER_STEPS):
            total, sx, sy, sxx, sxy = (weights @ columns).T
            spread, before = sxx - sx * sx / total, slopes
            slopes = np.divide(sxy - sx * sy / total, spread, out=np.full(len(times), np.nan), where=spread > 1e-9)
            if np.nanmax(np.abs(slopes - before), initial=0.0) < HUBER_TOLERANCE and not np.isnan(before).all():
                break
            known = np.nan_to_num(slopes)
            residuals = np.column_stack([(sy - known * sx) / total, known]) @ axes
            residuals -= y
            np.abs(residuals, out=residuals)
            np.maximum(residuals, HUBER_TUNING * scale, out=residuals)
            weights = np.divide(HUBER_TUNING * scale, residuals, out=residuals)
            weights *= times
        blocks.append(slopes)
    return np.concatenate(blocks)


def theil_sen_slopes(years: Floats, log10_flop: Floats, resamples: int, random: np.random.Generator) -> Floats:
    """Theil-Sen slopes of resampled runs: medians of all pairs' slopes, each pair as often as it was drawn."""
    first, second = np.triu_indices(len(years), 1)
    apart = years[first] != years[second]
    first, second = first[apart], second[apart]
    slopes = (log10_flop[second] - log10_flop[first]) / (years[second] - years[first])
    order = np.argsort(slopes, kind="stable")
    first, second, slopes = first[order], second[order], slopes[order]
    times = np.concatenate([counts(drawn, len(years)) for drawn in draws(len(years), resamples, random)]).T
    pairs = (len(years) ** 2 - (times * ((years[:, None] == years) @ times)).sum(axis=0)) // 2
    # All resamples go through the pairs together; the fewer bytes hold how many pairs there are, the faster.
    few = np.min_scalar_type(len(years) ** 2)
    times, low_half, high_half = (each.astype(few) for each in (times, (pairs - 1).clip(0) // 2, pairs // 2))
    passed, lower, upper = np.zeros((3, resamples), few)
    for one, other in zip(first, second, strict=True):
        passed += times[one] * times[other]
        lower += passed <= low_half
        upper += passed <= high_half
    last = len(slopes) - 1
    middle = (slopes[np.minimum(lower, last)] + slopes[np.minimum(upper, last)]) / 2
    return np.where(pairs > 0, middle, np.nan)


def counts(drawn: Integers, size: int) -> Floats:
    """How often each of `size` runs was drawn, shape (resamples, size), from the numbers of those that were."""
    runs = drawn + np.arange(0, size * len(drawn), size)[:, None]
    return np.bincount(runs.ravel(), minlength=size * len(drawn)).reshape(len(drawn), size).astype(float)


def percentile_interval(values: Floats, level: float) -> tuple[float, float]:
    """The middle share `level` of the values, NaN left out; NaN if more than a tenth of them are."""
    if np.isnan(values).mean() > 0.1:
        return float("nan"), float("nan")
    low, high = np.nanquantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def draws(
    size: int, resamples: int, random: np.random.Generator, width: int | None = None, at_once: int = BLOCK
) -> Iterator[Integers]:
    """Blocks of resamples with replacement, shape (block, size), of `at_once` numbers if a resample needs `width`."""
    rows = max(1, at_once // (width or size))
    for start in range(0, resamples, rows):
        yield random.integers(0, size, (min(rows, resamples - start), size))
