"""What the models of raw files share: strict keys, values with units, and complaints that become problems."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from ai_compute.values.dates import PublicationDate, parse_date, respelled
from ai_compute.values.patterns import (
    ANY_VALUE_SCHEMA,
    DATE_SCHEMA,
    NOT_WRITTEN_YET,
    TEXT_SCHEMA,
    URL_SCHEMA,
    Kind,
    value_schema,
)
from ai_compute.values.quantities import Quantity, QuantityError, parse
from ai_compute.values.ways_out import EXAMPLES

VALUE_KINDS: tuple[Kind, ...] = ("plain", "operations", "rate", "time")
KEBAB_CASE = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class Strict(BaseModel):
    """A structure in which an unknown key is an error, and that names what is wrong with its fields all at once."""

    # Built when it is first used: most stages import many kinds of values and read few.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)

    @classmethod
    def together(cls, data: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
        """What is wrong with the fields as they stand together, whether or not each is right by itself."""
        yield from ()

    @model_validator(mode="wrap")
    @classmethod
    def _all_mistakes(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        mistakes = list(cls.together(data)) if isinstance(data, Mapping) else []
        try:
            model = handler(data)
        except ValidationError as error:
            if not mistakes:
                raise
            raise _joined(cls, data, mistakes, error.errors(include_url=False)) from None
        if mistakes:
            raise _joined(cls, data, mistakes, [])
        return model


def _joined(
    model: type[BaseModel], data: Any, mistakes: Sequence[PydanticCustomError], others: Sequence[Any]
) -> ValidationError:
    """One error of all mistakes of a structure."""
    own = [InitErrorDetails(type=mistake, loc=(), input=data) for mistake in mistakes]
    below = [
        InitErrorDetails(type=_kind_of(details), loc=details["loc"], input=details["input"], ctx=details.get("ctx", {}))
        for details in others
    ]
    return ValidationError.from_exception_data(model.__name__, [*own, *below])


def _kind_of(details: Mapping[str, Any]) -> Any:
    """The kind of an error that is raised again."""
    known = details["type"] != "complaint"
    return details["type"] if known else PydanticCustomError("complaint", "{expected}", details["ctx"])


def complain(expected: str, way_out: str, found: str | None = None, at: str = "") -> PydanticCustomError:
    """An error that becomes a Problem: what is expected, a way out, and the field below the current one it is about."""
    return PydanticCustomError(
        "complaint", "{expected}", {"expected": expected, "way_out": way_out, "found": found or "", "at": at}
    )


def read_quantity(value: Any, kind: Kind, bound: bool = False) -> Quantity:
    """A value of a kind, above 0; an upper bound only where `bound` allows it."""
    if isinstance(value, Quantity):
        return value
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise complain(EXAMPLES[kind], "write one value")
    try:
        quantity = parse(value, kind)
    except QuantityError as error:
        raise complain(error.expected, error.way_out) from None
    if quantity.is_bound and not bound:
        raise complain("a value, not an upper bound", "< may stand only under reported: compute")
    if quantity.value <= 0:
        raise complain("a number above 0", "leave the field away if the value is not known")
    return quantity


def _quantity(kind: Kind, bound: bool = False) -> Any:
    def read(value: Any) -> Quantity:
        return read_quantity(value, kind, bound)

    return Annotated[Quantity, BeforeValidator(read), WithJsonSchema(value_schema(kind, bound))]


Plain = _quantity("plain")
Operations = _quantity("operations")
ReportedOperations = _quantity("operations", bound=True)
Rate = _quantity("rate")
Time = _quantity("time")


def _read_any(value: Any) -> Any:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise complain("a value with or without a unit", "write one value")
    problems = []
    for kind in VALUE_KINDS:
        try:
            parse(value, kind)
        except QuantityError as error:
            problems.append(error)
        else:
            return read_quantity(value, kind)
    is_rate = isinstance(value, str) and re.search(r"(?i)(flops|ops|/s)\s*$", value)
    with_replacement = [error for error in (problems[::-1] if is_rate else problems) if "`" in error.way_out]
    raise complain("a value such as 90, 1.58 TFLOP/s or 5.5 days", (with_replacement or problems)[0].way_out)


AnyQuantity = Annotated[
    Quantity,
    BeforeValidator(_read_any),
    WithJsonSchema(ANY_VALUE_SCHEMA),
]


def _read_date(value: Any) -> Any:
    if isinstance(value, PublicationDate):
        return value
    try:
        return parse_date(str(value) if isinstance(value, str | int | date) else "")
    except ValueError as error:
        other = respelled(str(value))
        otherwise = "write it as precisely as it is known: 2012-12-03, 2012-12 or 2012"
        raise complain(str(error), f"write `{other}`" if other else otherwise) from None


Date = Annotated[
    PublicationDate,
    BeforeValidator(_read_date),
    WithJsonSchema(DATE_SCHEMA),
]


NAME_SCHEMA = {"anyOf": [{"type": "string", "pattern": f"^{KEBAB_CASE}$"}, {"type": "integer", "minimum": 0}]}


def _read_name(value: Any) -> Any:
    if not isinstance(value, str):
        raise complain("text", "write one line of text")
    if not re.fullmatch(KEBAB_CASE, value):
        suggestion = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        raise complain("kebab-case: small letters, digits and single hyphens", f"write {suggestion or 'a-name'}")
    return value


Name = Annotated[str, BeforeValidator(_read_name), WithJsonSchema(NAME_SCHEMA)]


def _linked(value: str) -> str:
    """What to write for the number of a preprint, or of a paper (DOI)."""
    preprint = re.fullmatch(
        r"(?i)(?:arxiv[:\s/]\s*|arxiv\.org/(?:abs|pdf)/)(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?", value.strip()
    )
    paper = re.fullmatch(r"(?i)(?:doi[:\s]\s*|doi\.org/)?(10\.\d{4,9}/\S+)", value.strip())
    if preprint:
        return f"write `https://arxiv.org/abs/{preprint[1]}`"
    return f"write `https://doi.org/{paper[1]}`" if paper else "link the paper's page, not a file"


def _read_url(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s<>\"'`\\{}|^]+", value):
        raise complain("a web address that starts with https:// or http://", _linked(str(value)))
    return value


Url = Annotated[str, BeforeValidator(_read_url), WithJsonSchema(URL_SCHEMA)]


def _read_text(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        raise complain("text", "write one line of text, in quotes if it holds a colon")
    if not re.search(r"\w", value):
        raise complain("text with letters or digits", "write one line of text")
    if re.match(NOT_WRITTEN_YET, value):
        raise complain("text", "write it, or leave the field away if it may be absent")
    hidden = [character for character in value if not character.isprintable() and character not in "\n\t "]
    if hidden:
        raise complain("text without control or direction marks", f"remove the character U+{ord(hidden[0]):04X}")
    return " ".join(value.split())


Text = Annotated[str, BeforeValidator(_read_text), WithJsonSchema(TEXT_SCHEMA)]


def _read_flag(value: Any) -> Any:
    if not isinstance(value, bool):
        raise complain("true or false", "write true or false, without quotes")
    return value


Flag = Annotated[bool, BeforeValidator(_read_flag)]


class Beside:
    """Beside what a field's type takes, its JSON Schema takes another form, which is read first."""

    def __init__(self, other: Callable[[Any], Any]) -> None:
        """The other form's schema, made from the field's own."""
        self.other = other

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> Any:
        """Either form."""
        own = handler(core_schema)
        return {"anyOf": [self.other(own), own]}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict | list | tuple):
        raise complain("fields below this key, or a list of such parts", "indent them, or leave the whole key away")
    return [value] if isinstance(value, dict) else value


def one_or_more(model: Any) -> Any:
    """The type of a field that holds one mapping or a list of them."""
    one = Beside(lambda listed: listed["items"])
    return Annotated[tuple[model, ...], BeforeValidator(_listed), Field(min_length=1), one]
