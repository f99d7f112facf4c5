"""What changed between two builds, line by line: at the end of a build, for two folders, for a pull request."""

import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ai_compute.comparing.changes import Changes, Moved
from ai_compute.findings.numbers import compute, count, doubling, known, significant
from ai_compute.findings.run import basis, comparison, interval, standing
from ai_compute.findings.thresholds import crossings
from ai_compute.storage.rows import Tables, each_row
from ai_compute.values.dates import Period

TWICE = 2.0
"""What moves by more is told in times, not in percent."""
NAMED_AT_MOST = 10
"""So many runs of a kind are told by name at the end of a build."""
VALUES, TRENDS = "reports/tables/training_compute.csv", "reports/tables/trends.csv"
REMOVED = "`make compare WITH=REVISION` names all that a revision had"
"""Where the rest of a kind can be seen."""


def sentences(
    found: Changes, after: Tables, periods: Mapping[str, Period], page: str, at_most: int | None = None
) -> list[str]:
    """What changed, line by line.

    Args:
        found: what changed.
        after: the tables of the later build.
        periods: half-open periods by name, each the name of a trend: of their time.
        page: the report's page, which has an anchor for each run.
        at_most: of so many runs, trends and statements of each kind the details are told; None is all. Of ten the name
            is told, and where to see the rest.
    """
    named = None if at_most is None else max(at_most, NAMED_AT_MOST)
    lines: list[str] = []
    for rows, said, what in (
        (found.added, "", "runs added"),
        (found.filled, "it has a value now: ", "runs with a value now"),
    ):
        for row in rows[:at_most]:
            lines += [f"+ {_value(row)}, {basis(row)}: {said}{page}#{row.run}", *_details(row, after, periods)]
        lines += [f"+ {_value(row)}: {said}{page}#{row.run}" for row in rows[len(rows[:at_most]) : named]]
        lines += _more(rows, named, "+", f"{what}: {VALUES}")
    without = [f"+ {row.name} ({row.run}): no value; its entry says why" for row in found.added_without_value]
    lines += without[:named] + _more(without, named, "+", "without a value: reports/tables/runs.csv")
    removed = [f"- {_value(row)}: removed" for row in found.removed]
    removed += [f"- {row.name} ({row.run}), without a value: removed" for row in found.removed_without_value]
    lines += removed[:named] + _more(removed, named, "-", f"runs removed: {REMOVED}")
    emptied = [f"- {_value(row)}: it has no value any more" for row in found.emptied]
    lines += emptied[:named] + _more(emptied, named, "-", "without a value now: reports/tables/runs.csv")
    lines += [f"= {old.run} is now {new.run}: {page}#{new.run}" for old, new in found.renamed[:named]]
    lines += _more(found.renamed, named, "=", "runs renamed: reports/tables/runs.csv")
    moves = [f"= {run}: {_set_moves(*ends)}" for run, ends in found.sets.items()]
    lines += moves[:named] + _more(moves, named, "=", "runs in other sets: reports/tables/sets.csv")
    lines += _moves(found.moved, page, at_most, named)
    lines += _doubling_times(found.trends, at_most)
    return lines + _verdicts([_verdict(row) for row in each_row(found.claims)], at_most)


def _details(row: Any, after: Tables, periods: Mapping[str, Period]) -> Iterator[str]:
    """What a new value means: beside the other method, the trend of its time and the lines of laws."""
    checks = after["cross_check"]
    if row.run in set(checks["run"]):
        yield f"  {comparison(checks[checks['run'] == row.run])}"
    yield f"  It lies {standing(row, after, periods)}."
    yield from (f"  {side}." for side in crossings([row.run], after).get(row.run, []))


def _moves(found: Sequence[Moved], page: str, at_most: int | None, named: int | None) -> list[str]:
    """First the runs with another verdict or basis, then those that only moved; the farthest moved of each first."""
    moved = sorted(found, key=lambda each: (-each.factor, each.run))
    turned = [each for each in moved if each.turned]
    told = [each for each in moved if not each.turned and _seen(each)][:at_most]
    lines = [f"~ {_move(each)}: {page}#{each.run}" for each in turned[:named]]
    lines += _more(turned, named, "~", f"with another verdict or basis: reports/tables/cross_check.csv, {VALUES}")
    lines += [f"~ {_move(each)}: {page}#{each.run}" for each in told]
    rest = [each.factor for each in moved if not each.turned and each not in told]
    if rest:
        others = count(len(rest), "more estimate" if told else "estimate")
        lines += [f"~ {others} moved, by up to {_factor(max(rest))}: {VALUES}"]
    return lines


def _set_moves(left: Sequence[str], joined: Sequence[str]) -> str:
    """`leaves openai-2018, joins notable`."""
    moves = (("leaves", left), ("joins", joined))
    return ", ".join(f"{verb} {' and '.join(names)}" for verb, names in moves if names)


def _more(items: Sequence[Any], at_most: int | None, sign: str, what: str) -> list[str]:
    rest = len(items) - at_most if at_most is not None else 0
    return [f"{sign} {rest:,} more {what}"] if rest > 0 else []


