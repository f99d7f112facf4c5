"""Forecasts that were tried: what was known before a day, held against what came after it.

At each cut, methods see the runs before it only and forecast log10 FLOP of every later run of the set at its date. A
frontier set is known up to the cut too, since ranks look backward. Scores: coverage of central intervals, mean error,
and the continuous ranked probability score (Gneiting and Raftery 2007), in log10.

A line's prediction interval holds if growth never changes. Growth does change, so that the fan is widened by a drift: a
standard deviation of so many log10 a year ahead, the one with which forecasts scored best up to a day, by runs of up to
that day. What is told is how its intervals held after that day.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ai_compute.trends.quantile import quantile_lines
from ai_compute.trends.regression import Floats
from ai_compute.trends.selections import Selection

COLUMNS = [
    *(
        "set",
        "threshold",
        "method",
        "cut",
        "horizon_low",
        "horizon_high",
        "runs",
        "inside_50",
        "inside_80",
        "inside_95",
    ),
    *("mean_error_log10", "crps", "tuned"),
]
LINE, LAST, FLAT, QUANTILES = "line", "last growth carried on", "flat", "quantile line"
WIDENED, LAW = "line, widened", "law of 2018"
METHODS = [LINE, LAST, FLAT, QUANTILES, WIDENED, LAW]
LEVELS = {"inside_50": 0.5, "inside_80": 0.8, "inside_95": 0.95}
SHARES = np.array([0.025, *np.arange(0.05, 0.96, 0.05), 0.975])
"""The quantiles whose lines make a forecast: fine enough for a score, and the ends of all intervals among them."""
DRIFTS = np.arange(0.0, 1.005, 0.01)
"""The drifts that are tried, in log10 a year."""
LEAST = 8
"""A cut before which a method has fewer runs is not tried."""


@dataclass(frozen=True)
class Trial:
    """Cuts (years), horizons (years after a cut, from and below), the years that count as last, the cuts to tune on.

    `law` is the trend that is carried on from the day `law_from` on.
    """

    cuts: Sequence[float]
    horizons: Sequence[tuple[float, float]]
    last_years: float
    tuned_until: float
    law: str
    law_from: float


@dataclass(frozen=True)
class Spread:
    """Forecasts of some runs as t distributions about a middle: of shape (runs,), the scale also (drifts, runs)."""

    middle: Floats
    scale: Floats
    degrees: float

    def quantiles(self, shares: Floats) -> Floats:
        """Log10 FLOP below which a share lies, shape (shares, runs)."""
        from scipy.special import stdtrit  # imported where it computes: figures and words need only what is beside

        return np.asarray(self.middle + np.outer(stdtrit(self.degrees, shares), self.scale))

    def score(self, values: Floats) -> Floats:
        """CRPS of each run."""
        return np.asarray(self.scale * crps_of_t((values - self.middle) / self.scale, self.degrees))

    def widened(self, drift: float | Floats, ahead: Floats) -> "Spread":
        """With a drift of growth, in log10 a year, over so many years ahead; drifts are of shape (drifts, 1)."""
        return Spread(self.middle, np.hypot(self.scale, drift * ahead), self.degrees)


@dataclass(frozen=True)
class Quantiles:
    """Forecasts of some runs as their quantiles SHARES, shape (shares, runs)."""

    lines: Floats

    @property
    def middle(self) -> Floats:
        """The median."""
        return np.asarray(self.lines[len(SHARES) // 2])

    def quantiles(self, shares: Floats) -> Floats:
        """Log10 FLOP below which a share lies, one of SHARES, shape (shares, runs)."""
        return np.asarray(self.lines[np.abs(SHARES[:, None] - shares).argmin(axis=0)])

    def score(self, values: Floats) -> Floats:
        """CRPS of each run: twice the quantile loss, averaged over shares."""
        left = values - self.lines
        loss = np.maximum(SHARES[:, None] * left, (SHARES[:, None] - 1) * left)
        edges = np.concatenate([[0.0], (SHARES[1:] + SHARES[:-1]) / 2, [1.0]])
        return np.asarray(2 * np.diff(edges) @ loss)


Forecast = Spread | Quantiles
Method = Callable[[Floats, Floats, Floats], Forecast | None]


def crps_of_t(z: Floats, degrees: float) -> Floats:
    """CRPS of Student's t at z (Jordan, Krüger and Lerch 2019, 'Evaluating probabilistic forecasts', appendix A)."""
    from scipy.special import beta, stdtr

    density = (1 + z**2 / degrees) ** (-(degrees + 1) / 2) / (np.sqrt(degrees) * beta(0.5, degrees / 2))
    constant = 2 * np.sqrt(degrees) / (degrees - 1) * beta(0.5, degrees - 0.5) / beta(0.5, degrees / 2) ** 2
    share = 2 * stdtr(degrees, z) - 1
    return np.asarray(z * share + 2 * density * (degrees + z**2) / (degrees - 1) - constant)


def line_forecast(x: Floats, y: Floats, at: Floats) -> Spread | None:
    """Least squares and its prediction distribution at dates; None with too few runs."""
    if len(x) < LEAST or np.ptp(x) == 0:
        return None
    middle = x.mean()
    squares = float(((x - middle) ** 2).sum())
    slope = float(((x - middle) * y).sum()) / squares
    residuals = y - y.mean() - slope * (x - middle)
    sd = np.sqrt(float((residuals**2).sum()) / (len(x) - 2))
    leverage = 1 / len(x) + (at - middle) ** 2 / squares
    return Spread(y.mean() + slope * (at - middle), sd * np.sqrt(1 + leverage), len(x) - 2.0)


