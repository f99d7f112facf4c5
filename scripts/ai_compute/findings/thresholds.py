"""What is said of runs and the lines that laws draw. Nothing here is legal advice."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ai_compute.findings.numbers import count, day, flop, listing, sentence, share, significant
from ai_compute.schemas.thresholds import FIXED, FORECAST
from ai_compute.storage.rows import Tables, each_row

NO_ADVICE = (
    "Training compute is one sign among several in these texts, most of which ask for more than a number of "
    "operations. What stands here says how sure a number is, not what the law is."
)
ALIVE = ("in force", "signed")
"""Lines that a reader may have to reckon with."""
SURE = ("certainly above", "certainly below")
NAMED = 10
"""So many undecided runs are named."""


def sides(run: str, tables: Tables) -> list[str]:
    """On which side of the lines in force or signed a run is, a line each; those that it is surely below in one.

    Args:
        run: the run.
        tables: thresholds, threshold_texts, cumulative.
    """
    texts = tables["threshold_texts"].set_index("threshold")
    rows = tables["thresholds"]
    rows = rows[(rows["run"] == run) & rows["threshold"].map(texts["status"]).isin(ALIVE)]
    told = [_side(row, texts.loc[row.threshold]) for row in each_row(rows) if row.standing != "certainly below"]
    below = int((rows["standing"] == "certainly below").sum())
    if below:
        told.append(f"certainly below {'the one line' if below == 1 else f'the {below} lines'} left" if told
                    else f"certainly below {count(below, 'line')} in force or signed")  # fmt: skip
    return [sentence(line) for line in told]


def _side(row: Any, text: Any) -> str:
    against = (
        line_name(row.line)
        if text["counts"] != "modification"
        else f"{share(text['share_of_base'])} of its base’s compute"
    )
    counted = " with what it was trained on top of" if row.cumulative else ""
    narrow = "" if row.standing in SURE else f"; what would narrow it most: {row.deciding_factor}"
    return (
        f"{row.standing} {against} ({text['name']}){counted}, with a probability of {_chance(row.probability)}{narrow}"
    )


def line_name(value: float) -> str:
    """`10²⁵ FLOP`, `3.0 × 10²⁵ FLOP`."""
    return flop(value).removeprefix("1.0 × ")


def _chance(probability: float) -> str:
    """`91 %`, `over 99 %`, `under 1 %`."""
    if probability >= 0.995:
        return "over 99 %"
    return "under 1 %" if probability < 0.005 else f"{100 * probability:.0f} %"


def crossings(runs: Sequence[str], tables: Tables) -> dict[str, list[str]]:
    """What to tell of new runs that are or may be above a line in force or signed, by run."""
    if "thresholds" not in tables:  # a build of an earlier version, or one whose tables were not read
        return {}
    found = {run: [line for line in sides(run, tables) if not line.startswith("Certainly below")] for run in runs}
    return {run: lines for run, lines in found.items() if lines}


def alive(tables: Tables) -> pd.DataFrame:
    """The lines in force that are numbers, one for each number, jurisdiction and domains, the lowest first."""
    texts = tables["threshold_texts"]
    chosen = texts[(texts["status"] == "in force") & texts["flop"].notna()]
    return chosen.sort_values(["flop", "threshold"])


def counted(tables: Tables) -> list[str]:
    """One sentence for each line in force: how many runs of this collection are above it."""
    counts = tables["threshold_counts"]
    told = []
    for text in each_row(alive(tables)):
        rows = counts[(counts["threshold"] == text.threshold) & (counts["kind"] == FIXED)]
        if rows.empty:
            continue
        row = rows.sort_values("published").iloc[-1]
        unsure = undecided(tables, text.threshold)
        named = f" Undecided: {listing(unsure[:NAMED])}." if 0 < len(unsure) <= NAMED else ""
        more = f" {sentence(count(len(unsure), 'run'))} are undecided." if len(unsure) > NAMED else named
        without = int(row["without_figures"])
        unknown = f" {sentence(count(without, 'run'))} without figures may be too." if without else ""
        told.append(
            f"{text.name}: by {day(row['published'])}, {_number(row)} runs of this collection are expected above "
            f"{line_name(text.flop)}.{unknown}{more}"
        )
    return told


def forecast(tables: Tables, threshold: str, year: int) -> str:
    """How many are expected at the end of a year; '' without a forecast."""
    counts = tables["threshold_counts"]
    rows = counts[(counts["threshold"] == threshold) & (counts["kind"] == FORECAST)]
    rows = rows[rows["published"].dt.year == year]
    return f"{_number(rows.iloc[0])} by the end of {year}" if len(rows) else ""


def undecided(tables: Tables, threshold: str) -> list[str]:
    """Names of the runs whose side is undecided, the likeliest first."""
    rows = tables["thresholds"]
    rows = rows[(rows["threshold"] == threshold) & (rows["standing"] == "undecided")]
    names = tables["runs"].set_index("run")["name"]
    return [str(names[run]) for run in rows.sort_values("probability", ascending=False)["run"]]


def _number(row: Any) -> str:
    return f"{significant(row['expected'])} ({round(row['low']):,} to {round(row['high']):,})"
