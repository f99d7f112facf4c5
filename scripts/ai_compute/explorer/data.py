"""What the explorer's scripts compute with: rows of every source, rules of fits, facts for a run of one's own.

Columns of text are packed as words and places; numbers are those of the tables, to the last digit.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ai_compute.entries.countries import CODES
from ai_compute.entries.device_parts import parts_in_one
from ai_compute.entries.hardware import Catalogue, Device
from ai_compute.estimates.methods import uncertainty_scale
from ai_compute.explorer.choices import NAMES
from ai_compute.explorer.fits import Rules
from ai_compute.explorer.rows import (
    BASES,
    CLOSED,
    EXTERNAL,
    NUMBERS,
    OPEN,
    OWN,
    TEXTS,
    UNSAID,
    has_external,
    rows_of,
)
from ai_compute.findings.threshold_counts import alive
from ai_compute.settings.analysis import Adopted, CrossCheck, Frontier, HardwareTime, OperationCounting, Uncertainty
from ai_compute.settings.statistics import Statistics
from ai_compute.storage.rows import Tables, each_row
from ai_compute.trends.told import line_of
from ai_compute.values.dates import EARLIEST_YEAR, Period, parse_date
from ai_compute.values.intervals import normal_quantile
from ai_compute.values.patterns import value_pattern
from ai_compute.values.quantities import Quantity
from ai_compute.values.subjects import DOMAINS, EVIDENCE, evidence_of
from ai_compute.values.ways_out import EXAMPLES

LEVEL = 0.95
"""Of the intervals of estimates (design: every interval is a 95 % one)."""
FACTORS = ("stated", "derived", "assumed", "default", "counted")


def explorer_data(tables: Tables, devices: Catalogue, choices: Mapping[str, Any]) -> dict[str, Any]:
    """Everything by name, for JSON.

    Args:
        tables: every table by name.
        devices: hardware.csv.
        choices: the sections of config.yaml by name.
    """
    sources = [OWN, EXTERNAL] if has_external(tables) else [OWN]
    statistics = Statistics.model_validate(choices["statistics"])
    frontier = Frontier.model_validate(choices["frontier"])
    return {
        "sources": {source: packed(rows_of(tables, source)) for source in sources},
        "rules": rules_of(statistics, frontier).__dict__,
        "vocabulary": {
            "domain": DOMAINS,
            "open": [OPEN, CLOSED, UNSAID],
            "basis": list(BASES.values()),
            "evidence": EVIDENCE,
            "quantities": list(NAMES),
            "codes": CODES,
        },
        "papers": _papers(tables),
        "without_value": _without_value(tables),
        "trends": _trends(tables, {name: each.period for name, each in statistics.periods.items()}),
        "estimating": _estimating(tables, devices, choices),
        "split": statistics.split.day.isoformat(),
        "laws": _laws(tables),
    }


def rules_of(statistics: Statistics, frontier: Frontier) -> Rules:
    """The rules of config.yaml that fits follow."""
    return Rules(
        level=statistics.level,
        runs_at_least=statistics.runs_at_least,
        organizations_at_least=statistics.organizations_at_least,
        curved_below=statistics.curved_below,
        frontier_start=float(frontier.start),
    )


def packed(rows: pd.DataFrame) -> dict[str, Any]:
    """Columns of rows: numbers as they are (None: not known), text as words and the place of each row's word."""
    found: dict[str, Any] = {name: _numbers(rows[name]) for name in NUMBERS}
    for name in TEXTS:
        codes, words = pd.factorize(rows[name])
        many = len(words) > len(rows) / 2
        found[name] = rows[name].to_list() if many else {"words": list(words), "of": codes.tolist()}
    return found


def _numbers(values: pd.Series) -> list[float | None]:
    return [None if missing else float(value) for value, missing in zip(values, values.isna(), strict=True)]


def _papers(tables: Tables) -> dict[str, list[str]]:
    """Title and address of every paper by its key."""
    return {row.paper: [row.title, row.url] for row in each_row(tables["papers"])}


def _without_value(tables: Tables) -> list[str]:
    """Keys of runs that no row stands for: no other run may have them."""
    runs = tables["runs"]["run"]
    return sorted(runs[~runs.isin(tables["training_compute"]["run"])])


def _trends(tables: Tables, periods: Mapping[str, Period]) -> list[dict[str, Any]]:
    """The periods of config.yaml, each with the line that is told of it, if it has one."""
    found = []
    for name, (start, end) in periods.items():
        line = line_of(tables["trends"], name)
        ends = {"start": start.isoformat() if start else "", "end": end.isoformat() if end else ""}
        lines = {} if line is None else {key: float(line[key]) for key in ("slope", "intercept")}
        found.append({"name": name, **ends, **lines})
    return found


def _laws(tables: Tables) -> list[dict[str, Any]]:
    """Lines of laws in force, in FLOP, each with the names of the texts that draw it."""
    lines = alive(tables).groupby("flop")["name"].agg("; ".join)
    return [{"flop": flop, "names": names} for flop, names in lines.items()]


def _estimating(tables: Tables, devices: Catalogue, choices: Mapping[str, Any]) -> dict[str, Any]:
    """What an estimate of a run of one's own follows from."""
    uncertainty = Uncertainty.model_validate(choices["uncertainty"])
    counting = OperationCounting.model_validate(choices["operation_counting"])
    return {
        "devices": [_device(each, uncertainty) for each in devices.devices],
        "architectures": {
            row.architecture: {"macs": float(row.forward_macs), "exact": float(row.exact_factor), "unit": row.unit}
            for row in each_row(tables["architectures"])
        },
        "factors": {name: getattr(uncertainty, name) for name in FACTORS},
        "stated": {name: uncertainty.stated_by(name) for name in EVIDENCE},
        "calibrated": list(uncertainty.calibrated),
        "scale": uncertainty_scale(tables["estimates"], uncertainty),
        "normal": normal_quantile(LEVEL),
        "backward": counting.backward_factor,
        "utilization": HardwareTime.model_validate(choices["hardware_time"]).utilization,
        "prefer": Adopted.model_validate(choices["adopted"]).prefer,
        "agree_within": float(CrossCheck.model_validate(choices["cross_check"]).agree_within),
        "patterns": {kind: value_pattern(kind) for kind in EXAMPLES},
        "examples": EXAMPLES,
        "earliest": str(EARLIEST_YEAR),
        "cut_off": parse_date(str(choices["cut_off"])).day.isoformat(),
    }


def _device(device: Device, uncertainty: Uncertainty) -> dict[str, Any]:
    evidence = evidence_of(device.evidence, device.source, device.note)
    peaks = {name: _peak(peak, uncertainty, evidence) for name, peak in device.peaks.items()}
    return {
        "names": [device.device, *device.aliases],
        "kind": device.kind,
        "format": device.peak_format,
        "peaks": peaks,
        "evidence": evidence,
        "parts": parts_in_one(device),
    }


def _peak(peak: Quantity, uncertainty: Uncertainty, evidence: str) -> dict[str, Any]:
    known = "assumed" if peak.assumed else "stated"
    spread = peak.spread or (uncertainty.assumed if peak.assumed else uncertainty.stated_by(evidence))
    return {"value": peak.value, "spread": float(spread), "known": known, "text": peak.shown}
