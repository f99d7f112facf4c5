"""Devices and their peaks, as `data/raw/hardware.csv` lists them."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from ai_compute.documents import Document, decode
from ai_compute.problems import Problem, Problems, did_you_mean
from ai_compute.quantities import Quantity
from ai_compute.structures import Date, Plain, Rate, Strict, Text, complain, problems_of

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
    tdp_watts: Plain | None = Field(None, description="Thermal design power, in watts")
    price_usd: Plain | None = Field(None, description="Launch price, in US dollars")
    aliases: Annotated[tuple[str, ...], BeforeValidator(_aliases)] = Field((), description="Other names, joined by ';'")
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

    def __init__(self, devices: Sequence[Device]) -> None:
        """Index the devices by their names."""
        self.devices = tuple(devices)
        self._by_name: Mapping[str, Device] = {
            name.casefold(): device for device in devices for name in (*device.aliases, device.device)
        }

    def find(self, name: str) -> Device | None:
        """The device of a name or alias, or None."""
        return self._by_name.get(name.casefold())

    def way_out(self, name: str) -> str:
        """What to write instead of an unknown name."""
        names = [name for device in self.devices for name in (device.device, *device.aliases)]
        return did_you_mean(name, names, "add the device to data/raw/hardware.csv with its peaks and their source")


def read_csv(content: bytes, file: str, model: type[Strict]) -> list[tuple[int, Any]]:
    """The rows of a CSV file as models, each with its line.

    Raises:
        Problems: every mistake of the file, each at its line and column name.
    """
    text = decode(content, file)
    reader = csv.DictReader(io.StringIO(text), strict=True)
    columns = [field.alias or name for name, field in model.model_fields.items()]
    problems = _header_problems(reader.fieldnames or (), columns, file)
    if problems:
        raise Problems(problems)
    rows: list[tuple[int, Any]] = []
    try:
        for row in reader:
            row_problems, item = _row(row, reader.line_num, file, model)
            problems += row_problems
            if item is not None:
                rows.append((reader.line_num, item))
    except csv.Error as error:
        problems.append(
            Problem(
                file,
                reader.line_num,
                found=str(error),
                expected="a row of comma-separated values",
                way_out="close every quote; double a quote inside a quoted cell",
            )
        )
    if problems:
        raise Problems(problems)
    return rows


def _header_problems(found: Sequence[str], known: Sequence[str], file: str) -> list[Problem]:
    problems = [
        Problem(
            file,
            1,
            found=f"the unknown column '{name}'",
            expected="a known column",
            way_out=did_you_mean(name, known, f"known columns: {', '.join(known)}"),
        )
        for name in found
        if name not in known
    ]
    repeated = sorted({name for name in found if list(found).count(name) > 1})
    problems += [
        Problem(
            file, 1, found=f"the column '{name}' twice", expected="each column once", way_out="remove one of the two"
        )
        for name in repeated
    ]
    if not found:
        problems.append(
            Problem(file, found="an empty file", expected=f"the columns {', '.join(known)}", way_out="restore the file")
        )
    return problems


def _row(row: dict[str, Any], line: int, file: str, model: type[Strict]) -> tuple[list[Problem], Any]:
    if None in row or None in row.values():
        found = "more cells than columns" if None in row else "fewer cells than columns"
        return [
            Problem(
                file,
                line,
                found=found,
                expected="one cell for each column",
                way_out="put a cell that holds a comma in quotes",
            )
        ], None
    filled = {name: value for name, value in row.items() if value != ""}
    document = Document(file, filled, [], values={(): (line, 0), **{(name,): (line, 0) for name in row}})
    try:
        return [], model.model_validate(filled)
    except ValidationError as error:
        return problems_of(error, document, model), None


def read_devices(content: bytes, file: str) -> Catalogue:
    """The devices of hardware.csv.

    Raises:
        Problems: every mistake of the file, names that are used twice among them.
    """
    rows = read_csv(content, file, Device)
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
    return Catalogue([device for _, device in rows])
