"""The choices of the statistics: the section `statistics` of config.yaml."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from ai_compute.entries.structures import Name, Strict, Text, complain
from ai_compute.settings.types import Day, Positive, ShareBelowOne, Whole, check_order, check_years, listed
from ai_compute.values.dates import Period
from ai_compute.values.subjects import Domain

Estimator = Literal["ols", "weighted", "theil-sen", "huber"]


def _as_told(value: float) -> float:
    if value != TOLD_LEVEL:
        expected = f"{TOLD_LEVEL}: the page, its figures and the columns of tables call their intervals 95 % ones"
        raise complain(expected, f"write {TOLD_LEVEL}")
    return value


TOLD_LEVEL = 0.95
Level = Annotated[ShareBelowOne, AfterValidator(_as_told)]


class Between(Strict):
    """A half-open period: from `start` up to, not including, `end`; an absent edge is open."""

    start: Day | None = None
    end: Day | None = None

    @model_validator(mode="after")
    def _holds_days(self) -> Self:
        if self.start and self.end and self.start.day >= self.end.day:
            found = f"from {self.start.day} up to, not including, {self.end.day}"
            raise complain("a start before its end", "exchange the two, or correct one", found)
        return self

    @property
    def period(self) -> Period:
        """Both edges as days."""
        return (self.start.day if self.start else None, self.end.day if self.end else None)


class Dated(Between):
    """A period with an edge."""

    @classmethod
    def together(cls, data: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
        """A period without any date would hold everything."""
        if data.get("start") is None and data.get("end") is None:
            yield complain("a start, an end, or both", "write `start: 2012-01-01`, or leave the period out", "no dates")


class Group(Strict):
    """Runs that a statement of others speaks of; whatever is absent does not narrow them."""

    between: Between = Between()
    domain: Domain | None = None
    member_of: Name | None = None
    top: Whole | None = None


class Bootstrap(Strict):
    """Resampling."""

    resamples: Annotated[int, Field(ge=100)]
    seed: Annotated[int, Field(ge=0)]
    robust_runs_at_most: Whole


class Draws(Strict):
    """How many resamples."""

    draws: Annotated[int, Field(ge=100)]


class Quantiles(Strict):
    """Lines that a share of all runs lie below."""

    shares: listed(ShareBelowOne)  # type: ignore[valid-type]
    draws: Annotated[int, Field(ge=100)]
    differences: Draws


class Nulls(Strict):
    """Worlds without a change of growth."""

    worlds: Annotated[int, Field(ge=100)]


NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Growth(Strict):
    """Growth as a curve: which quantile beside the mean, and how far level and growth may wander in a year."""

    quantile: ShareBelowOne
    level_sd: listed(NotNegative, at_least=1)  # type: ignore[valid-type]
    growth_sd: listed(NotNegative, at_least=1)  # type: ignore[valid-type]


class Breaks(Strict):
    """Search for breaks."""

    trends: listed(Name)  # type: ignore[valid-type]
    papers_in_a_segment: Annotated[int, Field(ge=3, le=100)]
    dates_at_most: Annotated[int, Field(ge=10)]
    bootstrap_dates_at_most: Annotated[int, Field(ge=5)]
    resamples: Annotated[int, Field(ge=100)]
    worlds: Annotated[int, Field(ge=100)]


class SpecificationSet(Strict):
    """One curve: which runs, and the trend that its doubling times are compared with."""

    member_of: Name | None = None
    between: Between = Between()
    headline: Name


class Specifications(Strict):
    """The choices that are crossed."""

    sets: dict[Name, SpecificationSet]
    runs_at_least: Annotated[int, Field(ge=3)]
    methods: listed(Literal["operation counting", "hardware time", "pooled"], 1)  # type: ignore[valid-type]
    utilizations: listed(ShareBelowOne)  # type: ignore[valid-type]
    estimators: listed(Estimator, 1)  # type: ignore[valid-type]
    tops: listed(Whole)  # type: ignore[valid-type]
    exclude: dict[Text, listed(Name, 1)]  # type: ignore[valid-type]


class Range(Strict):
    """What the text of 2018 says of an era."""

    low: Positive
    high: Positive

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.low, self.high)
        return self


class Era(Strict):
    """One era of the text, and what it says of devices and compute."""

    between: Dated
    device_count: Range | None = None
    device_tflops: Range | None = None
    pfs_days: Range | None = None

    @property
    def stated(self) -> dict[str, tuple[float, float] | None]:
        """The ranges by the quantity's name in the table `eras`."""
        ranges = (self.device_count, self.device_tflops, self.pfs_days)
        ends = [None if each is None else (each.low, each.high) for each in ranges]
        return dict(zip(("device count", "device TFLOP/s", "pfs-days"), ends, strict=True))


