"""What decides how sure an estimate is: the fact with the largest share of its variance."""

from collections.abc import Collection

import pandas as pd

from ai_compute.estimates.methods import PART, part_products
from ai_compute.estimates.uncertainty import log_sd

UNTOLD = "nothing that is in doubt"


def deciding_facts(
    factors: pd.DataFrame,
    training_compute: pd.DataFrame,
    printed_totals: pd.DataFrame,
    scaled: Collection[str],
    scale: float,
) -> pd.DataFrame:
    """For each run the fact with the largest share of the variance of its adopted value.

    To first order, the variance of an estimate's log10 is the sum over facts of the squared sum, over the parts that
    rest on the fact, of a part's share of the whole times the fact's standard deviation.

    Args:
        factors: the table of that name.
        training_compute: the table of that name.
        printed_totals: the table of that name.
        scaled: the kinds of `known` that the calibrated scale applies to.
        scale: the calibrated scale.

    Returns:
        run, deciding_factor, deciding_share: one row a run with a value.
    """
    shares = part_products(factors)[[*PART, "flop"]]
    shares = shares.assign(share=shares["flop"] / shares.groupby(["run", "method"])["flop"].transform("sum"))
    rows = factors.merge(shares[[*PART, "share"]], on=PART)
    own = training_compute.loc[training_compute["basis"] == "own", ["run", "method"]]
    # A pooled value has a share of each method; the less sure fact of either is what would narrow it.
    rows = rows.merge(own.rename(columns={"method": "adopted"}), on="run")
    rows = rows[(rows["method"] == rows["adopted"]) | (rows["adopted"] == "pooled")]
    sd = log_sd(rows["value_low"], rows["value_high"]) * rows["known"].isin(list(scaled)).map({True: scale, False: 1.0})
    name = rows["factor"] + " (" + rows["known"] + ")"
    fact = rows["shared"].where(rows["shared"] != "", rows["part"] + "/" + rows["factor"])
    weighted = rows.assign(name=name, fact=fact, weight=sd * rows["share"])
    facts = weighted.groupby(["run", "fact"], as_index=False).agg(name=("name", "first"), weight=("weight", "sum"))
    facts["variance"] = facts["weight"] ** 2
    facts["deciding_share"] = facts["variance"] / facts.groupby("run")["variance"].transform("sum")
    facts = facts.sort_values(["run", "variance", "fact"], ascending=[True, False, True])
    first = facts.drop_duplicates("run").rename(columns={"name": "deciding_factor"})
    found = training_compute[["run", "basis"]].merge(first[["run", "deciding_factor", "deciding_share"]], how="left")
    totals = printed_totals[printed_totals["bound"] == ""].assign(basis=printed_totals["party"] + "-party")
    by = totals.groupby(["run", "basis"])["by"].agg(lambda names: "; ".join(sorted(set(names)))).rename("by")
    found = found.merge(by, on=["run", "basis"], how="left")
    published = found["basis"] != "own"
    found.loc[published, "deciding_factor"] = "the total by " + found["by"].fillna("others")
    found.loc[published, "deciding_share"] = 1.0
    found = found.fillna({"deciding_factor": UNTOLD, "deciding_share": 0.0})
    exact = found["deciding_share"].eq(0)
    found.loc[exact, "deciding_factor"] = UNTOLD
    return found[["run", "deciding_factor", "deciding_share"]]
