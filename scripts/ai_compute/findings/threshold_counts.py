"""What is said of how many runs are above the lines that laws draw, and of how many will be."""

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from ai_compute.findings.numbers import count, day, integer, listing, of, sentence, share, significant
from ai_compute.findings.sources import number_of, whole, worked
from ai_compute.findings.thresholds import NAMED, line_name, undecided
from ai_compute.schemas.thresholds import FIXED, FORECAST, RELATIVE, SIMPLE
from ai_compute.storage.rows import Tables, each_row
from ai_compute.values.subjects import WITHIN

SYSTEMIC_RISK, GENERAL_PURPOSE = "eu-systemic-risk", "eu-general-purpose"
ANSWERED = (SYSTEMIC_RISK, GENERAL_PURPOSE)
"""The lines that the sentence of the section speaks of."""
WHOLE_FROM = 10
"""Expected numbers from here on are told without decimals."""
FORECAST_YEAR = 2028
"""The year for which forecasts are told: that of published ones."""
YEAR_END = "12-31"
COUNTED = re.compile(
    r"threshold_counts\[threshold=(?P<threshold>[\w-]+),published=(?P<day>[\d-]+),kind=(?P<kind>fixed|forecast)\]"
    r"\.expected"
)
"""How a statement of claims.csv names a count."""
NEAR_LARGEST = re.compile(
    rf"threshold_counts\[threshold=(?P<threshold>{WITHIN}[\d.]+),published=(?P<day>[\d-]+),kind=relative\]\.expected"
)
"""How one names a count of runs near the largest so far."""
CAPTION = (
    "Expected numbers of runs of this collection above each line, with 95 % intervals, and carried forward (dashed). "
    "Diamonds: what others counted or forecast of the models that they list, with the intervals that they give."
)
READING = (
    "Counts are drawn from worlds. Doubts that runs share are drawn once: the calibrated scale, the bias between both "
    "methods, one source of totals. They are skewed, so that counts are not exactly the sum of the table’s "
    "probabilities. Which runs a text speaks of, their domains say, which do not tell what a model generates. "
    "Forecasts are whole paths: growth and spread of the last years, and as many runs a year. Others’ numbers come "
    "from the statements that are checked; they list other models."
)
NOT_JUDGED = (
    "None of these is judged: this collection lists some of the models alone, so that fewer here refute nothing; only "
    "more would tell."
)
LEFT_OUT = (
    "Left out are runs that nobody publishes, fine-tunes that this collection does not list, and the generation of "
    "synthetic data, of which no entry has a published figure. Runs are counted and not models: what a provider trains "
    "on top of its own is the same model to the European guidelines. Forecasts count what a text counts, with what "
    "runs were trained on top of, at the rate at which this collection grew. Runs without figures are taken to stay "
    "as frequent."
)


def title(tables: Tables) -> str:
    """The finding of the figure of counts: what is forecast, and to which side the forecast of this year was off."""
    told: dict[float, tuple[str, Any]] = {}
    for text in each_row(alive(tables)):
        expected = forecast(tables, text.threshold)
        if expected and text.flop not in told:
            told[text.flop] = f"{expected} above {line_name(text.flop)}", _missed(tables, text.threshold)
    if not told:
        return "Too few runs to carry their number above a line forward"
    last = list(told.values())[-2:]
    text = f"Carried forward to the end of {FORECAST_YEAR}, runs number {listing([then for then, _ in last])}"
    missed = [row for _, row in last if row is not None]
    sides = {"fewer" if row["forecast"] > row["found"] else "more" for row in missed}
    return f"{text}; {missed[0]['cut'] + 1} so far has {sides.pop()} than were forecast" if len(sides) == 1 else text


def _missed(tables: Tables, threshold: str) -> Any:
    """The forecast of the part of the year that is known, if what is found lies outside its interval."""
    rows = tables["threshold_forecasts"]
    rows = rows[(rows["threshold"] == threshold) & rows["told"].astype(bool) & (rows["part"] < 1)]
    return next((row for _, row in rows.iterrows() if not row["inside"]), None)


def alive(tables: Tables) -> pd.DataFrame:
    """The lines in force that are numbers, the lowest first."""
    texts = tables["threshold_texts"]
    chosen = texts[(texts["status"] == "in force") & texts["flop"].notna() & (texts["counts"] != "modification")]
    return chosen.sort_values(["flop", "threshold"])


