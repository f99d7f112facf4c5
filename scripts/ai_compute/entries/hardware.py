"""Devices and their peaks, as `data/raw/hardware.csv` lists them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from ai_compute.entries.csv_rows import read_rows
from ai_compute.entries.structures import Date, Plain, Rate, Strict, Text, complain
from ai_compute.messages.problems import Problem, Problems
from ai_compute.values.quantities import Quantity
from ai_compute.values.subjects import Evidence

FORMATS = ("fp64", "fp32", "tf32", "fp16", "bf16", "fp16-tensor", "fp8", "int8")
Format = Literal["fp64", "fp32", "tf32", "fp16", "bf16", "fp16-tensor", "fp8", "int8"]
Kind = Literal["CPU", "GPU", "TPU", "accelerator"]


def _aliases(value: Any) -> Any:
    return tuple(filter(None, map(str.strip, value.split(";")))) if isinstance(value, str) else value


class Device(Strict):
    """One device: a board, chip or core, as its note says, with dense peaks (no sparsity)."""

    device: Text = Field(description="The name that entries use")
    kind: Kind = Field(description="CPU, GPU, TPU or another accelerator; CPUs have a default utilization of their own")
    vendor: Text = Field(description="Who made it")
    released: Date = Field(description="Release date")
    peak_format: Format = Field(description="Number format whose peak counts unless an entry says another precision")
    fp64: Rate | None = Field(None, description="Peak in 64-bit floating point")
    fp32: Rate | None = Field(None, description="Peak in 32-bit floating point")
    tf32: Rate | None = Field(None, description="Peak in TensorFloat-32")
    fp16: Rate | None = Field(None, description="Peak in 16-bit floating point outside tensor cores")
    bf16: Rate | None = Field(None, description="Peak in bfloat16")
    fp16_tensor: Rate | None = Field(
        None, alias="fp16-tensor", description="Peak in 16-bit floating point on tensor cores"
    )
    fp8: Rate | None = Field(None, description="Peak in 8-bit floating point")
    int8: Rate | None = Field(None, description="Peak in 8-bit integers")
    fp32_other_clock: Rate | None = Field(
        None, description="fp32 at the clock that is not the default: base where a card boosts by itself"
    )
    tdp_watts: Plain | None = Field(None, description="Thermal design power, in watts")
    price_usd: Plain | None = Field(None, description="Launch price, in US dollars")
    aliases: Annotated[tuple[str, ...], BeforeValidator(_aliases)] = Field((), description="Other names, joined by ';'")
    evidence: Evidence | None = Field(None, description="How the figures were had; paper: a data sheet was read")
    source: Text = Field(description="Where the figures stand")
    note: Text | None = Field(None, description="What the device is (board, chip, core), and doubts")

    @model_validator(mode="after")
    def _has_its_default_peak(self) -> "Device":
        if self.peak(self.peak_format) is None:
            raise complain(
                "a format whose peak the row states",
                f"fill the column {self.peak_format}, or name another",
                self.peak_format,
                at="peak_format",
            )
        return self

    def peak(self, number_format: str) -> Quantity | None:
        """The peak in a number format, or None."""
        value: Quantity | None = getattr(self, number_format.replace("-", "_"), None)
        return value

    @property
    def peaks(self) -> dict[str, Quantity]:
        """All peaks that are known, by number format."""
        return {name: peak for name in FORMATS if (peak := self.peak(name)) is not None}


class Catalogue:
    """All devices, found by name or alias without regard to case."""

    def __init__(self, devices: Sequence[Device], lines: Mapping[str, int] | None = None) -> None:
        """Index the devices by their names; `lines` says where each stands in the file."""
        self.devices = tuple(devices)
        self.lines = lines or {}
        self._by_name: Mapping[str, Device] = {
            name.casefold(): device for device in devices for name in (*device.aliases, device.device)
        }

    def find(self, name: str) -> Device | None:
        """The device of a name or alias, or None."""
        return self._by_name.get(name.casefold())

    @property
    def names(self) -> list[str]:
        """All names and aliases."""
        return [name for device in self.devices for name in (device.device, *device.aliases)]


def read_devices(content: bytes, file: str) -> Catalogue:
    """The devices of hardware.csv.

    Raises:
        Problems: every mistake of the file, names that are used twice among them.
    """
    rows = read_rows(content, file, Device)
    problems, seen = [], dict[str, int]()
    for line, device in rows:
        for name in (device.device, *device.aliases):
            if name.casefold() in seen:
                problems.append(
                    Problem(
                        file,
                        line,
                        field="device",
                        found=f"'{name}' again",
                        expected=f"each name once (it stands on line {seen[name.casefold()]})",
                        way_out="remove the alias, or rename the device",
                    )
                )
            seen[name.casefold()] = line
    if problems:
        raise Problems(problems)
    return Catalogue([device for _, device in rows], {device.device: line for line, device in rows})