def _value(row: Any) -> str:
    return f"{row.name} ({row.run}): {compute(row.pfs_days)} ({interval(row.flop_low, row.flop_high)})"


def _seen(moved: Moved) -> bool:
    """Whether the move of a run shows at the digits that are printed."""
    return compute(moved.before.pfs_days) != compute(moved.after.pfs_days)


def _move(moved: Moved) -> str:
    ends = [compute(moved.before.pfs_days), compute(moved.after.pfs_days)]
    parts = [" -> ".join(dict.fromkeys(ends))]
    if moved.factor > 1.005:
        more = "more" if moved.after.flop > moved.before.flop else "less"
        parts.append(f"{significant(moved.factor, 3)} times {more}")
    if moved.verdict_before != moved.verdict_after:
        parts.append(f"cross-check {moved.verdict_before or 'none'} -> {moved.verdict_after or 'none'}{_why(moved)}")
    if moved.before.basis != moved.after.basis:
        parts.append(f"{basis(moved.before)} -> {basis(moved.after)}")
    return f"{moved.after.name} ({moved.run}): {', '.join(parts)}"


def _why(moved: Moved) -> str:
    """Why the verdict of a cross-check is another: the ratio of both methods, or which of them came or went."""
    before, after = moved.ratio_before, moved.ratio_after
    if known(before) and known(after):
        same = significant(before, 3) == significant(after, 3)
        ratios = significant(after, 3) if same else f"{significant(before, 3)} -> {significant(after, 3)}"
        return f" (operation counting / hardware time {ratios})"
    return " (it has both methods now)" if known(after) else " (it has one method now)"


def _verdicts(texts: Sequence[str], at_most: int | None) -> list[str]:
    """One line of verdicts; the rest are counted."""
    if not texts:
        return []
    told = list(texts[:at_most])
    more = [f"{len(texts) - len(told)} more (reports/tables/claims.csv)"] if len(told) < len(texts) else []
    return [f"  Verdicts on statements: {'; '.join([*told, *more])}."]


def _doubling_times(trends: pd.DataFrame, at_most: int | None) -> list[str]:
    """One line of the trends whose moves show at the digits that are printed; the rest are counted."""
    if trends.empty:
        return []
    ends = (trends[f"doubling_months_{when}"].map(lambda months: doubling(months, 3)) for when in ("before", "after"))
    stayed = trends[["runs_before", "runs_after"]].notna().all(axis=1)
    told = trends[~(stayed & operator.eq(*ends))].head(at_most or len(trends))
    texts, rest = [_trend(row) for row in each_row(told)], trends.drop(told.index)
    if len(rest):
        texts.append(f"{len(rest)} {'more' if texts else 'moved by less than shows'}{_by_up_to(rest)} ({TRENDS})")
    return [f"  Doubling times: {'; '.join(texts)}."]


def _by_up_to(trends: pd.DataFrame) -> str:
    """The farthest move of those that grow, or fall, in both builds."""
    ratios = 1 + trends["shift"][trends["shift"] > -1]
    most = np.maximum(ratios, 1 / ratios).max()
    return f", by up to {_factor(most)}" if known(most) else ""


def _factor(factor: float) -> str:
    """`5.9 %`, and in times what is more than twice: so a fall and a rise by a factor are as far."""
    return _percent(factor - 1) if factor <= TWICE else f"{significant(factor)} times"


def _percent(share: float) -> str:
    """`5.9 %`, `0.01 %`, and `100 %` without an exponent."""
    return f"{100 * share:.{2 if 100 * share < 99.5 else 3}g} %"


def _shift(shift: float) -> str:
    """`+5.9 %, `, `2.6 times as long, `; nothing where growth has turned into a fall, of which no ratio is one."""
    if not known(shift) or shift <= -1:
        return ""
    if 1 / TWICE <= 1 + shift <= TWICE:
        return f"{'-' if shift < 0 else '+'}{_percent(abs(shift))}, "
    return (
        f"{significant(1 + shift)} times as long, " if shift > 0 else f"{significant(1 / (1 + shift))} times shorter, "
    )


def _verdict(row: Any) -> str:
    ends = [significant(value, 3) if known(value) else "nothing" for value in (row.found_before, row.found_after)]
    unit = f" {row.unit_after}" if isinstance(row.unit_after, str) and row.unit_after else ""
    why = f" (found {' -> '.join(dict.fromkeys(ends))}{unit})" if ends != ["nothing", "nothing"] else ""
    return f"{row.claim} {row.verdict_before} -> {row.verdict_after}{why}"


def _trend(row: Any) -> str:
    if not known(row.runs_before):
        return f"{row.trend} {doubling(row.doubling_months_after, 3)} (new, {row.runs_after:.0f} runs)"
    if not known(row.runs_after):
        return f"{row.trend} is no trend any more"
    ends = f"{doubling(row.doubling_months_before, 3)} -> {doubling(row.doubling_months_after, 3)}"
    runs = "" if row.runs_before == row.runs_after else f"{row.runs_before:.0f} -> "
    return f"{row.trend} {ends} ({_shift(row.shift)}{runs}{row.runs_after:.0f} runs)"
