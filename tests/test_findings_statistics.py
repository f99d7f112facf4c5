"""Sentences on breaks, agreement and projections follow their tables."""

import pandas as pd
import pytest

from ai_compute.findings import agreement, breaks, drivers, eras, growth, hold, influence, projection
from ai_compute.schemas.registry import models
from ai_compute.tables import table
from made_up import made_up_tables


def with_rows(name: str, *rows: dict[str, object]) -> dict[str, pd.DataFrame]:
    tables = made_up_tables(40)
    columns = dict.fromkeys(models()[name].to_schema().columns, 0)
    return {**tables, name: table([columns | row for row in rows], models()[name])}


def broken(name: str, before: float, after: float, number: int = 1) -> dict[str, object]:
    dates = {"date": 2011.3, "date_low": 2009.1, "date_high": 2014.1}
    paces = {"doubling_months_before": before, "doubling_months_after": after}
    return {"set": name, "breaks": 1, "break_number": number, "continuous": True, "selected": True} | dates | paces


def test_a_break_is_told_with_its_interval_and_both_paces() -> None:
    title = breaks.title(with_rows("breaks", broken(breaks.TWO_ERAS, 21.0, 3.3)))
    assert "once, in 2011 (95 % interval 2009 to 2014): a doubling every 21 months, then 3.3 months" in title


def test_no_break_is_told_as_none() -> None:
    row = broken(breaks.TWO_ERAS, 21.0, 21.0) | {"breaks": 0, "break_number": 0}
    assert "no break" in breaks.title(with_rows("breaks", row))
    assert "Too few" in breaks.title(made_up_tables(0))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(4.5, 7.6, "growth slowed"), (7.6, 4.5, "growth quickened"), (5.0, 5.1, "kept its pace")],
)
def test_whether_growth_slowed_depends_on_the_paces(before: float, after: float, words: str) -> None:
    assert words in breaks.finding(with_rows("breaks", broken("top-10", before, after)))


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
    assert words in agreement.factors(agreeing(within_3, low, high))


@pytest.mark.parametrize(("share", "low", "high", "narrow"), [(0.95, 0.89, 0.98, False), (0.80, 0.71, 0.86, True)])
def test_intervals_that_miss_too_often_are_told_as_too_narrow(share, low, high, narrow) -> None:  # type: ignore[no-untyped-def]
    row = {
        "level": 0.95,
        "share": share,
        "share_low": low,
        "share_high": high,
        "median_interval_factor": 5.4,
        "scale": 1,
    }
    assert ("too narrow" in agreement.intervals(with_rows("calibration", row))) == narrow


def test_a_projection_comes_with_its_warning() -> None:
    end = {"trend": projection.TREND, "decimal_year": 2030.0, "flop": 1e28, "flop_low": 1e27, "flop_high": 1e29}
    told = projection.finding(with_rows("projection", end))
    assert "largest runs of 2030" in told
    assert "no forecast" in told
    assert "Too few" in projection.title(made_up_tables(0))


def driver(name: str, slope: float, low: float, high: float, variant: str = "hardware time") -> dict[str, object]:
    ends = {"slope": slope, "slope_low": low, "slope_high": high, "growth_per_year": 10**slope}
    return {"set": "2010-2018", "variant": variant, "driver": name, "runs": 40, "share": slope} | ends


@pytest.mark.parametrize(
    ("devices", "faster", "words"),
    [
        ((0.5, 0.4, 0.6), (0.2, 0.1, 0.3), "So it is:"),
        ((0.3, 0.1, 0.5), (0.2, 0.1, 0.3), "intervals of both overlap"),
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


def residual(low: float, middle: float, high: float) -> str:
    row = {"split": "2018-05-17", "mean_residual": middle, "mean_residual_low": low, "mean_residual_high": high}
    names = ["records", "records with third-party totals"]
    return hold.residuals(with_rows("slope_tests", *(row | {"subset": name} for name in names)))


def test_later_runs_are_told_to_lie_where_they_lie() -> None:
    assert "a factor of 100 downwards (95 % interval 10 to 1,000)" in residual(-3, -2, -1)
    assert "a factor of 100 upwards (95 % interval 10 to 1,000)" in residual(1, 2, 3)
    assert "which chance might make" in residual(-3, -1, 1)


def test_ranks_tell_whether_runs_were_large() -> None:
    row = {"set": "openai-2018", "published": "2013-12-19", "runs_all": 58}
    told = eras.selection(
        with_rows("selected", row | {"run": "a", "rank_all": 1}, row | {"run": "dqn", "rank_all": 14})
    )
    assert "two runs of 2018’s chart, 1 were among the three largest" in told
    assert "dqn was 14 of 58" in told


def test_a_trend_that_may_not_grow_is_named() -> None:
    tables = made_up_tables(40)
    assert "growth is certain" in growth.uncertain(tables)
    opened = tables["trends"].assign(open_ended=tables["trends"]["trend"] == "openai-2018")
    assert "growth is not certain, in openai-2018." in growth.uncertain({**tables, "trends": opened})


def test_the_runs_on_which_the_law_hangs_are_named() -> None:
    row = {"trend": "openai-2018", "doubling_months_without": 3.0}
    rows = [
        row | {"run": name, "cooks_distance": size, "shift_months": size} for name, size in (("a", 0.1), ("b", 0.9))
    ]
    assert "hangs most on b (0.90) and a (0.10)" in influence.finding(with_rows("influence", *rows))
