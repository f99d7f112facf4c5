"""Intervals where runs of one organization resemble each other, and which interval of a trend is told."""

import numpy as np
import pandas as pd
import pytest
from scipy.linalg import fractional_matrix_power
from scipy.stats import t

from ai_compute.trends.clusters import cluster_robust
from ai_compute.trends.lines import curvature, trends
from ai_compute.trends.selections import Selection
from ai_compute.trends.told import told


def sizes_to_clusters(sizes: list[int]) -> np.ndarray:
    return np.repeat(np.arange(len(sizes)), sizes)


@pytest.mark.parametrize("sizes", [[1, 4, 2, 7, 3], [5, 5, 5], [1] * 12, [10, 1, 1, 2]])
def test_of_a_mean_it_is_the_formula_that_the_authors_of_clubsandwich_publish(sizes: list[int]) -> None:
    """clubSandwich, tests/testthat/test_intercept_formulas.R: 'CR2 and df agree with formulas'."""
    clusters, n = sizes_to_clusters(sizes), np.array(sizes, float)
    y = np.random.default_rng(1).normal(5, 1, len(clusters)) + clusters
    total = n.sum()
    means = np.array([y[clusters == each].mean() for each in range(len(n))])
    variance = (n**2 * (means - y.mean()) ** 2 / (1 - n / total)).sum() / total**2
    degrees = total**2 / (
        total**2 * (n**2 / (total - n) ** 2).sum()
        - 2 * total * (n**3 / (total - n) ** 2).sum()
        + (n**2 / (total - n)).sum() ** 2
    )
    found = cluster_robust(np.ones((len(y), 1)), y - y.mean(), clusters, np.ones(1))
    assert found == pytest.approx((np.sqrt(variance), degrees))


@pytest.mark.parametrize("seed", range(4))
def test_of_a_slope_it_is_what_the_matrices_of_the_definition_give(seed: int) -> None:
    """Pustejovsky and Tipton (2018), equations 5 and 13, written out with matrices as large as the data."""
    random = np.random.default_rng(seed)
    clusters = sizes_to_clusters([3, 1, 5, 2, 8, 4])
    design = np.column_stack([np.ones(len(clusters)), random.uniform(0, 5, len(clusters))])
    y, contrast = random.normal(size=len(clusters)), np.array([0.0, 1.0])
    bread = np.linalg.inv(design.T @ design)
    residual_maker = np.eye(len(y)) - design @ bread @ design.T
    residuals, pieces = residual_maker @ y, []
    for each in range(6):
        rows = np.flatnonzero(clusters == each)
        adjust = fractional_matrix_power(residual_maker[np.ix_(rows, rows)], -0.5).real
        pieces.append(residual_maker[:, rows] @ adjust @ design[rows] @ bread @ contrast)
    g = np.array(pieces)
    products = g @ g.T
    variance = sum(
        float((fractional_matrix_power(residual_maker[np.ix_(r, r)], -0.5).real @ residuals[r] @ design[r] @ bread
               @ contrast) ** 2)
        for r in (np.flatnonzero(clusters == each) for each in range(6))
    )  # fmt: skip
    found = cluster_robust(design, residuals, clusters, contrast)
    assert found == pytest.approx((np.sqrt(variance), np.trace(products) ** 2 / (products**2).sum()))


def worlds(organizations: int, alike: float, number: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Dates, clusters and log10 FLOP (worlds x runs) without growth; runs of one organization are of one time."""
    random = np.random.default_rng(seed)
    clusters = sizes_to_clusters(list(1 + random.poisson(2, organizations)))
    years = random.uniform(0, 8, organizations)[clusters] + random.uniform(0, 1, len(clusters))
    shared = random.normal(0, alike, (number, organizations))[:, clusters]
    return years, clusters, shared + random.normal(0, 1, (number, len(clusters)))


def coverages(organizations: int, alike: float) -> tuple[float, float]:
    """Shares of worlds whose slope of 0 lies in the interval by t, and in that by organization."""
    years, clusters, values = worlds(organizations, alike, 500, seed=3)
    design = np.column_stack([np.ones(len(years)), years - years.mean()])
    coefficients = values @ design @ np.linalg.inv(design.T @ design)
    residuals = values - coefficients @ design.T
    inside = []
    for slope, left in zip(coefficients[:, 1], residuals, strict=True):
        ordinary = np.sqrt((left**2).sum() / (len(years) - 2) / (design[:, 1] ** 2).sum())
        error, degrees = cluster_robust(design, left, clusters, np.array([0.0, 1.0]))
        inside.append(
            (abs(slope) <= t.ppf(0.975, len(years) - 2) * ordinary, abs(slope) <= t.ppf(0.975, degrees) * error)
        )
    by_t, by_organization = np.mean(inside, axis=0)
    return by_t, by_organization


def test_it_holds_where_runs_of_an_organization_are_alike_and_t_does_not() -> None:
    by_t, by_organization = coverages(organizations=30, alike=1.5)
    assert by_t < 0.85
    assert by_organization == pytest.approx(0.95, abs=0.03)


def test_it_holds_where_they_are_not_alike() -> None:
    by_t, by_organization = coverages(organizations=30, alike=0.0)
    assert by_t == pytest.approx(0.95, abs=0.03)
    assert by_organization == pytest.approx(0.95, abs=0.03)


def fitted(organizations: int, alike: float, bend: float = 0.0) -> pd.DataFrame:
    years, clusters, values = worlds(organizations, alike, 1, seed=5)
    points = pd.DataFrame(
        {
            "run": [f"r{number}" for number in range(len(years))],
            "cluster": [f"o{number}" for number in clusters],
            "decimal_year": 2010 + years,
            "log10_flop": 20 + 0.5 * years + bend * years**2 + values[0],
            "sd_log10": np.nan,
        }
    )
    return trends(
        {"some": Selection(points)},
        0.95,
        200,
        1,
        3,
        0,
        0,
        organizations_at_least=20,
        curved_below=0.001,
        quantile_draws=100,
    )[0]


def test_the_wider_interval_is_told_from_twenty_organizations_on() -> None:
    table = fitted(30, alike=1.5)
    row = told(table).iloc[0]
    widths = (table["slope_high"] - table["slope_low"])[table["interval"].isin(["t", "CR2"])]
    assert row["slope_high"] - row["slope_low"] == pytest.approx(widths.max())
    assert row["interval"] == "CR2"


def test_with_fewer_organizations_the_interval_by_t_is_told() -> None:
    table = fitted(12, alike=1.5)
    assert told(table)["interval"].to_list() == ["t"]
    assert "CR2" not in set(table["interval"])


def test_a_line_through_growth_that_changes_is_curved_and_one_through_steady_growth_is_not() -> None:
    assert fitted(60, alike=0.3, bend=0.1)["curved"].all()
    assert not fitted(60, alike=0.3)["curved"].any()


def test_steady_growth_is_called_curved_no_more_often_than_it_should() -> None:
    """Nominally 5 % at this bound; allowing for runs that are alike makes the test cautious, never bold."""
    years, clusters, values = worlds(30, 1.0, 300, seed=11)
    points = pd.DataFrame({"decimal_year": years, "cluster": clusters.astype(str)})
    found = [curvature(points.assign(log10_flop=each), organizations_at_least=20) for each in values]
    assert np.mean(np.array(found) < 0.05) <= 0.07
