"""Lines: what the law of 2018 was fitted to, and each estimator against a reference."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from ai_compute.trends.any_table import trend_of
from ai_compute.trends.bootstrap import generator, huber_slopes, ols_slopes, percentile_interval, theil_sen_slopes
from ai_compute.trends.influence import influence
from ai_compute.trends.lines import fit, trends
from ai_compute.trends.points import to_points
from ai_compute.trends.regression import doubling_months, huber, least_squares, theil_sen, weighted
from ai_compute.trends.selections import Selection

PFS_DAY = 8.64e19
# OpenAI's chart of 2018: plotted date and plotted pfs-days.
CHART_2018 = {
    "alexnet": ("2012-06-01", 0.00578754),
    "dropout": ("2012-07-03", 0.0021312),
    "zfnet": ("2013-11-12", 0.00615384),
    "dqn": ("2013-12-19", 2.7e-5),
    "vgg": ("2014-09-04", 0.098),
    "seq2seq": ("2014-09-10", 0.09324),
    "googlenet": ("2014-09-17", 0.018),
    "deepspeech2": ("2015-12-08", 0.24),
    "resnet": ("2015-12-10", 0.12053333333333335),
    "gnmt": ("2016-09-25", 79.42774259317446),
    "xception": ("2016-10-07", 5.21478),
    "nas": ("2016-11-05", 31.99996800000001),
    "dota-1v1": ("2017-08-11", 6.974926),
    "alphago-zero": ("2017-10-19", 1862.0),
    "alphazero": ("2017-12-05", 420.0),
}


def chart_2018() -> pd.DataFrame:
    rows = [(run, day, value * PFS_DAY) for run, (day, value) in CHART_2018.items()]
    return pd.DataFrame(rows, columns=["run", "published", "flop"])


def made_up(runs: int, slope: float = 0.5, scatter: float = 1.0, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    years = np.sort(random.uniform(2010, 2020, runs))
    flop = 10 ** (18 + slope * (years - 2010) + random.normal(0, scatter, runs))
    return pd.DataFrame({"run": [f"run-{i:05}" for i in range(runs)], "decimal_year": years, "flop": flop})


def arrays(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    points, _ = to_points(table, "test", date="published" if "published" in table else "decimal_year")
    return tuple(points[name].to_numpy(float) for name in ("decimal_year", "log10_flop", "sd_log10"))  # type: ignore


def test_the_2018_chart_doubles_every_3_4367_months() -> None:
    points, excluded = to_points(chart_2018(), "chart", date="published")
    line = fit(points)
    assert line.runs == 15
    assert excluded.empty
    assert doubling_months(line.slope) == pytest.approx(3.4367, abs=5e-5)
    assert line.r_squared == pytest.approx(0.772, abs=5e-4)


def test_least_squares_agrees_with_scipy() -> None:
    x, y, sd = arrays(made_up(40))
    line, reference = least_squares(x, y, sd, 0.95), stats.linregress(x, y)
    half = stats.t.ppf(0.975, 38) * reference.stderr
    assert line.slope == pytest.approx(reference.slope)
    assert line.intercept == pytest.approx(reference.intercept)
    assert line.r_squared == pytest.approx(reference.rvalue**2)
    assert (line.slope_low, line.slope_high) == pytest.approx((reference.slope - half, reference.slope + half))


def test_theil_sen_is_the_median_of_all_pairs() -> None:
    x, y, sd = arrays(made_up(25))
    slopes = [(y[j] - y[i]) / (x[j] - x[i]) for i in range(25) for j in range(i + 1, 25)]
    assert theil_sen(x, y, sd, 0.95).slope == pytest.approx(np.median(slopes))


def rounded(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Runs of which many share a date, a value or both."""
    x, y, _ = arrays(made_up(40, seed=seed))
    return np.round(x * 2) / 2, np.round(y, 1), np.random.default_rng(seed).uniform(0.1, 1.2, 40)


@pytest.mark.parametrize("seed", range(5))
def test_theil_sen_agrees_with_scipy_where_runs_share_dates_and_values(seed: int) -> None:
    x, y, sd = rounded(seed)
    line, reference = theil_sen(x, y, sd, 0.9), stats.theilslopes(y, x - x.mean(), alpha=0.9, method="joint")
    assert (line.slope, line.slope_low, line.slope_high) == pytest.approx(tuple(reference)[:1] + tuple(reference)[2:])
    assert line.at(x.mean()) == pytest.approx(reference.intercept)


