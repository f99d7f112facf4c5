"""Tables of runs against the lines that laws draw (stage: classify)."""

import pandas as pd

from ai_compute.schemas.columns import DAY, FLOP, Day, Table, column
from ai_compute.schemas.estimates import BASES
from ai_compute.values.subjects import EVIDENCE

STANDINGS = ["certainly above", "probably above", "undecided", "probably below", "certainly below"]
COUNTED = ["cumulative", "run", "modification"]
FIXED, RELATIVE, FORECAST = "fixed", "relative", "forecast"
FRONTIER, ALL_RUNS = "growth of the frontier", "growth of all runs"
FLAT, CARRIED_ON = "as many as last year", "last growth carried on"
SIMPLE = (FLAT, CARRIED_ON)
"""Forecasts that need no fit, which the others are held against."""


class ThresholdTexts(Table):
    """The lines and their legal texts."""

    threshold: str = column("Key of the line", key=True)
    name: str = column("Name in a few words")
    jurisdiction: str = column("Whose text it is")
    text: str = column("The legal text")
    article: str = column("Where in it the line stands")
    flop: float = column("The line; missing if it is a share of the base's compute", FLOP, nullable=True)
    share_of_base: float = column("The line as a share of the compute of the model modified", nullable=True)
    reached: str = column("Whether a run on the line is over it", isin=["above", "at or above"])
    counts: str = column("What is held against the line", isin=COUNTED)
    domains: str = column("Domains that it speaks of, joined by '; '; '' is all")
    also_counted: str = column("What else the text counts")
    also_needed: str = column("What else must hold for the text to apply")
    start: Day = column("First day in force, or of the version named", DAY, nullable=True)
    end: Day = column("First day no longer in force", DAY, nullable=True)
    status: str = column("Where it stands at the cut-off date of the data")
    evidence: str = column("How this was had", isin=EVIDENCE)
    source: str = column("Where it was read")
    url: str = column("Where it can be read")
    note: str = column("Doubts, and what was not found")


class Cumulative(Table):
    """Training compute of runs together with all that they were trained on top of.

    Generation of synthetic data, which some texts count, is left out: no entry has a published figure of it.
    """

    run: str = column("Key of the run", key=True)
    base: str = column("Key of the run that it was trained on top of")
    flop: float = column("Training compute with that of its bases: the median", FLOP, gt=0)
    flop_low: float = column("Lower end of its 95 % interval", FLOP, gt=0)
    flop_high: float = column("Upper end of its 95 % interval", FLOP, gt=0)
    complete: bool = column("False if a base has no value: then the compute is at least this")
    parts: str = column("What was added up, joined by ' + '")


class Thresholds(Table):
    """Every run against every line that speaks of it."""

    threshold: str = column("Key of the line", key=True)
    run: str = column("Key of the run", key=True)
    flop: float = column("What the line counts; for a modification the run alone", FLOP, gt=0)
    flop_low: float = column("Lower end of its 95 % interval", FLOP, gt=0)
    flop_high: float = column("Upper end of its 95 % interval", FLOP, gt=0)
    line: float = column("The line; for a modification the share of its base's compute", FLOP, gt=0)
    cumulative: bool = column(
        "Whether the compute of all its bases is in it; a run with a base that has no value is held with less"
    )
    probability: float = column("Probability of being over the line", ge=0, le=1)
    standing: str = column("That in words, by the levels of config.yaml", isin=STANDINGS)
    deciding_factor: str = column("The fact with the largest share of the variance: what would narrow it")
    deciding_share: float = column("Its share of the variance", ge=0, le=1)
    basis: str = column("Where the run's own compute comes from", isin=BASES)
    in_force: bool = column("Whether the line was in force when the run was published")
    same_developer: bool = column(
        "Of a modification: whether its first organization is one of those of its base, so that it is no modifier"
    )


class ThresholdCounts(Table):
    """How many runs of this collection are over a line, and will be."""

    threshold: str = column("Key of the line; within-0.5: so many orders of magnitude below the largest", key=True)
    published: Day = column("Runs published up to this day; for relative lines, in the year before it", DAY, key=True)
    kind: str = column(
        "Of a fixed line, relative to the largest run so far, or a forecast", key=True, isin=[FIXED, RELATIVE, FORECAST]
    )
    expected: float = column("Expected number", ge=0)
    low: float = column("Lower end of its 95 % interval", ge=0)
    high: float = column("Upper end of its 95 % interval", ge=0)
    without_figures: pd.Int64Dtype = column(
        "Runs without any figure published since the first that may be over it", ge=0
    )


class ThresholdForecasts(Table):
    """How well the counts of later years were forecast from the runs of earlier ones.

    A table of its own beside `forecasts`, which sums up many runs of a method in one row: here a row is one count, so
    that each can be held against what came. The stage `classify` makes it; a table has one stage that makes it.
    """

    threshold: str = column("Key of the line", key=True)
    method: str = column("How the counts were forecast", key=True, isin=[FRONTIER, ALL_RUNS, FLAT, CARRIED_ON])
    cut: pd.Int64Dtype = column("Year after which nothing was used", key=True)
    horizon: pd.Int64Dtype = column("Years ahead, the last of them counted whole", key=True, ge=1)
    part: float = column("How much of the last of those years was over: 1, or less in the cut-off date's year", gt=0)
    widened_on: bool = column("Whether the spread of the paths was tuned on this cut")
    told: bool = column("Whether the forecast of this line is made so: the kind of paths that erred less on those cuts")
    found: float = column("Expected number of runs over the line that were published in those years", ge=0)
    forecast: float = column("The median forecast", ge=0)
    forecast_low: float = column("Lower end of its 80 % interval", ge=0)
    forecast_high: float = column("Upper end of its 80 % interval", ge=0)
    inside: bool = column("Whether the number found lies in the interval")
    error_log10: float = column("log10 of (forecast + 0.5) / (found + 0.5)")
    crps: float = column("Continuous ranked probability score, in runs", ge=0)
