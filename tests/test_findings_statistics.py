"""Sentences on breaks, agreement and projections follow their tables."""

import math
import re

import numpy as np
import pandas as pd
import pytest

from ai_compute.findings import (
    agreement,
    assumed,
    breaks,
    calibration,
    doubling_times,
    drivers,
    eras,
    growth,
    hold,
    influence,
    projection,
    specifications,
)
from ai_compute.findings.sources import Sourced, plain
from ai_compute.report.scoreboard import scoreboard
from ai_compute.schemas.registry import models
from ai_compute.storage.tables import table
from ai_compute.trends.keys import ERAS_AS_PLOTTED, LAW, LAW_AS_PLOTTED
from ai_compute.trends.pairwise import different
from made_up import made_up_tables, trends

pytestmark = pytest.mark.slow


def with_rows(name: str, *rows: dict[str, object]) -> dict[str, pd.DataFrame]:
    tables = made_up_tables(40)
    columns = dict.fromkeys(models()[name].to_schema().columns, 0)
    return {**tables, name: table([columns | row for row in rows], models()[name])}


def broken(name: str, before: float, after: float, number: int = 1) -> dict[str, object]:
    dates = {"date": 2011.3, "date_low": 2009.1, "date_high": 2014.1}
    paces = {"doubling_months_before": before, "doubling_months_after": after, "years_before": 9.0, "years_after": 9.0}
    return {"set": name, "breaks": 1, "break_number": number, "continuous": True, "selected": True} | dates | paces


def test_a_break_is_told_with_its_interval_and_both_paces() -> None:
    title = breaks.title(with_rows("breaks", broken(ERAS_AS_PLOTTED, 21.0, 3.3)))
    assert "once, in 2011 (95 % interval 2009 to 2014): a doubling every 21 months, then 3.3 months" in title


def test_no_break_is_told_as_none() -> None:
    row = broken(ERAS_AS_PLOTTED, 21.0, 21.0) | {"breaks": 0, "break_number": 0}
    assert "no break" in breaks.title(with_rows("breaks", row))
    assert "Too few" in breaks.title(made_up_tables(0))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(4.5, 7.6, "growth slowed"), (7.6, 4.5, "growth quickened"), (5.0, 5.1, "kept its pace")],
)
def test_whether_growth_slowed_depends_on_the_paces(before: float, after: float, words: str) -> None:
    row = broken("since-2010-with-third-party", before, after)
    assert words in breaks.finding(with_rows("breaks", row))


def test_growth_over_less_than_two_years_is_not_told() -> None:
    row = broken("since-2010-with-third-party", 5.0, float("nan"))
    assert "no growth" in breaks.finding(with_rows("breaks", row))
    short = breaks.finding(with_rows("breaks", row | {"years_after": 1.9}))
    assert "no growth" not in short
    assert "too short to tell its growth" in short


def test_trends_that_fall_in_between_or_jump_are_told_to() -> None:
    first = broken(ERAS_AS_PLOTTED, 20.0, float("nan"), 1) | {"breaks": 2, "slope_after": -0.5}
    second = broken(ERAS_AS_PLOTTED, float("nan"), 4.0, 2) | {"breaks": 2, "slope_after": 0.9}
    assert breaks.title(with_rows("breaks", first, second)).endswith("; trends in between fall")
    jump = {"log10_flop_before": 15.0, "log10_flop_after": 17.0}
    assert breaks.title(with_rows("breaks", first, second | jump)).endswith("; trends in between fall and jump")
    assert "trends" not in breaks.title(with_rows("breaks", broken(ERAS_AS_PLOTTED, 21.0, 3.3)))


def agreeing(within_3: float, low: float, high: float) -> dict[str, pd.DataFrame]:
    ends = {"within_3": within_3, "within_3_low": low, "within_3_high": high}
    rest = {"by": "all", "group": "all", "runs": 100, "ratio_median": 1.0, "median_interval_factor": 2.0}
    return with_rows("agreement", ends | rest)


@pytest.mark.parametrize(
    ("within_3", "low", "high", "words"),
    [
        (0.97, 0.93, 0.99, "holds for nearly all runs"),
        (0.83, 0.75, 0.89, "is true of most runs, not of all"),
        (0.52, 0.42, 0.61, "can be neither upheld nor refuted"),
        (0.20, 0.13, 0.29, "is wrong for most runs"),
    ],
)
def test_whether_a_factor_of_2_to_3_is_right_depends_on_the_share(within_3, low, high, words) -> None:  # type: ignore[no-untyped-def]
    told = agreement.factors(agreeing(within_3, low, high))
    assert f"That they agree within three {words}" in told
    # What the article says and what it aims at are two things.
    assert "often line up quite well, says the article, which aims to be correct within a factor of 2 to 3" in told


