"""Several files of a database as one: rows of one model are merged, and where they differ both values are told.

Files overlap (notable, large-scale, all models), and snapshots of two years hold the same models with other names,
dates and values. What a file is called, or which is read first, changes nothing: the newest snapshot comes first.
"""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ai_compute.external.cells import as_written
from ai_compute.external.matching import (
    DAYS_OF_ONE_RELEASE,
    alone_on_either_side,
    candidates_of,
    described,
    one_to_one,
    other_size,
    same_keys,
)
from ai_compute.external.unused import Unused
from ai_compute.schemas.external import CONFLICT, REPEATED
from ai_compute.settings.external import SameModel

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
STATED_BY = "published_by"
ANY = ("notable", "mixture")
DATE = ("published", "published_precision", "decimal_year")
DIFFERS = "differs from the row that is used"
HELD_BACK = "of another estimate than the row that is used, whose blank it does not fill"
FILLED_ONE_BY_ONE = 8
"""So many other rows of a model fill its blanks one by one, each beside what stands by then; the rest at once."""
REVISED_WITHIN = 30
"""Values of a model that was renamed lie within this factor, unless both rows name one paper."""


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
    pairs = _repetitions(runs, same.rounding)
    kept = runs.drop(index=list(pairs["other"]))
    return _filled(kept, runs, pairs, same, unused).reset_index(drop=True)


