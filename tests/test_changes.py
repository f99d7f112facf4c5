"""What changed between two builds, in words."""

import re
from pathlib import Path

import pandas as pd
import pytest

from ai_compute.comparing.builds import keep_build, read_build
from ai_compute.comparing.changes import COMPARED, changes
from ai_compute.findings.changes import _factor, sentences
from ai_compute.messages.problems import Problems
from ai_compute.trends.keys import WITH_THIRD_PARTY
from made_up import made_up_tables

PERIODS = {"openai-2018": (None, None)}
RUN, OTHER = "run-0020", "run-0021"


@pytest.fixture
def before() -> dict[str, pd.DataFrame]:
    tables = made_up_tables(40)
    claim = {"verdict": "compatible", "found": 3.4, "unit": "months"}
    claims = pd.DataFrame([{"claim": "growth", **claim}, {"claim": "law", **claim}])
    return {**tables, "claims": claims}


def told(before: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame], at_most: int | None = None) -> list[str]:
    return sentences(changes(before, after), after, PERIODS, "reports/index.html", at_most)


def without(tables: dict[str, pd.DataFrame], *runs: str) -> dict[str, pd.DataFrame]:
    return {**tables, **{name: tables[name][~tables[name]["run"].isin(runs)] for name in RUNS}}


RUNS = ("runs", "training_compute", "cross_check", "sets")


def where(table: pd.DataFrame, run: str, **values: object) -> pd.DataFrame:
    changed = table.copy()
    for column, value in values.items():
        changed.loc[changed["run"] == run, column] = value
    return changed


def test_trends_without_totals_of_others_are_told_before_those_with_them(before):
    trends = before["trends"]
    faster = trends.assign(slope=2 * trends["slope"], doubling_months=trends["doubling_months"] / 2)
    found = changes(before, {**before, "trends": faster}).trends["trend"]
    with_them = found.str.contains(WITH_THIRD_PARTY, regex=False)
    assert 0 < with_them.sum() < len(with_them)
    assert with_them.is_monotonic_increasing


def test_the_same_build_has_not_changed(before):
    assert not changes(before, before)
    assert told(before, before) == []


def test_a_new_run_is_told_with_its_value_cross_check_standing_and_link(before):
    value, check, standing = told(without(before, RUN), before)
    assert value.startswith("+ Model 20 (variant 6) (run-0020): ")
    assert " pfs-days (" in value
    assert value.endswith("our estimate by operation counting: reports/index.html#run-0020")
    assert "than hardware time; they" in check
    assert "utilization of" in check
    assert " the trend of its time (openai-2018), rank " in standing


def test_a_new_run_that_crosses_a_line_of_a_law_is_told_with_its_side(before):
    rows = before["thresholds"]
    of_run = rows.index[(rows["run"] == RUN) & (rows["threshold"] == "eu-systemic-risk")]
    crossing = rows.assign(standing=rows["standing"].where(~rows.index.isin(of_run), "probably above"))
    after = {**before, "thresholds": crossing.assign(probability=0.9)}
    side = told(without(before, RUN), after)[-1]
    assert side.startswith(
        "  Probably above 1e22 FLOP (Line eu-systemic-risk), with a probability of 90 % of being above; what would"
    )
    assert told(without(before, RUN), before)[-1] != side


def test_a_new_run_without_a_value_is_told_too(before):
    after = {**before, "training_compute": before["training_compute"][before["training_compute"]["run"] != RUN]}
    (line,) = told(without(before, RUN), after)
    assert "no value" in line


def test_a_removed_and_a_renamed_run_are_told_apart(before):
    (line,) = told(before, without(before, RUN))
    assert line.startswith("- Model 20 (variant 6) (run-0020): ")
    renamed = {**before, **{name: before[name].replace({"run": {RUN: "better-name"}}) for name in RUNS}}
    assert told(before, renamed) == ["= run-0020 is now better-name: reports/index.html#better-name"]