def counted(tables: Tables) -> list[str]:
    """A text for all lines in force that count the same: how many runs of this collection are above, or may be.

    Of the lines of the section's sentence (ANSWERED) the number is told there.
    """
    counts = tables["threshold_counts"]
    told = []
    for _, alike in _alike(tables):
        first = next(each_row(alike))
        rows = counts[(counts["threshold"] == first.threshold) & (counts["kind"] == FIXED)]
        if rows.empty:
            continue
        row, names = rows.sort_values("published", kind="stable").iloc[-1], listing(list(alike["name"]))
        unsure = undecided(tables, first.threshold)
        named = f" Undecided: {listing(unsure[:NAMED])}." if 0 < len(unsure) <= NAMED else ""
        number_unsure = worked(tables, len(unsure), f"runs whose side of the line is undecided: {names}")
        more = f" {sentence(count(number_unsure, 'run'))} are undecided." if len(unsure) > NAMED else named
        without = whole(row["without_figures"])
        text = f"{names}, by {day(row['published'])}:"
        if first.threshold not in ANSWERED:
            text += f" {number(row)} runs of this collection are expected above {line_name(first.flop)}."
        unknown = f" {sentence(count(without, 'run'))} without figures may be above it too." if without else ""
        told.append(f"{text}{unknown}{more}")
    return told


def _alike(tables: Tables) -> Iterable[tuple[Any, pd.DataFrame]]:
    """The lines in force in groups that count the same runs, the lowest first."""
    return alive(tables).groupby(["flop", "domains", "counts"], sort=False)


def census(tables: Tables) -> str:
    """Counts by others of the models above a line on a day, beside those of this collection; '' without any.

    They are statements of claims.csv that speak of a row of `threshold_counts`; those of the end of a year are what
    was forecast for it.
    """
    told = []
    claims, counts = tables["claims"], tables["threshold_counts"]
    flop = tables["threshold_texts"].set_index("threshold")["flop"]
    for claim in each_row(claims.sort_values("claim", kind="stable")):
        place = COUNTED.fullmatch(claim.path)
        if place is None or place["kind"] != FIXED or not pd.notna(claim.stated):
            continue
        row = counts[(counts["threshold"] == place["threshold"]) & (counts["kind"] == FIXED)]
        row = row[row["published"] == pd.Timestamp(place["day"])]
        if len(row):
            found = row.iloc[0]
            who = claim.source.partition(",")[0]
            said = "had forecast" if place["day"].endswith(YEAR_END) else "counted"
            least = "at least " if claim.relation == "at least" else ""
            told.append(
                f"By {day(found['published'])}, {who} {said} {least}{significant(claim.stated)} models above "
                f"{line_name(flop[place['threshold']])} where this collection has {number(found)}: "
                f"{share(found['expected'] / claim.stated)} of that number."
            )
    return " ".join([*told, NOT_JUDGED]) if told else ""


def near_the_largest(tables: Tables) -> str:
    """How many runs of a year came near the largest so far, beside what others had forecast; '' if none had."""
    told, counts = [], tables["threshold_counts"]
    for claim in each_row(tables["claims"].sort_values("claim", kind="stable")):
        place = NEAR_LARGEST.fullmatch(claim.path)
        rows = counts[counts["kind"] == RELATIVE]
        if place is not None:
            rows = rows[(rows["threshold"] == place["threshold"]) & (rows["published"] == pd.Timestamp(place["day"]))]
        if place is None or rows.empty or not pd.notna(claim.stated_low):
            continue
        who, row = claim.source.partition(",")[0], rows.iloc[0]
        distance = place["threshold"].removeprefix(WITHIN)
        factor = worked(tables, 10 ** float(distance), f"{distance} orders of magnitude (config.yaml)")
        told.append(
            f"Within a factor of {significant(factor)} of the largest run so far, {who} had forecast "
            f"{integer(claim.stated_low)} to {integer(claim.stated_high)} models for {place['day'][:4]}; this "
            f"collection has {number(row)}."
        )
    return " ".join(told)


