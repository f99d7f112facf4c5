"""Sentences follow the tables: when what is found flips, so do the words."""

import pandas as pd
import pytest

from ai_compute.charts.headline import headline
from ai_compute.charts.theme import SIZES
from ai_compute.findings import agreement, change, chosen, doubling_times, growth, hold, story
from ai_compute.findings import law as law_of_2018
from ai_compute.findings.numbers import (
    compute,
    count,
    doubling,
    doubling_label,
    doubling_range,
    of,
    power,
    share,
    significant,
    times,
)
from ai_compute.findings.sources import plain
from ai_compute.schemas.registry import models
from ai_compute.storage.tables import table
from made_up import PACES, made_up_tables, trends


def tables_with(*paces):
    """Made-up tables with these doubling times instead of their own."""
    changed = {name: pace for name, *pace in PACES} | {name: pace for name, *pace in paces}
    return {**made_up_tables(40), "trends": trends(*((name, *pace) for name, pace in changed.items()))}


def test_the_answer_names_both_paces_with_their_intervals():
    tables = tables_with()
    assert "doubled every 3.4 months (95 % interval 2.6 to 5.1 months)" in growth.answer(tables)
    assert "doubled every 5.9 months (95 % interval 5.2 to 7.4 months)" in hold.frontier(tables)


def test_the_frontier_is_told_with_totals_of_others_first_and_without_a_nominal_interval():
    told = hold.frontier(tables_with())
    assert "Since then they doubled every 5.6 months (7.5 months for those that we can estimate)." in told
    assert "5.6 months (95 %" not in told
    assert "7.5 months (95 %" not in told


def test_the_answer_follows_the_table():
    assert "doubled every 9.0 months" in growth.answer(tables_with(("openai-2018", 9.0, 7.0, 12.0)))


@pytest.mark.parametrize("runs", [0, 1])
def test_with_too_few_runs_the_answer_says_so(runs):
    assert "too few" in growth.answer(made_up_tables(runs))


def test_an_interval_that_holds_no_growth_is_told_as_uncertain():
    answer = growth.answer(tables_with(("openai-2018", 30.0, 10.0, -40.0)))
    assert "at least 10 months" in answer
    assert "not certain" in answer


def test_falling_compute_is_not_told_as_doubling():
    tables = tables_with(("openai-2018", -12.0, -8.0, -20.0))
    assert growth.answer(tables).endswith("OpenAI’s chart fell.")
    assert growth.headline_title(tables).endswith("chart fell.")
    tables = tables_with(("openai-2018", -40.0, 30.0, -20.0))
    assert growth.answer(tables).endswith("OpenAI’s chart did not grow.")
    assert growth.headline_title(tables).endswith("chart did not grow.")


UPPER = "quantile-90-{}-split-with-third-party"


@pytest.mark.parametrize(
    ("before", "since", "words"),
    [
        (
            (4.2, 4.0, 4.4),
            (7.5, 7.0, 8.0),
            "It did not hold: the upper tenth of runs grew more slowly since May 2018 than before",
        ),
        ((4.2, 3.4, 5.6), (5.0, 4.4, 6.0), "It may have held"),
        ((7.5, 7.0, 8.0), (4.2, 4.0, 4.4), "It did not hold: the upper tenth of runs grew faster since"),
        ((4.2, 3.4, 5.6), (-9.0, -8.0, -10.0), "It did not hold: the upper tenth of runs shrank"),
        ((4.2, 3.4, 5.6), (30.0, 12.0, -60.0), "not certain that the upper tenth of runs grows at all since"),
        ((30.0, 12.0, -60.0), (4.2, 3.4, 5.6), "not certain that the upper tenth of runs grew at all until"),
    ],
)
def test_whether_it_held_is_asked_of_the_upper_tenth_before_and_since(before, since, words):
    tables = tables_with((UPPER.format("before"), *before), (UPPER.format("since"), *since))
    assert words in hold.title(tables)


