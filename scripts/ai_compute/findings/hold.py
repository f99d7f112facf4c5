"""Did the law hold? Later runs against the earlier line."""

from collections.abc import Mapping

import pandas as pd

from ai_compute.findings.growth import SAME_WITHIN, grows, pace, trend
from ai_compute.findings.numbers import count, doubling, known, power, significant
from ai_compute.rows import each_row

Tables = Mapping[str, pd.DataFrame]
BEFORE, SINCE, THIRD_PARTY = "top-10-before-split", "top-10-since-split", "-with-third-party"
LAW = "openai-2018"
RESIDUALS = {
    "the law as plotted": "the 15 runs as plotted, then the top 10",
    "the line of earlier records": "records",
}
MEAN_RESIDUAL = ("mean_residual_low", "mean_residual", "mean_residual_high")


def title(tables: Tables) -> str:
    """The finding of the figure."""
    law, since = trend(tables, LAW), trend(tables, SINCE)
    if law is None or since is None:
        return "Did it hold? There are too few later runs to say"
    if not grows(since):
        return "It did not hold: the largest runs stopped growing after 2018"
    after = doubling(since["doubling_months"])
    ratio = since["doubling_months"] / law["doubling_months"]
    if ratio > SAME_WITHIN:
        stated = doubling(law["doubling_months"])
        return f"It did not hold: since 2018 the largest runs double every {after}, not every {stated}"
    if ratio < 1 / SAME_WITHIN:
        return f"Faster than the law: since 2018 the largest runs double every {after}"
    return f"It held: since 2018 the largest runs double every {after}"


def caption(tables: Tables) -> str:
    """What the figure shows."""
    words = "All runs since 2010. Red: the trend of the runs of 2018’s chart, carried forward"
    if trend(tables, SINCE) is not None:
        words += "; grey: trends of the ten largest runs of their time since"
    return f"{words}."


READING = (
    "Hollow: totals published by somebody else, mostly of closed models. Labelled: the largest. The trend without "
    "closed models leaves those totals out."
)


def details(tables: Tables) -> list[str]:
    """The answer in a few paragraphs."""
    parts = (frontier(tables), difference(tables), backtest(tables), residuals(tables))
    return [text for text in parts if text]


def frontier(tables: Tables) -> str:
    """The frontier before and after, without and with third-party totals."""
    before, since = trend(tables, BEFORE), trend(tables, SINCE)
    if before is None or since is None:
        return "There are too few runs before and after 2018 to compare their growth."
    text = (
        f"The compute of the ten largest runs of their time {pace(before)} until May 2018; since then it {pace(since)}"
    )
    closed = trend(tables, SINCE + THIRD_PARTY)
    if closed is not None and grows(closed):
        text += f", or every {doubling(closed['doubling_months'])} if third parties’ totals of closed models count"
    return f"{text}. Frontier runs are not independent of each other, so these intervals are nominal."


def difference(tables: Tables) -> str:
    """Whether growth before and after differ by more than chance."""
    tests = tables["slope_tests"]
    rows = tests[tests["subset"].isin(["top 10", "top 10 with third-party totals"])].sort_values(
        "subset", kind="stable"
    )
    if rows.empty:
        return ""
    found = list(each_row(rows))
    apart = [test.difference_low > 0 or test.difference_high < 0 for test in found]
    if all(apart) and len({test.difference > 0 for test in found}) == 1:
        became = "faster" if found[0].difference > 0 else "slower"
        return f"The change is larger than chance would make it: growth became {became}."
    if any(apart):
        return "Whether the change is larger than chance depends on whether closed models count."
    return "The change is no larger than chance might make it."


def backtest(tables: Tables) -> str:
    """How later frontier runs lie to the line."""
    law = tables["backtest"]
    law = law[law["line"] == LAW]
    rows, alone = law[law["third_party"] == "with"], law[law["third_party"] == "without"]
    if rows.empty:
        return ""
    last = list(each_row(rows.sort_values(["published", "run"])))[-1]
    later, inside = count(len(rows), "later frontier run"), int(rows["inside"].sum())
    text = f"Of {later}, {inside} lie inside the 95 % prediction interval of the law"
    if len(alone):
        text += f" (without third parties’ totals {int(alone['inside'].sum())} of {len(alone)})"
    if not known(last.ratio):
        return f"{text}."
    far, side = (last.ratio, "above") if last.ratio >= 1 else (1 / last.ratio, "below")
    width = power(last.predicted_flop_high / last.predicted_flop_low, 1)
    return (
        f"{text}, which spans a factor of {width} by {last.published.year}: so few points cannot rule much out. "
        f"The latest lies {power(far) if far >= 1e6 else significant(far)} times {side} the line."
    )


def residuals(tables: Tables) -> str:
    """How far later runs lie from the earlier line in the mean, of the law and of the records."""
    told = []
    for line, name in RESIDUALS.items():
        rows = [_residual(tables, f"{name}{ending}") for ending in ("", " with third-party totals")]
        if all(rows):
            told.append(f"{line} by {rows[0]}, with third parties’ totals by {rows[1]}")
    return f"In the geometric mean, later runs miss {', and '.join(told)}." if told else ""


def _residual(tables: Tables, subset: str) -> str:
    """`a factor of 2,400 (95 % interval 7.4 to 780,000) downwards`, or that chance might do it."""
    rows = tables["slope_tests"]
    rows = rows[rows["subset"] == subset]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    sign = -1 if row["mean_residual"] < 0 else 1
    low, middle, high = sorted(10 ** (sign * row[name]) for name in MEAN_RESIDUAL)
    text = f"a factor of {power(middle)} {'downwards' if sign < 0 else 'upwards'}"
    if low < 1:
        return f"{text}, which chance might make"
    return f"{text} (95 % interval {power(low)} to {power(high)})"
