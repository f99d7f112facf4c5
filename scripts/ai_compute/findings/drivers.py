"""What drives growth: shares of the factors of training compute, of runs whose two estimates take it apart."""

import pandas as pd

from ai_compute.findings.numbers import count, known, listing, sentence, share, share_range, significant
from ai_compute.findings.sources import whole
from ai_compute.storage.rows import Tables
from ai_compute.trends.driver_names import BOTH, IMPLIED, MONEY, NAMES, PER_DOLLAR, SPEND, TOTALS
from ai_compute.values.subjects import TIME

VARIANT, TOTAL = BOTH, TOTALS[BOTH]
"""Runs with both methods tell what use they made of their devices; of others it is assumed, and so cannot grow."""
PERIODS = {"2010-2018": "2010 to 2018", "since-2018": "since 2018"}
UNTIL = "2010-2018"
VARIANTS = {VARIANT: "with both methods", TIME: "with hardware time"}
PLAIN = {
    NAMES["count"]: "more devices",
    NAMES["peak"]: "faster devices",
    NAMES["time"]: "longer training",
    IMPLIED: "better use of devices",
    NAMES["utilization"]: "better use of devices",
    NAMES["other"]: "other factors",
}
AT_LEAST = 5
"""Fewer runs say nothing of what drives growth."""


def compared(tables: Tables) -> pd.DataFrame:
    """The rows of the table `drivers` that are shown: the total first, then drivers by their growth before 2018."""
    found = tables["drivers"]
    found = found[(found["variant"] == VARIANT) & found["set"].isin(list(PERIODS)) & found["slope"].notna()]
    found = found[(found["driver"] != NAMES["other"]) & (found["runs"] >= AT_LEAST)]
    first = found.groupby("driver")["slope"].max()
    order = found["driver"].map(first).where(found["driver"] != TOTAL, float("inf"))
    return found.assign(order=order).sort_values(["order", "driver", "set"], ascending=[False, True, True])


def shares(tables: Tables, period: str) -> pd.DataFrame:
    """Rows of the drivers of a period, the largest share first; none if the runs did not grow for certain."""
    found = compared(tables)
    found = found[found["set"] == period]
    if not (found.loc[found["driver"] == TOTAL, "slope_low"] > 0).any():
        return found.iloc[:0]
    rows = found[(found["driver"] != TOTAL) & found["share"].notna() & found["share_low"].notna()]
    return rows.sort_values("share", ascending=False, kind="stable")


def _leading(rows: pd.DataFrame) -> tuple[str, bool]:
    """Which driver leads for certain, or all whose shares are above 0 and overlap that of the largest."""
    rows = rows[(rows["share_high"] >= rows["share_low"].iloc[0]) & (rows["share_low"] > 0)]
    names = [PLAIN.get(str(name), str(name)) for name in rows["driver"]]
    return listing(names), len(names) == 1


def title(tables: Tables) -> str:
    """The finding of the figure."""
    leading = {words: shares(tables, period) for period, words in PERIODS.items()}
    found = {words: _leading(rows) for words, rows in leading.items() if len(rows)}
    if not found and not compared(tables).empty:
        return "Runs that tell their hardware did not grow for certain, so nothing can be said to drive their growth"
    if not found:
        return "Too few runs tell their hardware to say what drives growth"
    told = {words: f"{drivers} drove growth{' most' if certain else ''}" for words, (drivers, certain) in found.items()}
    if len(told) == 1:
        words, only = next(iter(told.items()))
        return f"{sentence(only)}, {words}"
    before, since = told.values()
    if before == since:
        return f"{sentence(before)}, before 2018 and since"
    return f"Until 2018 {before}; since then, {since}"


def caption(tables: Tables) -> str:
    """What the figure shows."""
    found = compared(tables)
    runs = [f"{count(whole(rows['runs'].max()), 'run')} {PERIODS[str(name)]}" for name, rows in found.groupby("set")]
    counted = f" ({listing(runs)})" if runs else ""
    return (
        f"Runs with both estimates{counted}. The share of each factor in the growth of training compute, and its 95 % "
        f"interval.{_whole(found)}"
    )


def _whole(compared: pd.DataFrame) -> str:
    """How fast the whole grew, of which the figure shows shares."""
    totals = compared[compared["driver"] == TOTAL].sort_values("set", kind="stable")
    told = [f"{significant(row['growth_per_year'])} times a year {PERIODS[row['set']]}" for _, row in totals.iterrows()]
    return f" Compute of these runs grew {listing(told)}." if told else ""


