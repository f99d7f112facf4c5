"""Did the law hold? Later runs against the earlier line."""

import pandas as pd

from ai_compute.findings import change
from ai_compute.findings.growth import SAME_WITHIN, above_line, aside, grows, overlap, pace, shrinks, trend
from ai_compute.findings.numbers import count, doubling, known, of, power, sentence, significant
from ai_compute.storage.rows import Tables, each_row
from ai_compute.trends.keys import (
    LARGEST_BEFORE,
    LARGEST_SINCE,
    LAW,
    LAW_AS_PLOTTED,
    UPPER_BEFORE,
    UPPER_SINCE,
    WITH_THIRD_PARTY,
)

OURS = "re-derived law"
STATED = pd.Timestamp("2018-05-16")
"""The day on which the law was published."""
RESIDUALS = {
    "the law as plotted": "the 15 runs as plotted, then the top 10",
    "the line of earlier records": "records",
}
WIDE = 1000
"""A prediction interval that spans a larger factor is told as ruling little out."""


def title(tables: Tables) -> str:
    """The finding of the figure."""
    law, since = trend(tables, LAW), trend(tables, UPPER_SINCE + WITH_THIRD_PARTY)
    if law is None:
        return "Did it hold? There are too few runs of 2018’s chart to say"
    if since is None:
        return "Did it hold? There are too few later runs to say"
    if not grows(law):
        return "There was no law to hold: the runs of 2018’s chart did not grow"
    if shrinks(since):
        return "It did not hold: the upper tenth of runs shrank after 2018"
    if since["slope_low"] <= 0:
        return _uncertain(law, since)
    after, stated = doubling(since["doubling_months"]), doubling(law["doubling_months"])
    ratio = since["doubling_months"] / law["doubling_months"]
    if 1 / SAME_WITHIN <= ratio <= SAME_WITHIN:
        return f"It held: since 2018 the upper tenth of runs doubles every {after}"
    if overlap(law, since):
        paces = f"every {after}, not every {stated}, but the intervals of both overlap"
        return f"It may have held: since 2018 the upper tenth of runs doubles {paces}"
    if ratio > SAME_WITHIN:
        return f"It did not hold: since 2018 the upper tenth of runs doubles every {after}, not every {stated}"
    return f"Faster than the law: since 2018 the upper tenth of runs doubles every {after}"


def _uncertain(law: pd.Series, since: pd.Series) -> str:
    """The finding where the later runs may not grow at all."""
    if since["slope_high"] < law["slope_low"]:
        return "It did not hold: since 2018 it is not certain that the upper tenth of runs grows at all"
    return "Did it hold? The runs since 2018 are too few or too scattered to say"


def caption(tables: Tables) -> str:
    """What the figure shows."""
    words = "All runs since 2010. Red: the trend of the runs of 2018’s chart, carried forward"
    if trend(tables, UPPER_SINCE + WITH_THIRD_PARTY) is not None:
        words += "; grey: the line that a tenth of all runs exceed, before and since May 2018"
    return f"{words}."


READING = (
    "Hollow: totals of others, which somebody else than the authors published, be the model open or closed. Labelled: "
    "the largest. The line that a tenth of all runs exceed is found by quantile regression, before and since May 2018 "
    "separately; dotted, it leaves totals of others out."
)


def since_the_law(tables: Tables) -> str:
    """How many runs since 2018 lie above the law carried forward; '' if there is no law or no such run."""
    law, runs = trend(tables, LAW), tables["training_compute"]
    later = runs[runs["published"] >= STATED]
    if law is None or later.empty:
        return ""
    above = int((above_line(law, later) > 0).sum())
    number = "None" if above == 0 else sentence(count(above, "").strip())
    verb = "lies" if above <= 1 else "lie"
    return f"{number} of the {len(later):,} runs published since the law was stated {verb} above its line"


def details(tables: Tables) -> list[str]:
    """The answer in a few paragraphs."""
    parts = (change.answer(tables), frontier(tables), *change.details(tables), backtest(tables), residuals(tables))
    return [text for text in parts if text]