def tried(tables: Tables) -> list[str]:
    """How forecasts of counts held: what they rest on, then a text for all lines in force that count the same.

    At cuts that nothing was tuned on, and in the year that is not over; with what simple methods had said.
    """
    told, every = [], tables["threshold_forecasts"]
    every = every[~every["widened_on"].astype(bool)]
    for _, alike in _alike(tables):
        rows, names = every[every["threshold"] == alike["threshold"].iloc[0]], listing(list(alike["name"]))
        chosen = rows["told"].astype(bool)
        past, simple = rows[chosen & (rows["part"] == 1)], rows[rows["method"].isin(SIMPLE)]
        if past.empty:
            continue
        text = f"{names}: {_held(tables, names, past, simple[simple['part'] == 1])}"
        now = [_this_year(row, simple) for row in each_row(rows[chosen & (rows["part"] < 1)])]
        told.append(" ".join([text, *now]))
    return [_rest(tables, every), *told] if told else []


def _rest(tables: Tables, every: pd.DataFrame) -> str:
    """From which years forecasts are, how many of them share no year, what scores are, and who has no figure."""
    past, now = (every[every["told"].astype(bool) & part] for part in (every["part"] == 1, every["part"] < 1))
    first = past[past["threshold"] == past["threshold"].iloc[0]]
    apart = number_of(first[first["horizon"] == 1], "forecasts of a line’s counts, of one year")
    texts = [
        f"Counts were forecast from the ends of {past['cut'].min()} to {past['cut'].max()}. These forecasts overlap: "
        f"those of a line rest on {count(apart, 'year')} that no other shares.",
        "A score is the CRPS in runs; the lower, the better.",
    ]
    for year in sorted({int(cut) + 1 for cut in now["cut"]}):
        runs, known = tables["runs"], tables["training_compute"]["run"]
        silent = runs[(runs["published"].dt.year == year) & ~runs["run"].isin(known)]
        number_silent = number_of(silent, f"runs of {year} without a figure")
        have = "has" if number_silent == 1 else "have"
        texts += [f"{sentence(count(number_silent, 'run'))} of {year} {have} no figure."] if number_silent else []
        texts.append(f"Where the forecast for {year} was too high or too low, later ones may be as much.")
    return " ".join(texts)


def _held(tables: Tables, names: str, past: pd.DataFrame, simple: pd.DataFrame) -> str:
    """How many forecasts held, and how they and simple methods scored."""
    what = f"forecasts of counts at cuts that nothing was tuned on, {names}"
    inside = number_of(past[past["inside"].astype(bool)], f"{what}: inside their interval"), number_of(past, what)
    scores = [
        f"{significant(_score(tables, rows))} for ‘{method}’" for method, rows in simple.groupby("method", sort=True)
    ]
    against = f", against {listing(scores)}" if scores else ""
    return (
        f"{of(*inside)} forecasts held the count in their 80 % intervals. Their mean score is "
        f"{significant(_score(tables, past))}{against}."
    )


def _score(tables: Tables, rows: pd.DataFrame) -> float:
    found: float = worked(tables, rows["crps"].mean(), "mean of crps in threshold_forecasts over these forecasts")
    return found


def _this_year(row: Any, simple: pd.DataFrame) -> str:
    """What was forecast of the part of the year that is known, what was found, and what simple methods had said."""
    simple = simple[(simple["cut"] == row.cut) & (simple["part"] < 1)].sort_values(["method"], kind="stable")
    others = [
        f"‘{each.method}’ {significant(each.forecast)} (score {significant(each.crps)})" for each in each_row(simple)
    ]
    beside = f" Simple methods had forecast: {listing(others)}." if others else ""
    return (
        f"For {row.cut + 1} up to the cut-off date {significant(row.forecast)} were forecast "
        f"(80 % interval {integer(row.forecast_low)} to {integer(row.forecast_high)}; score {significant(row.crps)}), "
        f"and {significant(row.found)} are expected among those found.{beside}"
    )


def forecast(tables: Tables, threshold: str) -> str:
    """How many are expected at the end of FORECAST_YEAR; '' without a forecast."""
    counts = tables["threshold_counts"]
    rows = counts[(counts["threshold"] == threshold) & (counts["kind"] == FORECAST)]
    rows = rows[rows["published"].dt.year == FORECAST_YEAR]
    return number(rows.iloc[0]) if len(rows) else ""


def number(row: Any) -> str:
    """`24 (19 to 31)`, `3.6 (2 to 6)`: a row of `threshold_counts`."""
    expected = row["expected"]
    shown = integer(expected) if expected >= WHOLE_FROM else significant(expected)
    return f"{shown} ({integer(row['low'])} to {integer(row['high'])})"
