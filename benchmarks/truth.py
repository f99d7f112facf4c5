"""How often the rules behind the page's sentences speak where nothing changed, and how often where something did.

Worlds have the dates, papers and bases of the last build, and its scatter; what is tried are the very rules of a build.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from ai_compute.schemas.cross_check import Reported
from ai_compute.schemas.estimates import TrainingCompute
from ai_compute.storage.tables import read_table
from ai_compute.trends.break_worlds import gain_over_none
from ai_compute.trends.competing import competing
from ai_compute.trends.differences import quantile_difference
from ai_compute.trends.growth_curve import Wandering, mean_curve, quantile_curve
from ai_compute.trends.nulls import DIFFERENCE, Rule, nulls
from ai_compute.trends.piecewise import SHAPES, Integers, Shape, break_dates, candidate_breaks
from ai_compute.trends.quantile import quantile_line
from ai_compute.trends.regression import Floats
from ai_compute.trends.worlds import SCATTERS, Mask, leading, slopes_of, without_change
from ai_compute.values.dates import decimal_year

START, SPLIT = 2010.0, 2018.374
WANDERING = Wandering((0, 0.05, 0.1, 0.15, 0.2), (0, 0.03, 0.06, 0.1, 0.15, 0.22, 0.32))
PAPERS, DATES, PAIRED_DATES = 5, 120, 25
ORGANIZATIONS, DRAWS = 20, 1000
WITH, WITHOUT = "with totals of others", "without them"
Row = tuple[str, int, str]


@dataclass(frozen=True)
class Data:
    """Runs of the last build: since the frontier's start, and all of them; which are no totals of others; OpenAI's."""

    points: pd.DataFrame
    ours: Mask
    every: pd.DataFrame
    ours_of_all: Mask
    eras: pd.DataFrame

    @property
    def kept(self) -> dict[str, Mask]:
        """Which runs since the frontier's start are looked at."""
        return {WITH: np.ones(len(self.points), np.bool_), WITHOUT: self.ours}