def covered(tried: str, level: float, share: float, low: float, high: float) -> dict[str, object]:
    shares = {"share": share, "share_low": low, "share_high": high, "median_interval_factor": 5.4}
    return {
        "tried": tried,
        "level": level,
        "runs": 90,
        "papers": 90,
        "scale": 2.06,
        "scale_asked": 2.06,
        "tried_after": "2017-03-01",
    } | shares


@pytest.mark.parametrize(
    ("share", "low", "high", "words"),
    [(0.8, 0.71, 0.86, ""), (0.6, 0.5, 0.7, "fewer than"), (0.95, 0.9, 0.98, "more than")],
)
def test_intervals_that_hold_too_seldom_or_too_often_are_told_as_such(share, low, high, words) -> None:  # type: ignore[no-untyped-def]
    text = calibration.intervals(with_rows("calibration", covered("papers left out", 0.8, share, low, high)))
    assert words in text
    assert ("fewer than" in text, "more than" in text) == (words == "fewer than", words == "more than")


@pytest.mark.parametrize(
    ("scale", "asked", "words"),
    [
        (
            3.0,
            6.52,
            "80 % interval. The runs before ask for more; a scale of 3.0 is the most that config.yaml allows.",
        ),
        (
            0.5,
            0.0,
            "80 % interval. The runs before ask for less; a scale of 0.50 is the least that config.yaml allows.",
        ),
        (
            2.1,
            2.1,
            "80 % lie within a predicted 80 % interval.",
        ),
    ],
)
def test_a_scale_that_config_does_not_allow_is_told_beside_the_one_that_is_used(scale, asked, words) -> None:  # type: ignore[no-untyped-def]
    bounded = covered("later papers", 0.8, 0.8, 0.7, 0.9) | {"scale": scale, "scale_asked": asked}
    assert words in calibration.intervals(with_rows("calibration", bounded))
    of_all = calibration.widened(with_rows("calibration", bounded | {"tried": "papers left out"}))
    assert ("config.yaml allows" in of_all) == (scale != asked)
    assert ("as often as their intervals say" in of_all) == (scale == asked)


def scale_row(bias: tuple[float, float, float]) -> dict[str, object]:
    ends = dict(zip(("bias", "bias_low", "bias_high"), bias, strict=True))
    scales = {"scale": 2.1, "scale_low": 1.6, "scale_high": 3.6, "scale_without_bias": 1.8}
    return {"group": "all", "runs": 100, "papers": 90} | ends | scales


def test_a_bias_is_told_where_it_is_no_chance() -> None:
    assert "0.78 (95 % interval 0.66 to 0.90) times" in calibration.scale(
        with_rows("calibration_scales", scale_row((0.78, 0.66, 0.90)))
    )
    straight = calibration.scale(with_rows("calibration_scales", scale_row((0.95, 0.85, 1.10))))
    assert "1.6 to 3.6" in straight
    assert "bias" not in straight


def test_which_method_is_less_sure_is_said_only_if_the_authors_totals_tell() -> None:
    common = {"method": "hardware time", "counting_factor": 2.0, "time_factor": 4.0}
    open_ones = [{"share_of_counting": each, "identified": False, "papers": 5, **common} for each in (0.3, 0.5, 0.7)]
    told = calibration.less_sure(with_rows("variance_shares", *open_ones))
    assert "cannot tell which method" in told
    assert "30 %, 50 % or 70 %" in told
    one = {"share_of_counting": 0.3, "identified": True, "papers": 12, "share_low": 0.1, "share_high": 0.5, **common}
    assert "30 % (95 % interval 10 to 50 %) is operation counting’s" in calibration.less_sure(
        with_rows("variance_shares", one)
    )


def test_a_break_to_no_growth_is_told_as_such() -> None:
    title = breaks.title(with_rows("breaks", broken(ERAS_AS_PLOTTED, 21.0, float("nan"))))
    assert title.endswith("a doubling every 21 months, then no growth")
    told = breaks.since(with_rows("breaks", broken("since-2010", float("nan"), 4.0)), "since-2010", "they")
    assert told.endswith("no growth, then a doubling every 4.0 months")


