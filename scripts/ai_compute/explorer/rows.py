"""One row a run with everything to choose it by and every quantity to draw: what the explorer chooses from."""

import numpy as np
import pandas as pd

from ai_compute.schemas.external import PUBLISHED
from ai_compute.storage.rows import Tables
from ai_compute.trends.drivers import hardware_factors, prices_of
from ai_compute.values.subjects import COUNTING, EVIDENCE, TIME

POOLED = "pooled"
BASES = {COUNTING: "counting", TIME: "hardware", POOLED: POOLED, "first-party": "authors", "third-party": "others"}
"""What a value rests on, in the words of an address."""
OPEN, CLOSED, UNSAID = "open", "closed", "unsaid"
OWN, EXTERNAL = "own", "external"
QUANTITIES = ["flop", "devices", "peak", "time", "utilization", "parameters", "examples", "spend"]
"""Columns that can be drawn: FLOP, devices, FLOP/s of one, seconds, share, parameters, passes, USD at launch prices."""
TEXTS = [
    *("run", "name", "published", "domains", "organization", "country", "open", "basis", "evidence", "sets"),
    *("paper", "arithmetic", "cluster"),
]
NUMBERS = ["decimal_year", "flop_low", "flop_high", "flop_without", *QUANTITIES]
COLUMNS = [*TEXTS, *NUMBERS]


def rows_of(tables: Tables, source: str = OWN) -> pd.DataFrame:
    """COLUMNS of every run with a value, sorted by date and run; lists are joined by '; '.

    `flop_without` is the training compute without self-play. The evidence of a run is the least sure of the facts that
    its value rests on. What is not known is '' or NaN.

    Args:
        tables: every table by name.
        source: `own`, or `external`: the database that a user has added.
    """
    found = _own(tables) if source == OWN else _external(tables)
    filled = found.reindex(columns=COLUMNS)
    filled[TEXTS] = filled[TEXTS].astype("object").fillna("").astype("str")
    filled[NUMBERS] = filled[NUMBERS].astype(float)
    return filled.sort_values(["decimal_year", "run"], ignore_index=True)


def has_external(tables: Tables) -> bool:
    """Whether a user has added a database."""
    return len(tables.get("external_training_compute", [])) > 0


def _own(tables: Tables) -> pd.DataFrame:
    adopted, runs = tables["training_compute"], tables["runs"].set_index("run")
    known = adopted["run"].map
    opened = runs["open_weights"].map({True: OPEN, False: CLOSED}).astype(object).fillna(UNSAID)
    estimates = tables["estimates"]
    arithmetic = estimates.drop_duplicates(["run", "method"]).set_index(["run", "method"])["arithmetic"]
    keys = pd.MultiIndex.from_frame(adopted[["run", "method"]])
    found = adopted.assign(
        published=adopted["published"].dt.strftime("%Y-%m-%d"),
        country=known(runs["country"]),
        open=known(opened),
        basis=adopted["method"].where(adopted["basis"] == "own", adopted["basis"]).map(BASES),
        evidence=_evidence(tables),
        sets=known(tables["sets"].groupby("run")["set"].agg("; ".join)) if len(tables["sets"]) else "",
        arithmetic=arithmetic.reindex(keys).to_numpy(),
        flop_without=_without_self_play(adopted, estimates),
        parameters=known(runs["parameters"]),
        examples=known(passes(tables["factors"])),
    )
    return found.merge(_hardware(tables), on="run", how="left")


def _external(tables: Tables) -> pd.DataFrame:
    adopted = tables["external_training_compute"]
    adopted = adopted[~adopted["fine_tune"]]
    about = tables["external_runs"].drop_duplicates("run").set_index("run")
    bases = {PUBLISHED: "others", **BASES}
    return adopted.assign(
        published=adopted["published"].dt.strftime("%Y-%m-%d"),
        domains=adopted["domain"],
        open=UNSAID,
        basis=adopted["basis"].map(bases),
        evidence="database",
        sets=adopted["notable"].map({True: "notable", False: ""}),
        flop_without=adopted["flop"],
        parameters=adopted["run"].map(about["parameters"]),
    )


def passes(factors: pd.DataFrame) -> pd.Series:
    """By run, what multiplies one pass, added up over parts: the examples, images or tokens that were gone through."""
    rows = factors[(factors["method"] == COUNTING) & ~factors["factor"].isin(["forward", "backward"])]
    if rows.empty:
        return pd.Series(dtype=float)
    return rows.groupby(["run", "part"])["value"].prod().groupby("run").sum()


def _hardware(tables: Tables) -> pd.DataFrame:
    """run, devices, peak, time, spend and implied utilization of runs whose papers state devices and time."""
    hardware = hardware_factors(tables["factors"])[0]
    prices = prices_of(tables["run_devices"], tables["devices"]).set_index("run")["price_usd"]
    implied = tables["cross_check"].set_index("run")["implied_utilization"]
    found = hardware.rename(columns={"count": "devices"})[["run", "devices", "peak", "time"]]
    found = found.assign(spend=found["devices"] * found["run"].map(prices).astype(float))
    return found.merge(implied.rename("utilization").reset_index(), on="run", how="outer")


def _evidence(tables: Tables) -> pd.Series:
    """The least sure evidence of the facts, or of the published totals, that each adopted value rests on."""
    adopted, totals = tables["training_compute"], tables["printed_totals"]
    totals = totals[totals["bound"] == ""]
    place = totals["evidence"].map(EVIDENCE.index).groupby([totals["run"], totals["party"] + "-party"]).max()
    keys = pd.MultiIndex.from_frame(adopted[["run", "basis"]])
    of_totals = place.reindex(keys).map(dict(enumerate(EVIDENCE))).fillna("").to_numpy()
    return adopted["evidence"].where(adopted["basis"] == "own", of_totals).astype("str")


def _without_self_play(adopted: pd.DataFrame, estimates: pd.DataFrame) -> pd.Series:
    """Training compute without forward-only parts; of runs that mix them with others, which only counting tells apart.

    As `trends.crossings.Estimated` has it.
    """
    counted = estimates[estimates["method"] == COUNTING].set_index("run")
    whole, forward = (adopted["run"].map(counted[name]).astype(float) for name in ("flop", "flop_forward_only"))
    mixed = (adopted["basis"] == "own") & (forward > 0) & (forward < whole * (1 - 1e-9))
    return pd.Series(np.where(mixed, whole - forward, adopted["flop"]), adopted.index)
