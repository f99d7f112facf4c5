"""On which side of a line a run is, and how sure that is."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from ai_compute.entries.thresholds import Threshold
from ai_compute.estimates.uncertainty import log_sd
from ai_compute.schemas.thresholds import STANDINGS, Thresholds, ThresholdTexts
from ai_compute.settings.thresholds import Standing
from ai_compute.storage.rows import each_row
from ai_compute.storage.tables import table
from ai_compute.thresholds.deciding import Deciding

VALUE = ["flop", "flop_low", "flop_high"]
DIGITS = 9


def threshold_texts(thresholds: Sequence[Threshold]) -> pd.DataFrame:
    """The table `threshold_texts`: the rows of thresholds.csv with numbers in FLOP."""
    rows = (
        {
            **{name: getattr(each, name) for name in ("threshold", "name", "jurisdiction", "text", "article")},
            **{name: getattr(each, name) for name in ("reached", "counts", "status", "evidence", "source")},
            **{name: getattr(each, name) or "" for name in ("also_counted", "also_needed", "url", "note")},
            "flop": each.flop.value if each.flop else None,
            "share_of_base": each.share_of_base.value if each.share_of_base else None,
            "domains": "; ".join(each.domains),
            "start": pd.Timestamp(each.start.day) if each.start else pd.NaT,
            "end": pd.Timestamp(each.end.day) if each.end else pd.NaT,
        }
        for each in thresholds
    )
    return table(rows, ThresholdTexts)


def probability_above(flop: ArrayLike, low: ArrayLike, high: ArrayLike, line: ArrayLike) -> NDArray[np.float64]:
    """Probability that log-normal values lie above lines; one half for a value on the line.

    Args:
        flop: medians, shape (runs,).
        low: lower ends of their 95 % intervals.
        high: upper ends.
        line: the lines, shape (runs,) or one for all.
    """
    return _above(np.log10(np.asarray(flop, float) / np.asarray(line, float)), log_sd(low, high))


def _above(distance: NDArray[np.float64], sd: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability that a normal value with a mean so far above the line lies above it."""
    sure = np.where(distance == 0, 0.5, np.where(distance > 0, 1.0, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sd > 0, ndtr(distance / sd), sure)


def standing_of(probability: ArrayLike, levels: Standing) -> list[str]:
    """Probabilities in words."""
    edges = [levels.certainly, levels.probably, 1 - levels.probably, 1 - levels.certainly]
    value = np.asarray(probability, float)
    # From the upper two levels on, and up to the lower two: the words of both sides mirror each other.
    conditions = [value >= edges[0], value >= edges[1], value > edges[2], value > edges[3]]
    return [str(word) for word in np.select(conditions, STANDINGS[:4], STANDINGS[4])]


def classified(
    texts: pd.DataFrame,
    runs: pd.DataFrame,
    training_compute: pd.DataFrame,
    cumulative: pd.DataFrame,
    deciding: Deciding,
    levels: Standing,
) -> pd.DataFrame:
    """The table `thresholds`: every run that has a value against every line that speaks of its domains.

    Args:
        texts: the table `threshold_texts`.
        runs: the table of that name.
        training_compute: the table of that name.
        cumulative: the table of that name.
        deciding: the fact that would narrow each run most, by what a line counts.
        levels: from which probability on a run is said to be above.
    """
    about = training_compute[["run", "domains", "published", "basis", *VALUE]].merge(runs[["run", "base"]], on="run")
    about["same_developer"] = False
    whole = cumulative.set_index("run")
    complete = whole.index[whole["complete"].astype(bool)]
    own = about.merge(deciding.own, on="run", how="left").assign(cumulative=False)
    summed = whole[VALUE].reindex(about["run"]).set_axis(about.index)
    with_base = about.assign(**summed.fillna(about[VALUE]), cumulative=about["run"].isin(complete))
    with_base = with_base.merge(deciding.cumulative, on="run", how="left")
    of_base = about["run"].isin(by_developer_of_base(runs))
    modified = about.assign(same_developer=of_base).merge(deciding.modification, on="run").assign(cumulative=False)
    own_modified = own.assign(same_developer=of_base)
    parts = []
    for text in each_row(texts):
        if text.counts == "modification":
            shared = text.share_of_base == text.share_of_base
            rows = _modifications(text, modified if shared else own_modified, with_base)
        else:
            rows = (with_base if text.counts == "cumulative" else own).assign(line=text.flop)
            rows["probability"] = probability_above(rows["flop"], rows["flop_low"], rows["flop_high"], rows["line"])
        parts.append(_of_text(text, rows))
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if len(found):
        # As they are written: a probability on the edge of a standing does not depend on its last bits.
        found["probability"] = found["probability"].round(DIGITS)
        found["standing"] = standing_of(found["probability"], levels)
    return table(found, Thresholds)


def by_developer_of_base(runs: pd.DataFrame) -> set[str]:
    """Runs whose first organization is one of those of their base."""
    organizations = runs.set_index("run")["organization"].str.split("; ")
    return {
        str(row.run)
        for row in each_row(runs[runs["base"].isin(organizations.index)])
        if organizations[row.run][0] in organizations[row.base]
    }


def _modifications(text: Any, own: pd.DataFrame, with_base: pd.DataFrame) -> pd.DataFrame:
    """Runs that were trained on top of another, against a share of that one's compute (or a number).

    The run and its base are taken as independent, so that the variances of their logarithms add.
    """
    bases = with_base.set_index("run")[VALUE]
    rows = own[own["base"].isin(bases.index)].reset_index(drop=True)
    base = bases.loc[rows["base"]].reset_index(drop=True)
    share = text.share_of_base
    line = base["flop"] * share if share == share else pd.Series(text.flop, rows.index, dtype=float)
    doubt = log_sd(base["flop_low"], base["flop_high"]) if share == share else np.zeros(len(rows))
    sd = np.hypot(log_sd(rows["flop_low"], rows["flop_high"]), doubt)
    distance = np.log10(rows["flop"].to_numpy(float) / line.to_numpy(float))
    return rows.assign(line=line, probability=_above(distance, sd))


def _of_text(text: Any, rows: pd.DataFrame) -> pd.DataFrame:
    """Those rows that a text speaks of, and whether it was in force when they were published."""
    rows = rows[speaks_of(text, rows["domains"])]
    started = rows["published"] >= text.start if pd.notna(text.start) else pd.Series(False, rows.index)
    going_on = rows["published"] < text.end if pd.notna(text.end) else pd.Series(True, rows.index)
    alive = text.status in ("in force", "replaced", "revoked", "not enforced")
    return rows.assign(threshold=text.threshold, in_force=started & going_on & alive)


def speaks_of(text: Any, domains: pd.Series) -> pd.Series:
    """Which runs a text speaks of, by their domains, joined by '; '."""
    wanted = set(filter(None, text.domains.split("; ")))
    return domains.map(lambda names: not wanted or bool(wanted & set(names.split("; ")))).astype(bool)
