"""All figures of the report, in the order in which they appear."""

from ai_compute.charts.above_the_lines import above_the_lines
from ai_compute.charts.breaks import breaks
from ai_compute.charts.chart_of_2018 import chart_of_2018
from ai_compute.charts.cross_check import cross_check
from ai_compute.charts.doubling_times import doubling_times
from ai_compute.charts.drivers import drivers
from ai_compute.charts.eras import two_eras
from ai_compute.charts.external import external_lines, external_runs
from ai_compute.charts.figure import Figure
from ai_compute.charts.growth import growth
from ai_compute.charts.headline import headline
from ai_compute.charts.influence import influence
from ai_compute.charts.lines_counted import lines_counted
from ai_compute.charts.projection import projection
from ai_compute.charts.ratios import ratios
from ai_compute.charts.specifications import specifications
from ai_compute.charts.utilization import utilization
from ai_compute.findings import external
from ai_compute.settings.analysis import CrossCheck
from ai_compute.storage.rows import Tables


def figures(tables: Tables, choices: CrossCheck) -> list[Figure]:
    """Every figure that the tables allow; those without data say so themselves."""
    return [
        headline(tables),
        chart_of_2018(tables),
        two_eras(tables),
        doubling_times(tables),
        cross_check(tables, choices.agree_within),
        ratios(tables, choices.agree_within),
        utilization(tables),
        influence(tables),
        specifications(tables),
        drivers(tables),
        growth(tables),
        breaks(tables),
        projection(tables),
        above_the_lines(tables),
        lines_counted(tables),
        *([external_runs(tables), external_lines(tables)] if external.present(tables) else []),
    ]
