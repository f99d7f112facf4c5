"""Did growth change, and when? Piecewise straight lines with 0, 1 or 2 breaks, joined or not.

Every admissible break date is tried (profile likelihood) and the fit with the lowest Bayesian information criterion is
the best, a break's date counting as one parameter; it is selected if worlds without a break would not gain as much.
Sums of squares come from running sums, so that all dates, and all resamples of the bootstrap, are tried at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ai_compute.trends.bootstrap import SMALL_BLOCK, counts, draws, generator
from ai_compute.trends.break_worlds import gain_over_none
from ai_compute.trends.piecewise import (
    SHAPES,
    Integers,
    Shape,
    break_dates,
    candidate_breaks,
    lines_of,
    sums_of_squares,
)
from ai_compute.trends.points import EXCLUDED
from ai_compute.trends.regression import Floats, doubling_months

COLUMNS = [
    *("set", "breaks", "continuous", "break_number", "runs", "bic", "delta_bic", "selected", "date", "date_low"),
    *("date_high", "slope_before", "slope_after", "doubling_months_before", "doubling_months_after"),
    *("log10_flop_before", "log10_flop_after", "years_before", "years_after", "gain", "gain_needed"),
]
TIED = 1e-9
"""Sums of squares that differ by less than this share of the total are equal: the last bits must not choose a date."""


@dataclass(frozen=True)
class Search:
    """How breaks are looked for.

    A segment needs runs of so many different papers. `dates` bounds the candidate dates of each fit, `bootstrap_dates`
    those of each resample of a fit with two breaks; `worlds` without a break say how much a fit must gain.
    """

    papers_in_a_segment: int
    dates: int
    bootstrap_dates: int
    resamples: int
    worlds: int
    seed: int
    level: float


def breaks(sets: Mapping[str, pd.DataFrame], search: Search) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fits with 0, 1 and 2 breaks to the points (paper, decimal_year, log10_flop) of every set.

    The fit with the lowest criterion is selected if it gains more over no break than 95 % of worlds without a break do.

    Returns:
        The table `breaks`, and rows of the table `excluded` for sets with too few runs for a fit.
    """
    tables, left_out = [], []
    for name, points in sets.items():
        table, missing = _breaks_of_set(points, name, search)
        tables.append(table)
        left_out += [{"analysis": f"breaks {name}", "run": "", "reason": reason} for reason in missing]
    found = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)
    return found, pd.DataFrame(left_out, columns=EXCLUDED)


def _breaks_of_set(points: pd.DataFrame, name: str, search: Search) -> tuple[pd.DataFrame, list[str]]:
    ordered = points.sort_values("decimal_year", kind="stable")
    years, values = ordered["decimal_year"].to_numpy(float), ordered["log10_flop"].to_numpy(float)
    papers = pd.factorize(ordered["paper"])[0]
    rows: list[dict[str, object]] = []
    missing = []
    tried: dict[Shape, Integers] = {}
    for shape in SHAPES:
        candidates = candidate_breaks(years, papers, shape.breaks, search.papers_in_a_segment, search.dates)
        if len(candidates) == 0 or len(np.unique(years)) < 2 or len(years) <= shape.parameters:
            kind = "continuous" if shape.continuous else "discontinuous"
            missing.append(f"too few papers or dates for {shape.breaks} {kind} breaks")
            continue
        rows += _fit(years, values, papers, shape, candidates, name, search)
        few = search.dates if shape.breaks < 2 else search.bootstrap_dates
        tried[shape] = candidate_breaks(years, papers, shape.breaks, search.papers_in_a_segment, few)
    table = pd.DataFrame(rows, columns=COLUMNS)
    if rows:
        table["delta_bic"] = table["bic"] - table["bic"].min()
        table["gain"] = table.loc[table["breaks"] == 0, "bic"].max() - table["bic"]
        best = table[table["delta_bic"] == 0].iloc[0]
        table["gain_needed"] = np.nan
        chosen = Shape(0, True)
        if best["breaks"] > 0:
            shape = Shape(int(best["breaks"]), bool(best["continuous"]))
            dates = table.loc[(table["breaks"] == shape.breaks) & (table["continuous"] == shape.continuous), "date"]
            random = generator(search.seed, f"breaks {name}")
            worlds = gain_over_none(years, values, tried, shape, dates.to_numpy(float), search.worlds, random)
            table["gain_needed"] = float(np.quantile(worlds.simulated, search.level))
            chosen = shape if worlds.observed > table["gain_needed"].iloc[0] else chosen
        table["selected"] = (table["breaks"] == chosen.breaks) & (table["continuous"] == chosen.continuous)
    return table, missing


