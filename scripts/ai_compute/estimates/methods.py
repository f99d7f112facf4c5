"""Training compute of every run by both methods, and the adopted value.

Operation counting: FLOP = sum over parts of 2 x MAC per pass x (3 or 1) x product of passes.
Hardware time: FLOP = sum over parts of count x seconds x peak FLOP/s x utilization x further factors.
Source: OpenAI, 'AI and Compute' (2018), appendix 'Methods'.
"""

import numpy as np
import pandas as pd

from ai_compute.estimates.calibration import calibrated_scale
from ai_compute.estimates.evidence import least_sure
from ai_compute.estimates.uncertainty import Simulation, intervals, spreads
from ai_compute.schemas import estimates as schemas
from ai_compute.schemas.raw import METHODS
from ai_compute.settings.analysis import Adopted, Frontier, Uncertainty
from ai_compute.storage.tables import table
from ai_compute.trends.frontier import frontier, rank_at_publication
from ai_compute.values.intervals import normal_quantile
from ai_compute.values.quantities import FLOP_A_MAC, PFS_DAY
from ai_compute.values.subjects import COUNTING, TIME

KEY = ["run", "method"]
PART = [*KEY, "part"]


def part_products(factors: pd.DataFrame) -> pd.DataFrame:
    """One row a part: run, method, part, flop, forward_only, arithmetic; from the table `factors`."""
    ordered = factors.sort_values([*PART, "position"])
    ordered = ordered.assign(
        flop=ordered["value"].where(ordered["unit"] != "MAC", FLOP_A_MAC * ordered["value"]),
        forward_only=(ordered["factor"] == "backward") & (ordered["value"] == 1.0),
        arithmetic=ordered["text"].where(~_printed_in_macs(ordered), ordered["text"] + " x 2 FLOP/MAC"),
    )
    grouped = ordered.groupby(PART, as_index=False, sort=True)
    return grouped.agg(
        flop=("flop", "prod"), forward_only=("forward_only", "any"), arithmetic=("arithmetic", " x ".join)
    )


def _printed_in_macs(factors: pd.DataFrame) -> pd.Series:
    """Whether a factor's text is in multiply-adds; a paper may print a forward pass in FLOP, which are two a MAC."""
    return (factors["unit"] == "MAC") & factors["text"].str.contains("MAC", regex=False)


def estimates(factors: pd.DataFrame, uncertainty: Uncertainty) -> pd.DataFrame:
    """The table `estimates`, from the table `factors`."""
    parts = part_products(factors)
    unscaled = spreads(parts, factors, uncertainty.calibrated)
    result = unscaled.merge(_about(factors, parts), on=KEY)
    scale = uncertainty_scale(result, uncertainty)
    simulation = Simulation(uncertainty.draws, uncertainty.seed)
    ends = intervals(parts, factors, uncertainty.calibrated, scale, simulation)
    result = result.rename(columns={"flop": "flop_sum"}).merge(ends, on=KEY)
    result = result.assign(pfs_days=result["flop"] / PFS_DAY, arithmetic=_written_out(result))
    return table(result, schemas.Estimates)


def _written_out(estimates: pd.DataFrame) -> pd.Series:
    """`... = 0.0057 pfs-days`; of several unsure parts also the median of what their sum may be."""
    products = (estimates["flop_sum"] / PFS_DAY).map(pfs_days_text).astype("str")
    medians = (estimates["flop"] / PFS_DAY).map(pfs_days_text).astype("str")
    also = (", in the median " + medians).where(products != medians, "")
    written: pd.Series = estimates["arithmetic"] + " = " + products + also
    return written


def pfs_days_text(value: float) -> str:
    """`0.0057 pfs-days`, to two significant digits as the appendix of 2018 prints them."""
    rounded = float(f"{value:.2g}")
    return f"{rounded:,.0f} pfs-days" if rounded >= 10 else f"{rounded:g} pfs-days"


def both_methods(estimates: pd.DataFrame) -> pd.DataFrame:
    """Runs with both methods, one row a run: columns of `estimates` ending in _counting and _time.

    For calibration it adds log10_ratio (operation counting / hardware time), fixed_variance, scaled_variance and
    independent.
    """
    counting = estimates[estimates["method"] == COUNTING].drop(columns="method")
    time = estimates[estimates["method"] == TIME].drop(columns="method")
    both = counting.merge(time, on="run", suffixes=("_counting", "_time"))
    return both.assign(
        log10_ratio=np.log10(both["flop_counting"] / both["flop_time"]),
        fixed_variance=both["fixed_variance_counting"] + both["fixed_variance_time"],
        scaled_variance=both["scaled_variance_counting"] + both["scaled_variance_time"],
        independent=both["independent_counting"] & both["independent_time"],
    )


def uncertainty_scale(estimates: pd.DataFrame, uncertainty: Uncertainty) -> float:
    """The one scale of calibrated facts, from cross-checks of independent methods."""
    both = both_methods(estimates)
    return calibrated_scale(
        both[both["independent"]], uncertainty.fitted_at, uncertainty.smallest_scale, uncertainty.largest_scale
    )