def test_the_chosen_runs_of_the_law_are_no_measure_of_what_came_later():
    tables = tables_with(("openai-2018", 1.0, 0.9, 1.1), ("openai-2018-as-plotted", 1.0, 0.9, 1.1))
    assert hold.title(tables) == hold.title(tables_with())


def test_without_runs_before_or_since_nothing_is_said_to_hold():
    fitted = tables_with()["trends"]
    for part, words in (("before", "earlier"), ("since", "later")):
        left = fitted[fitted["trend"] != UPPER.format(part)]
        assert hold.title({**tables_with(), "trends": left}) == f"Did it hold? There are too few {words} runs to say"


def test_a_pace_that_totals_of_others_do_not_change_is_told_once():
    alone = tables_with(("top-10-since-split", 5.6, 5.1, 6.2))
    estimated = "for those that we can estimate"
    assert estimated not in hold.frontier(alone)
    assert f"(7.5 months {estimated})" in hold.frontier(tables_with())
    falling = tables_with(("top-10-since-split", -7.5, -6.8, -8.4))
    assert f"(no growth {estimated})" in hold.frontier(falling)


@pytest.mark.parametrize(
    ("law", "words"),
    [
        ((3.4, 2.6, 5.1), "training compute doubled every 3.4 months"),
        ((-40.0, 30.0, -20.0), "training compute did not grow"),
        ((-9.0, -8.0, -10.0), "training compute fell"),
    ],
)
def test_without_a_comparison_both_lines_are_told_and_nothing_is_borne_out(law, words):
    assert words in law_finding(("openai-2018", *law))
    assert "bear" not in law_finding(("openai-2018", *law))


def law_finding(*paces):
    return law_of_2018.finding(tables_with(*paces))


def test_points_that_do_not_grow_are_not_told_as_too_few():
    told = law_of_2018.replication(tables_with(("openai-2018-as-plotted", -9.0, -8.0, -10.0)))
    assert "does not grow" in told
    assert "too few" in law_of_2018.replication(made_up_tables(1))


def test_sets_of_runs_that_did_not_grow_are_counted_beside_those_that_did():
    assert doubling_times.title(tables_with()).endswith(
        "fastest for OpenAI’s chart, 2012 to 2018, slowest for OpenAI’s first era, until 2012"
    )
    assert "1 of 6 sets of runs did not grow" in doubling_times.title(tables_with(("openai-2018", -9.0, -8.0, -10.0)))
    names = [name for name, *_ in PACES]
    same = tables_with(*((name, 5.0, 4.0, 6.0) for name in names))
    assert doubling_times.title(same) == "Whichever runs and years one takes, training compute doubles every 5.0 months"
    fallen = tables_with(*((name, -5.0, -4.0, -6.0) for name in names))
    assert doubling_times.title(fallen) == "Whichever runs one takes, training compute did not grow"
    assert doubling_times.title(made_up_tables(1)).startswith("Too few")


def test_two_eras_of_one_pace_are_told_as_one_pace():
    tables = tables_with(("openai-first-era", 3.5, 3.0, 4.0))
    assert growth.eras_title(tables).startswith("One pace")
    slower = growth.eras_title(tables_with(("openai-first-era", 2.0, 1.5, 3.0)))
    assert slower.endswith("1.7 times slower (95 % interval 1.0 to 2.8)")


def test_how_much_faster_an_era_was_has_an_interval_and_is_not_said_where_chance_could_make_it():
    assert growth.eras_title(tables_with()).endswith("6.8 times faster (95 % interval 4.2 to 11)")
    wide = growth.eras_title(tables_with(("openai-first-era", 5.0, 3.2, 12.0)))
    assert wide.endswith("until 2012, then 1.5 times faster; chance alone could make that difference")
    open_ended = growth.eras_title(tables_with(("openai-first-era", 5.0, 3.2, -40.0)))
    assert open_ended.endswith("chance alone could make that difference")


