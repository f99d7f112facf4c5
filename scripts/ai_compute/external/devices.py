"""Devices that a database names: found among our own, or taken from its hardware file with care."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ai_compute.entries.hardware import FORMATS, Catalogue
from ai_compute.external.cells import dates, numbers, one_line
from ai_compute.external.unused import Unused
from ai_compute.schemas.external import CELL, DEVICE
from ai_compute.values.date_columns import UndecidedDates

Ranges = Mapping[str, tuple[float, float]]

BY_DEFAULT = ("fp16-tensor", "bf16", "fp16", "fp32", "tf32", "fp64")
"""The first of these that a hardware file states is the default peak of its device."""
OF_MATRIX_UNITS = 4.0
"""A plain 16-bit peak counts by default only if it is this many times the 32-bit one, or stands alone: then it is that
of a matrix unit (Ascend 910, H100 NVL). Else it is what consumer cards do badly (GTX 1080 Ti) or a vector unit's twice
the 32-bit rate (P100), which nobody trained with."""

STATED_FORMATS = {
    "BF16": ("bf16", "fp16-tensor"),
    "FP16": ("fp16-tensor", "fp16"),
    "TF32": ("tf32",),
    "FP32": ("fp32",),
    "FP8": ("fp8",),
    "FP64": ("fp64",),
}
"""Peaks that a run's stated number format may mean. Of several stated formats the first in this order counts:
mixed precision multiplies in 16 bits and keeps its sums in 32."""

MAKERS = r"nvidia|google|amd|intel|habana|huawei|aws|amazon|apple|geforce|tesla|radeon|instinct"
SIGNS = re.compile("[®™©]")
MEMORY = r"\b(\d+)\s*gi?b?\b"
IN_GENERAL = r"\b(?:gpu|npu|chip|card|board|accelerator|superchip|tensor\s+core)s?\b|^\s*\d+\s*[x×]\s*|\bcloud\b"
"""What a device is in general, and how many there are."""
PLURAL = re.compile(r"(?<=[A-Z\d])s\b")
"""H100s, but not L40S: the sign of a plural is small."""
VARIANT = r"\b(?:sxm\d?|oam|dgxs|nvlink|hbm\d?[ex]?|gddr\d?x?|rtx(?=\s*a\d)|(?<!grace )hopper|ampere|volta|blackwell)\b"
"""What does not make it another device: its socket, its kind of memory, its architecture. DGX is a box of eight."""
KINDS = {"gpu": "GPU", "tpu": "TPU", "cpu": "CPU"}


@dataclass(frozen=True)
class Peaks:
    """A device: its name and kind, its peaks in FLOP/s by number format, and the format that counts by default."""

    name: str
    kind: str
    peaks: Mapping[str, float]
    default: str
    ours: bool

    def peak(self, stated: Sequence[str]) -> tuple[float, str]:
        """The peak for a run that states these number formats (none: the default), and its format."""
        for written, meant in STATED_FORMATS.items():
            if written in stated:
                for number_format in meant:
                    if number_format in self.peaks and self.peaks[number_format] >= self._at_least(number_format):
                        return self.peaks[number_format], number_format
        return self.peaks[self.default], self.default

    def _at_least(self, number_format: str) -> float:
        """A 16-bit peak below the 32-bit one is not what anyone trained with."""
        return self.peaks.get("fp32", 0.0) if "16" in number_format else 0.0


class Finder:
    """Devices by the names that people give them."""

    def __init__(self, ours: Catalogue, theirs: Iterable[Peaks] = ()) -> None:
        """Our devices and their aliases come first, then those of a hardware file."""
        self._exact: dict[str, Peaks] = {}
        self._loose: dict[str, Peaks] = {}
        for device in ours.devices:
            peaks = {name: rate.value for name, rate in device.peaks.items()}
            found = Peaks(device.device, device.kind, peaks, device.peak_format, ours=True)
            both = [f"{device.device} {alias}" for alias in device.aliases]  # TPU v6e Trillium
            for name in (device.device, *device.aliases, *both):
                self._exact.setdefault(plain_name(name), found)
                self._loose.setdefault(model_name(name), found)
        for found in theirs:
            self._exact.setdefault(plain_name(found.name), found)
            self._loose.setdefault(model_name(found.name), found)

    def find(self, name: str) -> Peaks | None:
        """The device of a name: as written, else without maker, memory and kind of socket; several are one."""
        for written in (PLURAL.sub("", name), name):
            if found := self._exact.get(plain_name(written)) or self._loose.get(model_name(written)):
                return found
        return None


def plain_name(name: str) -> str:
    """A device's name without its maker, `GPUs`, and differences of case, blanks, hyphens and units of memory."""
    words = re.sub(r"[\s_]+", " ", SIGNS.sub("", name)).casefold()
    shorter = re.sub(MEMORY, r"\1gb", re.sub(IN_GENERAL, "", words))
    return re.sub(rf"\b(?:{MAKERS})\b|[\s\-_()]", "", shorter)