def ahead(trend: str, times: float, low: float, high: float) -> dict[str, object]:
    ends = {"times": times, "times_low": low, "times_high": high}
    return {"trend": trend, "decimal_year": 2030.0, "flop": 1e28, "since": 2026.4, **ends}


def projected(basis: str = "third-party", *rows: dict[str, object]) -> dict[str, pd.DataFrame]:
    tables = with_rows("projection", ahead(projection.TREND, 150.0, 10.0, 2200.0), ahead("top-10", 140.0, 26.0, 740.0))
    runs = tables["training_compute"]
    return {**tables, "training_compute": runs.assign(basis=basis)}


def test_a_projection_compares_like_with_like_by_both_lines() -> None:
    told = projection.finding(projected())
    assert projection.title(projected()).endswith(
        "takes 150 times at the start of 2030 what the line gives for May 2026"
    )
    assert "Without totals of others, the line through those of the ten largest that are left gives 140 times" in told
    assert "2,200" not in told  # the interval of a line through selected runs does not hold
    assert "Lines carried forward assume" in told
    assert "Too few" in projection.title(made_up_tables(0))


@pytest.mark.parametrize(("basis", "words"), [("third-party", "a total of others"), ("own", "our estimate")])
def test_the_largest_run_so_far_is_named_with_its_date_and_whose_figure_it_is(basis: str, words: str) -> None:
    assert f"FLOP, {words}, which the line" in projection.finding(projected(basis))
    assert re.search(r"The largest so far, Model \d+ \(\w+ 20\d\d\), took", projection.finding(projected(basis)))


@pytest.mark.parametrize(
    ("times", "words"), [(1e3, "the line with totals of others gives 2.0 times the largest run so far. The"), (1e4, "")]
)
def test_where_the_line_stands_above_the_largest_run_so_far_its_distance_is_told(times: float, words: str) -> None:
    tables = projected()
    largest = tables["training_compute"]["flop"].max()
    tables["projection"] = tables["projection"].assign(times=times, flop=2e3 * largest)
    told = projection.finding(tables)
    assert words in told
    assert ("times the largest run so far" in told) == bool(words)


def forecast(method: str, cut: float, crps: float, inside: int = 8, tuned: bool = False) -> dict[str, object]:
    scores = {"crps": crps, "mean_error_log10": 2.0, "inside_50": 5, "inside_80": inside, "inside_95": 10}
    horizon = {"horizon_low": 2.0, "horizon_high": 4.0, "runs": 10, "threshold": "", "tuned": tuned}
    return {"set": projection.TREND, "method": method, "cut": cut, **horizon, **scores}


def test_the_best_method_is_that_with_the_best_score() -> None:
    rows = [
        forecast("line", 2016.0, 0.5),
        forecast("flat", 2016.0, 2.0),
        forecast("line, widened", 2016.0, 0.4, tuned=True),
    ]
    later = [forecast("line", 2022.0, 0.5), forecast("last growth carried on", 2022.0, 0.3)]
    text = projection.best(with_rows("forecasts", *rows, *later))
    assert "Until 2016 (one cut) the line through all of them was best (score 0.50; the next 2.0)" in text
    assert "Since (one cut) the growth of the last years carried on was best (score 0.30" in text
    flat = [forecast("flat", 2022.0, 0.2), forecast("quantile line", 2022.0, 0.5)]
    text = projection.best(with_rows("forecasts", *rows, *flat))
    assert "the forecast that they stay as large as they were was best (score 0.20" in text
    assert projection.best(made_up_tables(40)) == ""


def test_in_place_of_an_interval_it_is_told_how_far_such_lines_were_off() -> None:
    rows = [
        forecast("line", 2014.0, 0.5) | {"mean_error_log10": -0.3},
        forecast("line", 2019.0, 0.5),
        forecast("flat", 2016.0, 2.0),
    ]
    told = projection.missed(with_rows("forecasts", *rows))
    assert (
        "Carried forward in 2014 to 2019, they were between 2.0 times too low (2014) and 100 times too high (2019)"
        in told
    )
    assert told.endswith("2 to 4 years later")
    assert projection.missed(with_rows("forecasts")) == ""


