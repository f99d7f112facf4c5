"""What the guide asks for and a valid entry may lack: an explanation, active parameters, dense peaks."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median

from ai_compute.entries.collection import Entry
from ai_compute.entries.documents import Path
from ai_compute.entries.hardware import Catalogue, Device
from ai_compute.entries.method_parts import OperationCountingPart
from ai_compute.entries.papers import Run
from ai_compute.entries.together import ACTIVE_PARAMETERS
from ai_compute.messages.problems import Problem
from ai_compute.settings.analysis import CrossCheck
from ai_compute.values.quantities import FLOP_A_MAC, Quantity

Dense = Mapping[date, float]
EXPERTS = re.compile(
    r"(?i)mixture[- ]of[- ]experts|\bmoe\b|\bexperts\b|sparsely|\d+x\d+(\.\d+)?b\b|[-\s]a\d+(\.\d+)?b\b"
)
LARGEST_DENSE: Dense = {
    date(2017, 6, 12): 0.5e9,
    date(2018, 11, 5): 4.9e9,
    date(2019, 8, 13): 8.3e9,
    date(2019, 10, 23): 11e9,
    date(2020, 2, 10): 17.2e9,
    date(2020, 5, 28): 175e9,
    date(2021, 4, 25): 207e9,
    date(2021, 9, 27): 245e9,
    date(2021, 10, 11): 530e9,
    date(2022, 4, 4): 540e9,
}
"""The largest dense transformer from each day on: the transformer's own paper, Mesh-TensorFlow, Megatron-LM, T5,
Turing-NLG, GPT-3, PanGu-alpha, Yuan 1.0, Megatron-Turing NLG, PaLM. A larger one is probably a mixture of experts."""
DENSE_MARGIN = 1.1
TWICE = (1.7, 2.3)
"""A ratio between these is probably a factor of two: multiply-adds called FLOP, or a peak with sparsity."""
ALIKE = 1.5


def unexplained(entries: Sequence[Entry], macs: Mapping[str, float], choices: CrossCheck) -> list[Problem]:
    """What entries should explain.

    Args:
        entries: entries without errors.
        macs: multiply-adds of a forward pass by architecture; of those that could be counted.
        choices: how far a printed count may be off.
    """
    found: list[Problem] = []
    for entry in entries:
        for index, run in enumerate(entry.paper.runs):
            for number, part in enumerate(run.operation_counting):
                path = _place(entry, index, number)
                found += _forward_off_its_count(entry, run, part, path, macs, choices)
                found += _experts_without_active_parameters(entry, run, part, path)
    return found


def _place(entry: Entry, index: int, number: int) -> Path:
    listed: Path = ("runs", index, "operation_counting", number)
    return listed if listed in entry.document.values else listed[:-1]


def _forward_off_its_count(
    entry: Entry, run: Run, part: OperationCountingPart, path: Path, macs: Mapping[str, float], choices: CrossCheck
) -> Iterator[Problem]:
    """A printed forward pass that is not what its layers count."""
    counted = macs.get(part.architecture or "")
    if counted is None or not isinstance(part.forward, Quantity) or run.explanation:
        return
    ratio = FLOP_A_MAC * counted / part.forward.value
    if _is_twice(ratio):
        way_out = "multiply-adds printed as FLOP? Then write MAC instead of FLOP"
    elif _is_twice(1 / ratio):
        way_out = "FLOP written as multiply-adds? Then write FLOP instead of MAC"
    elif not 1 / choices.agree_within <= ratio <= choices.agree_within:
        way_out = "is it of another input size or network? If it is right, say why under `explanation`"
    else:
        return
    yield entry.document.problem(
        (*path, "forward"),
        found=f"{part.forward.text}; the layers of {part.architecture} count {ratio:.3g} times as much",
        expected="about what its layers count",
        way_out=way_out,
        warning=True,
    )


def _experts_without_active_parameters(
    entry: Entry, run: Run, part: OperationCountingPart, path: Path
) -> Iterator[Problem]:
    """A run that multiplies all parameters where a token probably passes few of them."""
    all_count = part.architecture is None and part.forward == ACTIVE_PARAMETERS and run.active_parameters is None
    if not all_count or run.parameters is None or run.explanation:
        return
    published = (run.published or entry.paper.published).day
    dense = max((size for day, size in LARGEST_DENSE.items() if day <= published), default=math.inf)
    said = " ".join(filter(None, (entry.paper.title, run.name, run.id, part.notes)))
    if run.parameters.value > DENSE_MARGIN * dense:
        why = f"more than the largest dense model of its time ({dense / 1e9:.4g}B)"
    elif EXPERTS.search(said):
        why = "and it is called a mixture of experts"
    else:
        return
    yield entry.document.problem(
        (*path, "forward"),
        found=f"all {run.parameters.text} parameters multiplied, {why}",
        expected="the parameters that one token passes",
        way_out="if only some experts see a token, add `active_parameters` to the run; else say so under `explanation`",
        warning=True,
    )


def devices_to_come(devices: Catalogue, file: str, cut_off: date) -> Iterator[Problem]:
    """Devices that were released after all runs."""
    for device in devices.devices:
        if device.released.day > cut_off:
            yield Problem(
                file,
                devices.lines.get(device.device, 0),
                field="released",
                found=device.released.day.isoformat(),
                expected=f"a date up to the data's cut-off, {cut_off.isoformat()}",
                way_out="correct the date, or move `cut_off` in config.yaml",
            )


def assumed_peaks(devices: Catalogue, file: str) -> Iterator[Problem]:
    """Peaks that are marked as assumed, where no note says why."""
    for device in devices.devices:
        for name, peak in device.peaks.items():
            if peak.mark == "~" and not device.note:
                yield Problem(
                    file,
                    devices.lines.get(device.device, 0),
                    field=name,
                    found=f"{peak.text}, an assumed value without a reason",
                    expected="a reason in `note`",
                    way_out="say in `note` why it is assumed; if the source states it, remove ~",
                    warning=True,
                )


def sparse_peaks(devices: Catalogue, file: str) -> list[Problem]:
    """Devices whose 16-bit peak is near twice that of their siblings, per 32-bit peak: probably with sparsity."""
    found = []
    for device in devices.devices:
        own, others = _tensor_ratio(device), sorted(filter(None, map(_tensor_ratio, _siblings(device, devices))))
        if own is None or not others or any(1 / ALIKE <= own / other <= ALIKE for other in others):
            continue
        if any(_is_twice(own / other) for other in others):
            name, peak = _tensor_peak(device)
            siblings = f"siblings have {median(others):.3g}"
            found.append(
                Problem(
                    file,
                    devices.lines.get(device.device, 0),
                    field=name,
                    found=f"{device.device}: {peak.text}, {own:.3g} times its fp32 peak; {siblings}",
                    expected="the dense peak, without sparsity",
                    way_out="with sparsity? Then enter half, in all tensor formats; if it is dense, say so in the note",
                    warning=True,
                )
            )
    return [problem for problem in found if not _says_dense(problem, devices)]


def _says_dense(problem: Problem, devices: Catalogue) -> bool:
    device = devices.find(problem.found.split(": ")[0])
    return device is not None and bool(re.search(r"(?i)\bdense\b|without sparsity", device.note or ""))


def _siblings(device: Device, devices: Catalogue) -> list[Device]:
    """Devices with the same number in their name; if there are none, of the same maker, time and kind of arithmetic."""
    others = [other for other in devices.devices if other.device != device.device and other.vendor == device.vendor]
    named = [other for other in others if _number(other) == _number(device) and _tensor_ratio(other)]
    if named:
        return named
    return [
        other
        for other in others
        if abs((other.released.day - device.released.day).days) < 730 and _same_arithmetic(device, other)
    ]


def _number(device: Device) -> str:
    match = re.search(r"[A-Za-z]*\d+", device.device)
    return match[0].casefold() if match else device.device.casefold()


def _same_arithmetic(one: Device, other: Device) -> bool:
    """Whether 64-bit arithmetic is as much slower: it tells cards for centres from cards for desks."""
    known = [each.peaks for each in (one, other) if {"fp64", "fp32"} <= set(each.peaks)]
    shares = [peaks["fp64"].value / peaks["fp32"].value for peaks in known]
    return len(shares) == 2 and 1 / ALIKE < shares[0] / shares[1] < ALIKE


def _tensor_peak(device: Device) -> tuple[str, Quantity]:
    peaks = [(name, device.peaks[name]) for name in ("bf16", "fp16-tensor") if name in device.peaks]
    return max(peaks, key=lambda named: named[1].value)


def _tensor_ratio(device: Device) -> float | None:
    peaks = device.peaks
    if "fp32" not in peaks or not {"bf16", "fp16-tensor"} & set(peaks):
        return None
    return _tensor_peak(device)[1].value / peaks["fp32"].value


def _is_twice(ratio: float) -> bool:
    return TWICE[0] <= ratio <= TWICE[1]
