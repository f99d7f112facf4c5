"""The specification curve: the doubling time under every crossing of defensible choices, identical fits once.

After Simonsohn, Simmons and Nelson (2020, 'Specification curve analysis'), without their tests: the curve shows what
the answer depends on, it is no evidence of its own.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.messages.problems import count
from ai_compute.storage.tables import rounded_floats
from ai_compute.trends.frontier import frontier
from ai_compute.trends.points import EXCLUDED, decimal_years, too_few_dates
from ai_compute.trends.regression import ESTIMATORS, Floats, Line, doubling_months
from ai_compute.trends.selections import frontier_name
from ai_compute.trends.shards import WHOLE, Shard
from ai_compute.trends.worlds import Mask
from ai_compute.values.dates import Period, decimal_year

CHOICE = ["method", "utilization", "estimator", "dates", "frontier", "self_play", "exclude", "third_party"]
COLUMNS = [
    *("specification", "set", *CHOICE, "runs", "slope", "slope_low", "slope_high"),
    *("doubling_months", "doubling_months_low", "doubling_months_high", "same_fits"),
]
SUMMARY = [
    *("set", "crossings", "specifications", "doubling_months_lowest", "doubling_months_median"),
    *("doubling_months_highest", "headline", "inside_headline_share", "shrinking_share", "results", "same_runs"),
]
OF_CHOICES = ["set", "choice", "option", "crossings", "slope", "doubling_months", "share"]
DECIMALS = 3
"""Doubling times that are equal to so many decimals of a month are one result."""
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

    `values`: run, published, organization, basis, total (FLOP published by others, NaN if we have an estimate), counted
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
        if method == "operation counting":
            own = counted.fillna(timed)
        elif method == "hardware time":
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
    table = training_compute[["run", "published", "organization", "basis", "flop"]].copy()
    table["total"] = table["flop"].where(table["basis"] != "own")
    for method, name in (("operation counting", "counted"), ("hardware time", "timed")):
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


def fits(
    data: Estimated,
    name: str,
    members: "set[str] | None",
    period: Period,
    choices: Choices,
    shard: Shard = WHOLE,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The fits of the specification curve of one set, or those of one job of several.

    Args:
        data: estimates of every run.
        name: of the set.
        members: its runs; None for all of the period.
        period: half-open.
        choices: what is crossed.
        shard: the job.

    Returns:
        Rows of the table `specifications`, one a crossing in their order, each with a checksum of what it is fitted to
        in place of its rank, and rows of the table `excluded`: how many crossings with each frontier were not fitted,
        by reason.
    """
    found: dict[str, dict[str, object]] = {}
    rows: list[dict[str, object]] = []
    skipped: Counter[tuple[str, str]] = Counter()
    for place, (crossing, years, logs) in enumerate(_crossings(data, members, period, choices)):
        reason = too_few_dates(years, choices.runs_at_least)
        if reason is not None:
            skipped[f"specifications {name}, {crossing.frontier}", reason] += len(choices.estimators)
            continue
        content = np.round(np.column_stack([years, logs]), 9).tobytes()
        for estimator in choices.estimators:
            identity = hashlib.sha256(estimator.encode() + content).hexdigest()
            if not shard.holds(identity):
                continue
            if identity not in found:
                line = ESTIMATORS[estimator](years, logs, np.full(len(years), np.nan), choices.level)
                found[identity] = _line_row(line)
            row = {"specification": identity, "set": name, "same_fits": 1, "crossing": place, **asdict(crossing)}
            rows.append(row | found[identity])
    left_out = [
        {"analysis": analysis, "run": "", "reason": f"{reason}: {count(times, 'crossing')}"}
        for (analysis, reason), times in skipped.items()
        if shard.holds(f"{analysis}: {reason}")
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS, "crossing"]), pd.DataFrame(left_out, columns=EXCLUDED)


def _line_row(line: Line) -> dict[str, object]:
    return {
        "estimator": line.estimator,
        "runs": line.runs,
        "slope": line.slope,
        "slope_low": line.slope_low,
        "slope_high": line.slope_high,
        "doubling_months": doubling_months(line.slope),
        "doubling_months_low": doubling_months(line.slope_high),
        "doubling_months_high": doubling_months(line.slope_low),
    }


def ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """The table `specifications`: fits of several sets, identical ones once, each set's fastest growth first.

    Of identical fits, the choices of the first crossing are told.

    What is ranked, and what a summary is made of, are the digits that tables hold: so it does not matter whether fits
    have been written and read in between, and ranks do not hang on the last bits of a slope.
    """
    order = ["set", "slope", *CHOICE]
    rows = rows.sort_values(["set", "crossing"], kind="stable")
    same = rows.groupby(["set", "specification"])["same_fits"].transform("sum")
    once = rows.assign(same_fits=same).drop_duplicates(["set", "specification"]).drop(columns="crossing")
    table = rounded_floats(once.reset_index(drop=True))
    table = table.sort_values(order, ascending=[name != "slope" for name in order], ignore_index=True)
    table["specification"] = [f"{rank:04}" for rank in table.groupby("set").cumcount() + 1]
    return table


def what_matters(rows: pd.DataFrame) -> pd.DataFrame:
    """The table `specification_choices`: which share of the variance of slopes each choice makes by itself.

    All choices are crossed with each other, so that the variance between the means of a choice's options, over the
    variance of all crossings, is its main effect: the first-order index of Sobol (1993). What is left is made by
    choices together. Crossings with too few runs are missing, so that shares need not add up.

    Args:
        rows: what `fits` gives of several sets, one row a crossing.
    """
    tables = []
    for name, crossings in rows.groupby("set", sort=True):
        slopes = crossings["slope"]
        total = float(((slopes - slopes.mean()) ** 2).sum())
        for choice in CHOICE:
            option = crossings[choice].astype("str").where(crossings[choice].notna(), "")
            means = crossings.groupby(option, sort=True)["slope"].agg(["mean", "size"])
            between = float((means["size"] * (means["mean"] - slopes.mean()) ** 2).sum())
            tables.append(
                pd.DataFrame(
                    {
                        "set": name,
                        "choice": choice,
                        "option": means.index,
                        "crossings": means["size"],
                        "slope": means["mean"],
                        "doubling_months": [doubling_months(slope) for slope in means["mean"]],
                        "share": between / total if total > 0 else 0.0,
                    }
                )
            )
    return pd.concat(tables, ignore_index=True)[OF_CHOICES] if tables else pd.DataFrame(columns=OF_CHOICES)


def summary(table: pd.DataFrame, headline: str, low: float, high: float) -> dict[str, object]:
    """One row of the table `specification_summary`; low and high are the ends of the headline's doubling interval."""
    months = table["doubling_months"]
    ends = (months.min(), months.median(), months.max())
    inside = (months >= low) & (months <= (high if np.isfinite(high) else np.inf))
    return {
        "set": table["set"].iloc[0],
        "crossings": int(table["same_fits"].sum()),
        "specifications": len(table),
        **dict(zip(SUMMARY[3:6], ends, strict=True)),
        "headline": headline,
        "inside_headline_share": float(inside.mean()) if np.isfinite(low) else np.nan,
        "shrinking_share": float((table["slope"] <= 0).mean()),
        "results": int(months.round(DECIMALS).nunique(dropna=False)),
        "same_runs": int((table["runs"] == table["runs"].max()).sum()),
    }


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


def _crossings(
    data: Estimated, members: "set[str] | None", period: Period, choices: Choices
) -> Iterator[tuple[Crossing, Floats, Floats]]:
    """Every choice but the estimator, and the dates and log10 FLOP that it leads to."""
    drawn = data.values["plotted_flop"].notna() & data.values["run"].isin(members or set())
    every = pd.Series(True, drawn.index)
    dates = [PUBLISHED, PLOTTED] if drawn.any() else [PUBLISHED]
    others = (data.values["basis"] == "third-party").to_numpy(bool)
    runs = {name: _dated(data, name, every, members, period, choices) for name in dates}
    ways = product(choices.methods, choices.utilizations, (COUNTED, NOT_COUNTED), ("without", "with"))
    for method, utilization, self_play, third_party in ways:
        flop = data.flop(method, utilization, self_play).to_numpy(float)
        left_out = others & (third_party == "without")
        base = Crossing(method, utilization, PUBLISHED, self_play, third_party, ALL_RUNS, "none")
        for name in dates:
            yield from _narrowed(runs[name], flop, left_out, replace(base, dates=name), choices)
    if drawn.any():
        base = Crossing(PLOTTED, np.nan, PUBLISHED, COUNTED, "with", ALL_RUNS, "none")
        flop = data.values["plotted_flop"].to_numpy(float)
        for name in dates:
            plotted = _dated(data, name, drawn, members, period, choices)
            yield from _narrowed(plotted, flop, others & False, replace(base, dates=name), choices)


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
        leading = {frontier_name(top): frontier(years, 10**logs, top, choices.frontier_start) for top in choices.tops}
        for name, among in {ALL_RUNS: np.ones(len(there), np.bool_), **leading}.items():
            chosen = among & shown[there]
            yield replace(crossing, frontier=name, exclude=label), years[chosen], logs[chosen]