def test_a_moved_estimate_is_told_with_how_far_and_its_verdict(before):
    row = before["training_compute"].set_index("run").loc[RUN]
    moved = where(before["training_compute"], RUN, flop=row["flop"] * 2, pfs_days=row["pfs_days"] * 2)
    checks = where(before["cross_check"], RUN, verdict="impossible")
    (line,) = told(before, {**before, "training_compute": moved, "cross_check": checks})
    assert line.startswith("~ Model 20 (variant 6) (run-0020): ")
    assert "2.00 times more" in line
    assert "-> impossible" in line


def test_doubling_times_are_told_with_their_shift_and_runs(before):
    trends = before["trends"].copy()
    chosen = trends["trend"] == "openai-2018"
    trends.loc[chosen, ["slope", "doubling_months", "runs"]] = [1.1, 3.6, 16]
    gone = trends[trends["trend"] != "openai-first-era"]
    (line,) = told(before, {**before, "trends": gone})
    assert "openai-2018 3.40 months -> 3.60 months (+5.9 %, 15 -> 16 runs)" in line
    assert "openai-first-era is no trend any more" in line


def moved_by(before, trends, factor):
    table = before["trends"].copy()
    table.loc[table["trend"].isin(trends), ["slope", "doubling_months"]] *= [1 / factor, factor]
    return {**before, "trends": table}


def test_doubling_times_whose_move_does_not_show_are_counted(before):
    quiet = moved_by(before, ["openai-first-era", "top-10-since-split"], 1.0001)
    assert told(before, quiet) == [
        "  Doubling times: 2 moved by less than shows, by up to 0.01 % (reports/tables/trends.csv)."
    ]
    (line,) = told(before, moved_by(quiet, ["openai-2018"], 1.1))
    assert line == (
        "  Doubling times: openai-2018 3.40 months -> 3.74 months (+10 %, 15 runs); "
        "2 more, by up to 0.01 % (reports/tables/trends.csv)."
    )


@pytest.mark.parametrize(
    ("factor", "told"), [(1.059, "5.9 %"), (1.991, "99 %"), (1.999, "99.9 %"), (2.0, "100 %"), (2.01, "2.0 times")]
)
def test_a_move_is_told_without_an_exponent(factor, told) -> None:
    assert _factor(factor) == told


def test_estimates_whose_move_does_not_show_are_counted(before):
    small = before["training_compute"].copy()
    small.loc[small["run"].isin([RUN, OTHER]), ["flop", "pfs_days"]] *= 1.00001
    lines = told(before, {**before, "training_compute": small})
    assert lines == ["~ two estimates moved, by up to 0.001 %: reports/tables/training_compute.csv"]


def test_another_verdict_alone_is_told_with_the_value_once(before):
    checks = where(before["cross_check"], RUN, verdict="impossible")
    (line,) = told(before, {**before, "cross_check": checks})
    assert line.count("pfs-days") == 1
    assert "-> impossible" in line


def test_another_verdict_on_a_statement_is_told(before):
    claims = before["claims"].replace({"verdict": {"compatible": "contradicted"}})
    (line,) = told(before, {**before, "claims": claims})
    verdicts = [f"{name} compatible -> contradicted (found 3.40 months)" for name in ("growth", "law")]
    assert line == f"  Verdicts on statements: {'; '.join(verdicts)}."
    moved = claims.assign(found=[3.4, 5.1])
    (line,) = told(before, {**before, "claims": moved})
    assert "law compatible -> contradicted (found 3.40 -> 5.10 months)" in line


def test_what_moves_by_more_than_twice_is_told_in_times_either_way(before):
    (line,) = told(before, moved_by(before, ["openai-2018"], 27))
    assert "(27 times as long, 15 runs)" in line
    (line,) = told(before, moved_by(before, ["openai-2018"], 0.25))
    assert "(4.0 times shorter, 15 runs)" in line
    (line,) = told(before, moved_by(before, ["openai-2018"], -2))
    assert "-> falling by half in 6.80 months (15 runs)" in line
    two = moved_by(moved_by(before, ["openai-2018"], 1.5), ["openai-first-era"], 0.1)
    (line,) = told(before, two, at_most=1)
    assert "openai-first-era 23.0 months -> 2.30 months (10 times shorter, 15 runs); 1 more, by up to 50 %" in line
    fell = before["training_compute"].copy()
    fell.loc[fell["run"].isin([RUN, OTHER]), ["flop", "pfs_days"]] /= 4
    lines = told(before, {**before, "training_compute": fell}, at_most=1)
    assert "4.00 times less" in lines[0]
    assert lines[1:] == ["~ one more estimate moved, by up to 4.0 times: reports/tables/training_compute.csv"]