def changes(largest, upper, every):
    """Tables in which frontier lines, the upper tenth and all runs changed by so much, each with bounds of chance."""
    methods = ("common", "by period", "resampled residuals")
    rows = [
        {
            "statement": "growth did not change",
            "set": "top-10-with-third-party",
            "statistic": "slope difference",
            "method": method,
            "runs_before": 40,
            "runs_after": 70,
            "observed": largest,
            "null_low": low,
            "null_median": -0.1,
            "null_high": 0.2,
            "truth": 0.0,
            "p": 0.2 if low <= largest <= 0.2 else 0.03,
            "simulations": 4000,
            "outside": not low <= largest <= 0.2,
        }
        for method, low in zip(methods, (-0.35, -0.45, -0.3), strict=True)
    ]
    tests = [
        {"split": "2018-05-17", "subset": f"{name} with third-party totals", "runs_before": 70, "runs_after": 400}
        | {"slope_before": 0.9, "slope_after": 0.9 + each, "difference": each, "difference_low": each - 0.2}
        | {"difference_high": each + 0.2, "nominal": False, "p": 0.04, "apart": abs(each) > 0.2, "interval": "CR2"}
        for name, each in (("upper tenth", upper), ("all runs", every))
    ]
    empty = dict.fromkeys(models()["slope_tests"].to_schema().columns)
    return {
        **made_up_tables(40),
        "nulls": table(rows, models()["nulls"]),
        "slope_tests": table([empty | row for row in tests], models()["slope_tests"]),
    }


@pytest.mark.parametrize(
    ("largest", "upper", "every", "words"),
    [
        (-0.5, -0.4, -0.3, "Growth became slower after May 2018"),
        (0.5, 0.4, 0.3, "Growth became faster after May 2018"),
        (-0.1, -0.1, -0.1, "cannot be told from chance and selection"),
        (-0.4, -0.1, -0.1, "cannot be told from chance and selection"),
        (
            -0.4,
            -0.4,
            -0.1,
            "not decided. It became slower by the line that a tenth of all runs exceed, but not for certain by the ten",
        ),
    ],
)
def test_that_growth_changed_is_said_only_if_all_that_may_be_asked_agree(largest, upper, every, words):
    assert words in change.answer(changes(largest, upper, every))


def test_a_difference_is_told_with_its_p():
    told = change.details(changes(-0.1, -0.1, -0.1))[1]
    assert (
        "all runs a year’s growth is 1.3 times smaller (95 % interval 2.0 times smaller to 1.3 times larger; p 0.040)"
        in told
    )
    small = changes(-0.1, -0.1, -0.1)
    small["slope_tests"]["p"] = 2e-4
    assert "; p under 0.001)" in change.details(small)[1]


def test_an_interval_that_leaves_no_difference_does_not_end_at_the_same():
    assert plain(change.between(-0.48, -0.005)) == "1.01 to 3.0 times smaller"
    assert plain(change.between(0.0004, 0.3)) == "1.001 to 2.0 times larger"
    assert plain(change.between(-0.48, 0.005)) == "3.0 times smaller to the same"
    assert plain(change.between(-0.3, 0.3)) == "2.0 times smaller to 2.0 times larger"


def test_each_p_is_told_of_the_models_that_its_sentence_speaks_of():
    told = change.details(changes(-0.4, -0.1, -0.1))[0]
    assert "they seldom show as much (p 0.030). With scatter as found" in told


def test_what_only_leaving_out_totals_of_others_would_say_is_said_as_such():
    tables = changes(-0.1, -0.1, -0.1)
    alone = tables["slope_tests"].assign(subset=["upper tenth", "all runs"], apart=[True, False])
    told = change.answer({**tables, "slope_tests": pd.concat([tables["slope_tests"], alone])})
    assert "cannot be told from chance and selection. Without totals of others" in told
    assert "it became slower by the line that a tenth of all runs exceed; that leaves out" in told
    assert change.answer(tables).endswith("chance and selection.")


