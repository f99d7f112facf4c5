"""What changed between two builds: runs, their estimates and verdicts, doubling times, published statements."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ai_compute.storage.rows import Tables, each_row
from ai_compute.trends.keys import WITH_THIRD_PARTY
from ai_compute.trends.told import told

COMPARED = {
    "runs": ["run", "name"],
    "training_compute": [
        *("run", "name", "published", "decimal_year", "basis", "method"),
        *("flop", "flop_low", "flop_high", "pfs_days", "rank_at_publication"),
    ],
    "cross_check": ["run", "ratio", "verdict", "implied_utilization", "independent"],
    "trends": ["trend", "estimator", "interval", "runs", "slope", "intercept", "doubling_months"],
    "claims": ["claim", "verdict", "found", "unit"],
    "sets": ["run", "set"],
}
"""The tables that are compared, and which columns of them."""

LATER = {"trends": ["told"]}
"""Columns that are compared too, where a build is not of a version before them."""

SAME = 1e-9
"""Values closer than this, relative, are the same: writing rounds them."""


@dataclass(frozen=True)
class Moved:
    """A run of both builds whose estimate or verdict is another now."""

    run: str
    before: Any
    after: Any
    verdict_before: str
    verdict_after: str
    ratio_before: float = math.nan
    ratio_after: float = math.nan
    """Operation counting over hardware time; NaN without both."""

    @property
    def factor(self) -> float:
        """How far the estimate moved, at least 1."""
        ratio: float = self.after.flop / self.before.flop
        return max(ratio, 1 / ratio)

    @property
    def turned(self) -> bool:
        """Whether its verdict is another, or where its estimate comes from."""
        return bool(self.verdict_before != self.verdict_after or self.before.basis != self.after.basis)


@dataclass(frozen=True)
class Changes:
    """Runs added and removed (rows of `training_compute`), renamed, moved; trends and statements that changed."""

    added: Sequence[Any]
    added_without_value: Sequence[Any]
    """Rows of `runs`."""
    filled: Sequence[Any]
    """Runs of both builds that had no value: the rows that they have now."""
    removed: Sequence[Any]
    removed_without_value: Sequence[Any]
    """Rows of `runs`."""
    emptied: Sequence[Any]
    """Runs of both builds that have no value any more: the rows that they had."""
    renamed: Sequence[tuple[Any, Any]]
    moved: Sequence[Moved]
    trends: pd.DataFrame
    """trend, runs and doubling_months of both builds (_before, _after), shift (relative, NaN where there is none)."""
    claims: pd.DataFrame
    """claim, and verdict, found and unit of both builds (_before, _after)."""
    sets: Mapping[str, tuple[Sequence[str], Sequence[str]]]
    """Of runs of both builds: the sets that each left, and those that it joined."""

    def __bool__(self) -> bool:
        """Whether anything changed."""
        new = (self.added, self.added_without_value, self.filled, self.renamed, self.moved, self.sets)
        gone = (self.removed, self.removed_without_value, self.emptied)
        return any(map(len, (*new, *gone))) or len(self.trends) + len(self.claims) > 0


def changes(before: Tables, after: Tables) -> Changes:
    """What changed from one build to another; both have the tables of COMPARED."""
    old, new = ({row.run: row for row in each_row(build["training_compute"])} for build in (before, after))
    entered, enters = ({row.run: row for row in each_row(build["runs"])} for build in (before, after))
    gone = [row for run, row in old.items() if run not in enters]
    come = [row for run, row in new.items() if run not in entered]
    renamed = _renamed(gone, come)
    names = {one.run: other.run for one, other in renamed}
    return Changes(
        added=[row for row in come if row.run not in names.values()],
        added_without_value=[row for run, row in enters.items() if run not in entered and run not in new],
        filled=[row for run, row in new.items() if run in entered and run not in old],
        removed=[row for row in gone if row.run not in names],
        removed_without_value=[row for run, row in entered.items() if run not in enters and run not in old],
        emptied=[row for run, row in old.items() if run in enters and run not in new],
        renamed=renamed,
        moved=list(_moved(_now(old, names), new, _now(_checks(before), names), _checks(after))),
        trends=_changed_trends(before["trends"], after["trends"]),
        claims=_changed_claims(before["claims"], after["claims"]),
        sets=_changed_sets(before, after, names),
    )


def _now(rows: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Rows of the earlier build by the names that their runs have now."""
    return {names.get(run, run): row for run, row in rows.items()}


