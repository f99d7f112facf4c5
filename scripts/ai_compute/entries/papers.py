"""Raw entries: one paper and its training runs, as `data/raw/papers/*.yaml` describes them."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, WithJsonSchema, model_validator

from ai_compute.entries.documents import Document
from ai_compute.entries.structures import (
    AnyQuantity,
    Date,
    Name,
    Operations,
    Plain,
    ReportedOperations,
    Strict,
    Text,
    Time,
    Url,
    complain,
    one_or_more,
    problems_of,
    read_quantity,
)
from ai_compute.messages.problems import Problems
from ai_compute.values.quantities import Quantity

ACTIVE_PARAMETERS = "active parameters"

Domain = Literal["vision", "language", "speech", "games", "multimodal", "biology", "robotics", "other"]
ExplanationCode = Literal[
    "definition differs",
    "precision or peak unclear",
    "utilization unusual",
    "passes unclear",
    "architecture unclear",
    "hardware unclear",
    "time unclear",
    "third party wrong",
    "compute unusual",
    "unexplained",
]
Factors = dict[Annotated[str, Field(min_length=1)], Plain]


def _read_forward(value: Any) -> Any:
    if value == ACTIVE_PARAMETERS:
        return value
    if isinstance(value, str) and value[:1].isalpha():
        raise complain(
            f"operations such as 0.75 GMAC, or the words '{ACTIVE_PARAMETERS}'",
            f"write `forward: {ACTIVE_PARAMETERS}` for the 6ND rule",
        )
    return read_quantity(value, "operations")


Forward = Annotated[
    Quantity | str,
    BeforeValidator(_read_forward),
    WithJsonSchema({"anyOf": [{"const": ACTIVE_PARAMETERS}, {"type": "string", "examples": ["0.75 GMAC"]}]}),
]


class OperationCountingPart(Strict):
    """Method 1 for one part of a run: operations of one forward pass, times the passes."""

    part: Text | None = Field(None, description="What this part is, if there are several: self-play, training")
    architecture: Name | None = Field(None, description="Name of a file in data/raw/architectures, without .yaml")
    forward: Forward | None = Field(
        None, description="Operations of one forward pass (0.75 GMAC), or `active parameters` for the 6ND rule"
    )
    passes: Factors = Field(
        description="Named factors whose product is the number of passes: {images: 1.2M, epochs: 90}"
    )
    backward: bool = Field(True, description="false for forward-only passes (self-play); they count 1 instead of 3")
    independent: bool = Field(True, description="false if these facts were derived from the hardware time")
    source: Text = Field(description="Where the facts stand: section, table, page")
    notes: Text | None = Field(None, description="Doubts, and why a value is assumed (~)")

    @model_validator(mode="after")
    def _has_a_count(self) -> "OperationCountingPart":
        if self.architecture is None and self.forward is None:
            raise complain(
                "`architecture: NAME` or `forward: 0.75 GMAC`", "say how many operations one pass takes", "neither"
            )
        if not self.passes:
            raise complain(
                "at least one factor such as {images: 1.2M, epochs: 90}",
                "say how many passes there were",
                "no passes",
                at="passes",
            )
        return self


class Utilization(Strict):
    """A stated utilization and what it is a share of."""

    value: Plain = Field(description="Share of the peak achieved, between 0 and 1")
    kind: Literal["hardware", "model"] = Field(
        description="hardware: measured by counters; model: MFU, computed from 6ND, so not independent of method 1"
    )

    @model_validator(mode="after")
    def _is_a_share(self) -> "Utilization":
        _check_share(self.value, "value")
        return self


def _check_share(quantity: Quantity, at: str) -> None:
    if (quantity.high or quantity.value) > 1:
        percent = (
            f"write {quantity.value / 100:g}" if 1 < quantity.value <= 100 else "leave it away to assume the default"
        )
        raise complain("a share between 0 and 1", percent, quantity.text, at=at)


def _read_utilization(value: Any) -> Any:
    return {"value": value, "kind": "hardware"} if isinstance(value, str | int | float) else value


class HardwareTimePart(Strict):
    """Method 2 for one part of a run: devices x time x peak x utilization."""

    part: Text | None = Field(None, description="What this part is, if there are several")
    device: Text = Field(description="A device of data/raw/hardware.csv, by name or alias")
    count: Plain | None = Field(None, description="How many devices ran side by side")
    time: Time | None = Field(None, description="How long: 5 to 6 days")
    device_hours: Plain | None = Field(None, description="Devices x hours, instead of count and time")
    precision: Text | None = Field(
        None, description="Number format whose peak counts (default: the device's peak_format)"
    )
    utilization: Annotated[Utilization | None, BeforeValidator(_read_utilization)] = Field(
        None, description="Share of the peak achieved, if known: 0.46, or {value: 0.46, kind: model}"
    )
    factors: Factors = Field(default_factory=dict, description="Further named factors")
    independent: bool = Field(True, description="false if these facts were derived from operation counts")
    source: Text = Field(description="Where the facts stand: section, table, page")
    notes: Text | None = Field(None, description="Doubts, and why a value is assumed (~)")

    @model_validator(mode="after")
    def _has_device_time(self) -> "HardwareTimePart":
        both = self.count is not None and self.time is not None
        if self.device_hours is None and not both:
            missing = "time" if self.count is not None else "count"
            raise complain("`count` and `time`, or `device_hours`", f"add `{missing}: ...`", f"no {missing}")
        if self.device_hours is not None and (self.count is not None and self.time is not None):
            raise complain(
                "`device_hours`, or `count` and `time`, not both", "remove one of them", "both", "device_hours"
            )
        return self


class Plotted(Strict):
    """Where a source drew the run on its chart."""

    date: Date = Field(description="The date it was drawn at")
    compute: Operations = Field(description="The value it was drawn at")


class Reported(Strict):
    """A training compute that somebody published: to compare with, never an estimate of ours."""

    compute: ReportedOperations = Field(description="The total: 0.0058 pfs-day, or an upper bound <0.006 pfs-day")
    by: Text = Field(description="Who published it: OpenAI 2018")
    party: Literal["first", "third"] = Field(description="first: the authors; third: somebody else")
    method: Literal["operation counting", "hardware time"] | None = Field(None, description="How it was obtained")
    plotted: Plotted | None = Field(None, description="Where the source drew it, if it did")
    factors: dict[Annotated[str, Field(min_length=1)], AnyQuantity] = Field(
        default_factory=dict, description="Its printed arithmetic: multiplied out and compared with the printed result"
    )
    source: Text | None = Field(None, description="Where it stands")
    note: Text | None = Field(None, description="What a reader should know of it")


class Explanation(Strict):
    """Why methods or published totals disagree, or why the compute is unlike that of its time."""

    code: ExplanationCode = Field(description="One of the closed list")
    text: Text = Field(description="One sentence of your own")


class Run(Strict):
    """One training run of one model."""

    id: Name = Field(description="Unique, kebab-case; the key everywhere")
    name: Text = Field(description="As people call it")
    published: Date | None = Field(None, description="If it differs from the paper's date")
    domain: Domain | None = Field(None, description="If it differs from the paper's domain")
    sets: tuple[Name, ...] = Field((), description="Named selections this run belongs to (config.yaml lists them)")
    parameters: Plain | None = Field(None, description="All parameters: 61M")
    active_parameters: Plain | None = Field(None, description="Parameters that one token passes, if fewer")
    operation_counting: one_or_more(OperationCountingPart) = Field((), description="Method 1, in one or more parts")  # type: ignore[valid-type]
    hardware_time: one_or_more(HardwareTimePart) = Field((), description="Method 2, in one or more parts")  # type: ignore[valid-type]
    reported: tuple[Reported, ...] = Field((), description="What others published")
    unestimated: Text | None = Field(None, description="Why no method is possible")
    explanation: Explanation | None = Field(None, description="Why values disagree, or are far off their time")
    notes: Text | None = Field(None, description="Conventions chosen, doubts, what a reader should know")

    @model_validator(mode="after")
    def _has_a_method_or_says_why(self) -> "Run":
        methods = bool(self.operation_counting or self.hardware_time)
        if not methods and self.unestimated is None:
            raise complain(
                "operation_counting, hardware_time, or `unestimated: reason`",
                "say why no method is possible: `unestimated: the paper states no passes and no time`",
                "no method",
            )
        if methods and self.unestimated is not None:
            raise complain("a method or `unestimated`, not both", "remove `unestimated`", at="unestimated")
        return self

    @model_validator(mode="after")
    def _active_parameters_are_known(self) -> "Run":
        if self.parameters is None and self.active_parameters is None:
            for index, part in enumerate(self.operation_counting):
                if part.architecture is None and part.forward == ACTIVE_PARAMETERS:
                    raise complain(
                        "`parameters` or `active_parameters` on the run",
                        "add `parameters: 1.5B`",
                        ACTIVE_PARAMETERS,
                        at=f"operation_counting.{index}.forward",
                    )
        return self

    @model_validator(mode="after")
    def _parts_are_told_apart(self) -> "Run":
        for method in ("operation_counting", "hardware_time"):
            parts = getattr(self, method)
            names = [part.part for part in parts]
            if len(parts) > 1 and (None in names or len(set(names)) < len(names)):
                raise complain(
                    "a different `part: name` for each part",
                    "name the parts: self-play, training",
                    f"{len(parts)} parts",
                    at=method,
                )
        return self


class Paper(Strict):
    """A publication and its runs."""

    title: Text = Field(description="The paper's title")
    url: Url = Field(description="Where it can be read")
    published: Date = Field(description="First public appearance: 2012-12-03, or 2012-12, or 2012")
    organization: Text = Field(description="Who trained it; several joined by '; '")
    domain: Domain = Field(description="What the model works on")
    runs: Annotated[tuple[Run, ...], Field(min_length=1, description="The training runs of the paper")]
    notes: Text | None = Field(None, description="What a reader should know of the paper")


def read_paper(document: Document) -> Paper:
    """The paper of a parsed file.

    Raises:
        Problems: every structural mistake of the file, each at its line.
    """
    try:
        return Paper.model_validate(document.data)
    except ValidationError as error:
        raise Problems(problems_of(error, document, Paper)) from None


def json_schema() -> dict[str, Any]:
    """The JSON Schema of an entry, for editors."""
    schema = Paper.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
