"""How the facts behind estimates were had: read in the paper, quoted, taken from a database, remembered, or unsaid."""

import pandas as pd

from ai_compute.schemas.estimates import EvidenceShares
from ai_compute.schemas.raw import METHODS
from ai_compute.storage.tables import table
from ai_compute.values.subjects import EVIDENCE

ALL, LARGEST = "all runs", "the twenty largest of each year"
LARGEST_OF_A_YEAR = 20
READ = ("paper", "quoted")
"""Facts that somebody read where they are stated, or where they are quoted."""


def least_sure(factors: pd.DataFrame, adopted: pd.DataFrame) -> pd.Series:
    """How the least sure fact of each adopted estimate was had, by run.

    Args:
        factors: the table of that name.
        adopted: run, method: which estimate stands for a run; a pooled one rests on all its methods.
    """
    facts = factors[factors["evidence"] != ""].merge(adopted.rename(columns={"method": "adopted"}), on="run")
    facts = facts[(facts["method"] == facts["adopted"]) | (facts["adopted"] == "pooled")]
    rank = facts["evidence"].map({name: place for place, name in enumerate(EVIDENCE)})
    return rank.groupby(facts["run"]).max().map(dict(enumerate(EVIDENCE)))


def evidence_shares(factors: pd.DataFrame, training_compute: pd.DataFrame, sets: pd.DataFrame) -> pd.DataFrame:
    """The table `evidence_shares`.

    Args:
        factors: the table of that name; a fact is a row with evidence.
        training_compute: the table of that name, which says which runs are the largest of a year.
        sets: the table of that name.
    """
    year = training_compute["published"].dt.year
    largest = training_compute["flop"].groupby(year).rank(ascending=False, method="first") <= LARGEST_OF_A_YEAR
    groups = {ALL: set(factors["run"]), LARGEST: set(training_compute.loc[largest, "run"])}
    groups |= {str(name): set(members["run"]) for name, members in sets.groupby("set")}
    facts = factors[factors["evidence"] != ""]
    rows = []
    for group, runs in groups.items():
        own = facts[facts["run"].isin(runs)]
        counts = own.groupby(["method", "evidence"]).size()
        assumed = own[own["known"] == "assumed"].groupby(["method", "evidence"]).size()
        for method in METHODS:
            total = int(counts[counts.index.get_level_values("method") == method].sum())
            for evidence in EVIDENCE:
                number, guessed = (int(each.get((method, evidence), 0)) for each in (counts, assumed))
                about = {"group": group, "method": method, "evidence": evidence, "facts": number}
                rows.append({**about, "share": number / total if total else 0.0, "assumed": guessed})
    return table(rows, EvidenceShares)
