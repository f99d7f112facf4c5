"""Drawn worlds: what the compute of all runs might be at once, with what their doubts have in common.

Two estimates may be wrong together: all share the calibrated scale, all rest on one of two methods that may be biased
against each other, totals of one source rest on that source's habits, and a run shares its base with others. Each of
these is drawn once for all that rest on it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.estimates.uncertainty import log_sd
from ai_compute.thresholds.cumulative import chain
from ai_compute.values.subjects import COUNTING, TIME

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Shared:
    """What doubts have in common."""

    log10_bias: float
    """Median of log10 operation counting / hardware time."""
    log10_bias_sd: float
    scale_sd: float
    """Standard deviation of the logarithm (base 10) of the calibrated scale."""
    by_source: float
    """Share of the variance of others' totals that all totals of one source have in common."""


INDEPENDENT = Shared(0.0, 0.0, 0.0, 0.0)
"""Nothing in common: the case of the Poisson-binomial distribution."""


def shared_doubts(calibration_scales: pd.DataFrame, by_source: float) -> Shared:
    """What the cross-checks of all runs say of bias and scale; nothing in common where there are none."""
    rows = calibration_scales[calibration_scales["group"] == "all"]
    if rows.empty:
        return Shared(0.0, 0.0, 0.0, by_source)
    row = rows.iloc[0]
    scale, low, high = (float(row[name]) for name in ("scale", "scale_low", "scale_high"))
    # A scale that may be 0 has no logarithm: its upper side is mirrored.
    scale_sd = float(log_sd(low if low > 0 else scale**2 / high, high)) if scale > 0 else 0.0
    return Shared(float(np.log10(row["bias"])), float(log_sd(row["bias_low"], row["bias_high"])), scale_sd, by_source)


def drawn_worlds(
    training_compute: pd.DataFrame,
    estimates: pd.DataFrame,
    sources: pd.Series,
    shared: Shared,
    draws: int,
    seed: int,
) -> Floats:
    """log10 FLOP of every run in every world, shape (runs, draws), in the order of `training_compute`.

    Whether operation counting or hardware time is the biased one, the data do not tell: in each world a drawn share of
    the bias is the one's, and the rest the other's. What estimates have in common is part of their intervals and not
    on top of them: its variance is taken out of each run's own, and a run's value stays the median of its draws.

    Args:
        training_compute: the table of that name.
        estimates: the table of that name; its variances say how much of a doubt the scale moves.
        sources: who published the total of a run without an estimate, by run.
        shared: what doubts have in common.
        draws: how many worlds.
        seed: of the random numbers.
    """
    rng = np.random.default_rng(seed)
    runs = training_compute
    sd = log_sd(runs["flop_low"], runs["flop_high"])
    own = runs[["run", "method"]].merge(
        estimates[["run", "method", "fixed_variance", "sd_log10"]], on=["run", "method"], how="left"
    )
    moved = np.clip(1 - own["fixed_variance"] / own["sd_log10"] ** 2, 0, 1).fillna(0.0).to_numpy(float)
    stretch = 10 ** (shared.scale_sd * rng.standard_normal(draws))
    moves = _of_bias(shared, draws, rng)
    codes, names = pd.factorize(runs["run"].map(sources.astype("str")).astype("str").fillna(""))
    common = rng.standard_normal((len(names), draws))
    weight = np.where(runs["basis"] == "third-party", shared.by_source, 0.0)
    median = np.log10(runs["flop"].to_numpy(float))
    worlds = np.empty((len(runs), draws))
    for row, method in enumerate(runs["method"]):
        toward = moves.get(method, 0.0)
        spread = sd[row] * np.sqrt((1 - moved[row]) + moved[row] * stretch**2)
        spread = np.sqrt(np.clip(spread**2 - np.var(toward), 0, None))
        noise = np.sqrt(1 - weight[row]) * rng.standard_normal(draws)
        if weight[row]:
            noise += np.sqrt(weight[row]) * common[codes[row]]
        worlds[row] = median[row] + toward + spread * noise
    return worlds


def _of_bias(shared: Shared, draws: int, rng: np.random.Generator) -> dict[str, Floats]:
    """How far the bias between both methods moves the log10 of runs about their values, shape (draws,), by method."""
    bias = shared.log10_bias + shared.log10_bias_sd * rng.standard_normal(draws)
    of_time = rng.uniform(size=draws)
    moves = {TIME: of_time * bias, COUNTING: -(1 - of_time) * bias}
    return {method: move - np.median(move) for method, move in moves.items()}


def with_bases(worlds: Floats, training_compute: pd.DataFrame, runs: pd.DataFrame) -> Floats:
    """The same worlds with the compute of bases added: one base is the same for all that were trained on top of it."""
    place = {str(run): number for number, run in enumerate(training_compute["run"])}
    bases = {str(run): str(base) for run, base in zip(runs["run"], runs["base"], strict=True) if base}
    summed = worlds.copy()
    for run in sorted(set(bases) & set(place)):
        below = [place[each] for each in chain(run, bases) if each in place]
        summed[place[run]] = np.log10((10.0 ** worlds[below]).sum(axis=0))
    return summed


def interval_of(counts: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Ends of the interval of drawn counts, shape (..., draws)."""
    tail = (1 - level) / 2
    low, high = np.quantile(counts, [tail, 1 - tail], axis=-1, method="inverted_cdf")
    return low, high
