"""Raw entries: one paper and its training runs, as `data/raw/papers/*.yaml` describes them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from ai_compute.entries import together
from ai_compute.entries.complaints import problems_of
from ai_compute.entries.countries import Countries
from ai_compute.entries.documents import Document
from ai_compute.entries.method_parts import HOW_HAD, HardwareTimePart, OperationCountingPart
from ai_compute.entries.structures import (
    AnyQuantity,
    Date,
    Name,
    Operations,
    Plain,
    ReportedOperations,
    Strict,
    Text,
    Url,
    complain,
    one_or_more,
)
from ai_compute.messages.problems import Problems
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


NOT_KNOWN = "unknown"
"""Said of weights that no text within reach offers or withholds; the table has no value then."""
OTHER_FLAGS = {
    **dict.fromkeys(("true", "yes", "y", "on", "1", "open"), "true"),
    **dict.fromkeys(("false", "no", "n", "off", "0", "closed"), "false"),
    NOT_KNOWN: NOT_KNOWN,
}
"""What people write for true, false and unknown, or put into quotes."""


def _read_published(value: Any) -> Any:
    if isinstance(value, bool) or value == NOT_KNOWN:
        return None if value == NOT_KNOWN else value
    meant = OTHER_FLAGS.get(str(value).casefold())
    way_out = f"write {meant}, without quotes" if meant else "write unknown, and as its `source` where you looked"
    raise complain(f"true, false or {NOT_KNOWN}", way_out)


PUBLISHED_SCHEMA = {"anyOf": [{"type": "boolean"}, {"const": NOT_KNOWN}]}
Published = Annotated[bool | None, BeforeValidator(_read_published), WithJsonSchema(PUBLISHED_SCHEMA)]


class OpenWeights(Strict):
    """Whether the trained weights are published, and where that stands."""

    value: Published = Field(description="true: anybody may download them; false: a text says not; unknown: neither")
    source: Text = Field(description="Where that stands (model card, repository), or where it was looked for in vain")


def _read_open_weights(value: Any) -> Any:
    if isinstance(value, bool | str | int | float):
        meant = OTHER_FLAGS.get(str(value).casefold(), NOT_KNOWN)
        place = "where you looked" if meant == NOT_KNOWN else "the place that says so"
        raise complain("a value and its source", f"write `{{value: {meant}, source: {place}}}`, with that place's name")
    return value


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
    open_weights: Annotated[OpenWeights | None, BeforeValidator(_read_open_weights)] = Field(
        None, description="Whether the weights are published: {value: true, source: model card}"
    )
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