@pytest.mark.parametrize(
    ("largest", "verdict", "words"),
    [
        (-0.5, "slower", "growth became slower (p 0.030)"),
        (-0.4, "depends", "With scatter as found before and since they do (p 0.20)"),
        (-0.2, "chance", "They show as much under each of 3 models of scatter"),
        (0.3, "faster", "growth became faster"),
    ],
)
def test_a_frontier_is_told_to_change_only_if_no_model_of_scatter_shows_as_much(largest, verdict, words):
    tables = changes(largest, -0.1, -0.1)
    assert change.frontier_verdict(tables, "top-10-with-third-party") == verdict
    assert words in change.details(tables)[0]
    assert "1.3 times smaller in the median, by selection and scatter" in change.details(tables)[0]


def test_frontier_lines_are_told_with_the_bias_of_selection():
    tables = changes(-0.5, -0.4, -0.3)
    rows = [
        tables["nulls"].assign(statistic=name, null_median=0.75, truth=0.6) for name in ("slope before", "slope after")
    ]
    told = change.bias({**tables, "nulls": pd.concat([tables["nulls"], *rows])})
    assert told == "1.4 times until May 2018 and 1.4 times since"
    assert told in hold.frontier({**tables_with(), "nulls": pd.concat([tables["nulls"], *rows])})
    assert "simulated worlds" not in hold.frontier(tables_with())


def test_the_line_through_all_years_is_told_with_what_else_it_holds():
    assert "all years" not in hold.frontier(tables_with())
    whole = ("quantile-90-with-third-party", 5.9, 5.7, 6.7)
    assert "months); it also holds how the scatter of runs changed." in hold.frontier(tables_with(whole))
    told = hold.frontier(tables_with(whole, ("quantile-90", 6.7, 6.2, 8.0)))
    assert "One line through all years doubled every 5.9 months (95 % interval 5.7 to 6.7 months)" in told
    assert "Without totals of others it doubled every 6.7 months" in told
    assert "both also hold how the scatter of runs changed." in told
    fifth = [
        (f"quantile-80-{when}-split-with-third-party", months, 4.0, 8.0)
        for when, months in (("before", 5.0), ("since", 6.7))
    ]
    assert "The line that a fifth exceed doubled every 5.0 months" in hold.frontier(tables_with(*fifth))


def test_the_first_sentence_says_that_chance_could_make_a_difference_unless_it_could_not():
    paces = tables_with()["trends"]
    words = {-0.1: "could", -0.4: "would seldom"}
    for upper, doubt in (
        (each, f"; chance alone {may} make that difference (two-sided p 0.040).") for each, may in words.items()
    ):
        told = story.answer({**changes(-0.5, upper, -0.1), "trends": paces})
        assert "since May 2018 (95 % interval 3.1 to 5.0)" in told
        assert told.endswith(doubt)
    assert story.answer(tables_with()).endswith("whether that is chance was not tested.")


def test_sentences_name_the_month_that_config_compares_growth_at():
    moved = changes(-0.5, -0.4, -0.3)
    moved["slope_tests"] = moved["slope_tests"].assign(split=pd.Timestamp("2020-03-01"))
    moved["trends"] = tables_with()["trends"]
    told = [
        change.answer(moved),
        *change.details(moved),
        *hold.details(moved),
        hold.title(moved),
        story.answer(moved),
        story.headline_title(moved),
        *doubling_times.shown(moved)["name"],
        *map(chosen.name_of(moved), moved["trends"]["trend"]),
        str(headline(moved).draw(SIZES[0], "log").to_dict()),
    ]
    assert not [text for text in told if "May 2018" in text]
    assert sum("March 2020" in text for text in told) >= 10


