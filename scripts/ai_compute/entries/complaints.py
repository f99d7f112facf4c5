"""From the errors of a validation to problems in the words of those who write entries and settings."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ai_compute.entries.documents import Document, Path
from ai_compute.messages.problems import Problem, did_you_mean, nearest, visible


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
        meant = _OWN_KEYS.get(str(path[-1]).casefold().replace("-", "_"))
        if meant and meant[0] in known:
            otherwise = meant[1]
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
    fields = known_keys(model, details["loc"]) if kind in ("model_type", "model_attributes_type") else []
    if fields:
        way_out = f"write its fields indented below this key: {', '.join(fields)}"
    return document.problem(path, found=shown(details["input"]), expected=expected, way_out=way_out)


_PASSES = ("passes", "write it within `passes`, as in `passes: {tokens: 300B}`")
_OWN_KEYS = {
    **dict.fromkeys(
        ("gpus", "tpus", "devices", "chips", "accelerators", "num_gpus", "device_count"), ("count", "write `count`")
    ),
    **dict.fromkeys(
        ("hours", "days", "weeks", "duration", "training_time"), ("time", "write `time`, as in `time: 5.5 days`")
    ),
    **dict.fromkeys(("gpu_hours", "tpu_hours", "chip_hours"), ("device_hours", "write `device_hours`")),
    **dict.fromkeys(("gpu", "tpu", "hardware", "chip"), ("device", "write `device`")),
    "mfu": ("utilization", "write `utilization: {value: 0.4, kind: model}`, with its value"),
    "hfu": ("utilization", "write `utilization: {value: 0.4, kind: hardware}`, with its value"),
    "peak": ("device", "peaks stand in data/raw/hardware.csv, one for each `precision`"),
    "macs": ("forward", "write `forward`, as in `forward: 0.75 GMAC` for one pass"),
    **dict.fromkeys(
        ("flop", "flops", "operations"),
        ("forward", "those of one pass are `forward: 1.5 GFLOP`; a total of others stands within `reported`"),
    ),
    **dict.fromkeys(
        ("tokens", "epochs", "images", "examples", "steps", "updates", "batch", "batch_size", "games"), _PASSES
    ),
    **dict.fromkeys(("date", "year", "release", "released"), ("published", "write `published`")),
    "model": ("name", "write `name`"),
    **dict.fromkeys(("params", "num_parameters", "n_params", "size"), ("parameters", "write `parameters`")),
    **dict.fromkeys(("compute", "training_compute"), ("reported", "write a total of others within `reported`")),
}
"""What others call some of the fields: ours, and how it is written."""
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
        **dict.fromkeys(
            ("list_type", "tuple_type"),
            ("a list", "write each item on a line of its own that starts with `- `, or [] where there is none"),
        ),
        "bool_type": ("true or false", "write true or false without quotes"),
        "bool_parsing": ("true or false", "write true or false without quotes"),
        "string_type": ("text", "write one line of text"),
        "string_too_short": ("text that is not empty", "write it, or remove the line"),
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