@pytest.mark.parametrize("seed", range(5))
def test_huber_agrees_with_statsmodels(seed: int) -> None:
    from statsmodels.robust.robust_linear_model import RLM

    x, y, sd = rounded(seed)
    line, reference = huber(x, y, sd, 0.95), RLM(y, np.column_stack([np.ones(40), x - x.mean()])).fit(maxiter=200)
    assert (line.at(x.mean()), line.slope) == pytest.approx(tuple(reference.params), rel=1e-6)
    assert line.slope_high - line.slope == pytest.approx(stats.t.ppf(0.975, 38) * reference.bse[1], rel=1e-6)


def test_most_points_on_one_line_are_fitted_by_least_squares() -> None:
    x = np.arange(2010.0, 2020.0)
    y = np.where(x == 2015, 3.0, 0.0)
    assert huber(x, y, y, 0.95).slope_high == pytest.approx(least_squares(x, y, y, 0.95).slope_high)


@pytest.mark.parametrize("seed", range(5))
def test_weights_agree_with_statsmodels_and_scatter_as_much_as_they_should(seed: int) -> None:
    from statsmodels.regression.linear_model import WLS

    x, y, sd = rounded(seed)
    line = weighted(x, y, sd, 0.9)
    total = line.between_sd**2 + sd**2
    reference = WLS(y, np.column_stack([np.ones(40), x - x.mean()]), weights=1 / total).fit()
    assert (line.slope_low, line.slope_high) == pytest.approx(tuple(reference.conf_int(0.1)[1]))
    assert (line.at(x.mean()), line.slope) == pytest.approx(tuple(reference.params))
    assert (reference.resid**2 / total).sum() == pytest.approx(38)


def test_influence_agrees_with_statsmodels_and_with_fits_without_each_run() -> None:
    from statsmodels.regression.linear_model import OLS
    from statsmodels.stats.outliers_influence import OLSInfluence

    points, _ = to_points(made_up(30), "t")
    found = influence(points, "t")
    x, y, sd = arrays(made_up(30))
    reference = OLSInfluence(OLS(y, np.column_stack([np.ones(30), x])).fit())
    assert found["cooks_distance"].to_numpy() == pytest.approx(reference.cooks_distance[0], rel=1e-5)
    without = [least_squares(*(np.delete(each, row) for each in (x, y, sd)), 0.95).slope for row in range(30)]
    assert found["doubling_months_without"].to_numpy() == pytest.approx([doubling_months(slope) for slope in without])


def test_one_wild_point_moves_least_squares_more_than_the_robust_lines() -> None:
    table = made_up(30, scatter=0.1)
    table.loc[29, "flop"] *= 1e8
    x, y, sd = arrays(table)
    off = {fit.__name__: abs(fit(x, y, sd, 0.95).slope - 0.5) for fit in (least_squares, theil_sen, huber)}
    assert off["least_squares"] > 3 * off["theil_sen"]
    assert off["least_squares"] > 3 * off["huber"]


def test_weights_of_equal_errors_give_the_ordinary_line() -> None:
    x, y, _ = arrays(made_up(40))
    ordinary, same = least_squares(x, y, y * np.nan, 0.95), weighted(x, y, np.full(40, 0.3), 0.95)
    assert same.slope == pytest.approx(ordinary.slope)
    assert (same.slope_low, same.slope_high) == pytest.approx((ordinary.slope_low, ordinary.slope_high))


def test_estimate_error_is_told_apart_from_the_scatter_between_runs() -> None:
    random = np.random.default_rng(5)
    found = []
    for seed in range(60):
        x, y, _ = arrays(made_up(200, scatter=0.8, seed=seed))
        error = random.uniform(0.1, 1.0, 200)
        found.append(weighted(x, y + random.normal(0, error), error, 0.95).between_sd)
    assert np.mean(found) == pytest.approx(0.8, abs=0.03)


def test_scatter_explained_by_estimate_error_alone_leaves_none_between_runs() -> None:
    x, y, _ = arrays(made_up(50, scatter=0.1))
    assert weighted(x, y, np.full(50, 1.0), 0.95).between_sd == 0