def model_name(name: str) -> str:
    """A device's name without memory and socket too; a PCIe card is slower and remains apart."""
    words = re.sub(r"[\s_]+", " ", SIGNS.sub("", name)).casefold()
    return plain_name(re.sub(rf"{MEMORY}|{VARIANT}", "", words))


def read_hardware(rows: pd.DataFrame, plausible: Ranges, ours: Finder, unused: Unused) -> pd.DataFrame:
    """The rows of a hardware file as devices, each beside ours of the same name.

    Args:
        rows: text, as `read_file` gives it.
        plausible: lowest and highest believable number by kind of fact.
        ours: our own devices.
        unused: rows and cells that are not used are added here.

    Returns:
        The columns of `ExternalDevices`.
    """
    rows = rows.assign(name=one_line(rows["name"]))
    unused.add(rows[rows["name"].eq("")], DEVICE, "no name", "name")
    rows = rows[rows["name"].ne("")]
    devices = rows[["file", "line", "name"]].copy()
    devices["manufacturer"], devices["type"] = one_line(rows["manufacturer"]), one_line(rows["type"])
    devices["released"], complaints = _released(rows["released"])
    unused.add(rows, CELL, complaints.mask(rows["released"].eq(""), ""), "released", rows["released"])
    for column in ("price_usd", "tdp_watts", *FORMATS):
        kind = "peak" if column in FORMATS else column
        devices[column], complaints = numbers(rows[column], *plausible[kind])
        unused.add(rows, CELL, complaints, column, rows[column])
    defaults = pd.Series("", devices.index, dtype="str")
    for number_format in reversed(BY_DEFAULT):
        stated = devices[number_format].notna()
        if number_format == "fp16":
            stated &= ~(devices["fp16"] < OF_MATRIX_UNITS * devices["fp32"])
        defaults = defaults.mask(stated, number_format)
    unused.add(devices[defaults.eq("")], DEVICE, "no peak that training uses", "fp32")
    devices = devices.assign(peak_format=defaults)[defaults.ne("")]
    devices["peak_flops"] = [row[row["peak_format"]] for row in devices.to_dict("records")]
    found = devices["name"].map(ours.find).astype(object)
    devices["device"] = found.map(lambda peaks: peaks.name if peaks else "").astype("str")
    devices["our_peak_flops"] = [
        peaks.peaks.get(number_format, float("nan")) if peaks else float("nan")
        for peaks, number_format in zip(found, devices["peak_format"], strict=True)
    ]
    devices["ratio"] = devices["peak_flops"] / devices["our_peak_flops"]
    return devices


def _released(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Days of release, which nothing is computed from: where they can be read in two ways, none is known."""
    try:
        days, _, complaints = dates(cells)
    except UndecidedDates as undecided:
        days, _, complaints = dates(cells.where(cells.eq(""), "unknown"))
        return days, complaints.mask(cells.ne(""), undecided.reason)
    return days, complaints


def peaks_of(devices: pd.DataFrame) -> list[Peaks]:
    """The devices of a hardware table, to be found by name."""
    return [
        Peaks(
            row["name"],
            KINDS.get(row["type"].casefold(), "accelerator"),
            {name: row[name] for name in FORMATS if row[name] > 0},
            row["peak_format"],
            ours=False,
        )
        for row in devices.to_dict("records")
    ]
