"""Did the law hold? Later runs against the earlier line."""

from typing import Any

import pandas as pd

from ai_compute.findings import change, chosen
from ai_compute.findings.growth import aside, grows, overlap, pace, plain_name, shrinks, trend
from ai_compute.findings.numbers import count, day, integer, known, of, power, sentence, significant
from ai_compute.findings.run import WHO
from ai_compute.findings.sources import number_of, plain, whole
from ai_compute.storage.rows import Tables, each_row
from ai_compute.trends.keys import (
    FIFTH_BEFORE,
    FIFTH_SINCE,
    LARGEST_BEFORE,
    LARGEST_SINCE,
    LAW,
    LAW_AS_PLOTTED,
    UPPER,
    UPPER_BEFORE,
    UPPER_SINCE,
    WITH_THIRD_PARTY,
)

OURS = "re-derived law"
RESIDUALS = "the 15 runs as plotted, then the top 10"
WIDE = 1000
"""A prediction interval that spans a larger factor is told as ruling little out."""


def title(tables: Tables) -> str:
    """Whether the upper tenth kept its pace, by one rule before and since; the law's chosen runs are no measure."""
    before, since = (trend(tables, name + WITH_THIRD_PARTY) for name in (UPPER_BEFORE, UPPER_SINCE))
    if before is None or since is None:
        when = "earlier" if before is None else "later"
        return f"Did it hold? There are too few {when} runs to say"
    month = chosen.split(tables)
    if shrinks(since):
        return f"It did not hold: the upper tenth of runs shrank after {month}"
    if not grows(since) or since["slope_low"] <= 0:
        return f"Did it hold? It is not certain that the upper tenth of runs grows at all since {month}"
    if not grows(before) or before["slope_low"] <= 0:
        return f"Did it hold? It is not certain that the upper tenth of runs grew at all until {month}"
    slower = since["slope"] < before["slope"]
    grew = f"the upper tenth of runs grew {'more slowly' if slower else 'faster'} since {month} than before"
    if overlap(before, since):
        return f"It may have held: {grew}, but the intervals of both overlap"
    return f"It did not hold: {grew}"


def details(tables: Tables) -> list[str]:
    """What stands behind the answer (`change.answer`), in a few paragraphs."""
    parts = (frontier(tables), *change.details(tables), backtest(tables), residuals(tables))
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
    month = chosen.split(tables)
    text = f"The line that a tenth of all runs exceed {pace(before)} until {month}. Since then it {pace(since)}"
    ours = trend(tables, UPPER_SINCE)
    text += f"; without totals of others it {pace(ours)}." if ours is not None else "."
    return " ".join(each for each in (text, _all_years(tables), _fifth(tables)) if each)


def _all_years(tables: Tables) -> str:
    """The upper tenth through all years: no measure of growth alone, since it turns where runs scatter otherwise."""
    whole, ours = trend(tables, UPPER + WITH_THIRD_PARTY), trend(tables, UPPER)
    if whole is None:
        return ""
    text, which = f"One line through all years {pace(whole)}", "it also holds"
    if ours is not None and plain(pace(ours)) != plain(pace(whole)):
        text, which = f"{text}. Without totals of others it {pace(ours)}", "both also hold"
    return f"{text}; {which} how the scatter of runs changed."


def _fifth(tables: Tables) -> str:
    """The same of the line that a fifth of all runs exceed: whether what is said hangs on the share."""
    before, since = (trend(tables, name + WITH_THIRD_PARTY) for name in (FIFTH_BEFORE, FIFTH_SINCE))
    if before is None or since is None:
        return ""
    return f"The line that a fifth exceed {pace(before)} until {chosen.split(tables)}. Since then it {pace(since)}."


