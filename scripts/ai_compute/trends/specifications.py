"""The specification curve: the doubling time under every crossing of defensible choices, identical fits once.

After Simonsohn, Simmons and Nelson (2020, 'Specification curve analysis'), without their tests: the curve shows what
the answer depends on, it is no evidence of its own.
"""

import hashlib
from collections import Counter
from dataclasses import asdict

import numpy as np
import pandas as pd

from ai_compute.messages.problems import count
from ai_compute.storage.tables import rounded_floats
from ai_compute.trends.crossings import Choices, Estimated, crossings
from ai_compute.trends.points import EXCLUDED, too_few_dates
from ai_compute.trends.regression import ESTIMATORS, Line, doubling_months
from ai_compute.trends.shards import WHOLE, Shard
from ai_compute.values.dates import Period

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
    for place, (crossing, years, logs) in enumerate(crossings(data, members, period, choices)):
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
    for name, of_set in rows.groupby("set", sort=True):
        slopes = of_set["slope"]
        total = float(((slopes - slopes.mean()) ** 2).sum())
        for choice in CHOICE:
            option = of_set[choice].astype("str").where(of_set[choice].notna(), "")
            means = of_set.groupby(option, sort=True)["slope"].agg(["mean", "size"])
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