def _renamed(removed: Sequence[Any], added: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Runs that left and came with the same date and compute: each has one successor, by its model's name if it can."""
    gone = list(removed)
    pairs: list[tuple[Any, Any]] = []
    for by in (("published", "flop", "name"), ("published", "flop")):
        for row in added:
            same = [each for each in gone if all(getattr(each, part) == getattr(row, part) for part in by)]
            if same and not any(row is each for _, each in pairs):
                gone = [each for each in gone if each is not same[0]]
                pairs.append((same[0], row))
    return pairs


def _moved(
    old: Mapping[str, Any], new: Mapping[str, Any], checks_before: Mapping[str, Any], checks_after: Mapping[str, Any]
) -> Iterator[Moved]:
    for run in old:
        if run in new:
            (verdict_before, ratio_before), (verdict_after, ratio_after) = (
                (checks[run].verdict, checks[run].ratio) if run in checks else ("", math.nan)
                for checks in (checks_before, checks_after)
            )
            moved = Moved(run, old[run], new[run], verdict_before, verdict_after, ratio_before, ratio_after)
            if moved.factor > 1 + SAME or moved.turned:
                yield moved


def _checks(build: Tables) -> dict[str, Any]:
    return {row.run: row for row in each_row(build["cross_check"])}


def _changed_sets(before: Tables, after: Tables, names: Mapping[str, str]) -> dict[str, tuple[list[str], list[str]]]:
    """Sets that runs of both builds left and joined, by the names that they have now."""
    kept = sorted(set(before["runs"]["run"].replace(names)) & set(after["runs"]["run"]))
    earlier = before["sets"].assign(run=before["sets"]["run"].replace(names))
    old, new = ({run: set(rows) for run, rows in sets.groupby("run")["set"]} for sets in (earlier, after["sets"]))
    found = {
        run: (sorted(old.get(run, set()) - new.get(run, set())), sorted(new.get(run, set()) - old.get(run, set())))
        for run in kept
    }
    return {run: ends for run, ends in found.items() if any(ends)}


def _changed_trends(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Trends that changed; first those without third-party totals, then with other runs, then the most moved."""
    both = _lines(before).merge(_lines(after), on="trend", how="outer", suffixes=("_before", "_after"))
    shift = both["doubling_months_after"] / both["doubling_months_before"] - 1
    as_many = both["runs_before"] == both["runs_after"]
    same = as_many & np.isclose(both["slope_before"], both["slope_after"], rtol=SAME, atol=0)
    third_party = both["trend"].str.contains(WITH_THIRD_PARTY, regex=False)
    both = both.assign(shift=shift, third_party=third_party, as_many=as_many, size=shift.abs())
    order = {"third_party": True, "as_many": True, "size": False, "trend": True}
    return both[~same].sort_values(list(order), ascending=list(order.values()), kind="stable", ignore_index=True)


def _lines(trends: pd.DataFrame) -> pd.DataFrame:
    # Builds of earlier versions told the interval by t.
    by_t = (trends["estimator"] == "ols") & (trends["interval"] == "t")
    chosen = told(trends if "told" in trends else trends.assign(told=by_t))
    return chosen[["trend", "runs", "slope", "doubling_months"]]


def _changed_claims(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    columns = COMPARED["claims"]
    both = before[columns].merge(after[columns], on="claim", how="outer", suffixes=("_before", "_after"))
    verdicts = {name: both[name].fillna("not there") for name in ("verdict_before", "verdict_after")}
    both = both.assign(**verdicts).sort_values("claim", ignore_index=True, kind="stable")
    return both[both["verdict_before"] != both["verdict_after"]].reset_index(drop=True)