@pytest.mark.parametrize(("drift", "words"), [(0.0, "not for a change of growth"), (0.3, "as improved forecasts")])
def test_what_the_fan_allows_for_is_what_it_was_widened_by(drift: float, words: str) -> None:
    tables = {
        **projected(),
        "forecasts": with_rows("forecasts", forecast("line, widened", 2017.0, 0.5, tuned=True))["forecasts"],
    }
    tables["projection"] = tables["projection"].assign(drift=drift)
    assert words in projection.warning(tables)
    assert "until 2017" in projection.warning(tables)
    assert ("until 2017" in projection.caption(tables)) == (drift > 0)


def test_only_coverage_at_cuts_that_the_fan_was_not_tuned_on_is_told() -> None:
    rows = [
        forecast("line, widened", 2016.0, 0.4, 1, tuned=True),
        *(forecast("line, widened", y, 0.4) for y in (2021.0, 2022.0)),
    ]
    text = projection.fan(with_rows("forecasts", *rows))
    assert "50 %, 80 % and 100 % of 20 forecasts, 2 to 4 years ahead. They are of two cuts" in text
    assert "; they overlap, and count as one independent cut" in text
    short = {"inside_50": 2, "inside_80": 6, "inside_95": 9}
    few = projection.fan(with_rows("forecasts", forecast("line, widened", 2021.0, 0.4) | short))
    assert "years ahead, fewer than they say. They are of" in few
    assert projection.fan(with_rows("forecasts", rows[0])) == ""


def test_how_wrong_the_law_of_2018_was_is_told_as_a_factor() -> None:
    assert (
        "The law of 2018 asked too much of the largest runs: 100 times 2 to 4 years after. These are geometric means"
        in projection.wrong(with_rows("forecasts", forecast("law of 2018", 2018.4, 2.0)))
    )


def driver(name: str, slope: float, low: float, high: float, variant: str = "both methods") -> dict[str, object]:
    ends = {"slope": slope, "slope_low": low, "slope_high": high, "growth_per_year": 10**slope}
    shares = {"share": slope, "share_low": low, "share_high": high}
    return {"set": "2010-2018", "variant": variant, "driver": name, "runs": 40} | ends | shares


@pytest.mark.parametrize(
    ("devices", "faster", "words"),
    [
        ((0.5, 0.4, 0.6), (0.2, 0.1, 0.3), "So it is."),
        ((0.3, 0.1, 0.5), (0.2, 0.1, 0.3), "but the intervals overlap"),
        ((0.1, 0.0, 0.2), (0.4, 0.3, 0.5), "It is not so"),
    ],
)
def test_whether_more_devices_drive_growth_depends_on_the_slopes(devices, faster, words) -> None:  # type: ignore[no-untyped-def]
    rows = [driver("device count", *devices), driver("peak FLOP/s per device", *faster)]
    assert words in drivers.article(with_rows("drivers", *rows))


@pytest.mark.parametrize(
    ("slope", "words"),
    [((0.3, 0.2, 0.4), "grew 2.0 times"), ((0.0, -0.1, 0.1), "did not change"), ((-0.3, -0.4, -0.2), "fell")],
)
def test_what_a_dollar_buys_is_told_with_its_certainty(slope, words) -> None:  # type: ignore[no-untyped-def]
    rows = [driver(name, *slope, "launch price") for name in ("hardware spend", "peak FLOP/s per launch dollar")]
    assert words in drivers.money(with_rows("drivers", *rows))


def test_any_driver_may_lead_not_only_devices_or_their_speed() -> None:
    rows = [driver("device count", 0.3, 0.2, 0.4), driver("peak FLOP/s per device", 0.1, 0.0, 0.2)]
    longer = driver("training time", 0.9, 0.8, 1.0)
    told = drivers.article(with_rows("drivers", *rows, longer))
    assert "It is not so" in told
    assert "90 % (80 to 100 %) by longer training" in told


def test_nothing_drives_growth_where_there_is_none() -> None:
    rows = [driver("device count", 0.3, 0.2, 0.4), driver("peak FLOP/s per device", -0.3, -0.4, -0.2)]
    grown, not_grown = driver("operation counting", 0.2, 0.1, 0.3), driver("operation counting", 0.0, -0.1, 0.1)
    assert drivers.title(with_rows("drivers", *rows, grown)) == "More devices drove growth most, 2010 to 2018"
    flat = with_rows("drivers", *rows, not_grown)
    assert "did not grow for certain" in drivers.title(flat)
    assert "of growth came from" not in drivers.finding(flat)