class Eras(Strict):
    """The eras of the text, and what changes if their edges move."""

    edges_move_by_months: Annotated[int, Field(ge=1, le=24)]
    member_of: Name
    window_years: Positive
    eras: dict[Text, Era]


class SlopeTest(Strict):
    """Two trends: growth before, and growth after."""

    before: Name
    after: Name


class Backtest(Strict):
    """Lines of before the split, each against the frontier runs of after it: those among the top so many so far."""

    lines: dict[Name, Whole]


class Pair(Strict):
    """Two trends, and runs that are left out of both."""

    one: Name
    other: Name
    without: listed(Name) = ()  # type: ignore[valid-type]

    @model_validator(mode="after")
    def _are_two(self) -> Self:
        if self.one == self.other:
            raise complain("two different trends", "name another, or remove the pair", f"'{self.one}' twice", "other")
        return self


class Comparisons(Strict):
    """Pairs of trends through the same runs."""

    same_within: Annotated[float, Field(gt=1)]
    pairs: tuple[Pair, ...]


class Horizon(Strict):
    """Years after a cut: from `low` up to, not including, `high`."""

    low: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    high: Positive

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.low, self.high)
        return self


class Forecasts(Strict):
    """Forecasts that are tried: at the beginning of each year from `first_cut` to `last_cut`."""

    sets: listed(Name, 1)  # type: ignore[valid-type]
    first_cut: Annotated[int, Field(ge=1950, le=2100)]
    last_cut: Annotated[int, Field(ge=1950, le=2100)]
    horizons: listed(Horizon, 1)  # type: ignore[valid-type]
    last_years: Annotated[float, Field(gt=0, le=20)]
    tuned_until: Annotated[int, Field(ge=1950, le=2100)]
    law: Literal["openai-2018-as-plotted", "openai-2018"]
    """The table `forecasts` calls it the law of 2018."""

    @model_validator(mode="after")
    def _years_are_in_order(self) -> Self:
        check_years("tuned_until", self.tuned_until, self.first_cut, self.last_cut)
        return self


class Projection(Strict):
    """Lines carried forward."""

    until: Annotated[int, Field(ge=2000, le=2100)]
    trends: dict[Name, Annotated[int, Field(ge=1900, le=2100)]]
    moore_months: listed(Whole)  # type: ignore[valid-type]
    moore_from: Name


class Statistics(Strict):
    """The section `statistics`."""

    level: Level
    runs_at_least: Annotated[int, Field(ge=3)]
    pairwise_runs_at_most: Whole
    organizations_at_least: Annotated[int, Field(ge=3)]
    curved_below: ShareBelowOne
    bootstrap: Bootstrap
    split: Day
    tops: listed(Whole)  # type: ignore[valid-type]
    quantiles: Quantiles
    nulls: Nulls
    growth: Growth
    periods: dict[Name, Dated]
    groups: dict[Name, Group]
    influence: listed(Name)  # type: ignore[valid-type]
    breaks: Breaks
    specifications: Specifications
    eras: Eras
    slope_tests: dict[Text, SlopeTest]
    backtest: Backtest
    comparisons: Comparisons
    forecasts: Forecasts
    projection: Projection
