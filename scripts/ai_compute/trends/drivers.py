"""What drove growth: more devices, longer training, faster devices, better use of them, or money?

log10 of a product is the sum of its factors' log10, and a least-squares slope is linear in what is fitted: so the
slopes of the factors add up to the slope of the product exactly, and each has a share of it.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ai_compute.trends.bootstrap import Floats, generator
from ai_compute.trends.driver_names import BOTH, IMPLIED, MONEY, NAMES, PER_DOLLAR, SPEND, TOTALS
from ai_compute.trends.lines import line_row
from ai_compute.trends.points import EXCLUDED, too_few
from ai_compute.trends.regression import least_squares
from ai_compute.trends.selections import between
from ai_compute.values.dates import Period
from ai_compute.values.subjects import TIME

OF_LINES = [
    *("slope", "slope_low", "slope_high", "growth_per_year", "growth_per_year_low", "growth_per_year_high"),
    *("doubling_months", "doubling_months_low", "doubling_months_high"),
]
COLUMNS = [
    *("set", "variant", "driver", "runs", *OF_LINES, "share", "share_low", "share_high"),
    *("start", "end", "assumed_share"),
]
MISSING = {
    BOTH: "no operation counting, or no devices and time",
    TIME: "no devices and time",
    MONEY: "no devices and time, no launch price, or several kinds of device",
}
DERIVED = "facts of one method were derived from the other's"
SHARE_DECIMALS = 12


def hardware_factors(factors: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Devices, time, peak, utilization and other factors of every hardware-time run whose parts state them.

    The parts of a run are put together so that the product stays the estimate: the time is the sum of the parts' times,
    the count is device-seconds / time, the peak is the mean over device-seconds, the utilization the mean over
    peak-seconds.

    Args:
        factors: the table of that name.

    Returns:
        run, count, time (s), peak (FLOP/s), utilization, other; and rows of the table `excluded`.
    """
    rows = factors[factors["method"] == TIME]
    named = rows["factor"].where(rows["factor"].isin(["count", "time", "peak", "utilization", "device hours"]), "other")
    wide = rows.assign(factor=named).groupby(["run", "part", "factor"])["value"].prod().unstack("factor")
    wide = wide.reindex(columns=["count", "time", "peak", "utilization", "other", "device hours"])
    wide["other"] = wide["other"].fillna(1.0)
    incomplete = wide[["count", "time"]].isna().any(axis=1).groupby("run").any()
    missing = incomplete.index[incomplete]
    excluded = pd.DataFrame({"analysis": "drivers", "run": missing, "reason": "device-hours, not devices and time"})
    wide = wide[~wide.index.get_level_values("run").isin(missing)]
    steps = pd.DataFrame({"time": wide["time"], "device_seconds": wide["count"] * wide["time"]})
    steps["peak_seconds"] = steps["device_seconds"] * wide["peak"]
    steps["used"] = steps["peak_seconds"] * wide["utilization"]
    steps["flop"] = steps["used"] * wide["other"]
    total = steps.groupby("run").sum()
    found = pd.DataFrame(
        {
            "run": total.index.astype(str),
            "count": total["device_seconds"] / total["time"],
            "time": total["time"],
            "peak": total["peak_seconds"] / total["device_seconds"],
            "utilization": total["used"] / total["peak_seconds"],
            "other": total["flop"] / total["used"],
        }
    )
    return found.reset_index(drop=True), excluded[EXCLUDED].reset_index(drop=True)


def own_facts(table: pd.DataFrame, estimates: pd.DataFrame, method: str) -> pd.DataFrame:
    """Rows of a table whose runs have an estimate by a method from facts of its own (`independent` in `estimates`)."""
    own = estimates[(estimates["method"] == method) & estimates["independent"].astype(bool)]
    return table[table["run"].isin(own["run"])].reset_index(drop=True)


def assumed_utilization(factors: pd.DataFrame) -> list[str]:
    """Runs of which a part's utilization is assumed, be it by default or by the entry; of the table `factors`."""
    rows = factors[(factors["factor"] == "utilization") & factors["known"].isin(["default", "assumed"])]
    return sorted(rows["run"].astype(str).unique())


def driver_table(
    hardware: pd.DataFrame, counted: pd.DataFrame, prices: pd.DataFrame, runs: pd.DataFrame
) -> dict[str, tuple[pd.DataFrame, str]]:
    """The factors of every variant, and which column is their product.

    Args:
        hardware: from `hardware_factors`.
        counted: run, flop: operation counting.
        prices: run, price_usd: launch price of the run's device.
        runs: run, decimal_year.

    Returns:
        By variant: run, decimal_year and one column a factor; and the name of the product's column.
    """
    dated = hardware.merge(runs[["run", "decimal_year"]], on="run")
    counted = counted.rename(columns={"flop": TOTALS[BOTH]})
    both = dated.merge(counted[["run", TOTALS[BOTH]]], on="run")
    capacity = both["count"] * both["time"] * both["peak"] * both["other"]
    both = both.assign(**{IMPLIED: both[TOTALS[BOTH]] / capacity}).drop(columns="utilization")
    alone = dated.assign(**{TOTALS[TIME]: dated[["count", "time", "peak", "utilization", "other"]].prod(axis=1)})
    priced = dated.merge(prices, on="run").dropna(subset="price_usd")
    spend = priced["count"] * priced["price_usd"]
    money = pd.DataFrame(
        {
            "run": priced["run"],
            "decimal_year": priced["decimal_year"],
            SPEND: spend,
            PER_DOLLAR: priced["peak"] / priced["price_usd"],
            TOTALS[MONEY]: priced["count"] * priced["peak"],
        }
    )
    return {
        BOTH: (both.rename(columns=NAMES), TOTALS[BOTH]),
        TIME: (alone.rename(columns=NAMES), TOTALS[TIME]),
        MONEY: (money, TOTALS[MONEY]),
    }


