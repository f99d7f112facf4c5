"""What decides how sure an estimate is: the fact with the largest share of its variance."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from ai_compute.estimates.methods import PART, part_products
from ai_compute.estimates.uncertainty import log_sd
from ai_compute.thresholds.cumulative import member_shares

UNTOLD = "nothing that is in doubt"
IN_WORDS = {"forward": "operations of a forward pass"}
"""Facts whose name says too little outside of their arithmetic."""


@dataclass(frozen=True)
class Deciding:
    """The deciding fact of each run, by what is held against a line: run, deciding_factor, deciding_share."""

    own: pd.DataFrame
    """Of the run alone."""
    cumulative: pd.DataFrame
    """Of the run with what it was trained on top of."""
    modification: pd.DataFrame
    """Of the run alone over its base with what that was trained on top of."""


def deciding_facts(
    factors: pd.DataFrame,
    runs: pd.DataFrame,
    training_compute: pd.DataFrame,
    printed_totals: pd.DataFrame,
    scaled: Collection[str],
    scale: float,
) -> Deciding:
    """For each run the fact with the largest share of the variance of what is held against a line.

    To first order, the variance of a sum's log10 is the sum over facts of the squared share of the whole that rests on
    the fact times the fact's standard deviation; a ratio's is that of both its terms together.

    Args:
        factors: the table of that name.
        runs: the table of that name.
        training_compute: the table of that name.
        printed_totals: the table of that name.
        scaled: the kinds of `known` that the calibrated scale applies to.
        scale: the calibrated scale.
    """
    doubts = pd.concat(
        [_own_doubts(factors, training_compute, scaled, scale), _published_doubts(training_compute, printed_totals)],
        ignore_index=True,
    )
    shares = member_shares(runs, training_compute)
    alone = shares[shares["run"] == shares["member"]].assign(share=1.0)
    based = runs.loc[runs["base"].isin(shares["run"]) & runs["run"].isin(shares["run"]), ["run", "base"]]
    of_base = based.merge(shares.rename(columns={"run": "base"}), on="base")[["run", "member", "share"]]
    ratio = pd.concat([alone[alone["run"].isin(based["run"])], of_base], ignore_index=True)
    return Deciding(_deciding(doubts, alone), _deciding(doubts, shares), _deciding(doubts, ratio))


def _deciding(doubts: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """The first of the facts that the members of what is held against a line rest on.

    Args:
        doubts: member, fact, name, sd.
        shares: run, member, share: of the whole.
    """
    rows = shares.merge(doubts, on="member", how="left")
    rows["variance"] = (rows["share"] * rows["sd"].fillna(0.0)) ** 2
    rows["deciding_share"] = (rows["variance"] / rows.groupby("run")["variance"].transform("sum")).fillna(0.0)
    own = rows["run"] == rows["member"]
    rows["deciding_factor"] = rows["name"].where(own, rows["name"] + " of " + rows["member"])
    rows.loc[rows["deciding_share"].eq(0), "deciding_factor"] = UNTOLD
    # Rounded, so that shares which are equal but for their last bits stay in the order of their names.
    rows["order"] = rows["variance"].round(12)
    ordered = rows.sort_values(["run", "order", "member", "fact"], ascending=[True, False, True, True], kind="stable")
    found = ordered.drop_duplicates("run").reset_index(drop=True)
    return found[["run", "deciding_factor", "deciding_share"]]


def _own_doubts(
    factors: pd.DataFrame, training_compute: pd.DataFrame, scaled: Collection[str], scale: float
) -> pd.DataFrame:
    """The facts of adopted estimates, with the standard deviation that each gives the log10 of the whole."""
    shares = part_products(factors)[[*PART, "flop"]]
    shares = shares.assign(share=shares["flop"] / shares.groupby(["run", "method"])["flop"].transform("sum"))
    rows = factors.merge(shares[[*PART, "share"]], on=PART)
    own = training_compute.loc[training_compute["basis"] == "own", ["run", "method"]]
    # A pooled value has a share of each method; the less sure fact of either is what would narrow it.
    rows = rows.merge(own.rename(columns={"method": "adopted"}), on="run")
    rows = rows[(rows["method"] == rows["adopted"]) | (rows["adopted"] == "pooled")]
    sd = log_sd(rows["value_low"], rows["value_high"]) * rows["known"].isin(list(scaled)).map({True: scale, False: 1.0})
    name = rows["factor"].replace(IN_WORDS) + " (" + rows["known"] + ")"
    fact = rows["shared"].where(rows["shared"] != "", rows["part"] + "/" + rows["factor"])
    weighted = rows.assign(name=name, fact=fact, sd=sd * rows["share"])
    facts = weighted.groupby(["run", "fact"], as_index=False).agg(name=("name", "first"), sd=("sd", "sum"))
    return facts.rename(columns={"run": "member"})


def _published_doubts(training_compute: pd.DataFrame, printed_totals: pd.DataFrame) -> pd.DataFrame:
    """The totals of authors and others as the one fact that a run without an estimate rests on."""
    values = training_compute[training_compute["basis"] != "own"]
    totals = printed_totals[printed_totals["bound"] == ""].assign(basis=printed_totals["party"] + "-party")
    by = totals.groupby(["run", "basis"])["by"].agg(lambda names: "; ".join(sorted(set(names)))).rename("by")
    found = values.merge(by, on=["run", "basis"], how="left")
    return pd.DataFrame(
        {
            "member": found["run"],
            "fact": "total",
            "name": "the total by " + found["by"].fillna("others"),
            "sd": log_sd(found["flop_low"], found["flop_high"]),
        }
    )
