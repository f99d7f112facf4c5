"""What is said of runs and the lines of laws, in the terminal and as a document."""

import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from ai_compute.charts import above_the_lines, lines_counted
from ai_compute.checking.asked_for import documented_runs
from ai_compute.findings import threshold_counts, thresholds
from ai_compute.findings.threshold_counts import census, counted, tried
from ai_compute.findings.thresholds import crossings, sides
from ai_compute.report.form import Accuracy, form_text
from ai_compute.report.thresholds import near_table
from ai_compute.schemas.claims import Claims
from ai_compute.schemas.cross_check import Reported
from ai_compute.schemas.estimates import Estimates, Unestimated
from ai_compute.schemas.raw import Factors
from ai_compute.schemas.thresholds import ThresholdCounts, ThresholdForecasts
from ai_compute.settings.thresholds import Standing
from ai_compute.storage.rows import each_row
from ai_compute.storage.tables import table
from ai_compute.thresholds.cumulative import cumulative
from ai_compute.thresholds.standing import classified
from conftest import ROOT
from test_threshold_worlds import estimate
from test_thresholds import LINE, MODIFIER, deciding, factor, run, tables, texts

LEVELS = Standing(certainly=0.975, probably=0.8)


@pytest.fixture
def build() -> dict[str, pd.DataFrame]:
    lines = texts(LINE, MODIFIER).assign(start=pd.Timestamp("2023-06-01"))
    rows = [run("tiny", 1e20), run("base", 9e24), run("top", 5e24, base="base"), run("huge", 1e27)]
    runs, values = tables(*rows)
    summed = cumulative(runs, values, 1000, 1)
    sides_of = classified(lines, runs, values, summed, deciding(values), LEVELS)
    about = {"runs": runs, "training_compute": values, "cumulative": summed}
    return {**about, "threshold_texts": lines, "thresholds": sides_of}


def test_a_small_run_is_below_all_lines_in_one_sentence(build):
    assert sides("tiny", build) == ["Certainly below one line in force or signed"]


def test_an_undecided_run_says_what_would_narrow_it(build):
    [line] = sides("base", build)
    assert line.startswith("Undecided at 1e25 FLOP (Line), with a probability of 38 %")
    assert line.endswith("what would narrow it most: tokens (stated)")


def test_a_modification_is_told_against_its_base(build):
    told = sides("top", build)
    assert any("with what it was trained on top of" in line for line in told)
    assert any("25 % of its base’s compute" in line for line in told)


def test_only_runs_that_may_be_above_are_told_at_the_end_of_a_build(build):
    assert set(crossings(["tiny", "huge"], build)) == {"huge"}


def test_a_count_names_its_collection_its_interval_and_who_is_undecided(build):
    row = {"threshold": "line", "published": pd.Timestamp("2026-11-01"), "kind": "fixed", "expected": 2.1}
    row |= {"low": 1.0, "high": 3.0, "without_figures": 4}
    [told] = counted({**build, "threshold_counts": table([row], ThresholdCounts)})
    assert "2.1 (1 to 3) runs of this collection are expected above 1e25 FLOP" in told
    assert "Four runs without figures may be above it too." in told
    assert "Undecided" in told


def test_the_table_near_the_lines_leaves_out_who_is_surely_below_and_begins_with_the_least_sure(build):
    shown = near_table(build)
    cells = [[cell.text for cell in row] for row in shown.rows]
    assert "tiny" not in {row[0] for row in cells}
    doubt = [abs(row[5].sort - 0.5) for row in shown.rows]
    assert doubt == sorted(doubt)
    assert {row[7] for row in cells} == {"tokens (stated)"}
    assert shown.sortable
    assert shown.rows[0][0].link == "runs/base.html"


def test_a_run_is_drawn_against_the_nearest_line_in_force_on_its_day(build):
    drawn = above_the_lines.rows(build).set_index("run")
    assert drawn.loc["base", "line"] == "Line"
    assert drawn.loc["base", "standing"] == "undecided"
    # Its own probability as its shade, and never so faint that nobody sees it.
    assert drawn.loc["huge", "shade"] > 0.99
    assert drawn["shade"].min() >= above_the_lines.FAINTEST
    # The line counts what a run was trained on top of.
    assert drawn.loc["top", "flop"] == pytest.approx(1.4e25, rel=0.1)
    assert thresholds.title(build) == "One run of 4 is undecided against the nearest line in force when it appeared"
    earlier = build["thresholds"].assign(in_force=False)
    assert set(above_the_lines.rows({**build, "thresholds": earlier})["line"]) == {""}


