"""The article's four eras, and whether its 15 runs were the large ones of their time: what is said, what is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from ai_compute.trends.frontier import rank_at_publication
from ai_compute.values.intervals import share_interval

COLUMNS = [
    *("edges", "era", "quantity", "set", "start", "end", "runs", "stated_low", "stated_high"),
    *("found_low", "found_median", "found_high", "inside_share", "inside_share_low", "inside_share_high"),
]
SELECTED = ["set", "run", "published", "flop", "rank_all", "runs_all", "rank_window", "runs_window"]


@dataclass(frozen=True)
class Era:
    """A half-open period of the text, and the range that it states for each quantity (None: no number)."""

    start: date | None
    end: date | None
    stated: Mapping[str, tuple[float, float] | None]


def eras(
    values: pd.DataFrame, members: Mapping[str, set[str] | None], stated: Mapping[str, Era], months: int, level: float
) -> pd.DataFrame:
    """What runs of each era used and took, beside what the text says, with edges as stated and moved.

    Args:
        values: run, published and one column for each quantity of the eras (NaN where unknown).
        members: sets of runs by name; None is all.
        stated: the eras of the text by name.
        months: how far the edges are moved.
        level: of the binomial intervals of shares (Wilson 1927).

    Returns:
        The table `eras`.
    """
    rows = []
    moves = {"as stated": 0, f"{months} months earlier": -months, f"{months} months later": months}
    for edges, move in moves.items():
        for name, era in stated.items():
            start, end = _moved(era.start, move), _moved(era.end, move)
            inside = (values["published"] >= start if start is not None else True) & (
                values["published"] < end if end is not None else pd.Series(True, values.index)
            )
            for group, runs in members.items():
                chosen = values[inside & (values["run"].isin(runs) if runs is not None else True)]
                for quantity, range_ in era.stated.items():
                    keys = {"edges": edges, "era": name, "quantity": quantity, "set": group, "start": start, "end": end}
                    rows.append(keys | _found(chosen[quantity].dropna().to_numpy(float), range_, level))
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.assign(start=pd.to_datetime(table["start"]), end=pd.to_datetime(table["end"]))


def selected(training_compute: pd.DataFrame, sets: Mapping[str, set[str]], window_years: float) -> pd.DataFrame:
    """Ranks at publication of the runs of named sets, among all runs and among those of the years just before.

    Args:
        training_compute: run, published, decimal_year, flop.
        sets: runs by the set's name.
        window_years: length of the window that ends with each run's publication.

    Returns:
        The table `selected`.
    """
    years, flop = training_compute["decimal_year"].to_numpy(float), training_compute["flop"].to_numpy(float)
    ranks = rank_at_publication(years, flop)
    rows = []
    for name, runs in sets.items():
        for place in np.flatnonzero(training_compute["run"].isin(runs)):
            before = years <= years[place]
            window = before & (years > years[place] - window_years)
            run = training_compute.iloc[place]
            rows.append(
                {
                    "set": name,
                    "run": run["run"],
                    "published": run["published"],
                    "flop": run["flop"],
                    "rank_all": int(ranks[place]),
                    "runs_all": int(before.sum()),
                    "rank_window": int((flop[window] > flop[place]).sum()) + 1,
                    "runs_window": int(window.sum()),
                }
            )
    return pd.DataFrame(rows, columns=SELECTED)


def _moved(edge: date | None, months: int) -> pd.Timestamp | None:
    return None if edge is None else pd.Timestamp(edge) + pd.DateOffset(months=months)


def _found(values: np.ndarray, stated: tuple[float, float] | None, level: float) -> dict[str, object]:
    low, high = stated or (np.nan, np.nan)
    found = np.quantile(values, [0, 0.5, 1]) if len(values) else [np.nan] * 3
    share = [np.nan] * 3
    if stated and len(values):
        inside = int(((values >= low) & (values <= high)).sum())
        share = [inside / len(values), *share_interval(inside, len(values), level)]
    return {
        "runs": len(values),
        "stated_low": low,
        "stated_high": high,
        "found_low": found[0],
        "found_median": found[1],
        "found_high": found[2],
        **dict(zip(COLUMNS[-3:], share, strict=True)),
    }
