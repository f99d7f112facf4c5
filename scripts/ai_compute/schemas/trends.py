"""Tables of trends and of what can be said of them (stage: fit)."""

from ai_compute.schemas.columns import DAY, FLOP, GROWTH, MONTHS, SLOPE, YEAR, Day, Table, column

LOG10_FLOP = "log10 FLOP"
ESTIMATORS = ["ols", "weighted", "theil-sen", "huber", "quantile"]
INTERVALS = ["t", "CR2", "ranks", "asymptotic", "bootstrap", "cluster bootstrap"]
INTERVALS += ["bootstrap over papers", "bootstrap over organizations"]


class Trends(Table):
    """Log-linear fits of training compute against publication date."""

    trend: str = column("Which runs", key=True)
    estimator: str = column("How the line is drawn", key=True, isin=ESTIMATORS)
    interval: str = column("How the interval of the slope is found", key=True, isin=INTERVALS)
    runs: int = column("Runs in the fit", ge=3)
    start: float = column("Date of the first run", YEAR)
    end: float = column("Date of the last run", YEAR)
    slope: float = column("Growth of log10 training compute", SLOPE)
    slope_low: float = column("Lower end of its 95 % interval", SLOPE, nullable=True)
    slope_high: float = column("Upper end of its 95 % interval", SLOPE, nullable=True)
    intercept: float = column("log10 training compute of the line in year 0", LOG10_FLOP)
    doubling_months: float = column("12 log10(2) / slope; empty if the slope is not above 0", MONTHS, nullable=True)
    doubling_months_low: float = column("Image of the upper end of the slope", MONTHS, nullable=True)
    doubling_months_high: float = column(
        "Image of the lower end of the slope; empty if that is not above 0", MONTHS, nullable=True
    )
    open_ended: bool = column("Whether the slope's interval holds 0, so that growth is not certain")
    growth_per_year: float = column("Growth in a year", GROWTH, gt=0)
    growth_per_year_low: float = column("Lower end of its 95 % interval", GROWTH, nullable=True)
    growth_per_year_high: float = column("Upper end of its 95 % interval", GROWTH, nullable=True)
    r_squared: float = column("Share of the variance of log10 training compute on the line", nullable=True)
    residual_sd: float = column("Standard deviation of the residuals; empty for quantiles", LOG10_FLOP, nullable=True)
    between_sd: float = column(
        "Scatter between runs that estimate error does not explain (weighted only)", LOG10_FLOP, nullable=True
    )
    nominal: bool = column("True for frontier runs, which are not independent: the interval is nominal")
    organizations: int = column("Organizations among the runs")
    resamples: int = column("Bootstrap resamples; 0 for intervals by theory")
    told: bool = column("Whether this row is the one that is told of the trend: of least squares, the widest interval")
    curvature_p: float = column(
        "Probability of so much curvature if growth were steady; empty with too few runs", nullable=True
    )
    curved: bool = column("Whether that is so improbable that one doubling time says little of these runs")


class Breaks(Table):
    """Fits with 0, 1 or 2 breaks of the trend, one row a break."""

    set: str = column("Which runs", key=True)
    breaks: int = column("Number of breaks of the fit", key=True, ge=0, le=2)
    continuous: bool = column("Whether the segments meet", key=True)
    break_number: int = column("Which break, from 1; 0 for the fit without a break", key=True)
    runs: int = column("Runs in the fit")
    bic: float = column("Bayesian information criterion")
    delta_bic: float = column("Its distance from the best fit of this set", ge=0)
    selected: bool = column("The fit with the lowest criterion if it gains enough, else the one without a break")
    date: float = column("Date of the break", YEAR, nullable=True)
    date_low: float = column("Lower end of its 95 % interval, by bootstrap", YEAR, nullable=True)
    date_high: float = column("Upper end of its 95 % interval, by bootstrap", YEAR, nullable=True)
    slope_before: float = column("Slope of the segment before", SLOPE)
    slope_after: float = column("Slope of the segment after", SLOPE)
    doubling_months_before: float = column("Doubling time before; empty without growth", MONTHS, nullable=True)
    doubling_months_after: float = column("Doubling time after; empty without growth", MONTHS, nullable=True)
    log10_flop_before: float = column("The line before, at the date of the break", LOG10_FLOP, nullable=True)
    log10_flop_after: float = column("The line after, at the date of the break", LOG10_FLOP, nullable=True)
    years_before: float = column("How long the segment before is", YEAR, nullable=True)
    years_after: float = column("How long the segment after is", YEAR, nullable=True)
    gain: float = column("How much lower the criterion is than without a break")
    gain_needed: float = column(
        "What 95 % of simulated worlds without a break gain at most; empty if none gains anything here", nullable=True
    )


