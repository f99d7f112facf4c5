"""The project's own raw data: readable, explained, and with estimates that follow by hand."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pandas as pd
import pytest

from ai_compute.architectures import count_all
from ai_compute.architectures.tables import architectures_table
from ai_compute.checking.plausibility import products
from ai_compute.checking.raw_data import check_raw_data
from ai_compute.checking.raw_files import RawFiles, all_files
from ai_compute.entries.collection import Entry, parse_entries
from ai_compute.entries.documents import read_yaml
from ai_compute.entries.hardware import Catalogue, read_devices
from ai_compute.entries.method_parts import HardwareTimePart, OperationCountingPart
from ai_compute.entries.papers import Run
from ai_compute.estimates.factor_table import counted
from ai_compute.estimates.factors import Assumptions, Row, factor_rows
from ai_compute.estimates.methods import estimates
from ai_compute.schemas.raw import Factors
from ai_compute.settings.analysis import Settings, read_settings
from ai_compute.storage.tables import table
from ai_compute.values.quantities import Quantity

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
CONFIG, HARDWARE, CLAIMS = "config.yaml", "data/raw/hardware.csv", "data/raw/claims.csv"
DAY = 86_400

Part = OperationCountingPart | HardwareTimePart


def names(folder: str) -> list[str]:
    found = (path for kind in ("*.yaml", "*.json") for path in (ROOT / folder).glob(kind))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def content(paths: list[str]) -> dict[str, bytes]:
    return {path: (ROOT / path).read_bytes() for path in paths}


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return parse_entries(content(names("data/raw/papers")))


@pytest.fixture(scope="module")
def devices() -> Catalogue:
    return read_devices((ROOT / HARDWARE).read_bytes(), HARDWARE)


def runs(entries: list[Entry]) -> list[Run]:
    return [run for entry in entries for run in entry.paper.runs]


def parts(run: Run) -> tuple[Part, ...]:
    return (*run.operation_counting, *run.hardware_time)


def assumed(part: Part) -> Iterator[str]:
    """The values of a part that carry the mark of an assumption."""
    facts = {name: getattr(part, name) for name in type(part).model_fields}
    nested = chain.from_iterable(value.values() for value in facts.values() if isinstance(value, dict))
    return (value.text for value in chain(facts.values(), nested) if isinstance(value, Quantity) and value.assumed)


def test_everything_in_the_folder_is_valid() -> None:
    papers, architectures = names("data/raw/papers"), names("data/raw/architectures")
    raw_data = RawFiles(papers, architectures)
    found, _ = check_raw_data(content(all_files(raw_data)), raw_data)
    assert found.startswith(f"{len(papers)} papers with ")


def test_every_assumed_value_has_a_note_that_says_why(entries: list[Entry]) -> None:
    unexplained = [
        f"{run.id}: {text}"
        for run in runs(entries)
        for part in parts(run)
        for text in assumed(part)
        if not (part.notes or run.notes or run.explanation)
    ]
    assert unexplained == []


def test_the_fifteen_runs_of_2018_have_their_plotted_points_and_the_eleven_before_alexnet_too(
    entries: list[Entry],
) -> None:
    plotted = {
        chosen: sum(1 for run in runs(entries) if chosen in run.sets and any(total.plotted for total in run.reported))
        for chosen in ("openai-2018", "openai-first-era")
    }
    assert plotted == {"openai-2018": 15, "openai-first-era": 11}


def test_every_device_says_what_it_is(devices: Catalogue) -> None:
    assert [device.device for device in devices.devices if device.note is None] == []


def test_peaks_are_those_without_sparsity(devices: Catalogue) -> None:
    dense = {"A100": ("bf16", 312e12), "H100": ("bf16", 989.4e12), "H800": ("fp8", 1.979e15), "B200": ("bf16", 2.25e15)}
    found = {name: device.peaks[chosen].value for name, (chosen, _) in dense.items() if (device := devices.find(name))}
    assert found == {name: peak for name, (_, peak) in dense.items()}


# What a reader gets who multiplies the facts of the entry with pencil and paper.
BY_HAND = {
    ("zip-code-cnn", "operation counting"): 64_660 * 2 * 3 * 7_291 * 23,
    ("libratus", "hardware time"): 12e6 * 3_600 * 42.5e9 * 0.17,
    ("neurochess", "hardware time"): (1 * 20) ** 0.5 * (2 * 14) ** 0.5 * DAY * 1.4e6 * 0.17,
    ("alphafold-3", "hardware time"): 256 * 20 * DAY * 312e12 * 0.33,
    ("megascale-175b", "hardware time"): 12_288 * 1.75 * DAY * 312e12 * 0.552,
    ("dbrx", "operation counting"): 6
    * 12e12
    * (40 * 6_144 * (2 * 6_144 + 2 * 1_024 + 2 * 4_096 + 16 + 4 * 3 * 10_752) + 6_144 * 100_352),
    ("movie-gen-video", "operation counting"): 6 * 30e9 * (1.94e9 * 256 + 395e6 * 8_192 + 73.8e6 * 73_728),
    ("nemotron-4-15b", "hardware time"): (
        (768 * 0.8 * 0.343 + 1_536 * 0.4 * 0.333 + 2_304 * 11.9 * 0.305) * DAY * 989.4e12
    ),
    ("exaone-4-32b", "hardware time"): 512 * 19 * 7 * DAY * 1.979e15 * 0.33,
    ("k-exaone", "hardware time"): 512 * 135 * DAY * 2.25e15 * 0.33,
}


@pytest.fixture(scope="module")
def settings() -> Settings:
    return read_settings(read_yaml((ROOT / CONFIG).read_bytes(), CONFIG))


@pytest.fixture(scope="module")
def rows(entries: list[Entry], devices: Catalogue, settings: Settings) -> list[Row]:
    """The factors of all entries."""
    assumptions = Assumptions(settings.operation_counting, settings.hardware_time, settings.uncertainty)
    layers = counted(architectures_table(count_all(content(names("data/raw/architectures")))))
    return factor_rows(entries, devices, layers, assumptions)


@pytest.fixture(scope="module")
def estimated(rows: list[Row], settings: Settings) -> pd.DataFrame:
    """The table `estimates` of all entries."""
    return estimates(table(rows, Factors), settings.uncertainty)


def test_the_check_multiplies_as_the_estimates_do(estimated: pd.DataFrame, rows: list[Row]) -> None:
    expected = {(row.run, row.method): row.flop_sum for row in estimated.itertuples()}
    assert {key: flop for key, (flop, _) in products(rows).items()} == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("run", "method"), BY_HAND)
def test_an_estimate_is_what_its_facts_give_by_hand(estimated: pd.DataFrame, run: str, method: str) -> None:
    found = estimated.set_index(["run", "method"]).loc[(run, method), "flop_sum"]
    assert found == pytest.approx(BY_HAND[run, method], rel=1e-9)


def test_methods_that_differ_by_more_than_a_factor_of_three_are_explained(
    entries: list[Entry], estimated: pd.DataFrame
) -> None:
    values = estimated.groupby("run")["flop"]
    apart = set(values.max().index[values.max() > 3 * values.min()])
    assert {run.id for run in runs(entries) if run.id in apart and run.explanation is None} == set()


def test_published_totals_that_differ_by_more_than_a_factor_of_three_are_explained(
    entries: list[Entry], estimated: pd.DataFrame
) -> None:
    values = estimated.groupby("run")["flop"]
    lowest, highest = values.min().to_dict(), values.max().to_dict()
    far = {
        f"{run.id}, {total.by}"
        for run in runs(entries)
        for total in run.reported
        if run.id in lowest and run.explanation is None and not total.compute.is_bound
        if not lowest[run.id] / 3 <= total.compute.value <= highest[run.id] * 3
    }
    assert far == set()
