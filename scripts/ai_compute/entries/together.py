"""What fields of an entry say together, for the models and for editors: read from plain data, right or not."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from ai_compute.entries.structures import complain

ACTIVE_PARAMETERS = "active parameters"
METHODS = ("operation_counting", "hardware_time")
TIMED = ("count", "time", "device_hours", "utilization")


def one_of_these(*names: str) -> dict[str, Any]:
    """What editors know of fields of which one or more have to be there."""
    return {"anyOf": [{"required": [name]} for name in names]}


def not_both(*names: str) -> dict[str, Any]:
    """What editors know of fields that exclude each other."""
    return {"not": {"required": list(names)}}


ONE_DOMAIN = not_both("domain", "domains")
DEVICE_TIME: dict[str, Any] = {
    "allOf": [
        {"anyOf": [{"required": ["device_hours"]}, {"required": ["count", "time"]}]},
        not_both("device_hours", "count"),
        not_both("device_hours", "time"),
    ]
}
A_METHOD: dict[str, Any] = {"oneOf": [{"required": ["unestimated"]}, one_of_these(*METHODS)]}


def has_a_method_or_says_why(run: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
    """A run has a method, or says why not."""
    methods = any(run.get(method) for method in METHODS)
    if not methods and not any(method in run for method in METHODS) and run.get("unestimated") is None:
        yield complain(
            "operation_counting, hardware_time, or `unestimated: reason`",
            "say why no method is possible: `unestimated: the paper states no passes and no time`",
            "no method",
        )
    if methods and run.get("unestimated") is not None:
        yield complain("a method or `unestimated`, not both", "remove `unestimated`", at="unestimated")


def parameters_are_known(run: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
    """A run whose parameters are multiplied says how many there are."""
    if run.get("parameters") is not None or run.get("active_parameters") is not None:
        return
    parts = run.get("operation_counting")
    listed = isinstance(parts, list | tuple)
    for index, part in enumerate(_parts(parts)):
        if part.get("architecture") is None and part.get("forward") == ACTIVE_PARAMETERS:
            place = f".{index}" if listed else ""
            yield complain(
                "`parameters` or `active_parameters` on the run",
                "add `parameters: ...` with the number that the paper states",
                f"no parameters beside `{ACTIVE_PARAMETERS}`",
                at=f"operation_counting{place}.forward",
            )


def parts_are_told_apart(run: Mapping[str, Any]) -> Iterator[PydanticCustomError]:
    """Parts of a method have names of their own."""
    for method in METHODS:
        names = [part.get("part") for part in _parts(run.get(method))]
        if len(names) > 1 and (None in names or len({str(name) for name in names}) < len(names)):
            yield complain(
                "a different `part: name` for each part",
                "name the parts: self-play, training",
                f"{len(names)} parts",
                at=method,
            )


def facts_had_otherwise_are_there(
    part: Mapping[str, Any], fields: Iterable[str], factors: str
) -> Iterator[PydanticCustomError]:
    """Facts had otherwise than the rest of a part are among its facts: fields of its own, or named factors."""
    named, otherwise = part.get(factors), part.get("evidence_by_fact")
    facts = [name for name in fields if part.get(name) is not None]
    facts += [str(name) for name in named] if isinstance(named, Mapping) else []
    for name in otherwise if isinstance(otherwise, Mapping) else ():
        if name not in facts:
            yield complain(
                f"a fact of this part: {', '.join(facts)}", "name one of these", str(name), at="evidence_by_fact"
            )


def _parts(written: Any) -> list[Mapping[str, Any]]:
    """The parts of a method, which may be written as one mapping; what is none is left out."""
    found = written if isinstance(written, list | tuple) else [written]
    return [part for part in found if isinstance(part, Mapping)]
