"""Factors: every number that an estimate is made of, with its interval and its source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ai_compute.entries.collection import Entry
from ai_compute.entries.hardware import Catalogue, Device
from ai_compute.entries.method_parts import HardwareTimePart, OperationCountingPart
from ai_compute.entries.papers import Run
from ai_compute.entries.together import ACTIVE_PARAMETERS
from ai_compute.settings.analysis import HardwareTime, Known, OperationCounting, Uncertainty
from ai_compute.values.quantities import Quantity
from ai_compute.values.subjects import COUNTING, TIME, evidence_of

Row = dict[str, Any]
FACTS = ("stated", "derived", "assumed")
"""How a factor is known that is a fact of a paper, and not counted or assumed for all."""
DEVICE_HOURS = "device hours"


@dataclass(frozen=True)
class Counted:
    """What the pipeline counted for an architecture."""

    forward_macs: float
    exact_factor: float


@dataclass(frozen=True)
class Doubt:
    """How far off the facts of one place may be: by how each is known, and by how it was had."""

    uncertainty: Uncertainty
    evidence: str
    by_fact: Mapping[str, str] = field(default_factory=dict)

    def had(self, fact: str) -> str:
        """The evidence of a fact."""
        return self.by_fact.get(fact, self.evidence)

    def factor(self, fact: str, known: Known) -> float:
        """The factor f of a fact known in this way."""
        return self.uncertainty.stated_by(self.had(fact)) if known == "stated" else self.uncertainty.factor(known)


@dataclass(frozen=True)
class Assumptions:
    """What stands in for facts that no paper states."""

    operation_counting: OperationCounting
    hardware_time: HardwareTime
    uncertainty: Uncertainty


def factor_rows(
    entries: Sequence[Entry], devices: Catalogue, counted: Mapping[str, Counted], assumptions: Assumptions
) -> list[Row]:
    """The rows of the table `factors`: one for every number in an estimate, its interval before calibration.

    A product starts with operations of one pass (MAC) or the number of devices and multiplies in the order of
    `position`. The factor of forward and backward passes is a convention, and so is exact.
    """
    rows: list[Row] = []
    for run in (run for entry in entries for run in entry.paper.runs):
        for counting in run.operation_counting:
            rows += _numbered(run, COUNTING, counting, _counting_factors(run, counting, counted, assumptions))
        for timing in run.hardware_time:
            device = devices.find(timing.device)
            assert device is not None, "devices are checked when entries are read"
            rows += _numbered(run, TIME, timing, _hardware_factors(timing, device, assumptions))
    return rows


def _numbered(
    run: Run, method: str, part: OperationCountingPart | HardwareTimePart, rows: Sequence[Row]
) -> Iterator[Row]:
    shared = {"run": run.id, "method": method, "part": part.part or "", "independent": _is_independent(part)}
    for position, row in enumerate(rows, start=1):
        yield {"source": part.source, "printed": None, "shared": "", **row, **shared, "position": position}


def _is_independent(part: OperationCountingPart | HardwareTimePart) -> bool:
    utilization = getattr(part, "utilization", None)
    return part.independent and (utilization is None or utilization.kind != "model")


def _factor(name: str, quantity: Quantity, doubt: Doubt, known: Known = "stated", text: str = "") -> Row:
    known = "assumed" if quantity.assumed else known
    spread = quantity.spread or doubt.factor(name, known)
    return {
        "factor": name,
        "value": quantity.value,
        "value_low": quantity.value / spread,
        "value_high": quantity.value * spread,
        "unit": quantity.unit,
        "known": known,
        "evidence": doubt.had(name) if known in FACTS else "",
        "text": text or quantity.shown,
    }


def _exact(name: str, value: float, text: str, source: str) -> Row:
    interval = {"value": value, "value_low": value, "value_high": value}
    return {"factor": name, **interval, "unit": "1", "known": "default", "evidence": "", "text": text, "source": source}


def _doubt(part: OperationCountingPart | HardwareTimePart, assumptions: Assumptions) -> Doubt:
    by_fact = {name.replace("device_hours", DEVICE_HOURS): had for name, had in part.evidence_by_fact.items()}
    return Doubt(assumptions.uncertainty, evidence_of(part.evidence, part.source, part.notes), by_fact)


def _counting_factors(
    run: Run, part: OperationCountingPart, counted: Mapping[str, Counted], assumptions: Assumptions
) -> list[Row]:
    doubt = _doubt(part, assumptions)
    passes = [_factor(name, quantity, doubt, text=f"{quantity.shown} {name}") for name, quantity in part.passes.items()]
    return [_forward(run, part, counted, doubt), *passes, _backward(part, counted, assumptions)]


def _forward(run: Run, part: OperationCountingPart, counted: Mapping[str, Counted], doubt: Doubt) -> Row:
    if part.architecture is not None:
        macs = counted[part.architecture].forward_macs
        row = _factor("forward", _macs(macs), doubt, "counted")
        printed = part.forward.value / 2 if isinstance(part.forward, Quantity) else None
        layers = f"the layers of {part.architecture}"
        # Layers are no fact of the entry, unless it says how they were had.
        had = doubt.by_fact.get("architecture", "")
        return {**row, "evidence": had, "printed": printed, "shared": layers, "source": f"counted from {layers}"}
    if part.forward == ACTIVE_PARAMETERS:
        parameters = run.active_parameters or run.parameters
        assert parameters is not None, "checked when entries are read"
        macs_per_token = _macs(parameters.value, parameters.mark, parameters.low, parameters.high)
        text = f"{parameters.shown} active parameters x 1 MAC"
        return {**_factor("forward", macs_per_token, doubt, "derived", text), "shared": "active parameters"}
    assert isinstance(part.forward, Quantity)
    forward = part.forward
    halves = [value / 2 if value else None for value in (forward.low, forward.high)]
    row = _factor("forward", _macs(forward.value / 2, forward.mark, *halves), doubt, text=forward.shown)
    return {**row, "shared": f"forward pass of {forward.text}"}


def _macs(value: float, mark: str = "", low: float | None = None, high: float | None = None) -> Quantity:
    for prefix, size in (("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3), ("", 1.0)):
        if value >= size or not prefix:
            shown = f"{mark}{value / size:.4g} {prefix}MAC"
            return Quantity(shown, value, "MAC", mark, low, high, shown=shown)
    raise AssertionError


def _backward(part: OperationCountingPart, counted: Mapping[str, Counted], assumptions: Assumptions) -> Row:
    if not part.backward:
        return _exact("backward", 1.0, "1 (forward only)", part.source)
    if assumptions.operation_counting.backward_factor == "exact" and part.architecture is not None:
        factor = counted[part.architecture].exact_factor
        return _exact("backward", factor, f"{factor:.4g} (forward and backward)", "counted from the layers")
    return _exact("backward", 3.0, "3 (forward and backward)", "convention of OpenAI 2018")


def _hardware_factors(part: HardwareTimePart, device: Device, assumptions: Assumptions) -> list[Row]:
    doubt = _doubt(part, assumptions)
    of_device = Doubt(assumptions.uncertainty, evidence_of(device.evidence, device.source, device.note))
    number_format = part.precision or device.peak_format
    peak = _factor("peak", device.peaks[number_format], of_device)
    rows = [
        *_device_time(part, doubt),
        {
            **peak,
            "shared": f"{number_format} peak of {device.device}",
            "source": f"data/raw/hardware.csv: {device.device}, {number_format}: {device.source}",
        },
        _utilization(part, device, assumptions, doubt),
    ]
    rows += [_factor(name, value, doubt, text=f"{value.shown} {name}") for name, value in part.factors.items()]
    return rows


def _device_time(part: HardwareTimePart, doubt: Doubt) -> list[Row]:
    if part.device_hours is not None:
        hours = part.device_hours
        low, high = (value * 3600 if value else None for value in (hours.low, hours.high))
        quantity = Quantity(hours.text, hours.value * 3600, "s", hours.mark, low, high)
        return [_factor(DEVICE_HOURS, quantity, doubt, text=f"{hours.shown} device-hours")]
    assert part.count is not None
    assert part.time is not None
    count = _factor("count", part.count, doubt)
    if part.count.spread is None and not part.count.assumed:
        count |= {"value_low": part.count.value, "value_high": part.count.value}
    return [count, _factor("time", part.time, doubt)]


def _utilization(part: HardwareTimePart, device: Device, assumptions: Assumptions, doubt: Doubt) -> Row:
    if part.utilization is not None:
        row = _factor("utilization", part.utilization.value, doubt)
        return {**row, "shared": f"utilization of {row['text']}"}
    value = assumptions.hardware_time.utilization[device.kind]
    quantity = Quantity(f"{value:g}", value, "1", shown=f"{value:g}")
    row = _factor("utilization", quantity, doubt, "default")
    default = f"default for a {device.kind}"
    return {**row, "shared": default, "source": default}