def main() -> None:
    """Try every rule on the tables of a build, and print a table of rates."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tables", type=Path, default=Path("data/processed"))
    arguments.add_argument("--worlds", type=int, default=2000, help="of the rule on frontiers; other rules try a part")
    chosen = arguments.parse_args()
    data = _read(chosen.tables)
    print(f"{len(data.points)} runs since {START:.0f}\n\n| rule, in worlds | worlds | rate |\n| --- | ---: | ---: |")
    for part in (frontiers, upper_tenth, breaks, quantiles, curves):
        started = time.process_time()
        for words, worlds, rate in part(data, chosen.worlds):
            print(f"| {words} | {worlds} | {rate} |", flush=True)
        print(f"<!-- {part.__name__}: {time.process_time() - started:.0f} processor seconds -->", flush=True)


def _read(folder: Path) -> Data:
    table = read_table(folder / "training_compute.parquet", TrainingCompute)
    drawn = read_table(folder / "reported.parquet", Reported).dropna(subset=["plotted_date", "plotted_flop"])
    drawn = drawn.assign(decimal_year=[decimal_year(day.date()) for day in drawn["plotted_date"]], paper=drawn["run"])
    eras = drawn.assign(log10_flop=np.log10(drawn["plotted_flop"])).sort_values(["decimal_year", "run"])
    return Data(*competing(table, START), *competing(table, -np.inf), eras.reset_index(drop=True))


def _worlds(points: pd.DataFrame, worlds: int, seed: int) -> Iterator[tuple[str, Floats]]:
    """Worlds without a change, with the scatter of each model in turn."""
    years, values = (points[name].to_numpy(float) for name in ("decimal_year", "log10_flop"))
    share = -(-worlds // len(SCATTERS))
    for number, scatter in enumerate(SCATTERS):
        drawn, _ = without_change(years, values, SPLIT, scatter, share, np.random.default_rng([seed, number]))
        yield from ((scatter, each) for each in drawn)


def _resemblance(points: pd.DataFrame) -> float:
    """The share of variance about the line that is between organizations (Fisher's one-way intraclass correlation)."""
    x, y = (points[name].to_numpy(float) for name in ("decimal_year", "log10_flop"))
    groups = pd.Series(y - np.polyval(np.polyfit(x - x.mean(), y, 1), x - x.mean())).groupby(
        points["cluster"].to_numpy()
    )
    sizes, number = groups.size(), len(points)
    between = float((sizes * groups.mean() ** 2).sum()) / (len(sizes) - 1)
    within = float(groups.apply(lambda each: ((each - each.mean()) ** 2).sum()).sum()) / (number - len(sizes))
    typical = (number - float((sizes**2).sum()) / number) / (len(sizes) - 1)
    return (between - within) / (between + (typical - 1) * within)


def _alike(points: pd.DataFrame, worlds: Floats, slope: float, share: float, random: np.random.Generator) -> Floats:
    """The same worlds, shape (worlds, runs), with a share of their variance common to the runs of an organization."""
    years = points["decimal_year"].to_numpy(float)
    codes = pd.factorize(points["cluster"], sort=True)[0]
    line = slope * (years - years.mean())
    scatter = worlds - line
    sd = np.empty(len(years))
    for part in (years < SPLIT, years >= SPLIT):
        sd[part] = scatter[:, part].std() if part.any() else np.nan
    effects = random.standard_normal((len(worlds), codes.max() + 1))[:, codes]
    middle = scatter.mean()
    return np.asarray(line + middle + np.sqrt(1 - share) * (scatter - middle) + np.sqrt(share) * sd * effects)


def frontiers(data: Data, worlds: int) -> Iterator[Row]:
    """'Growth became slower' or 'faster', of the ten largest runs: parameters are fitted anew in every world."""
    points, ours = data.points, data.ours
    spoke: list[pd.Series] = []
    welch: list[bool] = []
    years = points["decimal_year"].to_numpy(float)
    for number, (_, values) in enumerate(_worlds(points, worlds, 1)):
        spoke.append(_speaks(points.assign(log10_flop=values), ours, number))
        welch.append(_welch(years, values))
    for name, rate in pd.DataFrame(spoke).mean().items():
        yield f"'became slower / faster' by {name}, no change", worlds, f"{rate:.3f}"
    yield "the rule before: Welch's interval of top-10 lines leaves 0, no change", worlds, f"{np.mean(welch):.3f}"
    worlds = max(worlds // 10, 20)
    bent = 20 + 0.93 * np.minimum(years - SPLIT, 0) + 0.4 * np.maximum(years - SPLIT, 0)
    random = np.random.default_rng(7)
    drawn = [points.assign(log10_flop=bent + random.normal(0, 1.1, len(years))) for _ in range(worlds)]
    found = pd.DataFrame([_speaks(each, ours, number) for number, each in enumerate(drawn)])
    for name, rate in found.mean().items():
        yield f"'became slower / faster' by {name}, from 0.93 to 0.4 a year", worlds, f"{rate:.3f}"


def _speaks(points: pd.DataFrame, ours: Mask, seed: int) -> pd.Series:
    """Whether a change is told of the ten largest runs, with totals of others and without."""
    found, _ = nulls(points, ours, Rule(SPLIT, (10,), 200, 0.95, 3, seed))
    rows = found[found["statistic"] == DIFFERENCE]
    low, high = rows["observed"] < rows["null_low"], rows["observed"] > rows["null_high"]
    return low.groupby(rows["set"]).all() | high.groupby(rows["set"]).all()


def upper_tenth(data: Data, worlds: int) -> Iterator[Row]:
    """'Slowed' or 'quickened' by the line that a tenth of all runs exceed: the interval of the difference leaves 0."""
    points, worlds = data.points, max(worlds // 10, 20)
    years = points["decimal_year"].to_numpy(float)
    share = _resemblance(points)
    random = np.random.default_rng(9)
    steady = np.array([values for _, values in _worlds(points, worlds, 8)])
    slope = _slope(points)
    bend = (0.4 - 0.93) * np.maximum(years - SPLIT, 0) + (0.93 - slope) * (years - SPLIT)
    for alike in (0.0, share):
        drawn = _alike(points, steady, slope, alike, random)
        some = drawn[:: len(SCATTERS)] + bend
        for name, kept in data.kept.items():
            for words, values in (("no change", drawn), ("from 0.93 to 0.4 a year", some)):
                told = [_differs(points.assign(log10_flop=each)[kept], random, ORGANIZATIONS) for each in values]
                rule = f"'the upper tenth slowed / quickened' {name}, {words}, {_of_organizations(alike)}"
                yield rule, len(told), f"{np.mean(told):.3f}"
            if alike:
                before = [_differs(points.assign(log10_flop=each)[kept], random, None) for each in drawn]
                words = f"the rule before, over papers alone: {name}, no change, {_of_organizations(alike)}"
                yield words, len(before), f"{np.mean(before):.3f}"


def _of_organizations(share: float) -> str:
    return f"organizations alike in {share:.2f} of the variance"


def _slope(points: pd.DataFrame) -> float:
    return float(np.polyfit(points["decimal_year"], points["log10_flop"], 1)[0])


def _differs(points: pd.DataFrame, random: np.random.Generator, organizations_at_least: int | None) -> bool:
    later = points["decimal_year"] >= SPLIT
    parts = [points[part].reset_index(drop=True) for part in (~later, later)]
    return bool(quantile_difference(parts[0], parts[1], 0.9, 0.95, DRAWS, random, organizations_at_least)["apart"])


def _welch(years: Floats, values: Floats) -> bool:
    chosen = leading(years, values[None], 10)
    total, slopes = 0.0, []
    for part in (years < SPLIT, years >= SPLIT):
        kept = chosen & part
        x, y = years[kept[0]], values[kept[0]]
        slopes.append(float(slopes_of(years, values[None], kept, 3)[0]))
        residuals = y - np.polyval(np.polyfit(x, y, 1), x)
        total += float((residuals**2).sum() / (len(x) - 2) / ((x - x.mean()) ** 2).sum())
    return bool(abs(slopes[1] - slopes[0]) > 2 * np.sqrt(total))


def breaks(data: Data, worlds: int) -> Iterator[Row]:
    """A break is told, without one and with one: in every set that is searched, and in runs made up."""
    worlds = max(worlds // 2, 20)
    random = np.random.default_rng(2)
    sets = {
        "all-with-third-party": data.every,
        "all": data.every[data.ours_of_all],
        "since-2010-with-third-party": data.points,
        "since-2010": data.points[data.ours],
        "openai-two-eras-as-plotted": data.eras,
    }
    for name, points in sets.items():
        part = points.reset_index(drop=True)
        years = part["decimal_year"].to_numpy(float)
        search = _search(years, pd.factorize(part["paper"])[0])
        told = [_breaks(years, values, search, random) for _, values in _worlds(part, worlds, 3)]
        yield f"a break in {name}, no change", len(told), f"{np.mean(told):.3f}"
    years = np.sort(random.uniform(START, 2026.5, 70))
    search = _search(years, np.arange(70))
    bent = 0.93 * np.minimum(years - SPLIT, 0) + 0.64 * np.maximum(years - SPLIT, 0)
    for words, line in (("no change", 0.7 * years), ("from 0.93 to 0.64 a year", bent)):
        told = [_breaks(years, line + random.normal(0, 0.6, 70), search, random) for _ in range(worlds)]
        yield f"a break in 70 runs of scatter 0.6, {words}", worlds, f"{np.mean(told):.3f}"


Search = dict[Shape, tuple[Integers, Floats]]
"""The breaks that each shape may have, and orthonormal bases of the lines with each: all worlds have the same dates."""


def _search(years: Floats, papers: Integers) -> Search:
    found: Search = {}
    x = years - years.mean()
    for shape in SHAPES:
        candidates = candidate_breaks(years, papers, shape.breaks, PAPERS, DATES if shape.breaks < 2 else PAIRED_DATES)
        if len(candidates):
            designs = np.stack([shape.design(x, break_dates(x, each)) for each in candidates])
            found[shape] = candidates, np.linalg.qr(designs)[0]
    return found


def _breaks(years: Floats, values: Floats, search: Search, random: np.random.Generator) -> bool:
    y, fits = values - values.mean(), []
    for shape, (_, basis) in search.items():
        explained = ((np.swapaxes(basis, 1, 2) @ y) ** 2).sum(axis=1)
        place = int(explained.argmax())
        criterion = len(y) * np.log((y @ y - explained[place]) / len(y)) + shape.parameters * np.log(len(y))
        fits.append((criterion, shape.breaks, place, shape))
    _, _, place, best = min(fits, key=lambda fit: fit[:3])
    if best.breaks == 0:
        return False
    tried = {shape: candidates for shape, (candidates, _) in search.items()}
    dates = np.atleast_1d(break_dates(years, tried[best][place]))
    found = gain_over_none(years, values, tried, best, dates, 200, random)
    return bool(found.observed > np.quantile(found.simulated, 0.95))


def quantiles(data: Data, worlds: int) -> Iterator[Row]:
    """Bias of quantile lines within a period and coverage of their intervals; frontier lines beside them."""
    points, worlds = data.points, max(worlds // 10, 20)
    random = np.random.default_rng(4)
    years = points["decimal_year"].to_numpy(float)
    periods = {"before": years < SPLIT, "since": years >= SPLIT}
    for name, kept in data.kept.items():
        for words, part in periods.items():
            own = points[kept & part].reset_index(drop=True)
            x, y = (own[column].to_numpy(float) for column in ("decimal_year", "log10_flop"))
            drawn, slope = without_change(x, y, SPLIT, "common", worlds, random)
            alike = _alike(own, drawn, slope, _resemblance(points), random)
            for share, (of, values) in product((0.9, 0.8), {0.0: drawn, _resemblance(points): alike}.items()):
                each_world = [own.assign(log10_flop=each) for each in values]
                lines = [quantile_line(each, share, 0.95, 400, random, ORGANIZATIONS) for each in each_world]
                inside = np.mean([line.slope_low <= slope <= line.slope_high for line in lines])
                bias = np.mean([line.slope - slope for line in lines])
                rule = f"quantile {share} {words} the split {name}, {_of_organizations(of)}"
                yield f"95 % interval of {rule}, holds the true slope", worlds, f"{inside:.3f}"
                yield f"bias of {rule}, log10 a year", worlds, f"{bias:+.3f}"
    values, slope = without_change(
        years, points["log10_flop"].to_numpy(float), SPLIT, "by period", 2000, np.random.default_rng(5)
    )
    chosen = leading(years, values, 10)
    for words, part in periods.items():
        for name, kept in data.kept.items():
            bias = np.nanmean(slopes_of(years, values, chosen & part & kept, 3)) - slope
            rule = f"bias of the top-10 line {words} the split {name}, scatter by period, log10 a year"
            yield rule, 2000, f"{bias:+.3f}"


def curves(data: Data, worlds: int) -> Iterator[Row]:
    """Bands of growth over time hold growth: of months, in worlds with and without a change."""
    points, worlds = data.points, max(worlds // 40, 10)
    years = points["decimal_year"].to_numpy(float)
    random = np.random.default_rng(6)
    for before, after in ((0.6, 0.6), (0.93, 0.64), (1.2, 0.4)):
        line = before * np.minimum(years - SPLIT, 0) + after * np.maximum(years - SPLIT, 0)
        inside: dict[str, list[float]] = {"mean": [], "upper tenth": []}
        for _ in range(worlds):
            values = 20 + line + random.normal(0, 1.1, len(years))
            found = {
                "mean": mean_curve(years, values, WANDERING),
                "upper tenth": quantile_curve(years, values, 0.9, WANDERING),
            }
            for name, curve in found.items():
                true = np.where(curve.decimal_year < SPLIT, before, after)
                inside[name].append(float(np.mean(np.abs(curve.slope - true) <= 1.96 * curve.slope_sd)))
        for name, shares in inside.items():
            yield (
                f"band of growth of the {name}, from {before} to {after} a year, holds it",
                worlds,
                f"{np.mean(shares):.3f}",
            )


if __name__ == "__main__":
    main()