class Comparisons(Table):
    """Two trends through the same runs: how far their slopes differ, and what values and dates do of it."""

    one: str = column("A trend", key=True)
    other: str = column("Another trend through the same runs", key=True)
    without: str = column("Runs that are left out, joined by '; '", key=True)
    runs: int = column("Runs that both hold", ge=3)
    slope_one: float = column("Slope of the one", SLOPE)
    slope_other: float = column("Slope of the other", SLOPE)
    slope_difference: float = column("Slope of the one - slope of the other", SLOPE)
    slope_difference_low: float = column("Lower end of its 95 % interval, by a bootstrap over runs", SLOPE)
    slope_difference_high: float = column("Upper end of its 95 % interval", SLOPE)
    by_values: float = column("What other values do of it, in the mean over both orders", SLOPE)
    by_values_low: float = column("Lower end of its 95 % interval", SLOPE)
    by_values_high: float = column("Upper end of its 95 % interval", SLOPE)
    by_dates: float = column("What other dates do of it, in the mean over both orders", SLOPE)
    by_dates_low: float = column("Lower end of its 95 % interval", SLOPE)
    by_dates_high: float = column("Upper end of its 95 % interval", SLOPE)
    allowed: float = column("A difference up to which both count as the same", SLOPE, gt=0)
    verdict: str = column(
        "the same: the interval lies within what is allowed and holds 0; slightly different: within, without 0; "
        "different: reaches beyond, without 0; undecided: reaches beyond and holds 0",
        isin=["the same", "slightly different", "different", "undecided"],
    )
    values_moved: int = column("Runs whose values differ by more than 5 %", ge=0)
    dates_moved: int = column("Runs whose dates differ by more than four days", ge=0)


class Forecasts(Table):
    """What forecasts made at earlier days were worth: coverage, error and score by set, method, cut and horizon."""

    set: str = column("What is forecast: the runs of which trend", key=True)
    threshold: str = column(
        "Of counts above a threshold, which one; empty: counts stand in the table threshold_forecasts", key=True
    )
    method: str = column("How it is forecast", key=True)
    cut: float = column("The day up to which runs were known", YEAR, key=True)
    horizon_low: float = column("From so many years after it", "year", key=True, ge=0)
    horizon_high: float = column("To fewer than so many years after it", "year", key=True, gt=0)
    runs: int = column("Runs that were forecast", ge=1)
    inside_50: int = column("How many of them lie in their 50 % interval", ge=0)
    inside_80: int = column("How many of them lie in their 80 % interval", ge=0)
    inside_95: int = column("How many of them lie in their 95 % interval", ge=0)
    mean_error_log10: float = column("Mean of forecast - run, in log10", LOG10_FLOP)
    crps: float = column("Continuous ranked probability score, in log10: 0 is perfect", LOG10_FLOP, ge=0)
    tuned: bool = column("Whether the forecast was tuned on this cut, so that its coverage proves nothing")


class Influence(Table):
    """What each run means to a trend."""

    trend: str = column("Which trend", key=True)
    run: str = column("The run that is left out", key=True)
    doubling_months_without: float = column("Doubling time without it; empty without growth", MONTHS, nullable=True)
    shift_months: float = column("How far that is from the doubling time with it", MONTHS, nullable=True)
    cooks_distance: float = column("Cook's distance", ge=0, nullable=True)


