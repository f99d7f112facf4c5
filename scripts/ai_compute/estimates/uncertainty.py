"""How far an estimate may be off: log-normal factors, their products, and sums of products that share factors.

Every factor is log-normal and its 95 % interval is value x/÷ f. A part of an estimate is a product of factors, so log
variances add: closed form. An estimate is a sum of parts; factors that share a fact (a device, a utilization, a
network) move together. The sum's distribution is taken log-normal with the sum's exact mean and variance (Fenton 1960,
'The sum of log-normal probability distributions in scatter transmission systems'; Wilkinson, unpublished): exact for
one part, and for more within a tenth of the interval's half-width of a simulation while every f is at most 3. Beyond,
the sum is simulated. An estimate is the median of its distribution, which for several parts is not their sum.

Variances are of log10 throughout. Facts whose `known` is in `scaled` have their log standard deviation multiplied by
one calibrated scale (see `ai_compute.estimates.calibration`); all others are left as they are.
"""

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ai_compute.values.intervals import normal_quantile

LN10 = np.log(10.0)
WIDE_PART = 3.0
"""A sum with a part that is less sure than x/÷ this is simulated."""
KEY = ["run", "method"]
Floats = NDArray[np.float64]


def log_sd(low: ArrayLike, high: ArrayLike, level: float = 0.95) -> Floats:
    """Standard deviation of log10 of a log-normal value whose interval at `level` is low to high."""
    width = np.log10(np.asarray(high, float)) - np.log10(np.asarray(low, float))
    return np.asarray(width / (2 * normal_quantile(level)))


def interval_factor(sd_log10: ArrayLike, level: float = 0.95) -> Floats:
    """The f of `value x/÷ f` for a standard deviation of log10."""
    return np.asarray(10.0 ** (normal_quantile(level) * np.asarray(sd_log10, float)))


def spreads(parts: pd.DataFrame, factors: pd.DataFrame, scaled: Collection[str], level: float = 0.95) -> pd.DataFrame:
    """What each estimate's uncertainty is made of, before any scale.

    Args:
        parts: run, method, part, flop: the products that an estimate adds up; one row a part.
        factors: run, method, part, factor, value_low, value_high, known, shared: one row a factor, its interval at
            `level` unscaled; factors of one estimate with the same word in `shared` ('' is none) are one fact. A part
            without factors is taken as exact.
        scaled: the kinds of `known` that the calibrated scale applies to.
        level: the level of value_low and value_high.

    Returns:
        run, method, flop (sum over parts), fixed_variance, scaled_variance: to first order the variance of log10 flop
        is fixed_variance + scale² x scaled_variance (exactly so if there is one part).
    """
    total = parts.groupby(KEY, as_index=False)["flop"].sum()
    shares = parts.merge(total, on=KEY, suffixes=("", "_total"))
    shares = shares.assign(share=shares["flop"] / shares["flop_total"])[[*KEY, "part", "share"]]
    covariances = _covariances(factors, scaled, level)
    for side in ("_1", "_2"):
        named = shares.rename(columns={"part": f"part{side}", "share": f"share{side}"})
        covariances = covariances.merge(named, on=[*KEY, f"part{side}"])
    weight = covariances["share_1"] * covariances["share_2"]
    weighted = covariances[KEY].assign(
        fixed_variance=weight * covariances["fixed"], scaled_variance=weight * covariances["scalable"]
    )
    summed = weighted.groupby(KEY, as_index=False)[["fixed_variance", "scaled_variance"]].sum()
    found: pd.DataFrame = total.merge(summed, on=KEY, how="left")
    return found.fillna({"fixed_variance": 0.0, "scaled_variance": 0.0})


@dataclass(frozen=True)
class Simulation:
    """How sums are drawn that no closed form fits: how many draws, and the seed of their random numbers."""

    draws: int
    seed: int


def intervals(
    parts: pd.DataFrame,
    factors: pd.DataFrame,
    scaled: Collection[str],
    scale: float,
    simulation: Simulation,
    level: float = 0.95,
) -> pd.DataFrame:
    """Estimates with their intervals; arguments as of `spreads`, the calibrated scale, and how wide sums are drawn.

    Returns:
        run, method, flop, flop_low, flop_high, sd_log10: one row an estimate, sorted by key. `flop` is the median of
        the sum's distribution, flop_low and flop_high are its quantiles at `level`, and sd_log10 is that of the
        log-normal distribution with as wide an interval.
    """
    covariances = _covariances(factors, scaled, level)
    covariances["covariance"] = LN10**2 * (covariances["fixed"] + scale**2 * covariances["scalable"])
    own = covariances.loc[covariances["part_1"] == covariances["part_2"], [*KEY, "part_1", "covariance"]]
    own = own.rename(columns={"part_1": "part", "covariance": "variance"})
    means = parts.merge(own, on=[*KEY, "part"], how="left").fillna({"variance": 0.0})
    matched = _matched(means, covariances, level)
    wide = means[means["variance"] > np.log(WIDE_PART) ** 2 / normal_quantile(level) ** 2][KEY].drop_duplicates()
    several = means[means.duplicated(KEY, keep=False)][KEY].drop_duplicates()
    drawn = [
        _drawn(key, means[_is(means, key)], covariances[_is(covariances, key)], simulation, level)
        for key in wide.merge(several, on=KEY).sort_values(KEY).itertuples(index=False, name=None)
    ]
    if drawn:
        matched = pd.concat([matched, pd.DataFrame(drawn)]).drop_duplicates(KEY, keep="last")
    columns = [*KEY, "flop", "flop_low", "flop_high", "sd_log10"]
    return matched[columns].sort_values(KEY, ignore_index=True)


