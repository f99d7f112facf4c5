"""What calibration knows and what it cannot know: bias and scale with intervals, and which method the variance is of.

Ratios of two methods tell the sum of both methods' variances only, and a bias of one method (utilization above all)
shows there as variance: so the median ratio is told beside the scale. Which method the variance is of, totals can tell
that the authors obtained by the other method: they know their run, so that what is between is ours.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.estimates.calibration import calibrated_scale, smallest_scales
from ai_compute.estimates.uncertainty import interval_factor
from ai_compute.schemas.raw import METHODS

Floats = NDArray[np.float64]
SCALES = [
    *("group", "runs", "papers", "bias", "bias_low", "bias_high", "scale", "scale_low", "scale_high"),
    "scale_without_bias",
]
SHARES = [
    *("share_of_counting", "identified", "counting_factor", "time_factor", "share_low", "share_high"),
    *("method", "papers"),
]


def scales(
    checks: pd.DataFrame,
    groups: Mapping[str, pd.Series],
    fitted_at: Sequence[float],
    resamples: int,
    seed: int,
    level: float = 0.95,
) -> pd.DataFrame:
    """Bias and scale of groups of cross-checks, with bootstrap intervals over papers.

    Args:
        checks: paper, log10_ratio, fixed_variance, scaled_variance, independent; one row a run with both methods.
        groups: by name which rows of `checks` belong to it.
        fitted_at: the levels that the scale is fitted at.
        resamples: of papers.
        seed: of the random numbers.
        level: of the intervals.

    Returns:
        The table `calibration_scales`. `bias` is the median ratio; scales have no bounds here; `scale_without_bias` is
        that of ratios whose median is taken off.
    """
    rows = []
    for name, chosen in groups.items():
        found = checks[chosen & checks["independent"].astype(bool)]
        if found.empty:
            continue
        logs, middle = found["log10_ratio"].to_numpy(float), found["log10_ratio"].median()
        weights = paper_weights(found["paper"], resamples, seed)
        ends = (0.5 - level / 2, 0.5 + level / 2)
        medians = 10.0 ** weighted_quantile(logs, weights, 0.5)
        needed = smallest_scales(found, fitted_at)
        drawn = weighted_quantile(
            needed.ravel(), np.repeat(weights, needed.shape[1], axis=1), float(np.mean(fitted_at))
        )
        rows.append(
            {"group": name, "runs": len(found), "papers": found["paper"].nunique(), "bias": 10.0**middle}
            | dict(zip(("bias_low", "bias_high"), np.quantile(medians, ends, method="inverted_cdf"), strict=True))
            | {"scale": calibrated_scale(found, fitted_at)}
            | dict(zip(("scale_low", "scale_high"), np.quantile(drawn, ends, method="inverted_cdf"), strict=True))
            | {"scale_without_bias": calibrated_scale(found.assign(log10_ratio=logs - middle), fitted_at)}
        )
    return pd.DataFrame(rows, columns=SCALES)


def paper_weights(papers: pd.Series, resamples: int, seed: int) -> Floats:
    """How often each row counts where whole papers are drawn with replacement; shape (resamples, rows)."""
    codes, names = pd.factorize(papers, sort=True)
    drawn = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=resamples)
    return np.asarray(drawn[:, codes], float)


def weighted_quantile(values: Floats, weights: Floats, share: float) -> Floats:
    """Of each row of weights, the smallest value up to which a share of all weight lies; shape (rows,)."""
    order = np.argsort(values, kind="stable")
    summed = np.cumsum(weights[:, order], axis=1)
    reached = summed >= share * summed[:, -1:] * (1 - 1e-12)
    return np.asarray(values[order][reached.argmax(axis=1)])


def authors_totals(estimates: pd.DataFrame, printed_totals: pd.DataFrame, papers: pd.Series) -> pd.DataFrame:
    """Our independent estimates beside totals that the authors obtained by the other method.

    Returns:
        run, paper, method (ours), log10_ratio (ours / theirs).
    """
    exact = printed_totals[(printed_totals["party"] == "first") & (printed_totals["bound"] == "")]
    other = dict(zip(METHODS, reversed(METHODS), strict=True))
    theirs = exact[exact["method"].isin(METHODS)].assign(method=lambda frame: frame["method"].map(other))
    theirs = theirs[["run", "method", "reported_flop"]].drop_duplicates(["run", "method"])
    own = estimates.loc[estimates["independent"].astype(bool), ["run", "method", "flop"]]
    joined = own.merge(theirs, on=["run", "method"])
    return pd.DataFrame(
        {
            "run": joined["run"],
            "paper": joined["run"].map(papers),
            "method": joined["method"],
            "log10_ratio": np.log10(joined["flop"] / joined["reported_flop"]),
        }
    )


def variance_shares(
    checks: pd.DataFrame,
    totals: pd.DataFrame,
    scale: float,
    shown: Sequence[float],
    totals_at_least: int,
    resamples: int,
    seed: int,
    level: float = 0.95,
) -> pd.DataFrame:
    """How unsure each method is, by the share of the variance that is operation counting's.

    Args:
        checks: paper, log10_ratio, fixed_variance, scaled_variance, independent.
        totals: from `authors_totals`.
        scale: the calibrated one.
        shown: the shares to show if the data cannot tell.
        totals_at_least: papers with such totals of a method from which on they can.
        resamples: of papers, for the interval of the share.
        seed: of the random numbers.
        level: of that interval, and of the factors.

    Returns:
        The table `variance_shares`: one row, identified, or one row for each share that is shown. The factors are f
        of `value x/÷ f` of either method, of the median run with both.
    """
    found = checks[checks["independent"].astype(bool)]
    if found.empty:
        return pd.DataFrame(columns=SHARES)
    variance = float((found["fixed_variance"] + scale**2 * found["scaled_variance"]).median())
    papers = totals.groupby("method")["paper"].nunique().reindex(METHODS, fill_value=0)
    method = str(papers.idxmax())
    about = {"method": method, "papers": int(papers.max())}
    if papers.max() < totals_at_least:
        return pd.DataFrame([_share_row(share, variance, level) | about for share in shown], columns=SHARES)
    ours = totals[totals["method"] == method]
    squares = [frame["log10_ratio"].to_numpy(float) ** 2 for frame in (ours, found)]
    weights = [paper_weights(frame["paper"], resamples, seed + place) for place, frame in enumerate((ours, found))]
    means = [(weight @ square) / weight.sum(axis=1) for weight, square in zip(weights, squares, strict=True)]
    shares = np.clip(np.append(means[0] / means[1], squares[0].mean() / squares[1].mean()), 0.0, 1.0)
    shares = shares if method == METHODS[0] else 1 - shares
    low, high = np.quantile(shares[:-1], [0.5 - level / 2, 0.5 + level / 2])
    row = _share_row(float(shares[-1]), variance, level) | about
    return pd.DataFrame([row | {"identified": True, "share_low": low, "share_high": high}], columns=SHARES)


def _share_row(share: float, variance: float, level: float) -> dict[str, object]:
    counting, time = interval_factor(np.sqrt([share * variance, (1 - share) * variance]), level)
    return {"share_of_counting": share, "identified": False, "counting_factor": counting, "time_factor": time}