@pytest.mark.parametrize("estimator", [least_squares, huber])
@pytest.mark.slow
def test_intervals_by_t_hold_the_truth_as_often_as_they_say(estimator) -> None:  # type: ignore[no-untyped-def]
    lines = [estimator(*arrays(made_up(15, seed=seed)), 0.9) for seed in range(300)]
    inside = np.mean([line.slope_low <= 0.5 <= line.slope_high for line in lines])
    assert 0.9 - 0.06 < inside < 0.9 + 0.06


@pytest.mark.slow
def test_bootstrap_intervals_hold_the_truth_nearly_as_often_as_they_say() -> None:
    inside = 0
    for seed in range(300):
        x, y, _ = arrays(made_up(40, seed=seed))
        low, high = percentile_interval(ols_slopes(x, y, 500, generator(seed, "x")), 0.9)
        inside += low <= 0.5 <= high
    assert 0.83 < inside / 300 < 0.96


def test_clustered_runs_need_the_cluster_bootstrap() -> None:
    random = np.random.default_rng(1)
    plain = clustered = 0
    for seed in range(150):
        start = np.repeat(random.uniform(2010, 2020, 20), 10)
        x = start + random.uniform(0, 0.5, 200)
        y = 0.5 * (x - 2010) + np.repeat(random.normal(0, 1, 20), 10) + random.normal(0, 0.1, 200)
        codes = np.repeat(np.arange(20), 10)
        for clusters in (None, codes):
            low, high = percentile_interval(ols_slopes(x, y, 400, generator(seed, "c"), clusters), 0.9)
            if clusters is None:
                plain += low <= 0.5 <= high
            else:
                clustered += low <= 0.5 <= high
    assert clustered / 150 > 0.78
    assert plain / 150 < 0.6


def resampled(x: np.ndarray, y: np.ndarray, seed: int, resamples: int) -> list[tuple[np.ndarray, np.ndarray]]:
    drawn = np.random.default_rng([seed]).integers(0, len(x), (resamples, len(x)))
    return [(x[i], y[i]) for i in drawn]


def test_every_resampled_slope_is_the_slope_of_its_resample() -> None:
    x, y, _ = arrays(made_up(12))
    random = np.random.default_rng([3])
    ordinary = ols_slopes(x, y, 50, random)
    assert ordinary == pytest.approx([stats.linregress(a, b).slope for a, b in resampled(x, y, 3, 50)])
    robust = theil_sen_slopes(x, y, 50, np.random.default_rng([3]))
    assert robust == pytest.approx([stats.theilslopes(b, a).slope for a, b in resampled(x, y, 3, 50)])


def test_resampled_huber_slopes_agree_with_statsmodels() -> None:
    from statsmodels.robust.norms import HuberT
    from statsmodels.robust.robust_linear_model import RLM

    class Fixed:
        def __call__(self, *_: object) -> float:
            return 0.7

    x, y, _ = arrays(made_up(30))
    ours = huber_slopes(x, y, 20, np.random.default_rng([3]), 0.7)
    for slope, (a, b) in zip(ours, resampled(x, y, 3, 20), strict=True):
        model = RLM(b, np.column_stack([np.ones(30), a - a.mean()]), M=HuberT(1.345))
        reference = model.fit(scale_est=Fixed(), update_scale=False, maxiter=500, tol=1e-10)
        if reference.scale == pytest.approx(0.7):
            assert slope == pytest.approx(reference.params[1], abs=1e-4)


def table_of(points: pd.DataFrame) -> pd.DataFrame:
    return trends({"t": Selection(points)}, 0.95, 10_000, 1, 3, 2000, 60, 20, 0.001, 100)[0]


def test_a_slope_that_may_be_zero_has_no_upper_doubling_time() -> None:
    table = table_of(to_points(made_up(12, slope=0.0, seed=4), "t")[0])
    row = table[(table["estimator"] == "ols") & (table["interval"] == "t")].iloc[0]
    assert row["open_ended"]
    assert np.isnan(row["doubling_months_high"])
    assert row["doubling_months_low"] > 0


def test_a_doubling_interval_is_the_image_of_the_slopes_interval() -> None:
    table = table_of(to_points(chart_2018(), "t", date="published")[0])
    assert set(table["interval"]) == {"t", "ranks", "asymptotic", "bootstrap", "cluster bootstrap"}
    assert not table["open_ended"].any()
    assert table["doubling_months_low"].to_numpy() == pytest.approx(12 * np.log10(2) / table["slope_high"])
    assert (table["doubling_months_low"] < table["doubling_months"]).all()
    assert (table["doubling_months"] < table["doubling_months_high"]).all()


