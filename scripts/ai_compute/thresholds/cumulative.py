"""What a run was trained on top of, added up: the compute that texts of law count."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ai_compute.estimates.uncertainty import interval_factor, log_sd, simulated_sum
from ai_compute.schemas.thresholds import Cumulative
from ai_compute.storage.tables import table
from ai_compute.values.intervals import normal_quantile

WIDE = 3.0
"""A sum whose terms are less sure than x/÷ this is drawn: no closed form fits it."""
LN10 = np.log(10.0)


def chain(run: str, bases: Mapping[str, str]) -> list[str]:
    """A run, its base, that one's base, and so on down."""
    below = [run]
    while (following := bases.get(below[-1], "")) and following not in below:
        below.append(following)
    return below


def cumulative(runs: pd.DataFrame, training_compute: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    """The table `cumulative`: every run with a base and a value of its own.

    Runs of one chain are taken as independent. Where a base has no value, the sum is a lower bound and says so.

    Args:
        runs: the table of that name.
        training_compute: the table of that name.
        draws: how many draws a sum takes that no closed form fits.
        seed: of their random numbers.
    """
    bases = {str(run): str(base) for run, base in zip(runs["run"], runs["base"], strict=True) if base}
    known = training_compute.set_index(training_compute["run"].astype(str))
    rows = []
    for number, run in enumerate(sorted(bases)):
        if run not in known.index:
            continue
        members = chain(run, bases)
        valued = [each for each in members if each in known.index]
        flop, low, high = sum_of(known.loc[valued], draws, (seed, number))
        rows.append(
            {
                "run": run,
                "base": bases[run],
                "flop": flop,
                "flop_low": low,
                "flop_high": high,
                "complete": len(valued) == len(members),
                "parts": " + ".join(_term(each, known) for each in members),
            }
        )
    return table(rows, Cumulative)


def member_shares(runs: pd.DataFrame, training_compute: pd.DataFrame) -> pd.DataFrame:
    """What share of the compute of a run with its bases each of them has, of those that have a value.

    Returns:
        run, member, share: one row a run with a value and each member of its chain, the run itself among them.
    """
    bases = {str(run): str(base) for run, base in zip(runs["run"], runs["base"], strict=True) if base}
    flop = dict(zip(training_compute["run"].astype(str), training_compute["flop"].astype(float), strict=True))
    rows = []
    for run in flop:
        members = [each for each in chain(run, bases) if each in flop]
        whole = sum(flop[each] for each in members)
        rows += [(run, each, flop[each] / whole) for each in members]
    return pd.DataFrame(rows, columns=["run", "member", "share"]).astype({"share": float})


def _term(run: str, known: pd.DataFrame) -> str:
    if run not in known.index:
        return f"{run} (no figure)"
    row: Any = known.loc[run]
    return f"{run} {row['flop']:.2g} FLOP ({row['basis']})"


def sum_of(values: pd.DataFrame, draws: int, seed: Sequence[int]) -> tuple[float, float, float]:
    """Median and 95 % interval of a sum of independent log-normal values.

    Args:
        values: flop, flop_low, flop_high; one row a term.
        draws: how many draws, where a term is less sure than x/÷ 3.
        seed: of the random numbers.
    """
    flop = values["flop"].to_numpy(float)
    sd = log_sd(values["flop_low"], values["flop_high"])
    if len(flop) == 1:
        return float(flop[0]), float(values["flop_low"].iloc[0]), float(values["flop_high"].iloc[0])
    if float(interval_factor(sd).max()) > WIDE:
        drawn = simulated_sum(flop, np.diag(sd**2), draws, seed)
        low, median, high = np.quantile(drawn, [0.025, 0.5, 0.975])
        return float(median), float(low), float(high)
    mean = flop * np.exp((LN10 * sd) ** 2 / 2)
    variance = mean**2 * np.expm1((LN10 * sd) ** 2)
    log_variance = np.log1p(variance.sum() / mean.sum() ** 2)
    median = float(mean.sum() * np.exp(-log_variance / 2))
    reach = float(np.exp(normal_quantile(0.95) * np.sqrt(log_variance)))
    return median, median / reach, median * reach
