"""What changed between two builds, line by line: at the end of a build, for two folders, for a pull request."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from ai_compute.changes import Changes, Moved
from ai_compute.dates import Period
from ai_compute.findings.numbers import compute, doubling, known, significant
from ai_compute.findings.run import basis, comparison, interval, standing
from ai_compute.rows import each_row

Tables = Mapping[str, pd.DataFrame]


def sentences(
    found: Changes, after: Tables, periods: Mapping[str, Period], page: str, at_most: int | None = None
) -> list[str]:
    """What changed, line by line.

    Args:
        found: what changed.
        after: the tables of the later build.
        periods: half-open periods by name, each the name of a trend: of their time.
        page: the report's page, which has an anchor for each run.
        at_most: of so many runs, trends and statements of each kind the details are told; None is all.
    """
    checks = {str(run): rows for run, rows in after["cross_check"].groupby("run")}
    lines: list[str] = []
    for row in found.added[:at_most]:
        lines += [f"+ {_value(row)}, {basis(row)}: {page}#{row.run}"]
        lines += [f"  {comparison(checks[row.run])}"] if row.run in checks else []
        lines += [f"  It lies {standing(row, after, periods)}."]
    lines += _more(found.added, at_most, "+", "runs added")
    lines += [f"+ {row.name} ({row.run}): no value; its entry says why" for row in found.added_without_value[:at_most]]
    lines += [f"- {_value(row)}: removed" for row in found.removed[:at_most]]
    lines += _more(found.removed, at_most, "-", "runs removed")
    lines += [f"= {old.run} is now {new.run}: {page}#{new.run}" for old, new in found.renamed[:at_most]]
    lines += _more(found.renamed, at_most, "=", "runs renamed")
    moved = sorted(found.moved, key=lambda each: (-each.factor, each.run))
    lines += [f"~ {_move(each)}: {page}#{each.run}" for each in moved[:at_most]]
    lines += _more(moved, at_most, "~", "estimates moved, by smaller factors")
    lines += _listed("Doubling times", found.trends, _trend, at_most, _by_up_to)
    return lines + _listed("Verdicts on statements", found.claims, _verdict, at_most)


def _more(items: Sequence[Any] | pd.DataFrame, at_most: int | None, sign: str, what: str) -> list[str]:
    rest = len(items) - at_most if at_most is not None else 0
    return [f"{sign} {rest:,} more {what}"] if rest > 0 else []


def _value(row: Any) -> str:
    return f"{row.name} ({row.run}): {compute(row.pfs_days)} ({interval(row.flop_low, row.flop_high)})"


def _move(moved: Moved) -> str:
    parts = [f"{compute(moved.before.pfs_days)} -> {compute(moved.after.pfs_days)}"]
    if moved.factor > 1.005:
        more = "more" if moved.after.flop > moved.before.flop else "less"
        parts.append(f"{significant(moved.factor, 3)} times {more}")
    if moved.verdict_before != moved.verdict_after:
        parts.append(f"cross-check {moved.verdict_before or 'none'} -> {moved.verdict_after or 'none'}")
    if moved.before.basis != moved.after.basis:
        parts.append(f"{basis(moved.before)} -> {basis(moved.after)}")
    return f"{moved.after.name} ({moved.run}): {', '.join(parts)}"


def _listed(
    title: str,
    rows: pd.DataFrame,
    text: Callable[[Any], str],
    at_most: int | None,
    of_rest: Callable[[pd.DataFrame], str] = lambda rest: "",
) -> list[str]:
    """One line of the texts of rows; the rest are counted."""
    if rows.empty:
        return []
    told = rows.head(at_most) if at_most else rows
    texts, rest = [text(row) for row in each_row(told)], rows.iloc[len(told) :]
    if len(rest):
        texts.append(f"{len(rest)} more{of_rest(rest)}")
    return [f"  {title}: {'; '.join(texts)}."]


def _by_up_to(trends: pd.DataFrame) -> str:
    most = trends["shift"].abs().max()
    return f", by up to {100 * most:.2g} %" if known(most) else ""


def _verdict(row: Any) -> str:
    return f"{row.claim} {row.verdict_before} -> {row.verdict_after}"


def _trend(row: Any) -> str:
    if not known(row.runs_before):
        return f"{row.trend} {doubling(row.doubling_months_after, 3)} (new, {row.runs_after:.0f} runs)"
    if not known(row.runs_after):
        return f"{row.trend} is no trend any more"
    ends = f"{doubling(row.doubling_months_before, 3)} -> {doubling(row.doubling_months_after, 3)}"
    shift = f"{100 * row.shift:+.2g} %, " if known(row.shift) else ""
    runs = "" if row.runs_before == row.runs_after else f"{row.runs_before:.0f} -> "
    return f"{row.trend} {ends} ({shift}{runs}{row.runs_after:.0f} runs)"
