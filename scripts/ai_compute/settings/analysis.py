"""The choices of the analysis: what config.yaml may say."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
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
from ai_compute.external.headers import Layout
from ai_compute.external.units import factor_of
from ai_compute.messages.problems import Problem, Problems
from ai_compute.settings.statistics import Day, Statistics, Whole, check_order, listed
from ai_compute.settings.thresholds import ThresholdSettings
from ai_compute.values.date_columns import Order
from ai_compute.values.subjects import EVIDENCE, UNSTATED, Domain, Evidence

MOST_SHARDS = 1_000
"""More jobs than there are fits would only wait; a slip of the keyboard must not start a million."""
TRUE_OR_FALSE = "notable"
"""The only setting that is true or false."""
Known = Literal["stated", "derived", "assumed", "default", "counted"]


def number(*, above: float = 0.0, to: float = float("inf"), expected: str) -> Any:
    """The type of a finite number in (above, to]; text such as `1e23`, which YAML does not take for a number, too."""

    def read(value: Any) -> float:
        try:
            found = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
        except ValueError:
            found = None
        if found is None or not above < found <= to or found == float("inf"):
            raise complain(expected, "see the comment beside the setting")
        return found

    return Annotated[float, PlainValidator(read), WithJsonSchema({"type": "number"})]


Share = number(to=1.0, expected="a share above 0, at most 1")
Positive = number(expected="a number above 0")
Factor = number(above=1.0, expected="a factor above 1")
Amount = number(expected="a number above 0")
Year = number(above=1940, to=2100, expected="a year such as 2010 or 2010.5")


def _backward_factor(value: Any) -> Any:
    if str(value) not in ("3", "exact"):
        raise complain("3 or exact", "3 is the convention of 2018")
    return str(value)


def _two(value: Any) -> Any:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise complain("two numbers, the lowest and the highest", "write both, as in [1, 100]")
    return value


def _in_order(ends: tuple[float, float]) -> tuple[float, float]:
    check_order(*ends)
    return ends


def ends_of(item: Any) -> Any:
    """The type of a lowest and a highest number."""
    both = Field(description="lowest, highest")
    return Annotated[tuple[item, item], BeforeValidator(_two), AfterValidator(_in_order), both]


Range = ends_of(Amount)


class OperationCounting(Strict):
    """How operations are counted."""

    backward_factor: Annotated[str, PlainValidator(_backward_factor), WithJsonSchema({"enum": [3, "exact"]})]


class HardwareTime(Strict):
    """What is assumed of hardware."""

    utilization: dict[Kind, Share]  # type: ignore[valid-type]

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

    stated: Factor  # type: ignore[valid-type]
    stated_elsewhere: dict[Evidence, Factor]  # type: ignore[valid-type]
    derived: Factor  # type: ignore[valid-type]
    assumed: Factor  # type: ignore[valid-type]
    default: Factor  # type: ignore[valid-type]
    counted: Factor  # type: ignore[valid-type]
    calibrated: listed(Known)  # type: ignore[valid-type]
    first_party: Factor  # type: ignore[valid-type]
    third_party: Factor  # type: ignore[valid-type]
    fitted_at: listed(Share, 1)  # type: ignore[valid-type]
    levels: listed(Share, 1)  # type: ignore[valid-type]
    totals_at_least: Whole
    shares: listed(Share)  # type: ignore[valid-type]
    tried_after: Day
    draws: Annotated[int, Field(ge=1000)]
    resamples: Annotated[int, Field(ge=100)]
    seed: Annotated[int, Field(ge=0)]
    smallest_scale: Positive  # type: ignore[valid-type]
    largest_scale: Positive  # type: ignore[valid-type]

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
        if missing := [name for name in EVIDENCE if name not in ("paper", UNSTATED, *self.stated_elsewhere)]:
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

    agree_within: Factor  # type: ignore[valid-type]
    plausible_utilization: ends_of(Share)  # type: ignore[valid-type]
    off_trend: Factor  # type: ignore[valid-type]


class Frontier(Strict):
    """What a frontier run is."""

    start: Year  # type: ignore[valid-type]


DATED_COMPUTE = ("published", "published_flop")
Headers = dict[str, Annotated[tuple[Text, ...], Field(min_length=1)]]


class Plausible(Strict):
    """Lowest and highest number that is believed, by kind of fact."""

    parameters: Range  # type: ignore[valid-type]
    datapoints: Range  # type: ignore[valid-type]
    epochs: Range  # type: ignore[valid-type]
    hours: Range  # type: ignore[valid-type]
    device_count: Range  # type: ignore[valid-type]
    chip_hours: Range  # type: ignore[valid-type]
    utilization: Range  # type: ignore[valid-type]
    flop: Range  # type: ignore[valid-type]
    peak: Range  # type: ignore[valid-type]
    price_usd: Range  # type: ignore[valid-type]
    tdp_watts: Range  # type: ignore[valid-type]


class TokenModels(Strict):
    """Which rows of an external database 6ND is honest for."""

    tasks: listed(Text, 1)  # type: ignore[valid-type]
    since: Day
    blank_epochs: Literal["one", "unknown"]


class SameModel(Strict):
    """What makes an external row and one of our runs the same model."""

    days: Amount  # type: ignore[valid-type]
    parameters: Factor  # type: ignore[valid-type]
    rounding: Factor  # type: ignore[valid-type]
    by_hand: dict[Name, Text]


class ExternalTrends(Strict):
    """Trends of external runs."""

    notable_since: Day
    top: Annotated[int, Field(ge=1)]
    records_since: Day
    records_before: Day


class Database(Strict):
    """Another database's table of models: which of its headers is which column."""

    columns: Headers
    title: Text | None = None
    """What the report calls it; else its key."""
    units: dict[Text, Text] = Field(default_factory=dict)
    notable: bool = False

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        for column in DATED_COMPUTE:
            if column not in self.columns:
                raise complain(f"a header for {column}", f"add `{column}: [HEADER]`", at="columns")
        for column, unit in self.units.items():
            try:
                factor_of(column, unit)
            except ValueError as wrong:
                raise complain(
                    f"the unit of a column: {wrong}", "see data/raw/external/README.md", at="units"
                ) from None
        return self