def _largest(tables: Tables) -> str:
    """The ten largest runs of their time before and after; no interval, since they are selected."""
    before, since = (trend(tables, name + WITH_THIRD_PARTY) for name in (LARGEST_BEFORE, LARGEST_SINCE))
    if before is None or since is None:
        return ""
    ours = aside(since, trend(tables, LARGEST_SINCE))
    times = change.bias(tables)
    bias = f" In simulated worlds, lines through them show more growth a year than there is: {times}." if times else ""
    ours = f" ({ours})" if ours else ""
    return (
        f"The ten largest runs of their time, totals of others included, {pace(before)} until {chosen.split(tables)}. "
        f"Since then they {pace(since)}{ours}. Runs that are selected have no interval that holds.{bias}"
    )


def backtest(tables: Tables) -> str:
    """How later frontier runs lie to the line through our estimates, and to that through the points as plotted."""
    lines = tables["backtest"]
    law = lines[lines["line"] == LAW]
    rows, alone = law[law["third_party"] == "with"], law[law["third_party"] == "without"]
    if rows.empty:
        return ""
    last = list(each_row(rows.sort_values(["published", "run"])))[-1]
    inside, inside_alone = (_inside(each, f"{OURS}, {third}") for each, third in ((rows, "with"), (alone, "without")))
    verb = "lies" if len(rows) == 1 else "lie"
    plural = "" if len(rows) == 1 else "s"
    text = f"{sentence(inside)} later frontier run{plural} {verb} inside the 95 % prediction interval of the {OURS}"
    if len(alone) and plain(inside_alone) != plain(inside):
        text += f" ({inside_alone} without totals of others)"
    plotted = lines[(lines["line"] == LAW_AS_PLOTTED) & (lines["third_party"] == "with")]
    if len(plotted):
        verb = "lies" if len(plotted) == 1 else "lie"
        text += f". {sentence(_inside(plotted, 'law as plotted, with'))} {verb} inside that of the law as plotted"
    if not known(last.ratio):
        return f"{text}."
    width = last.predicted_flop_high / last.predicted_flop_low
    if width >= WIDE:
        text += f". That of the {OURS} spans a factor of {power(width)} by {last.published.year}: it rules little out"
    return f"{text}. The latest, {_named(tables, last)}, lies {apart(last.ratio)} the {OURS}."


def _inside(rows: pd.DataFrame, line: str) -> str:
    what = f"later frontier runs against the {line} totals of others"
    return of(number_of(rows[rows["inside"].astype(bool)], f"{what}, inside the interval"), number_of(rows, what))


def _named(tables: Tables, row: Any) -> str:
    """`Grok 4 (July 2025, a total of others)`: the run, its date and whose figure it is."""
    names = tables["runs"].set_index("run")["name"]
    about = [day(row.published, "month"), *([WHO[row.basis]] if row.basis in WHO else [])]
    return f"{plain_name(str(names.get(row.run, row.run)))} ({', '.join(about)})"


def residuals(tables: Tables) -> str:
    """How far later frontier runs lie from the law as plotted in the mean; no interval, since they are selected.

    Not from the line of earlier records: that is one through selected runs, and too steep by selection.
    """
    tests = {row.subset: row for row in each_row(tables["slope_tests"])}
    alone, joined = tests.get(RESIDUALS), tests.get(f"{RESIDUALS} with third-party totals")
    first = joined if joined is not None else alone
    if first is None:
        return ""
    runs = count(whole(first.runs_after), "later frontier run")
    told = f"In the geometric mean {runs} lie {apart(10**first.mean_residual)} the law as plotted"
    if joined is not None and alone is not None and alone.mean_residual != first.mean_residual:
        left = f"the {integer(alone.runs_after)} that are not totals of others lie {apart(10**alone.mean_residual)} it"
        told += f"; {left}"
    return f"{told}. Where slopes differ, the distance grows: a mean holds for the middle of these years only."


def apart(ratio: float) -> str:
    """`3.8 times above`, `on`: how a value lies to a line."""
    far, side = (ratio, "above") if ratio >= 1 else (1 / ratio, "below")
    return "on" if plain(significant(far)) == "1.0" else f"{power(far)} times {side}"
