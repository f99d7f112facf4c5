"""What is said of runs and the lines that laws draw. Nothing here is legal advice."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ai_compute.findings.numbers import count, integer, listing, sentence, share
from ai_compute.findings.sources import cite, number_of, worked
from ai_compute.storage.rows import Tables, each_row


def line_name(value: float) -> str:
    """`1e25 FLOP`, `3e25 FLOP`: as axes and entries write it, in one form on the whole page."""
    mantissa, power = f"{value:.2g}".partition("e+")[::2] if value >= 1e6 else (f"{value:.2g}", "")
    return cite(f"{mantissa}e{power} FLOP" if power else f"{mantissa} FLOP", value)


NO_ADVICE = (
    "Training compute is one sign among several in these texts, most of which ask for more than a number of "
    "operations. What stands here says how sure a number is, not what the law is."
)
SAME_DEVELOPER = "by the same developer as its base, and so no modifier"
ALIVE = ("in force", "signed")
"""Lines that a reader may have to reckon with."""
BELOW = "certainly below"
ABOVE = ("certainly above", "probably above")
SURE = ("certainly above", BELOW)
UNDECIDED = "undecided"
FIRST_YEAR = 2022
"""Runs are drawn against lines from here on: the first line was drawn in 2023."""
LEAST = 1e20
"""Runs of less FLOP are not drawn: no line is near."""
NAMED = 10
"""So many undecided runs are named."""
CAPTION = (
    f"Runs since {FIRST_YEAR} against the nearest line in force on their day: the more solid a dot, the likelier the "
    "run is above it. Grey rings: no line was in force."
)
READING = (
    "A line is drawn over the time in which it was or is in force. Where a text counts what a run was trained on top "
    "of, that is in its compute. Named, where there is room: runs that are neither probably above nor below. A text "
    f"may ask for more than compute, and reach back to earlier models. Runs below {line_name(LEAST)} are not drawn. "
    "Lines for modifications are not drawn."
)


def sides(run: str, tables: Tables) -> list[str]:
    """On which side of the lines in force or signed a run is, a line each; those that it is surely below in one.

    Args:
        run: the run.
        tables: thresholds, threshold_texts, runs.
    """
    rows = tables["thresholds"]
    return all_sides({**tables, "thresholds": rows[rows["run"] == run]}).get(run, [])


def all_sides(tables: Tables) -> dict[str, list[str]]:
    """The same for every run."""
    texts = {str(row.threshold): row for row in each_row(tables["threshold_texts"])}
    alive = {name for name, text in texts.items() if text.status in ALIVE}
    runs = tables["runs"]
    based = set(runs.loc[runs["base"] != "", "run"])
    rows: dict[str, list[Any]] = {}
    for row in each_row(tables["thresholds"]):
        if row.threshold in alive:
            rows.setdefault(str(row.run), []).append(row)
    return {run: _sides(own, texts, run in based) for run, own in rows.items()}


def _sides(rows: Sequence[Any], texts: Mapping[str, Any], based: bool) -> list[str]:
    told = [_side(row, texts[row.threshold], based) for row in rows if row.standing != BELOW]
    below = sum(row.standing == BELOW for row in rows)
    if below:
        left = "the one line" if below == 1 else f"the {below} lines"
        told.append(
            f"certainly below {left} left" if told else f"certainly below {count(below, 'line')} in force or signed"
        )
    return [sentence(line) for line in told]


def narrowing(tables: Tables) -> dict[str, str]:
    """What would narrow the compute of each run most: `tokens (stated), 79 % of its variance`.

    Of the run alone, as it is held against any line; with its bases where every line counts these.
    """
    texts = tables["threshold_texts"]
    rows = tables["thresholds"]
    whole = texts.loc[texts["counts"] != "modification", "threshold"]
    rows = rows[rows["threshold"].isin(whole) & (rows["deciding_share"] > 0)]
    rows = rows.sort_values("cumulative", kind="stable")
    return {
        str(row.run): f"{row.deciding_factor}, {share(row.deciding_share)} of its variance"
        for row in each_row(rows.drop_duplicates("run"))
    }


def _side(row: Any, text: Any, based: bool) -> str:
    against = (
        line_name(row.line) if text.counts != "modification" else f"{share(text.share_of_base)} of its base’s compute"
    )
    counted = " with what it was trained on top of" if row.cumulative else ""
    bound = "at least " if based and text.counts == "cumulative" and not row.cumulative else ""
    why = ", since no value is known of what it was trained on top of" if bound else ""
    narrow = "" if row.standing in SURE else f"; what would narrow it most: {row.deciding_factor}"
    at = " at" if row.standing == UNDECIDED else ""
    own = f"; {SAME_DEVELOPER}" if row.same_developer else ""
    return (
        f"{row.standing}{at} {against} ({text.name}){counted}, with a probability of {bound}{_chance(row.probability)} "
        f"of being above{why}{narrow}{own}"
    )


def _chance(probability: float) -> str:
    """`91 %`, `20.1 %`, `over 99 %`, `under 1 %`: with one more digit at round tens, where standings have edges."""
    at_an_edge = round(100 * probability) % 10 == 0
    percent = f"{100 * probability:.{1 if at_an_edge else 0}f}".removesuffix(".0")
    bounded = "over 99 %" if probability >= 0.995 else "under 1 %" if probability < 0.005 else ""
    return cite(bounded or f"{percent} %", probability)


def crossings(runs: Sequence[str], tables: Tables) -> dict[str, list[str]]:
    """What to tell of new runs that are or may be above a line in force or signed, by run."""
    if "thresholds" not in tables:  # a build of an earlier version, or one whose tables were not read
        return {}
    found = {run: [line for line in sides(run, tables) if is_near(line)] for run in runs}
    return {run: lines for run, lines in found.items() if lines}


def is_near(side: str) -> bool:
    """Whether a sentence on a run's side of a line says more than that it is surely below."""
    return not side.startswith(sentence(BELOW))