def test_a_driver_leads_only_if_its_interval_is_above_the_others() -> None:
    grown = driver("operation counting", 1.0, 0.8, 1.2)
    close = [driver("device count", 0.4, 0.25, 0.64), driver("peak FLOP/s per device", 0.29, 0.21, 0.45)]
    told = with_rows("drivers", *close, grown)
    assert drivers.title(told) == "More devices and faster devices drove growth, 2010 to 2018"
    unsure = [row | {"share_low": -0.05} if row["driver"] == close[1]["driver"] else row for row in close]
    assert drivers.title(with_rows("drivers", *unsure, grown)) == "More devices drove growth most, 2010 to 2018"
    assert "40 % (95 % interval 25 to 64 %) of growth came from more devices" in drivers.finding(told)
    assert "(40 runs with both estimates)" in drivers.finding(told)


def test_better_use_is_told_where_it_is_known_and_not_where_it_is_assumed() -> None:
    grown = driver("operation counting", 1.0, 0.8, 1.2)
    known = drivers.finding(with_rows("drivers", grown, driver("implied utilization", 0.17, -0.02, 0.29)))
    assert "17 % (95 % interval −2 to 29 %) of growth came from better use of devices" in known
    assumed = [
        driver(name, 0.3, 0.2, 0.4, "hardware time") for name in ("training compute", "device count", "utilization")
    ]
    assert "better use" not in drivers.finding(with_rows("drivers", *assumed))


def test_a_handful_of_runs_says_nothing_of_drivers() -> None:
    rows = [driver("device count", 0.5, 0.4, 0.6), driver("operation counting", 1.0, 0.8, 1.2)]
    few = [row | {"runs": 4} for row in rows]
    assert drivers.title(with_rows("drivers", *few)).startswith("Too few runs")


def residual(alone: float, joined: float) -> str:
    name = "the 15 runs as plotted, then the top 10"
    rows = [
        {"split": "2018-05-17", "subset": name, "mean_residual": alone, "runs_after": 52},
        {"split": "2018-05-17", "subset": f"{name} with third-party totals", "mean_residual": joined, "runs_after": 72},
    ]
    # A line through the records before is one through selected runs: nothing is said of it.
    rows += [rows[0] | {"subset": subset} for subset in ("records", "records with third-party totals")]
    return hold.residuals(with_rows("slope_tests", *rows))


def test_the_widening_of_factors_is_told_where_there_is_one() -> None:
    assert "raised to the power 2.1" in calibration.widened(
        with_rows("calibration", covered("papers left out", 0.8, 0.8, 0.7, 0.9))
    )
    assert calibration.widened(made_up_tables(0)) == ""


def test_later_runs_are_told_to_lie_where_they_lie_and_how_many_they_are() -> None:
    same = "In the geometric mean 72 later frontier runs lie 100 times below the law as plotted."
    assert residual(-2, -2).startswith(same)
    told = residual(1, 2)
    assert "72 later frontier runs lie 100 times above the law as plotted; the 52 that are not totals of others" in told
    assert "10 times above it" in told
    assert "earlier records" not in told


def test_a_statement_that_is_judged_twice_is_counted_once() -> None:
    rows = [{"claim": name, "verdict": "compatible"} for name in ("doubling", "doubling-rederived", "era")]
    board, alone = (scoreboard(Sourced(with_rows("claims", *some))) for some in (rows, rows[:1]))
    assert plain(board.caption).startswith("Two published statements against these tables; 1 judged twice")
    assert plain(alone.caption) == "One published statement against these tables"
    assert [(share.label, share.number) for share in board.shares] == [("compatible", 3)]


def test_ranks_tell_whether_runs_were_large() -> None:
    row = {"set": "openai-2018", "published": "2013-12-19", "runs_all": 58}
    told = eras.selection(
        with_rows("selected", row | {"run": "a", "rank_all": 1}, row | {"run": "dqn", "rank_all": 14})
    )
    assert "1 of 2 runs of 2018’s chart stood among the three largest so far when published (1 the largest)" in told
    assert "dqn ranked 14 of 58" in told


def test_a_trend_that_may_not_grow_is_named() -> None:
    tables = made_up_tables(40)
    assert growth.uncertain(tables) == (
        "Growth is certain in all 6 trends of unselected runs: no slope’s interval holds zero."
    )
    opened = tables["trends"].assign(open_ended=tables["trends"]["trend"] == "openai-2018")
    told = growth.uncertain({**tables, "trends": opened})
    assert told.startswith("Growth is not certain in 1 of 6 trends of unselected runs")
    assert told.endswith("“OpenAI’s chart of 2018, re-derived”.")