def counts_of(**changes: object) -> pd.DataFrame:
    row = {"threshold": "line", "published": pd.Timestamp("2025-01-30"), "kind": "fixed", "expected": 10.2}
    return table([row | {"low": 6.0, "high": 14.0, "without_figures": 4} | changes], ThresholdCounts)


def claim(stated: float, path: str) -> dict:
    row = dict.fromkeys(Claims.to_schema().columns, "")
    numbers = dict.fromkeys(("stated_low", "stated_high", "found", "found_low", "found_high", "runs", "tolerance"))
    about = {"claim": "list", "relation": "at least", "stated": stated, "path": path, "source": "Somebody, A list"}
    return row | numbers | about | {"verdict": "not checkable"}


def test_a_count_of_others_is_told_with_ours_and_their_ratio(build):
    path = "threshold_counts[threshold=line,published=2025-01-30,kind=fixed].expected"
    found = {**build, "claims": table([claim(25, path)], Claims), "threshold_counts": counts_of()}
    assert census(found) == (
        "By 30 January 2025, Somebody counted at least 25 models above 1e25 FLOP where this collection has 10 (6 to "
        "14): 41 % of that number. None of these is judged: this collection lists some of the models alone, so that "
        "fewer here refute nothing; only more would tell."
    )
    [other] = lines_counted.other_rows(found).to_dict("records")
    assert (other["who"], other["line"], other["expected"]) == ("Somebody", "1e25 FLOP", 25)
    assert census({**found, "claims": found["claims"].iloc[:0]}) == ""


def test_runs_near_the_largest_are_told_beside_what_others_had_forecast(build):
    path = "threshold_counts[threshold=within-1,published=2025-12-31,kind=relative].expected"
    stated = claim(np.nan, path) | {"stated_low": 14.0, "stated_high": 16.0, "relation": "between"}
    counts = counts_of(threshold="within-1", published=pd.Timestamp("2025-12-31"), kind="relative", expected=4.9)
    found = {**build, "claims": table([stated], Claims), "threshold_counts": counts}
    assert threshold_counts.near_the_largest(found) == (
        "Within a factor of 10 of the largest run so far, Somebody had forecast 14 to 16 models for 2025; this "
        "collection has 4.9 (6 to 14)."
    )
    assert threshold_counts.near_the_largest({**found, "threshold_counts": counts_of()}) == ""


def test_forecasts_are_told_with_how_they_held_and_with_the_year_that_is_not_over(build):
    row = {"threshold": "line", "method": "growth of all runs", "cut": 2024, "horizon": 1, "part": 1.0}
    row |= {"widened_on": False, "told": True, "found": 10.0, "forecast": 12.0, "forecast_low": 8.0}
    row |= {"forecast_high": 20.0, "inside": True, "error_log10": 0.1, "crps": 2.0}
    flat = row | {"method": "as many as last year", "told": False, "crps": 5.0}
    now = row | {"cut": 2025, "part": 0.8, "found": 4.0, "forecast_low": 9.0, "inside": False}
    flat_now = flat | {"cut": 2025, "part": 0.8, "found": 4.0, "forecast": 6.0, "crps": 1.0}
    # What the spread was tuned on is not told: it held by choice.
    tuned = row | {"cut": 2020, "widened_on": True, "inside": False, "crps": 50.0}
    longer = row | {"cut": 2023, "horizon": 2, "inside": False, "crps": 4.0}
    rows = [row, flat, now, flat_now, tuned, longer, longer | {"horizon": 1, "inside": True, "crps": 3.0}]
    forecasts = table(rows, ThresholdForecasts)
    twin = build["threshold_texts"].query("threshold == 'line'").assign(threshold="twin", name="Twin")
    texts_of = pd.concat([build["threshold_texts"], twin], ignore_index=True)
    tested = {**build, "threshold_texts": texts_of, "threshold_forecasts": forecasts}
    told = " ".join(tried(tested))
    assert told.startswith("Counts were forecast from the ends of 2023 to 2024. These forecasts overlap: ")
    assert "those of a line rest on two years that no other shares" in told
    assert "no figure" not in told
    new = {"runs": build["runs"].assign(published=pd.Timestamp("2026-02-01"))}
    known = {"training_compute": build["training_compute"].head(1)}
    assert "Three runs of 2026 have no figure." in " ".join(tried({**tested, **new, **known}))
    assert "Line and Twin: 2 of 3 forecasts held the count in their 80 % intervals." in told
    assert "Their mean score is 3.0, against 5.0 for ‘as many as last year’" in told
    assert "12 were forecast (80 % interval 9 to 20; score 2.0), and 4.0 are expected among those found" in told
    assert "Simple methods had forecast: ‘as many as last year’ 6.0 (score 1.0)." in told
    assert "Where the forecast for 2026 was too high or too low, later ones may be as much." in told
    counts = counts_of(published=pd.Timestamp("2028-12-31"), kind="forecast", expected=100.0, low=50.0, high=200.0)
    assert threshold_counts.title({**build, "threshold_counts": counts, "threshold_forecasts": forecasts}) == (
        "Carried forward to the end of 2028, runs number 100 (50 to 200) above 1e25 FLOP; 2026 so far has fewer "
        "than were forecast"
    )
    more = forecasts.assign(found=forecasts["found"].where(forecasts["part"] == 1, 40.0))
    assert threshold_counts.title({**build, "threshold_counts": counts, "threshold_forecasts": more}).endswith(
        "; 2026 so far has more than were forecast"
    )