def near(tables: Tables) -> pd.DataFrame:
    """Rows of `thresholds` for lines in force or signed that a run is not surely below, the least sure first."""
    texts, rows = tables["threshold_texts"], tables["thresholds"]
    alive_ones = texts.loc[texts["status"].isin(ALIVE), "threshold"]
    rows = rows[
        rows["threshold"].isin(alive_ones) & rows["run"].isin(tables["runs"]["run"]) & (rows["standing"] != BELOW)
    ]
    ordered = rows.assign(doubt=(rows["probability"] - 0.5).abs().round(6))
    found: pd.DataFrame = ordered.sort_values(["doubt", "threshold", "run"]).drop(columns="doubt")
    return found


def undecided(tables: Tables, threshold: str) -> list[str]:
    """Names of the runs whose side is undecided, the likeliest first."""
    rows = tables["thresholds"]
    rows = rows[(rows["threshold"] == threshold) & (rows["standing"] == UNDECIDED)]
    names = tables["runs"].set_index("run")["name"]
    return [str(names[run]) for run in rows.sort_values("probability", ascending=False, kind="stable")["run"]]


def modified(tables: Tables) -> list[str]:
    """A text for each line in force that modifications are held against: how many are above it, and whose they are."""
    texts, told = tables["threshold_texts"], []
    for text in each_row(texts[(texts["status"] == "in force") & (texts["counts"] == "modification")]):
        rows = tables["thresholds"]
        rows = rows[rows["threshold"] == text.threshold]
        if rows.empty:
            continue
        line = f"{share(text.share_of_base)} of its base’s compute" if text.share_of_base > 0 else line_name(text.flop)
        same = rows["same_developer"].astype(bool)
        every = count(number_of(rows, "runs held against their base"), "run")
        told.append(
            f"{text.name}: {every}{' of its domains' if text.domains else ''} had a base with a value, whether or not "
            f"that is a general-purpose model. Certainly or probably above {line}: {_passing(rows[~same])} by another "
            f"developer than the base’s{_while_in_force(rows[~same], tables)}. By the base’s own developer, to whom "
            f"this does not apply: {_passing(rows[same])}."
        )
    return told


def _passing(rows: pd.DataFrame) -> str:
    """`five runs (three more may be)`: those certainly or probably above, and those that are undecided."""
    above, unsure = (
        number_of(rows[rows["standing"].isin(words)], f"runs held against their base that are {' or '.join(words)}")
        for words in (ABOVE, [UNDECIDED])
    )
    return f"{count(above, 'run')}{f' ({_word(unsure)} more may be)' if unsure else ''}"


