"""Raw entries: one paper and its training runs, as `data/raw/papers/*.yaml` describes them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from ai_compute.entries import together
from ai_compute.entries.complaints import problems_of
from ai_compute.entries.countries import Countries
from ai_compute.entries.documents import Document
from ai_compute.entries.structures import (
    AnyQuantity,
    Beside,
    Date,
    Flag,
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
    read_quantity,
)
from ai_compute.entries.together import ACTIVE_PARAMETERS as ACTIVE_PARAMETERS
from ai_compute.entries.together import METHODS as METHODS
from ai_compute.messages.problems import Problems
from ai_compute.values.patterns import SHARE_SCHEMA, value_schema
from ai_compute.values.quantities import Quantity
from ai_compute.values.subjects import DOMAINS, Domain, Evidence

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
HOW_HAD = "How these facts were had: paper (read there), quoted (read elsewhere), database, memory; left out: unstated"
HAD_OTHERWISE = "How single facts were had, if otherwise than the rest: {epochs: database}"
Factors = dict[Annotated[str, Field(min_length=1)], Plain]
EvidenceByFact = dict[Annotated[str, Field(min_length=1)], Evidence]


def _read_forward(value: Any) -> Any:
    if value == ACTIVE_PARAMETERS:
        return value
    if isinstance(value, str) and (value[:1].isalpha() or re.fullmatch(r"(?i)[26]\s*\*?\s*N(\s*\*?\s*D)?", value)):
        raise complain(
            f"operations such as 0.75 GMAC, or the words '{ACTIVE_PARAMETERS}'",
            f"write `forward: {ACTIVE_PARAMETERS}` for the 6ND rule",
        )
    return read_quantity(value, "operations")


Forward = Annotated[
    Quantity | str,
    BeforeValidator(_read_forward),
    WithJsonSchema({"anyOf": [{"const": ACTIVE_PARAMETERS}, value_schema("operations")]}),
]


class OperationCountingPart(Strict):
    """Method 1 for one part of a run: operations of one forward pass, times the passes."""

    model_config = ConfigDict(json_schema_extra=together.one_of_these("architecture", "forward"))

    part: Text | None = Field(None, description="What this part is, if there are several: self-play, training")
    architecture: Name | None = Field(None, description="Name of a file in data/raw/architectures, without .yaml")
    forward: Forward | None = Field(
        None, description="Operations of one forward pass (0.75 GMAC), or `active parameters` for the 6ND rule"
    )
    passes: Annotated[Factors, Field(min_length=1)] = Field(
        description="Named factors whose product is the number of passes: {images: 1.2M, epochs: 90}"
    )
    backward: Flag = Field(True, description="false for forward-only passes (self-play); they count 1 instead of 3")
    independent: Flag = Field(True, description="false if these facts were derived from the hardware time")
    source: Text = Field(description="Where the facts stand: section, table, page")
    evidence: Evidence | None = Field(None, description=HOW_HAD)
    evidence_by_fact: EvidenceByFact = Field(default_factory=dict, description=HAD_OTHERWISE)
    notes: Text | None = Field(None, description="Doubts, and why a value is assumed (~)")

    @classmethod
    def together(cls, data: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
        """A part says what one pass costs, how many there were, and how facts that it holds were had."""
        yield from together.facts_had_otherwise_are_there(data, ("architecture", "forward"), "passes")
        if data.get("architecture") is None and data.get("forward") is None:
            yield complain(
                "`architecture: NAME` or `forward: 0.75 GMAC`", "say how many operations one pass takes", "neither"
            )


def _read_share(value: Any) -> Quantity:
    quantity = read_quantity(value, "plain")
    if (quantity.high or quantity.value) > 1:
        ends = [end for end in (quantity.low, quantity.high) if end] or [quantity.value]
        shares = f"{quantity.mark}{' to '.join(f'{end / 100:g}' for end in ends)}"
        percent = "no device does more than its peak: look for a wrong peak or number, or leave it away"
        if min(ends) > 2 and max(ends) <= 100:
            percent = f"a percentage? write `{shares}`"
        raise complain("a share between 0 and 1", percent, quantity.text)
    return quantity


Share = Annotated[Quantity, BeforeValidator(_read_share), WithJsonSchema(SHARE_SCHEMA)]


class Utilization(Strict):
    """A stated utilization and what it is a share of."""

    value: Share = Field(description="Share of the peak achieved, between 0 and 1")
    kind: Literal["hardware", "model"] = Field(
        description="hardware: measured by counters; model: MFU, computed from 6ND, so not independent of method 1"
    )


def _read_utilization(value: Any) -> Any:
    return {"value": value, "kind": "hardware"} if isinstance(value, str | int | float) else value


class HardwareTimePart(Strict):
    """Method 2 for one part of a run: devices x time x peak x utilization."""

    model_config = ConfigDict(json_schema_extra=together.DEVICE_TIME)

    part: Text | None = Field(None, description="What this part is, if there are several")
    device: Text = Field(description="A device of data/raw/hardware.csv, by name or alias")
    count: Plain | None = Field(None, description="How many devices ran side by side")
    time: Time | None = Field(None, description="How long: 5 to 6 days")
    device_hours: Plain | None = Field(None, description="Devices x hours, instead of count and time")
    precision: Text | None = Field(
        None, description="Number format whose peak counts (default: the device's peak_format)"
    )
    utilization: Annotated[
        Utilization | None, BeforeValidator(_read_utilization), Beside(lambda described: SHARE_SCHEMA)
    ] = Field(None, description="Share of the peak achieved, if known: 0.46, or {value: 0.46, kind: model}")
    factors: Factors = Field(default_factory=dict, description="Further named factors")
    independent: Flag = Field(True, description="false if these facts were derived from operation counts")
    source: Text = Field(description="Where the facts stand: section, table, page")
    evidence: Evidence | None = Field(None, description=HOW_HAD)
    evidence_by_fact: EvidenceByFact = Field(default_factory=dict, description=HAD_OTHERWISE)
    notes: Text | None = Field(None, description="Doubts, and why a value is assumed (~)")

    @classmethod
    def together(cls, data: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
        """A part says how long how many devices ran, in one of two ways, and how facts that it holds were had."""
        yield from together.facts_had_otherwise_are_there(data, together.TIMED, "factors")
        count, time = (data.get(name) is not None for name in ("count", "time"))
        if data.get("device_hours") is None and not (count and time):
            missing = "time" if count else "count"
            yield complain("`count` and `time`, or `device_hours`", f"add `{missing}: ...`", f"no {missing}")
        if data.get("device_hours") is not None and (count or time):
            beside = " and ".join(name for name in ("count", "time") if data.get(name) is not None)
            yield complain(
                "`device_hours`, or `count` and `time`, not both",
                f"remove {beside}, or device_hours",
                f"device_hours beside {beside}",
                "device_hours",
            )


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
    evidence: Evidence | None = Field(None, description=HOW_HAD)
    note: Text | None = Field(None, description="What a reader should know of it")


class Explanation(Strict):
    """Why methods or published totals disagree, or why the compute is unlike that of its time."""

    code: ExplanationCode = Field(description="One of the closed list")
    text: Text = Field(description="One sentence of your own")


class OpenWeights(Strict):
    """Whether the trained weights are published, and where that stands."""

    value: Flag = Field(description="true if anybody may download the weights")
    source: Text | None = Field(None, description="Where that stands: the model card, the repository")


OTHER_FLAGS = {
    **dict.fromkeys(("true", "yes", "y", "on", "1", "open"), "true"),
    **dict.fromkeys(("false", "no", "n", "off", "0", "closed"), "false"),
}
"""What people write for true and false, or put into quotes."""


def _read_open_weights(value: Any) -> Any:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        meant = OTHER_FLAGS.get(str(value).casefold())
        way_out = f"write `{meant}`" if meant else "write true if anybody may download the weights, otherwise false"
        raise complain("true or false", way_out)
    return {"value": value} if isinstance(value, bool) else value


class AboutDomains(Strict):
    """What a model works on: one domain, or several of which the first is the main one."""

    model_config = ConfigDict(json_schema_extra=together.ONE_DOMAIN)

    domain: Domain | None = Field(None, description="What the model works on, if it is one domain")
    domains: tuple[Domain, ...] = Field((), description="What the model works on, if it serves several: the main first")

    @classmethod
    def together(cls, data: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
        """Domains are said in one way, each once."""
        domain, domains = data.get("domain"), data.get("domains")
        listed = [str(name) for name in domains] if isinstance(domains, list | tuple) else []
        if domain is not None and listed:
            yield complain("`domain` or `domains`, not both", "remove `domain`, and list it first", "both", at="domain")
        if len(set(listed)) < len(listed):
            yield complain("each domain once", "remove the repetition", ", ".join(listed), at="domains")

    @property
    def all_domains(self) -> tuple[Domain, ...]:
        """The domains, the main one first; none if nothing is said."""
        return (self.domain,) if self.domain is not None else self.domains


class Run(AboutDomains):
    """One training run of one model."""

    model_config = ConfigDict(json_schema_extra={**together.ONE_DOMAIN, **together.A_METHOD})

    id: Name = Field(description="Unique, kebab-case; the key everywhere")
    name: Text = Field(description="As people call it")
    published: Date | None = Field(None, description="If it differs from the paper's date")
    open_weights: Annotated[
        OpenWeights | None, BeforeValidator(_read_open_weights), Beside(lambda described: {"type": "boolean"})
    ] = Field(None, description="Whether the weights are published: true, or {value: true, source: model card}")
    base: Name | None = Field(None, description="The id of the run on top of which this one was trained")
    sets: tuple[Name, ...] = Field((), description="Named selections this run belongs to (config.yaml lists them)")
    parameters: Plain | None = Field(None, description="All parameters: 61M")
    active_parameters: Plain | None = Field(None, description="Parameters that one token passes, if fewer")
    operation_counting: one_or_more(OperationCountingPart) = Field((), description="Method 1, in one or more parts")  # type: ignore[valid-type]
    hardware_time: one_or_more(HardwareTimePart) = Field((), description="Method 2, in one or more parts")  # type: ignore[valid-type]
    reported: tuple[Reported, ...] = Field((), description="What others published")
    unestimated: Text | None = Field(None, description="Why no method is possible")
    explanation: Explanation | None = Field(None, description="Why values disagree, or are far off their time")
    notes: Text | None = Field(None, description="Conventions chosen, doubts, what a reader should know")

    @classmethod
    def together(cls, data: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
        """A run has a method or says why not, knows its parameters where they count, and tells its parts apart."""
        yield from super().together(data)
        yield from together.has_a_method_or_says_why(data)
        yield from together.parameters_are_known(data)
        yield from together.parts_are_told_apart(data)


class Paper(AboutDomains):
    """A publication and its runs."""

    model_config = ConfigDict(json_schema_extra={**together.ONE_DOMAIN, **together.one_of_these("domain", "domains")})

    title: Text = Field(description="The paper's title")
    url: Url = Field(description="Where it can be read")
    published: Date = Field(description="First public appearance: 2012-12-03, or 2012-12, or 2012")
    organization: Text = Field(description="Who trained it; several joined by '; '")
    country: Countries | None = Field(None, description="Of the organizations, two letters each, joined by '; '")
    runs: Annotated[tuple[Run, ...], Field(min_length=1, description="The training runs of the paper")]
    notes: Text | None = Field(None, description="What a reader should know of the paper")

    @classmethod
    def together(cls, data: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
        """A paper names what its models work on."""
        yield from super().together(data)
        if data.get("domain") is None and data.get("domains") is None:
            expected, way_out = f"one of {', '.join(DOMAINS)}", "add `domain: language`, or whichever it is"
            yield complain(expected, way_out, "nothing", at="domain")


def read_paper(document: Document) -> Paper:
    """The paper of a parsed file.

    Raises:
        Problems: every structural mistake of the file, each at its line.
    """
    try:
        return Paper.model_validate(document.data)
    except ValidationError as error:
        raise Problems(problems_of(error, document, Paper)) from None


def json_schema(sets: Iterable[str]) -> dict[str, Any]:
    """The JSON Schema of an entry, for editors.

    Args:
        sets: the sets of config.yaml, which an entry may name.
    """
    schema = Paper.model_json_schema()
    schema["$defs"]["Run"]["properties"]["sets"] |= {"items": {"enum": list(sets)}}
    for structure in (schema, schema["$defs"]["Run"]):
        structure["properties"]["domains"]["uniqueItems"] = True
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