def training_compute(
    runs: pd.DataFrame,
    estimates: pd.DataFrame,
    factors: pd.DataFrame,
    printed_totals: pd.DataFrame,
    adopted: Adopted,
    uncertainty: Uncertainty,
    start: Frontier,
) -> pd.DataFrame:
    """The table `training_compute`: own estimates before the authors' totals before totals of others."""
    methods = estimates.groupby("run")["method"].agg(lambda names: "; ".join(sorted(names, reverse=True)))
    values = pd.concat([adopted_estimates(estimates, adopted), _published(printed_totals, uncertainty)])
    values["basis"] = pd.Categorical(values["basis"], schemas.BASES, ordered=True)
    first = values.sort_values(["run", "basis"], kind="stable").drop_duplicates("run").astype({"basis": "str"})
    about = ["run", "name", "paper", "published", "decimal_year", "domain", "domains", "organization", "cluster"]
    result = runs[about].merge(first, on="run")
    known = least_sure(factors, result.loc[result["basis"] == "own", ["run", "method"]])
    result = result.assign(
        evidence=result["run"].map(known).astype("str").fillna(""),
        methods=result["run"].map(methods).astype("str").fillna(""),
        pfs_days=result["flop"] / PFS_DAY,
    )
    result["rank_at_publication"] = rank_at_publication(result["decimal_year"], result["flop"])
    result["record"] = frontier(result["decimal_year"], result["flop"], 1, start.start)
    return table(result, schemas.TrainingCompute)


def adopted_estimates(estimates: pd.DataFrame, adopted: Adopted) -> pd.DataFrame:
    """One own estimate a run: run, basis, method, flop, flop_low, flop_high."""
    columns = ["run", "basis", "method", "flop", "flop_low", "flop_high"]
    own = estimates.assign(basis="own")
    # What cannot be pooled is as without a preference: operation counting first.
    first = METHODS[0] if adopted.prefer == "pooled" else adopted.prefer
    own = own.sort_values("method", key=lambda names: names != first, kind="stable")
    if adopted.prefer == "pooled":
        own = pd.concat([pooled(both_methods(estimates)), own])
    return own.drop_duplicates("run")[columns]


def pooled(both: pd.DataFrame) -> pd.DataFrame:
    """Inverse-variance mean of the logarithms of independent methods, its variance inflated by max(1, z²)."""
    both = both[both["independent"]]
    precise = 1 / both["sd_log10_counting"] ** 2, 1 / both["sd_log10_time"] ** 2
    logs = np.log10(both["flop_counting"]), np.log10(both["flop_time"])
    weight = precise[0] + precise[1]
    mean = (precise[0] * logs[0] + precise[1] * logs[1]) / weight
    z_squared = both["log10_ratio"] ** 2 / (both["sd_log10_counting"] ** 2 + both["sd_log10_time"] ** 2)
    reach = normal_quantile(0.95) * np.sqrt(np.maximum(1.0, z_squared) / weight)
    return pd.DataFrame(
        {
            "run": both["run"],
            "basis": "own",
            "method": "pooled",
            "flop": 10**mean,
            "flop_low": 10 ** (mean - reach),
            "flop_high": 10 ** (mean + reach),
        }
    )


def _published(printed_totals: pd.DataFrame, uncertainty: Uncertainty) -> pd.DataFrame:
    """Published totals that are no bounds, with the interval of their party; geometric means of several."""
    totals = printed_totals[printed_totals["bound"] == ""].assign(log=lambda frame: np.log10(frame["reported_flop"]))
    means = totals.groupby(["run", "party"], as_index=False)["log"].mean()
    spread = means["party"].map({"first": uncertainty.first_party, "third": uncertainty.third_party}).astype(float)
    flop = 10 ** means["log"]
    return pd.DataFrame(
        {
            "run": means["run"],
            "basis": means["party"] + "-party",
            "method": "",
            "flop": flop,
            "flop_low": flop / spread,
            "flop_high": flop * spread,
        }
    )


def _about(factors: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """What else an estimate's row says: forward-only FLOP, what the count rests on, arithmetic of all parts."""
    named = parts["arithmetic"].where(parts["part"] == "", parts["part"] + ": " + parts["arithmetic"])
    of_parts = parts.assign(arithmetic=named, flop_forward_only=parts["flop"].where(parts["forward_only"], 0.0))
    summed = of_parts.groupby(KEY, as_index=False).agg(
        flop_forward_only=("flop_forward_only", "sum"), arithmetic=("arithmetic", " + ".join)
    )
    flags = factors.assign(
        default_utilization=(factors["factor"] == "utilization") & (factors["known"] == "default"),
        counting=_counting(factors),
    )
    flags = flags.groupby(KEY, as_index=False).agg(
        independent=("independent", "all"),
        default_utilization=("default_utilization", "any"),
        counting=("counting", "max"),
    )
    return summed.merge(flags, on=KEY)


def _counting(factors: pd.DataFrame) -> pd.Series:
    forward = (factors["factor"] == "forward") & (factors["method"] == COUNTING)
    by_rule = factors["text"].str.contains("active parameters", regex=False)
    kinds = np.select([~forward, factors["known"] == "counted", by_rule], ["", *schemas.COUNTINGS[::2]], "printed")
    return pd.Series(kinds, index=factors.index).astype("str")
