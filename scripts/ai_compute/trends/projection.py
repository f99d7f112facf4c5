"""Lines carried forward, with fans of prediction intervals that allow for a drift of growth where that was tried."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ai_compute.storage.tables import rounded_floats
from ai_compute.trends.lines import fit
from ai_compute.trends.points import too_few
from ai_compute.trends.regression import LOG10_2, MOST_DIGITS, powers_of_ten, t_quantile
from ai_compute.trends.selections import Selection

COLUMNS = [
    *("trend", "decimal_year", "flop", "flop_low", "flop_high", "flop_low_80", "flop_high_80"),
    *("flop_low_50", "flop_high_50", "extrapolated", "times", "times_low", "times_high", "since", "drift"),
]
STEP = 0.25
FAN = {"_80": 0.8, "_50": 0.5}
DIGITS = 6
"""A power of ten far ahead magnifies the last bits of a logarithm, in which processors may differ: so many are told."""


def projection(
    selections: Mapping[str, Selection],
    trends: Mapping[str, int],
    until: int,
    level: float,
    runs_at_least: int,
    drifts: Mapping[str, float],
) -> pd.DataFrame:
    """Trends from a start year to `until` in steps of a quarter, with prediction intervals of one run.

    Args:
        selections: points by trend id.
        trends: the year that each projected trend is drawn from.
        until: last year.
        level: of `flop_low` and `flop_high`; the fan has 80 and 50 % beside.
        runs_at_least: fewer runs are no trend.
        drifts: by trend, how much growth may drift: a standard deviation, in log10 a year, for each year ahead of the
            last run of all; 0 for others.

    Returns:
        The table `projection`, without trends whose intervals leave what a 64-bit float holds.
    """
    tables = []
    now = max((each.points["decimal_year"].max() for each in selections.values() if len(each.points)), default=np.nan)
    for name, start in trends.items():
        if name not in selections or too_few(selections[name].points, runs_at_least):
            continue
        points = selections[name].points
        line = fit(points, level=level)
        years = quarters(start, until)
        first, last = points["decimal_year"].min(), points["decimal_year"].max()
        drift, ahead = drifts.get(name, 0.0), np.maximum(years - now, 0.0)
        spread = np.hypot(line.prediction_sd(years), drift * ahead)
        table = pd.DataFrame({"trend": name, "decimal_year": years, "flop": powers_of_ten(line.at(years))})
        for suffix, share in {"": level, **FAN}.items():
            reach = t_quantile(line.runs - 2, share) * spread
            table[f"flop_low{suffix}"], table[f"flop_high{suffix}"] = (
                powers_of_ten(line.at(years) + r) for r in (-reach, reach)
            )
        slope_sd = line.residual_sd / np.sqrt(line.sum_of_squares)
        reach = t_quantile(line.runs - 2, level) * np.hypot(slope_sd, drift) * ahead
        for ending, moved in (("", 0.0), ("_low", -reach), ("_high", reach)):
            table[f"times{ending}"] = np.where(ahead > 0, powers_of_ten(line.slope * ahead + moved), np.nan)
        table = table.assign(extrapolated=(years < first) | (years > last), since=now, drift=drift)
        if _is_tellable(table):
            tables.append(table)
    return _told(pd.concat(tables, ignore_index=True)[COLUMNS]) if tables else pd.DataFrame(columns=COLUMNS)


def moore(months: Sequence[int], through: pd.DataFrame, until: int) -> pd.DataFrame:
    """Moore's law as a doubling every so many months through one point, in the shape of `projection`."""
    if through.empty:
        return pd.DataFrame(columns=COLUMNS)
    point = through.iloc[0]
    years = quarters(int(point["decimal_year"]), until)
    tables = [
        pd.DataFrame(
            {
                "trend": f"moore-{doubling}-months",
                "decimal_year": years,
                "flop": powers_of_ten(point["log10_flop"] + 12 * LOG10_2 / doubling * (years - point["decimal_year"])),
                "extrapolated": True,
            }
        )
        for doubling in months
    ]
    return _told(pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS))


def _told(table: pd.DataFrame) -> pd.DataFrame:
    """The table with as many digits of its powers of ten as all processors agree on."""
    return table.assign(**rounded_floats(table.filter(regex="^(flop|times)"), DIGITS))


def _is_tellable(table: pd.DataFrame) -> bool:
    """Whether floats hold a fan up to its last year: that of a line through three runs soon reaches beyond."""
    numbers = table.filter(regex="^(flop|times)").abs()
    return not ((numbers <= 10**-MOST_DIGITS) | (numbers >= 10**MOST_DIGITS)).any(axis=None)


def quarters(start: int, until: int) -> np.ndarray:
    """Decimal years from start to until, both in, in steps of a quarter."""
    return np.arange(start, until + STEP / 2, STEP)
