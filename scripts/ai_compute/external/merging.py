"""Several files of a database as one: rows of one model are merged, and where they differ both values are told.

Files overlap (notable, large-scale, all models), and snapshots of two years hold the same models with other names,
dates and values. What a file is called, or which is read first, changes nothing: the newest snapshot comes first.
"""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ai_compute.external.matching import (
    DAYS_OF_ONE_RELEASE,
    candidates_of,
    described,
    one_to_one,
    other_size,
    same_keys,
)
from ai_compute.external.unused import Unused
from ai_compute.schemas.external import CONFLICT, REPEATED
from ai_compute.settings.analysis import SameModel

IDENTITY = ("parameters", "published_flop", "finetune_flop")
"""Facts that tell rows of one name and date in one file apart."""
NUMBERS = (
    *("parameters", "datapoints", "epochs", "hours", "device_count", "chip_hours", "utilization"),
    *("published_flop", "published_flop_low", "published_flop_high", "finetune_flop"),
)
TEXTS = (
    *("domains", "task", "organization", "country", "device", "number_format", "published_method", "confidence"),
    *("base_model", "title", "url"),
)
ANY = ("notable", "mixture")


def in_order(files: Mapping[str, bytes], runs: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The rows of files, the newest snapshot first, then by their content: never by name."""

    def newest(rows: pd.DataFrame) -> tuple[float, str]:
        last = -rows["published"].max().timestamp() if len(rows) else 0.0
        return last, hashlib.sha256(files[rows["file"].iloc[0]] if len(rows) else b"").hexdigest()

    return sorted(runs, key=newest)


def merged(runs: Sequence[pd.DataFrame], same: SameModel, unused: Unused) -> pd.DataFrame:
    """One row a model.

    Args:
        runs: rows of each file, as `read_models` gives them, in order of preference.
        same: what counts as alike.
        unused: rows that repeat another, and values that differ from the one that is used, are added here.

    Returns:
        Rows with the first non-blank fact of each model, notable if any row says so; `also` names the other rows.
    """
    known = _without_repetitions(runs[0], same, unused)
    for rows in runs[1:]:
        new = _without_repetitions(rows, same, unused)
        pairs = _same_in_both(known, new, same)
        known = _joined(known, new, pairs, same, unused)
    return known.reset_index(drop=True)


def _without_repetitions(runs: pd.DataFrame, same: SameModel, unused: Unused) -> pd.DataFrame:
    """Rows of one file: those of one name and date none of whose facts differ are one."""
    runs = runs.assign(also=pd.Series("", runs.index, dtype="str")).reset_index(drop=True)
    repeated = runs.duplicated(["name", "published"], keep=False)
    if not repeated.any():
        return runs
    into = dict[int, int]()
    for _, group in runs[repeated].groupby(["name", "published"], sort=False):
        kept: list[tuple[int, dict[str, float]]] = []
        for place, facts in zip(group.index, group[list(IDENTITY)].to_dict("records"), strict=True):
            row = {str(name): float(value) for name, value in facts.items()}
            first = next((one for one, other in kept if _agree(other, row, same.rounding)), None)
            if first is None:
                kept.append((place, row))
            else:
                into[place] = first
    left = runs.drop(index=list(into))
    for place, first in into.items():
        pairs = pd.DataFrame({"one": [first], "other": [place]})
        left = _filled(left, runs, pairs, same, unused)
    return left.reset_index(drop=True)


def _agree(one: dict[str, float], other: dict[str, float], rounding: float) -> bool:
    return not any(max(one[fact], other[fact]) > rounding * min(one[fact], other[fact]) for fact in IDENTITY)


def _same_in_both(known: pd.DataFrame, new: pd.DataFrame, same: SameModel) -> pd.DataFrame:
    """Rows (one, other) of two files that are one model: by name and date, or with something else that agrees."""
    left, right = (described(rows.assign(run=rows.index)) for rows in (known, new))
    pairs = candidates_of(left, right)
    pairs = pairs[pairs["days_apart"] <= same.days]
    values = (known["published_flop"][pairs["run"]], new["published_flop"][pairs["external_run"]])
    flop = values[0].to_numpy(float) / values[1].to_numpy(float)
    value = pd.Series(np.abs(np.log(flop)) <= np.log(same.rounding), pairs.index)
    shared = same_keys(pairs)
    size = pairs["parameters_ratio"] <= same.parameters
    differs = other_size(pairs, same.parameters)
    near = pairs["days_apart"] <= DAYS_OF_ONE_RELEASE
    source = shared["paper"] | shared["organization"]
    compatible = ~shared["contradict"] & ~differs
    anything = shared["paper"] | shared["organization"] | size | value
    # A table without sources has only names, dates and compute to go by; a row of one day has no other date to be told.
    unsaid = shared["unsaid"] & compatible
    on_one_day = pairs["days_apart"].eq(0)
    ways = [
        shared["name"] & pairs["days_apart"].eq(0),
        shared["name"] & (near & ~differs | anything | unsaid),
        shared["folded"] & (anything | unsaid & on_one_day) & ~shared["contradict"] & (shared["paper"] | ~differs),
        shared["form"] & near & compatible & (value | size) & (source | unsaid),
        shared["paper"] & near & value & size & ~shared["contradict"],
    ]
    way = np.select([mask.to_numpy(bool) for mask in ways], range(len(ways)), default=len(ways))
    ratio = pairs["parameters_ratio"].fillna(1.5)
    pairs = pairs.assign(way=way, distance=ratio, apart=np.abs(np.log(flop)))[way < len(ways)]
    chosen = one_to_one(pairs.sort_values(["way", "distance", "days_apart", "apart", "run", "external_run"]))
    return pd.DataFrame({"one": chosen["run"].to_numpy(), "other": chosen["external_run"].to_numpy()})


def _joined(
    known: pd.DataFrame, new: pd.DataFrame, pairs: pd.DataFrame, same: SameModel, unused: Unused
) -> pd.DataFrame:
    filled = _filled(known, new, pairs, same, unused)
    return pd.concat([filled, new.drop(index=list(pairs["other"]))], ignore_index=True)


def _filled(
    known: pd.DataFrame, new: pd.DataFrame, pairs: pd.DataFrame, same: SameModel, unused: Unused
) -> pd.DataFrame:
    """Known rows whose blanks the other rows of the pairs fill; what differs is told."""
    if pairs.empty:
        return known
    one, other = known.loc[pairs["one"]], new.loc[pairs["other"]].set_axis(pairs["one"])
    places = one["file"] + ":" + one["line"].astype(str)
    unused.add(other, REPEATED, "another row of the same model", "name", places)
    for column in (*NUMBERS, *TEXTS, "published"):
        ours, theirs = one[column], other[column]
        blank = ours.eq("") if column in TEXTS else ours.isna()
        said = theirs.ne("") if column in TEXTS else theirs.notna()
        differs = ~blank & said & ~_equal(ours, theirs, column, same.rounding)
        both = _text(theirs[differs]) + " (used: " + _text(ours[differs]) + ", " + places[differs] + ")"
        unused.add(other[differs], CONFLICT, "differs from the row that is used", column, both)
        known.loc[one.index[blank & said], column] = theirs[blank & said]
        if column == "domains":
            known.loc[one.index[blank & said], "domain"] = other.loc[blank & said, "domain"]
    for column in ANY:
        known.loc[one.index, column] = one[column] | other[column]
    sources = [
        {*first.split("; "), *second.split("; ")}
        for first, second in zip(one["database"], other["database"], strict=True)
    ]
    known.loc[one.index, "database"] = ["; ".join(sorted(names)) for names in sources]
    also = other["file"] + ":" + other["line"].astype(str) + other["also"].map(lambda more: f"; {more}" if more else "")
    known.loc[one.index, "also"] = one["also"].map(lambda more: f"{more}; " if more else "") + also
    return known


def _equal(ours: pd.Series, theirs: pd.Series, column: str, rounding: float) -> pd.Series:
    if column in NUMBERS:
        ratio = ours / theirs
        return ratio.between(1 / rounding, rounding)
    return ours.str.casefold().eq(theirs.str.casefold()) if column in TEXTS else ours.eq(theirs)


def _text(values: pd.Series) -> pd.Series:
    return values.map(_shown).astype("str")


def _shown(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
