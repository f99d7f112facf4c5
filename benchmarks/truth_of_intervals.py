"""How often intervals hold, and how often the sentences that rest on them are wrong, in worlds whose truth is known.

Dates and organizations are those of the last build where it says so. Each rule stands beside the one that it replaced.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from ai_compute.estimates.scales import scales
from ai_compute.schemas.estimates import TrainingCompute
from ai_compute.storage.tables import read_table
from ai_compute.trends.comparisons import DIFFERENT, SAME, SLIGHTLY, compared
from ai_compute.trends.drivers import share_intervals
from ai_compute.trends.forecasts import LINE, WIDENED, Trial, forecasts
from ai_compute.trends.lines import by_organization, curvature, fit
from ai_compute.trends.regression import Floats
from ai_compute.trends.selections import Selection

Row = tuple[str, int, str, str]
LEVEL, ORGANIZATIONS, CURVED_BELOW, SAME_WITHIN, RESAMPLES = 0.95, 20, 0.001, 1.25, 1000
SPLIT = 2018.374


def main() -> None:
    """Try every rule, and print a table of rates."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--table", default="data/processed/training_compute.parquet")
    arguments.add_argument("--worlds", type=int, default=1000)
    chosen = arguments.parse_args()
    table = read_table(Path(chosen.table), TrainingCompute)
    points = table[["run", "cluster", "decimal_year"]].assign(sd_log10=np.nan)
    print("| rule, in worlds | worlds | before | now |\n| --- | ---: | ---: | ---: |")
    parts: tuple[Callable[[pd.DataFrame, int], Iterator[Row]], ...]
    parts = (told, curved, paired, calibrated, shared, forecast, judged)
    for part in parts:
        started = time.process_time()
        for words, worlds, before, now in part(points, chosen.worlds):
            print(f"| {words} | {worlds} | {before} | {now} |", flush=True)
        print(f"<!-- {part.__name__}: {time.process_time() - started:.0f} processor seconds -->", flush=True)


def _rate(found: list[bool] | Floats) -> str:
    return f"{np.mean(found):.3f}"


def told(points: pd.DataFrame, worlds: int) -> Iterator[Row]:
    """Coverage of the interval of a slope, by t alone and as told, with the dates and organizations since 2018."""
    random = np.random.default_rng(1)
    chosen = points[points["decimal_year"] >= SPLIT].reset_index(drop=True)
    years, codes = chosen["decimal_year"].to_numpy(float), pd.factorize(chosen["cluster"])[0]
    for alike in (0.0, 0.5, 1.0):
        by_t, widest = [], []
        for _ in range(worlds):
            shared = random.normal(0, alike, codes.max() + 1)[codes]
            world = chosen.assign(log10_flop=0.6 * (years - 2018) + shared + random.normal(0, 1, len(years)))
            line = fit(world, level=LEVEL)
            lines = [line, *by_organization(world, line, LEVEL, ORGANIZATIONS)]
            by_t.append(line.slope_low <= 0.6 <= line.slope_high)
            widest.append(any(each.slope_low <= 0.6 <= each.slope_high for each in lines))
        words = f"95 % interval of a slope holds it, runs of one organization alike with sd {alike} of 1"
        yield words, worlds, _rate(by_t), _rate(widest)


