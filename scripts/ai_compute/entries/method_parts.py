"""The parts of both methods in a run of an entry: operations of a pass and passes, devices and their time."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from ai_compute.entries import together
from ai_compute.entries.structures import (
    Beside,
    Flag,
    Name,
    Plain,
    Strict,
    Text,
    Time,
    complain,
    read_quantity,
)
from ai_compute.entries.together import ACTIVE_PARAMETERS
from ai_compute.values.patterns import SHARE_SCHEMA, value_schema
from ai_compute.values.quantities import Quantity
from ai_compute.values.subjects import Evidence

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