def test_a_trend_does_not_depend_on_the_other_trends() -> None:
    one, other = to_points(chart_2018(), "t", date="published")[0], to_points(made_up(30), "t")[0]
    alone = trends({"b": Selection(other)}, 0.95, 1000, 1, 3, 2000, 60, 20, 0.001, 100)[0]
    both = trends({"a": Selection(one), "b": Selection(other)}, 0.95, 1000, 1, 3, 2000, 60, 20, 0.001, 100)[0]
    pd.testing.assert_frame_equal(both[both["trend"] == "b"].reset_index(drop=True), alone)


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_too_few_runs_are_left_out_with_a_reason(rows: int) -> None:
    points, _ = to_points(made_up(30).head(rows), "t")
    table, excluded = trends({"t": Selection(points)}, 0.95, 100, 1, 3, 2000, 60, 20, 0.001, 100)
    assert table.empty
    assert list(excluded["reason"]) == [f"{rows} of the 3 runs that a line needs"]


def test_runs_of_one_date_are_left_out_with_a_reason() -> None:
    points, _ = to_points(made_up(30).assign(decimal_year=2012.5), "t")
    assert list(trends({"t": Selection(points)}, 0.95, 100, 1, 3, 2000, 60, 20, 0.001, 100)[1]["reason"]) == [
        "all runs have one date"
    ]


def test_rows_without_date_or_compute_are_named() -> None:
    table = made_up(4)
    table.loc[0, "flop"] = np.nan
    table.loc[1, "flop"] = 0
    table.loc[2, "decimal_year"] = np.nan
    points, excluded = to_points(table, "t")
    assert list(points["run"]) == ["run-00003"]
    assert list(excluded["reason"]) == ["no training compute", "no training compute", "no publication date"]


def test_points_on_one_line_break_nothing() -> None:
    table = table_of(to_points(made_up(10, scatter=0.0), "t")[0])
    assert table["slope"].to_numpy() == pytest.approx(0.5)


@pytest.mark.slow
def test_ten_thousand_runs_are_fitted_without_the_pairwise_estimator() -> None:
    points, _ = to_points(made_up(10_000), "t")
    table, excluded = trends({"t": Selection(points)}, 0.95, 200, 1, 3, 2000, 60, 20, 0.001, 100)
    assert set(table["estimator"]) == {"ols", "huber"}
    assert "every pair" in excluded["reason"].iloc[0]


class TestAnyTable:
    """Rows of others, under their own headers and with their own gaps."""

    def theirs(self) -> pd.DataFrame:
        random = np.random.default_rng(11)
        dates = pd.date_range("2010-02-01", "2024-01-01", periods=420)
        flop = 10 ** (17 + 0.67 * np.arange(420) * 14 / 420 + random.normal(0, 1, 420))
        table = pd.DataFrame({"Publication date": dates.strftime("%Y-%m-%d"), "Training compute (FLOP)": flop})
        table.loc[::7, "Training compute (FLOP)"] = np.nan
        table.loc[3, "Publication date"] = "unknown"
        return table

    def test_growth_that_was_planted_is_found(self) -> None:
        row = trend_of(self.theirs(), "Publication date", "Training compute (FLOP)")
        assert row["runs"] == 359
        assert row["growth_per_year"] == pytest.approx(10**0.67, rel=0.1)

    def test_records_of_a_period_are_counted_from_the_start_of_the_frontier(self) -> None:
        table, period = self.theirs(), (date(2012, 1, 1), date(2018, 5, 17))
        row = trend_of(table, "Publication date", "Training compute (FLOP)", period, top=1)
        dated = table.dropna()[table.dropna()["Publication date"] != "unknown"]
        records = dated[dated["Training compute (FLOP)"] >= dated["Training compute (FLOP)"].cummax()].iloc[1:]
        assert row["runs"] == records["Publication date"].between("2012-01-01", "2018-05-16").sum()

    def test_a_table_without_enough_rows_says_so(self) -> None:
        with pytest.raises(ValueError, match="0 of the 3 runs"):
            trend_of(self.theirs().head(0), "Publication date", "Training compute (FLOP)")
