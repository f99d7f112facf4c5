"""Estimates held against each other, against published totals, and printed arithmetic held against itself."""

import numpy as np
import pandas as pd

from ai_compute.estimates.calibration import coverage, held_out_sd
from ai_compute.estimates.methods import uncertainty_scale
from ai_compute.estimates.scales import authors_totals, scales
from ai_compute.estimates.scales import variance_shares as shares_of_variance
from ai_compute.schemas import cross_check as schemas
from ai_compute.schemas.calibration import ALL, EARLIER, SINCE
from ai_compute.settings.analysis import CrossCheck, Uncertainty
from ai_compute.storage.tables import table
from ai_compute.values.subjects import TIME

SLIP = 0.05


def cross_check(
    both: pd.DataFrame, factors: pd.DataFrame, runs: pd.DataFrame, choices: CrossCheck, uncertainty: Uncertainty
) -> pd.DataFrame:
    """The table `cross_check`, from runs with both methods (`estimates.both_methods`).

    z is log10 ratio over the combined standard deviation. Implied utilization is operation counting divided by what the
    devices could have done at their peak; above 1 is impossible.
    """
    both = both.merge(runs[["run", "paper", "explanation_code"]], on="run")
    ratio = both["flop_counting"] / both["flop_time"]
    sd = np.hypot(both["sd_log10_counting"], both["sd_log10_time"])
    implied = both["flop_counting"] / both["run"].map(_at_peak(factors)).astype(float)
    far = ratio.where(ratio >= 1, 1 / ratio) > choices.agree_within
    verdict = np.select([implied > 1, far], ["impossible", "differ"], "agree")
    result = both.assign(
        operation_counting_flop=both["flop_counting"],
        hardware_time_flop=both["flop_time"],
        ratio=ratio,
        predicted_sd_log10=sd,
        z=both["log10_ratio"] / sd,
        verdict=verdict,
        implied_utilization=implied,
        held_out_sd_log10=held_out_sd(both, uncertainty.fitted_at, *_bounds(uncertainty)),
    )
    return table(result, schemas.CrossCheck)


def with_papers(both: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """Runs with both methods (`estimates.both_methods`), their paper and their publication date."""
    return both.merge(runs[["run", "paper", "published"]], on="run")


def calibration(checks: pd.DataFrame, uncertainty: Uncertainty) -> pd.DataFrame:
    """The table `calibration`, of what `with_papers` gives."""
    after = pd.Timestamp(uncertainty.tried_after.day)
    return coverage(checks, uncertainty.fitted_at, uncertainty.levels, after, *_bounds(uncertainty))


def calibration_scales(checks: pd.DataFrame, uncertainty: Uncertainty) -> pd.DataFrame:
    """The table `calibration_scales`, of what `with_papers` gives: of all runs, and before and since a day."""
    earlier = checks["published"] < pd.Timestamp(uncertainty.tried_after.day)
    groups = {ALL: pd.Series(True, checks.index), EARLIER: earlier, SINCE: ~earlier}
    return scales(checks, groups, uncertainty.fitted_at, uncertainty.resamples, uncertainty.seed)


def variance_shares(
    checks: pd.DataFrame,
    estimates: pd.DataFrame,
    printed_totals: pd.DataFrame,
    runs: pd.DataFrame,
    uncertainty: Uncertainty,
) -> pd.DataFrame:
    """The table `variance_shares`, of what `with_papers` gives."""
    totals = authors_totals(estimates, printed_totals, runs.set_index("run")["paper"])
    scale = uncertainty_scale(estimates, uncertainty)
    return shares_of_variance(
        checks, totals, scale, uncertainty.shares, uncertainty.totals_at_least, uncertainty.resamples, uncertainty.seed
    )


def reported(printed_totals: pd.DataFrame, estimates: pd.DataFrame, training_compute: pd.DataFrame) -> pd.DataFrame:
    """The table `reported`: published totals beside our estimate by the same method, or else our adopted one."""
    same = estimates[["run", "method", "flop"]]
    own = training_compute.loc[training_compute["basis"] == "own", ["run", "flop"]].rename(columns={"flop": "own"})
    result = printed_totals.merge(same, on=["run", "method"], how="left").merge(own, on="run", how="left")
    estimate = result["flop"].fillna(result["own"])
    result = result.assign(estimate_flop=estimate, estimate_ratio=estimate / result["reported_flop"])
    return table(result, schemas.Reported)


def audit(printed_totals: pd.DataFrame, printed_factors: pd.DataFrame) -> pd.DataFrame:
    """The table `audit`: printed results against the product of their printed factors, never through our estimates."""
    key = ["run", "by", "method"]
    products = (
        printed_factors.sort_values([*key, "position"])
        .groupby(key, as_index=False)
        .agg(recomputed_flop=("value", "prod"), printed=("text", " x ".join))
    )
    result = printed_totals.merge(products, on=key)
    ratio = result["recomputed_flop"] / result["reported_flop"]
    off = (ratio - 1).abs()
    verdict = np.select([off <= result["rounding"], off <= SLIP], ["as printed", "within 5 %"], "does not follow")
    return table(result.assign(printed_flop=result["reported_flop"], ratio=ratio, verdict=verdict), schemas.Audit)


def _bounds(uncertainty: Uncertainty) -> tuple[float, float]:
    return uncertainty.smallest_scale, uncertainty.largest_scale


def _at_peak(factors: pd.DataFrame) -> pd.Series:
    """FLOP that each run's devices could have done in its time at their peak: all factors but utilization."""
    of_hardware = factors[(factors["method"] == TIME) & (factors["factor"] != "utilization")]
    return of_hardware.groupby(["run", "part"])["value"].prod().groupby("run").sum()
