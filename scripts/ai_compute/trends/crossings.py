"""Every crossing of defensible choices, and the dates and values of training compute that it leads to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.trends.frontier import frontiers
from ai_compute.trends.ids import frontier_name
from ai_compute.trends.points import decimal_years
from ai_compute.trends.regression import Floats
from ai_compute.trends.worlds import Mask
from ai_compute.values.dates import Period, decimal_year
from ai_compute.values.subjects import COUNTING, TIME

PLOTTED = "as plotted"
PUBLISHED = "first publication"
COUNTED, NOT_COUNTED = "counted", "not counted"
ALL_RUNS = "all"


@dataclass(frozen=True)
class Choices:
    """What is crossed: preferred methods, default utilizations, estimators, the k of frontiers, runs left out."""

    methods: Sequence[str]
    utilizations: Sequence[float]
    estimators: Sequence[str]
    tops: Sequence[int]
    exclude: Mapping[str, Sequence[str]]
    frontier_start: date | float
    runs_at_least: int
    level: float


@dataclass(frozen=True)
class Crossing:
    """One choice of everything."""

    method: str
    utilization: float
    dates: str
    self_play: str
    third_party: str
    frontier: str
    exclude: str


@dataclass(frozen=True)
class Estimated:
    """Estimates of every run, as choices need them; one row a run.

    `values`: run, published, cluster, basis, total (FLOP published by others, NaN if we have an estimate), counted
    and timed (FLOP by operation counting and by hardware time, NaN if none), forward_only (FLOP of counted),
    default_utilization (the default that `timed` rests on, NaN if none), sd_counted and sd_timed (of log10),
    independent (whether neither method's facts were derived from the other's), plotted_date, plotted_flop.
    """

    values: pd.DataFrame

    def flop(self, method: str, utilization: float, self_play: str) -> pd.Series:
        """Training compute of every run under these choices."""
        table = self.values
        counted = table["counted"]
        mixed = (table["forward_only"] > 0) & (table["forward_only"] < counted * (1 - 1e-9))
        if self_play == NOT_COUNTED:
            counted = counted.where(~mixed, counted - table["forward_only"])
        timed = table["timed"] * (utilization / table["default_utilization"]).fillna(1.0)
        # Only operation counting tells self-play apart.
        timed = timed.where(~mixed) if self_play == NOT_COUNTED else timed
        if method == COUNTING:
            own = counted.fillna(timed)
        elif method == TIME:
            own = timed.fillna(counted)
        else:
            own = self._pooled(counted, timed)
        found: pd.Series = own.fillna(table["total"])
        return found

    def _pooled(self, counted: pd.Series, timed: pd.Series) -> pd.Series:
        weights = [1 / self.values[name] ** 2 for name in ("sd_counted", "sd_timed")]
        logs = [np.log10(counted), np.log10(timed)]
        mean = (logs[0] * weights[0] + logs[1] * weights[1]) / (weights[0] + weights[1])
        # Of facts derived from the other method, a mean would be the first method twice.
        pooled: pd.Series = (10**mean).where(self.values["independent"].astype(bool))
        return pooled.fillna(counted).fillna(timed)


def estimated(
    training_compute: pd.DataFrame,
    estimates: pd.DataFrame,
    factors: pd.DataFrame,
    reported: pd.DataFrame,
    cpu_runs: Sequence[str],
) -> Estimated:
    """Bring together what choices need; the default utilization of CPUs is not varied."""
    table = training_compute[["run", "published", "cluster", "basis", "flop"]].copy()
    table["total"] = table["flop"].where(table["basis"] != "own")
    for method, name in ((COUNTING, "counted"), (TIME, "timed")):
        rows = estimates[estimates["method"] == method].set_index("run")
        # Of no runs, a map gives no numbers but text.
        table[name] = table["run"].map(rows["flop"]).astype(float)
        table[f"sd_{name}"] = table["run"].map(rows["sd_log10"]).astype(float)
        if name == "counted":
            table["forward_only"] = table["run"].map(rows["flop_forward_only"]).astype(float).fillna(0.0)
    dependent = estimates.loc[~estimates["independent"].astype(bool), "run"]
    table["independent"] = ~table["run"].isin(dependent)
    defaults = factors[(factors["factor"] == "utilization") & (factors["known"] == "default")]
    values = defaults[~defaults["run"].isin(cpu_runs)].groupby("run")["value"].first()
    table["default_utilization"] = table["run"].map(values).astype(float)
    drawn = reported[reported["plotted_flop"].notna()].drop_duplicates("run").set_index("run")
    # A join keeps the type of dates even if none was drawn.
    joined = table.join(drawn[["plotted_date", "plotted_flop"]], on="run")
    return Estimated(joined.reset_index(drop=True))


def up_to(data: Estimated, end: date | None) -> Estimated:
    """The runs of before a day, by either date: later ones change no fit to those before, nor who of them led."""
    if end is None:
        return data
    dates = data.values[["published", "plotted_date"]]
    return Estimated(data.values[(dates < pd.Timestamp(end)).any(axis=1)].reset_index(drop=True))


def crossings(
    data: Estimated, members: "set[str] | None", period: Period, choices: Choices
) -> Iterator[tuple[Crossing, Floats, Floats]]:
    """Every choice but the estimator, and the dates and log10 FLOP that it leads to."""
    drawn = data.values["plotted_flop"].notna() & data.values["run"].isin(members or set())
    every = pd.Series(True, drawn.index)
    dates = [PUBLISHED, PLOTTED] if drawn.any() else [PUBLISHED]
    others = (data.values["basis"] == "third-party").to_numpy(bool)
    runs = {name: _dated(data, name, every, members, period, choices) for name in dates}
    for method, utilization, self_play in product(choices.methods, choices.utilizations, (COUNTED, NOT_COUNTED)):
        flop = data.flop(method, utilization, self_play).to_numpy(float)
        for third_party, name in product(("without", "with"), dates):
            crossing = Crossing(method, utilization, name, self_play, third_party, ALL_RUNS, "none")
            yield from _narrowed(runs[name], flop, others & (third_party == "without"), crossing, choices)
    if drawn.any():
        base = Crossing(PLOTTED, np.nan, PUBLISHED, COUNTED, "with", ALL_RUNS, "none")
        flop = data.values["plotted_flop"].to_numpy(float)
        for name in dates:
            plotted = _dated(data, name, drawn, members, period, choices)
            yield from _narrowed(plotted, flop, others & False, replace(base, dates=name), choices)


@dataclass(frozen=True)
class _Dated:
    """Runs that may be fitted, in the order of a choice of dates and of their names; arrays of shape (runs,).

    `rows` are their places in `Estimated.values`, `inside` whether a run's date lies in the period, `excluded` which
    runs each choice leaves out.
    """

    rows: NDArray[np.int64]
    years: Floats
    inside: Mask
    excluded: Mapping[str, Mask]


def _dated(
    data: Estimated, dates: str, kept: pd.Series, members: "set[str] | None", period: Period, choices: Choices
) -> _Dated:
    table = data.values[kept & (True if members is None else data.values["run"].isin(members))]
    day = table["published"] if dates == PUBLISHED else table["plotted_date"].fillna(table["published"])
    table = table.assign(day=day, year=decimal_years(day), run=table["run"].astype(str))
    table = table[table["year"].notna()].sort_values(["year", "run"], kind="stable")
    years = table["year"].to_numpy(float)
    start, end = (None if edge is None else decimal_year(edge) for edge in period)
    inside = (years >= (-np.inf if start is None else start)) & (years < (np.inf if end is None else end))
    excluded = {label: table["run"].isin(list(runs)).to_numpy(bool) for label, runs in choices.exclude.items()}
    return _Dated(table.index.to_numpy(), years, inside, {"none": np.zeros(len(table), np.bool_), **excluded})


def _narrowed(
    runs: _Dated, flop: Floats, left_out: Mask, crossing: Crossing, choices: Choices
) -> Iterator[tuple[Crossing, Floats, Floats]]:
    """The crossing with each frontier and with runs left out; `flop` and `left_out` are in the order of all estimates.

    Frontiers are those of the set, or of all runs so far; of them those runs are left that are not `left_out`.
    """
    values, shown = flop[runs.rows], ~left_out[runs.rows] & runs.inside
    for label, excluded in runs.excluded.items():
        there = np.flatnonzero(np.isfinite(values) & (values > 0) & ~excluded)
        years, logs = runs.years[there], np.log10(values[there])
        leading = frontiers(years, 10**logs, choices.tops, choices.frontier_start)
        every = {ALL_RUNS: np.ones(len(there), np.bool_)}
        for name, among in (every | {frontier_name(top): mask for top, mask in leading.items()}).items():
            chosen = among & shown[there]
            yield replace(crossing, frontier=name, exclude=label), years[chosen], logs[chosen]