def _matched(means: pd.DataFrame, covariances: pd.DataFrame, level: float) -> pd.DataFrame:
    """Sums as log-normal distributions with their exact mean and variance (Fenton and Wilkinson)."""
    means = means.assign(mean=means["flop"] * np.exp(means["variance"] / 2))
    result = means.groupby(KEY, as_index=False)["mean"].sum()
    pairs = covariances
    for side in ("_1", "_2"):
        named = means[[*KEY, "part", "mean"]].rename(columns={"part": f"part{side}", "mean": f"mean{side}"})
        pairs = pairs.merge(named, on=[*KEY, f"part{side}"])
    pairs["variance_of_sum"] = pairs["mean_1"] * pairs["mean_2"] * np.expm1(pairs["covariance"])
    spread = pairs.groupby(KEY, as_index=False)["variance_of_sum"].sum()
    result = result.merge(spread, on=KEY, how="left").fillna({"variance_of_sum": 0.0})

    log_variance = np.log1p(result["variance_of_sum"] / result["mean"] ** 2)
    median = result["mean"] * np.exp(-log_variance / 2)
    sd = np.sqrt(log_variance)
    reach = np.exp(normal_quantile(level) * sd)
    found: pd.DataFrame = result.assign(
        flop=median, flop_low=median / reach, flop_high=median * reach, sd_log10=sd / LN10
    )
    return found


def _is(table: pd.DataFrame, key: tuple[str, str]) -> pd.Series:
    return (table["run"] == key[0]) & (table["method"] == key[1])


def _drawn(
    key: tuple[str, str], parts: pd.DataFrame, covariances: pd.DataFrame, simulation: Simulation, level: float
) -> dict[str, object]:
    """One estimate's row from draws of its sum; its random numbers hang on its name alone."""
    places = {part: place for place, part in enumerate(parts["part"])}
    matrix = np.zeros((len(places), len(places)))
    rows, columns = (covariances[side].map(places).to_numpy(int) for side in ("part_1", "part_2"))
    matrix[rows, columns] = covariances["covariance"] / LN10**2
    sums = simulated_sum(parts["flop"], matrix, simulation.draws, [simulation.seed, zlib.crc32("/".join(key).encode())])
    low, median, high = np.quantile(sums, [0.5 - level / 2, 0.5, 0.5 + level / 2])
    ends = {"flop": median, "flop_low": low, "flop_high": high, "sd_log10": float(log_sd(low, high, level))}
    return dict(zip(KEY, key, strict=True)) | ends


def simulated_sum(flop: ArrayLike, covariance: ArrayLike, draws: int, seed: int | Sequence[int]) -> Floats:
    """Draws of a sum of log-normal parts, in a Latin hypercube (McKay, Beckman and Conover 1979): evenly spread.

    Args:
        flop: the parts' medians, shape (parts,).
        covariance: of the parts' log10, shape (parts, parts).
        draws: how many.
        seed: of the random numbers.

    Returns:
        Sums, shape (draws,).
    """
    from scipy.special import ndtri  # imported here: most stages only need what stands beside it

    flop = np.asarray(flop, float)
    values, vectors = np.linalg.eigh(np.asarray(covariance, float))
    random = np.random.default_rng(seed)
    strata = (np.tile(np.arange(draws), (len(flop), 1)) + random.uniform(size=(len(flop), draws))) / draws
    independent = ndtri(random.permuted(strata, axis=1))
    normal = (vectors * np.sqrt(np.maximum(values, 0.0))) @ independent
    return np.asarray(flop @ 10.0**normal)


def _covariances(factors: pd.DataFrame, scaled: Collection[str], level: float) -> pd.DataFrame:
    """Log10 covariance of every two parts of an estimate that share a fact, and of each part with itself.

    Returns run, method, part_1, part_2, fixed, scalable.
    """
    sd = log_sd(factors["value_low"], factors["value_high"], level)
    rows = factors[[*KEY, "part"]].assign(
        fact=factors["shared"].where(factors["shared"] != "", factors["part"] + "/" + factors["factor"]),
        sd=np.nan_to_num(sd),
        scalable=factors["known"].isin(list(scaled)),
    )
    pairs = rows.merge(rows, on=[*KEY, "fact"], suffixes=("_1", "_2"))
    product = pairs["sd_1"] * pairs["sd_2"]
    scalable = pairs["scalable_1"] & pairs["scalable_2"]
    pairs = pairs.assign(fixed=product.where(~scalable, 0.0), scalable=product.where(scalable, 0.0))
    return pairs.groupby([*KEY, "part_1", "part_2"], as_index=False)[["fixed", "scalable"]].sum()
