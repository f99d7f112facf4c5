"""Words of the field in plain words: the one place that tips and the glossary of the page tell them from."""

import re

GLOSSARY = {
    "training compute": "Operations performed to train one run. Adds and multiplies count separately.",
    "pfs-days": "Petaflop/s-days: 10¹⁵ operations a second for a day, 8.64 × 10¹⁹ FLOP.",
    "FLOP": "Floating point operations: one add or one multiply each.",
    "MAC": "A multiply-add: one multiplication and one addition, so 2 FLOP.",
    "95 % interval": "A range that holds the true value with a probability of 95 %, if what it assumes is right.",
    "95 % prediction interval": "A range that should hold a single new run, not only the line through all of them.",
    "doubling": "Growth told as a time: the months in which a trend line doubles.",
    "upper tenth": "The level that a tenth of all runs exceed, as a line found by quantile regression on all runs.",
    "a tenth of all": "As a line through all runs, found by quantile regression; no run is selected for its size.",
    "totals of others": "A run’s compute as somebody other than its authors published it; be it open or closed.",
    "ten largest runs of their time": "Runs that were among the ten largest of all when they were published.",
    "utilization": "The share of its devices’ peak operations that a run achieved.",
    "operation counting": "Compute from the described architecture: operations of a pass times passes.",
    "hardware time": "Compute from devices, time, peak operations a second and utilization.",
    "two-sided p": "How likely chance alone makes a difference at least so large, be it up or down; all p here are so.",
    "bootstrap": "Fitting again and again to data drawn from the data, to see how far a result moves.",
    "CRPS": "A score of forecasts with their uncertainty, in the unit of what is forecast; the lower, the better.",
    "nominal": "Said of a test whose assumptions do not hold; nothing here rests on one.",
    "Cook’s distance": "How far a fit moves if one run is left out; above 1 is a lot.",
    "Theil and Sen’s line": "A line with the median slope of all pairs of runs, so that few odd ones do not move it.",
    "Huber’s line": "A line that gives less weight to runs far from it.",
    "least squares": "The line with the smallest sum of squared distances of the runs from it.",
    "geometric mean": "The mean of logarithms, as a number: right where values differ by powers of ten.",
    "calibration": "Widening of intervals until independent estimates agree as often as the intervals say.",
    "6ND": "A rule of thumb: 6 FLOP per active parameter and token.",
}
"""Term and meaning; terms are looked for in this order, whatever their capitals."""


def anchor_of(term: str) -> str:
    """The id of a term in the glossary of the page; no key of a run holds an underscore."""
    return f"term_{re.sub(r'[^a-z0-9]+', '-', term.lower()).strip('-')}"