def test_trends_of_the_same_runs_are_counted_once() -> None:
    tables = made_up_tables(40)
    opened = tables["trends"].assign(open_ended=tables["trends"]["trend"] == "openai-2018")
    again = opened[opened["open_ended"]].assign(trend="by-another-name")
    told = growth.uncertain({**tables, "trends": pd.concat([opened, again])})
    assert told == growth.uncertain({**tables, "trends": opened})


def test_growth_of_frontier_runs_is_not_called_certain() -> None:
    tables = made_up_tables(40)
    nominal = tables["trends"].assign(nominal=tables["trends"]["trend"].str.startswith("top-10"))
    unselected = len(nominal[~nominal["nominal"]].drop_duplicates(growth.SAME_LINE))
    assert 0 < unselected < len(nominal)
    assert f"certain in all {unselected} trends" in growth.uncertain({**tables, "trends": nominal})


def of_domain(name: str, months: tuple[float, float, float], runs: int, curved: bool = False) -> pd.DataFrame:
    return trends((f"domain-{name}-since-2010-with-third-party", *months)).assign(runs=runs, curved=curved)


def test_domains_are_ranked_since_2010_where_they_have_the_runs() -> None:
    rows = [
        of_domain("vision", (6.2, 5.0, 8.0), 40),
        of_domain("games", (3.6, 3.0, 4.5), 14),
        of_domain("biology", (2.0, 1.9, 2.1), 9),
        of_domain("speech", (9.0, 7.0, 11.0), 15, curved=True),
    ]
    told = doubling_times.by_domain({**made_up_tables(0), "trends": pd.concat(rows)})
    assert told.index("in games, every 3.6 months (3.0 to 4.5 months; 14 runs)") < told.index(
        "in vision, every 6.2 months"
    )
    assert "of one pair, games against vision differs by more than chance" in told.lower()
    assert "biology" not in told
    assert "speech" not in told


def test_domains_whose_intervals_overlap_have_no_certain_order() -> None:
    rows = [of_domain("vision", (6.2, 4.0, 9.0), 40), of_domain("games", (5.0, 3.0, 9.0), 12)]
    assert "no order is certain" in doubling_times.by_domain({**made_up_tables(0), "trends": pd.concat(rows)})
    assert doubling_times.by_domain({**made_up_tables(0), "trends": rows[0]}) == ""


def test_domains_are_compared_with_allowance_for_the_number_of_pairs() -> None:
    """Of domains that all grow alike, one pair in twenty differs by chance: among 28 that is no finding."""
    pair = [of_domain("vision", (6.2, 5.2, 7.68), 40), of_domain("games", (4.6, 3.9, 5.61), 12)]
    others = [of_domain(name, (5.3, 3.0, 22.0), 30) for name in ("speech", "biology", "other", "robotics", "language")]
    few, many = (
        doubling_times.by_domain({**made_up_tables(0), "trends": pd.concat(rows)}) for rows in (pair, pair + others)
    )
    assert "games against vision differs" in few
    assert "all 21 pairs allowed for (Holm), none differs by more than chance" in many


def test_lines_without_an_interval_or_of_one_slope_do_not_differ() -> None:
    alike = pd.DataFrame({"slope": [0.5, 0.5], "slope_low": [0.5, 0.5], "slope_high": [0.5, 0.5]})
    assert different(alike, 0.95) == []
    unknown = pd.DataFrame(
        {"slope": [0.5, 0.9, 2.0], "slope_low": [0.4, math.nan, 1.9], "slope_high": [0.6, math.nan, 2.1]}
    )
    assert different(unknown, 0.95) == [(0, 2)]


def test_pairs_that_chance_makes_different_are_as_rare_as_they_should_be() -> None:
    random = np.random.default_rng(1)
    wrong, right = [], []
    for _ in range(400):
        slopes, errors = random.normal(0.6, 0.1, 8), np.full(8, 0.1)
        ends = {"slope_low": slopes - 1.96 * errors, "slope_high": slopes + 1.96 * errors}
        wrong.append(len(different(pd.DataFrame({"slope": slopes, **ends}), 0.95)) > 0)
        moved = {name: np.append(each[:-1], each[-1] + 1.0) for name, each in {"slope": slopes, **ends}.items()}
        right.append(any(7 in pair for pair in different(pd.DataFrame(moved), 0.95)))
    assert np.mean(wrong) <= 0.07
    assert np.mean(right) > 0.95