def test_where_nothing_was_tried_nothing_is_said():
    assert change.answer(made_up_tables(0)) == ""
    assert change.details(made_up_tables(0)) == []


def cross_checks(*verdicts):
    tables = made_up_tables(2 * len(verdicts))
    return {**tables, "cross_check": tables["cross_check"].assign(verdict=list(verdicts))}


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        (["agree", "agree"], "on all 2 runs"),
        (["agree", "differ", "differ"], "on 1 of 3 runs"),
        (["agree"], "agree within 3x on the one run"),
        (["differ"], "do not agree within 3x on the one run"),
    ],
)
def test_agreement_is_counted(verdicts, words):
    assert words in agreement.title(cross_checks(*verdicts), 3)


def test_impossible_runs_are_named():
    tables = cross_checks("agree", "impossible")
    assert "Model 2 (variant 2) would need more" in agreement.impossible(tables)


def test_without_cross_checks_nothing_is_claimed():
    assert "cannot be held against each other" in agreement.title(made_up_tables(0), 3)


def audited(*verdicts):
    rows = [
        {
            "run": f"r{number}",
            "by": "x",
            "method": "",
            "printed_flop": 1.0,
            "recomputed_flop": 1.0,
            "ratio": 1.0,
            "verdict": verdict,
            "printed": "",
        }
        for number, verdict in enumerate(verdicts)
    ]
    return law_of_2018.audit({"audit": table(rows, models()["audit"])})


def test_the_audit_counts_what_does_not_follow():
    assert "1 as printed, 1 within 5 % and 1 does not follow" in audited("as printed", "within 5 %", "does not follow")
    assert "none fails" in audited("as printed")
    assert audited() == ""


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (significant(0.00578754), "0.0058"),
        (significant(1862.0), "1,900"),
        (significant(9.96), "10"),
        (significant(-2.5, 1), "−2"),
        (power(5.00043e17), "5.0 × 10¹⁷"),
        (power(8.64e-9, 2), "8.6 × 10⁻⁹"),
        (compute(0.0058), "0.0058 pfs-days"),
        (times(3.0), "3x"),
        (times(321726.0), "320,000x"),
        (doubling(3.4367, 3), "3.44 months"),
        (doubling(21.0), "21 months"),
        (doubling(36.0), "3.0 years"),
        (doubling(float("nan")), "never"),
        (doubling(1e9), "over 100 years"),
        (doubling_range(40.0, 1e9), "3.3 to over 100 years"),
        (doubling_range(3.41, 3.42), "3.4 months"),
        (share(-0.001), "0 %"),
        (share(-0.26), "−26 %"),
        (of(0, 7), "none of 7"),
        (of(7, 7), "all 7"),
        (of(3, 7), "3 of 7"),
        (doubling_label(float("nan")), "no growth"),
        (doubling_label(3.4367), "3.4-month doubling"),
        (doubling_range(20.0, 40.0), "20 to 40 months"),
        (doubling_range(20.0, 40.0, 31.0), "1.7 to 3.3 years"),
        (doubling_range(20.0, 200.0), "1.7 to 17 years"),
        (count(0, "run"), "no runs"),
        (count(1, "run"), "one run"),
        (count(1317, "run"), "1,317 runs"),
    ],
)
def test_numbers_are_written_for_readers(found, expected):
    assert found == expected


def test_the_caption_of_the_headline_names_the_lines_that_are_drawn():
    tables = tables_with()
    assert (
        "Grey lines: what a tenth of all runs exceed, until May 2018 and since; red dashes" in headline(tables).caption
    )
    early = tables["trends"][~tables["trends"]["trend"].str.startswith("quantile-90-since")]
    assert (
        "Grey line: what a tenth of all runs exceed, until May 2018; red"
        in headline({**tables, "trends": early}).caption
    )
    none = headline({**tables, "trends": tables["trends"].head(0)}).caption
    assert none.startswith("Training compute by first publication.")
    assert "rey line" not in none
