"""The choices of the analysis: what config.yaml may say."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ai_compute.entries.complaints import problems_of
from ai_compute.entries.documents import Document, Path
from ai_compute.entries.hardware import Kind
from ai_compute.entries.structures import Name, Strict, Text, complain
from ai_compute.messages.problems import Problem, Problems
from ai_compute.settings.external import External
from ai_compute.settings.organizations import Organizations
from ai_compute.settings.statistics import Statistics
from ai_compute.settings.thresholds import ThresholdSettings
from ai_compute.settings.types import Day, Factor, Positive, Share, ShareBelowOne, Whole, Year, ends_of, listed
from ai_compute.values.subjects import UNSTATED, Elsewhere

MOST_SHARDS = 1_000
"""More jobs than there are fits would only wait; a slip of the keyboard must not start a million."""
TRUE_OR_FALSE = "notable"
"""The only setting that is true or false."""
Known = Literal["stated", "derived", "assumed", "default", "counted"]


def _backward_factor(value: Any) -> Any:
    if str(value) not in ("3", "exact"):
        raise complain("3 or exact", "3 is the convention of 2018")
    return str(value)


class OperationCounting(Strict):
    """How operations are counted."""

    backward_factor: Annotated[str, PlainValidator(_backward_factor), WithJsonSchema({"enum": [3, "exact"]})]


class HardwareTime(Strict):
    """What is assumed of hardware."""

    utilization: dict[Kind, Share]

    @classmethod
    def together(cls, data: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
        """Every kind of device has a utilization."""
        written = data.get("utilization")
        kinds = get_args(Kind)
        missing = [kind for kind in kinds if kind not in written] if isinstance(written, Mapping) else []
        if missing and set(written or ()) <= set(kinds):
            expected = f"a share for each of {', '.join(kinds)}"
            yield complain(expected, f"add `{missing[0]}: ...`", f"none for {', '.join(missing)}", "utilization")


class Uncertainty(Strict):
    """95 % factors by how a fact is known."""

    stated: Factor
    stated_elsewhere: dict[Elsewhere, Factor]
    derived: Factor
    assumed: Factor
    default: Factor
    counted: Factor
    calibrated: listed(Known)  # type: ignore[valid-type]
    first_party: Factor
    third_party: Factor
    fitted_at: listed(ShareBelowOne, 1)  # type: ignore[valid-type]
    levels: listed(ShareBelowOne, 1)  # type: ignore[valid-type]
    totals_at_least: Whole
    shares: listed(Share)  # type: ignore[valid-type]
    tried_after: Day
    draws: Annotated[int, Field(ge=1000)]
    resamples: Annotated[int, Field(ge=100)]
    seed: Annotated[int, Field(ge=0)]
    smallest_scale: Positive
    largest_scale: Positive

    @model_validator(mode="after")
    def _scales_are_in_order(self) -> Self:
        smallest, largest = float(self.smallest_scale), float(self.largest_scale)
        if smallest > largest:
            found = f"{smallest:g}, above the largest, {largest:g}"
            raise complain("the smallest scale below the largest", "exchange the two", found, "smallest_scale")
        return self

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        first, third, levels = float(self.first_party), float(self.third_party), [*self.levels]
        if first > third:
            expected = f"at most {third:g}, the factor of totals of others (`third_party`)"
            way_out = "exchange the two: whoever trained a model knows its compute better"
            raise complain(expected, way_out, f"{first:g}", "first_party")
        for level in self.fitted_at:
            if level not in levels:
                expected = f"levels of `levels`: {', '.join(f'{each:g}' for each in levels)}"
                raise complain(expected, f"choose one of them, or add {level:g} there", f"{level:g}", "fitted_at")
        return self

    def factor(self, known: Known) -> float:
        """The factor f of facts known in this way."""
        return float(getattr(self, known))

    def stated_by(self, evidence: str) -> float:
        """The factor f of stated facts that were had in this way; nothing said counts as memory."""
        elsewhere: Any = self.stated_elsewhere
        return float(elsewhere.get("memory" if evidence == UNSTATED else evidence, self.stated))

    @model_validator(mode="after")
    def _knows_all_evidence(self) -> Self:
        if missing := [name for name in get_args(Elsewhere) if name not in self.stated_elsewhere]:
            expected, way_out = "a factor for quoted, database and memory", f"add `{missing[0]}: 1.4`"
            raise complain(expected, way_out, at="stated_elsewhere")
        elsewhere: Any = self.stated_elsewhere
        for name, factor in elsewhere.items():
            if factor < self.stated:
                expected = f"at least {self.stated:g}, the factor of facts that were read (`stated`)"
                raise complain(
                    expected, f"write `{name}: {self.stated:g}` or more", f"{name}: {factor:g}", "stated_elsewhere"
                )
        return self


class Adopted(Strict):
    """Which estimate stands for a run."""

    prefer: Literal["operation counting", "hardware time", "pooled"]


class CrossCheck(Strict):
    """When two methods agree, and what is worth a look."""

    agree_within: Factor
    plausible_utilization: ends_of(Share)  # type: ignore[valid-type]
    off_trend: Factor


class Frontier(Strict):
    """What a frontier run is."""

    start: Year


def is_repository(value: Any) -> bool:
    """Whether something is the web address of a repository, or nothing."""
    address = r"https://github\.com(?:/[\w.-]+){2}/?|https?://(?!github\.com/)[\w.-]+(?::\d+)?(?:/[\w.~-]+){2,}/?"
    return value == "" or (isinstance(value, str) and re.fullmatch(address, value) is not None)


def _read_repository(value: Any) -> Any:
    if is_repository(value):
        return value
    way_out = 'write https://github.com/OWNER/NAME, or "" if there is none'
    raise complain("the web address of a repository, or nothing", way_out)


Repository = Annotated[str, BeforeValidator(_read_repository)]


class Settings(Strict):
    """All of config.yaml."""

    cut_off: Day
    sets: dict[Name, Text]
    operation_counting: OperationCounting
    hardware_time: HardwareTime
    uncertainty: Uncertainty
    adopted: Adopted
    cross_check: CrossCheck
    frontier: Frontier
    organizations: Organizations
    statistics: Statistics
    thresholds: ThresholdSettings
    external: External
    revision: str = ""
    """The revision that the report names, given by `--config revision=...`."""
    repository: Repository = ""
    """Where corrections go; empty if nowhere."""
    shards: Annotated[int, Field(ge=1, le=MOST_SHARDS)] = 1
    """How many jobs share the fits."""


def read_settings(document: Document) -> Settings:
    """The settings of a parsed config file.

    Raises:
        Problems: every mistake of the file, each at its line.
    """
    problems = [_truth(document, path, value) for path, value in _truths(document.data)]
    try:
        settings = Settings.model_validate(document.data)
    except ValidationError as error:
        others = problems_of(error, document, Settings)
        told = {problem.field for problem in others}
        raise Problems([*others, *(problem for problem in problems if problem.field not in told)]) from None
    if problems:
        raise Problems(problems)
    return settings


def _truths(data: Any, path: Path = ()) -> Iterator[tuple[Path, bool]]:
    """Where true or false stand for something else: Python takes them for 1 and 0."""
    if isinstance(data, bool):
        if path[-1:] != (TRUE_OR_FALSE,):
            yield path, data
    elif isinstance(data, Mapping | list):
        for step, value in data.items() if isinstance(data, Mapping) else enumerate(data):
            yield from _truths(value, (*path, step))


def _truth(document: Document, path: Path, value: bool) -> Problem:
    way_out = "see the comment beside the setting"
    return document.problem(path, found=str(value).lower(), expected="a number", way_out=way_out)
