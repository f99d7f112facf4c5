"""Tables on changes of growth (stage: growth)."""

from ai_compute.schemas.columns import GROWTH, MONTHS, SLOPE, YEAR, Table, column


class Nulls(Table):
    """Frontier lines beside worlds in which growth did not change."""

    statement: str = column("What the worlds have in common", key=True)
    set: str = column("Which frontier runs", key=True)
    statistic: str = column("What is compared", key=True, isin=["slope difference", "slope before", "slope after"])
    method: str = column(
        "How runs scatter about the one line of a world",
        key=True,
        isin=["common", "by period", "resampled residuals"],
    )
    runs_before: int = column("Frontier runs before the split")
    runs_after: int = column("Frontier runs since")
    observed: float = column("The value in the data", SLOPE)
    null_low: float = column("Lower end of the middle 95 % of the worlds", SLOPE)
    null_median: float = column("Median of the worlds", SLOPE)
    null_high: float = column("Upper end of the middle 95 % of the worlds", SLOPE)
    truth: float = column(
        "What a line through unselected runs would show; median - truth is the bias of selection", SLOPE
    )
    p: float = column("Two-sided: twice the share of worlds as far out on its side", gt=0, le=1)
    simulations: int = column("Worlds in which the value could be found")
    outside: bool = column("Whether the value in the data leaves the middle 95 %")


class Growth(Table):
    """Growth as a curve over time, a row a month: local linear trend, of the mean or of an upper quantile.

    Bands are of one month each, not of all at once, and take runs of one organization for independent.
    """

    set: str = column("Which runs; quantile-90: the level that 90 % of them lie below", key=True)
    decimal_year: float = column("Middle of the month", YEAR, key=True)
    runs: int = column("Runs published in the month", ge=0)
    doubling_months: float = column("Doubling time; empty where the band holds 0", MONTHS, nullable=True)
    doubling_months_low: float = column("Lower end of its 95 % band", MONTHS, nullable=True)
    doubling_months_high: float = column("Upper end of its 95 % band", MONTHS, nullable=True)
    growth_per_year: float = column("Growth in a year", GROWTH, gt=0)
    growth_per_year_low: float = column("Lower end of its 95 % band", GROWTH)
    growth_per_year_high: float = column("Upper end of its 95 % band", GROWTH)
    slope: float = column("Growth of log10 training compute", SLOPE)
    slope_low: float = column("Lower end of its 95 % band", SLOPE)
    slope_high: float = column("Upper end of its 95 % band", SLOPE)