def test_a_run_that_has_a_value_now_is_not_told_as_added(before):
    values = before["training_compute"]
    lacking = {**before, "training_compute": values[values["run"] != RUN]}
    line, _, standing = told(lacking, before)
    assert line.startswith("+ Model 20 (variant 6) (run-0020): ")
    assert line.endswith(": it has a value now: reports/index.html#run-0020")
    assert standing.startswith("  It lies ")
    many = values["run"].tolist()[:13]
    lines = told({**before, "training_compute": values[~values["run"].isin(many)]}, before, at_most=3)
    assert lines[-1] == "+ 3 more runs with a value now: reports/tables/training_compute.csv"


def renamed(before, name):
    return {**before, **{table: before[table].replace({"run": {RUN: name}}) for table in RUNS}}


def test_a_renamed_run_hides_neither_its_verdict_nor_its_sets(before):
    after = renamed(before, "a1")
    after["cross_check"] = where(after["cross_check"], "a1", verdict="impossible")
    after["sets"] = pd.concat([after["sets"], pd.DataFrame([{"run": "a1", "set": "modest"}])], ignore_index=True)
    name, sets, verdict = told(before, after)
    assert name == f"= {RUN} is now a1: reports/index.html#a1"
    assert sets == "= a1: joins modest"
    assert verdict.startswith("~ Model 20 (variant 6) (a1): ")
    assert "-> impossible" in verdict


def test_a_run_that_is_gone_has_one_successor(before):
    after = renamed(before, "a1")
    for table in ("runs", "training_compute"):
        rows = after[table][after[table]["run"] == "a1"]
        after[table] = pd.concat([after[table], rows.assign(run="a2")], ignore_index=True)
    lines = told(before, after)
    assert sum(" is now " in line for line in lines) == 1
    assert any(line.startswith("+ Model 20 (variant 6) (a2): ") for line in lines)
    # The one with its name is the same, whichever comes first.
    for table in ("runs", "training_compute"):
        after[table] = where(after[table], "a1", name="Another")
    assert f"= {RUN} is now a2: reports/index.html#a2" in told(before, after)


def test_of_many_changes_ten_are_told_by_name_and_where_the_rest_are(before):
    many = [f"run-{number:04d}" for number in range(13)]
    gone = told(before, without(before, *many), at_most=3)
    assert len(gone) == 11
    assert gone[-1] == "- 3 more runs removed: `make compare WITH=REVISION` names all that a revision had"
    new = told(without(before, *many), before, at_most=3)
    assert sum(line.startswith("+ Model") for line in new) == 10
    assert sum("trend of its time" in line for line in new) == 3
    assert "+ 3 more runs added: reports/tables/training_compute.csv" in new
    rows = before["training_compute"]
    after = {**before, "training_compute": rows[~rows["run"].isin(many)]}
    lines = told(without(before, *many), after, at_most=3)
    assert sum("no value" in line for line in lines) == 10
    assert lines[-1].startswith("+ 3 more without a value")


def test_runs_with_another_verdict_are_named_before_those_that_moved_farther(before):
    runs = before["cross_check"]["run"].tolist()
    turned, values = runs[:13], before["training_compute"].copy()
    moved = ~values["run"].isin(turned)
    values.loc[moved, ["flop", "pfs_days"]] *= 1.36
    checks = before["cross_check"].copy()
    checks.loc[checks["run"].isin(turned), "verdict"] = "impossible"
    lines = told(before, {**before, "training_compute": values, "cross_check": checks}, at_most=4)
    assert all("-> impossible" in line for line in lines[:10])
    assert lines[10].startswith("~ 3 more with another verdict or basis: reports/tables/cross_check.csv")
    assert all("1.36 times more" in line for line in lines[11:15])
    rest = moved.sum() - 4
    assert lines[15:] == [f"~ {rest} more estimates moved, by up to 36 %: reports/tables/training_compute.csv"]


