"""Two fits to the same runs, compared in pairs: how far their slopes differ, and how much values and dates each do.

A slope follows from dates and values. Changing one of both while the other stays gives its effect; since that depends
on which goes first, each is told as the mean over both orders (Shapley 1953), so that they add up to the difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.trends.bootstrap import generator
from ai_compute.trends.points import EXCLUDED, too_few
from ai_compute.trends.regression import t_quantile
from ai_compute.trends.selections import Selection
from ai_compute.values.dates import DAYS_A_YEAR

Floats = NDArray[np.float64]
PARTS = ("slope_difference", "by_values", "by_dates")
COLUMNS = [
    *("one", "other", "without", "runs", "slope_one", "slope_other"),
    *(f"{part}{end}" for part in PARTS for end in ("", "_low", "_high")),
    *("allowed", "verdict", "values_moved", "dates_moved"),
]
MOVED_DAYS, MOVED_FACTOR = 4.0, 1.05
"""A date or a value that differs by less counts as the same: the accuracy of reading it from a chart."""
SAME, DIFFERENT, SLIGHTLY, UNDECIDED = "the same", "different", "slightly different", "undecided"


@dataclass(frozen=True)
class Comparison:
    """Two trends, runs to be left out of both, and the factor within which doubling times count as the same."""

    one: str
    other: str
    without: Sequence[str] = ()
    same_within: float = 1.25


def comparisons(
    selections: Mapping[str, Selection],
    wanted: Sequence[Comparison],
    resamples: int,
    seed: int,
    level: float,
    runs_at_least: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every wanted comparison, by a bootstrap over runs in which each run keeps its two dates and its two values.

    Args:
        selections: points by trend id.
        wanted: what is compared.
        resamples: of runs.
        seed: of the random numbers.
        level: of the intervals.
        runs_at_least: fewer runs that both trends hold are not compared.

    Returns:
        The table `comparisons`, and rows of the table `excluded`.
    """
    rows, left_out = [], []
    for each in wanted:
        paired = pairs(selections, each)
        reason = too_few(paired, runs_at_least) if len(paired) else "no run that both trends hold"
        if reason is not None:
            analysis = f"comparison of {each.one} with {each.other}"
            left_out.append({"analysis": analysis, "run": "", "reason": reason})
            continue
        names = {"one": each.one, "other": each.other, "without": "; ".join(each.without), "runs": len(paired)}
        random = generator(seed, f"{each.one} {each.other} {names['without']}")
        rows.append(names | compared(paired, resamples, random, level, each.same_within))
    return pd.DataFrame(rows, columns=COLUMNS), pd.DataFrame(left_out, columns=EXCLUDED)


def pairs(selections: Mapping[str, Selection], comparison: Comparison) -> pd.DataFrame:
    """Runs that both trends hold: run, decimal_year and log10_flop of one, the same of the other with `_other`."""
    if comparison.one not in selections or comparison.other not in selections:
        return pd.DataFrame()
    one, other = (selections[name].points for name in (comparison.one, comparison.other))
    joined = one.merge(other, on="run", suffixes=("", "_other"))
    return joined[~joined["run"].isin(list(comparison.without))].reset_index(drop=True)


def compared(
    paired: pd.DataFrame, resamples: int, random: np.random.Generator, level: float, same_within: float
) -> dict[str, object]:
    """The difference of slopes (one - other) of paired runs, its parts, their intervals and what they mean."""
    dates = [paired[name].to_numpy(float) for name in ("decimal_year_other", "decimal_year")]
    values = [paired[name].to_numpy(float) for name in ("log10_flop_other", "log10_flop")]
    number = len(paired)
    weights = random.multinomial(number, np.full(number, 1 / number), size=resamples).astype(float)
    found, drawn = (parts_of(dates, values, each) for each in (np.ones((1, number)), weights))
    share = tail(number, level)
    row: dict[str, object] = {"slope_one": float(found["one"][0]), "slope_other": float(found["other"][0])}
    for part in PARTS:
        low, high = np.nanquantile(drawn[part], [share, 1 - share])
        row |= {part: float(found[part][0]), f"{part}_low": float(low), f"{part}_high": float(high)}
    allowed = abs(float(found["other"][0])) * (1 - 1 / same_within)
    low, high = float(str(row["slope_difference_low"])), float(str(row["slope_difference_high"]))
    moved = {
        "values_moved": int((np.abs(values[1] - values[0]) > np.log10(MOVED_FACTOR)).sum()),
        "dates_moved": int((np.abs(dates[1] - dates[0]) > MOVED_DAYS / DAYS_A_YEAR).sum()),
    }
    return row | {"allowed": allowed, "verdict": verdict(low, high, allowed)} | moved


def verdict(low: float, high: float, allowed: float) -> str:
    """What an interval of the difference says of two slopes that count as the same up to `allowed` apart.

    `the same` needs an interval that lies within (Schuirmann 1987: had they differed, it could have shown); of one that
    lies within but does not hold 0, they are slightly different; of one that reaches beyond, different if it does not
    hold 0, and undecided if it does.
    """
    holds_zero, within = low <= 0 <= high, -allowed <= low and high <= allowed
    if within:
        return SAME if holds_zero else SLIGHTLY
    return UNDECIDED if holds_zero else DIFFERENT


def parts_of(dates: Sequence[Floats], values: Sequence[Floats], weights: Floats) -> dict[str, Floats]:
    """Slopes of one and other, their difference and its parts, of each row of weights; shape (rows,)."""
    old, dated, valued, new = (slopes(dates[d], values[v], weights) for d, v in ((0, 0), (1, 0), (0, 1), (1, 1)))
    return {
        "one": new,
        "other": old,
        "slope_difference": new - old,
        "by_values": ((valued - old) + (new - dated)) / 2,
        "by_dates": ((dated - old) + (new - valued)) / 2,
    }


def slopes(years: Floats, log10_flop: Floats, weights: Floats) -> Floats:
    """Least-squares slopes with each row of weights; shape (rows,), NaN where a row has one date only."""
    x, y = years - years.mean(), log10_flop - log10_flop.mean()
    columns = (np.ones(len(x)), x, y, x * x, x * y)
    total, sx, sy, sxx, sxy = (weights @ column for column in columns)
    spread = sxx - sx * sx / total
    found = np.full(len(weights), np.nan)
    np.divide(sxy - sx * sy / total, spread, out=found, where=spread > 1e-9 * total)
    return found


def tail(runs: int, level: float) -> float:
    """The share to leave out at either end of a bootstrap distribution, fewer runs making it less.

    Percentiles alone are too narrow for few runs, as a normal interval with a variance divided by n would be:
    Hesterberg (2015, 'What teachers should know about the bootstrap', expanded percentile interval), with the degrees
    of freedom of a slope.
    """
    from scipy.special import ndtr  # imported here: the page needs only the words of this module

    return float(ndtr(-np.sqrt(runs / (runs - 2)) * t_quantile(runs - 2, level)))