def test_a_curved_line_has_no_doubling_time_to_show() -> None:
    rows = trends(("2010-2018", 5.0, 4.0, 6.0), ("since-2018", 6.0, 5.0, 7.0))
    shown = doubling_times.shown({**made_up_tables(0), "trends": rows.assign(curved=[True, False])})
    assert shown["trend"].to_list() == ["since-2018"]


def test_trends_that_fall_are_not_told_as_growth() -> None:
    tables = made_up_tables(40)
    falling = tables["trends"].assign(slope_high=-0.1)
    assert growth.uncertain({**tables, "trends": falling}) == "No slope may be zero: all 6 trends fall."


def without(*months: float) -> str:
    rows = [
        {"trend": "openai-2018", "run": f"r{number}", "doubling_months_without": each, "shift_months": each - 3.4}
        for number, each in enumerate(months)
    ]
    return influence.title(with_rows("influence", *rows))


def test_whether_single_runs_matter_depends_on_the_doubling_times_without_them() -> None:
    assert without(3.40, 3.41) == "No single run matters: without any one of them the doubling time stays 3.4 months"
    assert without(2.9, 3.5) == "r0 matters most: without any one run, the doubling time is 2.9 to 3.5 months"
    assert "grow at all hangs on one single run" in without(2.9, float("nan"))
    assert "do not grow" in without(float("nan"), float("nan"))
    assert "Too few" in without()


@pytest.mark.parametrize(
    ("shrinking", "words"), [(0.0, "among them: a doubling in"), (0.28, "28 % find no growth, the others")]
)
def test_fits_that_find_no_growth_are_counted(shrinking: float, words: str) -> None:
    months = {f"doubling_months_{end}": each for end, each in (("lowest", 2.4), ("median", 3.5), ("highest", 5.7))}
    row = {"set": "openai-2018", "specifications": 348, "results": 270, "same_runs": 90, "shrinking_share": shrinking}
    text = " ".join(specifications.details(with_rows("specification_summary", row | {"headline": "", **months})))
    assert words in text
    assert "348 fits of the chart’s runs, 270 different results among them" in text
    assert "90 of the fits are of as many runs as any" in text
    assert specifications.details(made_up_tables(0)) == []


def of_choice(choice: str, option: str, months: float, share: float) -> dict[str, object]:
    named = {"set": "openai-2018", "choice": choice, "option": option, "crossings": 10}
    return named | {"slope": 3.6 / months, "doubling_months": months, "share": share}


def test_the_choice_that_moves_the_answer_most_is_the_title() -> None:
    frontier = [of_choice("frontier", "all", 4.0, 0.6), of_choice("frontier", "top-5", 3.1, 0.6)]
    plays = [of_choice("self_play", "counted", 3.3, 0.2), of_choice("self_play", "not counted", 4.2, 0.2)]
    told = with_rows("specification_choices", *frontier, *plays)
    assert specifications.title(told) == (
        "Which runs are fitted matters most: in the mean of its fits 4.0 months with all runs of the chart, "
        "3.1 months with only the five largest of their time"
    )
    assert "which runs are fitted 60 % and whether self-play counts 20 %" in specifications.effects(told)
    swapped = [row | {"share": 0.8} for row in plays]
    assert specifications.title(with_rows("specification_choices", *frontier, *swapped)).startswith("Whether self-play")
    still = [row | {"share": 0.0} for row in frontier]
    assert specifications.title(with_rows("specification_choices", *still)).startswith("Too few")


@pytest.mark.parametrize(
    ("inside", "wide", "words"),
    [
        (
            (True, True),
            1e8,
            "All 2 later frontier runs lie inside the 95 % prediction interval of the re-derived law. That of",
        ),
        ((True, False), 1e8, "1 of 2 later frontier runs lie inside"),
        (
            (False, False),
            10,
            "None of 2 later frontier runs lie inside the 95 % prediction interval of the re-derived law.",
        ),
        ((True,), 10, "The one later frontier run lies inside"),
    ],
)
def test_a_wide_interval_is_told_as_ruling_little_out(inside, wide, words) -> None:  # type: ignore[no-untyped-def]
    rows = [
        {"line": LAW, "third_party": "with", "run": f"r{number}", "published": "2024-01-02", "inside": each}
        | {"predicted_flop_low": 1.0, "predicted_flop_high": wide, "ratio": 1.0, "basis": "own"}
        for number, each in enumerate(inside)
    ]
    told = hold.backtest(with_rows("backtest", *rows))
    assert words in told
    assert ("rules little out" in told) == (wide > 1000)
    assert told.endswith(f"The latest, r{len(inside) - 1} (January 2024, our estimate), lies on the re-derived law.")


