"""What the models of raw files share: strict keys, values with units, and problems made from validation errors."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Self, Union, get_args, get_origin

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

from ai_compute.entries.documents import Document, Path
from ai_compute.messages.problems import Problem, did_you_mean, nearest, visible
from ai_compute.values.dates import PublicationDate, parse_date
from ai_compute.values.patterns import ANY_VALUE_SCHEMA, DATE_SCHEMA, TEXT_SCHEMA, URL_SCHEMA, Kind, value_schema
from ai_compute.values.quantities import EXAMPLES, Quantity, QuantityError, parse

VALUE_KINDS: tuple[Kind, ...] = ("plain", "operations", "rate", "time")
KEBAB_CASE = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class Strict(BaseModel):
    """A structure in which an unknown key is an error, and that names what is wrong with its fields all at once."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

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
        raise complain(str(error), "write it as precisely as it is known: 2012-12-03, 2012-12 or 2012") from None


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


def _read_url(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s<>\"'`\\{}|^]+", value):
        raise complain("a web address that starts with https:// or http://", "link the paper's page, not a file")
    return value


Url = Annotated[str, BeforeValidator(_read_url), WithJsonSchema(URL_SCHEMA)]


def _read_text(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        raise complain("text", "write one line of text, in quotes if it holds a colon")
    if not re.search(r"\w", value):
        raise complain("text with letters or digits", "write one line of text")
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
    return [value] if isinstance(value, dict) else value


def one_or_more(model: Any) -> Any:
    """The type of a field that holds one mapping or a list of them."""
    one = Beside(lambda listed: listed["items"])
    return Annotated[tuple[model, ...], BeforeValidator(_listed), Field(min_length=1), one]


def problems_of(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Problem]:
    """One Problem for each error of a validation, at its place in the document."""
    errors: list[Any] = error.errors(include_url=False)
    misspelt = {
        (*location, nearest(str(key), known_keys(model, location)))
        for *location, key in (details["loc"] for details in errors if details["type"] == "extra_forbidden")
    }
    return [
        _problem(details, document, model)
        for details in errors
        if not _echoes(details) and not (details["type"] == "missing" and details["loc"] in misspelt)
    ]


def _echoes(details: dict[str, Any]) -> bool:
    """Whether an error only repeats that the items of a list are invalid."""
    return details["type"] == "too_short" and len(details["input"]) > 0


def _problem(details: dict[str, Any], document: Document, model: type[BaseModel]) -> Problem:
    kind, context = details["type"], details.get("ctx", {})
    path = _path_in(document, details["loc"])
    if kind == "extra_forbidden":
        known = known_keys(model, details["loc"][:-1])
        otherwise = f"known keys: {', '.join(known)}" if known else "remove it, or correct its name"
        way_out = did_you_mean(str(path[-1]), known, otherwise)
        return document.problem(
            path, key=True, found=f"the unknown key '{path[-1]}'", expected="a known key", way_out=way_out
        )
    if kind == "missing":
        return document.problem(
            path, found="nothing", expected=f"the required field '{path[-1]}'", way_out=f"add `{path[-1]}: ...` here"
        )
    if kind == "complaint":
        below = [int(step) if step.isdigit() else step for step in context["at"].split(".") if step]
        path, written = _path_in(document, (*path, *below)), details["input"]
        for step in below:
            written = written.get(step) if isinstance(written, dict) else written
        found = context["found"] or shown(written)
        return document.problem(path, found=found, expected=context["expected"], way_out=context["way_out"])
    expected, way_out = _expectation(kind, details, context, document.file)
    return document.problem(path, found=shown(details["input"]), expected=expected, way_out=way_out)


_OWN_WORDS = {
    **dict.fromkeys(("mfu", "model flops utilization"), "write `model`: it is computed from the model's operations"),
    **dict.fromkeys(("hfu", "hardware flops utilization", "measured"), "write `hardware`, if counters measured it"),
    "repealed": "write `revoked`",
    **dict.fromkeys(("nlp", "natural language processing", "text", "llm", "translation"), "write `language`"),
    **dict.fromkeys(("cv", "computer vision", "image", "images", "image classification"), "write `vision`"),
    **dict.fromkeys(("audio", "asr", "speech recognition", "music"), "write `speech`"),
    **dict.fromkeys(("vlm", "vision-language", "vision and language"), "write `multimodal`"),
    **dict.fromkeys(("text-to-image", "diffusion"), "write `image-generation`, if images are what it makes"),
    **dict.fromkeys(("text-to-video", "video"), "write `video-generation` if it makes videos, else `vision`"),
    **dict.fromkeys(("code", "math", "mathematics", "programming"), "write `mathematics-code`"),
    **dict.fromkeys(("protein", "proteins", "genomics", "chemistry"), "write `biology`"),
    **dict.fromkeys(("weather", "climate", "earth"), "write `earth-weather`"),
    **dict.fromkeys(("rl", "reinforcement learning"), "write where it acts: `games` or `robotics`"),
}
"""What others call some of the words that a field may hold."""


def _expectation(kind: str, details: dict[str, Any], context: dict[str, Any], file: str) -> tuple[str, str]:
    if kind in ("literal_error", "enum"):
        known = re.findall(r"'([^']*)'", context.get("expected", ""))
        near = nearest(str(details["input"]), known)
        if isinstance(details["input"], list):
            several = "; several stand under `domains`" if "multimodal" in known else ""
            return "one of " + ", ".join(known), f"write one of them, not a list{several}"
        way_out = f"did you mean '{near}'? If not, choose one of the list" if near else "choose one of the list"
        return "one of " + ", ".join(known), _OWN_WORDS.get(str(details["input"]).casefold(), way_out)
    expectations = {
        "model_type": ("a mapping of `key: value` lines", "indent the fields below this key"),
        "model_attributes_type": ("a mapping of `key: value` lines", "indent the fields below this key"),
        "dict_type": ("a mapping of `name: value`", "write {images: 1.2M, epochs: 90}"),
        "list_type": ("a list", "write each item on a line of its own that starts with `- `"),
        "tuple_type": ("a list", "write each item on a line of its own that starts with `- `"),
        "bool_type": ("true or false", "write true or false without quotes"),
        "bool_parsing": ("true or false", "write true or false without quotes"),
        "string_type": ("text", "write one line of text"),
        "too_short": ("at least one item", "give it one; a key that may be left out is removed whole"),
    }
    if kind in expectations:
        return expectations[kind]
    numbers = {
        "greater_than_equal": "a number from {ge}",
        "greater_than": "a number above {gt}",
        "less_than_equal": "a number up to {le}",
        "less_than": "a number below {lt}",
        "int_parsing": "a whole number",
        "int_from_float": "a whole number",
        "int_type": "a whole number",
        "float_parsing": "a number",
        "float_type": "a number",
        "finite_number": "a finite number",
    }
    if kind in numbers:
        expected = numbers[kind].format(**context)
        return expected, f"write {expected} here in {file}; the comment beside the setting says what it does"
    return details["msg"][:1].lower() + details["msg"][1:], f"see what is said of the field beside it in {file}"


def shown(value: Any) -> str:
    """A value as a message shows it."""
    if isinstance(value, dict):
        return f"a mapping with the keys {visible(', '.join(map(str, value)))}" if value else "an empty mapping"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    words = {None: "nothing", True: "true", False: "false"}
    return words[value] if value is None or isinstance(value, bool) else visible(str(value))


def _path_in(document: Document, location: tuple[Any, ...]) -> Path:
    """The steps of an error's location that stand in the document; a field that is missing ends the path."""
    path: Path = ()
    for index, step in enumerate(location):
        if (
            (*path, step) in document.values
            or (*path, step) in document.keys
            or (isinstance(step, str) and index == len(location) - 1 and step != "[key]")
        ):
            path = (*path, step)
    return path


def known_keys(model: Any, location: Sequence[Any]) -> list[str]:
    """The keys a model allows at a location below it."""
    named = False
    for step in location:
        if named:
            named = False  # a name that whoever writes the file chooses: what stands below it is of one kind
        elif isinstance(step, str) and isinstance(model, type) and issubclass(model, BaseModel):
            names = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
            model, named = _model_in(names.get(step)), get_origin(names.get(step)) is dict
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Union, Annotated, tuple, list) or get_args(annotation):
        for part in get_args(annotation):
            found = _model_in(part)
            if found is not None:
                return found
    return None
