"""Which raw files there are, by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from ai_compute.storage.files import files_in

SAME = "same.csv"
"""In the folder of external files, the one that is none: which of our runs is which model."""


@dataclass(frozen=True)
class RawFiles:
    """The names of all raw files, by kind."""

    papers: Sequence[str]
    architectures: Sequence[str]
    config: str = "config.yaml"
    hardware: str = "data/raw/hardware.csv"
    claims: str = "data/raw/claims.csv"
    thresholds: str = "data/raw/thresholds.csv"
    external: Sequence[str] = ()
    same: Sequence[str] = ()


class RawData(Protocol):
    """The names of all raw files, by kind."""

    @property
    def config(self) -> str: ...  # noqa: D102
    @property
    def hardware(self) -> str: ...  # noqa: D102
    @property
    def claims(self) -> str: ...  # noqa: D102
    @property
    def thresholds(self) -> str: ...  # noqa: D102
    @property
    def papers(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def architectures(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def external(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def same(self) -> Sequence[str]: ...  # noqa: D102


def find_raw_files() -> RawFiles:
    """The raw files of the current folder."""
    folder = "data/raw"
    return RawFiles(
        files_in(folder, "papers/*.y*ml"),
        files_in(folder, "architectures/*.y*ml", "architectures/*.json"),
        external=[name for name in files_in(folder, "external/*.csv") if PurePosixPath(name).name != SAME],
        same=files_in(folder, f"external/{SAME}"),
    )


def all_files(raw_data: RawData) -> list[str]:
    """The names of all raw files of our own."""
    single = [raw_data.config, raw_data.hardware, raw_data.claims, raw_data.thresholds]
    return [*single, *raw_data.papers, *raw_data.architectures, *raw_data.same]


def plainly(raw_data: RawData) -> RawFiles:
    """The same names as plain text: what a workflow gives for them may not be copied."""
    lists = (raw_data.papers, raw_data.architectures, raw_data.external, raw_data.same)
    papers, architectures, external, same = (tuple(map(str, names)) for names in lists)
    config, hardware, claims, thresholds = map(str, all_files(raw_data)[:4])
    return RawFiles(papers, architectures, config, hardware, claims, thresholds, external, same)


def chosen(names: Sequence[str], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those files that could be read; Snakemake's names, which are more than text, become plain."""
    return {str(name): files[name] for name in names if name in files}
