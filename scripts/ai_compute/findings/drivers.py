"""What drives growth: shares of the factors of hardware time."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings.numbers import count, known, listing, share

Tables = Mapping[str, pd.DataFrame]
VARIANT, TOTAL = "hardware time", "training compute"
PERIODS = {"2010-2018": "2010 to 2018", "since-2018": "since 2018"}
PLAIN = {
    "device count": "more devices",
    "peak FLOP/s per device": "faster devices",
    "training time": "longer training",
    "utilization": "better use of them",
    "other factors": "other factors",
}


def compared(tables: Tables) -> pd.DataFrame:
    """The rows of the table `drivers` that are shown: the total first, then drivers by their growth before 2018."""
    found = tables["drivers"]
    found = found[(found["variant"] == VARIANT) & found["set"].isin(list(PERIODS)) & found["slope"].notna()]
    found = found[(found["driver"] != "other factors")]
    first = found.groupby("driver")["slope"].max()
    order = found["driver"].map(first).where(found["driver"] != TOTAL, float("inf"))
    return found.assign(order=order).sort_values(["order", "driver", "set"], ascending=[False, True, True])


def shares(tables: Tables, period: str) -> pd.Series:
    """Share of growth by driver, the largest first."""
    found = compared(tables)
    rows = found[(found["set"] == period) & (found["driver"] != TOTAL)]
    return rows.set_index("driver")["share"].dropna().sort_values(ascending=False)


def title(tables: Tables) -> str:
    """The finding of the figure."""
    leading = {words: shares(tables, period) for period, words in PERIODS.items()}
    found = {words: PLAIN.get(str(rows.index[0]), str(rows.index[0])) for words, rows in leading.items() if len(rows)}
    if not found:
        return "Too few runs tell their hardware to say what drives growth"
    if len(found) == len(PERIODS) and len(set(found.values())) == 1:
        return f"{next(iter(found.values())).capitalize()} drive growth most, before 2018 and since"
    if len(found) == 1:
        words, driver = next(iter(found.items()))
        return f"{driver.capitalize()} drove growth most, {words}"
    before, since = found.values()
    return f"Until 2018 {before} drove growth most; since then, {since}"


def caption(tables: Tables) -> str:
    """What the figure shows."""
    found = compared(tables)
    runs = [f"{count(int(rows['runs'].max()), 'run')} {PERIODS[str(name)]}" for name, rows in found.groupby("set")]
    counted = f" ({listing(runs)})" if runs else ""
    return (
        f"Runs that tell their hardware{counted}: yearly growth of each factor, its 95 % interval, and its share "
        "of the growth of training compute. Shares may be negative. Utilization is mostly assumed: it can hardly grow."
    )


def finding(tables: Tables) -> str:
    """The shares in a sentence a period."""
    texts = []
    for period, words in PERIODS.items():
        rows = shares(tables, period)
        if len(rows) and known(float(rows.iloc[0])):
            parts = [f"{share(float(value))} by {PLAIN.get(str(name), str(name))}" for name, value in rows.items()]
            texts.append(f"{words.capitalize()}, growth is explained {listing(parts)}.")
    return " ".join(texts) or f"{title(tables)}."
