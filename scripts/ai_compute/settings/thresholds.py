"""The choices about lines of laws: the section `thresholds` of config.yaml."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from ai_compute.entries.structures import Strict, complain
from ai_compute.settings.types import Day, Positive, ShareBelowOne, Whole, check_years, listed


class Standing(Strict):
    """The probabilities from which a run is said to be above a line; below, they mirror."""

    certainly: ShareBelowOne
    probably: ShareBelowOne

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0.5 < self.probably < self.certainly:
            found = f"probably {self.probably:g}, certainly {self.certainly:g}"
            raise complain("0.5 < probably < certainly < 1", "write 0.8 and 0.975", found)
        return self


class Forecast(Strict):
    """How the number of runs over a line is carried forward."""

    until: Annotated[int, Field(ge=2000, le=2100)]
    years: Whole
    """Growth, spread and number are those of so many years before a cut."""
    cuts: listed(Annotated[int, Field(ge=1950, le=2100)], at_least=2)  # type: ignore[valid-type]
    widened_up_to: Whole
    horizon_at_most: Annotated[int, Field(ge=1, le=10)]
    paths: Annotated[int, Field(ge=100)]

    @model_validator(mode="after")
    def _years_are_in_order(self) -> Self:
        cuts: Any = self.cuts
        check_years("widened_up_to", self.widened_up_to, min(cuts), max(cuts))
        if self.until <= max(cuts):
            found, expected = f"{self.until}", f"a year after {max(cuts)}, the last cut"
            raise complain(expected, "choose the year up to which counts are carried forward", found, "until")
        return self


class ThresholdSettings(Strict):
    """Choices about lines of laws."""

    standing: Standing
    draws: Annotated[int, Field(ge=100)]
    seed: Annotated[int, Field(ge=0)]
    shared_by_source: Annotated[float, Field(ge=0, le=1)]
    dates: listed(Day)  # type: ignore[valid-type]
    within: listed(Positive, at_least=1)  # type: ignore[valid-type]
    guidelines_accuracy: ShareBelowOne
    forecast: Forecast
