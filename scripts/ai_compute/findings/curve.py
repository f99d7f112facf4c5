"""Growth over time as a curve: what it says."""

import pandas as pd

from ai_compute.findings.names import QUANTILE
from ai_compute.findings.numbers import doubling, doubling_range, known, share, year
from ai_compute.findings.sources import worked
from ai_compute.storage.rows import Tables
from ai_compute.trends.keys import UPPER, WITH_THIRD_PARTY
from ai_compute.trends.regression import LOG10_2

CAPTION = (
    "Growth of training compute in a year, with 95 % bands: the mean of all runs, and the level that {share} of them "
    "exceed, totals of others included."
)
READING = (
    "A local linear trend through monthly means, months without runs kept as missing; how far growth may wander is "
    "averaged over, weighted by likelihood. A band holds growth of its month, not of all months at once. It takes runs "
    "of one organization for independent: if they resemble each other, it is too narrow. Thin: without totals of "
    "others. A doubling time is told only where growth is certain. The upper level also holds how the scatter of runs "
    "changes."
)


def caption(tables: Tables) -> str:
    """What the figure shows."""
    quantile = share(worked(tables, float(_above(tables)) / 100, "growth, upper quantile in config.yaml"))
    return CAPTION.format(share=quantile)


def _above(tables: Tables) -> str:
    """The share of runs, in per cent, above the level that is followed."""
    quantile = sets(tables).get("upper", UPPER).removesuffix(WITH_THIRD_PARTY).removeprefix(QUANTILE)
    return f"{100 - float(quantile):g}"


def who(tables: Tables, which: str) -> str:
    """Whose growth a curve shows."""
    if which == "mean":
        return "all runs"
    above = _above(tables)
    return "the upper tenth of runs" if above == "10" else f"the upper {above} % of runs"


def sets(tables: Tables) -> dict[str, str]:
    """The sets of the table `growth`: `mean` and `upper`, with totals of others, and `mean alone`, `upper alone`."""
    names = list(dict.fromkeys(tables["growth"]["set"]))
    kinds = {name: "upper" if name.startswith(QUANTILE) else "mean" for name in names}
    return {f"{kind}{'' if name.endswith(WITH_THIRD_PARTY) else ' alone'}": name for name, kind in kinds.items()}


def curve(tables: Tables, which: str) -> pd.DataFrame:
    """One curve by month; empty if it was not drawn."""
    rows = tables["growth"]
    return rows[rows["set"] == sets(tables).get(which, "")].sort_values("decimal_year", kind="stable")


def title(tables: Tables) -> str:
    """The finding of the figure."""
    rows = curve(tables, "mean")
    if rows.empty:
        return "Too few runs to show how growth changed over time"
    return _said(rows, who(tables, "mean"))


def details(tables: Tables) -> list[str]:
    """The upper curve in words; that of the mean is told by the figure’s title."""
    upper = curve(tables, "upper")
    return [f"{_said(upper, who(tables, 'upper'))}."] if len(upper) else []


def _said(rows: pd.DataFrame, who: str) -> str:
    """Whether one pace lies in the band at all times, or from what to what growth changed."""
    low, high = rows["slope_low"].max(), rows["slope_high"].min()
    start, end = (int(rows["decimal_year"].iloc[place]) for place in (0, -1))
    if low <= high:
        if high <= 0:
            return f"Growth of {who} is not certain at any time from {start} to {end}"
        paces = doubling_range(_months(high), _months(low)) if low > 0 else f"{doubling(_months(high))} or more"
        return f"One pace fits {who} from {start} to {end}: a doubling every {paces} lies in the band at all times"
    ranked = rows.sort_values("slope", kind="stable")
    first, then = sorted((ranked.iloc[0], ranked.iloc[-1]), key=lambda row: float(row["decimal_year"]))
    return f"Growth of {who} changed: {_pace(first)}, then {_pace(then)}"


def _pace(row: pd.Series) -> str:
    months = row["doubling_months"]
    pace = f"a doubling every {doubling(months)}" if known(months) else "no certain growth"
    return f"{pace} in {year(row['decimal_year'])}"


def _months(slope: float) -> float:
    months: float = 12 * (LOG10_2 / slope)
    return months
