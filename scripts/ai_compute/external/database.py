"""All external files of a build together, as tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ai_compute.entries.hardware import Catalogue
from ai_compute.external.comparison import agreement, beside_ours, compare, own_total, training_compute
from ai_compute.external.devices import Finder, peaks_of, read_hardware
from ai_compute.external.estimates import Assumptions, hardware_time, operation_counting
from ai_compute.external.matching import match
from ai_compute.external.models import read_models, with_keys, without_repetitions
from ai_compute.external.reading import ExternalFile, read_file
from ai_compute.external.unused import Unused
from ai_compute.messages.problems import Problem, Problems
from ai_compute.settings.analysis import Adopted, CrossCheck, External, Frontier, HardwareTime, Uncertainty
from ai_compute.values.dates import parse_date

MODELS, HARDWARE = "models", "hardware"


@dataclass(frozen=True)
class OurRuns:
    """Our own tables, as far as external runs are held against them."""

    runs: pd.DataFrame
    papers: pd.DataFrame
    training_compute: pd.DataFrame
    devices: Catalogue


@dataclass(frozen=True)
class Choices:
    """What config says of external files."""

    external: External
    assumptions: Assumptions
    agree_within: float
    prefer: str
    cut_off: date
    frontier_start: float


def choices_from(config: Mapping[str, Any]) -> Choices:
    """What the sections of config.yaml say that matter here."""
    external = External.model_validate(config["external"])
    return Choices(
        external,
        Assumptions(
            external.token_models,
            HardwareTime.model_validate(config["hardware_time"]).utilization,
            Uncertainty.model_validate(config["uncertainty"]),
        ),
        CrossCheck.model_validate(config["cross_check"]).agree_within,
        Adopted.model_validate(config["adopted"]).prefer,
        parse_date(str(config["cut_off"])).day,
        Frontier.model_validate(config["frontier"]).start,
    )


def read_database(files: Mapping[str, bytes], ours: OurRuns, choices: Choices) -> dict[str, pd.DataFrame]:
    """The external tables (all but the trends), by name without `external_`.

    Args:
        files: content of every external file, by name.
        ours: our own tables.
        choices: what config says.

    Raises:
        Problems: a file that is neither a table of models nor one of hardware.
    """
    unused = Unused()
    parsed = _read(files, choices.external, unused)
    ranges = choices.external.plausible.model_dump()
    own_devices = Finder(ours.devices)
    hardware = _together([file.rows for file in parsed if file.kind == HARDWARE], choices.external.hardware)
    devices = read_hardware(hardware, ranges, own_devices, unused)
    finder = Finder(ours.devices, peaks_of(devices))

    empty = ExternalFile(MODELS, _together([], choices.external.models), frozenset())
    models = [file for file in parsed if file.kind == MODELS] or [empty]
    runs = pd.concat([_runs(file, ranges, choices, unused) for file in models], ignore_index=True)
    runs = with_keys(without_repetitions(runs, unused))
    pairs = match(_ours_with_papers(ours), runs, choices.external.same_model)

    mixtures = _mixtures(ours.runs, pairs)
    counted = operation_counting(runs, mixtures, choices.assumptions, unused)
    timed = hardware_time(runs, finder, choices.assumptions, unused)
    estimates = pd.concat([counted, timed], ignore_index=True)
    totals = own_total(runs, unused)
    comparison = compare(runs, totals, estimates, choices.agree_within)
    compute = training_compute(runs, totals, estimates, pairs, choices.prefer)
    our_values = ours.runs.merge(ours.training_compute[["run", "flop", "basis"]], on="run", how="left")
    their_values = runs.merge(compute[["run", "flop", "basis"]], on="run", how="left")
    return {
        "runs": runs,
        "devices": devices,
        "estimates": estimates,
        "comparison": comparison,
        "agreement": agreement(comparison),
        "matches": beside_ours(pairs, our_values.fillna({"basis": ""}), their_values.fillna({"basis": ""})),
        "training_compute": compute,
        "unused": unused.table(),
    }


def _read(files: Mapping[str, bytes], settings: External, unused: Unused) -> list[ExternalFile]:
    parsed, problems = [], list[Problem]()
    for name in sorted(files):
        try:
            parsed.append(read_file(files[name], name, settings.kinds, unused))
        except Problems as found:
            problems += found.problems
        else:
            if parsed[-1].rows.empty:
                unused.add_file(name, 1, "no rows")
    if problems:
        raise Problems(problems)
    return parsed


def _together(frames: list[pd.DataFrame], headers: Mapping[str, object]) -> pd.DataFrame:
    text = pd.DataFrame({name: pd.Series(dtype="str") for name in (*headers, "file")})
    return pd.concat([text.assign(line=pd.Series(dtype="int64")), *frames], ignore_index=True)


def _runs(
    file: ExternalFile, ranges: Mapping[str, tuple[float, float]], choices: Choices, unused: Unused
) -> pd.DataFrame:
    settings = choices.external
    return read_models(file.rows, file.has, ranges, settings.domains, settings.confidence, choices.cut_off, unused)


def _ours_with_papers(ours: OurRuns) -> pd.DataFrame:
    return ours.runs.merge(ours.papers[["paper", "title", "url"]], on="paper")


def _mixtures(runs: pd.DataFrame, pairs: pd.DataFrame) -> set[str]:
    """External runs that our own entries know as mixtures of experts."""
    sparse = runs.loc[runs["active_parameters"] < runs["parameters"], "run"]
    return set(pairs.loc[pairs["run"].isin(sparse), "external_run"])
