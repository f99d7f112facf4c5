"""What drives growth: shares of the factors of hardware time."""

import pandas as pd

from ai_compute.findings.numbers import count, known, listing, sentence, share, significant
from ai_compute.storage.rows import Tables

VARIANT, TOTAL = "hardware time", "training compute"
PERIODS = {"2010-2018": "2010 to 2018", "since-2018": "since 2018"}
TOTALS = {VARIANT: TOTAL, "both methods": "operation counting"}
UNTIL, MONEY = "2010-2018", "launch price"
VARIANTS = {"both methods": "with both methods", VARIANT: "with hardware time"}
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
    """Share of growth by driver, the largest first; none if the runs did not grow for certain."""
    found = compared(tables)
    found = found[found["set"] == period]
    if not (found.loc[found["driver"] == TOTAL, "slope_low"] > 0).any():
        return pd.Series(dtype=float)
    rows = found[found["driver"] != TOTAL]
    return rows.set_index("driver")["share"].dropna().sort_values(ascending=False, kind="stable")


def title(tables: Tables) -> str:
    """The finding of the figure."""
    leading = {words: shares(tables, period) for period, words in PERIODS.items()}
    found = {words: PLAIN.get(str(rows.index[0]), str(rows.index[0])) for words, rows in leading.items() if len(rows)}
    if not found and not compared(tables).empty:
        return "Runs that tell their hardware did not grow for certain, so nothing can be said to drive their growth"
    if not found:
        return "Too few runs tell their hardware to say what drives growth"
    if len(found) == len(PERIODS) and len(set(found.values())) == 1:
        return f"{next(iter(found.values())).capitalize()} drove growth most, before 2018 and since"
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
        "of the growth of training compute."
    )


READING = "Shares may be negative. Utilization is mostly assumed: it can hardly grow."


def finding(tables: Tables) -> str:
    """The shares in a sentence a period."""
    return " ".join(details(tables)) or f"{title(tables)}."


def details(tables: Tables) -> list[str]:
    """The shares, a sentence a period."""
    texts = []
    for period, words in PERIODS.items():
        rows = shares(tables, period)
        period_in_words = sentence(words if words.startswith("since") else f"from {words}")
        if len(rows) and known(float(rows.iloc[0])):
            found = [(share(float(value)), PLAIN.get(str(name), str(name))) for name, value in rows.items()]
            (most, leading), *others = found
            parts = [f"{most} of growth came from {leading}", *(f"{part} from {name}" for part, name in others)]
            texts.append(f"{period_in_words}, {listing(parts)}.")
        elif (compared(tables)["set"] == period).any():
            texts.append(f"{period_in_words}, compute of runs that tell their hardware did not grow for certain.")
    return [part for part in (*texts, article(tables), money(tables)) if part]


def row_of(tables: Tables, variant: str, driver: str, period: str = UNTIL) -> pd.Series | None:
    """A row of the table `drivers`, or None."""
    rows = tables["drivers"]
    rows = rows[(rows["variant"] == variant) & (rows["driver"] == driver) & (rows["set"] == period)]
    return None if rows.empty else rows.iloc[0]


def article(tables: Tables) -> str:
    """Whether more devices were the main driver until 2018, as the article says, by both variants."""
    parts, leads, certain = [], [], []
    for variant, who in VARIANTS.items():
        devices, others = row_of(tables, variant, "device count"), _others(tables, variant)
        if devices is None or others.empty or not known(devices["share"]) or not _grew_for_certain(tables, variant):
            continue
        next_to = others.sort_values("slope", kind="stable").iloc[-1]
        leads.append(devices["slope"] > next_to["slope"])
        certain.append(bool((devices["slope_low"] > others["slope_high"]).all()))
        other = PLAIN.get(next_to["driver"], next_to["driver"])
        shares = f"{share(devices['share'])} by more devices and {share(next_to['share'])} by {other}"
        parts.append(f"{shares} on {count(int(devices['runs']), 'run')} {who}")
    if not parts:
        return ""
    verdict = "That depends on the runs"
    if all(leads):
        verdict = "So it is" if all(certain) else "So it seems, but the intervals overlap"
    elif not any(leads):
        verdict = "It is not so"
    held = "The article holds that until 2018 growth came primarily from more chips in parallel"
    return f"{held}. {verdict}: {listing(parts)}."


def money(tables: Tables) -> str:
    """More operations for a given price, or more money? Until the split."""
    spend, price = (row_of(tables, MONEY, name) for name in ("hardware spend", "peak FLOP/s per launch dollar"))
    if spend is None or price is None:
        return ""
    runs = f"{count(int(price['runs']), 'run')} on devices that were sold"
    cheaper, paid = _grew(price), _grew(spend)
    return f"Until 2018 ({runs}) peak FLOP/s per launch dollar {cheaper}; the price of all devices of a run {paid}."


def _others(tables: Tables, variant: str) -> pd.DataFrame:
    """What may have driven growth until the split instead of more devices."""
    rows = tables["drivers"]
    rows = rows[(rows["variant"] == variant) & (rows["set"] == UNTIL) & rows["slope"].notna()]
    return rows[rows["driver"].isin(set(PLAIN) - {"device count"})]


def _grew_for_certain(tables: Tables, variant: str) -> bool:
    total = row_of(tables, variant, TOTALS[variant])
    return total is None or bool(total["slope_low"] > 0)


def _grew(row: pd.Series) -> str:
    if row["slope_low"] <= 0 <= row["slope_high"]:
        return "did not change by more than chance"
    return f"grew {significant(row['growth_per_year'])} times a year" if row["slope"] > 0 else "fell"
