"""What is said of how many runs are above the lines that laws draw, and of how many will be."""

import re
from typing import Any

import pandas as pd

from ai_compute.findings.numbers import count, day, integer, listing, of, sentence, share, significant
from ai_compute.findings.sources import number_of, whole, worked
from ai_compute.findings.thresholds import NAMED, drawn_line, line_name, undecided
from ai_compute.schemas.thresholds import FIXED, FORECAST
from ai_compute.storage.rows import Tables, each_row

WHOLE_FROM = 10
"""Expected numbers from here on are told without decimals."""
FORECAST_YEAR = 2028
"""The year for which forecasts are told: that of published ones."""
COUNTED = re.compile(
    r"threshold_counts\[threshold=(?P<threshold>[\w-]+),published=(?P<day>[\d-]+),kind=(?P<kind>fixed|forecast)\]"
    r"\.expected"
)
"""How a statement of claims.csv names a count."""
CAPTION = (
    "Expected numbers of runs of this collection above each line, with 95 % intervals, and carried forward (dashed). "
    "Diamonds: what others counted or forecast for all models, with the intervals that they give."
)
READING = (
    "Counts are drawn from worlds in which doubts that runs share, such as the calibrated scale, the bias between both "
    "methods and one source of totals, are drawn once. Forecasts are whole paths: growth and spread of the last years, "
    "and as many runs a year. Others’ numbers come from the statements that are checked; they list other models."
)
LEFT_OUT = (
    "Left out are runs that nobody publishes, fine-tunes that this collection does not list, and the generation of "
    "synthetic data, whose compute nobody publishes; forecasts take runs without figures to stay as "
    "frequent as they were."
)


def title(tables: Tables) -> str:
    """The finding of the figure of counts."""
    told, said = [], set()
    for text in each_row(alive(tables)):
        expected = forecast(tables, text.threshold, FORECAST_YEAR)
        if expected and text.flop not in said:
            said.add(text.flop)
            told.append(f"{expected.partition(' (')[0]} above {drawn_line(text.flop)}")
    if not told:
        return "Too few runs to carry their number above a line forward"
    return f"Carried forward to the end of {FORECAST_YEAR}, runs number {listing(told[-2:])}"


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

    They are statements of claims.csv that speak of a row of `threshold_counts`.
    """
    told = []
    claims, counts = tables["claims"], tables["threshold_counts"]
    for claim in each_row(claims.sort_values("claim", kind="stable")):
        place = COUNTED.fullmatch(claim.path)
        if place is None or place["kind"] != FIXED or not pd.notna(claim.stated):
            continue
        row = counts[(counts["threshold"] == place["threshold"]) & (counts["kind"] == FIXED)]
        row = row[row["published"] == pd.Timestamp(place["day"])]
        if len(row):
            found = row.iloc[0]
            who = claim.source.partition(",")[0]
            least = "at least " if claim.relation == "at least" else ""
            told.append(
                f"By {day(found['published'])}, {who} counted {least}{integer(claim.stated)} models where this "
                f"collection has {number(found)}, {share(found['expected'] / claim.stated)} of them."
            )
    return " ".join(told)


def tried(tables: Tables, threshold: str) -> str:
    """How forecasts of a line's counts held: at cuts that nothing was tuned on, and in the year that is not over."""
    rows = tables["threshold_forecasts"]
    rows = rows[(rows["threshold"] == threshold) & ~rows["widened_on"].astype(bool)]
    told, whole = rows[rows["told"].astype(bool)], rows["part"] == 1
    past = told[told["part"] == 1]
    if past.empty:
        return ""
    flat = rows[whole & (rows["method"] == "as many as last year")]
    text = (
        f"Of {count(_inside(past)[1], 'forecast')} from the ends of {past['cut'].min()} to {past['cut'].max()}, "
        f"{of(*_inside(past))} were inside their 80 % intervals, with a mean score (CRPS) of "
        f"{significant(_score(tables, past))} runs; ‘as many as last year’ scored {significant(_score(tables, flat))}."
    )
    return " ".join([text, *(_this_year(row, tables) for row in each_row(told[told["part"] < 1]))])


def _inside(rows: pd.DataFrame) -> tuple[int, int]:
    what = "forecasts of a line’s counts at cuts that nothing was tuned on"
    return number_of(rows[rows["inside"].astype(bool)], f"{what}, inside their interval"), number_of(rows, what)


def _score(tables: Tables, rows: pd.DataFrame) -> float:
    found: float = worked(tables, rows["crps"].mean(), "mean of crps in threshold_forecasts over these forecasts")
    return found


def _this_year(row: Any, tables: Tables) -> str:
    """What was forecast of the part of the year that is known, what was found, and who has no figure."""
    year = row.cut + 1
    runs, known = tables["runs"], tables["training_compute"]["run"]
    silent = number_of(
        runs[(runs["published"].dt.year == year) & ~runs["run"].isin(known)], f"runs of {year} without a figure"
    )
    side = "high" if row.forecast > row.found else "low"
    few = "" if row.inside else f": later years may be forecast as much too {side}"
    return (
        f"For {year} up to the cut-off date it had said {integer(row.forecast)} ({integer(row.forecast_low)} to "
        f"{integer(row.forecast_high)}, 80 % interval); {significant(row.found)} are found, and "
        f"{count(silent, 'run')} of {year} {'has' if silent == 1 else 'have'} no figure{few}."
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