def test_who_passes_a_share_of_its_base_is_told_by_whose_base_it_is(build):
    [told] = thresholds.modified(build)
    assert "one run had a base with a value, whether or not that is a general-purpose model." in told
    assert "above 25 % of its base’s compute: no runs by another developer than the base’s. By" in told
    assert "to whom this does not apply: one run." in told
    assert any("by the same developer as its base, and so no modifier" in line for line in sides("top", build))
    runs = build["runs"].assign(organization=["Other" if run == "top" else "Lab" for run in build["runs"]["run"]])
    values, lines = build["training_compute"], build["threshold_texts"]
    rows = classified(lines, runs, values, build["cumulative"], deciding(values), LEVELS)
    [told] = thresholds.modified({**build, "runs": runs, "thresholds": rows})
    assert "one run by another developer than the base’s. Those while it was in force: top." in told
    assert not any("no modifier" in line for line in sides("top", {**build, "thresholds": rows}))


def test_what_a_run_s_probability_is_of_is_said(build):
    assert "with a probability of 38 % of being above" in sides("base", build)[0]


def test_what_would_narrow_a_run_is_of_the_run_and_what_decides_a_line_is_of_that_line(build):
    rows = build["thresholds"]
    told = rows["deciding_factor"].where(rows["cumulative"] | (rows["threshold"] == "modifier"), "its own")
    # Whatever a line counts: a run without a base is the run alone, and a share of a base never is.
    made = {**build, "thresholds": rows.assign(deciding_factor=told)}
    assert thresholds.narrowing(made)["base"].startswith("its own, ")
    assert thresholds.narrowing(made)["top"].startswith("tokens (stated), ")
    edge = rows["run"].eq("base")
    made = {**build, "thresholds": rows.assign(deciding_factor=rows["deciding_factor"].mask(edge, "of its line"))}
    assert "base, 38 %: of its line." in thresholds.unsure_then(made)


@pytest.mark.parametrize(("flop", "told"), [(6.635e24, "20.1 %"), (9e24, "38 %")])
def test_a_probability_near_the_edge_of_a_standing_has_a_digit_more(flop, told):
    lines = texts(LINE)
    runs, values = tables(run("one", flop, 2.6))
    rows = classified(lines, runs, values, cumulative(runs, values, 1000, 1), deciding(values), LEVELS)
    rows["probability"] = float(told.partition(" ")[0]) / 100 + 0.0003
    [line] = sides("one", {"threshold_texts": lines, "thresholds": rows, "runs": runs})
    assert f"with a probability of {told} of" in line


def test_a_run_on_a_base_without_a_value_is_above_with_at_least_its_probability():
    lines = texts(LINE)
    runs, values = tables(run("base", np.nan), run("top", 9e24, base="base"))
    rows = classified(lines, runs, values, cumulative(runs, values, 1000, 1), deciding(values), LEVELS)
    assert not rows["cumulative"].any()
    [line] = sides("top", {"threshold_texts": lines, "thresholds": rows, "runs": runs})
    assert "with a probability of at least 38 % of being above, since no value is known of what it was" in line
    assert "with what it was trained on top of" not in line


def test_modifications_held_are_those_of_the_domains_that_a_text_speaks_of(build):
    lines = build["threshold_texts"].assign(domains="language")
    [told] = thresholds.modified({**build, "threshold_texts": lines})
    assert "one run of its domains had a base with a value, whether or not that is a general-purpose model." in told