class SlopeTests(Table):
    """Growth before and after the law was published."""

    split: Day = column("First day after", DAY, key=True)
    subset: str = column("Which runs", key=True)
    runs_before: int = column("Runs before")
    runs_after: int = column("Runs after")
    slope_before: float = column("Slope before", SLOPE)
    slope_after: float = column("Slope after", SLOPE)
    difference: float = column("After - before", SLOPE)
    difference_low: float = column("Lower end of its 95 % interval, by `interval`", SLOPE)
    difference_high: float = column("Upper end of its 95 % interval, by `interval`", SLOPE)
    doubling_months_before: float = column("Doubling time before; empty without growth", MONTHS, nullable=True)
    doubling_months_after: float = column("Doubling time after; empty without growth", MONTHS, nullable=True)
    mean_residual: float = column(
        "Mean of later runs' log10 training compute - the earlier line", LOG10_FLOP, nullable=True
    )
    mean_residual_low: float = column("Lower end of its 95 % prediction interval", LOG10_FLOP, nullable=True)
    mean_residual_high: float = column("Upper end of its 95 % prediction interval", LOG10_FLOP, nullable=True)
    inside_share: float = column(
        "Share of later runs inside the earlier line's prediction interval; like the residuals empty for quantiles",
        nullable=True,
    )
    nominal: bool = column("True for frontier runs, which are selected: the interval is nominal, see the table `nulls`")
    p: float = column("Two-sided p of no difference, the larger of both intervals'", ge=0, le=1)
    apart: bool = column("Whether both intervals leave 0, by more than the luck of a bootstrap's draw")
    interval: str = column(
        "t (Welch) or CR2 (by organization), the wider of both; of quantiles a bootstrap over papers or over "
        "organizations, the wider of both"
    )


class Backtest(Table):
    """Later frontier runs against an earlier line."""

    line: str = column("The trend that is extrapolated", key=True)
    third_party: str = column("Whether third-party totals are used", key=True, isin=["without", "with"])
    run: str = column("Later frontier run", key=True)
    published: Day = column("First public appearance", DAY)
    decimal_year: float = column("1970 + days since 1970-01-01 / 365.25", YEAR)
    flop: float = column("Its training compute", FLOP)
    predicted_flop: float = column("The line at its date", FLOP)
    predicted_flop_low: float = column("Lower end of the 95 % prediction interval", FLOP)
    predicted_flop_high: float = column("Upper end of the 95 % prediction interval", FLOP)
    ratio: float = column("Its training compute / the line")
    inside: bool = column("Whether it is inside the prediction interval")
    basis: str = column("Where its value comes from")


class Projection(Table):
    """Lines carried forward, with prediction intervals; nominal for lines through runs selected by size."""

    trend: str = column("Which line", key=True)
    decimal_year: float = column("Date", YEAR, key=True)
    flop: float = column("The line", FLOP)
    flop_low: float = column("Lower end of the 95 % prediction interval", FLOP, nullable=True)
    flop_high: float = column("Upper end of the 95 % prediction interval", FLOP, nullable=True)
    flop_low_80: float = column("Lower end of the 80 % prediction interval", FLOP, nullable=True)
    flop_high_80: float = column("Upper end of the 80 % prediction interval", FLOP, nullable=True)
    flop_low_50: float = column("Lower end of the 50 % prediction interval", FLOP, nullable=True)
    flop_high_50: float = column("Upper end of the 50 % prediction interval", FLOP, nullable=True)
    extrapolated: bool = column("Whether the date is outside the dates of the fit")
    times: float = column("The line / the line at the date of the last run of all", nullable=True)
    times_low: float = column("Lower end of its nominal 95 % interval, drift included", nullable=True)
    times_high: float = column("Upper end of its nominal 95 % interval, drift included", nullable=True)
    since: float = column("Date of the last run of all", YEAR, nullable=True)
    drift: float = column("Standard deviation of growth that the intervals allow for ahead", SLOPE, nullable=True)


class Excluded(Table):
    """What each analysis left out, and why."""

    analysis: str = column("Which analysis; of specifications, which set and frontier", key=True)
    run: str = column("Run; '' if all", key=True)
    reason: str = column("Why; of specifications, with how many crossings of choices", key=True)
