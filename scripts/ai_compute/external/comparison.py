"""A database's published totals beside our estimates from its facts, and beside our own runs.

A published total that was computed by the same formula from the same facts agrees because it must. So every comparison
says how the total was made, and the summary is split by it.
"""

import numpy as np
import pandas as pd

from ai_compute.external.estimates import first_reason
from ai_compute.external.unused import Unused
from ai_compute.schemas.external import ALL, OTHER, PUBLISHED
from ai_compute.values.quantities import PFS_DAY
from ai_compute.values.subjects import COUNTING, TIME

NOT_STATED = "not stated"
SAME_METHOD = {COUNTING: "Operation counting", TIME: "Hardware"}
OTHER_METHODS = ["Hardware", "Operation counting"]
WITHIN = (2, 3, 10)


def own_total(runs: pd.DataFrame, unused: Unused) -> pd.DataFrame:
    """Published training compute of each run itself: run, flop, flop_low, flop_high.

    A fine-tune's total includes its base model's, so its own is what the database calls fine-tune compute. Its
    interval is as wide as the total's.
    """
    finetune = runs["base_model"].ne("")
    reasons = first_reason(
        runs,
        {
            "a fine-tune without compute of its own; its total includes its base model's": finetune
            & runs["finetune_flop"].isna(),
            "no published training compute": ~finetune & runs["published_flop"].isna(),
        },
    )
    unused.add(runs, PUBLISHED, reasons)
    flop = runs["published_flop"].mask(finetune, runs["finetune_flop"])
    totals = pd.DataFrame({"run": runs["run"], "flop": flop})
    whole = runs["published_flop"].fillna(1.0)
    totals["flop_low"] = flop * (runs["published_flop_low"] / whole).where(~finetune, 1 / runs["interval_factor"])
    totals["flop_high"] = flop * (runs["published_flop_high"] / whole).where(~finetune, runs["interval_factor"])
    return totals[flop.notna()]


def compare(runs: pd.DataFrame, totals: pd.DataFrame, estimates: pd.DataFrame, agree_within: float) -> pd.DataFrame:
    """Our estimates beside the published totals of the same runs (columns of `ExternalComparison`)."""
    pairs = estimates[["run", "method", "flop"]].merge(
        totals[["run", "flop"]].rename(columns={"flop": "published_flop"}), on="run"
    )
    pairs = pairs.merge(runs[["run", "published_method"]], on="run")
    ratio = pairs["flop"] / pairs["published_flop"]
    same = [
        SAME_METHOD[method] in stated for method, stated in zip(pairs["method"], pairs["published_method"], strict=True)
    ]
    other = [
        stated in OTHER_METHODS and SAME_METHOD[method] != stated
        for method, stated in zip(pairs["method"], pairs["published_method"], strict=True)
    ]
    return pairs.assign(
        ratio=ratio,
        same_formula=np.select([np.array(same, bool), np.array(other, bool)], ["yes", "no"], default="unknown"),
        verdict=np.where(np.abs(np.log10(ratio)) <= np.log10(agree_within), "agree", "differ"),
    )


def agreement(comparison: pd.DataFrame) -> pd.DataFrame:
    """How often our estimates agree, by how the published total was made (columns of `ExternalAgreement`).

    A total that was made in several ways counts under each.
    """
    stated = comparison["published_method"].where(comparison["published_method"].ne(""), NOT_STATED)
    by_method = comparison.assign(published_method=stated.str.split("; ")).explode("published_method")
    together = comparison.assign(published_method=ALL)
    independent = comparison[comparison["same_formula"].eq("no")].assign(published_method=OTHER)
    groups = pd.concat([together, independent, by_method], ignore_index=True)
    groups = groups.assign(distance=np.abs(np.log10(groups["ratio"])))
    for factor in WITHIN:
        groups[f"share_within_{factor}"] = (groups["distance"] <= np.log10(factor)).astype(float)
    shares = {f"share_within_{factor}": (f"share_within_{factor}", "mean") for factor in WITHIN}
    return groups.groupby(["method", "published_method"], as_index=False).agg(
        runs=("run", "size"), median_ratio=("ratio", "median"), **shares
    )


def training_compute(
    runs: pd.DataFrame, totals: pd.DataFrame, estimates: pd.DataFrame, pairs: pd.DataFrame, prefer: str
) -> pd.DataFrame:
    """The value of every run that has one: the published total, else our estimate (by the preferred method first).

    Returns:
        The columns of `ExternalTrainingCompute`.
    """
    values = pd.concat(
        [totals.assign(basis=PUBLISHED), estimates.rename(columns={"method": "basis"})], ignore_index=True
    )
    order = {PUBLISHED: 0, prefer: 1}
    values = values.assign(order=values["basis"].map(order).fillna(2)).sort_values(["run", "order"], kind="stable")
    values = values.drop_duplicates("run")[["run", "basis", "flop", "flop_low", "flop_high"]]
    columns = ["run", "name", "published", "decimal_year", "domain", "organization", "notable", "confidence"]
    table = values.merge(runs[[*columns, "base_model", "file", "line"]], on="run")
    ours = dict(zip(pairs["external_run"], pairs["run"], strict=True))
    return table.assign(
        fine_tune=table["base_model"].ne(""),
        pfs_days=table["flop"] / PFS_DAY,
        our_run=table["run"].map(lambda run: ours.get(run, "")).astype("str"),
    )


def beside_ours(pairs: pd.DataFrame, ours: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """Matched runs with both names and both values (columns of `ExternalMatches`).

    Args:
        pairs: as `match` gives them.
        ours: run, name, and where known flop and basis.
        theirs: run, name, and where known flop and basis.
    """
    columns = {"run": "external_run", "name": "external_name", "flop": "external_flop", "basis": "external_basis"}
    table = pairs.merge(ours[["run", "name", "flop", "basis"]], on="run")
    table = table.merge(theirs[["run", "name", "flop", "basis"]].rename(columns=columns), on="external_run")
    return table.assign(ratio=table["flop"] / table["external_flop"])