def test_a_document_is_of_the_run_where_a_paper_has_the_same_name():
    runs = pd.DataFrame({"run": ["one", "one-small", "two-a", "two-b"], "paper": ["one", "one", "two", "two"]})
    assert list(documented_runs(["one"], runs)["run"]) == ["one"]
    assert list(documented_runs(["one.yaml"], runs)["run"]) == ["one", "one-small"]
    assert list(documented_runs(["one", "one-small", "two"], runs)["run"]) == list(runs["run"])


def test_compute_with_a_base_stands_with_its_interval_and_is_no_sum_of_medians():
    runs, values = tables(run("below", 4e24, 3.5), run("one", 1e25, 2.5, base="below"))
    row = cumulative(runs, values, 1000, 1)
    told = form_of(cumulative=row).split("With what it was trained on top of: ")[1]
    assert re.search(
        r"^[^=\n]+, 95 % interval [^=\n]+ to [^=\n]+ \(median of the sum of one [^=\n]+ \+ below [^=\n]+\)\n", told
    )
    assert "\nError: -" in told


def form_of(**changes: pd.DataFrame) -> str:
    facts = [factor("one", "tokens", 1.5, 2e12), factor("one", "forward", 2.0, 7e10, known="assumed")]
    known = {
        "estimates": table([{**estimate("one", 0.2, 0.5), "flop": 1e25}], Estimates),
        "factors": table(facts, Factors),
    }
    runs, values = tables(run("one", 1e25, 2.5))
    empty = {"reported": table([], Reported), "unestimated": table([], Unestimated)}
    build = {**known, **empty, "training_compute": values, "cumulative": cumulative(runs, values, 1000, 1), **changes}
    return form_text(next(each_row(runs)), build, Accuracy(0.3, 2.0, ["derived", "assumed"]))


def test_a_scale_is_told_only_where_it_widens_a_fact():
    assert "Uncertainty: scale" not in form_of(
        factors=table(
            [factor("one", "tokens", 1.5, 2e12), factor("one", "forward", 1.0, 7e10, known="assumed")], Factors
        )
    )


def test_an_estimate_to_hand_in_names_the_scale_of_its_uncertainty_and_gives_its_sources_whole():
    long = "a source that goes on and on " * 5
    facts = [factor("one", "tokens", 1.5, 2e12), factor("one", "forward", 2.0, 7e10, known="assumed")]
    told = form_of(factors=table([{**each, "source": long.strip()} for each in facts], Factors))
    assert "architecture-based approach" in told
    assert f"  [1] {long.strip()}\n" in told
    assert "scale 2, to whose power the factors of derived and assumed facts are raised" in told
    # What was assumed is taken as less sure by the scale, what was stated is not.
    assert "x/÷ 1.50" in told
    assert "x/÷ 4.00" in told
    assert "generation of synthetic data" in told


def test_of_a_run_without_a_method_what_is_published_is_given():
    total = {"run": "one", "by": "Somebody", "method": "", "party": "third", "reported_flop": 6.6e25, "bound": ""}
    total |= {"plotted_date": pd.NaT, "plotted_flop": None, "estimate_flop": None, "estimate_ratio": None}
    reported = table([total | {"source": "A database", "note": "Speculative."}], Reported)
    reason = {"run": "one", "method": "hardware time", "reason": "Nothing is published."}
    _, values = tables(run("one", 6.6e25, 3.0, basis="third-party"))
    told = form_of(
        estimates=table([], Estimates),
        factors=table([], Factors),
        reported=reported,
        training_compute=values,
        unestimated=table([reason], Unestimated),
    )
    assert "hardware time: Nothing is published." in told
    assert "6.6 × 10²⁵ FLOP: Somebody (others); source: A database\n    Speculative." in told
    assert "Adopted: the total of others, 6.6 × 10²⁵ FLOP, 95 % interval 2.2 × 10²⁵ FLOP to 2.0 × 10²⁶ FLOP" in told
    assert "Error: -67 % to +200 % at 95 %, beyond the 30 % of the reported estimate" in told


@pytest.mark.slow
def test_an_estimate_is_written_as_one_would_document_it():
    script = [sys.executable, ROOT / "scripts/show_run.py", "alexnet", "--form", "guidelines"]
    shown = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for words in ("architecture-based approach", "hardware-based approach", "Formula: ", "Result: ", "Error: -"):
        assert words in shown