def curved(points: pd.DataFrame, worlds: int) -> Iterator[Row]:
    """A line is called curved, with all dates and organizations: of steady growth, and of growth as it was."""
    random = np.random.default_rng(2)
    years = points["decimal_year"].to_numpy(float)
    worlds = max(worlds // 2, 20)
    bent = np.where(years < 2010, 0.17 * (years - 2010), 0.63 * (years - 2010))
    for words, line in (("steady growth", 0.3 * years), ("0.17 a year until 2010, then 0.63", bent)):
        found = []
        for _ in range(worlds):
            world = points.assign(log10_flop=line + random.normal(0, 1, len(years)))
            found.append(curvature(world, ORGANIZATIONS) < CURVED_BELOW)
        yield f"no doubling time is told of one line, {words}", worlds, "never", _rate(found)


def paired(points: pd.DataFrame, worlds: int) -> Iterator[Row]:
    """Two fits to the same 15 runs: told as different though equal, and borne out though twice as steep."""
    random = np.random.default_rng(3)
    for words, steeper in (("equal slopes", 0.0), ("slopes 1.6 times apart", 0.6)):
        verdicts, plain = [], []
        for _ in range(worlds):
            years = np.sort(random.uniform(2012.4, 2018, 15))
            drawn = 20 + years - 2012 + random.normal(0, 1, 15)
            own = drawn + steeper * (years - years.mean()) + random.normal(0, 0.2, 15)
            table = pd.DataFrame({"decimal_year": years, "decimal_year_other": years})
            row = compared(table.assign(log10_flop=own, log10_flop_other=drawn), RESAMPLES, random, LEVEL, SAME_WITHIN)
            verdicts.append(str(row["verdict"]))
            line = fit(table.assign(log10_flop=own, sd_log10=np.nan), level=LEVEL)
            plain.append(line.slope_low <= np.polyfit(years, drawn, 1)[0] <= line.slope_high)
        apart = [verdict in (DIFFERENT, SLIGHTLY) for verdict in verdicts]
        yield f"re-derived line told as another, {words}", worlds, _rate([not each for each in plain]), _rate(apart)
        borne = [verdict == SAME for verdict in verdicts]
        yield f"'the papers agree with it', {words}", worlds, _rate(plain), _rate(borne)


def calibrated(points: pd.DataFrame, worlds: int) -> Iterator[Row]:
    """The interval of the scale holds it, with two runs a paper."""
    random = np.random.default_rng(4)
    worlds, inside = max(worlds // 5, 20), []
    for seed in range(worlds):
        fixed, scaled = random.uniform(0, 0.02, 110), random.uniform(0.02, 0.1, 110)
        checks = pd.DataFrame(
            {
                "paper": np.arange(110) // 2,
                "log10_ratio": random.normal(0, np.sqrt(fixed + 4 * scaled)),
                "fixed_variance": fixed,
                "scaled_variance": scaled,
                "independent": True,
            }
        )
        row = scales(checks, {"all": pd.Series(True, checks.index)}, [LEVEL], RESAMPLES, seed).iloc[0]
        inside.append(row["scale_low"] <= 2 <= row["scale_high"])
    yield "95 % interval of the scale of calibration holds it", worlds, "none told", _rate(inside)


def shared(points: pd.DataFrame, worlds: int) -> Iterator[Row]:
    """The interval of a driver's share holds it, for 23 and for 56 runs."""
    random = np.random.default_rng(5)
    worlds = max(worlds // 2, 20)
    for runs in (23, 56):
        inside = []
        for _ in range(worlds):
            years = random.uniform(2010, 2018, runs)
            logs = np.column_stack([s * years + random.normal(0, 0.4, runs) for s in (0.35, 0.25, 0.2)])
            (low, high), *_ = share_intervals(
                years, np.column_stack([logs, logs.sum(axis=1)]), RESAMPLES, random, LEVEL
            )
            inside.append(low <= 0.35 / 0.8 <= high)
        yield f"95 % interval of a driver's share holds it, {runs} runs", worlds, "none told", _rate(inside)


def forecast(points: pd.DataFrame, worlds: int) -> Iterator[Row]:
    """The fan's 80 % interval holds later runs, while growth stays and while it wanders."""
    random = np.random.default_rng(6)
    trial = Trial(range(2014, 2026), [(0.0, 1.0), (1.0, 2.0), (2.0, 4.0)], 4.0, 2020.0, "", SPLIT)
    years = points.loc[points["decimal_year"] >= 2010, "decimal_year"].to_numpy(float)[::4]
    worlds = max(worlds // 50, 10)
    for drift in (0.0, 0.2):
        alone, widened = [], []
        for _ in range(worlds):
            path = np.concatenate([[0.0], np.cumsum(0.6 + np.cumsum(random.normal(0, drift, 17)))])
            values = 20 + np.interp(years, np.arange(2010, 2028), path) + random.normal(0, 0.6, len(years))
            table = pd.DataFrame(
                {"run": [str(n) for n in range(len(years))], "decimal_year": years, "log10_flop": values}
            )
            found = forecasts({"some": Selection(table)}, ["some"], trial)
            found = found[found["cut"] > trial.tuned_until]
            sums = found.groupby("method")[["inside_80", "runs"]].sum()
            share = sums["inside_80"] / sums["runs"]
            alone.append(share[LINE])
            widened.append(share[WIDENED])
        words = f"80 % interval of a line carried forward holds later runs, growth drifting by {drift} a year"
        yield words, worlds, _rate(np.array(alone)), _rate(np.array(widened))


def judged(points: pd.DataFrame, worlds: int) -> Iterator[Row]:
    """'Most do' is contradicted though 60 % of all do, by so many runs."""
    random = np.random.default_rng(7)
    for runs in (3, 4, 8, 20):
        drawn = random.binomial(runs, 0.6, worlds)
        before = [2 * number < runs for number in drawn]
        high = {
            number: binomtest(number, runs).proportion_ci(LEVEL, method="wilson").high for number in range(runs + 1)
        }
        now = [runs >= 5 and high[int(number)] < 0.5 for number in drawn]
        yield f"'most do' contradicted by {runs} runs, though 60 % of all do", worlds, _rate(before), _rate(now)


if __name__ == "__main__":
    main()