def flat_forecast(x: Floats, y: Floats, at: Floats) -> Spread | None:
    """The mean, as if nothing grew."""
    if len(x) < LEAST:
        return None
    scale = y.std(ddof=1) * np.sqrt(1 + 1 / len(y))
    return Spread(np.full(len(at), y.mean()), np.full(len(at), scale), len(y) - 1.0)


def quantile_forecast(x: Floats, y: Floats, at: Floats) -> Quantiles | None:
    """A line for each quantile; where lines cross, quantiles are put in order (Chernozhukov et al. 2010)."""
    if len(x) < LEAST or np.ptp(x) == 0:
        return None
    ones, slope, lines = np.ones((1, len(x))), None, []
    for share in SHARES:
        (slope,), (intercept,) = quantile_lines(x, y, float(share), ones, slope)
        lines.append(intercept + slope * at)
    return Quantiles(np.sort(np.array(lines), axis=0))


def forecasts(selections: Mapping[str, Selection], sets: Sequence[str], trial: Trial) -> pd.DataFrame:
    """Every method tried at every cut on every set: the table `forecasts`.

    `tuned` says that a row's cut is among those that the widening was tuned on: coverage is told of the others only.
    """
    rows: list[dict[str, object]] = []
    for name in sets:
        if name not in selections:
            continue
        points = selections[name].points
        drift = drift_of(points, trial)
        for method, cut, ahead, forecast, values in _tries(points, trial):
            rows += _scores(name, method, cut, ahead, forecast, values, trial)
            if method == LINE and isinstance(forecast, Spread):
                rows += _scores(name, WIDENED, cut, ahead, forecast.widened(drift, ahead), values, trial)
        rows += _law(name, points, selections, trial)
    return pd.DataFrame(rows, columns=COLUMNS)


def drift_of(points: pd.DataFrame, trial: Trial) -> float:
    """The drift, in log10 a year, with which forecasts by the line scored best, by runs up to the end of `tuned_until`.

    Of the drifts DRIFTS the one with the lowest CRPS, over forecasts of runs whose values were known by then; the
    lowest drift if nothing was tried.
    """
    total = np.zeros(len(DRIFTS))
    for method, cut, ahead, forecast, values in _tries(points, trial, (LINE,)):
        known = cut + ahead < trial.tuned_until + 1
        if method == LINE and isinstance(forecast, Spread) and cut <= trial.tuned_until and known.any():
            total += forecast.widened(DRIFTS[:, None], ahead).score(values)[:, known].sum(axis=1)
    return float(DRIFTS[total.argmin()])


def _tries(
    points: pd.DataFrame, trial: Trial, methods: Sequence[str] = METHODS
) -> Iterator[tuple[str, float, Floats, Forecast, Floats]]:
    """Method, cut, years ahead, forecast and values of every cut at which there is something to forecast."""
    years, values = points["decimal_year"].to_numpy(float), points["log10_flop"].to_numpy(float)
    farthest = max(high for _, high in trial.horizons)
    for cut in trial.cuts:
        later = (years >= cut) & (years < cut + farthest)
        if not later.any():
            continue
        for method, (function, since) in _methods(trial.last_years).items():
            if method not in methods:
                continue
            seen = (years < cut) & (years >= cut - since)
            forecast = function(years[seen], values[seen], years[later])
            if forecast is not None:
                yield method, cut, years[later] - cut, forecast, values[later]


def _methods(last_years: float) -> dict[str, tuple[Method, float]]:
    return {
        LINE: (line_forecast, np.inf),
        LAST: (line_forecast, last_years),
        FLAT: (flat_forecast, last_years),
        QUANTILES: (quantile_forecast, np.inf),
    }


def _law(name: str, points: pd.DataFrame, selections: Mapping[str, Selection], trial: Trial) -> list[dict[str, object]]:
    """Scores of the law as it was drawn, carried on from the day it was published."""
    if trial.law not in selections:
        return []
    drawn = selections[trial.law].points
    later = points[points["decimal_year"] >= trial.law_from]
    at = later["decimal_year"].to_numpy(float)
    x, y = (drawn[column].to_numpy(float) for column in ("decimal_year", "log10_flop"))
    forecast = line_forecast(x, y, at)
    if forecast is None or later.empty:
        return []
    values = later["log10_flop"].to_numpy(float)
    return _scores(name, LAW, trial.law_from, at - trial.law_from, forecast, values, trial)


def _scores(
    name: str, method: str, cut: float, ahead: Floats, forecast: Forecast, values: Floats, trial: Trial
) -> list[dict[str, object]]:
    ends = {label: forecast.quantiles(np.array([0.5 - level / 2, 0.5 + level / 2])) for label, level in LEVELS.items()}
    inside = {label: (values >= low) & (values <= high) for label, (low, high) in ends.items()}
    scores, rows = forecast.score(values), []
    for low, high in trial.horizons:
        chosen = (ahead >= low) & (ahead < high)
        if chosen.any():
            rows.append(
                {"set": name, "threshold": "", "method": method, "cut": cut, "horizon_low": low, "horizon_high": high}
                | {"runs": int(chosen.sum())}
                | {label: int(held[chosen].sum()) for label, held in inside.items()}
                | {
                    "mean_error_log10": float((forecast.middle - values)[chosen].mean()),
                    "crps": float(scores[chosen].mean()),
                    "tuned": method == WIDENED and cut <= trial.tuned_until,
                }
            )
    return rows
