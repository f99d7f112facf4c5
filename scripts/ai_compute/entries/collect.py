"""Tables of what the raw entries say: papers, runs, sets, printed totals, devices."""

from collections.abc import Callable, Iterator, Sequence

import pandas as pd

from ai_compute.entries.collection import Entry
from ai_compute.entries.hardware import Catalogue
from ai_compute.entries.papers import Run
from ai_compute.schemas import raw as schemas
from ai_compute.schemas.estimates import Unestimated
from ai_compute.storage.tables import table
from ai_compute.values.dates import decimal_year
from ai_compute.values.subjects import evidence_of


def papers(entries: Sequence[Entry]) -> pd.DataFrame:
    """The table `papers`."""
    rows = (
        {
            "paper": entry.key,
            "title": entry.paper.title,
            "url": entry.paper.url,
            "published": pd.Timestamp(entry.paper.published.day),
            "published_precision": entry.paper.published.precision,
            "organization": entry.paper.organization,
            "domain": entry.paper.all_domains[0],
            "domains": "; ".join(entry.paper.all_domains),
            "country": entry.paper.country or "",
            "file": entry.document.file,
        }
        for entry in entries
    )
    return table(rows, schemas.Papers)


def runs(entries: Sequence[Entry], cluster_of: Callable[[str], str]) -> pd.DataFrame:
    """The table `runs`; `cluster_of` tells of the text of an entry whose runs may resemble each other."""
    rows = (
        {
            "run": run.id,
            "paper": entry.key,
            "name": run.name,
            "published": pd.Timestamp(published := (run.published or entry.paper.published).day),
            "decimal_year": decimal_year(published),
            "domain": (run.all_domains or entry.paper.all_domains)[0],
            "domains": "; ".join(run.all_domains or entry.paper.all_domains),
            "organization": entry.paper.organization,
            "cluster": cluster_of(entry.paper.organization),
            "country": entry.paper.country or "",
            "open_weights": run.open_weights.value if run.open_weights else None,
            "open_weights_source": run.open_weights.source if run.open_weights else "",
            "base": run.base or "",
            "parameters": run.parameters.value if run.parameters else None,
            "active_parameters": run.active_parameters.value if run.active_parameters else None,
            "notes": run.notes or "",
            "explanation_code": run.explanation.code if run.explanation else "",
            "explanation": run.explanation.text if run.explanation else "",
        }
        for entry in entries
        for run in entry.paper.runs
    )
    return table(rows, schemas.Runs)


def sets(entries: Sequence[Entry]) -> pd.DataFrame:
    """The table `sets`."""
    rows = ({"run": run.id, "set": name} for run in _runs(entries) for name in dict.fromkeys(run.sets))
    return table(rows, schemas.Sets)


def unestimated_reasons(entries: Sequence[Entry]) -> pd.DataFrame:
    """Why a run has no estimate by a method, in the entry's words or in plain ones; the table `unestimated`."""
    rows = (
        {"run": run.id, "method": method, "reason": run.unestimated or "the entry holds no facts for this method"}
        for run in _runs(entries)
        for method, parts in zip(schemas.METHODS, (run.operation_counting, run.hardware_time), strict=True)
        if not parts
    )
    return table(rows, Unestimated)


def run_devices(entries: Sequence[Entry], devices: Catalogue) -> pd.DataFrame:
    """The table `run_devices`: which device, in which number format, each part of a run used."""
    rows = (
        {
            "run": run.id,
            "part": part.part or "",
            "device": device.device,
            "precision": part.precision or device.peak_format,
        }
        for run in _runs(entries)
        for part in run.hardware_time
        if (device := devices.find(part.device))
    )
    return table(rows, schemas.RunDevices)


def device_table(devices: Catalogue) -> pd.DataFrame:
    """The table `devices`."""
    rows = (
        {
            "device": device.device,
            "kind": device.kind,
            "vendor": device.vendor,
            "released": pd.Timestamp(device.released.day),
            "peak_flops": device.peaks[device.peak_format].value,
            "peak_format": device.peak_format,
            "tdp_watts": device.tdp_watts.value if device.tdp_watts else None,
            "price_usd": device.price_usd.value if device.price_usd else None,
            "evidence": evidence_of(device.evidence, device.source, device.note),
            "source": device.source,
            "note": device.note or "",
        }
        for device in devices.devices
    )
    return table(rows, schemas.Devices)


def device_peaks(devices: Catalogue) -> pd.DataFrame:
    """The table `device_peaks`."""
    rows = (
        {"device": device.device, "format": name, "peak_flops": peak.value}
        for device in devices.devices
        for name, peak in device.peaks.items()
    )
    return table(rows, schemas.DevicePeaks)


def printed_totals(entries: Sequence[Entry]) -> pd.DataFrame:
    """The table `printed_totals`: what others published, as entered."""
    rows = (
        {
            "run": run.id,
            "by": reported.by,
            "method": reported.method or "",
            "party": reported.party,
            "reported_flop": reported.compute.value,
            "rounding": reported.compute.rounding,
            "bound": "<" if reported.compute.is_bound else "",
            "plotted_date": pd.Timestamp(reported.plotted.date.day) if reported.plotted else pd.NaT,
            "plotted_flop": reported.plotted.compute.value if reported.plotted else None,
            "evidence": evidence_of(reported.evidence, reported.source, reported.note),
            "source": reported.source or "",
            "note": reported.note or "",
        }
        for run in _runs(entries)
        for reported in run.reported
    )
    return table(rows, schemas.PrintedTotals)


def printed_factors(entries: Sequence[Entry]) -> pd.DataFrame:
    """The table `printed_factors`: the arithmetic that others printed."""
    rows = (
        {
            "run": run.id,
            "by": reported.by,
            "method": reported.method or "",
            "position": position,
            "factor": name,
            "value": quantity.value,
            "text": quantity.text,
        }
        for run in _runs(entries)
        for reported in run.reported
        for position, (name, quantity) in enumerate(reported.factors.items(), start=1)
    )
    return table(rows, schemas.PrintedFactors)


def _runs(entries: Sequence[Entry]) -> Iterator[Run]:
    return (run for entry in entries for run in entry.paper.runs)