def _fit(
    years: Floats, values: Floats, papers: Integers, shape: Shape, candidates: Integers, name: str, search: Search
) -> list[dict[str, object]]:
    x, y = years - years.mean(), values - values.mean()
    squares = sums_of_squares(x, y, np.ones((len(x), 1)), candidates, shape.continuous)
    best = candidates[_earliest_of_best(squares, float((y * y).sum()))[0]]
    least = max(float(squares.min()), 1e-12 * max(float((y * y).sum()), 1e-12))
    bic = len(x) * np.log(least / len(x)) + shape.parameters * np.log(len(x))
    slopes, levels = lines_of(x, y, best, shape.continuous)
    dates = break_dates(years, best)
    intervals = _date_intervals(years, papers, x, y, shape, best, name, search)
    ends = [float(years[0]), *dates, float(years[-1])]
    rows = []
    for number in range(1, shape.breaks + 1) or [0]:
        before = max(number - 1, 0)
        low, high = intervals[before] if shape.breaks else (np.nan, np.nan)
        rows.append(
            {
                "set": name,
                "breaks": shape.breaks,
                "continuous": shape.continuous,
                "break_number": number,
                "runs": len(x),
                "bic": float(bic),
                "date": dates[before] if shape.breaks else np.nan,
                "date_low": low,
                "date_high": high,
                "slope_before": slopes[before],
                "slope_after": slopes[number],
                "doubling_months_before": doubling_months(slopes[before]),
                "doubling_months_after": doubling_months(slopes[number]),
                "log10_flop_before": values.mean() + levels[before][0] if shape.breaks else np.nan,
                "log10_flop_after": values.mean() + levels[before][1] if shape.breaks else np.nan,
                "years_before": ends[before + 1] - ends[before],
                "years_after": ends[number + 1] - ends[number],
            }
        )
    return rows


def _date_intervals(
    years: Floats, papers: Integers, x: Floats, y: Floats, shape: Shape, best: Integers, name: str, search: Search
) -> list[tuple[float, float]]:
    """Percentile intervals of the dates over resampled runs, each end moved halfway to the next date that was tried.

    Estimates jump from one date that is tried to the next, so that bare percentiles would be too narrow.
    """
    if shape.breaks == 0:
        return []
    most = search.dates if shape.breaks == 1 else search.bootstrap_dates
    candidates = candidate_breaks(years, papers, shape.breaks, search.papers_in_a_segment, most)
    candidates = np.unique(np.vstack([candidates, best[None]]), axis=0)
    random = generator(search.seed, f"breaks {name} {shape}")
    found = []
    for drawn in draws(len(x), search.resamples, random, width=max(len(x), len(candidates)), at_once=SMALL_BLOCK):
        times = np.ascontiguousarray(counts(drawn, len(x)).T)
        squares = sums_of_squares(x, y, times, candidates, shape.continuous)
        found.append(candidates[_earliest_of_best(squares, float((y * y).sum()))])
    dates = break_dates(years, np.concatenate(found))
    tails = [(1 - search.level) / 2, (1 + search.level) / 2]
    intervals = []
    # A date that was found, not one between two: interpolated, its last bits would decide which date is the next.
    for number, (low, high) in enumerate(np.quantile(dates, tails, axis=0, method="inverted_cdf").T):
        tried = np.unique(break_dates(years, candidates[:, number]))
        below = max(int(np.searchsorted(tried, low, side="left")) - 1, 0)
        above = min(int(np.searchsorted(tried, high, side="right")), len(tried) - 1)
        intervals.append((float(low + tried[below]) / 2, float(high + tried[above]) / 2))
    return intervals


def _earliest_of_best(squares: Floats, total: float) -> Integers:
    """The first candidate of each resample that is as good as its best: shape (resamples,)."""
    return np.asarray(np.argmax(squares <= squares.min(axis=0) + TIED * total, axis=0))
