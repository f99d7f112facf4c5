"""All external files of a build together, as tables."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

import pandas as pd

from ai_compute.entries.hardware import Catalogue
from ai_compute.external.check import check
from ai_compute.external.comparison import agreement, beside_ours, compare, own_total, training_compute
from ai_compute.external.devices import Finder, peaks_of, read_hardware
from ai_compute.external.estimates import Assumptions, hardware_time, operation_counting
from ai_compute.external.matching import match
from ai_compute.external.merging import in_order, merged
from ai_compute.external.models import published_interval, read_models, with_keys
from ai_compute.external.notices import tell_columns
from ai_compute.external.reading import ExternalFile, read_file
from ai_compute.external.same import Said, keys_by_name, paired
from ai_compute.external.unused import Unused
from ai_compute.messages.problems import Problem, Problems
from ai_compute.schemas.external import EPOCH
from ai_compute.settings.analysis import Adopted, CrossCheck, Frontier, HardwareTime, Uncertainty
from ai_compute.settings.external import External, SameModel
from ai_compute.settings.organizations import Organizations
from ai_compute.values.date_columns import DAY_FIRST, MONTH_FIRST, Order, UndecidedDates
from ai_compute.values.dates import parse_date


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
    organizations: Organizations

    @property
    def same_model(self) -> SameModel:
        """What makes two rows one model."""
        return self.external.same_model


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
        Organizations.model_validate(config["organizations"]),
    )


def read_database(
    files: Mapping[str, bytes], ours: OurRuns, choices: Choices, said: Sequence[Said] = ()
) -> dict[str, pd.DataFrame]:
    """The external tables (all but the trends), by name without `external_`.

    Args:
        files: content of every external file, by name.
        ours: our own tables.
        choices: what config says.
        said: which of our runs is which model, as the user says it.

    Raises:
        Problems: a file that is neither a table of models nor one of hardware; dates that can be read in two ways; a
            model that is said to be one of ours and that is none.
    """
    unused = Unused()
    settings = choices.external
    parsed = _read(files, settings, unused)
    ranges = settings.plausible.model_dump()
    own_devices = Finder(ours.devices)
    kinds = settings.kinds
    hardware = _together([file.rows for file in parsed if not kinds[file.kind].models], settings.hardware)
    devices = read_hardware(hardware, ranges, own_devices, unused)
    finder = Finder(ours.devices, peaks_of(devices))

    rows = _rows([file for file in parsed if kinds[file.kind].models], files, choices, unused)
    together = merged(rows, choices.same_model, unused)
    runs = with_keys(published_interval(together, settings.confidence, unused))
    by_hand = paired(said, choices.same_model.by_hand, keys_by_name(rows, runs))
    pairs = match(_ours_with_papers(ours), runs, choices.same_model, by_hand)

    mixtures = _mixtures(ours.runs, pairs)
    counted = operation_counting(runs, mixtures, choices.assumptions, unused)
    timed = hardware_time(runs, finder, choices.assumptions, unused)
    estimates = pd.concat([counted, timed], ignore_index=True)
    totals = own_total(runs, unused)
    comparison = compare(runs, totals, estimates, choices.agree_within)
    compute = training_compute(runs, totals, estimates, pairs, choices.prefer)
    compute["cluster"] = compute["organization"].map(choices.organizations.cluster_of).astype("str")
    our_values = ours.runs.merge(ours.training_compute[["run", "flop", "basis"]], on="run", how="left")
    their_values = runs.merge(compute[["run", "flop", "basis"]], on="run", how="left")
    return {
        "runs": runs,
        "devices": devices,
        "estimates": estimates,
        "comparison": comparison,
        "agreement": agreement(comparison),
        "check": check(estimates, runs),
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
    tell_columns(parsed, settings, unused)
    return parsed


def _together(frames: list[pd.DataFrame], headers: Mapping[str, object]) -> pd.DataFrame:
    text = pd.DataFrame({name: pd.Series(dtype="str") for name in (*headers, "file")})
    return pd.concat([text.assign(line=pd.Series(dtype="int64")), *frames], ignore_index=True)


def _rows(
    parsed: list[ExternalFile], files: Mapping[str, bytes], choices: Choices, unused: Unused
) -> list[pd.DataFrame]:
    """The usable rows of each file of models, the newest snapshot first."""
    settings = choices.external
    frames, undecided = [], list[tuple[ExternalFile, UndecidedDates]]()
    for file in parsed or [ExternalFile("models", _together([], settings.models), frozenset())]:
        try:
            frames.append(_models_of(file, choices, unused))
        except UndecidedDates as reason:
            undecided.append((file, reason))
    if undecided:
        raise Problems(_undecided(undecided, settings.date_order))
    return in_order(files, frames)


def _models_of(file: ExternalFile, choices: Choices, unused: Unused) -> pd.DataFrame:
    settings = choices.external
    order = settings.date_order.get(PurePath(file.rows["file"].iloc[0]).name) if len(file.rows) else None
    rows = file.rows
    if "name" not in file.has:
        stem = PurePath(rows["file"].iloc[0]).stem if len(rows) else ""
        rows = rows.assign(name=f"{stem} row " + rows["line"].astype("str"))
    ranges = settings.plausible.model_dump()
    runs = read_models(rows, file.has, ranges, settings.domains, choices.cut_off, unused, order)
    title = title_of(file.kind, settings)
    states_total = runs[["published_flop", "finetune_flop"]].notna().any(axis=1)
    runs = runs.assign(database=title, published_by=states_total.map({True: title, False: ""}).astype("str"))
    return runs.assign(notable=True) if settings.kinds[file.kind].notable else runs


def title_of(kind: str, settings: External) -> str:
    """What the database of a kind of file is called."""
    return settings.databases[kind].title or kind if kind in settings.databases else EPOCH


def _undecided(found: Sequence[tuple[ExternalFile, UndecidedDates]], known: Mapping[str, Order]) -> list[Problem]:
    """A problem a file whose dates can be read in two ways; the way out is one setting for all of them."""
    names = [PurePath(file.rows["file"].iloc[0]).name for file, _ in found]
    ways = [
        ", ".join(f"{_key(name)}: {each}" for name, each in {**known, **dict.fromkeys(names, order)}.items())
        for order in (DAY_FIRST, MONTH_FIRST)
    ]
    way_out = f"write `date_order: {{{ways[0]}}}` or `date_order: {{{ways[1]}}}` under `external` in config.yaml"
    problems = []
    for file, reason in found:
        row = file.rows[file.rows["published"].str.contains(reason.example, regex=False)].iloc[0]
        expected = "dates whose order the column shows, such as 2020-04-03"
        place, field = (row["file"], int(row["line"])), "publication date"
        problems.append(Problem(*place, field=field, found=reason.reason, expected=expected, way_out=way_out))
    return problems


def _key(name: str) -> str:
    """A file's name as a key in braces of YAML."""
    return name if re.fullmatch(r"[A-Za-z][\w.-]*", name, re.ASCII) else json.dumps(name, ensure_ascii=False)


def _ours_with_papers(ours: OurRuns) -> pd.DataFrame:
    return ours.runs.merge(ours.papers[["paper", "title", "url"]], on="paper")


def _mixtures(runs: pd.DataFrame, pairs: pd.DataFrame) -> set[str]:
    """External runs that our own entries know as mixtures of experts."""
    sparse = runs.loc[runs["active_parameters"] < runs["parameters"], "run"]
    return set(pairs.loc[pairs["run"].isin(sparse), "external_run"])
