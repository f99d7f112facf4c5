"""What changed between two builds: runs, their estimates and verdicts, doubling times, published statements."""

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
    "trends": ["trend", "estimator", "interval", "runs", "slope", "intercept", "doubling_months", "told"],
    "claims": ["claim", "verdict"],
}
"""The tables that are compared, and which columns of them."""

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

    @property
    def factor(self) -> float:
        """How far the estimate moved, at least 1."""
        ratio: float = self.after.flop / self.before.flop
        return max(ratio, 1 / ratio)


@dataclass(frozen=True)
class Changes:
    """Runs added and removed (rows of `training_compute`), renamed, moved; trends and statements that changed."""

    added: Sequence[Any]
    added_without_value: Sequence[Any]
    """Rows of `runs`."""
    removed: Sequence[Any]
    renamed: Sequence[tuple[Any, Any]]
    moved: Sequence[Moved]
    trends: pd.DataFrame
    """trend, runs and doubling_months of both builds (_before, _after), shift (relative, NaN where there is none)."""
    claims: pd.DataFrame
    """claim, verdict_before, verdict_after."""

    def __bool__(self) -> bool:
        """Whether anything changed."""
        runs = (self.added, self.added_without_value, self.removed, self.renamed, self.moved)
        return any(map(len, runs)) or len(self.trends) + len(self.claims) > 0


def changes(before: Tables, after: Tables) -> Changes:
    """What changed from one build to another; both have the tables of COMPARED."""
    old, new = ({row.run: row for row in each_row(build["training_compute"])} for build in (before, after))
    renamed = _renamed([old[run] for run in old if run not in new], [new[run] for run in new if run not in old])
    gone, come = {each.run for each, _ in renamed}, {each.run for _, each in renamed}
    return Changes(
        added=[row for run, row in new.items() if run not in old and run not in come],
        added_without_value=[
            row
            for row in each_row(after["runs"][~after["runs"]["run"].isin(before["runs"]["run"])])
            if row.run not in new
        ],
        removed=[row for run, row in old.items() if run not in new and run not in gone],
        renamed=renamed,
        moved=list(_moved(old, new, _verdicts(before), _verdicts(after))),
        trends=_changed_trends(before["trends"], after["trends"]),
        claims=_changed_claims(before["claims"], after["claims"]),
    )


def _renamed(removed: Sequence[Any], added: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Runs that left and came with the same date and compute."""
    by_value = {(row.published, row.flop): row for row in removed}
    return [(by_value[row.published, row.flop], row) for row in added if (row.published, row.flop) in by_value]


def _moved(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    verdicts_before: Mapping[str, str],
    verdicts_after: Mapping[str, str],
) -> Iterator[Moved]:
    for run in old:
        if run in new:
            verdicts = verdicts_before.get(run, ""), verdicts_after.get(run, "")
            moved = Moved(run, old[run], new[run], *verdicts)
            if moved.factor > 1 + SAME or verdicts[0] != verdicts[1] or moved.before.basis != moved.after.basis:
                yield moved


def _verdicts(build: Tables) -> dict[str, str]:
    checks = build["cross_check"]
    return dict(zip(checks["run"], checks["verdict"], strict=True))


def _changed_trends(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Trends that changed; first those without third-party totals, then with other runs, then the most moved."""
    both = _lines(before).merge(_lines(after), on="trend", how="outer", suffixes=("_before", "_after"))
    shift = both["doubling_months_after"] / both["doubling_months_before"] - 1
    as_many = both["runs_before"] == both["runs_after"]
    same = as_many & np.isclose(both["slope_before"], both["slope_after"], rtol=SAME, atol=0)
    third_party = both["trend"].str.contains(WITH_THIRD_PARTY, regex=False)
    both = both.assign(shift=shift, third_party=third_party, as_many=as_many, size=shift.abs())
    order = {"third_party": True, "as_many": True, "size": False, "trend": True}
    return both[~same].sort_values(list(order), ascending=list(order.values()), ignore_index=True)


def _lines(trends: pd.DataFrame) -> pd.DataFrame:
    chosen = told(trends)
    return chosen[["trend", "runs", "slope", "doubling_months"]]


def _changed_claims(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    both = before[["claim", "verdict"]].merge(
        after[["claim", "verdict"]], on="claim", how="outer", suffixes=("_before", "_after")
    )
    both = both.fillna("not there").sort_values("claim", ignore_index=True, kind="stable")
    return both[both["verdict_before"] != both["verdict_after"]].reset_index(drop=True)
