"""Peaks of hardware.csv that no device of their kind and time comes near: most often a wrong prefix."""

from collections.abc import Iterator, Sequence

from ai_compute.entries.hardware import Catalogue, Device
from ai_compute.messages.problems import Problem
from ai_compute.values.dates import decimal_year
from ai_compute.values.quantities import Quantity

YEARS = 3.0
"""Devices that were released so many years apart at most are of one time."""
ENOUGH = 4
"""Fewer devices of a kind and time say nothing."""
FAR = 30.0
"""So many times beyond all others is unlikely: of today's rows none is ten times beyond, and a prefix is 1,000."""
FAMILIES = {
    "64 and 32 bit": ("fp64", "fp32"),
    "16 bit and less": ("tf32", "fp16", "bf16", "fp16-tensor", "fp8", "int8"),
}
"""Number formats whose peaks are of one size."""


def unlikely_peaks(devices: Catalogue, file: str) -> Iterator[Problem]:
    """A warning for every peak that lies far beyond those of all devices of its kind, time and family of formats."""
    for device in devices.devices:
        others = [other for other in devices.devices if other is not device and _alike(device, other)]
        for formats in FAMILIES.values():
            known = [peak.value for other in others for peak in _peaks(other, formats).values()]
            if len(known) < ENOUGH:
                continue
            for name, peak in _peaks(device, formats).items():
                if not min(known) / FAR <= peak.value <= max(known) * FAR:
                    yield Problem(
                        file,
                        devices.lines.get(device.device, 0),
                        field=name,
                        found=f"{peak.text}, more than {FAR:g} times off all devices of its kind and time",
                        expected=f"between {min(known):.2g} and {max(known):.2g} FLOP/s, or near",
                        way_out="look at the prefix (T is 1,000 G) and the release date; if both are right, leave it",
                        warning=True,
                    )


def _alike(one: Device, other: Device) -> bool:
    apart = abs(decimal_year(one.released.day) - decimal_year(other.released.day))
    return one.kind == other.kind and apart <= YEARS


def _peaks(device: Device, formats: Sequence[str]) -> dict[str, Quantity]:
    return {name: peak for name, peak in device.peaks.items() if name in formats}