class External(Strict):
    """Databases of others."""

    files: listed(Text)  # type: ignore[valid-type]
    date_order: dict[Text, Order]
    ignored: listed(Text)  # type: ignore[valid-type]
    databases: dict[Name, Database]
    plausible: Plausible
    confidence: Annotated[dict[Text, Factor], Field(min_length=1)]  # type: ignore[valid-type]
    token_models: TokenModels
    same_model: SameModel
    trends: ExternalTrends
    domains: dict[Text, Domain]
    models: Headers
    hardware: Headers

    @model_validator(mode="after")
    def _words_are_in_order(self) -> Self:
        words: Any = list(self.confidence.items())
        for (surer, less), (word, factor) in pairwise(words):
            if factor < less:
                expected = "factors that grow from the surest word to the least sure"
                way_out = f"write `{surer}: {factor:g}` and `{word}: {less:g}`, or put the surer word first"
                raise complain(expected, way_out, f"{surer}: {less:g}, then {word}: {factor:g}", "confidence")
        return self

    @model_validator(mode="after")
    def _reads_each_header_once(self) -> Self:
        ignored: Any = {header.casefold() for header in self.ignored}
        for kind in ("models", "hardware"):
            seen: dict[str, str] = {}
            for column, headers in getattr(self, kind).items():
                for header in headers:
                    other = "ignored" if header.casefold() in ignored else seen.get(header.casefold(), column)
                    if other != column:
                        found = f"'{header}' under {column} and {other}"
                        raise complain("each header in one place", "remove it from one of the two", found, kind)
                    seen[header.casefold()] = column
        return self

    @model_validator(mode="after")
    def _maps_known_columns(self) -> Self:
        for database in self.databases.values():
            for column in (*database.columns, *database.units):
                if column not in self.models:
                    known = ", ".join(self.models)
                    raise complain(f"a column of `external: models`: {known}", "rename it", column, "databases")
        return self

    @property
    def kinds(self) -> dict[str, Layout]:
        """How each kind of file is laid out; those of other databases, which need more columns, come first."""
        mapped = {
            name: Layout(
                {column: database.columns.get(column, ()) for column in self.models},
                database.units,
                tuple(column for column in ("name", *DATED_COMPUTE) if column in database.columns),
                database.notable,
            )
            for name, database in self.databases.items()
        }
        return mapped | {
            "models": Layout(self.models, needs=("name",)),
            "hardware": Layout(self.hardware, needs=("name",), models=False),
        }


def _read_repository(value: Any) -> Any:
    if value == "" or (isinstance(value, str) and re.fullmatch(r"https?://[\w.-]+(?::\d+)?(?:/[\w.~-]+)+/?", value)):
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
    expected, way_out = "a number or a word", "see the comment beside the setting"
    return document.problem(path, found=str(value).lower(), expected=expected, way_out=way_out)
