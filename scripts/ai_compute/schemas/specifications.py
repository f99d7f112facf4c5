"""Tables of doubling times under every crossing of defensible choices (stage: specify)."""

from ai_compute.schemas.columns import MONTHS, SLOPE, Table, column
from ai_compute.schemas.trends import ESTIMATORS


class Specifications(Table):
    """The doubling time under every crossing of defensible choices; identical fits once."""

    specification: str = column("Its rank by doubling time within its set", key=True)
    set: str = column("Which runs", key=True)
    method: str = column("Preferred method, or 'as plotted'")
    utilization: float = column("Default utilization of GPUs and TPUs; empty where it is not used", nullable=True)
    estimator: str = column("How the line is drawn", isin=ESTIMATORS)
    dates: str = column("First publication or as plotted", isin=["first publication", "as plotted"])
    frontier: str = column("All runs, or frontier runs only")
    self_play: str = column("Whether forward-only passes count", isin=["counted", "not counted"])
    exclude: str = column("Runs left out, or 'none'")
    third_party: str = column("Whether third-party totals are used", isin=["without", "with"])
    runs: int = column("Runs in the fit")
    slope: float = column("Growth of log10 training compute", SLOPE)
    slope_low: float = column("Lower end of its 95 % interval, by theory", SLOPE)
    slope_high: float = column("Upper end of its 95 % interval, by theory", SLOPE)
    doubling_months: float = column("Doubling time; empty if the slope is not above 0", MONTHS, nullable=True)
    doubling_months_low: float = column("Lower end of its 95 % interval", MONTHS, nullable=True)
    doubling_months_high: float = column("Upper end of its 95 % interval", MONTHS, nullable=True)
    same_fits: int = column("How many crossings of choices gave this very fit", ge=1)


class SpecificationSummary(Table):
    """The specification curve of a set in one row."""

    set: str = column("Which runs", key=True)
    crossings: int = column("Crossings of choices that could be fitted")
    specifications: int = column("Different fits among them")
    doubling_months_lowest: float = column("Shortest doubling time", MONTHS, nullable=True)
    doubling_months_median: float = column("Median doubling time", MONTHS, nullable=True)
    doubling_months_highest: float = column("Longest doubling time", MONTHS, nullable=True)
    headline: str = column("The trend that they are compared with")
    inside_headline_share: float = column("Share whose doubling time lies in the headline's interval", nullable=True)
    shrinking_share: float = column("Share without growth")
    results: int = column("Different doubling times among them, to three decimals of a month", ge=1)
    same_runs: int = column("Fits among them that use as many runs as any", ge=1)


class SpecificationChoices(Table):
    """What each choice of a specification curve does by itself."""

    set: str = column("Which runs", key=True)
    choice: str = column("Which choice", key=True)
    option: str = column("One of its options; empty where the choice does not apply", key=True)
    crossings: int = column("Crossings of choices with it", ge=1)
    slope: float = column("Mean slope of these", SLOPE)
    doubling_months: float = column("Doubling time of that slope; empty without growth", MONTHS, nullable=True)
    share: float = column("Share of the variance of slopes that the choice makes by itself", ge=0)
