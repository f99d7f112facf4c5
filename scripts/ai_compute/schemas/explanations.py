"""Tables of what drove growth, of eras, of selected runs and of how well both methods agree (stage: explain)."""

from ai_compute.schemas.columns import DAY, FLOP, GROWTH, MONTHS, YEAR, Day, Table, column

QUANTITIES = ["device count", "device TFLOP/s", "pfs-days"]


class Drivers(Table):
    """How fast each factor of training compute grew."""

    set: str = column("Which dates", key=True)
    variant: str = column("Which runs and which factorization", key=True)
    driver: str = column("Factor", key=True)
    runs: int = column("Runs in the fit")
    slope: float = column("Growth of its log10", "log10 / year")
    slope_low: float = column("Lower end of its 95 % interval, by t", "log10 / year")
    slope_high: float = column("Upper end of its 95 % interval, by t", "log10 / year")
    growth_per_year: float = column("Growth in a year", GROWTH)
    growth_per_year_low: float = column("Lower end of its 95 % interval", GROWTH)
    growth_per_year_high: float = column("Upper end of its 95 % interval", GROWTH)
    doubling_months: float = column("12 log10(2) / slope; empty if the slope is not above 0", MONTHS, nullable=True)
    doubling_months_low: float = column("Image of the upper end of the slope", MONTHS, nullable=True)
    doubling_months_high: float = column("Image of the lower end; empty if that is not above 0", MONTHS, nullable=True)
    share: float = column("Its slope / the slope of the total; may be negative", nullable=True)
    share_low: float = column(
        "Lower end of its 95 % interval, by a bootstrap over runs; empty if the total may not have grown", nullable=True
    )
    share_high: float = column("Upper end of its 95 % interval", nullable=True)
    start: float = column("Date of the first run", YEAR)
    end: float = column("Date of the last run", YEAR)
    assumed_share: float = column("Share of the runs whose utilization is assumed", ge=0, le=1)


class Eras(Table):
    """The article's four eras: what the text says, what the data say."""

    edges: str = column("Edges as stated, or moved by half a year", key=True)
    era: str = column("Era of the text", key=True)
    quantity: str = column("What is compared", key=True, isin=QUANTITIES)
    set: str = column("Which runs", key=True)
    start: Day = column("First day", DAY, nullable=True)
    end: Day = column("First day after it", DAY, nullable=True)
    runs: int = column("Runs with that quantity")
    stated_low: float = column("Lower end in the text", "as in quantity", nullable=True)
    stated_high: float = column("Upper end in the text", "as in quantity", nullable=True)
    found_low: float = column("Lowest", "as in quantity", nullable=True)
    found_median: float = column("Median", "as in quantity", nullable=True)
    found_high: float = column("Highest", "as in quantity", nullable=True)
    inside_share: float = column("Share of runs within what the text says", nullable=True)
    inside_share_low: float = column("Lower end of its 95 % binomial interval (Wilson)", nullable=True)
    inside_share_high: float = column("Upper end of its 95 % binomial interval (Wilson)", nullable=True)


class Selected(Table):
    """How large the runs of a named set were among all runs at their publication."""

    set: str = column("Named selection", key=True)
    run: str = column("Run", key=True)
    published: Day = column("First public appearance", DAY)
    flop: float = column("Training compute", FLOP)
    rank_all: int = column("Rank among all runs published up to its date")
    runs_all: int = column("How many those are")
    rank_window: int = column("Rank among runs of the two years up to its date")
    runs_window: int = column("How many those are")


class Agreement(Table):
    """The cross-check by group: do both methods line up?"""

    by: str = column("What groups: all, domain, era, kind (of device), kind and era, device, counting", key=True)
    group: str = column("Which group", key=True)
    runs: int = column("Runs with both methods, independent of each other")
    within_2: float = column("Share within a factor of 2")
    within_3: float = column("Share within a factor of 3")
    within_10: float = column("Share within a factor of 10")
    within_2_low: float = column("Lower end of the 95 % interval of the share within 2 (Wilson)")
    within_2_high: float = column("Upper end of the 95 % interval of the share within 2 (Wilson)")
    within_3_low: float = column("Lower end of the 95 % interval of the share within 3 (Wilson)")
    within_3_high: float = column("Upper end of the 95 % interval of the share within 3 (Wilson)")
    within_10_low: float = column("Lower end of the 95 % interval of the share within 10 (Wilson)")
    within_10_high: float = column("Upper end of the 95 % interval of the share within 10 (Wilson)")
    ratio_low: float = column("2.5 % quantile of operation counting / hardware time")
    ratio_median: float = column("Median of operation counting / hardware time", gt=0)
    ratio_high: float = column("97.5 % quantile of operation counting / hardware time")
    implied_utilization_median: float = column("Median of the implied utilization")
    implied_utilization_median_low: float = column(
        "Lower end of its 95 % interval, an order statistic; empty with too few runs", nullable=True
    )
    implied_utilization_median_high: float = column(
        "Upper end of its 95 % interval, an order statistic; empty with too few runs", nullable=True
    )
    z_mean: float = column("Mean of log10 ratio / its predicted standard deviation")
    z_sd: float = column("Standard deviation of log10 ratio / its predicted standard deviation: 1 if those are right")
    inside_50: float = column("Share inside the 50 % interval that all other papers predict")
    inside_80: float = column("Share inside the 80 % interval that all other papers predict")
    inside_95: float = column("Share inside the 95 % interval that all other papers predict")
    median_interval_factor: float = column("Median f of those 95 % intervals, ratio x/÷ f", ge=1)