def frontier(tables: Tables) -> str:
    """The frontier before and after: of all runs, by quantile regression, and of those that were the largest."""
    told = [_upper(tables), _largest(tables)]
    return " ".join(text for text in told if text) or (
        "There are too few runs before and after 2018 to compare their growth."
    )


def _upper(tables: Tables) -> str:
    """The line that a tenth of all runs exceed before and after, with totals of others and without."""
    before, since = (trend(tables, name + WITH_THIRD_PARTY) for name in (UPPER_BEFORE, UPPER_SINCE))
    if before is None or since is None:
        return ""
    text = f"The line that a tenth of all runs exceed {pace(before)} until May 2018, and {pace(since)} since"
    ours = trend(tables, UPPER_SINCE)
    return f"{text}; without totals of others it {pace(ours)} since." if ours is not None else f"{text}."


def _largest(tables: Tables) -> str:
    """The ten largest runs of their time before and after; no interval, since they are selected."""
    before, since = (trend(tables, name + WITH_THIRD_PARTY) for name in (LARGEST_BEFORE, LARGEST_SINCE))
    if before is None or since is None:
        return ""
    ours = aside(since, trend(tables, LARGEST_SINCE))
    too_steep = change.bias(tables)
    bias = f", and lines through them are too steep in worlds that are known, {too_steep}" if too_steep else ""
    return (
        f"The ten largest runs of their time, totals of others included, {pace(before)} until May 2018, and "
        f"{pace(since)} since{f' ({ours})' if ours else ''}; runs that are selected have no interval that holds{bias}."
    )


def backtest(tables: Tables) -> str:
    """How later frontier runs lie to the line through our estimates, and to that through the points as plotted."""
    lines = tables["backtest"]
    law = lines[lines["line"] == LAW]
    rows, alone = law[law["third_party"] == "with"], law[law["third_party"] == "without"]
    if rows.empty:
        return ""
    last = list(each_row(rows.sort_values(["published", "run"])))[-1]
    inside, inside_alone = of(int(rows["inside"].sum()), len(rows)), of(int(alone["inside"].sum()), len(alone))
    verb = "lies" if len(rows) == 1 else "lie"
    plural = "" if len(rows) == 1 else "s"
    text = f"{sentence(inside)} later frontier run{plural} {verb} inside the 95 % prediction interval of the {OURS}"
    if len(alone) and inside_alone != inside:
        text += f" ({inside_alone} without totals of others)"
    plotted = lines[(lines["line"] == LAW_AS_PLOTTED) & (lines["third_party"] == "with")]
    if len(plotted):
        text += f", and {of(int(plotted['inside'].sum()), len(plotted))} inside that of the law as plotted"
    if not known(last.ratio):
        return f"{text}."
    width = last.predicted_flop_high / last.predicted_flop_low
    if width >= WIDE:
        which = "the former" if len(plotted) else "it"
        text += f"; {which} spans a factor of {power(width, 1)} by {last.published.year}, so that it rules little out"
    return f"{text}. The latest lies {apart(last.ratio)} the {OURS}."


def residuals(tables: Tables) -> str:
    """How far later frontier runs lie from the earlier line in the mean; no interval, since they are selected."""
    tests = {row.subset: row for row in each_row(tables["slope_tests"])}
    told = []
    for line, name in RESIDUALS.items():
        alone, joined = tests.get(name), tests.get(f"{name} with third-party totals")
        first = joined if joined is not None else alone
        if first is None:
            continue
        told.append(f"{apart(10**first.mean_residual)} {line}")
        if alone is not None and alone.mean_residual != first.mean_residual:
            told[-1] += f", and {apart(10**alone.mean_residual)} it without totals of others"
    return f"In the geometric mean, later frontier runs lie {'; '.join(told)}." if told else ""


def apart(ratio: float) -> str:
    """`3.8 times above`, `on`: how a value lies to a line."""
    far, side = (ratio, "above") if ratio >= 1 else (1 / ratio, "below")
    return "on" if significant(far) == "1.0" else f"{power(far)} times {side}"