def test_runs_with_another_verdict_are_not_said_to_have_moved(before):
    checks = before["cross_check"].assign(verdict="impossible")
    lines = told(before, {**before, "cross_check": checks}, at_most=2)
    assert len(lines) == 11
    assert not any(" moved" in line for line in lines)


def test_a_run_that_has_no_value_any_more_is_not_told_as_removed(before):
    values = before["training_compute"]
    after = {**before, "training_compute": values[values["run"] != RUN]}
    (line,) = told(before, after)
    assert line.startswith("- Model 20 (variant 6) (run-0020): ")
    assert line.endswith(": it has no value any more")
    # Another run of its day and value is a new one, since the first is still there.
    row = values[values["run"] == RUN].assign(run="run-9999")
    new = {**after, "training_compute": pd.concat([after["training_compute"], row], ignore_index=True)}
    entry = before["runs"][before["runs"]["run"] == RUN].assign(run="run-9999")
    new["runs"] = pd.concat([before["runs"], entry], ignore_index=True)
    assert [line[:2] for line in told(before, new)][:1] == ["+ "]


def test_a_run_without_a_value_that_is_taken_away_is_told(before):
    values = before["training_compute"]
    lacking = {**before, "training_compute": values[values["run"] != RUN]}
    (line,) = told(lacking, without(before, RUN))
    assert line == "- Model 20 (variant 6) (run-0020), without a value: removed"


def test_the_rest_of_verdicts_on_statements_can_be_seen_somewhere(before):
    verdicts = before["claims"].assign(verdict="contradicted")
    (line,) = told(before, {**before, "claims": verdicts}, at_most=1)
    assert line.endswith("; 1 more (reports/tables/claims.csv).")


def test_moves_between_sets_are_told(before):
    sets = pd.concat([before["sets"], pd.DataFrame([{"run": RUN, "set": "modest"}])], ignore_index=True)
    (line,) = told(before, {**before, "sets": sets})
    assert line == f"= {RUN}: joins modest"
    other = sets.assign(set=sets["set"].where(sets["set"] != "modest", "large"))
    (line,) = told({**before, "sets": sets}, {**before, "sets": other})
    assert line == f"= {RUN}: leaves modest, joins large"


def test_another_verdict_is_told_with_the_ratio_that_made_it(before):
    checks = where(before["cross_check"], RUN, verdict="impossible", ratio=7.5)
    (line,) = told(before, {**before, "cross_check": checks})
    assert re.search(r"-> impossible \(operation counting / hardware time \S+ -> 7\.50\)", line)
    gone = {**before, "cross_check": checks[checks["run"] != RUN]}
    (line,) = told(before, gone)
    assert "-> none (it has one method now)" in line


def test_a_kept_build_can_be_read_again_and_replaces_the_last(before, tmp_path: Path):
    files = []
    for name in (*COMPARED, "factors"):
        before[name].to_parquet(tmp_path / f"{name}.parquet")
        files.append(tmp_path / f"{name}.parquet")
    for _ in range(2):
        keep_build(files, tmp_path / "kept")
    assert sorted(path.stem for path in (tmp_path / "kept").iterdir()) == sorted(COMPARED)
    assert not changes(before, read_build(tmp_path / "kept"))


def test_a_build_that_is_incomplete_or_damaged_is_named(before, tmp_path: Path):
    (tmp_path / "trends.parquet").write_bytes(b"damaged")
    before["training_compute"].assign(flop="many").to_parquet(tmp_path / "training_compute.parquet")
    with pytest.raises(Problems) as raised:
        read_build(tmp_path)
    assert len(raised.value.problems) == len(COMPARED)
    assert all("snakemake" in problem.way_out for problem in raised.value.problems)
