"""Counts of runs over lines up to now and to come, from the tables of a build."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ai_compute.schemas.thresholds import FORECAST, FRONTIER, ThresholdCounts, ThresholdForecasts
from ai_compute.settings.thresholds import ThresholdSettings
from ai_compute.storage.rows import each_row
from ai_compute.storage.tables import table
from ai_compute.thresholds import forecast
from ai_compute.thresholds.counts import counting_dates, fixed_counts, numbers, over_lines, relative_counts
from ai_compute.thresholds.worlds import Floats, drawn_worlds, interval_of, shared_doubts, with_bases
from ai_compute.values.dates import decimal_year


@dataclass(frozen=True)
class Collected:
    """The tables of those names that counts rest on."""

    threshold_texts: pd.DataFrame
    thresholds: pd.DataFrame
    runs: pd.DataFrame
    training_compute: pd.DataFrame
    estimates: pd.DataFrame
    printed_totals: pd.DataFrame
    calibration_scales: pd.DataFrame


def counted(tables: Collected, choice: ThresholdSettings, cut_off: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `threshold_counts` and `threshold_forecasts`.

    Args:
        tables: what is known of the runs.
        choice: the section `thresholds` of config.yaml.
        cut_off: the day up to which runs are known.
    """
    values = tables.training_compute
    shared = shared_doubts(tables.calibration_scales, choice.shared_by_source)
    alone = drawn_worlds(values, tables.estimates, _sources(tables), shared, choice.draws, choice.seed)
    summed = with_bases(alone, values, tables.runs)
    unknown = tables.runs.loc[~tables.runs["run"].isin(values["run"]), ["published", "domains"]]
    dates = counting_dates(values["published"], cut_off, [each.day for each in choice.dates])
    texts, sides = tables.threshold_texts, tables.thresholds
    over = over_lines(texts, sides, values, alone, summed, dates)
    rows = fixed_counts(texts, sides, values, over, unknown, dates)
    rows += relative_counts(values, alone, choice.within, unknown["published"], cut_off)
    now = {row["threshold"]: row for row in rows if row["published"] == pd.Timestamp(cut_off)}
    today = {line: counts[-1] for line, counts in over.items()}
    scored = []
    for history in _histories(tables, cut_off):
        found, widening = forecast.scores(history, choice.forecast, choice.seed)
        scored += found
        told = forecast.told_of(found, choice.forecast.widened_up_to)
        for method in forecast.PATHS:
            lines = [line for line in history.lines if told.get(line, FRONTIER) == method]
            rows += _to_come(history.only(lines), choice, cut_off, today, now, method, widening[method])
    return table(rows, ThresholdCounts), table(scored, ThresholdForecasts)


def _sources(tables: Collected) -> pd.Series:
    """Who published the total that a run is known by."""
    totals = tables.printed_totals[tables.printed_totals["bound"] == ""]
    return totals.sort_values(["run", "by"]).drop_duplicates("run").set_index("run")["by"]


def _histories(tables: Collected, cut_off: date) -> Iterator[forecast.History]:
    """Runs against the lines that are numbers, one history for all lines that count the same of the same domains."""
    dates = tables.training_compute.set_index("run")["decimal_year"]
    lines = numbers(tables.threshold_texts)
    for _, alike in lines.groupby(["domains", "counts"]):
        logs = {str(row.threshold): float(np.log10(row.flop)) for row in each_row(alike)}
        rows = tables.thresholds[tables.thresholds["threshold"].isin(logs)]
        chances = rows.pivot(index="run", columns="threshold", values="probability").reindex(columns=list(logs))
        held = rows.drop_duplicates("run").set_index("run").reindex(chances.index)
        yield forecast.History(
            dates.reindex(chances.index).to_numpy(float),
            np.log10(held["flop"].to_numpy(float)),
            {line: chances[line].to_numpy(float) for line in logs},
            logs,
            decimal_year(cut_off),
        )


def _to_come(
    history: forecast.History,
    choice: ThresholdSettings,
    cut_off: date,
    worlds: dict[str, Floats],
    now: dict[str, Any],
    method: str,
    widening: float,
) -> list[dict[str, Any]]:
    """Rows of kind forecast: the number over each line at the ends of the years to come, from whole paths."""
    last = decimal_year(cut_off)
    years = range(cut_off.year, choice.forecast.until + 1)
    drawn = forecast.ahead_of(history, choice.forecast, last, len(years), method, choice.seed, widening)
    rng = np.random.default_rng(choice.seed)
    rows = []
    for place, line in enumerate(history.lines if drawn.shape[1] else ()):
        before = np.resize(worlds[line], choice.forecast.paths)
        for year, new in zip(years, drawn[place], strict=True):
            # A path's years begin at the cut-off day: the end of a calendar year lies within one of them, and a run of
            # it is published by then by chance.
            share = np.clip(decimal_year(date(year, 12, 31)) - (last + year - cut_off.year), 0, 1)
            at = before + rng.binomial(new.astype(int), share)
            before = before + new
            low, high = interval_of(at)
            rows.append(
                {
                    "threshold": line,
                    "published": pd.Timestamp(year, 12, 31),
                    "kind": FORECAST,
                    "expected": float(at.mean()),
                    "low": float(low),
                    "high": float(high),
                    "without_figures": now[line]["without_figures"],
                }
            )
    return rows