def drivers(
    variants: Mapping[str, tuple[pd.DataFrame, str]],
    periods: Mapping[str, Period],
    level: float,
    runs_at_least: int,
    resamples: int,
    seed: int,
    assumed: Collection[str] = (),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Growth of every factor in every period, and its share of the growth of the product.

    Args:
        variants: by variant a table of run, decimal_year and factors, and the column that is their product.
        periods: half-open periods by name.
        level: of the intervals, by t of slopes and by a bootstrap over runs of shares.
        runs_at_least: fewer runs are no trend.
        resamples: of runs, each with all of its factors.
        seed: of the random numbers.
        assumed: runs whose utilization is assumed.

    Returns:
        The table `drivers`, and rows of the table `excluded`.
    """
    rows, left_out = [], []
    for variant, (table, total) in variants.items():
        for name, period in periods.items():
            chosen = between(table, period)
            reason = too_few(chosen, runs_at_least)
            if reason:
                left_out.append({"analysis": f"drivers {variant}, {name}", "run": "", "reason": reason})
                continue
            years = chosen["decimal_year"].to_numpy(float)
            factors = [column for column in chosen.columns if column not in ("run", "decimal_year", total)]
            logs = {driver: _log_growth(chosen[driver]) for driver in [*factors, total]}
            lines = {driver: least_squares(years, values, years, level) for driver, values in logs.items()}
            whole = lines[total].slope
            random = generator(seed, f"drivers {variant} {name}")
            drawn = share_intervals(years, np.column_stack(list(logs.values())), resamples, random, level)
            about = {
                "start": float(years.min()),
                "end": float(years.max()),
                "assumed_share": float(chosen["run"].isin(list(assumed)).mean()),
            }
            for (driver, line), (low, high) in zip(lines.items(), drawn, strict=True):
                share = {"share": line.slope / whole if whole else np.nan, "share_low": low, "share_high": high}
                keys = {"set": name, "variant": variant, "driver": driver}
                rows.append(keys | line_row(line) | share | about)
    return pd.DataFrame(rows, columns=COLUMNS), pd.DataFrame(left_out, columns=EXCLUDED)


def share_intervals(
    years: Floats, logs: Floats, resamples: int, random: np.random.Generator, level: float
) -> list[tuple[float, float]]:
    """Bootstrap intervals of each factor's share of the growth of their product, which is the last column.

    Runs are drawn with all of their factors. Where growth of the product may be 0, a share may be anything: then there
    is no interval (Fieller 1954), which is so if its slope is not above 0 in nearly all resamples.

    Args:
        years: shape (runs,).
        logs: log10 of the factors and of their product, shape (runs, factors + 1).
        resamples: how many.
        random: random numbers.
        level: of the intervals.

    Returns:
        Low and high of each column; NaN without an interval.
    """
    runs = len(years)
    weights = random.multinomial(runs, np.full(runs, 1 / runs), size=resamples).astype(float)
    x, y = (years - years.mean())[:, None], logs - logs.mean(axis=0)
    sums = weights @ np.hstack([np.ones((runs, 1)), x, x * x, x * y, y])
    total, sx, sxx = sums[:, :3].T
    sxy, sy = np.split(sums[:, 3:], 2, axis=1)
    scatter = sxy - (sx / total)[:, None] * sy
    usable = sxx - sx**2 / total > 1e-9 * total
    whole, half = scatter[usable, -1], (1 - level) / 2
    if not usable.any() or (whole <= 0).mean() > half:
        return [(float("nan"), float("nan"))] * logs.shape[1]
    # A share of nothing is 0, not what rounding leaves, which is another on another processor.
    drawn = np.round(scatter[usable] / whole[:, None], SHARE_DECIMALS) + 0.0
    low, high = np.quantile(drawn, [half, 1 - half], axis=0)
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _log_growth(factor: pd.Series) -> NDArray[np.float64]:
    """Log10 of a factor since the first run: exactly 0, and no noise of rounding, if the factor never changes."""
    logs = np.log10(factor.to_numpy(float))
    return np.asarray(logs - logs[0])


def without_drivers(
    variants: Mapping[str, tuple[pd.DataFrame, str]], training_compute: pd.DataFrame, estimates: pd.DataFrame
) -> pd.DataFrame:
    """Rows of the table `excluded` for runs with a value that a variant does not take apart."""
    derived = estimates[~estimates["independent"].astype(bool)]
    tables = []
    for variant, (table, _) in variants.items():
        of_variant = derived if variant == BOTH else derived[derived["method"] == TIME]
        runs = pd.Series(sorted(set(training_compute["run"]) - set(table["run"])), dtype="str")
        reason = runs.isin(of_variant["run"]).map({True: DERIVED, False: MISSING[variant]})
        tables.append(pd.DataFrame({"analysis": f"drivers {variant}", "run": runs, "reason": reason}))
    return pd.concat(tables, ignore_index=True)[EXCLUDED]


def prices_of(run_devices: pd.DataFrame, devices: pd.DataFrame) -> pd.DataFrame:
    """run, price_usd: the launch price of the device of every run that used one kind of device."""
    kinds = run_devices.drop_duplicates(["run", "device"])
    single = kinds[~kinds["run"].duplicated(keep=False)]
    return single.merge(devices[["device", "price_usd"]], on="device")[["run", "price_usd"]]