def test_both_lines_of_the_law_are_told() -> None:
    rows = [
        {"line": line, "third_party": "with", "run": "r", "published": "2024-01-02", "inside": line != LAW}
        | {"predicted_flop_low": 1.0, "predicted_flop_high": 10.0, "ratio": 1.0, "basis": "own"}
        for line in (LAW, LAW_AS_PLOTTED)
    ]
    told = hold.backtest(with_rows("backtest", *rows))
    assert told.startswith("Not the one later frontier run")
    assert "the re-derived law. The one lies inside that of the law as plotted" in told


@pytest.mark.parametrize(
    ("ratio", "words"), [(1.3, "1.3 times higher"), (0.5, "2.0 times lower"), (1.02, "nearly equal")]
)
def test_which_method_gives_more_depends_on_the_ratios(ratio: float, words: str) -> None:
    tables = made_up_tables(40)
    assert words in agreement.direction({**tables, "cross_check": tables["cross_check"].assign(ratio=ratio)})


def test_one_agreement_of_few_runs_is_not_told_of_all() -> None:
    assert "too few to say so of all" in agreement.factors(agreeing(1.0, 0.6, 1.0))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.2, 0.3, "less than the assumed"),
        (0.4, 0.5, "more than"),
        (0.3, 0.4, "compatible"),
        (0.2, 0.3299, "compatible"),
    ],
)
def test_how_well_devices_are_used_is_held_against_what_is_assumed(low: float, high: float, words: str) -> None:
    ends = {"implied_utilization_median_low": low, "implied_utilization_median_high": high}
    row = {"by": "kind", "group": "GPU", "runs": 50, "implied_utilization_median": (low + high) / 2}
    found = with_rows("agreement", row | ends)
    assert words in agreement.utilization_title({**found, **assuming(0.33, "GPU")})
    assert "assumed" not in agreement.utilization_title({**found, **assuming(0.17, "CPU")})
    assert "No run" in agreement.utilization_title(made_up_tables(0))


def assuming(utilization: float, kind: str) -> dict[str, pd.DataFrame]:
    """Tables in which one run's utilization is assumed, for a device of this kind."""
    factor = {"run": "a", "factor": "utilization", "known": "default", "value": utilization}
    return {
        "factors": pd.DataFrame([factor]),
        "run_devices": pd.DataFrame([{"run": "a", "device": "X"}]),
        "devices": pd.DataFrame([{"device": "X", "kind": kind}]),
    }


def test_the_method_tells_the_utilization_that_this_build_assumes() -> None:
    assert assumed.in_words(assuming(0.4, "TPU")) == "0.40 of TPUs assumed, unless the paper says more"
    assert assumed.in_words(made_up_tables(0)) == "stated by every run"


@pytest.mark.parametrize(("apart", "words"), [(["unexplained"], "Why one run differs"), ([""], "not explained (1)")])
def test_why_methods_differ_is_counted(apart: list[str], words: str) -> None:
    tables = dict(made_up_tables(2))
    tables["cross_check"] = tables["cross_check"].assign(verdict="differ", explanation_code=apart)
    assert words in agreement.disagreements(tables)


def test_the_runs_on_which_the_law_hangs_are_named() -> None:
    row = {"trend": "openai-2018", "doubling_months_without": 3.0}
    rows = [
        row | {"run": name, "cooks_distance": size, "shift_months": size} for name, size in (("a", 0.1), ("b", 0.9))
    ]
    assert "hangs most on b (0.90) and a (0.10)" in influence.details(with_rows("influence", *rows))


def test_the_day_that_parts_papers_is_that_of_the_calibration() -> None:
    row = covered("later papers", 0.8, 0.8, 0.7, 0.9)
    assert "since March 2017, judged by the scale of those before" in calibration.intervals(
        with_rows("calibration", row)
    )