def _repetitions(runs: pd.DataFrame, rounding: float) -> pd.DataFrame:
    """Rows (other) that repeat an earlier one of their name and date (one): no fact that both have differs."""
    into = list[tuple[int, int]]()
    repeated = runs[runs.duplicated(["name", "published"], keep=False)]
    for _, group in repeated.groupby(["name", "published"], sort=False):
        facts = group[list(IDENTITY)].to_numpy(float)
        kept = list[int]()
        for row in range(len(group)):
            ratio = facts[kept] / facts[row]
            agree = np.flatnonzero(~((ratio > rounding) | (ratio < 1 / rounding)).any(axis=1))
            if len(agree):
                into.append((group.index[kept[agree[0]]], group.index[row]))
            else:
                kept.append(row)
    return pd.DataFrame(into, columns=["one", "other"], dtype="int64")


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
    # A model whose name and value were both revised: no other of its source has as near a name.
    revised = shared["paper"] | ~pd.Series(np.abs(np.log(flop)) > np.log(REVISED_WITHIN), pairs.index)
    renamed = shared["form"] & near & compatible & ~shared["says_more"] & source & revised
    # One of which nothing but the name was revised, and whose size nobody states.
    sizes = pairs[["parameters", "parameters_of_theirs"]].notna().any(axis=1)
    only_renamed = shared["paper"] & on_one_day & value & compatible & ~sizes
    ways = [
        shared["name"] & on_one_day,
        shared["name"] & (near & ~differs | anything | unsaid),
        shared["folded"] & (anything | unsaid & on_one_day) & ~shared["contradict"] & (shared["paper"] | ~differs),
        shared["form"] & near & compatible & (value | size) & (source | unsaid),
        shared["paper"] & near & value & size & ~shared["contradict"],
        renamed & alone_on_either_side(pairs, renamed),
        only_renamed & alone_on_either_side(pairs, only_renamed),
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
    """Known rows whose blanks the other rows of the pairs fill, the first that can; what differs is told."""
    if pairs.empty:
        return known
    known = known.copy()
    places = known["file"] + ":" + known["line"].astype(str)
    turn = pairs.groupby("one").cumcount().clip(upper=FILLED_ONE_BY_ONE)
    for _, some in pairs.groupby(turn):
        others = new.loc[some["other"]].set_axis(pd.Index(some["one"]))
        apart = _of_another_estimate(known.loc[others.index], others, same.rounding)
        _fill(known, others, apart)
        one = known.loc[others.index]
        _tell_conflicts(one, others, apart, places.loc[others.index].tolist(), same.rounding, unused)
    return known


def _fill(known: pd.DataFrame, others: pd.DataFrame, apart: Mapping[str, np.ndarray]) -> None:
    """Fill blanks, facts that any row may state, and what tells of the rows themselves; what is apart fills nothing."""
    by_model = others.groupby(level=0, sort=False)
    none = np.zeros(len(others), bool)
    finer = _finer_dates(known, others)
    known.loc[finer.index, list(DATE)] = finer
    domain = others["domain"].mask(others["domains"].eq("")).groupby(level=0, sort=False).first().dropna()
    blank = known.loc[domain.index, "domains"].eq("")
    known.loc[blank[blank].index, "domain"] = domain[blank]
    for column in (*NUMBERS, *TEXTS, STATED_BY):
        held_back = apart.get(column, none)
        texts = column not in NUMBERS
        said = others[column].mask(held_back, "").replace("", None) if texts else others[column].mask(held_back)
        first = said.groupby(level=0, sort=False).first().dropna()
        blank = known.loc[first.index, column].isna() | known.loc[first.index, column].eq("")
        known.loc[blank[blank].index, column] = first[blank]
    for column in ANY:
        known.loc[list(by_model.groups), column] |= by_model[column].any()
    _fill_sources(known, others)


def _of_another_estimate(one: pd.DataFrame, others: pd.DataFrame, rounding: float) -> dict[str, np.ndarray]:
    """Where a fact of another row would not go with those that the known row has, by column."""

    def differs(*columns: str) -> np.ndarray:
        return np.asarray(np.any([_differs(one, others, column, rounding) for column in columns], axis=0), bool)

    timed = (one["device_count"].notna() & one["hours"].notna()).to_numpy(bool)
    time = ("device", "hours", "device_count", "utilization", "number_format")
    total = ("published_flop_low", "published_flop_high", "published_method", "confidence")
    return {
        **dict.fromkeys(time, differs("device", "device_count", "hours", "chip_hours")),
        "chip_hours": differs("device") | timed,
        **dict.fromkeys(("epochs", "datapoints"), differs("datapoints", "epochs")),
        **dict.fromkeys(total, differs("published_flop")),
    }


def _fill_sources(known: pd.DataFrame, others: pd.DataFrame) -> None:
    """Name the databases of all rows of a model, and where the other rows stand."""
    databases, also = known["database"].to_dict(), known["also"].to_dict()
    columns = (others[name] for name in ("database", "file", "line", "also"))
    for model, database, file, line, more in zip(others.index, *columns, strict=True):
        if database != databases[model]:
            databases[model] = "; ".join(sorted({*databases[model].split("; "), *database.split("; ")}))
        also[model] = "; ".join(filter(None, [also[model], f"{file}:{line}", more]))
    known["database"], known["also"] = pd.Series(databases, dtype="str"), pd.Series(also, dtype="str")


def _tell_conflicts(
    one: pd.DataFrame,
    others: pd.DataFrame,
    apart: Mapping[str, np.ndarray],
    places: list[str],
    rounding: float,
    unused: Unused,
) -> None:
    """Tell the other rows, and facts of them that are not used: those that differ, and such as may fill no blank."""
    numbered = others.reset_index(drop=True)
    unused.add(numbered, REPEATED, "another row of the same model", "name", pd.Series(places, dtype="str"))
    for column in ("published", *NUMBERS, *TEXTS):
        ours, theirs = (_written(rows) if column == "published" else _text(rows[column]) for rows in (one, others))
        found = [f"{his} (used: {mine}, {place})" for his, mine, place in zip(theirs, ours, places, strict=True)]
        differs = _differs(one, others, column, rounding)
        unused.add(numbered[differs], CONFLICT, DIFFERS, column, pd.Series(found, dtype="str")[differs])
        if column in apart:
            kept_out = apart[column] & _states(others[column], column) & ~_states(one[column], column)
            alone = pd.Series([f"{his} (used: none, {place})" for his, place in zip(theirs, places, strict=True)])
            unused.add(numbered[kept_out], CONFLICT, HELD_BACK, column, alone.astype("str")[kept_out])


def _differs(one: pd.DataFrame, others: pd.DataFrame, column: str, rounding: float) -> np.ndarray:
    """Where both rows state a fact, and neither value is a rounded or less precise form of the other."""
    if column == "published":
        dates = zip(_written(one), _written(others), strict=True)
        return np.array([not (his.startswith(mine) or mine.startswith(his)) for mine, his in dates], bool)
    ours, theirs = one[column], others[column]
    said = _states(ours, column) & _states(theirs, column)
    return np.asarray(said & ~_equal(ours, theirs, column, rounding).to_numpy())


def _states(values: pd.Series, column: str) -> np.ndarray:
    """Where a column is not blank."""
    return np.asarray(values.ne("") if column in TEXTS else values.notna(), bool)


def _equal(ours: pd.Series, theirs: pd.Series, column: str, rounding: float) -> pd.Series:
    if column in NUMBERS:
        ratio = ours / theirs
        return ratio.between(1 / rounding, rounding)
    return ours.str.casefold().eq(theirs.str.casefold())


def _written(rows: pd.DataFrame) -> list[str]:
    return [as_written(*date) for date in zip(rows["published"], rows["published_precision"], strict=True)]


def _finer_dates(known: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The most precise dates that other rows have within the year or month that a known row has, by known row."""
    ours, theirs = _written(known.loc[others.index]), _written(others)
    finer = [other.startswith(one) and other != one for one, other in zip(ours, theirs, strict=True)]
    found = others.assign(written=[len(text) for text in theirs])[finer]
    found = found.sort_values("written", ascending=False, kind="stable")
    return found.loc[~found.index.duplicated(), list(DATE)]


def _text(values: pd.Series) -> list[str]:
    return [f"{value:.4g}" if isinstance(value, float) else str(value) for value in values]