def _word(number: int) -> str:
    return count(number, "run").partition(" ")[0]


def _while_in_force(rows: pd.DataFrame, tables: Tables) -> str:
    """The modifications above a line that was in force when they appeared."""
    names = tables["runs"].set_index("run")["name"]
    told = [str(names[run]) for run in rows.loc[rows["standing"].isin(ABOVE) & rows["in_force"].astype(bool), "run"]]
    return f". Those while it was in force: {listing(told[:NAMED])}" if told else ""


def once_in_force(tables: Tables) -> pd.DataFrame:
    """The lines that are numbers and are or were in force, the lowest first."""
    texts, rows = tables["threshold_texts"], tables["thresholds"]
    been = rows.loc[rows["in_force"].astype(bool), "threshold"]
    chosen = texts[(texts["flop"] > 0) & (texts["counts"] != "modification") & texts["start"].notna()]
    chosen = chosen[(chosen["status"] == "in force") | chosen["threshold"].isin(been)]
    return chosen.sort_values(["flop", "start", "threshold"])


def against_nearest(tables: Tables) -> pd.DataFrame:
    """Runs with a value, each with the nearest of the lines that were in force on its day.

    Returns:
        run, published, decimal_year, flop, line_name, probability, standing, deciding_factor, deciding_share: one row
        a run; texts '' and numbers 0 where no line was in force.
    """
    texts, runs = once_in_force(tables), tables["training_compute"]
    rows = tables["thresholds"]
    rows = rows[rows["threshold"].isin(texts["threshold"]) & rows["in_force"].astype(bool)]
    distance = np.abs(np.log10(rows["flop"] / rows["line"])).round(9)
    nearest = rows.assign(distance=distance).sort_values(["run", "distance", "threshold"]).drop_duplicates("run")
    nearest = nearest.assign(line_name=nearest["threshold"].map(texts.set_index("threshold")["name"]))
    about = runs[["run", "published", "decimal_year", "flop"]]
    told = ["flop", "line_name", "probability", "standing", "deciding_factor", "deciding_share"]
    found = about.merge(nearest[["run", *told]], on="run", how="left", suffixes=("_own", ""))
    found["flop"] = found["flop"].fillna(found["flop_own"])
    nothing = {"line_name": "", "standing": "", "probability": 0.0, "deciding_factor": "", "deciding_share": 0.0}
    found = found.fillna(nothing)
    drawn = (found["decimal_year"] >= FIRST_YEAR) & (found["flop"] >= LEAST) & found["run"].isin(tables["runs"]["run"])
    shown: pd.DataFrame = found[drawn].sort_values(["decimal_year", "run"]).drop(columns="flop_own")
    return shown.reset_index(drop=True)


def title(tables: Tables) -> str:
    """The finding of the figure: how many runs are undecided against the line in force when they appeared."""
    found = against_nearest(tables)
    held = found[found["line_name"] != ""]
    if held.empty:
        return "No run appeared while a line of a law was in force"
    every = "runs since a line was in force, against the nearest that was"
    unsure = worked(tables, int((held["standing"] == UNDECIDED).sum()), f"{every}: those that are undecided")
    who = sentence(count(unsure, "run")) if unsure else "None"
    verb, they = ("are", "they") if unsure > 1 else ("is", "it")
    runs = integer(worked(tables, len(held), every))
    return f"{who} of {runs} {verb} undecided against the nearest line in force when {they} appeared"


def unsure_then(tables: Tables) -> str:
    """The runs that are undecided against the nearest line in force when they appeared, and what would decide."""
    found = against_nearest(tables)
    found = found[found["standing"] == UNDECIDED].sort_values(["probability", "run"], ascending=[False, True])
    if found.empty:
        return ""
    names = tables["runs"].set_index("run")["name"]
    told = [f"{names[row.run]}, {_chance(row.probability)}{_by(row)}." for row in each_row(found.head(NAMED))]
    return " ".join(["Undecided then, with the chance of being above and what would narrow it most:", *told])


def _by(row: Any) -> str:
    """`: tokens (stated)`, of what the line counts, or nothing where nothing would narrow it."""
    return f": {row.deciding_factor}" if row.deciding_share > 0 else ""
