"""Our own estimates of a database's runs by both methods, where its facts honestly allow one.

Operation counting is 6 x parameters x tokens x epochs (design: the 6ND rule), and therefore only for language models
whose datapoints are tokens and whose parameters are all active. Hardware time is devices x time x peak x utilization,
and therefore only for one kind of device, whose peak is known. A fine-tune's row mixes its own facts with those of its
base model, so that it gets neither.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ai_compute.entries.hardware import Kind
from ai_compute.external.devices import STATED_FORMATS, Finder, Peaks
from ai_compute.external.unused import Unused
from ai_compute.schemas.external import PEAK_BY
from ai_compute.settings.analysis import Uncertainty
from ai_compute.settings.external import TokenModels
from ai_compute.values.quantities import PFS_DAY
from ai_compute.values.subjects import COUNTING, TIME

FLOP_A_PARAMETER_AND_TOKEN = 6
SECONDS_AN_HOUR = 3600


@dataclass(frozen=True)
class Assumptions:
    """What is assumed where the database is silent (config.yaml)."""

    tokens: TokenModels
    utilization: Mapping[Kind, float]
    uncertainty: Uncertainty


def operation_counting(runs: pd.DataFrame, mixtures: set[str], given: Assumptions, unused: Unused) -> pd.DataFrame:
    """Estimates by 6ND (columns of `ExternalEstimates`); `mixtures` are runs known as mixtures of experts."""
    tasks = "|".join(map(re.escape, given.tokens.tasks))
    epochs = runs["epochs"] if given.tokens.blank_epochs == "unknown" else runs["epochs"].fillna(1.0)
    reasons = first_reason(
        runs,
        {
            "a fine-tune: its facts may be those of its base model": runs["base_model"].ne(""),
            "no parameters": runs["parameters"].isna(),
            "no datapoints": runs["datapoints"].isna(),
            "not a language model alone: its datapoints may be anything": runs["domains"].str.casefold().ne("language"),
            "its task does not say that its datapoints are tokens": ~runs["task"].str.contains(tasks, case=False),
            "older than the transformer: each token may not pass all parameters once": runs["published"]
            < pd.Timestamp(given.tokens.since.day),
            "a mixture of experts: the parameters are not those that a token passes": runs["run"].isin(mixtures)
            | runs["mixture"],
            "the epochs are not stated": epochs.isna(),
        },
    )
    unused.add(runs, COUNTING, reasons)
    used = runs[reasons.eq("")]
    epochs = epochs[used.index]
    flop = FLOP_A_PARAMETER_AND_TOKEN * used["parameters"] * used["datapoints"] * epochs
    assumed = used["epochs"].isna()
    spread = [given.uncertainty.stated, given.uncertainty.stated, given.uncertainty.derived]
    sd = _log_spread(spread, assumed, given.uncertainty.assumed)
    arithmetic = [
        f"6 FLOP x {n:.4g} parameters x {d:.4g} tokens x {e:.4g} epochs"
        for n, d, e in zip(used["parameters"], used["datapoints"], epochs, strict=True)
    ]
    return _estimates(used, COUNTING, flop, sd, assumed.map({True: "epochs", False: ""}), arithmetic)


def hardware_time(runs: pd.DataFrame, finder: Finder, given: Assumptions, unused: Unused) -> pd.DataFrame:
    """Estimates by devices x time x peak x utilization (columns of `ExternalEstimates`)."""
    devices: Mapping[str, Peaks | None] = {name: finder.find(name) for name in runs["device"].unique()}
    found = runs["device"].map(devices).astype(object)
    device_hours = runs["chip_hours"].fillna(runs["device_count"] * runs["hours"])
    reasons = first_reason(
        runs,
        {
            "a fine-tune: its facts may be those of its base model": runs["base_model"].ne(""),
            "no training hardware": runs["device"].eq(""),
            "several kinds of hardware: how many of each is not stated": runs["device"].str.contains("; "),
            "no chip-hours, and not both a quantity of hardware and a training time": device_hours.isna(),
            "its hardware has no known peak": found.isna(),
        },
    )
    unused.add(runs, TIME, reasons, "device", runs["device"])
    used, hours = runs[reasons.eq("")], device_hours[reasons.eq("")]
    peaks = [
        device.peak(tuple(formats.split("; ")))
        for device, formats in zip(found[used.index], used["number_format"], strict=True)
    ]
    peak = pd.Series([value for value, _ in peaks], used.index, dtype=float)
    default = found[used.index].map(lambda device: given.utilization[device.kind]).astype(float)
    utilization = used["utilization"].fillna(default)
    assumed = used["utilization"].isna()
    flop = hours * SECONDS_AN_HOUR * peak * utilization
    sd = _log_spread([given.uncertainty.stated] * 3, assumed, given.uncertainty.default)
    formats = pd.Series([name for _, name in peaks], used.index, dtype="str")
    by_row = [
        any(name in STATED_FORMATS.get(one, ()) for one in written.split("; "))
        for name, written in zip(formats, used["number_format"], strict=True)
    ]
    arithmetic = [
        f"{h:.4g} device hours of {device.name} x {p:.4g} FLOP/s ({name}) x {u:.2g}"
        for h, device, p, (_, name), u in zip(hours, found[used.index], peak, peaks, utilization, strict=True)
    ]
    estimates = _estimates(used, TIME, flop, sd, assumed.map({True: "utilization", False: ""}), arithmetic)
    stated, usual = PEAK_BY
    return estimates.assign(peak_format=formats, peak_by=np.where(by_row, stated, usual))


def first_reason(runs: pd.DataFrame, reasons: Mapping[str, pd.Series]) -> pd.Series:
    """The first of the reasons that holds for each run, '' if none does."""
    chosen = np.select([mask.to_numpy(dtype=bool) for mask in reasons.values()], list(reasons), default="")
    return pd.Series(chosen, runs.index, dtype="str")


def _log_spread(always: list[float], assumed: pd.Series, factor: float) -> pd.Series:
    """Log10 of the 95 % factor of a product: the squares of its factors' add up."""
    fixed = sum(np.log10(one) ** 2 for one in always)
    squares: pd.Series = fixed + np.log10(factor) ** 2 * assumed.astype(float)
    return squares**0.5


def _estimates(
    runs: pd.DataFrame, method: str, flop: pd.Series, log_spread: pd.Series, assumed: pd.Series, arithmetic: list[str]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "run": runs["run"],
            "method": method,
            "flop": flop,
            "flop_low": flop / 10**log_spread,
            "flop_high": flop * 10**log_spread,
            "pfs_days": flop / PFS_DAY,
            "assumed": assumed.astype("str"),
            "measured_utilization": runs["utilization"].notna() if method == TIME else False,
            "peak_format": "",
            "peak_by": "",
            "arithmetic": arithmetic,
        }
    )
