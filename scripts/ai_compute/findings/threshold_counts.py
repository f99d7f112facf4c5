"""What is said of how many runs are above the lines that laws draw, and of how many will be."""

import re
from typing import Any

import pandas as pd

from ai_compute.findings.numbers import count, day, integer, listing, of, sentence, share, significant
from ai_compute.findings.sources import number_of, whole, worked
from ai_compute.findings.thresholds import NAMED, drawn_line, line_name, undecided
from ai_compute.schemas.thresholds import FIXED, FORECAST, RELATIVE, SIMPLE
from ai_compute.storage.rows import Tables, each_row
from ai_compute.values.subjects import WITHIN

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
    """The finding of the figure of counts: what is forecast, and how far the forecast of this year was off."""
    told: dict[float, tuple[str, Any]] = {}
    for text in each_row(alive(tables)):
        expected = forecast(tables, text.threshold, FORECAST_YEAR)
        if expected and text.flop not in told:
            then = f"{expected.partition(' by ')[0]} above {drawn_line(text.flop)}"
            told[text.flop] = then, _missed(tables, text.threshold)
    if not told:
        return "Too few runs to carry their number above a line forward"
    last = list(told.values())[-2:]
    text = f"Carried forward to the end of {FORECAST_YEAR}, runs number {listing([then for then, _ in last])}"
    missed = [row for _, row in last if row is not None]
    if not missed:
        return text
    said, found = (listing([significant(row[name]) for row in missed]) for name in ("forecast", "found"))
    return f"{text}. Of {missed[0]['cut'] + 1} so far {said} were forecast, and {found} are expected among those found"


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
    """One sentence for each line in force: how many runs of this collection are above it."""
    counts = tables["threshold_counts"]
    told = []
    for text in each_row(alive(tables)):
        rows = counts[(counts["threshold"] == text.threshold) & (counts["kind"] == FIXED)]
        if rows.empty:
            continue
        row = rows.sort_values("published", kind="stable").iloc[-1]
        unsure = undecided(tables, text.threshold)
        named = f" Undecided: {listing(unsure[:NAMED])}." if 0 < len(unsure) <= NAMED else ""
        number_unsure = worked(tables, len(unsure), f"runs whose side of the line is undecided: {text.name}")
        more = f" {sentence(count(number_unsure, 'run'))} are undecided." if len(unsure) > NAMED else named
        without = whole(row["without_figures"])
        unknown = f" {sentence(count(without, 'run'))} without figures may be too." if without else ""
        told.append(
            f"{text.name}: by {day(row['published'])}, {number(row)} runs of this collection are expected above "
            f"{line_name(text.flop)}.{unknown}{more}"
        )
    return told


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
    """How forecasts of counts held, a text for all lines in force that count the same.

    At cuts that nothing was tuned on, and in the year that is not over; with what simple methods had said.
    """
    told = []
    for _, alike in alive(tables).groupby(["flop", "domains", "counts"], sort=False):
        rows = tables["threshold_forecasts"]
        rows = rows[(rows["threshold"] == alike["threshold"].iloc[0]) & ~rows["widened_on"].astype(bool)]
        chosen = rows["told"].astype(bool)
        past, simple = rows[chosen & (rows["part"] == 1)], rows[rows["method"].isin(SIMPLE)]
        if past.empty:
            continue
        text = f"{listing(list(alike['name']))}: {_held(tables, past, simple[simple['part'] == 1])}"
        now = [_this_year(row, simple, tables) for row in each_row(rows[chosen & (rows["part"] < 1)])]
        told.append(" ".join([text, *now]))
    return told


def _held(tables: Tables, past: pd.DataFrame, simple: pd.DataFrame) -> str:
    """How many forecasts held, how many of them share no year, and how they and simple methods scored."""
    what = "forecasts of a line’s counts at cuts that nothing was tuned on"
    inside = number_of(past[past["inside"].astype(bool)], f"{what}, inside their interval"), number_of(past, what)
    apart = number_of(past[past["horizon"] == 1], f"{what}, of one year")
    scores = [
        f"{significant(_score(tables, rows))} for ‘{method}’" for method, rows in simple.groupby("method", sort=True)
    ]
    against = f", against {listing(scores)}" if scores else ""
    return (
        f"{of(*inside)} forecasts from the ends of {past['cut'].min()} to {past['cut'].max()} were inside their 80 % "
        f"intervals. They overlap, and rest on {count(apart, 'year')} that {'does' if apart == 1 else 'do'} not. Their "
        f"mean score (CRPS, in runs) is {significant(_score(tables, past))}{against}."
    )


def _score(tables: Tables, rows: pd.DataFrame) -> float:
    found: float = worked(tables, rows["crps"].mean(), "mean of crps in threshold_forecasts over these forecasts")
    return found


def _this_year(row: Any, simple: pd.DataFrame, tables: Tables) -> str:
    """What was forecast of the part of the year that is known, what was found, and who has no figure."""
    year = row.cut + 1
    runs, known = tables["runs"], tables["training_compute"]["run"]
    silent = number_of(
        runs[(runs["published"].dt.year == year) & ~runs["run"].isin(known)], f"runs of {year} without a figure"
    )
    side = "high" if row.forecast > row.found else "low"
    others = [
        f"‘{other.method}’ {significant(other.forecast)} (score {significant(other.crps)})"
        for other in each_row(
            simple[(simple["cut"] == row.cut) & (simple["part"] < 1)].sort_values(["method"], kind="stable")
        )
    ]
    beside = f" Simple methods had said: {listing(others)}." if others else ""
    few = "" if row.inside else f" Later years may be forecast as much too {side}."
    return (
        f"For {year} up to the cut-off date it had said {significant(row.forecast)} ({integer(row.forecast_low)} to "
        f"{integer(row.forecast_high)}, 80 % interval; score {significant(row.crps)}); {significant(row.found)} are "
        f"found.{beside} {sentence(count(silent, 'run'))} of {year} {'has' if silent == 1 else 'have'} no figure.{few}"
    )


def forecast(tables: Tables, threshold: str, year: int) -> str:
    """How many are expected at the end of a year; '' without a forecast."""
    counts = tables["threshold_counts"]
    rows = counts[(counts["threshold"] == threshold) & (counts["kind"] == FORECAST)]
    rows = rows[rows["published"].dt.year == year]
    return f"{number(rows.iloc[0])} by the end of {year}" if len(rows) else ""


def number(row: Any) -> str:
    """`24 (19 to 31)`, `3.6 (2 to 6)`: a row of `threshold_counts`."""
    expected = row["expected"]
    shown = integer(expected) if expected >= WHOLE_FROM else significant(expected)
    return f"{shown} ({integer(row['low'])} to {integer(row['high'])})"