READING = (
    "Shares may be negative; with other factors they add up to the whole. Utilization is what operation counting "
    "implies of devices and time. Intervals of shares are by a bootstrap over runs, as if those of one organization "
    "did not resemble each other. Left out are runs of which one method’s facts were derived from the other’s."
)


def finding(tables: Tables) -> str:
    """The shares in a sentence a period."""
    return " ".join(details(tables)) or f"{title(tables)}."


def details(tables: Tables) -> list[str]:
    """The shares, a sentence a period."""
    texts = []
    for period, words in PERIODS.items():
        rows = shares(tables, period)
        period_in_words = sentence(words if words.startswith("since") else f"from {words}")
        if len(rows):
            first, *others = [(row, PLAIN.get(row["driver"], row["driver"])) for _, row in rows.iterrows()]
            runs = count(whole(rows["runs"].iloc[0]), "run")
            started = f"{period_in_words} ({runs} with both estimates)"
            texts.append(f"{started}, {_share(first[0])} of growth came from {first[1]}.")
            made = listing([f"{name} {_share(row, '')}" for row, name in others])
            texts[-1] += f" The others: {made}." if others else ""
        elif (compared(tables)["set"] == period).any():
            texts.append(f"{period_in_words}, compute of runs that tell their hardware did not grow for certain.")
    return [part for part in (*texts, article(tables), money(tables)) if part]


def _share(row: pd.Series, words: str = "95 % interval ") -> str:
    """`40 % (95 % interval 25 % to 64 %)`."""
    ends = f" ({words}{share_range(row['share_low'], row['share_high'])})" if known(row["share_low"]) else ""
    return f"{share(row['share'])}{ends}"


def row_of(tables: Tables, variant: str, driver: str, period: str = UNTIL) -> pd.Series | None:
    """A row of the table `drivers`, or None."""
    rows = tables["drivers"]
    rows = rows[(rows["variant"] == variant) & (rows["driver"] == driver) & (rows["set"] == period)]
    return None if rows.empty else rows.iloc[0]


def article(tables: Tables) -> str:
    """Whether more devices were the main driver until 2018, as the article says, by both variants."""
    parts, leads, certain = [], [], []
    for variant, who in VARIANTS.items():
        devices, others = row_of(tables, variant, NAMES["count"]), _others(tables, variant)
        if devices is None or others.empty or not known(devices["share_low"]) or devices["runs"] < AT_LEAST:
            continue
        next_to = others.sort_values("share", kind="stable").iloc[-1]
        leads.append(devices["share"] > next_to["share"])
        certain.append(bool((devices["share_low"] > others["share_high"]).all()))
        other = PLAIN.get(next_to["driver"], next_to["driver"])
        runs = count(whole(devices["runs"]), "run")
        if variant != VARIANT or shares(tables, UNTIL).empty:  # otherwise these shares are told by themselves
            parts.append(f"On {runs} {who}, {_share(devices)} is by more devices and {_share(next_to, '')} by {other}.")
    if not leads:
        return ""
    verdict = "That depends on the runs"
    if all(leads):
        verdict = "So it is" if all(certain) else "So it seems, but the intervals overlap"
    elif not any(leads):
        verdict = "It is not so"
    held = "The article holds that until 2018 growth came primarily from more chips in parallel"
    return " ".join([f"{held}.", f"{verdict}.", *parts])


def money(tables: Tables) -> str:
    """More operations for a given price, or more money? Until the split."""
    spend, price = (row_of(tables, MONEY, name) for name in (SPEND, PER_DOLLAR))
    if spend is None or price is None:
        return ""
    runs = f"{count(whole(price['runs']), 'run')} on devices that were sold"
    cheaper, paid = _grew(price), _grew(spend)
    return f"Until 2018 ({runs}) {PER_DOLLAR} {cheaper}. The price of all devices of a run {paid}."


def _others(tables: Tables, variant: str) -> pd.DataFrame:
    """What may have driven growth until the split instead of more devices; no utilization where it is assumed."""
    rows = tables["drivers"]
    rows = rows[(rows["variant"] == variant) & (rows["set"] == UNTIL) & rows["share"].notna()]
    told = set(PLAIN) - {NAMES["count"], NAMES["utilization"]}
    return rows[rows["driver"].isin(told)]


def _grew(row: pd.Series) -> str:
    if row["slope_low"] <= 0 <= row["slope_high"]:
        return "did not change by more than chance"
    return f"grew {significant(row['growth_per_year'])} times a year" if row["slope"] > 0 else "fell"
